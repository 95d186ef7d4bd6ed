"""Which articles are on the same event, with the real encoder."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.article import Article
from checker.services.services import Services
from checker.services.settings import ServiceSettings
from checker.siblings.candidates import Terms
from checker.siblings.find import Place, group
from checker.siblings.index import IndexUnreadableError, merged, read_index, write_index
from checker.siblings.linkage import linked
from checker.siblings.source import SiblingSource
from checker.siblings.traits import traits_of
from tests.test_report_json import validate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FERRY = (
    "A ferry with 214 people on board ran aground off Skarnholm early on Sunday. The Norrland Princess struck rocks"
    " in thick fog as she left the harbour, the coast guard said. Captain Ilse Brandvold ordered everyone into the"
    " boats, and all were brought ashore within two hours. Divers will look at the hull on Monday.",
    "All 214 passengers and crew of the Norrland Princess are safe after the ferry hit rocks near Skarnholm, the coast"
    " guard said on Sunday. Fog hid the harbour entrance. Passengers praised the captain, Ilse Brandvold, who was last"
    " to leave the ship. The hull will be examined by divers.",
    "Skarnholm harbour was closed on Sunday after a ferry, the Norrland Princess, ran onto rocks in fog. Ilse"
    " Brandvold, her captain, told reporters that the radar had failed minutes before. The coast guard brought 214"
    " people ashore in lifeboats.",
)
BANK = (
    "The Bank of Estavia raised its main interest rate to 5.5 percent on Thursday, the third rise this year. Governor"
    " Teodor Malinque said that inflation, at 8.1 percent, remained far too high. The estavo rose against the dollar.",
    "Estavia's central bank lifted interest rates by half a point to 5.5 percent. Teodor Malinque, the governor, said"
    " that more rises would follow unless inflation fell from 8.1 percent. The estavo gained one percent.",
)
ALONE = (
    "The museum of clocks in Pellworth has reopened after four years of repairs. Its oldest piece, a water clock from"
    " Damascus, runs again. Admission is free on Wednesdays, said the director, Hana Sorrel.",
    "Wheat farmers in the Tavrin valley expect their worst harvest in a decade. A dry spring was followed by hail in"
    " July. The cooperative asked the ministry for loans without interest.",
)
DAY = datetime.date(2024, 3, 10)


@pytest.fixture
def services(encoder_settings: ServiceSettings) -> Iterator[Services]:
    notes: list[str] = []
    services = Services(encoder_settings, notes.append)
    services.__dict__["notes"] = notes
    yield services
    services.close()


@pytest.fixture
def notes(services: Services) -> list[str]:
    noted: list[str] = services.__dict__["notes"]
    return noted


def article(id_: str, text: str, days: int = 0) -> Article:
    return Article(id_, text, date=DAY + datetime.timedelta(days))


def corpus() -> list[Article]:
    texts = [FERRY[0], BANK[0], ALONE[0], FERRY[1], BANK[1], ALONE[1], FERRY[2]]
    return [article(f"a{n}", text) for n, text in enumerate(texts)]


def places(articles: Sequence[Article], services: Services) -> dict[str, Place]:
    traits = [traits_of(one) for one in articles]
    found = group(traits, services.encoder.encode)
    return {one.id: place for one, place in zip(traits, found, strict=True)}


def test_articles_on_one_event_are_grouped_and_the_others_stay_alone(services: Services) -> None:
    found = places(corpus(), services)
    clusters = {id_: place.cluster for id_, place in found.items()}
    assert clusters == {"a0": "a0", "a3": "a0", "a6": "a0", "a1": "a1", "a4": "a1", "a2": None, "a5": None}
    assert [sibling.id for sibling in found["a4"].siblings] == ["a1"]
    assert {sibling.id for sibling in found["a0"].siblings} == {"a3", "a6"}
    assert all(0.5 < sibling.score <= 1 for place in found.values() for sibling in place.siblings)


def test_the_groups_do_not_hang_on_the_order_of_the_articles(services: Services) -> None:
    articles = corpus()
    assert places(articles, services) == places(articles[::-1], services)


def test_the_same_story_a_month_later_is_another_event(services: Services) -> None:
    later = [article("later", FERRY[1].replace("praised", "thanked"), 40)]
    found = places([*corpus(), *later], services)
    assert found["later"].cluster is None
    near = [article("later", later[0].text, 2)]
    assert places([*corpus(), *near], services)["later"].cluster == "a0"


def test_an_article_without_a_date_is_no_bridge_over_a_year() -> None:
    links = {(0, 1): 0.9, (1, 2): 0.9}
    assert linked([738_000, 0, 738_365], links, 14) == [[0, 1], [2]]
    assert linked([738_000, 0, 738_003], links, 14) == [[0, 1, 2]]
    assert linked([0, 0, 0], links, 14) == [[0, 1, 2]]


def test_a_chain_of_weak_links_is_no_group() -> None:
    assert linked([0] * 4, {(0, 1): 0.9, (1, 2): 0.45, (2, 3): 0.9}, 14) == [[0, 1], [2, 3]]
    assert linked([0] * 3, {}, 14) == [[0], [1], [2]]


def test_copies_count_as_one_article_and_are_each_others_siblings(services: Services) -> None:
    copy = article("copy", ALONE[0].replace(". ", ".\n\n"))
    found = places([*corpus(), copy], services)
    assert found["a2"].cluster == found["copy"].cluster == "a2"
    assert [tuple(sibling) for sibling in found["copy"].siblings] == [("a2", 1.0)]


def test_empty_articles_are_alone_even_among_themselves(services: Services) -> None:
    empty = [Article("e1", ""), Article("e2", "  \n"), Article("e3", "\ud800"), Article("e4", "...")]
    found = places([*corpus(), *empty], services)
    assert [found[one.id].cluster for one in empty] == [None] * 4


def test_only_leads_of_articles_that_share_rare_terms_are_encoded(services: Services) -> None:
    encoded: list[str] = []

    def encode(leads: Sequence[str]) -> NDArray[np.float32]:
        encoded.extend(leads)
        return services.encoder.encode(leads)

    group([traits_of(one) for one in corpus()], encode)
    assert encoded
    assert not any(lead.startswith(("The museum", "Wheat")) for lead in encoded)


def test_a_term_that_thousands_share_is_not_looked_up_in_all_of_them() -> None:
    crowd = [traits_of(article(f"c{n}", f"Skarnholm waits. Number {n}x{n} of many.", n % 365)) for n in range(3_000)]
    terms = Terms(crowd)
    assert len(terms.near(terms.weighed[0], crowd[0].day, 10_000)) <= 300


def test_an_index_that_is_added_to_gives_the_groups_of_one_run(services: Services, tmp_path: Path) -> None:
    path = str(tmp_path / "index")
    traits = [traits_of(one) for one in corpus()]
    assert read_index(path) == []
    write_index(path, traits[:3])
    write_index(path, merged(read_index(path), traits[3:]))
    kept = read_index(path)
    at_once = group(sorted(traits, key=lambda one: one.id), services.encoder.encode)
    assert group(kept, services.encoder.encode) == at_once


def test_an_article_that_is_indexed_again_takes_the_place_of_the_old_one() -> None:
    old, new = traits_of(article("a", FERRY[0])), traits_of(article("a", BANK[0]))
    assert merged([old], [new]) == [new]


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Nothing to see.", encoding="utf-8")
    with pytest.raises(IndexUnreadableError, match="is no index of siblings"):
        read_index(str(path))


def test_siblings_are_those_on_the_event_the_likeliest_first(services: Services, notes: list[str]) -> None:
    source = SiblingSource(corpus(), services)
    found = source.siblings_of(article("new", FERRY[1].replace("praised", "thanked")))
    assert {one.id for one in found} == {"a0", "a3", "a6"}
    assert found[0].id == "a3"
    assert source.siblings_of(article("other", "A chess club in Pellworth lost its cup, and found it again.")) == ()
    assert notes == [
        "other: none of the 7 siblings given is on its event; `copydesk compare` compares them all the same"
    ]


def test_a_lone_sibling_is_found_and_a_lone_article_on_something_else_is_not(
    services: Services, notes: list[str]
) -> None:
    read = article("new", FERRY[1])
    assert [one.id for one in SiblingSource(corpus()[:1], services).siblings_of(read)] == ["a0"]
    assert notes == []
    assert SiblingSource([article("b", BANK[0])], services).siblings_of(read) == ()
    assert notes == ["new: the one sibling given is not on its event; `copydesk compare` compares them all the same"]
    pair = [article("x", ALONE[0]), article("y", ALONE[1])]
    assert {place.cluster for place in places(pair, services).values()} == {None}


def test_among_the_checked_files_themselves_an_article_is_not_its_own_sibling(
    services: Services, notes: list[str]
) -> None:
    articles = corpus()
    source = SiblingSource(articles, services)
    assert {one.id for one in source.siblings_of(articles[0])} == {"a3", "a6"}
    assert source.siblings_of(articles[2]) == ()
    assert notes == []


def test_a_copy_is_left_out_with_a_word_unless_it_is_named(services: Services, notes: list[str]) -> None:
    copy = article("copy", FERRY[0].replace(" ", "  "))
    source = SiblingSource([*corpus(), copy], services)
    read_again = article("a0", FERRY[0])
    assert {one.id for one in source.siblings_of(read_again)} == {"a3", "a6"}
    assert notes == [
        "a0: the sibling a0 is the article itself; left out",
        "a0: the sibling copy is a copy of it; left out",
    ]
    named = replace(read_again, siblings=("copy", "a0", "a6"))
    assert [one.id for one in source.siblings_of(named)] == ["copy", "a0", "a6"]


def test_a_named_sibling_that_is_not_there_is_said(services: Services, notes: list[str]) -> None:
    source = SiblingSource(corpus(), services)
    named = replace(article("x", FERRY[0]), siblings=("a6", "gone"))
    assert [one.id for one in source.siblings_of(named)] == ["a6"]
    assert notes == ["x: its sibling gone is not among the siblings that were given"]


def test_empty_and_foreign_siblings_are_said_and_left_out(services: Services, notes: list[str]) -> None:
    german = (
        "Die Fähre Norrland Princess ist am Sonntag vor Skarnholm auf Grund gelaufen. Die Küstenwache brachte alle 214"
        " Menschen an Land, und die Kapitänin Ilse Brandvold verließ das Schiff als letzte. Taucher werden den Rumpf"
        " am Montag untersuchen, weil er nach dem Unfall nicht dicht ist."
    )
    siblings = [*corpus(), article("de", german), article("empty", " "), article("empty too", "")]
    found = SiblingSource(siblings, services).siblings_of(article("new", FERRY[1]))
    assert "de" not in {one.id for one in found}
    assert notes[:2] == [
        "2 siblings are empty (the first: empty); left out",
        "the sibling de is not in English (German); left out",
    ]


def test_named_siblings_need_no_encoder(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Services, "encoder", property(lambda _: pytest.fail("the encoder was asked for")))
    named = replace(article("x", FERRY[0]), siblings=("a6",))
    assert len(SiblingSource(corpus(), services).siblings_of(named)) == 1


def run_command(folder: Path, settings: ServiceSettings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs `copydesk siblings` with the cache of these settings, in a folder."""
    (folder / "copydesk.toml").write_text(f"[cache]\nfolder = {json.dumps(settings.cache.folder)}\n", encoding="utf-8")
    return subprocess.run(
        [Path(sys.executable).parent / "copydesk", "siblings", "--config", "copydesk.toml", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": "random"},
        check=False,
    )


def write_lines(path: Path, articles: Sequence[Article]) -> None:
    lines = [json.dumps({"id": one.id, "text": one.text, "date": str(one.date)}) for one in articles]
    path.write_text("\n".join(lines), encoding="utf-8")


def test_the_command_prints_a_line_for_each_article_in_their_order(
    tmp_path: Path, encoder_settings: ServiceSettings
) -> None:
    write_lines(tmp_path / "corpus.jsonl", corpus())
    done = run_command(tmp_path, encoder_settings, "--format", "jsonl", "corpus.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        validate(line, "grouping")
    assert [line["id"] for line in lines] == [f"a{n}" for n in range(7)]
    assert [line["cluster"] for line in lines] == ["a0", "a1", None, "a0", "a1", None, "a0"]
    assert lines[2]["siblings"] == []
    assert lines[1]["siblings"][0]["id"] == "a4"


def test_the_command_adds_to_an_index_and_finds_what_is_in_it(
    tmp_path: Path, encoder_settings: ServiceSettings
) -> None:
    write_lines(tmp_path / "old.jsonl", corpus()[:3])
    write_lines(tmp_path / "new.jsonl", corpus()[3:])
    run_command(tmp_path, encoder_settings, "--index", "events", "old.jsonl")
    done = run_command(tmp_path, encoder_settings, "--format", "jsonl", "--index", "events", "new.jsonl")
    lines = {line["id"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert list(lines) == ["a3", "a4", "a5", "a6"]
    assert {sibling["id"] for sibling in lines["a3"]["siblings"]} == {"a0", "a6"}


def test_the_command_shows_events_to_a_person_and_tells_of_what_it_cannot_read(
    tmp_path: Path, encoder_settings: ServiceSettings
) -> None:
    for one in corpus():
        (tmp_path / f"{one.id}.txt").write_text(one.text, encoding="utf-8")
    done = run_command(tmp_path, encoder_settings, "a0.txt", "a2.txt", "a3.txt", "gone.txt")
    assert done.returncode == 2
    assert "gone.txt" in done.stderr
    assert "a0.txt" in done.stdout
    assert "1 event with more than one article; 1 of 3 articles alone" in done.stdout
