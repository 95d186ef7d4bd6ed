"""Finds the wordings of page furniture in a line, by the words that lead to them."""

from __future__ import annotations

import re
from functools import cache

from rules.residue.patterns import compiled
from rules.residue.wordings import LEADING, TELLING, Wording

# Wordings that a sign leads to, and no word.
SIGNS = (
    ("©", Wording("copyright", True, "", r"(?:^\W*|[.\s]|copyright )© ?\d{4}\b")),
    ("©", Wording("copyright", False, "", r"^©(?! [A-Z]\w+ ?/)")),
    ("©", Wording("credit", False, "", r"[.)”\"] ?© ?[A-Z]")),
    ("/", Wording("credit", True, "", r"\( ?(?:image: )?(?:© ?)?[A-Z]{3,6}(?:/[\w. -]+)+ ?\)\s*$", exact=True)),
    (
        "[",
        Wording(
            "related",
            False,
            "",
            r"\[(?:WARNING|INSIGHT|NEWS|VIDEO|PICTURES|PHOTOS|WATCH|REPORT|ANALYSIS|REVEALED|COMMENT|"
            r"PICS|LIVE|LATEST|OPINION)\]\W*$",
            exact=True,
        ),
    ),
)


@cache
def by_first_word() -> dict[str, list[Wording]]:
    """The LEADING wordings under each word that may open a line of theirs."""
    return _under_words(LEADING)


@cache
def by_any_word() -> dict[str, list[Wording]]:
    """The TELLING wordings under each word that leads to them."""
    return _under_words(TELLING)


def _under_words(wordings: tuple[Wording, ...]) -> dict[str, list[Wording]]:
    table: dict[str, list[Wording]] = {}
    for wording in wordings:
        for word in wording.words.split():
            table.setdefault(word, []).append(wording)
    return table


def _pattern_of(wording: Wording) -> re.Pattern[str]:
    return compiled(wording.pattern, 0 if wording.exact else re.I)


def opens(wording: Wording, line: str, at: int) -> bool:
    """Whether a LEADING wording stands at an offset of a line."""
    return _pattern_of(wording).match(line, at) is not None


def stands_in(wording: Wording, line: str) -> bool:
    """Whether a TELLING wording stands anywhere in a line."""
    return _pattern_of(wording).search(line) is not None
