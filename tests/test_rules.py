"""Every rule keeps the form that CONTRIBUTING.md describes, and every example of every rule holds."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from checker.article import Article
from checker.explaining import HEADINGS, explanation, sections, summary
from checker.finding import CATEGORIES, Finding
from checker.registry import all_rules
from checker.rule import Context, Invalid, Options, Rule, Valid
from checker.services.services import Services

RULES = list(all_rules().values())
SERVICES = Services(note=print)
INVALID = [pytest.param(r, e, id=f"{r.name}-{n}") for r in RULES for n, e in enumerate(r.invalid)]
VALID = [pytest.param(r, e, id=f"{r.name}-{n}") for r in RULES for n, e in enumerate(r.valid)]


def found(rule: Rule, example: Invalid | Valid) -> list[tuple[str, Finding]]:
    article = Article(id="example", text=example.text, title=example.title, date=example.date)
    siblings = tuple(Article(id=f"sibling-{n}", text=text) for n, text in enumerate(example.siblings))
    context = Context(example.options or rule.options(), siblings=siblings, services=SERVICES)
    ordered = sorted(rule.check(article, context), key=lambda f: (f.field != "title", f.start))
    return [((article.title if f.field == "title" else article.text)[f.start : f.end], f) for f in ordered]


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_an_invalid_example_is_marked_where_it_says(rule: Rule, example: Invalid) -> None:
    marked = found(rule, example)
    assert tuple(literal for literal, _ in marked) == example.finds
    if example.becomes is not None:
        assert marked[0][1].replacements[0].text == example.becomes


@pytest.mark.parametrize(("rule", "example"), VALID)
def test_a_valid_example_is_left_alone(rule: Rule, example: Valid) -> None:
    assert found(rule, example) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_has_its_form(rule: Rule) -> None:
    cls = type(rule)
    path = Path(inspect.getfile(cls))
    assert path.stem == rule.name.replace("-", "_")
    assert cls.__name__ == rule.name.title().replace("-", "")
    assert path.parent.name == rule.category
    assert rule.category in CATEGORIES
    wanted = HEADINGS if rule.options is not Options else HEADINGS[:-1]
    assert tuple(sections(rule)) == wanted
    assert all(sections(rule).values())
    assert summary(rule).endswith(".")
    assert len(rule.invalid) >= 2
    assert len(rule.valid) >= 2
    assert rule.name in explanation(rule)


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_a_message_is_one_whole_sentence(rule: Rule, example: Invalid) -> None:
    for _, finding in found(rule, example):
        assert finding.message[0].isupper() or finding.message[0] in "“‘"
        assert finding.message.endswith((".", "?", ".”", "?”"))
        assert "\n" not in finding.message


def test_the_rule_reference_is_current() -> None:
    from scripts.write_rule_docs import FOLDER, pages

    assert {p.name: p.read_text("utf-8") for p in FOLDER.glob("*.md")} == pages()
