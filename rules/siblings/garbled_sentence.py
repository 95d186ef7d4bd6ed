"""The rule `garbled-sentence`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

_NEAR = 0.78  # the cosine from which the sibling's sentence says the same
_SURELY_NEAR = 0.85


class GarbledSentence(Rule):
    """A garbled sentence for which another article on the event has a clean one.

    What it finds: a sentence that reads as broken, by the noise model or by the rules for noise, where a sentence of
    another article is very near in meaning and is not broken. That sentence is the evidence, and a replacement that is
    never applied unseen. Where many sentences of an article are broken, its others are shown beside their counterparts,
    too, as notes.

    Why it matters: what a machine garbled can rarely be repaired from the sentence itself; the other article tells what
    was meant.

    Example: "The minister the minister's will visit of the dam in June in June" where another article has "The
    minister will visit the dam in June".
    """

    name = "garbled-sentence"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "The talks between the farmers and the ministry ended late. The farmers told reporters, the farmers told"
            " reporters that the ministry will pay for the lost harvest.",
            (
                "The farmers told reporters, the farmers told reporters that the ministry will pay for the lost"
                " harvest.",
            ),
            siblings=("The farmers told reporters that the ministry would pay for the lost harvest.",),
        ),
        Invalid(
            "The mayor the mayor’s wants to open the old bridge to walkers in the spring, the mayor wants to open.",
            ("The mayor the mayor’s wants to open the old bridge to walkers in the spring, the mayor wants to open.",),
            siblings=("The mayor wants to open the old bridge to walkers in the spring.",),
        ),
    )
    valid = (
        Valid(
            "The farmers told reporters that the ministry will pay for the lost harvest.",
            siblings=("The ministry will pay for the lost harvest, the farmers said to reporters.",),
        ),
        Valid(
            "The farmers told reporters, the farmers told reporters that the ministry will pay.",
            siblings=("The weather will be fine at the weekend.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.aligned import aligned
        from checker.siblings.broken import Doubt, broken
        from checker.siblings.verdicts import called, quoted

        beside = aligned(article, context)
        sentences = article.body.sentences
        if not beside.counterparts:
            return
        doubts, throughout = broken(article, context)
        for number, doubt in enumerate(doubts):
            if doubt < Doubt.LIKELY and not throughout:
                continue
            near = [c for c in beside.of_sentence(number) if c.score >= _NEAR]
            clean = [c for c in near if self._clean(c.sibling, c.other_first, c.other_last, context)]
            if not clean:
                continue
            best = clean[0]
            start, end = sentences[number]
            sure = doubt is Doubt.SURE and best.score >= _SURELY_NEAR
            name = called(best.sibling)
            if sure:
                message = f"The sentence is garbled; {name} says it clearly."
            elif doubt >= Doubt.LIKELY:
                message = f"The sentence may be garbled; {name} has a clear one that is near to it."
            else:
                message = f"The article is garbled in many places; {name} says this in other words."
            yield self.finding(
                article.body,
                start,
                end,
                message,
                replace=" ".join(best.text.split()),
                evidence=[quoted(c, f"how {called(c.sibling)} says it") for c in clean[:2]],
                severity=None if sure else Severity.INFO,
            )

    def _clean(self, sibling: Article, first: int, last: int, context: Context) -> bool:
        from checker.siblings.broken import Doubt, broken

        doubts, throughout = broken(sibling, context)
        return not throughout and max(doubts[first:last], default=Doubt.NONE) is Doubt.NONE
