"""The rule `quantity-differs`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class QuantityDiffers(Rule):
    """A number that another article on the event gives otherwise.

    What it finds: in a sentence that another article has in other words, a number, an amount, a percentage, a date or a
    time that differs there. Rounded numbers, numbers in words, other units and amounts in another currency are no
    difference. Where as many articles agree as differ, it is a note. In a text that sums up a longer one, also a
    number that the longer one has nowhere.

    Why it matters: numbers are what a translator, a spinner and a tired hand get wrong most often, and nothing in the
    article itself shows it.

    Example: "The fire killed 36 people" where another article has "Thirty-nine people died in the fire".
    """

    name = "quantity-differs"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "The blaze at the garment factory killed 36 people, the ministry said.",
            ("36",),
            siblings=("The ministry said that thirty-nine people were killed in the blaze at the garment factory.",),
        ),
        Invalid(
            "Aluminum imports have dipped threefold since the sanctions were imposed.",
            ("threefold",),
            siblings=("Since the sanctions were imposed, imports of aluminum have dipped by 30 percent.",),
        ),
        Invalid(
            "The strike at the port began on 14 March and closed all nine docks.",
            ("14",),
            siblings=("The port strike, which closed all nine docks, began on March 24.",),
        ),
        Invalid(
            "Turnout rose by 4 percentage points to 61 percent.",
            ("4 percentage points",),
            siblings=("Turnout rose by 7 percentage points to 61 percent.",),
        ),
    )
    valid = (
        Valid(
            "The company will close 12 of its plants and cut about 2,000 jobs.",
            siblings=("Twelve plants will be closed by the company, which will cut 1,980 jobs.",),
        ),
        Valid(
            "The town of 3.7 million people lies 50 miles from the border.",
            siblings=("The town, which has 3,712,000 people, lies 80 kilometers from the border.",),
        ),
        Valid(
            "The meeting began at 9:30 p.m. on Tuesday.",
            siblings=("It was on Tuesday at 21:30 that the meeting began.",),
        ),
        Valid(
            "The bridge cost $40 million and opened in 2004.",
            siblings=("The bridge, which opened in 2004, cost 31 million euros.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.aligned import aligned
        from checker.siblings.verdicts import verdicts

        for v in verdicts(aligned(article, context), "quantity"):
            message = f"The article says “{v.text}” where {v.others} has “{v.other}”."
            if not v.other:
                message = f"“{v.text}” is nowhere in {v.others}, which tells the rest of the sentence."
            yield self.finding(
                article.body, v.start, v.end, message, replace=v.other or None, evidence=v.evidence, severity=v.severity
            )
