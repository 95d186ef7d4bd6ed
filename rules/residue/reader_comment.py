"""Readers' comments and lists of teasers."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture


class ReaderComment(Rule):
    """A thread of readers' comments, or a list of entries with dates, among the text.

    What it finds:
        The lines between stamps that come again and again: a date with its hour, “2 days ago”, “Rating: 7 votes”. Three
        stamps or more make a thread, if names, headlines or buttons stand next to them; the entries of a live report
        or a chronicle are left alone.

    Why it matters:
        What readers wrote under a story is not the story, and nobody has edited it.

    Example:
        “Ann says:”, “May 3, 2024 at 8:45 am”, “About time!” three times over.
    """

    name = "reader-comment"
    category = "residue"
    severity = Severity.INFO
    invalid = (
        Invalid(
            "The strike ended on Monday after nine days of talks.\n"
            "ferryfan\nMay 3, 2024 at 8:45 am\nAbout time, they had nothing left to say.\n"
            "oldsalt\nMay 3, 2024 at 9:02 am\nTell that to the crews.\n"
            "harbourcat\nMay 3, 2024 at 9:30 am\nI walked for nine days.",
            (
                "ferryfan",
                "About time, they had nothing left to say.",
                "oldsalt",
                "Tell that to the crews.",
                "harbourcat",
                "I walked for nine days.",
            ),
        ),
        Invalid(
            "The strike ended on Monday after nine days of talks.\nGood riddance.\nRating: 12 Votes\n2 hours ago\nI "
            "missed my train.\nRating: 9 Votes\n2 hours ago\nMe too!\nRating: 7 Votes\n1 hour ago",
            (
                "Good riddance.",
                "Rating: 12 Votes",
                "I missed my train.",
                "Rating: 9 Votes",
                "Me too!",
                "Rating: 7 Votes",
            ),
        ),
    )
    valid = (
        Valid("The crews met.\n\nMonday, May 6\n\nThey met again.\n\nThe talks ended with a handshake at noon."),
        Valid(
            "The crews met.\n\nMay 3, 2024, 8:45 a.m.\n\nA first ferry left the harbour.\n\nMay 4, 2024, 9:15 a.m.\n\n"
            "A second one left.\n\nMay 5, 2024, 9:30 a.m.\n\nThe strike was over."
        ),
        Valid(
            "The fares rose.\n\nIn favour\n\nJan.: 61%\n\nFeb.: 55%\n\nMarch: 48%\n\nApril: 50%\n\nThe crews cheered."
        ),
        Valid("The mayor says:\n\n“We will not pay.”\n\nThe union says:\n\n“You will.”\n\nThat was on Monday."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for piece in furniture(prose) if prose.field == "text" else ():
            if piece.kind == "comment":
                yield self.finding(prose, piece.start, piece.end, "This looks like a reader's comment under the story.")
