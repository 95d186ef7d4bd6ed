"""How broken a sentence of the article is: what the noise model says, or the local rules where it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from checker.article import Article

if TYPE_CHECKING:
    from checker.rule import Context, Options

_BY_RULE = {"error": 0.9, "warning": 0.8, "info": 0.6}


_kept: WeakKeyDictionary[Article, list[float]] = WeakKeyDictionary()


def broken(article: Article, context: Context) -> list[float]:
    """For each sentence of the body how surely it is broken, from 0 to 1. Kept as long as the article lives."""
    if article not in _kept:
        _kept[article] = _judge(article, context)
    return _kept[article]


def _judge(article: Article, context: Context) -> list[float]:
    by_rule = _by_rules(article, context)
    by_model = _by_model(article, context)
    return [max(pair) for pair in zip(by_rule, by_model, strict=True)] if by_model else by_rule


def _by_model(article: Article, context: Context) -> list[float]:
    from checker.services.services import ServiceUnavailableError

    try:
        return [answer.probability for answer in context.services.noise.of(article.body)]
    except (ServiceUnavailableError, ImportError):
        return []


def _by_rules(article: Article, context: Context) -> list[float]:
    """The gravest finding of the local rules of noise and names that overlaps each sentence."""
    from checker.registry import all_rules

    sentences = article.body.sentences
    found = [0.0] * len(sentences)
    for rule in all_rules().values():
        if rule.tier != "local" or rule.category != "noise" or rule.status != "stable":
            continue
        for finding in rule.check(article, _plain(context, rule.options)):
            if finding.field != "text":
                continue
            for number, (start, end) in enumerate(sentences):
                if finding.start < end and start < finding.end:
                    found[number] = max(found[number], _BY_RULE[finding.severity])
    return found


def _plain(context: Context, options: type[Options]) -> Context:
    from dataclasses import replace

    return replace(context, options=options(), siblings=())
