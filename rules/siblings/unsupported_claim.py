"""The rule `unsupported-claim`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

_SIBLINGS = 3
_FAR = 0.5  # the cosine below which no sentence of a sibling comes near
_COVERS = 0.7  # the cosine of a sentence that shows that the article is on the event
_FEWEST = 8  # words


class UnsupportedClaim(Rule):
    """A sentence with a number or a name to which no other article on the event has anything near.

    What it finds: where three or more other articles cover the event, a sentence that gives a number or names somebody
    and has no near sentence in any of them. It is a note: an article may well know more than the others.

    Why it matters: what one article alone claims needs a second source.

    Example: "The factory had been sold to Delmar Partners in secret" where three other articles have nothing of it.
    """

    name = "unsupported-claim"
    category = "siblings"
    tier = "siblings"
    severity = Severity.INFO
    invalid = (
        Invalid(
            "The dam broke on Monday after a week of rain. Rodrigo Campos had bought a share of 30 percent in a brewery"
            " from his uncle.",
            ("Rodrigo Campos had bought a share of 30 percent in a brewery from his uncle.",),
            siblings=(
                "A week of rain broke the dam on Monday.",
                "On Monday the dam gave way after days of rain.",
                "After a week of rain the dam broke.",
            ),
        ),
        Invalid(
            "The orchestra of Lucerne will play on the lake in August. Its cellist Nadia Ferrand once owned a bakery in"
            " Montreal with four ovens.",
            ("Its cellist Nadia Ferrand once owned a bakery in Montreal with four ovens.",),
            siblings=(
                "In August the orchestra of Lucerne will play on the lake.",
                "The Lucerne orchestra is to play on the lake in August.",
                "On the lake the orchestra of Lucerne will play in August.",
            ),
        ),
    )
    valid = (
        Valid(
            "The dam broke on Monday after a week of rain. Rodrigo Campos had bought a brewery from his uncle.",
            siblings=("A week of rain broke the dam on Monday.",),
        ),
        Valid(
            "The dam broke on Monday after a week of rain.",
            siblings=(
                "A week of rain broke the dam on Monday.",
                "On Monday the dam gave way after days of rain.",
                "After a week of rain the dam broke.",
            ),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        if len(context.siblings) < _SIBLINGS:
            return
        from checker.siblings.aligned import aligned

        beside, body = aligned(article, context), article.body
        covering = {c.sibling.id for c in beside.counterparts if c.score >= _COVERS}
        if len(covering) < _SIBLINGS:
            return
        facts = [*(n.start for n in body.names), *(q.start for q in body.quantities)]
        for number, (start, end) in enumerate(body.sentences):
            first, last = body.sentence_words[number]
            near = beside.of_sentence(number)
            if last - first < _FEWEST or (near and near[0].score >= _FAR):
                continue
            told = any(start <= at < end for at in facts)
            if told:
                message = f"None of the {len(context.siblings)} other articles on the event has anything near this."
                yield self.finding(body, start, end, message)
