"""Where odd spellings are meant, or are not the writer's: addresses, posts, quoted words, foreign phrases."""

from __future__ import annotations

import re
from functools import cache

from checker import lexicon
from checker.annotations.prose import Prose

_NET = ("http", "www.", "@", "#", "pic.twitter")
_LINE = 400  # characters of the line on either side that may show an address
_NEAR = 8  # words on either side where a passage in another language shows
_FOREIGN_WORDS = 3
_USUAL = 70.0  # in a million words
_SIC = re.compile(r"[\"”’'),.]{0,2}\s?[\[(]sic\b", re.IGNORECASE)


def left_alone(prose: Prose, start: int, end: int) -> bool:
    """Whether the word stands where misspellings are meant, quoted or not the writer's: an address, a post, a word in
    quotation marks, a word with "[sic]"."""
    text = prose.text
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before in {*"@#/\\_&=.[])~"} or after[:1] in {*"@/\\_=[(])&"} or (after[:1] == "." and after[1:].isalnum()):
        return True
    if after[:1] in {*"'’"} and text[end - 2 : end] == "in":
        return True  # "lookin'"
    if before in {*"\"“‘'"} and after[:1] in {*"\"”’'"} and before:
        return True
    if _SIC.match(text, end):
        return True
    first = max(0, start - _LINE)
    line = text[max(first, text.rfind("\n", first, start) + 1) : end + _LINE].partition("\n")[0]
    return any(mark in line for mark in _NET)


def in_odd_company(prose: Prose, i: int, accepted: frozenset[str] = frozenset()) -> bool:
    """Whether a neighbour is unknown too, as in a phrase of another language, or makes a word together with this one
    ("i ncluding"). What the house accepts is known."""
    from checker import spelling

    words = prose.words
    for j in (i - 1, i + 1):
        if 0 <= j < len(words) and words.texts[j].isalpha() and words.texts[j].islower():
            lower = words.lowers[j]
            if min(len(lower), len(words.lowers[i])) < 3 and lexicon.known(
                lower + words.lowers[i] if j < i else words.lowers[i] + lower
            ):
                return True
            if lower not in accepted and not lexicon.known(lower) and not spelling.correction(lower):
                return True
    return in_foreign_words(prose, i)


def in_foreign_words(prose: Prose, i: int) -> bool:
    """Whether the word stands in a passage of another language: of the words near it, three and more are of no English
    text, one of them a word of function elsewhere, and fewer are English words of function."""
    words, text = prose.words, prose.text
    first = max(0, i - _NEAR)
    last = min(len(words), i + 1 + _NEAR)
    while first < i and "\n" in text[words.ends[first] : words.starts[i]]:
        first += 1
    while last > i + 1 and "\n" in text[words.ends[i] : words.starts[last - 1]]:
        last -= 1
    near = [j for j in range(first, last) if j != i]
    elsewhere = [j for j in near if words.lowers[j] in _elsewhere()]
    if not elsewhere:
        return False
    others = [j for j in near if words.lowers[j] not in _elsewhere()]
    lowered = [words.texts[j] for j in others if words.texts[j].isalpha() and words.texts[j].islower()]
    strange = len(elsewhere) + sum(not lexicon.known(word) for word in lowered)
    english = sum("F" in lexicon.parts_of_speech(words.lowers[j]) for j in others)
    return strange >= _FOREIGN_WORDS and strange > english


@cache
def _elsewhere() -> frozenset[str]:
    """The words of function of other languages that are no usual English ones."""
    from checker.language_tables import WORDS

    words = {word for row in WORDS.values() for word in row.split()}
    return frozenset(word for word in words if lexicon.frequency(word) < _USUAL)


def opens_sentence(prose: Prose, i: int) -> bool:
    """Whether the word owes its capital to the start of a sentence: no other follows, as in a name."""
    words, text = prose.words, prose.text
    before = text[max(0, words.starts[i] - 3) : words.starts[i]].rstrip(" \"“‘'(")
    return (
        before[-1:] in {"", ".", "!", "?", "\n", ":"}
        and words.texts[i + 1 : i + 2] != []
        and words.texts[i + 1].islower()
    )
