"""An article beside its siblings: for each sentence what they have in its place, and where it says something else.

Worked out once an article and kept as long as the article lives; every rule of the tier reads the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from checker.annotations.prose import Span
from checker.article import Article
from checker.siblings.align import Pair, align

if TYPE_CHECKING:
    from checker.rule import Context
    from checker.services.services import Services
    from checker.siblings.differences import Difference

MOST_SIBLINGS = 40
"""So many siblings an article is compared with; of more, those that share most of its words."""
_COPIED = 0.2  # of the longer sentences of a copy, so many are the same
# Of two texts that run in parallel, so much stands in sentences that say the same: of reports of one event by two hands
# in the middle a third, of two translations of one text nearly all.
_PARALLEL = 0.75
_NEAR, _SURELY_NEAR, _MARGIN = 0.5, 0.65, 0.15  # the cosine of such sentences, and how far behind others are
_SHORT = 2  # sentences: too few to tell by their share
_LONG_ENOUGH = 5  # spaces
_LONGEST = 2_000  # characters of a sentence that is encoded
_MOST_SENTENCES = 2_000


class Counterpart(NamedTuple):
    """Sentences of a sibling that stand for some of the article's: half-open ranges of sentences, the spans in the
    text that they cover, how near they are (a cosine), and by how much others are farther."""

    sibling: Article
    first: int
    last: int
    spans: tuple[Span, ...]
    other_first: int
    other_last: int
    other_spans: tuple[Span, ...]
    score: float
    margin: float

    @property
    def start(self) -> int:
        """Where the sibling's sentences begin in its text."""
        return self.other_spans[0].start

    @property
    def end(self) -> int:
        return self.other_spans[-1].end

    @property
    def text(self) -> str:
        """The sibling's sentences."""
        return self.sibling.text[self.start : self.end]


class Aligned:
    """An article and its siblings, sentence by sentence."""

    def __init__(self, article: Article, counterparts: list[Counterpart]) -> None:
        self.article = article
        self.counterparts = counterparts
        self._copies: dict[str, bool] = {}
        self._by_sentence: defaultdict[int, list[Counterpart]] = defaultdict(list)
        for c in counterparts:
            for i in range(c.first, c.last):
                self._by_sentence[i].append(c)

    def of_sentence(self, number: int) -> list[Counterpart]:
        """What siblings have for a sentence of the article, the nearest first."""
        return sorted(self._by_sentence.get(number, ()), key=lambda c: -c.score)

    @cached_property
    def differences(self) -> list[tuple[Counterpart, list[Difference]]]:
        """Where the article and a sibling say different things in sentences that stand for each other."""
        from checker.siblings.differences import differences

        ours = self.article.body
        return [
            (
                c,
                differences(
                    ours,
                    c.spans,
                    c.sibling.body,
                    c.other_spans,
                    margin=c.margin,
                    copy=self._is_copy(c.sibling),
                    parallel=self._parallel.get(c.sibling.id, 0),
                ),
            )
            for c in self.counterparts
        ]

    @cached_property
    def told_otherwise(self) -> list[tuple[Counterpart, list[Difference]]]:
        """Where the article is a digest of a sibling: what it says that neither that one has nor another."""
        from checker.siblings.digest import digest, has

        body = self.article.body
        siblings = {c.sibling.id: c.sibling for c in self.counterparts}
        found = []
        for sibling in siblings.values():
            for told in digest(body, sibling.body, f"{sibling.title} {sibling.source}"):
                n, spans = told.number, tuple(sibling.body.sentences[k] for k in told.source)
                others = [other.body for other in siblings.values() if other is not sibling]
                c = Counterpart(
                    sibling, n, n + 1, (body.sentences[n],), told.source[0], told.source[-1] + 1, spans, told.share, 0.0
                )
                found.append((c, [d for d in told.differences if not any(has(other, body, d) for other in others)]))
        return found

    @cached_property
    def _parallel(self) -> dict[str, int]:
        """How many of the two, the article and a sibling, the other tells from beginning to end, as translations of
        one text do (2), or one of two versions of a report that was made longer (1)."""
        siblings = {c.sibling.id: c.sibling for c in self.counterparts}
        found = {}
        for name, sibling in siblings.items():
            lengths = _length(self.article.body.sentences), _length(sibling.body.sentences)
            near = [c for c in self.counterparts if c.sibling.id == name and c.score >= _NEAR and c.margin >= 0]
            sure = [c for c in near if c.score >= _SURELY_NEAR and c.margin >= _MARGIN]
            short = max(len(self.article.body.sentences), len(sibling.body.sentences)) <= _SHORT
            if short or min(_shares(near, lengths)) >= _PARALLEL:
                found[name] = 2
            elif max(_shares(sure, lengths)) >= _PARALLEL:
                found[name] = 1
        return found

    def _is_copy(self, sibling: Article) -> bool:
        """Whether a sibling has sentences of the article word for word, quotations aside."""
        if sibling.id not in self._copies:
            ours, theirs = _verbatim(self.article), _verbatim(sibling)
            self._copies[sibling.id] = len(ours & theirs) >= max(1, _COPIED * min(len(ours), len(theirs)))
        return self._copies[sibling.id]


