"""What the house accepts is no fault, whatever rule says so."""

from __future__ import annotations

from checker.accepted import stands_in_accepted
from checker.article import Article
from checker.finding import Finding


def without_accepted(article: Article, findings: list[Finding], accepted: frozenset[str]) -> list[Finding]:
    """The findings without those on an accepted name or word, or on a part of one."""
    if not accepted:
        return findings
    prose = {field.field: field for field in article.fields()}
    return [f for f in findings if not stands_in_accepted(accepted, prose[f.field], f.start, f.end)]
