"""Where an unknown word is a misspelling: among names, and in passages of other languages."""

from __future__ import annotations

import time

import pytest

from checker import capitalised
from checker.article import Article
from checker.rule import Context
from checker.surroundings import in_foreign_words, left_alone
from rules.typos.glued_word import GluedWord
from rules.typos.misspelling import Misspelling
from rules.typos.split_word import SplitWord


def _meant(text: str, written: str) -> str | None:
    prose = Article("a", text).body
    return capitalised.meant(prose, prose.words.texts.index(written), written.lower())


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("We heard that the Goverment of Malta fell.", "Goverment", "government"),
        ("The Goverment said nothing.", "Goverment", "government"),
        ("She wrote to the Presidnet of Peru.", "Presidnet", "president"),
        ("He served in the Natonal Guard for years.", "Natonal", "national"),
        ("The United Natons met at noon.", "Natons", "nations"),
        ("Then Presidnet Lucien Marre rose.", "Presidnet", "president"),
    ],
)
def test_a_misspelled_word_with_a_capital_is_known_by_how_it_is_used(text: str, written: str, meant: str) -> None:
    assert _meant(text, written) == meant


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("We met Goverment at noon.", "Goverment"),
        ("The Goverment family left town.", "Goverment"),
        ("They saw Peter Natonal there.", "Natonal"),
        ("The Goverment met. Nobody knows what the Goverment wants.", "Goverment"),
        ("The Goverman of Malta fell.", "Goverman"),
        ("The talks with Presedo of Spain and the Presedo Fund failed.", "Presedo"),
        ("The GOVERMENT of Malta fell.", "GOVERMENT"),
    ],
)
def test_what_may_be_a_name_is_left_alone(text: str, written: str) -> None:
    assert _meant(text, written) is None


def _foreign(text: str, written: str) -> bool:
    prose = Article("a", text).body
    return in_foreign_words(prose, prose.words.texts.index(written))


def test_a_word_of_another_language_stands_among_its_words_of_function() -> None:
    assert _foreign("It rained.\n\nLes ministres de la comission ont dit que oui.\n\nThey left.", "comission")
    assert _foreign("El goberno dijo que la situacion es grave para los vecinos.", "situacion")


def test_an_english_sentence_with_foreign_names_or_many_slips_is_no_passage_of_another_language() -> None:
    assert not _foreign("He said the comission met in Playa de la Reina on the first of June.", "comission")
    assert not _foreign("The comission sayd that the goverment woud not recieve the leter.", "comission")
    assert not _foreign("Les gens de la ville.\n\nThe comission met.", "comission")


def test_an_address_leaves_alone_what_is_near_it_and_not_a_whole_line() -> None:
    near, far = (f"See www.example.org now. {'Rain fell. ' * times}The ferri left." for times in (3, 60))
    at = near.index("ferri"), far.index("ferri")
    assert left_alone(Article("a", near).body, at[0], at[0] + 5)
    assert not left_alone(Article("a", far).body, at[1], at[1] + 5)


@pytest.mark.parametrize("piece", ["a b c d e f ", "i ncluding ", "ofthe goverment "])
def test_time_is_linear_in_a_text_of_unknown_words_without_a_line_break(piece: str) -> None:
    def seconds(size: int) -> float:
        article = Article("a", piece * (size // len(piece)))
        _ = article.body.unknown_words
        started = time.process_time()
        for rule in (GluedWord(), Misspelling(), SplitWord()):
            list(rule.check(article, Context(rule.options())))
        return time.process_time() - started

    assert seconds(240_000) < 10 * seconds(60_000) + 0.3
