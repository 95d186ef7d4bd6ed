"""What the examples of the rules on broken sentences cannot show: their bounds, their readings and hostile input."""

from __future__ import annotations

import datetime
import time

import pytest

from checker.article import Article
from checker.grammar.verbs import is_finite, may_be_finite
from checker.rule import Context, Rule
from rules.grammar.pronoun_verb_disagreement import PronounVerbDisagreement
from rules.grammar.stranded_determiner import StrandedDeterminer
from rules.grammar.wrong_verb_form import WrongVerbForm
from rules.noise.dangling_pronoun import DanglingPronoun
from rules.noise.leftover_script import LeftoverScript
from rules.noise.leftover_source_word import LeftoverSourceWord
from rules.noise.lost_sentence_break import LostSentenceBreak
from rules.noise.stale_future import StaleFuture, StaleFutureOptions
from rules.noise.stranded_possessive import StrandedPossessive
from rules.noise.stray_capital import StrayCapital
from rules.noise.verbless_sentence import VerblessSentence, VerblessSentenceOptions
from rules.typos.wrong_article import WrongArticle

RULES: tuple[Rule, ...] = (
    WrongArticle(), DanglingPronoun(), LeftoverScript(), LeftoverSourceWord(), LostSentenceBreak(),
    PronounVerbDisagreement(), StaleFuture(), StrandedDeterminer(), StrandedPossessive(), StrayCapital(),
    VerblessSentence(), WrongVerbForm(),
)  # fmt: skip


def spans(rule: Rule, text: str, context: Context | None = None, date: datetime.date | None = None) -> list[str]:
    article = Article(id="a", text=text, date=date)
    return [text[f.start : f.end] for f in rule.check(article, context or Context(rule.options()))]


@pytest.mark.parametrize("word", ["is", "won't", "they're", "it's", "said", "went", "wants"])
def test_a_surely_finite_verb_is_known(word: str) -> None:
    assert is_finite(word)


@pytest.mark.parametrize("word", ["minister's", "meeting", "adviser", "the", ""])
def test_a_noun_is_no_finite_verb(word: str) -> None:
    assert not is_finite(word)
    assert not may_be_finite(word)


def test_a_lost_break_is_not_seen_where_the_sentence_cannot_end() -> None:
    assert spans(LostSentenceBreak(), "The council was told to look at The mayor was late, a play by Hall.") == []


def test_a_future_is_stale_from_the_year_after() -> None:
    text = "The firm will open a plant in 2014."
    assert spans(StaleFuture(), text, date=datetime.date(2014, 12, 31)) == []
    assert spans(StaleFuture(), text, date=datetime.date(2015, 1, 1)) == ["will open a plant in 2014"]


def test_the_present_of_undated_articles_can_be_set() -> None:
    text = "The firm will open a plant in 2014, which will bring jobs."
    assert spans(StaleFuture(), text, Context(StaleFutureOptions(present=2013))) == []


def test_the_least_length_of_a_verbless_sentence_can_be_set() -> None:
    text = "They went home. Another evening in the village of Ebba without any light. They came back."
    assert spans(VerblessSentence(), text) == []
    assert spans(VerblessSentence(), text, Context(VerblessSentenceOptions(least_words=8))) == [
        "Another evening in the village of Ebba without any light."
    ]


def test_an_accepted_foreign_word_is_left_alone() -> None:
    text = "The readers ate a řízek in the park."
    assert spans(LeftoverSourceWord(), text) == ["řízek"]
    assert spans(LeftoverSourceWord(), text, Context(accepted=frozenset({"řízek"}))) == []


def test_a_text_in_another_script_is_no_leftover() -> None:
    assert spans(LeftoverScript(), "Он сказал that не придёт сегодня вечером в город на реке.") == []


HOSTILE = (
    "", " \n ", "\0", "\ud800 the of \udfff", "the", "The", "it It", "’s of x", "a\u0301 the of e\u0301",
    "will will in 2001", "🙂 the of 🙂", "в", "řádcích", "It said his",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_any_text_gives_spans_that_lie_in_it(rule: Rule, text: str) -> None:
    article = Article(id="a", text=text, title=text)
    for finding in rule.check(article, Context(rule.options())):
        assert 0 <= finding.start < finding.end <= len(text)


LONG = ("a ", "the of ", "It It is ", "will be ", "Hall's of ", "word It is ", "вода and ", "( ", "in 2001 will ")


@pytest.mark.parametrize("piece", LONG)
def test_time_is_linear_in_a_text_without_a_line_break(piece: str) -> None:
    def seconds(size: int) -> float:
        article = Article(id="a", text=piece * (size // len(piece)))
        _ = article.body.sentence_words, article.body.quotations, article.body.words.index
        started = time.process_time()
        for rule in RULES:
            for _finding in rule.check(article, Context(rule.options())):
                pass
        return time.process_time() - started

    small = seconds(40_000)
    assert seconds(160_000) < 10 * small + 0.5
