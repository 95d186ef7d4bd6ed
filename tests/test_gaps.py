"""Which words are put in where one may be missing, and what is said of the place. Without the network: a list tells
which words are doubted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.annotations.prose import Prose
from checker.services.noise.changes import Slip
from checker.services.noise.gaps import NOUN, SMALL_WORD, VERB, gaps
from tests.test_word_slips import Doubting


def filled(text: str, doubted: str, *sound: str) -> list[Slip]:
    prose, model = Prose("text", text), Doubting([text.find(doubted)], *sound)
    return gaps(prose, [model.judged(prose[span]) for span in prose.sentences], model)


@pytest.mark.parametrize(
    ("text", "doubted", "sound", "said", "instead", "kind"),
    [
        (
            "He was much disappointed be left out of the talks.",
            "be left",
            ("disappointed to be",),
            "disappointed be",
            "disappointed to be",
            SMALL_WORD,
        ),
        (
            "The council on Wednesday on the government to act at once.",
            "on the",
            ("Wednesday made on", "Wednesday called on"),
            "Wednesday on",
            "",
            VERB,
        ),
        (
            "The members voted for an increasingly popular for the young.",
            "for the",
            ("popular people for",),
            "popular for",
            "",
            NOUN,
        ),
        ("After the vote, announced that he would go home.", "announced", (", it announced",), "announced", "", NOUN),
    ],
)
def test_a_word_that_closes_the_gap_is_found(
    text: str, doubted: str, sound: tuple[str, ...], said: str, instead: str, kind: str
) -> None:
    (slip,) = filled(text, doubted, *sound)
    assert (text[slip.start : slip.end], slip.text, slip.kind) == (said, instead, kind)
    assert slip.score > 6


@pytest.mark.parametrize(
    ("text", "doubted", "sound"),
    [
        ("He was much disappointed be left out of the talks.", "be left", ()),  # nothing closes it
        ("“He was much disappointed be left out of the talks,” said the mayor.", "be left", ("disappointed to be",)),
        ("It was the Al Jazeera America report that she had read.", "America", ("Jazeera made America",)),  # a name
        ("Boris Johnson said that he would not go there.", "Johnson", ("Boris made Johnson",)),
        ("It was a picture by van Gogh that she had seen.", "Gogh", ("van made Gogh",)),
        ("The council's on the government to act at once.", "s on", ("s made on",)),  # what follows a mark is no word
        ("It was the emergency pot that was lacking this time.", "pot", ("emergency and pot",)),  # a compound
        ("She had asked for it to be said this week again.", "this", ("said and this",)),  # a time
        ("They said they would send Ms. Hall a letter about it.", "a letter", ("Hall to a",)),  # two objects
        ("She had given the old man a letter about it.", "a letter", ("man to a",)),
        ("His criticism of and withdrawal from the treaty is known.", "and", ("of it and",)),
        ("The man whom she had spoken to said that he knew.", "said", ("to it said",)),
        ("Disappointed Be Left Out Of Talks.", "Be", ("Disappointed to Be",)),  # a headline
    ],
)
def test_quotations_names_and_headlines_are_left_alone(text: str, doubted: str, sound: tuple[str, ...]) -> None:
    assert not filled(text, doubted, *sound)


def test_the_other_words_are_tried_only_where_a_probe_does_some_good() -> None:
    text = "The council on Wednesday on the government to act at once."
    some_good, none = Doubting([text.find("on the")], "Wednesday made on"), Doubting([text.find("on the")])
    for model in (some_good, none):
        gaps(Prose("text", text), [model.judged(text)], model)
    assert any("Wednesday called on" in sentence for sentence in some_good.tried)
    assert not any("called" in sentence for sentence in none.tried)
    assert len(some_good.tried) > len(none.tried) > 0


def test_where_little_or_all_is_doubted_nothing_is_tried() -> None:
    text = "He was much disappointed be left out of the talks."
    for model in (Doubting(()), Doubting(range(len(text)))):
        assert not gaps(Prose("text", text), [model.judged(text)], model)
        assert not model.tried


def test_a_text_of_which_much_is_doubted_is_not_mended_word_by_word() -> None:
    text = "He was much disappointed be left out of the talks."
    model = Doubting([text.find("be left")], "disappointed to be")
    for copies, most in ((10, 10), (11, 0)):
        prose = Prose("text", " ".join([text] * copies))
        assert len(gaps(prose, [model.judged(prose[span]) for span in prose.sentences], model)) == most


def test_a_word_that_leaves_the_place_rare_closes_nothing() -> None:
    assert filled("He was told that the young of the town had left.", "young of", "the people young of")
    assert not filled("He was told that the of the town had left.", "of the", "the of of the")


@given(st.text(st.sampled_from("the of and to, .“”Ahe"), max_size=60), st.sets(st.integers(0, 60), max_size=4))
def test_any_text_is_fine_and_gaps_lie_in_it(text: str, doubted: set[int]) -> None:
    prose, model = Prose("text", f"{text} and the mayor said to them that he would go."), Doubting(doubted, "")
    for slip in gaps(prose, [model.judged(prose[span]) for span in prose.sentences], model):
        assert 0 <= slip.start < slip.end <= len(prose.text)
        assert "  " not in slip.text
        before, after = prose.text[slip.start - 1 : slip.start], prose.text[slip.end : slip.end + 1]
        assert not before.isalnum()
        assert not after.isalnum()
