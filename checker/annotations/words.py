"""Words and numbers, in parallel lists, because an object a word costs more than every rule that reads it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

# "U.S." and "p.m." are one word; so are "rare-earth", "don't", "2,000" and "3.5". U+0300 to U+036F are the combining
# marks of decomposed accents.
_LETTER = r"\w\u0300-\u036f"
WORD = re.compile(
    rf"[^\W\d_](?:\.[^\W\d_])+(?:\.|(?![{_LETTER}]))"
    rf"|[{_LETTER}]+(?:(?:['’\-\u2010\u2011]|(?<=\d)[.,](?=\d))[{_LETTER}]+)*"
)


class Words:
    """The words of a text: `texts`, `lowers` (lower case, ’ as '), `starts` and `ends` are lists of the same length."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in WORD.finditer(text)]
        self.starts: list[int] = [start for start, _ in spans]
        self.ends: list[int] = [end for _, end in spans]
        self.texts: list[str] = [text[start:end] for start, end in spans]
        joined = "\n".join(self.texts).lower()
        self.lowers: list[str] = joined.replace("’", "'").split("\n") if self.texts else []
        if len(self.lowers) != len(self.texts):  # pragma: no cover - lower() made a line break: no such character
            self.lowers = [t.lower() for t in self.texts]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Lower-case word → its positions in the lists, rising."""
        index: defaultdict[str, list[int]] = defaultdict(list)
        for i, lower in enumerate(self.lowers):
            index[lower].append(i)
        return dict(index)

    def first_at(self, offset: int) -> int:
        """The position of the first word that starts at or after a text offset."""
        return bisect_left(self.starts, offset)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of positions of the words that start in `start` to `end`."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def at(self, offset: int) -> int | None:
        """The position of the word that covers a text offset, or None."""
        i = bisect_right(self.starts, offset) - 1
        return i if i >= 0 and offset < self.ends[i] else None


def ranges(words: Words, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """For spans in rising order, the half-open ranges of the words in them."""
    return [words.within(start, end) for start, end in spans]
