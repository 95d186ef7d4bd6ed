"""What happens to findings between the rules and the reports, each step a file: accepted, severity, overlap,
fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.article import Article
from checker.filters.accepted import without_accepted
from checker.filters.fingerprint import fingerprinted
from checker.filters.overlap import merged
from checker.filters.severity import weighed
from checker.finding import Finding

if TYPE_CHECKING:
    from checker.settings import Settings


def refine(article: Article, findings: list[Finding], settings: Settings) -> list[Finding]:
    """The findings as reports show them: without what the house accepts, of the severity that it gives, one a fault,
    in the order of the article, each with its fingerprint."""
    left = without_accepted(article, findings, settings.accepted)
    return fingerprinted(article, merged(weighed(left, settings.severities)))
