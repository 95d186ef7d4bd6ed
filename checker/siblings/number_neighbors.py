"""What the words beside a number tell of it: a day, a decade, a bound. Words come as (lower case, start, end)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.siblings.number_words import MONTHS, SCALES

Word = tuple[str, int, int]

_TO = re.compile(r" ?(?:to|or|-|–) ?[$£€¥]?")
_SCALE = re.compile(r"[\d.,]+ ?(thousand|million|billion|trillion|mln|bln|bn)\b")

_BEFORE_MONTH = frozenset(
    "in of last since until late early by mid from and to th st nd rd between till next this".split()
)
_OWNING = frozenset(("his", "her", "their", "my", "your", "our"))


def word_at(tokens: Sequence[Word], at: int) -> str:
    """A word by its place, "" behind the last."""
    return tokens[at][0] if at < len(tokens) else ""


def dated(tokens: Sequence[Word], at: int) -> bool:
    """Whether a month stands with a day, a year or a preposition."""
    before, after = tokens[at - 1][0] if at else "", word_at(tokens, at + 1)
    return after[:1].isdigit() or before[:1].isdigit() or before in _BEFORE_MONTH


def is_day(tokens: Sequence[Word], at: int, after: int, value: float) -> bool:
    """Whether a number is a day of a month: beside a month, or an ordinal behind "the"."""
    if not 1 <= value <= 31:
        return False
    before = tokens[at - 1][0] if at else ""
    if before in MONTHS and (before != "may" or tokens[at - 1][2] < tokens[at][1]):
        return True
    following = word_at(tokens, after)
    if following in MONTHS or (following == "of" and word_at(tokens, after + 1) in (*MONTHS, "this", "last", "next")):
        return True
    if before in ("-", "–") and at > 2 and tokens[at - 3][0] in MONTHS:
        return True
    if after == at + 2 and before == "the":
        from checker.lexicon import parts_of_speech

        return not following or not following.isalpha() or "F" in parts_of_speech(following)
    return False


def decade(tokens: Sequence[Word], at: int) -> float:
    """The first year of "the 1960s" or "the 60s", else 0: "in his 60s" is an age."""
    word, before = tokens[at][0], tokens[at - 1][0] if at else ""
    if not word.isdigit() or not word.endswith("0") or before in _OWNING:
        return 0
    return float(word) if len(word) == 4 else 1900.0 + int(word) if len(word) == 2 and word > "10" else 0


def bound_of(before: list[str]) -> int:
    """Whether the words before a number say that the thing is more (1) or less (-1)."""
    if before[-1:] in (["over"], ["above"], ["exceeding"], ["topped"]) or before[-2:] in (
        ["more", "than"], ["at", "least"], ["higher", "than"], ["greater", "than"],
    ):  # fmt: skip
        return 1
    if before[-1:] in (["nearly"], ["almost"], ["under"], ["below"]) or before[-2:] in (
        ["less", "than"], ["fewer", "than"], ["up", "to"], ["close", "to"],
    ):  # fmt: skip
        return -1
    return 0


def scale_of_range(text: str, end: int, last: int, stop: int) -> float:
    """What the first number of a range, ending at `end`, takes from the scale of the last, from `last` to `stop`:
    "25 to 30 thousand"; 1 where it takes none."""
    scaled = _SCALE.search(text, last, stop)
    return SCALES[scaled[1]] if scaled and _TO.fullmatch(text, end, last) else 1.0
