"""Copyright lines."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture


class CopyrightNotice(Rule):
    """A copyright or reprint notice left in the text.

    What it finds:
        Lines such as “Copyright © 2024 The Harbour News”, “All rights reserved”, “Reprinted with permission” and “This
        article was originally published in …”. At the foot of the page they are notes.

    Why it matters:
        The notice of another outlet says that the story was copied from it.

    Example:
        “© 2024 Harbour News Ltd. All rights reserved.” at the foot of a story.
    """

    name = "copyright-notice"
    category = "residue"
    severity = Severity.INFO
    invalid = (
        Invalid("The strike ended.\n\nCopyright © 2024 The Harbour News", ("Copyright © 2024 The Harbour News",)),
        Invalid(
            "The strike ended.\n\nHarbour News Ltd. All rights reserved.", ("Harbour News Ltd. All rights reserved.",)
        ),
        Invalid("The strike ended.\n\n© 2023 Harbour News Ltd.", ("© 2023 Harbour News Ltd.",)),
    )
    valid = (
        Valid("Copyright law was last changed in 1988."),
        Valid("He holds the copyright and has no plans to sell it."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for piece in furniture(prose) if prose.field == "text" else ():
            if piece.kind == "copyright":
                message = "This is a copyright notice of the page, not part of the story."
                yield self.finding(prose, piece.start, piece.end, message)
