"""The rule `unpaired-quotation-mark`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid


class UnpairedQuotationMark(Rule):
    """A quotation that is opened and never closed, or closed and never opened.

    What it finds: a mark without its partner, and a closing mark that opens. A quotation left open at the end of a
    paragraph is right when the next paragraph opens with a mark. Apostrophes, inches and single marks are not counted.
    A mark in the middle of a sentence that opens and closes nothing is a warning; one that is only missing where a
    speech begins or ends is a note.

    Why it matters: the reader cannot tell whose words these are.

    Example: 'The report” of the commission was late.'
    """

    name = "unpaired-quotation-mark"
    category = "punctuation"
    invalid = (
        Invalid("The report” of the commission was late.", ("”",)),
        Invalid('"We will go, he said.', ('"We',)),
        Invalid('They met the owners" lawyer on Monday.', ('"',)),
        Invalid('We will go," he said.', ('"',)),
        Invalid('She spoke. "No." ”We will go," he said.', ("”",), "“"),
        Invalid('"We will go, he said. "We will come back," she added.', ('"We',)),
    )
    valid = (
        Valid("“We will go.\n\n“We will come back,” he said."),
        Valid('The union said: "The talks failed. "The crews will not sail. "The strike goes on."'),
        Valid("“We will go.\n\nFERRY STRIKE ENTERS ITS SECOND WEEK IN THE HARBOUR\n\n“We will come back,” he said."),
        Valid('Such strikes are rare."[A] strike is a strike," he wrote.'),
        Valid('He is 6\'2" tall and owns a 24" screen.'),
        Valid("The workers’ rights, the ’90s and rock ’n’ roll."),
        Valid("“He said ‘no’,” she told us."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        quotations, unopened = prose.quoting
        for at in unopened:
            message = f"The mark “{text[at]}” closes a quotation that nothing opened."
            inside = (
                at > 0 and text[at - 1].islower() and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
            )
            yield self.finding(prose, at, at + 1, message, severity=None if inside else Severity.INFO)
        turned = "“" in text or '"' in text  # else the house writes ”so”
        for quotation in quotations:
            if turned and quotation.mark == "”" and quotation.ending == "closed":
                message = "The mark “”” opens a quotation here, but it is the one that closes."
                start = quotation.start
                yield self.finding(prose, start, start + 1, message, replace="“", severity=Severity.INFO)
            if quotation.ending != "unclosed":
                continue
            start = quotation.start
            end = start + 1
            while end < min(quotation.end, start + 40) and not text[end].isspace():
                end += 1
            message = "The quotation that begins here is never closed."
            yield self.finding(prose, start, end, message, severity=Severity.INFO)
