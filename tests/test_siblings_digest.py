"""What a short text says that the long one which it sums up does not."""

from __future__ import annotations

import pytest

from checker.annotations.prose import Prose
from checker.siblings.digest import digest

REPORT = (
    "The harbour council of Almsund voted on Tuesday to rebuild the old fish market, which burned down in 2019. "
    "Mayor Ingrid Solheim told reporters that the new market would cost 46 million kroner and open in four years. "
    "The council had rejected two earlier plans because neighbours complained about the height of the roof. "
    "The architect Tomas Wexell, who won the contest in March, said that the roof would be no higher than the church. "
    "Fishermen from the island of Ravnholm welcomed the decision and asked for cold stores beside the quay. "
    "Opponents led by Birgit Aasen say that the money should be spent on the school instead. "
    "They have gathered 1,200 signatures for a vote of the citizens. "
    "The last market in Almsund stood for ninety years and gave work to eighty families. "
    "Work on the quay does not begin before the autumn, the council said in its statement."
)


def found(text: str, source: str = REPORT) -> list[tuple[str, str, str]]:
    ours, theirs = Prose("text", text), Prose("text", source)
    return [
        (d.kind, ours.text[d.start : d.end], theirs.text[d.other_start : d.other_end])
        for told in digest(ours, theirs)
        for d in told.differences
    ]


TRUE = (
    "Almsund will rebuild its old fish market, the harbour council voted on Tuesday. "
    "The new market will cost 46 million kroner and open in four years, Mayor Ingrid Solheim told reporters. "
)


def test_a_digest_that_says_what_its_source_says_has_no_difference() -> None:
    assert found(TRUE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "difference"),
    [
        ("46 million", "64 million", ("quantity", "64 million", "46 million")),
        ("four years", "nine years", ("quantity", "nine", "four")),
        ("Almsund will", "Halmstad will", ("name", "Halmstad", "")),
        ("Ingrid Solheim", "Marit Solheim", ("name", "Marit", "Ingrid")),
    ],
)
def test_what_stands_nowhere_in_the_source_is_a_difference(
    right: str, wrong: str, difference: tuple[str, str, str]
) -> None:
    assert found(TRUE.replace(right, wrong)) == [difference]


def test_a_text_with_much_of_its_own_is_no_digest() -> None:
    own = (
        "A second market is planned in Halmstad, where the trader Olaf Berg wants to sell mussels from Norway to Spain."
    )
    assert found(TRUE.replace("46 million", "64 million") + own) == []


def test_a_text_as_long_as_the_other_is_no_digest() -> None:
    assert found(REPORT.replace("46 million", "64 million")) == []


def test_a_short_form_of_a_name_and_an_attribution_are_no_difference() -> None:
    assert found(TRUE + "The Associated Press told reporters about the vote of the council on Tuesday.") == []


def test_a_denial_is_a_difference_where_one_sentence_has_all_the_rest() -> None:
    differences = found(TRUE + "Work on the quay does begin before the autumn, the council said in its statement.")
    assert [kind for kind, _, _ in differences] == ["negation"]


@pytest.mark.parametrize("text", ["", "…", "One. Two. Three.", "\ud800 \x00 \u0301"])
def test_texts_without_statements_are_no_digests(text: str) -> None:
    assert found(text) == []
    assert found(TRUE, text) == []


def test_a_number_that_is_said_to_be_more_may_be_any_that_is_a_little_more() -> None:
    assert found(TRUE + "Opponents led by Birgit Aasen gathered more than 1,100 signatures.") == []


def test_the_place_before_a_report_is_no_name_of_it() -> None:
    assert found("HALMSTAD (Lumen) - " + TRUE) == found("Halmstad (Lumen) - " + TRUE) == []
