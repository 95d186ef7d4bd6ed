"""Corpora of invented events, and what is found to be on one of them, for the tests of siblings on a whole corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from checker.article import Article
from checker.batch.judging import Job
from checker.batch.opening import Opener
from checker.batch.planning import Corpus
from checker.batch.records import Oddities
from checker.batch.shards import Columns, Shard
from checker.batch.store import Store
from checker.language import foreign
from checker.settings import Settings
from checker.siblings.find import LIKELY, group
from checker.siblings.traits import Traits, traits_of
from tests.batch_corpus import lines

_PLACES = "Arnholt Brisby Carvane Dunmoor Estrel Fallow Gransey Hexley Ilverton Jarrow Kestral Lomond".split()
_NAMES = "Okafor Lindqvist Moreau Petrov Santos Tanaka Ueland Varga Whitlock Yilmaz Zeman Brandt".split()
_THINGS = "ferry bridge hospital reservoir museum railway stadium lighthouse market cannery orchard library".split()


def story(event: int, telling: int, **given: Any) -> dict[str, Any]:
    """One of the reports on an invented event."""
    place, name, thing = _PLACES[event % 12], _NAMES[(event * 5) % 12], _THINGS[(event * 7) % 12]
    count = 17 + event * 3
    ways = (
        f"The {thing} at {place} was closed on Monday after a fire. {count} people were led out by {name}, who runs the"
        f" {thing}. Nobody was hurt, the mayor of {place} said, and it will be opened again within a month.",
        f"A fire has closed the {thing} of {place}. All {count} people inside were brought to safety, {name} told"
        f" reporters on Monday. The mayor hopes that the {place} {thing} can be opened again within weeks.",
        f"{name} was praised in {place} on Tuesday. When the {thing} caught fire, {count} people were in it, and every"
        f" one of them came out unharmed. It is not known when the {thing} will be opened again.",
    )
    day = 1 + event % 27
    return {"id": f"e{event}-{telling}", "date": f"2025-03-{day:02}", "text": ways[telling % 3]} | given


def mixed() -> list[dict[str, Any]]:
    """Events with one report and with several; copies, articles without a date, without words, in another language."""
    rows = [story(event, telling) for telling in range(3) for event in range(24) if telling <= event % 3]
    rows += [story(3, 0, id="copy-later", date="2025-03-09"), story(4, 1, id="copy-undated", date="")]
    rows += [story(20 + n % 2, 0, id=f"again-{n}", text=f"  {story(15, 0)['text']} ") for n in range(2)]
    rows += [story(event, 1, id=f"undated-{event}", date="") for event in (1, 2, 7, 8)]
    rows += [{"id": "marks", "text": "…"}, {"id": "figures", "text": "12 34"}]
    rows += [
        {
            "id": "foreign",
            "date": "2025-03-03",
            "text": "Le feu a fermé le stadium de Carvane lundi. Les personnes qui étaient dans le stadium ont été "
            "conduites dehors par Ueland, et la mairie a dit que personne n'a été blessé dans le feu de Carvane.",
        }
    ]
    return rows


class Words:
    """Stands for the encoder: a text's vector is that of its words, so that like leads have like vectors."""

    def encode(self, leads: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(leads), 64), np.float32)
        for row, lead in zip(vectors, leads, strict=True):
            for word in lead.lower().split():
                row[sum(map(ord, word)) % 64] += 1
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors


def shards_of(folder: Path, rows: Iterable[dict[str, Any]], per_file: int = 20) -> list[Shard]:
    rows = list(rows)
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(0, len(rows), per_file):
        (folder / f"{at:05}.jsonl").write_bytes(lines(rows[at : at + per_file]))
    return list(Corpus([str(folder)]).shards(Columns()))


def job_in(out: Path, digest: str = "") -> Job:
    job = Job(str(out), (Settings(),), (digest,))
    Store(job.out).make()
    return job


def articles_of(shards: Iterable[Shard]) -> list[list[Article]]:
    opener = Opener(Columns())
    read = [[r for r in opener.records(shard, Oddities()) if isinstance(r, Article)] for shard in shards]
    opener.close()
    return read


def found_in(shards: Iterable[Shard], job: Job) -> dict[str, tuple[str | None, list[str]]]:
    """The cluster and the siblings of each article by its id."""
    shards = list(shards)
    found: dict[str, tuple[str | None, list[str]]] = {}
    for shard, articles in zip(shards, articles_of(shards), strict=True):
        table: dict[int, dict[str, Any]] = {}
        if shard.siblings:
            rows = pq.read_table(Store(job.out).path(shard.siblings.name)).to_pylist()
            table = {row["row"]: row for row in rows}
            assert list(table) == sorted(table)
        for row, article in enumerate(articles):
            told = table.get(row, {"cluster": None, "siblings": []})
            found.setdefault(article.id, (told["cluster"], [each["id"] for each in told["siblings"]]))
    return found


def expected_of(shards: Iterable[Shard]) -> dict[str, tuple[str | None, list[str]]]:
    """What `copydesk siblings` finds; of the siblings those that an article is judged beside."""
    articles = [article for some in articles_of(shards) for article in some]
    first = {article.id: article for article in reversed(articles)}
    articles = [article for article in articles if first[article.id] is article]
    traits = [traits_of(article) for article in articles]
    places = group(traits, Words().encode)
    by_id = {one.id: one for one in traits}
    expected: dict[str, tuple[str | None, list[str]]] = {}
    for article, one, place in zip(articles, traits, places, strict=True):
        likely: dict[bytes, list[Traits]] = {}
        for sibling in place.siblings:
            other = by_id[sibling.id]
            if sibling.score >= LIKELY and other.digest != one.digest and not foreign(first[other.id]):
                likely.setdefault(other.digest, []).append(other)
        copies = [sorted(same, key=lambda t: (not t.day, t.day, t.id))[0].id for same in likely.values()]
        expected[article.id] = (place.cluster, [] if foreign(article) else copies)
    return expected


def same(found: dict[str, tuple[str | None, list[str]]], expected: dict[str, tuple[str | None, list[str]]]) -> None:
    assert {i: (c, sorted(s)) for i, (c, s) in found.items()} == {i: (c, sorted(s)) for i, (c, s) in expected.items()}
