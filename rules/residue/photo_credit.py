"""Credits and captions of pictures that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.furniture import furniture, last_of_story
from rules.residue.glued import glued_furniture

# A line that is no longer is the name of a photographer and an agency, with no caption.
_CREDIT_ALONE = 60


class PhotoCredit(Rule):
    """The credit or caption of a picture among the text.

    What it finds:
        “Image copyright … Image caption …”, “(AP Photo/Ann Lee)”, “Photo: Ann Lee/Reuters”, “FILE PHOTO: …” and lines
        that are only the name of a photographer and an agency. A line that ends in a credit is the caption as a whole.
        Credits alone, and those at the foot of the page, are notes.

    Why it matters:
        Without its picture a caption interrupts the story and repeats it.

    Example:
        “A ferry leaves the harbour. (AP Photo/Ann Lee)” on a line of its own is the caption of a picture.
    """

    name = "photo-credit"
    category = "residue"
    invalid = (
        Invalid(
            "A ferry leaves the harbour at dawn. (AP Photo/Ann Lee)\n\nThe strike ended on Monday after nine days.",
            ("A ferry leaves the harbour at dawn. (AP Photo/Ann Lee)",),
        ),
        Invalid(
            "Image copyright Getty Images Image caption The harbour was closed for nine days\n\nThe strike ended.",
            ("Image copyright Getty Images Image caption The harbour was closed for nine days",),
        ),
        Invalid("The strike ended on Monday.\n\nPhoto: Ann Lee/Reuters", ("Photo: Ann Lee/Reuters",)),
        Invalid(
            "Ferries leave. Ann Lee/AFP via Getty Images\n\nIt ended.", ("Ferries leave. Ann Lee/AFP via Getty Images",)
        ),
        Invalid(
            "FILE PHOTO: A ferry leaves the harbour.\n\nThe strike ended on Monday.",
            ("FILE PHOTO: A ferry leaves the harbour.",),
        ),
    )
    valid = (
        Valid("The photo, taken by a tourist, shows a ferry on its side."),
        Valid("He told Reuters that the photograph was real. The agency checked it with two experts."),
        Valid("Getty Images sued the maker of the program on Tuesday."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title":
            return
        message = "This is the caption or credit of a picture, not part of the story."
        credits = [f for f in furniture(prose) if f.kind == "credit"]
        foot = last_of_story(prose) if credits else 0
        for piece in credits:
            alone = piece.end - piece.start <= _CREDIT_ALONE
            severity = Severity.WARNING if piece.certain and piece.start < foot and not alone else Severity.INFO
            yield self.finding(prose, piece.start, piece.end, message, severity=severity)
        for start, end, kind in glued_furniture(prose):
            if kind == "credit":
                yield self.finding(prose, start, end, message)
