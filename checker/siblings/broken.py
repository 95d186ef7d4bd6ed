"""How broken the sentences of an article are: what the noise model says, and the local rules of noise.

Neither knows all: a machine that garbles one sentence garbles others. So an article in which many sentences are known
to be broken is taken for garbled, and its other sentences are doubtful.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from checker.article import Article
from checker.signs import signs

if TYPE_CHECKING:
    from checker.rule import Context

_RULE = "broken-sentence"  # whose thresholds the model's file holds
_UNLIKELY = 0.9  # what the model finds less likely than this it may still find odd: names, lists, speech
_LARGE_PART = 0.5  # of a sentence
_FEWEST, _MANY = 4, 0.15  # of the sentences of a garbled article, so many are known to be broken


class Doubt(IntEnum):
    """Whether a sentence is broken."""

    NONE = 0
    UNLIKELY = 1
    LIKELY = 2
    SURE = 3


class Broken(NamedTuple):
    """A doubt for each sentence of the body, and whether the whole article is garbled."""

    doubts: list[Doubt]
    throughout: bool


_kept: WeakKeyDictionary[Article, Broken] = WeakKeyDictionary()


def broken(article: Article, context: Context) -> Broken:
    """How broken an article is. Kept as long as the article lives."""
    if article not in _kept:
        _kept[article] = _judge(article, context)
    return _kept[article]


def _judge(article: Article, context: Context) -> Broken:
    sentences = article.body.sentences
    doubts = _by_model(article, context) or [Doubt.NONE] * len(sentences)
    places = signs(article)
    found = 0
    for number, (start, end) in enumerate(sentences):
        there = [place for place in places if place.start < end and start < place.end]
        if not there:
            continue
        found += 1
        covered = sum(min(end, place.end) - max(start, place.start) for place in there)
        sure = len(there) > 1 or covered >= _LARGE_PART * (end - start) or doubts[number] >= Doubt.LIKELY
        doubts[number] = max(doubts[number], Doubt.SURE if sure else Doubt.LIKELY)
    return Broken(doubts, found >= max(_FEWEST, _MANY * len(sentences)))


def _by_model(article: Article, context: Context) -> list[Doubt]:
    from checker.services.services import ServiceUnavailableError

    try:
        from checker.services.noise.doubts import is_running_prose

        model = context.services.noise
        judged = model.of(article.body)
        by = model.broken_by(article)
        sure = model.thresholds(_RULE, by and "model")[0]
        likely = min(model.thresholds(_RULE, by))
    except (ServiceUnavailableError, ImportError):
        return []
    doubts = []
    for span, noise in zip(article.body.sentences, judged, strict=True):
        doubt = Doubt.SURE if noise.probability >= sure else Doubt.LIKELY if noise.probability >= likely else Doubt.NONE
        if doubt is Doubt.NONE and noise.probability >= _UNLIKELY:
            doubt = Doubt.UNLIKELY
        doubts.append(doubt if is_running_prose(article.body[span]) else min(doubt, Doubt.UNLIKELY))
    return doubts
