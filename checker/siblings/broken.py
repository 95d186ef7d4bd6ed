"""How broken the sentences of an article are: what the noise model says, and the local rules of noise.

Neither knows all: a machine that garbles one sentence garbles others. So an article in which many sentences are known
to be broken is taken for garbled, and its other sentences are doubtful.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from checker.article import Article

if TYPE_CHECKING:
    from checker.annotations.prose import Span
    from checker.rule import Context, Options

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
    found = 0
    for number, spans in enumerate(_by_rules(article, context)):
        if not spans:
            continue
        found += 1
        start, end = sentences[number]
        covered = sum(min(end, s.end) - max(start, s.start) for s in spans)
        sure = len(spans) > 1 or covered >= _LARGE_PART * (end - start) or doubts[number] >= Doubt.LIKELY
        doubts[number] = max(doubts[number], Doubt.SURE if sure else Doubt.LIKELY)
    return Broken(doubts, found >= max(_FEWEST, _MANY * len(sentences)))


def _by_model(article: Article, context: Context) -> list[Doubt]:
    from checker.services.services import ServiceUnavailableError

    try:
        from checker.services.noise.doubts import is_running_prose

        judged = context.services.noise.of(article.body)
        loud, note = context.services.noise.thresholds(_RULE, article.body)
    except (ServiceUnavailableError, ImportError):
        return []
    doubts = []
    for span, noise in zip(article.body.sentences, judged, strict=True):
        doubt = Doubt.SURE if noise.probability >= loud else Doubt.LIKELY if noise.probability >= note else Doubt.NONE
        if doubt is Doubt.NONE and noise.probability >= _UNLIKELY:
            doubt = Doubt.UNLIKELY
        doubts.append(doubt if is_running_prose(article.body[span]) else min(doubt, Doubt.UNLIKELY))
    return doubts


def _by_rules(article: Article, context: Context) -> list[list[Span]]:
    """What the local rules of noise find in each sentence, one span for each place."""
    from checker.annotations.prose import Span
    from checker.registry import all_rules

    sentences = article.body.sentences
    found: list[list[Span]] = [[] for _ in sentences]
    for rule in all_rules().values():
        if rule.tier != "local" or rule.category != "noise" or rule.status != "stable":
            continue
        for finding in rule.check(article, _plain(context, rule.options)):
            if finding.field != "text" or not finding.severity.loud:
                continue
            for number, (start, end) in enumerate(sentences):
                overlaps = any(s.start < finding.end and finding.start < s.end for s in found[number])
                if finding.start < end and start < finding.end and not overlaps:
                    found[number].append(Span(finding.start, finding.end))
    return found


def _plain(context: Context, options: type[Options]) -> Context:
    from dataclasses import replace

    return replace(context, options=options(), siblings=())
