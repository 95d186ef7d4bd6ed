"""What happens to findings between the rules and the reports, each step a file: overlap, fingerprint."""

from __future__ import annotations

from checker.article import Article
from checker.filters.fingerprint import fingerprinted
from checker.filters.overlap import merged
from checker.finding import Finding


def refine(article: Article, findings: list[Finding]) -> list[Finding]:
    """The findings as reports show them: one a fault, in the order of the article, each with its fingerprint."""
    return fingerprinted(article, merged(findings))
