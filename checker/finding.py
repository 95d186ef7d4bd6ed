"""What a rule reports: a finding, its replacements and its evidence."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a finding matters; `error` and `warning` are loud, `info` is not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANK[self]

    @property
    def loud(self) -> bool:
        return self is not Severity.INFO


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

CATEGORIES = (
    "noise",
    "names",
    "typos",
    "residue",
    "punctuation",
    "consistency",
    "grammar",
    "readability",
    "siblings",
)


class Replacement(msgspec.Struct, frozen=True):
    """A text to put in the place of the span; `safe` ones may be applied unseen by `--fix`."""

    text: str
    safe: bool = False


class Evidence(msgspec.Struct, frozen=True):
    """Another place that shows why: `id` is the article it stands in, `start` and `end` are half-open code-point
    offsets into the text of that article, `text` is the literal passage and `why` says what it shows."""

    id: str
    start: int
    end: int
    text: str
    why: str


class Finding(msgspec.Struct, frozen=True):
    """One fault in one place.

    `start` and `end` are half-open code-point offsets into the article's `field` ("text" or "title"). The
    fingerprint names the fault without its position; the engine sets it.
    """

    rule: str
    category: str
    severity: Severity
    start: int
    end: int
    message: str
    field: str = "text"
    replacements: tuple[Replacement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    fingerprint: str = ""

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Finding) -> bool:
        return self.field == other.field and self.start < other.end and other.start < self.end
