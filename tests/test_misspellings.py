"""Where an unknown word is a misspelling: among names, and in passages of other languages."""

from __future__ import annotations

import pytest

from checker import capitalised
from checker.article import Article
from checker.surroundings import in_foreign_words


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
