"""Signs that a machine garbled an article."""

from __future__ import annotations

import gc
import itertools
import weakref

import pytest

from checker.article import Article
from checker.finding import Finding
from checker.registry import all_rules
from checker.rule import Context, Rule
from checker.signs import signs

SOUND = "The council voted on Tuesday to close two of the town's libraries, saying it could not pay for them."
TWICE = "Two U.S. officials said, two U.S. officials said, that the talks would begin in Geneva on Monday."
NAME = "The minister met Sergei Raf Sergei Lavrov in Moscow."


def found(text: str) -> list[tuple[str, str]]:
    return [(f.rule, text[f.start : f.end]) for f in signs(Article("a", text))]


def test_a_sound_text_has_none_and_a_garbled_one_those_of_several_rules() -> None:
    assert found(SOUND) == []
    rules = {rule for rule, _ in found(f"{SOUND} {TWICE} {NAME}")}
    assert rules == {"repeated-phrase", "stuttered-name"}


def test_a_place_counts_once_whatever_rules_speak_of_it() -> None:
    text = "\n\n".join([f"{SOUND} {TWICE}", SOUND * 3, f"{SOUND} {TWICE}"])
    places = signs(Article("a", text))
    assert places
    assert all(one.end <= after.start for one, after in itertools.pairwise(places))
    assert all(f.severity.loud and f.category == "noise" for f in places)


def test_a_rule_that_fails_has_no_signs_and_the_others_have(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: Rule, article: Article, context: Context) -> list[Finding]:
        raise RuntimeError("tried")

    monkeypatch.setattr(type(all_rules()["repeated-phrase"]), "check", failing)
    assert {rule for rule, _ in found(f"{SOUND} {TWICE} {NAME}")} == {"stuttered-name"}


def test_they_are_kept_as_long_as_the_article() -> None:
    article = Article("a", NAME)
    assert signs(article) is signs(article)
    gone = weakref.ref(article)
    del article
    gc.collect()
    assert gone() is None
