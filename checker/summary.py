"""The totals of a run, counted in one place for every report that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from checker.finding import CATEGORIES, Finding, Severity

if TYPE_CHECKING:
    from checker.article import Article
    from checker.engine import Outcome

GRADES = ("A", "B", "C", "D", "E", "F")
_WORST = 10
SEVERITY_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class Standing(msgspec.Struct, frozen=True):
    """An article among the worst: its scores and how many findings it has; `reading_ease` is None where it was not
    measured."""

    id: str
    path: str
    line: int | None
    words: int
    grade: str
    quality: float
    findings: int
    reading_ease: float | None


class Summary:
    """Totals of a run. `words` are words of the articles' texts, `categories` holds for each category that has
    findings how many of each severity, `worst` the articles of lowest quality first."""

    def __init__(self) -> None:
        self.articles = 0
        self.words = 0
        self.unreadable = 0
        self.mendable = 0
        self.stetted = self.known = self.untouched = 0
        self.severities: dict[Severity, int] = dict.fromkeys(Severity, 0)
        self.categories: dict[str, dict[Severity, int]] = {}
        self.grades: dict[str, int] = dict.fromkeys(GRADES, 0)
        self.worst: list[Standing] = []

    @property
    def findings(self) -> int:
        return sum(self.severities.values())

    def add(self, outcome: Outcome) -> None:
        """Counts one article."""
        article = outcome.article
        words = outcome.words
        self.articles += 1
        self.words += words
        self.grades[outcome.scores.grade] += 1
        self.stetted += len(outcome.stetted)
        self.known += len(outcome.known)
        self.untouched += outcome.untouched
        for finding in outcome.findings:
            self.severities[finding.severity] += 1
            by_severity = self.categories.setdefault(finding.category, dict.fromkeys(Severity, 0))
            by_severity[finding.severity] += 1
            self.mendable += _mendable(article, finding)
        if outcome.findings:
            origin, scores = article.origin, outcome.scores
            ease = scores.readability.reading_ease if scores.readability else None
            count = len(outcome.findings)
            self.worst.append(
                Standing(article.id, origin.path, origin.line, words, scores.grade, scores.quality, count, ease)
            )
            self.worst.sort(key=lambda s: s.quality)  # stable: the earlier article first where two are as bad
            del self.worst[_WORST:]

    def by_category(self) -> list[tuple[str, dict[Severity, int]]]:
        """The categories that have findings, ours in their usual order, then those of other packages by name."""
        order = {name: i for i, name in enumerate(CATEGORIES)}
        return sorted(self.categories.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))

    def line(self) -> str:
        """The calm last line: "5 articles, 2,310 words: 3 errors, 14 warnings, 2 notes."."""
        if not self.articles:
            return "No articles here."
        read = f"{counted(self.articles, 'article')}, {counted(self.words, 'word')}"
        return f"{read}: {severities_line(self.severities)}." if self.findings else f"Nothing to mend in {read}."

    def left_out_line(self) -> str:
        """What is said of findings that are not reported, "" where there are none."""
        parts = (
            (self.known, "known from the baseline"),
            (self.untouched, "on untouched lines"),
            (self.stetted, "kept by a stet"),
        )
        said = ", ".join(f"{number:,} {what}" for number, what in parts if number)
        return f"Not shown: {said}." if said else ""

    def unread_line(self) -> str:
        """What is said of inputs that could not be read, "" where all could."""
        return f"{counted(self.unreadable, 'input')} could not be read." if self.unreadable else ""


def _mendable(article: Article, finding: Finding) -> bool:
    """Whether `--fix` may apply a replacement: it is safe, and it can be set in the file."""
    if not article.origin.fixable or not any(r.safe for r in finding.replacements):
        return False
    from checker.fixes import can_fix

    return can_fix(article, finding)


def severities_line(severities: dict[Severity, int]) -> str:
    """ "3 errors, 14 warnings, 2 notes", without those that are none."""
    return ", ".join(counted(severities[s], SEVERITY_WORDS[s]) for s in Severity if severities[s])


def counted(number: int, noun: str) -> str:
    """ "1 article", "2,310 words"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
