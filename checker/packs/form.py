"""A rule of a pack as data: what it may say, by its kind."""

from __future__ import annotations

import msgspec

from checker.finding import Severity
from checker.packs.matching import Pattern, literal


class Test(msgspec.Struct, frozen=True):
    """An example: `finds` are the passages that are marked, none for a text that is left alone; `becomes` is the first
    replacement of the first of them. `line` is where it stands in its file."""

    text: str
    finds: tuple[str, ...] = ()
    becomes: str | None = None
    title: str = ""
    line: int = 0


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of a pack. `place` is the file and line where it stands."""

    place: str
    name: str
    kind: str
    description: str = ""
    why: str = ""
    message: str = ""
    severity: Severity = Severity.WARNING
    category: str = "consistency"
    ignore_case: bool = False
    whole_words: bool | None = None
    scope: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    replacements: tuple[str, ...] = ()
    safe: bool = False
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    swap: tuple[tuple[str, tuple[str, ...]], ...] = ()
    swap_patterns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    at_most: int | None = None
    at_least: int | None = None
    per: str = "article"
    use: str = ""
    definition: str = ""
    terms: tuple[str, ...] = ()
    style: str = ""
    invalid: tuple[Test, ...] = ()
    valid: tuple[Test, ...] = ()

    def literal(self, text: str, *, ignore_case: bool = False) -> Pattern:
        """The pattern of one of the rule's words."""
        whole = self.whole_words is not False
        return literal(text, ignore_case=self.ignore_case or ignore_case, whole_words=whole)

    def pattern(self, source: str) -> Pattern:
        """The pattern of a source in RE2's syntax."""
        return Pattern(source, ignore_case=self.ignore_case, edges="<>" if self.whole_words else "")


KINDS = {
    "existence": ("words", "patterns", "replacements", "safe"),
    "substitution": ("swap", "swap-patterns", "safe"),
    "consistency": ("pairs",),
    "occurrence": ("words", "patterns", "at-most", "at-least", "per"),
    "conditional": ("use", "definition"),
    "capitalisation": ("terms", "style", "safe"),
}
"""The kinds of rules, each with the keys that are its own."""

PLACEHOLDERS = {
    "existence": ("found",),
    "substitution": ("found", "better"),
    "consistency": ("found", "other"),
    "occurrence": ("found", "count", "limit", "per"),
    "conditional": ("found",),
    "capitalisation": ("found", "better"),
}
"""What a message may hold in braces, by kind."""
