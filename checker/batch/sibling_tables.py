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
from checker.siblings.find import LIKELY, MOST_SIBLINGS


class Clusters:
    """Where each article belongs. By its place, `cluster` has the place of the earliest article on its event, -1 where
    it is alone. By its number, `siblings` has the numbers of those that it is judged beside, the likeliest first, where
    there are any."""

    def __init__(self, rows: Rows, events: Iterable[Event]) -> None:
        self._rows = rows
        self.cluster = np.full(len(rows.day), -1, np.int32)
        self.siblings: dict[int, tuple[int, ...]] = {}
        for number in rows.copied:
            self.cluster[rows.copies(number)] = rows.first[number]
        for event in events:
            self._add(event)

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

    def wanted(self) -> list[int]:
        """The places of the articles that others are judged beside, rising."""
        numbers = {number for others in self.siblings.values() for number in others}
        return sorted(self._rows.first[list(numbers)].tolist())

    def table(self, shard: int, texts: Texts) -> bytes | None:
        """The table of a shard, with the columns of `tables.SIBLINGS`; None where none of its articles has a
        cluster."""
        rows = self._rows
        table = TableBytes(SIBLINGS)
        start, end = rows.start[shard : shard + 2].tolist()
        for place in (np.flatnonzero(self.cluster[start:end] >= 0) + start).tolist():
            places = rows.first[list(self.siblings.get(int(rows.number[place]), ()))].tolist()
            told = [_told(text) for text in map(texts.get, places) if text is not None]
            table.add((int(rows.row[place]), rows.id(int(self.cluster[place])), told))
        return table.finish() if table.rows else None


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
