"""Marks and endings that stand apart from the word they belong to, as tokenizers of language tools leave them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from checker.annotations.prose import Prose, Span

# A mark, an ending ("'s", "n't") or a bracket with white space on the side where English has none.
# One class first, because the engine jumps to its characters; what must stand before is looked at behind them.
_LOOSE = re.compile(
    r"[,;:?!.'’()](?:"
    r"(?<=[ \t\u00a0][,;:?!.])(?<=[^\s.,;:?!…]..)(?=[\s\"”’']|\Z)(?![ \t\u00a0]*[.…])"
    r"|(?<=[ \t]['’])(?<=\w..)(?:s|re|ve|ll|d|m)(?=\s)"
    r"|(?<=[ \t]n['’])(?<=\w...)t(?=\s)"
    r"|(?<=\s\()(?=[ \t]\w)"
    r"|(?<=[ \t]\))(?<=\w..)(?=[\s.,;])"
    r")"
)
_SIGNS_OF_A_SENTENCE = 2
# French puts a space before these.
_HIGH = frozenset(":;?!")
_ENDS = (".", "!", "?")


class Spacing(NamedTuple):
    """`loose` are the spans of the loose marks, `tokenized` the sentences that were taken apart: those with several
    of them, and, in an article where no end of a sentence is joined to its word, those with one at the end."""

    loose: list[Span]
    tokenized: list[Span]


def find_spacing(prose: Prose) -> Spacing:
    """The loose marks of a field and the sentences that were taken apart. Linear in the length of the text."""
    text = prose.text
    loose = [Span(*m.span()) for m in _LOOSE.finditer(text)]
    if not loose:
        return Spacing(loose, [])
    starts = [at for at, _ in loose]
    tokenized: list[Span] = []
    ends_apart: list[Span] = []
    ends_joined = 0
    for start, end in prose.sentences:
        # The mark that ends a sentence may itself be loose, and count as a sentence of its own.
        first, last = bisect_left(starts, start), bisect_left(starts, end + 2)
        french = all(text[at] in _HIGH for at in starts[first:last])
        if last - first >= _SIGNS_OF_A_SENTENCE and not french:
            tokenized.append(Span(start, end))
        elif last > first and starts[last - 1] >= end - 1 and text[starts[last - 1]] in _ENDS:
            ends_apart.append(Span(start, end))
        elif text[start:end].rstrip("\"”’')")[-1:] in _ENDS and end - start > 1:
            ends_joined += 1
    if not ends_joined:
        tokenized = sorted(tokenized + ends_apart)
    return Spacing(loose, tokenized)
