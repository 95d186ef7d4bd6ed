"""The five real articles as each other's siblings: what the tier must find in them, with the real encoder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.article import Article
from checker.finding import Finding
from checker.readers.reading import read_paths
from checker.registry import all_rules
from checker.rule import Context
from checker.services.services import Services
from checker.services.settings import ServiceSettings

SEEDS = Path(__file__).parents[1] / "seeds"
EXPECTED: list[dict[str, Any]] = tomllib.loads((SEEDS / "expected.toml").read_text("utf-8"))["article"]
GARBLED = [
    "provide U.S. sales for rare minerals occupied by Ukraine and Russia",
    "Secretary of State Marco Rubio’s meeting in Saudi Arabia; National",
    "income have responded",
]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {Path(a.origin.path).name: a for a in read_paths([str(SEEDS)]) if isinstance(a, Article)}


@pytest.fixture(scope="module")
def findings(articles: dict[str, Article], encoder_export: Path) -> Iterator[dict[str, list[Finding]]]:
    services = Services(ServiceSettings())
    rules = [rule for rule in all_rules().values() if rule.tier == "siblings"]
    found: dict[str, list[Finding]] = {}
    for name, article in articles.items():
        others = tuple(a for a in articles.values() if a is not article)
        context = [Context(options=rule.options(), siblings=others, services=services) for rule in rules]
        found[name] = [f for rule, c in zip(rules, context, strict=True) for f in rule.check(article, c)]
    yield found
    services.close()


def on(article: Article, findings: list[Finding], text: str) -> list[Finding]:
    start = article.text.index(text)
    return [f for f in findings if f.start < start + len(text) and start < f.end]


def test_what_the_siblings_are_to_show_is_found(
    articles: dict[str, Article], findings: dict[str, list[Finding]]
) -> None:
    for entry in EXPECTED:
        for fault in entry["fault"]:
            if fault["tier"] == "siblings":
                found = on(articles[entry["file"]], findings[entry["file"]], fault["text"])
                assert fault["rule"] in {f.rule for f in found}, fault["text"]


@pytest.mark.parametrize("passage", GARBLED)
def test_a_garbled_sentence_is_shown_beside_a_clean_one(
    articles: dict[str, Article], findings: dict[str, list[Finding]], passage: str
) -> None:
    name = next(name for name, article in articles.items() if passage in article.text)
    (finding,) = [f for f in on(articles[name], findings[name], passage) if f.rule == "garbled-sentence"]
    assert finding.evidence[0].id != name
    assert finding.replacements
    assert not finding.replacements[0].safe


def test_two_spellings_of_one_first_name_are_a_note_in_either_article(
    articles: dict[str, Article], findings: dict[str, list[Finding]]
) -> None:
    for name, spelling in ("001_bb6c1f37f4f1af8a.txt", "Sergey"), ("002_c5427fcba0c65c2d.txt", "Sergei"):
        found = [f for f in findings[name] if f.rule == "name-spelling-differs"]
        assert [articles[name].text[f.start : f.end] for f in found] == [spelling]
        assert not found[0].severity.loud


def test_what_one_outlet_alone_reports_is_not_loud(
    articles: dict[str, Article], findings: dict[str, list[Finding]]
) -> None:
    loud = {(name, articles[name].text[f.start : f.end]) for name, found in findings.items() for f in found
            if f.severity.loud}  # fmt: skip
    assert {text for _, text in loud} == {"Zelensky", "Saudia"}