def _length(spans: Iterable[Span]) -> int:
    """How many characters some spans have."""
    return sum(span.end - span.start for span in spans)


def _shares(counterparts: list[Counterpart], lengths: tuple[int, int]) -> tuple[float, float]:
    """The share of two texts of some lengths that stands in counterparts."""
    ours = _length({span for c in counterparts for span in c.spans})
    theirs = _length({span for c in counterparts for span in c.other_spans})
    return ours / max(1, lengths[0]), theirs / max(1, lengths[1])


def _verbatim(article: Article) -> frozenset[str]:
    """The longer sentences of an article, white space evened out; those that are quotations left out."""
    body = article.body
    kept = (" ".join(body[span].split()) for span in body.sentences)
    return frozenset(s for s in kept if s.count(" ") >= _LONG_ENOUGH and s[0] not in "\"“‘'")


_kept: WeakKeyDictionary[Article, tuple[tuple[Article, ...], Aligned]] = WeakKeyDictionary()


def aligned(article: Article, context: Context) -> Aligned:
    """The article aligned with its siblings.

    Raises:
        ServiceUnavailableError: the sentence encoder cannot be had.
    """
    known = _kept.get(article)
    if known is None or known[0] is not context.siblings:
        known = context.siblings, _align(article, context.siblings, context.services)
        _kept[article] = known
    return known[1]


def _align(article: Article, siblings: tuple[Article, ...], services: Services) -> Aligned:
    chosen = [s for s in _nearest(article, siblings) if s.body.sentences]
    ours = article.body.sentences[:_MOST_SENTENCES]
    if not ours or not chosen:
        return Aligned(article, [])
    texts = [article.text[s.start : min(s.end, s.start + _LONGEST)] for s in ours]
    ends = [len(texts)]
    for sibling in chosen:
        texts += [
            sibling.text[s.start : min(s.end, s.start + _LONGEST)] for s in sibling.body.sentences[:_MOST_SENTENCES]
        ]
        ends.append(len(texts))
    vectors = services.encoder.encode(texts)
    found: list[Counterpart] = []
    for sibling, start, end in zip(chosen, ends, ends[1:], strict=False):
        pairs = align(vectors[: ends[0]], vectors[start:end])
        found += [_counterpart(article, sibling, pair) for pair in pairs]
    found.sort(key=lambda c: (c.first, -c.score))
    return Aligned(article, found)


def _counterpart(article: Article, sibling: Article, pair: Pair) -> Counterpart:
    spans = tuple(article.body.sentences[pair.first : pair.last])
    others = tuple(sibling.body.sentences[pair.other_first : pair.other_last])
    return Counterpart(
        sibling, pair.first, pair.last, spans, pair.other_first, pair.other_last, others, pair.score, pair.margin
    )


def _nearest(article: Article, siblings: tuple[Article, ...]) -> tuple[Article, ...]:
    """The siblings that share most of the article's rarer words, in their order, where there are too many."""
    if len(siblings) <= MOST_SIBLINGS:
        return siblings
    from checker.lexicon import frequency

    rare = {w for w in article.body.words.index if len(w) > 3 and frequency(w) < 50}
    shared = [len(rare & set(s.text.lower().split())) for s in siblings]
    best = sorted(range(len(siblings)), key=lambda i: (-shared[i], i))[:MOST_SIBLINGS]
    return tuple(siblings[i] for i in sorted(best))
