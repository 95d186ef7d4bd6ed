"""What a shard is told of its articles: their clusters, and their siblings with their texts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import msgspec
import numpy as np
import zstandard

from checker.batch.sibling_links import Event
from checker.batch.sibling_rows import Rows
from checker.batch.sibling_steps import SiblingText
from checker.batch.tables import SIBLINGS, TableBytes
from checker.printable import encodable
from checker.siblings import aligned
from checker.siblings.find import LIKELY, MOST_SIBLINGS

MOST_NAMED = aligned.MOST_SIBLINGS
"""Of the siblings that an article names so many are taken, the first."""
_SHOWN = 120


class Clusters:
    """Where each article belongs. By its place, `cluster` has the place of the earliest article on its event, -1 where
    it is alone. By its number, `siblings` has the numbers of those that were found on its event, the likeliest first,
    where there are any; an article that names its siblings is judged beside these instead, and is on one event with
    them."""

    def __init__(self, rows: Rows, events: Iterable[Event]) -> None:
        self._rows = rows
        self.cluster = np.full(len(rows.day), -1, np.int32)
        self.siblings: dict[int, tuple[int, ...]] = {}
        for number in rows.copied:
            self.cluster[rows.copies(number)] = rows.first[number]
        for event in events:
            self._add(event)
        self._join()

    def _add(self, event: Event) -> None:
        rows = self._rows
        places = [place for number in event.articles for place in rows.copies(number)]
        self.cluster[places] = min(places, key=rows.age)
        likely: dict[int, list[tuple[float, str, int]]] = {}
        for pair, likelihood in event.likelihood.items():
            if likelihood >= LIKELY and rows.readable[rows.first[list(pair)]].all():
                for one, other in (pair, pair[::-1]):
                    likely.setdefault(one, []).append((-likelihood, rows.id(int(rows.first[other])), other))
        for number, others in likely.items():
            self.siblings[number] = tuple(other for _, _, other in sorted(others)[:MOST_SIBLINGS])

    def _join(self) -> None:
        """Makes one event of those that named siblings connect."""
        earlier: dict[int, int] = {}  # from an event that is part of another one to that

        def event_of(place: int) -> int:
            event = int(self.cluster[place])
            while event in earlier:
                above = earlier[event]
                earlier[event] = event = earlier.get(above, above)
            return event

        rows = self._rows
        for place in (each for each in rows.named.places() if rows.number[each] >= 0):
            for other in rows.named.of(place)[:MOST_NAMED]:
                for each in (place, other):
                    if self.cluster[each] < 0:
                        self.cluster[each] = each
                first, last = sorted((event_of(place), event_of(other)), key=rows.age)
                if first != last:
                    earlier[last] = first
        for place in np.flatnonzero(np.isin(self.cluster, list(earlier))).tolist():
            self.cluster[place] = event_of(place)

    def _beside(self, place: int) -> list[int]:
        """The places of those that an article is judged beside."""
        if self._rows.named.between(place, place + 1).any():
            return self._rows.named.of(place)[:MOST_NAMED]
        places: list[int] = self._rows.first[list(self.siblings.get(int(self._rows.number[place]), ()))].tolist()
        return places

    def wanted(self) -> list[int]:
        """The places of the articles that others are judged beside, rising."""
        numbers = {number for others in self.siblings.values() for number in others}
        named = {other for place in self._rows.named.places() for other in self._beside(place)}
        return sorted(named.union(self._rows.first[list(numbers)].tolist()))

    def table(self, shard: int, texts: Texts) -> bytes | None:
        """The table of a shard, with the columns of `tables.SIBLINGS`; None where none of its articles has a cluster or
        names siblings."""
        rows = self._rows
        table = TableBytes(SIBLINGS)
        start, end = rows.start[shard : shard + 2].tolist()
        naming = rows.named.between(start, end)
        for place in (np.flatnonzero((self.cluster[start:end] >= 0) | naming) + start).tolist():
            told = [_told(text) for text in map(texts.get, self._beside(place)) if text is not None]
            cluster = int(self.cluster[place])
            table.add((int(rows.row[place]), None if cluster < 0 else rows.id(cluster), told, self._odd(place)))
        return table.finish() if table.rows else None

    def _odd(self, place: int) -> list[str]:
        """What is to be told of the siblings that an article names."""
        told = []
        if (absent := self._rows.named.absent(place)) is not None:
            told.append(f"its sibling “{encodable(absent)[:_SHOWN]}” is not in the corpus")
        if len(self._rows.named.of(place)) > MOST_NAMED:
            told.append(f"of the siblings that it names, the first {MOST_NAMED} are taken")
        return told


class Texts:
    """The texts of siblings by the places of the articles, in a file that is only a means."""

    def __init__(self, path: Path, places: int) -> None:
        self._file = open(path, "w+b")  # noqa: SIM115
        self._at = np.full((places, 2), -1, np.int64)
        self._packed = zstandard.ZstdCompressor(level=1).compress
        self._unpacked = zstandard.ZstdDecompressor().decompress

    def add(self, place: int, text: SiblingText) -> None:
        """Keeps a text."""
        data = self._packed(msgspec.msgpack.encode(text))
        self._at[place] = self._file.tell(), len(data)
        self._file.write(data)

    def get(self, place: int) -> SiblingText | None:
        """The text of a place, None where there is none."""
        at, length = self._at[place].tolist()
        if at < 0:
            return None
        self._file.seek(at)
        return msgspec.msgpack.decode(self._unpacked(self._file.read(length)), type=SiblingText)

    def __enter__(self) -> Texts:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()


def _told(text: SiblingText) -> dict[str, object]:
    date = datetime.date.fromordinal(text.day) if text.day else None
    return {"id": text.id, "title": text.title, "text": text.text, "source": text.source, "date": date}
