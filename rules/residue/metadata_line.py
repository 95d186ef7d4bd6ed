"""Dates, hours and fields of a record that were taken for text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture


class MetadataLine(Rule):
    """A field of the story's record in its text.

    What it finds:
        A line that is only a date or an hour (“Updated at 10:16 a.m. ET”, “5 hours ago”), and the name and value of a
        field glued to the first words of the text (“date 2024-03-01 The strike …”).

    Why it matters:
        The date belongs in the record; in the text it is read as the start of the first sentence.

    Example:
        “ date 2024-03-01 The strike ended on Monday.”
    """

    name = "metadata-line"
    category = "residue"
    invalid = (
        Invalid(" date 2024-03-01 The strike ended on Monday.", (" date 2024-03-01",)),
        Invalid("published: 2024-03-01T08:00:00Z\n\nThe strike ended.", ("published: 2024-03-01T08:00:00Z",)),
        Invalid("Updated at 10:16 a.m. ET\n\nThe strike ended on Monday.", ("Updated at 10:16 a.m. ET",)),
        Invalid("The strike ended on Monday.\n\n5 hours ago", ("5 hours ago",)),
    )
    valid = (
        Valid("Date palms grow along the harbour. The first was planted in 1920."),
        Valid("Published in 2024, the report names nine ferries that should not have sailed."),
        Valid("The talks began.\n\nUpdate at 8:46 a.m. ET. Crews Leave The Hall:\n\nThe crews have left the hall."),
        Valid("2024-03-01 was the date on the letter, and the strike began the day after."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title":
            return
        opening = _field().match(prose.text)
        end = 0
        if opening is not None:
            end = opening.end()
            yield self.finding(prose, 0, end, "A field of the story's record stands before its first words.")
        for piece in furniture(prose):
            if piece.kind == "date" and piece.start >= end:
                yield self.finding(
                    prose,
                    piece.start,
                    piece.end,
                    "This line is a date or an hour from the page, not part of the story.",
                    severity=Severity.WARNING if piece.certain else Severity.INFO,
                )


@cache
def _field() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:date|published|pubdate|updated|modified|created|posted|timestamp|time)(?:_(?:at|date|time))?\s*[:=]?\s*"
        r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\w)"
    )
