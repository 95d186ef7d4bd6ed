"""Runs of words that stand twice: what is found, where, at what cost, and what the rules on them say besides spans."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.annotations.repeats import quoted
from checker.article import Article
from checker.finding import Finding, Severity
from checker.registry import all_rules
from checker.rule import Context

RULES = (
    "circular-clause", "crowded-word", "doubled-adverb", "echoed-word", "repeated-paragraph", "repeated-phrase",
    "repeated-sentence", "repeated-word", "returning-phrase", "self-located-place", "stuttered-name", "token-loop",
)  # fmt: skip


def findings(text: str, *rules: str, recurring: frozenset[str] = frozenset()) -> list[Finding]:
    article = Article(id="a", text=text)
    chosen = [all_rules()[name] for name in rules or RULES]
    return [f for r in chosen for f in r.check(article, Context(r.options(), recurring=recurring))]


def repeats(text: str) -> list[tuple[str, int]]:
    body = Article(id="a", text=text).body
    return [(" ".join(body.words.texts[r.first : r.first + r.length]), r.gap) for r in body.repeats]


def test_the_longest_run_is_found_once() -> None:
    assert repeats("He saw the old bridge and then the old bridge fell.") == [("the old bridge", 2)]


def test_a_loop_is_one_repeat_that_overlaps_itself() -> None:
    assert repeats("red cat red cat red cat") == [("red cat red cat", -2)]


def test_a_repeat_does_not_cross_a_sentence() -> None:
    assert repeats("The bridge is old and worn by age. The bridge is old.") == []


def test_words_of_grammar_alone_are_no_repeat() -> None:
    assert repeats("It is in the north and it is in the south.") == []


def test_a_possessive_is_the_word_it_comes_from() -> None:
    assert repeats("Norway’s coast is the pride of Norway.") == [("Norway’s", 5)]


def test_speech_is_told_from_text_around_it() -> None:
    body = Article(id="a", text="He said “we go, we go” twice.").body
    assert quoted(body, 9, 14)
    assert not quoted(body, 3, 14)


@pytest.mark.parametrize(
    "text", ["a " * 200_000, "dog " * 100_000, "dog cat " * 50_000, "dog, " * 80_000, "the dog of " * 40_000]
)
def test_a_long_loop_takes_time_in_proportion(text: str) -> None:
    started = time.process_time()
    body = Article(id="a", text=text).body
    for name in ("sentence_words", "quotations", "words"):
        getattr(body, name)
    prepared = time.process_time()
    article = Article(id="a", text=text)
    article.__dict__["body"] = body
    for name in RULES:
        rule = all_rules()[name]
        list(rule.check(article, Context(rule.options())))
    assert time.process_time() - prepared < 5 + 10 * (prepared - started)


@given(st.text(alphabet="ab AB.,“”\"'’\n-()1é\u0301\ud800", max_size=80))
def test_any_text_gives_spans_that_lie_in_it(text: str) -> None:
    for finding in findings(text):
        assert 0 <= finding.start < finding.end <= len(text)


def test_a_repeated_paragraph_shows_where_it_stood_first() -> None:
    text = "The plant in the north will close in May, the owner said.\nNo.\n"
    (finding,) = findings(text + text.split("\n")[0], "repeated-paragraph")
    assert (finding.evidence[0].start, finding.evidence[0].end) == (0, text.index("\n"))
    assert finding.severity is Severity.WARNING


def test_a_paragraph_that_other_articles_share_is_only_noted() -> None:
    line = "You can write to the desk about this story at any hour of the day."
    (finding,) = findings(f"{line}\nShips wait.\n{line}", "repeated-paragraph", recurring=frozenset((line,)))
    assert finding.severity is Severity.INFO


def test_a_caption_that_stands_twice_is_only_noted() -> None:
    line = "Ships wait off the coast of the island on Monday (Photo by Anna Berg)."
    assert {f.severity for f in findings(f"{line}\nNobody knows why.\n{line}")} == {Severity.INFO}


def test_a_pull_quote_is_only_noted() -> None:
    line = "“We will wait off the coast of the island until somebody tells us to leave,” Berg said."
    assert {f.severity for f in findings(f"{line}\nNobody knows why.\n{line}", "repeated-sentence")} == {Severity.INFO}


def test_a_doubled_word_of_grammar_is_mended_unseen_and_a_doubled_name_is_not() -> None:
    (word,) = findings("They went to the the harbour.", "repeated-word")
    (name,) = findings("They went to Norway Norway in May.", "repeated-word")
    assert [word.replacements[0].safe, name.replacements[0].safe] == [True, False]


def test_a_name_doubled_more_than_once_is_taken_for_its_own() -> None:
    assert findings("Berg met Mirabelle Mirabelle in Oslo. Later Mirabelle Mirabelle left.", "repeated-word") == []


def test_a_glued_headline_behind_a_stuttered_name_is_not_rewritten() -> None:
    (finding,) = findings("The aide told Anna Berg Anna BergTalks that the deal is near.", "stuttered-name")
    assert not finding.replacements
