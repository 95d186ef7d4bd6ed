"""Where a digest says what its source does not.

A summary, a brief or a rewritten report tells only what its source tells, though not sentence by sentence: what one of
its sentences says may stand in three of the source's. So each sentence is held against all of the source at once
(checker.siblings.statements). Where nearly all of a short article is in one long sibling, the article is a digest of
it, and a name or a number in it that the sibling has nowhere, or only elsewhere while another stands in its role, is a
fault and no news of its own. Of what one of two independent reports states, about half is in the other; of a digest
nearly all is in its source.

Words that are neither names nor numbers are held to their opposites alone: of other words in the role of a word most
are another way to say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.annotations.prose import Prose, Span
from checker.siblings.agreement import agree, comparable
from checker.siblings.denials import denials
from checker.siblings.differing_words import differing_opposites
from checker.siblings.digest_names import AT_HOME, WHOLE, foreign_name, nowhere
from checker.siblings.numbers import numbers_of
from checker.siblings.passages import Difference, Passages, headline, run_of, support
from checker.siblings.statements import MOST_SOURCES, SAME, Found, Item, Sentences, Source, items_of, source_of
from checker.siblings.tokens import Token, tokens_of
from checker.siblings.word_alignment import WordAlignment, align_words

# Of what a digest states, so much is in its source, names and numbers that are nowhere in it left out of account:
# of these so many may be amiss, or one.
_DIGEST, _UNTOLD = 0.72, 0.1
_SHORTER = 3  # times shorter than its source is a digest
_LONGEST = 500  # sentences of a source
_FEWEST = 3  # items of a sentence that can be judged
_TOLD, _FULLY_TOLD = 0.7, 0.85  # of the rest of a sentence, so much is in the source where one item is not
_NUMBER_ROLE, _NUMBER_ROLE_ELSEWHERE = 2.3, 3.5
_ALONE = 2.0  # what it counts that two sentences have one number of a kind each
_AROUND = 3  # items to either side
_CREDITING = frozenset(("contribute", "caption"))  # "Lena Moss contributed to this report"


class Told(NamedTuple):
    """A sentence of a digest, its source, and where the two differ."""

    number: int
    source: tuple[int, ...]
    share: float
    differences: tuple[Difference, ...]


def digest(prose: Prose, other: Prose, besides: str = "") -> list[Told]:
    """The sentences of a digest that depart from its source, another text; none where the text is no digest of it.
    `besides` is what the source has outside of its sentences, such as its title."""
    sentences, spans = prose.sentences, other.sentences
    if len(spans) > _LONGEST or len(prose.words) * _SHORTER > len(other.words):
        return []
    source = Sentences(other, spans)
    stated = [s for s in (Stated.of(prose, k, span, source) for k, span in enumerate(sentences)) if s]
    if not _is_digest(stated):
        return []
    found = []
    for s in stated:
        differences = tuple(_differences(s, source, besides.lower()))
        if differences:
            found.append(Told(s.number, s.source.sentences, s.source.share, differences))
    return found


def has(other: Prose, prose: Prose, difference: Difference) -> bool:
    """Whether a text has a name or a number of another text anywhere."""
    start, end = difference.start, difference.end
    if difference.kind == "quantity":
        ours = [n for n in numbers_of(prose) if n.start < end and start < n.end]
        return any(agree(n, m) for n in ours for m in numbers_of(other))
    return difference.kind == "name" and prose.text[start:end].lower() in other.text.lower()


def _is_digest(stated: Sequence[Stated]) -> bool:
    facts = [bool(s.found[i.first]) for s in stated for i in s.items if i.kind != "word"]
    weight = sum(s.weight for s in stated)
    had = sum(s.source.share * s.weight for s in stated)
    untold = len(facts) - sum(facts)
    return bool(stated) and untold <= max(1, _UNTOLD * len(facts)) and had >= _DIGEST * (weight - untold)


class Stated(NamedTuple):
    """A sentence with its items and where the source has them."""

    prose: Prose
    number: int
    span: Span
    tokens: list[Token]
    items: list[Item]
    found: dict[int, Found]
    source: Source
    weight: float

    @classmethod
    def of(cls, prose: Prose, number: int, span: Span, source: Sentences) -> Stated | None:
        tokens = tokens_of(prose, (span,))
        items = items_of(prose, span, tokens)
        if len(items) < _FEWEST:
            return None
        found = {item.first: source.having(item) for item in items}
        return cls(
            prose, number, span, tokens, items, found, source_of(items, found), sum(item.weight for item in items)
        )

    def without(self, item: Item, most: int = MOST_SOURCES) -> Source:
        """The source of the rest of the sentence."""
        return source_of((other for other in self.items if other.first != item.first), self.found, most)

    def aligned(self, rest: Source, source: Sentences) -> WordAlignment:
        """Its words and those of its source."""
        return align_words(self.tokens, [t for k in rest.sentences for t in source.tokens[k]])

    def elsewhere(self, item: Item) -> float:
        """How much more of what is around an item one sentence of the source has than those that have the item."""
        at = next(n for n, other in enumerate(self.items) if other.first == item.first)
        around = [i for i in self.items[max(0, at - _AROUND) : at + _AROUND + 1] if i.first != item.first]
        total = sum(i.weight for i in around)
        shares: dict[int, float] = {}
        for i in around:
            for k, close in self.found[i.first].items():
                shares[k] = shares.get(k, 0.0) + i.weight * close / total
        having = [k for k, close in self.found[item.first].items() if close >= SAME]
        there = max((shares.get(k, 0.0) for k in having), default=0.0)
        beside = max((0.9 * shares.get(k + step, 0.0) for k in having for step in (-1, 1)), default=0.0)
        return max(shares.values(), default=0.0) - max(there, beside)


def _differences(stated: Stated, source: Sentences, besides: str) -> Iterator[Difference]:
    if headline(stated.tokens) or any(t.base in _CREDITING for t in stated.tokens):
        return
    for item in stated.items:
        if item.kind == "word":
            continue
        rest = stated.without(item)
        if rest.share < _TOLD:
            continue
        if item.number:
            yield from _number(stated, item, rest, source)
        else:
            yield from foreign_name(stated, item, rest, source, besides)
    yield from _reversals(stated, source)


def _reversals(stated: Stated, source: Sentences) -> Iterator[Difference]:
    """Opposites and denials in a sentence of which one of the source has all the rest."""
    whole = source_of(stated.items, stated.found, 1)
    if whole.share < _TOLD or len(stated.items) <= _FEWEST:
        return
    passages = _passages(stated, whole, source)
    for d in (*differing_opposites(passages), *denials(passages)):
        item = next((i for i in stated.items if i.start < d.end and d.start < i.end), None)
        if item and d.other_end > d.other_start and stated.without(item, 1).share >= _FULLY_TOLD:
            yield d


def _passages(stated: Stated, rest: Source, source: Sentences) -> Passages:
    words = stated.aligned(rest, source)
    spans = [source.spans[k] for k in rest.sentences]
    return Passages(stated.prose, (stated.span,), source.prose, spans, words, False, rest.share, True)


def _number(stated: Stated, item: Item, rest: Source, source: Sentences) -> Iterator[Difference]:
    """A number that the source has nowhere, or elsewhere alone, while it has another in its role."""
    number, found = item.number, stated.found[item.first]
    if number is None or any(k in found for k in rest.sentences):
        return
    words = stated.aligned(rest, source)
    ours = [i.number for i in stated.items if i.number]
    whole = stated.without(item, 1)
    alone = whole.share >= WHOLE and sum(number.kind == n.kind for n in ours) == 1
    best, role = None, _NUMBER_ROLE_ELSEWHERE if found else _NUMBER_ROLE
    for k in rest.sentences:
        for other in source.numbers[k]:
            if agree(number, other) or not comparable(number, other) or any(agree(n, other) for n in ours):
                continue
            there = run_of(words.second, other.start, other.end)
            like = 0.5 * (number.kind == other.kind) + 0.5 * (number.unit == other.unit)
            score = support(words, (item.first, item.last), there) + like
            if alone and k in whole.sentences and [n.kind for n in source.numbers[k]].count(number.kind) == 1:
                score += _ALONE
            if score >= role:
                best, role = other, score
    if best and (not found or stated.elsewhere(item) >= AT_HOME):
        at = (best.start, best.end) if role >= _NUMBER_ROLE_ELSEWHERE else nowhere(rest, source)
        yield Difference("quantity", item.start, item.end, *at)
