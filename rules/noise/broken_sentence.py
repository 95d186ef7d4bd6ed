"""The rule `broken-sentence`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from checker.services.noise.doubts import garbled


class BrokenSentence(Rule):
    """A sentence that no writer would have written so.

    What it finds: sentences that the noise model is nearly sure of: word-by-word translation, spun words all over,
    words in an order that English does not have. The stretch from the first broken word to the last is marked. What the
    model is less sure of is a note. In an article that is broken as a whole, less is needed for a warning, and
    quotations are judged like the rest: where the model is nearly sure of it, or where three other rules of noise warn
    (names that stutter, phrases said twice, clauses run together).

    Why it matters: it tells an article that a machine translated or rewrote from one that a person wrote, and the
    reader cannot tell what was meant.

    Example: "By the head of the committee it was yesterday to the journalists the decision communicated."
    """

    name = "broken-sentence"
    category = "noise"
    tier = "noise"
    invalid = (
        Invalid(
            "Salvage crews was look for to a second day in Friday after that one ferry with 40 persons by edge has been"
            " sink.",
            (
                "crews was look for to a second day in Friday after that one ferry with 40 persons by edge has been"
                " sink",
            ),
        ),
        Invalid(
            "Portions in the corporation tumbled after it articulated that trades in the jump had been lower than it"
            " anticipated.",
            ("Portions in the corporation tumbled after it articulated that trades in the jump",),
        ),
    )
    valid = (
        Valid("Rescue teams were searching for a second day on Friday after a ferry with 40 people on board sank."),
        Valid("“We ain't seen nothing like it, not in all my years,” the old fisherman said as he looked out to sea."),
        Valid("The poet, whose first book was turned down by eleven publishers, died at home in Leeds. She was 91."),
        Valid("Rain will spread from the west overnight, with gusts of up to 60 miles an hour on exposed coasts."),
        Valid("Salvage crews was look for to a second day in Friday", title="Crews was look for one ferry in Friday"),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        model = context.services.noise
        broken = model.broken_by(article)
        loud, note = model.thresholds(self.name, broken)
        for doubt in garbled(prose, model.of(prose), note, all_over=bool(broken)):
            severity = self.severity if doubt.probability >= loud else Severity.INFO
            message = "The sentence reads as if a machine had put it together: no writer would have said it so."
            if not severity.loud:
                message = "The sentence reads as if a machine might have put it together."
            yield self.finding(prose, doubt.start, doubt.end, message, severity=severity)
