"""Marks and endings that stand apart from the word they belong to, as tokenizers of language tools leave them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from checker.annotations.prose import Prose, Span

# A mark, an ending ("'s", "n't") or a bracket with white space on the side where English has none.
_LOOSE = re.compile(
    r"[,;:?!.%](?<=[^\s.,;:?!…][ \t\u00a0].)(?=[\s\"”’']|\Z)(?![ \t\u00a0]*[.…])"
    r"|['’](?:(?<=\w[ \t]')|(?<=\w[ \t]’))(?:s|re|ve|ll|d|m)(?=\s)"
    r"|['’](?:(?<=\w[ \t]n')|(?<=\w[ \t]n’))t(?=\s)"
    r"|\((?<=\s.)(?=[ \t]\w)|\)(?<=\w[ \t].)(?=[\s.,;])"
)
_SIGNS_OF_A_SENTENCE = 2


class Spacing(NamedTuple):
    """`loose` are the spans of the loose marks, `tokenized` the sentences that have several of them."""

    loose: list[Span]
    tokenized: list[Span]


def find_spacing(prose: Prose) -> Spacing:
    """The loose marks of a field and the sentences that were taken apart. Linear in the length of the text."""
    loose = [Span(*m.span()) for m in _LOOSE.finditer(prose.text)]
    if len(loose) < _SIGNS_OF_A_SENTENCE:
        return Spacing(loose, [])
    starts = [at for at, _ in loose]
    tokenized = []
    for start, end in prose.sentences:
        # The mark that ends a sentence may itself be loose, and count as a sentence of its own.
        signs = bisect_left(starts, end + 2) - bisect_left(starts, start)
        if signs >= _SIGNS_OF_A_SENTENCE:
            tokenized.append(Span(start, end))
    return Spacing(loose, tokenized)
