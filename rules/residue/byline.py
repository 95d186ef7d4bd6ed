"""Bylines, credits of agencies and lines about the author."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture


class Byline(Rule):
    """A byline or a line about the author in the text.

    What it finds:
        “By Ann Lee”, the name of the author alone above the story, an address for letters, “Ann Lee is a columnist
        for …” at the head or the foot. A house that prints such lines switches the rule off.

    Why it matters:
        In a field of text a byline is counted as the story's first sentence by every program that reads it.

    Example:
        “By Ann Lee and Tom Marsh” above the first paragraph.
    """

    name = "byline"
    category = "residue"
    severity = Severity.INFO
    invalid = (
        Invalid("By Ann Lee and Tom Marsh\n\nThe strike ended on Monday.", ("By Ann Lee and Tom Marsh",)),
        Invalid("Ann Lee\n\nThe strike ended on Monday after nine days.", ("Ann Lee",)),
        Invalid(
            "The strike ended.\n\nAnn Lee is a columnist for the Harbour News.",
            ("Ann Lee is a columnist for the Harbour News.",),
        ),
    )
    valid = (
        Valid("By Monday the strike had ended, and the boats left at dawn as they always had."),
        Valid("The strike ended on Monday.\n\nAnn Lee is the captain of the first ferry."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for piece in furniture(prose) if prose.field == "text" else ():
            if piece.kind == "byline":
                yield self.finding(prose, piece.start, piece.end, "This is a byline or a line about the author.")
