"""Links to other stories."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture


class RelatedHeadline(Rule):
    """The headline of another story, linked from the page, among the text.

    What it finds:
        “READ MORE: …”, “See also: …”, “( PHOTOS: … )”, a headline in capitals between two paragraphs, and rows of
        headlines under such a line or at the foot of the page. Those known by their shape alone are `info`.

    Why it matters:
        It breaks the story off with the news of another.

    Example:
        “SEE ALSO: Ferry strike enters second week” between two paragraphs.
    """

    name = "related-headline"
    category = "residue"
    invalid = (
        Invalid(
            "The strike ended on Monday.\n\nSEE ALSO: Ferry strike enters second week\n\nBoats left at dawn.",
            ("SEE ALSO: Ferry strike enters second week",),
        ),
        Invalid(
            "The strike ended.\n\n( PHOTOS: Nine days without ferries)\n\nIt was long.",
            ("( PHOTOS: Nine days without ferries)",),
        ),
        Invalid(
            "The strike ended on Monday.\n\nFERRY STRIKE ENTERS ITS SECOND WEEK\n\nBoats left at dawn.",
            ("FERRY STRIKE ENTERS ITS SECOND WEEK",),
        ),
        Invalid(
            "The strike ended.\n\nRead more:\n\nHarbour mayor resigns after nine days\n\nFerry prices rise in spring",
            ("Read more:", "Harbour mayor resigns after nine days", "Ferry prices rise in spring"),
        ),
    )
    valid = (
        Valid("The strike ended on Monday.\n\nWhat happens next\n\nBoats will leave at dawn."),
        Valid("More: that is what the union wanted, and more it got."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for piece in furniture(prose) if prose.field == "text" else ():
            if piece.kind == "related":
                yield self.finding(
                    prose,
                    piece.start,
                    piece.end,
                    "This looks like a link to another story, not part of this one.",
                    severity=Severity.WARNING if piece.certain else Severity.INFO,
                )
