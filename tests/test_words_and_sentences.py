"""Words, paragraphs and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.annotations.prose import Prose


def words(text: str) -> list[str]:
    return Prose("text", text).words.texts


def sentences(text: str) -> list[str]:
    prose = Prose("text", text)
    return [prose[s] for s in prose.sentences]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("two U.S. officials said", ["two", "U.S.", "officials", "said"]),
        ("at 9 p.m. on", ["at", "9", "p.m.", "on"]),
        ("rare-earth metals don’t", ["rare-earth", "metals", "don’t"]),
        ("It cost $2,000.50, he said.", ["It", "cost", "2,000.50", "he", "said"]),
        ("cafe\u0301 society", ["cafe\u0301", "society"]),
        ("the end.The next", ["the", "end", "The", "next"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_a_word_keeps_its_stops_hyphens_and_accents(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


@given(st.text(max_size=200))
def test_words_lie_where_they_say(text: str) -> None:
    found = Prose("text", text).words
    assert len(found.texts) == len(found.lowers) == len(found.starts) == len(found.ends)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == found.texts
    assert found.starts == sorted(found.starts)
    for lower, positions in found.index.items():
        assert all(found.lowers[i] == lower for i in positions)


def test_an_abbreviation_ends_no_sentence_and_a_quotation_stays_in_one_piece() -> None:
    text = "The U.S. officials came on Feb. 27. “It is late. We go,” Mr. Smith said. He left."
    assert sentences(text) == [
        "The U.S. officials came on Feb. 27.",
        "“It is late. We go,” Mr. Smith said.",
        "He left.",
    ]


def test_a_line_is_a_paragraph() -> None:
    assert sentences("First line\nSecond one. Third.\n\n Fourth") == ["First line", "Second one.", "Third.", "Fourth"]


def test_lines_broken_to_a_width_are_one_paragraph() -> None:
    line = "The minister said on Monday that the talks in the capital would\n"
    block = line * 3 + "go on for a week.\n"
    assert len(Prose("text", f"{block}\n{block}\n{block}").paragraphs) == 3


@given(st.text(alphabet="aA. \n\"“”'!?…(é😀", max_size=300))
def test_sentences_lie_in_order_in_paragraphs_and_lose_no_word(text: str) -> None:
    prose = Prose("text", text)
    at = 0
    for start, end in prose.sentences:
        assert at <= start < end
        assert any(p.start <= start and end <= p.end for p in prose.paragraphs)
        at = end
    covered = sum(last - first for first, last in prose.sentence_words)
    assert covered == len(prose.words)


def test_a_paragraph_of_a_megabyte_is_cut_at_sentences() -> None:
    prose = Prose("text", "Talks went on all day. " * 50_000)
    assert len(prose.sentences) == 50_000
    assert {prose[s] for s in prose.sentences} == {"Talks went on all day."}
