"""What unknown words were meant to be, and where misspellings are left alone."""

from __future__ import annotations

import random
import string
import time

import pytest

from checker import lexicon, spelling
from checker.annotations.prose import Prose
from checker.article import Article
from checker.rule import Context
from rules.typos.glued_word import GluedWord
from rules.typos.misspelling import Misspelling
from rules.typos.split_word import SplitWord


@pytest.mark.parametrize(
    ("written", "meant"),
    [("presidnet", "president"), ("adressing", "addressing"), ("neccessary", "necessary"), ("untill", "until")],
)
def test_one_slip_from_a_common_word_is_corrected(written: str, meant: str) -> None:
    assert spelling.correction(written) == meant


@pytest.mark.parametrize(
    "word", ["government", "antiprotest", "salesmanlike", "techbro", "gavelled", "primaried", "xqzzt", ""]
)
def test_what_may_be_a_word_is_not_corrected(word: str) -> None:
    assert spelling.correction(word) is None


def test_a_word_is_taken_apart_only_beside_a_function_word() -> None:
    assert spelling.taken_apart("reportedthat") == "reported that"
    assert spelling.taken_apart("bridgewater") is None
    assert spelling.taken_apart("byelection") is None


def test_listed_misspellings_are_no_words() -> None:
    assert not [w for w in ("recieve", "seperate", "definately", "occured") if lexicon.known(w)]
    assert lexicon.misspelling("seperate") is not None


def _found(text: str, accepted: frozenset[str] = frozenset()) -> list[str]:
    prose = Prose("text", text)
    findings = Misspelling().check_prose(prose, Article("a", text), Context(accepted=accepted))
    return [text[f.start : f.end] for f in findings]


def test_a_word_that_the_house_accepts_is_left_alone() -> None:
    assert _found("The goverment met.") == ["goverment"]
    assert _found("The goverment met.", frozenset({"goverment"})) == []


def test_a_word_that_recurs_in_the_article_is_taken_for_a_term() -> None:
    assert _found("The goverment met. A goverment fell. This goverment rose.") == []


def test_a_possessive_and_a_part_between_hyphens_are_marked_without_the_rest() -> None:
    assert _found("The goverment's plan was poorly-recieved.") == ["goverment", "recieved"]


def test_a_capital_is_kept_and_a_name_is_no_misspelling() -> None:
    assert _found("The Parliamentry Comittee met Mr Comitte and Lady Recieve-Smith.")[-1:] == ["Comittee"]


def test_a_text_of_another_language_is_not_marked() -> None:
    words = ["".join(random.Random(i).choices(string.ascii_lowercase, k=9)) for i in range(2000)]
    assert _found(" ".join(words)) == []


@pytest.mark.parametrize("rule", [Misspelling(), GluedWord(), SplitWord()])
def test_a_megabyte_of_unknown_words_takes_seconds_at_the_most(rule: Misspelling | GluedWord | SplitWord) -> None:
    words = ["".join(random.Random(i).choices(string.ascii_lowercase, k=8)) for i in range(20_000)]
    text = " ".join(f"{w} the man said that" for w in words)
    started = time.process_time()
    list(rule.check_prose(Prose("text", text), Article("a", text), Context()))
    assert time.process_time() - started < 5
