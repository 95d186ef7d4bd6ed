"""The rule `opposite-word`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class OppositeWord(Rule):
    """A word in whose place another article on the event has its opposite.

    What it finds: in a sentence that another article has in other words, “rose” for “fell”, “approved” for “rejected”,
    “former” for “current”, and “more”, “before” or “above” where that one has “less”, “after” or “below” of the same
    thing. What is the opposite of what comes from a dictionary and from a list of our own.

    Why it matters: a wrong turn of one word turns the news around, and the sentence reads as well as before.

    Example: "Exports rose last year" where another article has "Exports fell last year".
    """

    name = "opposite-word"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "Exports of cheese to Norway rose sharply last year, the office said.",
            ("rose",),
            siblings=("The office said exports of cheese to Norway fell sharply last year.",),
        ),
        Invalid(
            "The council has approved the plan for a new stadium.",
            ("approved",),
            siblings=("The plan for a new stadium has been rejected by the council.",),
        ),
        Invalid(
            "The office said that less than 12,000 people visited the castle last year.",
            ("less",),
            siblings=("More than 12,000 people visited the castle last year, the office said.",),
        ),
    )
    valid = (
        Valid(
            "Prices rose in spring and fell in autumn.",
            siblings=("In spring prices rose; in autumn they fell.",),
        ),
        Valid(
            "The council did not approve the plan for a new stadium.",
            siblings=("The plan for a new stadium was rejected by the council.",),
        ),
        Valid(
            "The harbour board of Almsund met before Halmstad voted on the new ferry line.",
            siblings=("Halmstad voted on the new ferry line, and the harbour board of Almsund met soon after.",),
        ),
        Valid(
            "More than 300 boats lay in the harbour of Almsund on Sunday, the pilots said.",
            siblings=("No less than 300 boats lay in the harbour of Almsund on Sunday, the pilots said.",),
        ),
        Valid(
            "The captain said he would not leave the harbour before the storm in the north.",
            siblings=("The captain said he would not leave the harbour until after the storm in the north.",),
        ),
        Valid(
            "Brandt, who is more experienced than Quintero, won the chess match in Lodz.",
            siblings=("Brandt won the chess match in Lodz; Quintero is less experienced.",),
        ),
        Valid(
            "A crossing takes more than 3 hours and costs less than 3 crowns in winter.",
            siblings=("In winter a crossing costs less than 3 crowns and takes more than 3 hours.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.aligned import aligned
        from checker.siblings.verdicts import verdicts

        for v in verdicts(aligned(article, context), "opposite"):
            message = f"The article says “{v.text}” where {v.others} has its opposite, “{v.other}”."
            yield self.finding(article.body, v.start, v.end, message, evidence=v.evidence, severity=v.severity)
