"""Signs that a machine garbled an article."""

from __future__ import annotations

import gc
import itertools

from checker import signs as module
from checker.article import Article
from checker.rule import Context
from checker.signs import signs

SOUND = "The council voted on Tuesday to close two of the town's libraries, saying it could not pay for them."
TWICE = "Two U.S. officials said, two U.S. officials said, that the talks would begin in Geneva on Monday."
NAME = "The minister met Sergei Raf Sergei Lavrov in Moscow."


def found(text: str, context: Context | None = None) -> list[tuple[str, str]]:
    article = Article("a", text)
    return [(f.rule, text[f.start : f.end]) for f in signs(article, context or Context())]


def test_a_sound_text_has_none_and_a_garbled_one_those_of_several_rules() -> None:
    assert found(SOUND) == []
    rules = {rule for rule, _ in found(f"{SOUND} {TWICE} {NAME}")}
    assert rules == {"repeated-phrase", "stuttered-name"}


def test_a_place_counts_once_whatever_rules_speak_of_it() -> None:
    text = "\n\n".join([f"{SOUND} {TWICE}", SOUND * 3, f"{SOUND} {TWICE}"])
    places = signs(Article("a", text), Context())
    assert places
    assert all(one.end <= after.start for one, after in itertools.pairwise(places))
    assert all(f.severity.loud and f.category == "noise" for f in places)


def test_they_hang_on_the_article_alone() -> None:
    siblings, recurring = (Article("b", TWICE),), frozenset((TWICE,))
    other = Context(accepted=frozenset(("lavrov", "sergei")), recurring=recurring, siblings=siblings)
    assert found(f"{TWICE} {NAME}", other) == found(f"{TWICE} {NAME}") != []
    assert found(SOUND, other) == []


def test_they_are_kept_as_long_as_the_article() -> None:
    article = Article("a", NAME)
    assert signs(article, Context()) is signs(article, Context())
    kept = len(module._kept)
    del article
    gc.collect()
    assert len(module._kept) < kept
