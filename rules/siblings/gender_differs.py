"""The rule `gender-differs`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class GenderDiffers(Rule):
    """A “he” or “her” for someone who is of the other gender in another article on the event.

    What it finds: in a sentence that another article has in other words, a pronoun or a word such as “spokesman” or
    “wife” of one gender, where the other article has only such words of the other; and “his” where it has “her” before
    the same thing.

    Why it matters: translation from a language without gendered pronouns guesses them, and guesses wrong.

    Example: "The mayor opened his office" where another article has "The mayor opened her office".
    """

    name = "gender-differs"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "The mayor of Tarnow said he would open the archive to the public.",
            ("he",),
            siblings=("She would open the archive to the public, the mayor of Tarnow said.",),
        ),
        Invalid(
            "A spokesman for the hospital declined to comment on the strike.",
            ("spokesman",),
            siblings=("A spokeswoman for the hospital declined to comment on the strike.",),
        ),
        Invalid(
            "She told the court that his father had sold the farm.",
            ("his",),
            siblings=("She told the court that her father had sold the farm.",),
        ),
    )
    valid = (
        Valid(
            "The mayor of Tarnow said he would open the archive with his wife.",
            siblings=("With his wife he will open the archive, the mayor of Tarnow said.",),
        ),
        Valid(
            "The doctor said she had seen the boy and his mother.",
            siblings=("The mother and her boy were seen by the doctor.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.aligned import aligned
        from checker.siblings.verdicts import verdicts

        for v in verdicts(aligned(article, context), "gender"):
            message = f"The article says “{v.text}” where {v.others} has “{v.other}”."
            yield self.finding(article.body, v.start, v.end, message, evidence=v.evidence, severity=v.severity)
