"""Signs that a machine garbled an article: what the local rules of noise find in it, for those who judge all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from checker.article import Article

if TYPE_CHECKING:
    from checker.finding import Finding
    from checker.rule import Context

_OURS = "rules."
_kept: WeakKeyDictionary[Article, list[Finding]] = WeakKeyDictionary()


def signs(article: Article, context: Context) -> list[Finding]:
    """The warnings of our own stable local rules of noise in the body, in order, one for each place. They hang on the
    article and the house's English alone, not on which rules run, nor on what the house accepts. Kept as long as the
    article lives."""
    if article not in _kept:
        _kept[article] = _found(article, context)
    return _kept[article]


def _found(article: Article, context: Context) -> list[Finding]:
    from checker.registry import all_rules
    from checker.rule import Context

    found: list[Finding] = []
    for rule in all_rules().values():
        ours = type(rule).__module__.startswith(_OURS)
        if ours and rule.tier == "local" and rule.category == "noise" and rule.status == "stable":
            plain = Context(rule.options(), services=context.services, language=context.language)
            found += [f for f in rule.check(article, plain) if f.field == "text" and f.severity.loud]
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end, f.rule)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept
