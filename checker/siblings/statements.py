"""What a sentence states, item by item, and which sentences of another article have it.

A sentence may be told elsewhere in several sentences; so what it states is looked up item by item: names, numbers and
words with content, each in all sentences of the other article. The few sentences that together have most of it are its
source there (a greedy cover, as in the extraction of evidence for a claim: Thorne et al., "FEVER", 2018).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from checker.annotations.prose import Prose, Span
from checker.siblings.agreement import agree
from checker.siblings.name_forms import abbreviated
from checker.siblings.numbers import Number, numbers_of
from checker.siblings.relations import opposites, related
from checker.siblings.tokens import Token, goes_on, tokens_of
from checker.siblings.word_alignment import name_closeness, short_forms, word_closeness

MOST_SOURCES = 3
"""So many sentences of another article may together tell what one sentence tells."""
SAME = 0.6
"""How near a word must be to one of the item's to count as the same."""
_PREFIX, _STEM = 4, 5  # letters that two forms of one word have in common
_STEM_CLOSENESS = 0.6
_WORTH = 0.5  # so much another sentence must add, in items,
_WORTH_SHARE = 0.04  # and of all
_BESIDE = 0.3  # what it counts that a sentence is next to one that was taken

Found = dict[int, float]
"""How near to an item the nearest word of each sentence is, by the sentence's number; others have none."""


class Item(NamedTuple):
    """A name, a number or a word of a sentence: half-open ranges of its words and of the text; `weight` is how much it
    says, between 0.3 for a common word and 1."""

    kind: Literal["name", "number", "word"]
    first: int
    last: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    number: Number | None
    weight: float


class Source(NamedTuple):
    """Sentences of another article, by number, and the share of some items that they have, by weight."""

    sentences: tuple[int, ...]
    share: float


def items_of(prose: Prose, span: Span, tokens: Sequence[Token]) -> list[Item]:
    """What a sentence states; `tokens` are its words."""
    numbers = [n for n in numbers_of(prose) if span.start <= n.start < span.end]
    found: list[Item] = []
    i = 0
    while i < len(tokens):
        token, end = tokens[i], i + 1
        number = next((n for n in numbers if n.start < token.end and token.start < n.end), None)
        if number:
            while end < len(tokens) and tokens[end].start < number.end:
                end += 1
            found.append(Item("number", i, end, number.start, number.end, tuple(tokens[i:end]), number, 1.0))
        elif token.name:
            while end < len(tokens) and goes_on(tokens[end - 1], tokens[end]):
                end += 1
            found.append(Item("name", i, end, token.start, tokens[end - 1].end, tuple(tokens[i:end]), None, 1.0))
        elif token.content:
            found.append(Item("word", i, end, token.start, token.end, (token,), None, _weight(token.lower)))
        i = end
    return found


def _weight(lower: str) -> float:
    """Between 0.3 for the commonest words and 1 for the rare."""
    from checker.lexicon import frequency

    return max(0.3, min(1.0, math.log10(3000 / (frequency(lower) + 0.3)) / 4))


class Sentences:
    """The sentences of an article, to look up items in."""

    def __init__(self, prose: Prose, spans: Sequence[Span]) -> None:
        self.prose = prose
        self.spans = spans
        self.tokens = [tokens_of(prose, (span,)) for span in spans]
        numbers = numbers_of(prose)
        self.numbers = [[n for n in numbers if span.start <= n.start < span.end] for span in spans]
        self._of_word: defaultdict[str, set[int]] = defaultdict(set)
        self._names: dict[tuple[str, str], None] = {}
        self._opening: defaultdict[str, set[str]] = defaultdict(set)
        self._related: defaultdict[str, set[str]] = defaultdict(set)
        for number, tokens in enumerate(self.tokens):
            for token in tokens:
                if token.name and not token.number:
                    self._names[token.base, token.lower] = None
                if token.base not in self._of_word and token.content and not token.number:
                    self._opening[token.base[:_PREFIX]].add(token.base)
                    for word in related(token.base):
                        self._related[word].add(token.base)
                self._of_word[token.base].add(number)
        self._kept: dict[tuple[str, str, bool], Found] = {}

    def having(self, item: Item) -> Found:
        """Which sentences have an item; of a name any part counts."""
        if item.number:
            return {k: 1.0 for k, ours in enumerate(self.numbers) if any(agree(item.number, n) for n in ours)}
        telling = [t for t in item.tokens if t.content and len(t.text) > 1] or list(item.tokens)
        found: Found = {}
        for token in telling:
            for k, close in self.having_word(token).items():
                found[k] = max(found.get(k, 0.0), close)
        if item.kind == "name":
            for k, tokens in enumerate(self.tokens):
                if found.get(k, 0.0) < SAME and abbreviated(item.tokens, tokens):
                    found[k] = 0.9
        return found

    def having_word(self, token: Token) -> Found:
        """Which sentences have a word, a form or a synonym of it, or another spelling where it is a name."""
        key = token.base, token.lower, token.name
        if key not in self._kept:
            self._kept[key] = self._search(token)
        return self._kept[key]

    def _search(self, token: Token) -> Found:
        found = dict.fromkeys(self._of_word.get(token.base, ()), 1.0)
        if token.number:
            return found
        candidates = self._opening.get(token.base[:_PREFIX], set()) | self._related.get(token.base, set())
        candidates |= {w for w in (*related(token.base), *short_forms(token.base)) if w in self._of_word}
        for base in candidates:
            if base == token.base or opposites(token.base, base):
                continue
            close = word_closeness(token.base, base)
            if not close and min(len(token.base), len(base)) > _STEM - 1 and token.base[:_STEM] == base[:_STEM]:
                close = _STEM_CLOSENESS
            if close:
                self._add(found, base, close)
        if token.name:
            for base, lower in self._names:
                if close := name_closeness(token.lower, lower):
                    self._add(found, base, close)
        return found

    def _add(self, found: Found, base: str, close: float) -> None:
        for k in self._of_word[base]:
            found[k] = max(found.get(k, 0.0), close)


def source_of(items: Iterable[Item], found: dict[int, Found], most: int = MOST_SOURCES) -> Source:
    """The sentences, at most so many, that together have most of some items of one sentence; `found` is keyed by the
    item's `first`."""
    wanted = [(item.first, item.weight) for item in items]
    total = sum(weight for _, weight in wanted)
    had = dict.fromkeys((at for at, _ in wanted), 0.0)
    taken: list[int] = []
    while len(taken) < most:
        gain: defaultdict[int, float] = defaultdict(float)
        for at, weight in wanted:
            for k, close in found[at].items():
                gain[k] += weight * max(0.0, close - had[at])
        if not gain:
            break
        best = max(gain, key=lambda k: (gain[k] + _BESIDE * any(abs(k - other) == 1 for other in taken), -k))
        if gain[best] < (max(_WORTH, _WORTH_SHARE * total) if taken else 1e-9):
            break
        taken.append(best)
        for at, _ in wanted:
            had[at] = max(had[at], found[at].get(best, 0.0))
    return Source(tuple(sorted(taken)), sum(weight * had[at] for at, weight in wanted) / total if total else 0.0)
