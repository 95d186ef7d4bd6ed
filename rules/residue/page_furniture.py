"""The page talking round its article."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture
from rules.residue.glued import glued_furniture

_SAYS = {
    "advertisement": "This is the label of an advertisement, not part of the story.",
    "continuation": "This line steers the reader of a page, not of the story.",
    "promotion": "This line asks the reader to sign up, follow, share or write; it belongs to the page.",
    "button": "This is a button of the page, not part of the story.",
    "heading": "This is a heading of the page, not part of the story.",
}


class PageFurniture(Rule):
    """Labels, buttons and appeals of the page that were taken for text.

    What it finds:
        Lines such as “ADVERTISEMENT”, “Story continued below”, “Sign up for our newsletter”, “Share this article”,
        “Most popular” and “Click here to get the app”; also inside a paragraph where the label of an advertisement or
        “Story continues below” was glued to a sentence. Lines that only look like it are reported as `info`.

    Why it matters:
        They show that nobody read the story after a program took it off a page.

    Example:
        “The vote is due on Friday. ADVERTISEMENT Ministers met twice.” has the label of an advertisement in it.
    """

    name = "page-furniture"
    category = "residue"
    invalid = (
        Invalid("The harbour reopened at dawn.\n\nADVERTISEMENT\n\nFerries left an hour later.", ("ADVERTISEMENT",)),
        Invalid(
            "The harbour reopened at dawn.\n\nStory continued below\n\nFerries left later.", ("Story continued below",)
        ),
        Invalid(
            "The mayor resigned.\n\nSign up for our daily newsletter and never miss a vote.",
            ("Sign up for our daily newsletter and never miss a vote.",),
        ),
        Invalid("Share Tweet Email\n\nThe mayor resigned on Monday.", ("Share Tweet Email",)),
        Invalid("The mayor resigned on Monday.\n\nFollow @harbournews", ("Follow @harbournews",)),
        Invalid(
            "The mayor resigned. Story continues below advertisement Her deputy takes over.",
            ("Story continues below advertisement",),
        ),
        Invalid("The vote is due on Friday. ADVERTISEMENT Ministers met twice.", ("ADVERTISEMENT",)),
    )
    valid = (
        Valid("The advertisement ran for two weeks before the regulator stepped in."),
        Valid("The story continues below the surface, divers said on Monday."),
        Valid("“Sign up for the newsletter,” he told the crowd, and some of them did."),
        Valid("Follow the money, investigators were told, and they did so for three years."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title":
            return
        for piece in furniture(prose):
            if piece.kind in _SAYS:
                severity = Severity.WARNING if piece.certain else Severity.INFO
                yield self.finding(prose, piece.start, piece.end, _SAYS[piece.kind], severity=severity)
        for start, end, kind in glued_furniture(prose):
            if kind in _SAYS:
                yield self.finding(prose, start, end, _SAYS[kind])
