"""Lines that are no prose of any kind."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture


class StrayLine(Rule):
    """A line that is no prose: an address, a label, a number of the system behind the page, a notice.

    What it finds:
        Lines that are only an address on the web, a tag in square brackets, a list of topics, or a long number; a
        headline over a date or a byline, unless it is the story's title; and lines worded as what pages repeat, as a
        model learned it from lines that stand under many articles.

    Why it matters:
        It means nothing to the reader.

    Example:
        “[pullquote]” on a line of its own.
    """

    name = "stray-line"
    category = "residue"
    severity = Severity.INFO
    invalid = (
        Invalid("The strike ended.\n\n[pullquote]\n\nBoats left at dawn.", ("[pullquote]",)),
        Invalid("The strike ended.\n\nTags: ferries, strikes, harbour", ("Tags: ferries, strikes, harbour",)),
        Invalid(
            "Ferry Strike Ends After Nine Days\n\nUpdated May 3, 2024\n\nThe strike ended.\n\nBoats left at dawn.",
            ("Ferry Strike Ends After Nine Days",),
        ),
        Invalid("The strike ended.\n\n190901051603411\n\nBoats left at dawn.", ("190901051603411",)),
    )
    valid = (
        Valid("The strike ended.\n\n[The union] said so, and the crews believed it, at least on the first day."),
        Valid(
            "Ferry Strike Ends After Nine Days\n\nUpdated May 3, 2024\n\nThe strike ended.\n\nBoats left at dawn.",
            title="Ferry strike ends after nine days",
        ),
        Valid("The strike ended.\n\n1. Ferries\n\nBoats left at dawn."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for piece in furniture(prose) if prose.field == "text" else ():
            if piece.kind == "stray" and not _says_the_same(prose.text[piece.start : piece.end], article.title):
                yield self.finding(prose, piece.start, piece.end, "This line is no part of the prose.")


def _says_the_same(line: str, title: str) -> bool:
    """Whether a line is the story's own headline, whatever its capitals and marks."""
    return bool(title) and _letters(line) in _letters(title)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
