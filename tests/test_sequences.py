"""Sequences that English hardly has, and the changes that take them and the model's doubt away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.annotations.prose import Prose
from checker.grammar.sequences import BREAK, CLOSING, NAME, NUMBER, OPENING, rarer_by_kinds, rarities, tokens_of
from checker.grammar.word_forms import of_one_root, other_forms
from checker.services.noise.changes import Slip
from checker.services.noise.repairs import ENDING, GAP, LOOSE, MOVED, ROOT, SURPLUS, repairs
from tests.test_word_slips import Doubting
from training.count_sequences import LEAST, counted, hardly_seen


def kinds(sentence: str) -> list[str]:
    prose = Prose("text", sentence)
    return [token.kind for token in tokens_of(prose, prose.sentences[0])]


def rare(text: str) -> list[str]:
    prose = Prose("text", text)
    return [text[r.start : r.end] for span in prose.sentences for r in rarities(prose, span)]


def test_words_of_grammar_are_classes_of_their_own_and_names_and_numbers_are_one() -> None:
    assert kinds("The 40 men of Oslo, who slept, saw it.") == [
        *(OPENING, "the", NUMBER, "S", "of", NAME, ",", "who", "DP", ",", kinds("He saw.")[2], "it", CLOSING)
    ]  # fmt: skip
    assert kinds("The other mine.")[2] == "other" != kinds("The rare-earth mine.")[2]
    assert kinds("He came (late).")[2:4] == [kinds("He came.")[2], BREAK]


@pytest.mark.parametrize("text", ["It was done by the of the week.", "They know how to the mend it.", "He can led us."])
def test_sequences_that_english_does_not_have_are_found(text: str) -> None:
    assert rare(text)


@pytest.mark.parametrize(
    "text",
    [
        "The work was done by the end of the week, and nobody complained.",
        "She said that the two men had been seen in the harbour before the ship left.",
        "What he had done, he said, was known to all of them.",
    ],
)
def test_plain_sentences_have_none(text: str) -> None:
    assert not rare(text)


def test_the_table_is_sound() -> None:
    for sequence, rarer in rarer_by_kinds().items():
        assert len(sequence) in (2, 3)
        assert rarer >= LEAST
        assert BREAK not in sequence
        assert OPENING not in sequence[1:]
        assert CLOSING not in sequence[:-1]


def test_what_is_rarer_than_its_parts_let_expect_is_counted() -> None:
    sound = "The old dog saw the young cat, and the old cat saw the young dog run to the house of the man."
    found = hardly_seen(counted([sound] * 200 + ["The dog the of the cat saw the house of the man, and it ran off."]))
    assert ("the", "of") in found
    assert ("of", "the") not in found
    assert found["the", "the"] > found["the", "of"] > 0.9


@pytest.mark.parametrize(
    ("word", "forms", "none"),
    [
        ("tells", {"tell", "telling", "told"}, "tale"),
        ("previous", {"previously"}, "precious"),
        ("ably", {"able"}, "ab"),
    ],
)
def test_other_forms_of_a_word(word: str, forms: set[str], none: str) -> None:
    assert forms <= set(other_forms(word))
    assert word not in other_forms(word)
    assert none not in other_forms(word)


def test_words_of_one_root() -> None:
    assert {"expected", "expect"} <= set(of_one_root("expectation"))
    assert "expectation" in of_one_root("expecting")
    assert not of_one_root("zzzz")
    assert "statement" not in of_one_root("station")
    assert "house" not in of_one_root("mouse")


def repaired(text: str, doubted: str, *sound: str) -> list[Slip]:
    prose, model = Prose("text", text), Doubting([text.find(doubted)], *sound)
    return repairs(prose, [model.judged(prose[span]) for span in prose.sentences], model)


def test_a_word_of_grammar_is_taken_out_and_another_word_gets_another_form() -> None:
    text = "They agreed on how to the mend the roads of the county."
    slip, *_ = repaired(text, "the mend", "how to mend")
    assert (text[slip.start : slip.end], slip.text, slip.kind) == ("to the", "to", SURPLUS)
    text = "The lawyer, who previous worked for the city, will take up her new post in March."
    slip, *_ = repaired(text, "previous", "previously")
    assert (text[slip.start : slip.end], slip.text, slip.kind) == ("previous", "previously", ENDING)
    assert slip.score > 9


def test_what_is_still_doubted_or_still_rare_is_no_repair() -> None:
    still_doubted = repaired("They agreed on how to the mend the roads of the county.", "the mend")
    still_rare = repaired("They agreed on how to the of mend the roads of the county.", "the of", "to of mend")
    assert {slip.kind for slip in still_doubted} == {slip.kind for slip in still_rare} == {GAP}


def test_a_word_gives_way_to_another_of_its_root() -> None:
    text = "The police are expectation a slowdown as the storm moves on."
    slip, *_ = repaired(text, "expectation", "are expecting")
    assert (text[slip.start : slip.end], slip.text, slip.kind) == ("expectation", "expecting", ROOT)


def test_neighbours_change_places() -> None:
    text = "They waited for recent a visitor of the museum on the hill."
    slip, *_ = repaired(text, "recent a", "for a recent")
    assert (text[slip.start : slip.end], slip.text, slip.kind) == ("recent a", "a recent", MOVED)


def test_a_word_that_leads_on_has_something_behind_it() -> None:
    text = "Light rain will fall in some areas of, and thunderstorms are likely."
    (slip,) = repaired(text, "of")
    assert (text[slip.start : slip.end], slip.text, slip.kind) == ("of", "", LOOSE)
    assert not repaired(text.replace("of,", "of …,"), "of")
    assert not repaired(text.replace("areas of, and", "areas ... of ..., and"), "of")


def test_the_rarest_sequences_are_told_though_nothing_mends_them() -> None:
    text = "The work on the bridge will be completed by the of the week."
    (slip,) = repaired(text, "the of")
    assert (text[slip.start : slip.end], slip.text, slip.kind) == ("the of", "", GAP)
    assert slip.score > 6.5


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("“They agreed on how to the mend the roads of the county,” said the mayor.", "the mend"),  # somebody's words
        ("Her criticism of and withdrawal from the treaty surprised her own party.", "and with"),
        ("They agreed on the the roads that should be mended in the spring.", "the roads"),  # `repeated-word` has it
        ("They saw that the Of Montreal concert had been put off until the spring.", "Of"),  # a name
    ],
)
def test_names_quotations_joined_words_and_doubled_words_are_left_alone(text: str, doubted: str) -> None:
    assert not repaired(text, doubted, "")


@given(st.text(st.sampled_from("the of and to, .“”Ahe"), max_size=80), st.sets(st.integers(0, 80), max_size=8))
def test_any_text_is_fine_and_repairs_lie_in_it(text: str, doubted: set[int]) -> None:
    prose, model = Prose("text", text), Doubting(doubted, "")
    for slip in repairs(prose, [model.judged(prose[span]) for span in prose.sentences], model):
        assert 0 <= slip.start < slip.end <= len(text)


def test_where_all_is_doubted_nothing_is_tried() -> None:
    text = "The of a about on the was has to for by the of it in and the to of a."
    prose, model = Prose("text", text), Doubting(range(len(text)))
    assert repairs(prose, [model.judged(text)], model)
    assert not model.tried
