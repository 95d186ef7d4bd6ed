"""Name matching: which spellings are of one name, and what finding them costs."""

from __future__ import annotations

import random

import pytest

from checker.annotations.prose import Prose
from checker.matching import variants
from checker.matching.folding import fold
from checker.matching.people import compare, words_of
from checker.matching.places import misspelled_place
from checker.matching.spelling import likeness
from checker.matching.variants import find_variants


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Fyodor Malinin", "Fedor Malinin"),
        ("Yuri Bondarchuk", "Iurii Bondarchuk"),
        ("Qasem Daneshvar", "Ghasem Daneshvar"),
        ("Abd al-Karim Haddad", "Abdulkarim Haddad"),
        ("Aleksandr Tarasenko", "Oleksandr Tarasenko"),
        ("Daneshvar Qasem", "Qassem Daneshvar"),
        ("Nadir Benhassadi", "Nadir Ben Hassadi"),
    ],
)
def test_two_transcriptions_of_one_name_are_evidence_of_one_person(a: str, b: str) -> None:
    assert compare(a, b).evidence > 0
    assert compare(b, a).evidence > 0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hunter Biden", "Joe Biden"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Hassan Karimi", "Hussein Karimi"),
        ("Mohammed Karimi", "Mahmoud Karimi"),
        ("Vera Holm", "Otto Lund"),
        ("Michael Yo", "Michelle Obrest"),
        ("Peter Stone", "Peter Hanover"),
    ],
)
def test_relatives_and_namesakes_are_two_people(a: str, b: str) -> None:
    assert compare(a, b).evidence <= 0


def test_a_shorter_form_is_the_same_spelling() -> None:
    comparison = compare("George W. Bushell", "George Bushell")
    assert not comparison.respelled
    assert not comparison.marks


def test_marks_of_accent_and_joining_are_told_from_other_letters() -> None:
    comparison = compare("Jean-Rémi Auclair", "Jean Remi Auclair")
    assert not comparison.respelled
    assert comparison.marks


def test_words_of_a_name_leave_out_particles_and_generations() -> None:
    assert [w.folded for w in words_of("Omar bin Said al-Haddad Jr.")] == ["omar", "said", "haddad"]


def test_likeness_is_symmetric_and_takes_any_text() -> None:
    assert likeness("Kowalczyk", "Kovalchik") == likeness("Kovalchik", "Kowalczyk") > 0
    assert likeness("", "\ud800\u0301") < 1
    assert fold("Łukasz’-Ødegård") == "lukaszodegard"


def test_the_spelling_that_stands_more_often_is_the_right_one() -> None:
    text = "They met Oleg Marchuk. Then Oleg Marchuk left. Reporters asked Oleg Marchyk why."
    (variant,) = find_variants(Prose("text", text).names)
    assert (variant.minor.text, variant.major.text, variant.few, variant.many) == ("Oleg Marchyk", "Oleg Marchuk", 1, 2)


def test_only_the_word_that_differs_is_corrected() -> None:
    text = "They met Oleg Petrovich Marchuk. They saw Oleg Petrovich Marchuk. Reporters asked Oleg Marchyk why."
    (variant,) = find_variants(Prose("text", text).names)
    assert variant.corrected == "Oleg Marchuk"


@pytest.mark.parametrize("place", ["Saudi Arabia", "New York", "Santa Ana", "San Juan", "Rio de Janeiro"])
def test_a_right_place_is_no_slip(place: str) -> None:
    assert misspelled_place(tuple(place.split())) is None


def test_comparisons_grow_with_the_number_of_names_not_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    random.seed(5)
    syllables = [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "s", "l")]
    made = {f"{_word(syllables)} {_word(syllables)}" for _ in range(20_000)}
    text = ". ".join(f"they met {name}" for name in sorted(made))
    compared = 0

    def count(a: str, b: str) -> bool:
        nonlocal compared
        compared += 1
        return False

    monkeypatch.setattr(variants, "one_person", count)
    names = Prose("text", text).names
    find_variants(names)
    assert len(names) > 19_000
    assert compared < 15 * len(names)


def test_thousands_of_people_of_one_surname_are_not_all_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    random.seed(6)
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    text = ". ".join(f"they met {_word(syllables)}{_word(syllables).lower()} Holm" for _ in range(3_000))
    compared = 0

    def count(a: str, b: str) -> bool:
        nonlocal compared
        compared += 1
        return False

    monkeypatch.setattr(variants, "one_person", count)
    find_variants(Prose("text", text).names)
    assert compared < 60_000


def _word(syllables: list[str]) -> str:
    return "".join(random.choice(syllables) for _ in range(3)).capitalize()
