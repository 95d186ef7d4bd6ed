"""The rule `denial-differs`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class DenialDiffers(Rule):
    """A sentence that denies what another article on the event says, or says what that one denies.

    What it finds: a “not”, “never” or “no” in a sentence that another article has in other words without any denial,
    or the other way round. A denial in other words (“failed to”, “refused”, “unable”) is no difference.

    Why it matters: a lost or an added “not” turns the news into its opposite.

    Example: "The court did not lift the ban" where another article has "The court lifted the ban".
    """

    name = "denial-differs"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "The court did not lift the ban on night flights, a spokeswoman said.",
            ("not lift",),
            siblings=("The ban on night flights was lifted by the court, a spokeswoman said.",),
        ),
        Invalid(
            "The union accepted the new contract after a week of talks.",
            ("accepted",),
            siblings=("After a week of talks the union has not accepted the new contract.",),
        ),
    )
    valid = (
        Valid(
            "The rescuers could not reach the cabin before dark.",
            siblings=("The rescuers were unable to reach the cabin before dark.",),
        ),
        Valid(
            "Not only the teachers but also the drivers joined the march.",
            siblings=("The teachers and the drivers joined the march.",),
        ),
        Valid(
            "The minister did not deny that the letter was real.",
            siblings=("The minister did not dispute that the letter was real.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.aligned import aligned
        from checker.siblings.verdicts import verdicts

        for v in verdicts(aligned(article, context), "negation"):
            message = f"The article says “{v.text}” where {v.others} says the opposite."
            if v.other:
                message = f"The article says “{v.text}” where {v.others} has “{v.other}”."
            yield self.finding(article.body, v.start, v.end, message, evidence=v.evidence, severity=v.severity)
