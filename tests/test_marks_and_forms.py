"""The rules on marks, capitals and mixed forms bear any text, in linear time, and take an article as a whole."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.article import Article
from checker.finding import Finding
from checker.registry import all_rules
from checker.rule import Context, Rule

NAMES = (
    "spaced-quotation-mark unpaired-quotation-mark unpaired-bracket doubled-punctuation missing-final-punctuation"
    " space-before-punctuation missing-space-after-punctuation stray-punctuation mixed-quotation-marks tokenized-text"
    " lost-capitals mixed-abbreviations mixed-hyphenation mixed-word-forms mixed-british-american-spelling"
).split()
RULES = [all_rules()[name] for name in NAMES]
PIECES = [
    *"\"“”„«»‘’'()[]{}.,;:?!-_^~@%…\n\t \u00a0\u0301\ud800\x00",
    "a", "the", "The", "U.S.", "US", "have", "been", "June", "2015", "colour", "center", "rare-earth", "rare earth",
    "mineral", "6'2\"", " .", " ,", "n't", "'s", "p.m.", "5 pm", "http://a.b", "🙂",
]  # fmt: skip
HOSTILE = [
    "(",
    "[",
    '"',
    "“",
    "” ",
    " .",
    " , ",
    "a. ",
    "a.b",
    "the, ",
    "it's' ",
    "a- ",
    "U.S. US ",
    "a-b ab a b c ",
    "\n(",
    ".. ",
]


def findings(rule: Rule, text: str) -> list[Finding]:
    return list(rule.check(Article(id="a", text=text), Context(rule.options())))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_gives_spans_that_lie_in_it(text: str) -> None:
    for rule in RULES:
        for finding in findings(rule, text):
            assert 0 <= finding.start < finding.end <= len(text), rule.name
            assert all(text[e.start : e.end] == e.text for e in finding.evidence), rule.name


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        article = Article(id="a", text=piece * times)
        assert article.body.sentences is not None
        assert article.body.words.index is not None
        started = time.process_time()
        for rule in RULES:
            for _ in rule.check(article, Context(rule.options())):
                pass
        return time.process_time() - started

    seconds(10)
    small, large = seconds(5_000), seconds(40_000)
    assert large < 0.2 + 24 * small


def test_a_text_taken_apart_all_through_is_one_finding() -> None:
    text = "The bridge was n't safe , he said . It is the city 's oldest , and it fell . Nobody was hurt ."
    assert len(findings(all_rules()["tokenized-text"], text)) == 1
    assert findings(all_rules()["space-before-punctuation"], text) == []


def test_an_article_without_capitals_is_one_finding() -> None:
    text = "the bridge was closed on monday. nobody was hurt. the mayor said it was old. it will be rebuilt soon."
    assert len(findings(all_rules()["lost-capitals"], text)) == 1


def test_a_line_without_a_final_mark_among_others_is_a_note() -> None:
    ended = "The bridge was closed for the whole of the week, and nobody who lives in the town was told why it was."
    bare = "The mayor of the old town said on Monday that the owners of the hall had left for the coast without a word"
    article = "\n\n".join([ended, bare, ended, ended])
    (finding,) = findings(all_rules()["missing-final-punctuation"], article)
    assert not finding.severity.loud
    (finding,) = findings(all_rules()["missing-final-punctuation"], ended[:-1])
    assert finding.severity.loud


def test_a_standfirst_and_a_pulled_quotation_need_no_final_mark() -> None:
    ended = "The bridge was closed for the whole of the week, and nobody who lives in the town was told why it was."
    article = "\n\n".join([ended[:-1], ended, ended, ended[:-1], ended])
    assert findings(all_rules()["missing-final-punctuation"], article) == []


def test_the_rarer_form_is_the_finding_and_the_evidence_shows_the_other() -> None:
    text = "The US grew. The US fell, and the U.S. rose."
    (finding,) = findings(all_rules()["mixed-abbreviations"], text)
    assert text[finding.start : finding.end] == "U.S."
    assert [e.text for e in finding.evidence] == ["US", "US"]


def test_of_two_equally_frequent_forms_the_later_is_the_finding() -> None:
    text = "One adviser left. One advisor stayed."
    (finding,) = findings(all_rules()["mixed-word-forms"], text)
    assert text[finding.start : finding.end] == "advisor"
