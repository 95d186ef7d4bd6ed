"""Titles of works, and names by which something goes, in quotation marks: "The Green Ferry", "Three Uncles"."""

from __future__ import annotations

import re

from checker.annotations.prose import Prose, Span
from checker.siblings.tokens import is_function_word

_MOST = 9  # words
_SPEECH = re.compile(r"(?:\b(?:said|says|say|asked|added|wrote|told \w+|replied|shouted|chanted|that)|[,:])\s*$")
_SAYING = 24  # characters before a quotation in which a verb of saying stands
_ENDS = ".,;!?… \t"
# Words of function that are written small inside a title; any other small one is of a sentence that is quoted.
_SMALL = frozenset("a an the of in on at to for from by with and or but nor as into over under vs de la le".split())


def titles_of(prose: Prose) -> list[Span]:
    """The insides of short quotations that are written as names, in the order of the text."""
    return prose.kept(_find)


def _find(prose: Prose) -> list[Span]:
    found = []
    for q in prose.quotations:
        if q.ending != "closed" or q.inner_end - q.inner_start > _MOST * 12:
            continue
        inner = prose.text[q.inner_start : q.inner_end]
        start = q.inner_start + len(inner) - len(inner.lstrip())
        end = q.inner_start + len(inner.rstrip(_ENDS))
        before = prose.text[max(0, q.start - _SAYING) : q.start]
        if start < end and _title(prose, start, end, bool(_SPEECH.search(before))):
            found.append(Span(start, end))
    return found


def _title(prose: Prose, start: int, end: int, spoken: bool) -> bool:
    """Whether the words of a quotation are a name rather than what somebody says."""
    first, last = prose.words.within(start, end)
    texts, lowers = prose.words.texts[first:last], prose.words.lowers[first:last]
    if not 0 < len(texts) <= _MOST:
        return False
    small = [lower for text, lower in zip(texts, lowers, strict=True) if text == lower]
    if any(is_function_word(w) and w not in _SMALL for w in small):
        return False
    telling = [text for text, lower in zip(texts, lowers, strict=True) if not is_function_word(lower)]
    capitals = [text for text in telling if text[0].isupper()]
    if not capitals or 2 * len(capitals) < len(telling):
        return False
    return not spoken or (len(capitals) > 1 and len(capitals) == len(telling))
