"""The rule `garbled-sentence`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

_BROKEN = 0.85  # how surely the sentence is broken, for a warning
_DOUBTFUL = 0.5  # for a note
_NEAR = 0.72  # the cosine from which the sibling's sentence says the same
_SURELY_NEAR = 0.8
_CLEAN = 0.5


class GarbledSentence(Rule):
    """A garbled sentence for which another article on the event has a clean one.

    What it finds: a sentence that reads as broken, by the noise model or by the rules for noise, where a sentence of
    another article is very near in meaning and is not broken. That sentence is the evidence, and a replacement that is
    never applied unseen.

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
        from checker.siblings.broken import broken
        from checker.siblings.verdicts import called, quoted

        beside = aligned(article, context)
        sentences = article.body.sentences
        if not beside.counterparts:
            return
        doubts = broken(article, context)
        for number, doubt in enumerate(doubts):
            if doubt < _DOUBTFUL:
                continue
            near = [c for c in beside.of_sentence(number) if c.score >= _NEAR]
            clean = [c for c in near if self._clean(c.sibling, c.other_first, c.other_last, context)]
            if not clean:
                continue
            best = clean[0]
            start, end = sentences[number]
            sure = doubt >= _BROKEN and best.score >= _SURELY_NEAR
            message = f"The sentence is garbled; {called(best.sibling)} says it clearly."
            if not sure:
                message = f"The sentence may be garbled; {called(best.sibling)} has a clear one that is near to it."
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
        from checker.siblings.broken import broken

        return max(broken(sibling, context)[first:last], default=0.0) < _CLEAN
