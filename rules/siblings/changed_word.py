"""The rule `changed-word`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class ChangedWord(Rule):
    """A word that a copy of the article has otherwise.

    What it finds: where another article is a copy of this one, sentence by sentence, words that stand in the place of
    other words: what an editor corrected in one of the two, or a spinner exchanged. Forms of the same word and synonyms
    are no difference. In articles that tell the story in words of their own nothing is found.

    Why it matters: of two versions of one story one is the corrected one.

    Example: "The ore holds gold, silver and zinc" in a copy that has "The ore holds gold, silver and lead".
    """

    name = "changed-word"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "The mine opened two years ago in the hills behind the town. Its owner said that the ore holds gold, silver"
            " and zinc. About ninety people work there in three shifts.",
            ("zinc",),
            "lead",
            siblings=(
                "The mine opened two years ago in the hills behind the town. Its owner said that the ore holds gold,"
                " silver and lead. About ninety people work there in three shifts.",
            ),
        ),
        Invalid(
            "The ferry leaves the island at dawn and carries the mail of six villages. Its engine was built in Genoa a"
            " century ago. The captain knows every rock of the coast.",
            ("mail",),
            "milk",
            siblings=(
                "The ferry leaves the island at dawn and carries the milk of six villages. Its engine was built in"
                " Genoa a century ago. The captain knows every rock of the coast.",
            ),
        ),
    )
    valid = (
        Valid(
            "The mine opened two years ago in the hills behind the town. Its boss said that the ore holds gold, silver"
            " and zinc.",
            siblings=("In the hills behind the town a mine was opened. Its ore holds gold, silver and lead.",),
        ),
        Valid(
            "The mine opened two years ago in the hills behind the town. Its owner said that the ore holds gold.",
            siblings=(
                "The mine opened two years ago in the hills behind the town. Its owners say that the ore holds gold.",
            ),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.aligned import aligned
        from checker.siblings.verdicts import verdicts

        for v in verdicts(aligned(article, context), "word"):
            message = f"The article says “{v.text}” where a copy of it, {v.others}, has “{v.other}”."
            yield self.finding(
                article.body, v.start, v.end, message, replace=v.other, evidence=v.evidence, severity=v.severity
            )
