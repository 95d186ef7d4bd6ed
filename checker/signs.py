"""Signs that a machine garbled an article: what the local rules of noise find in it, for those who judge all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from checker.article import Article

if TYPE_CHECKING:
    from checker.finding import Finding

_OURS = "rules."
_kept: WeakKeyDictionary[Article, list[Finding]] = WeakKeyDictionary()


def signs(article: Article) -> list[Finding]:
    """The warnings of our own stable local rules of noise in the body, in order, one for each place. They hang on the
    article alone, not on which rules run, nor on what the house accepts. Kept as long as the article lives."""
    if article not in _kept:
        _kept[article] = _found(article)
    return _kept[article]


def _found(article: Article) -> list[Finding]:
    from checker.registry import all_rules
    from checker.rule import Context

    found: list[Finding] = []
    for rule in all_rules().values():
        ours = type(rule).__module__.startswith(_OURS)
        if not ours or rule.tier != "local" or rule.category != "noise" or rule.status != "stable":
            continue
        try:
            findings = list(rule.check(article, Context(rule.options())))
        except Exception:  # a rule that fails says so where it runs itself
            continue
        found += [f for f in findings if f.field == "text" and f.severity.loud]
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end, f.rule)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept
