"""The rule `out-of-place-word`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from checker.services.noise.doubts import garbled, out_of_place


class OutOfPlaceWord(Rule):
    """A word that does not belong where it stands.

    What it finds: words that the noise model is nearly sure no writer chose: a synonym in a wrong sense, a wrong form,
    a word of another language, a word beside a gap. Names, numbers, headlines and quotations are left alone. What the
    model is less sure of is a note.

    Why it matters: a wrong word here and there is what spinning and machine translation leave in a text that else reads
    well.

    Example: "The council will nehmen a decision about the new bridge before the summer."
    """

    name = "out-of-place-word"
    category = "noise"
    tier = "noise"
    invalid = (
        Invalid(
            "The council will nehmen a decision about the new bridge before the summer, the mayor told reporters.",
            ("nehmen",),
        ),
        Invalid("The court has rechazado the appeal, so the two men will stay in prison until June.", ("rechazado",)),
    )
    valid = (
        Valid("The council voted on Tuesday to close two of the town's libraries, saying it could not pay for them."),
        Valid("Norway beat Denmark 31-24 in the quarter-final, with Lie scoring nine and Dahl saving 14 shots."),
        Valid("The mayor told reporters that the play, “Wir nehmen Platz”, would open the festival on Friday."),
        Valid("Researchers at the university found that birds sing louder in cities, where traffic drowns them out."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        model = context.services.noise
        judged = model.of(prose)
        broken = model.broken_by(article)
        loud, note = model.thresholds(self.name, broken)
        whole = garbled(prose, judged, model.thresholds("broken-sentence", broken)[0], all_over=bool(broken))
        for doubt in out_of_place(prose, judged, note):
            if any(g.start <= doubt.start < g.end for g in whole):
                continue
            words = prose.text[doubt.start : doubt.end]
            severity = self.severity if doubt.probability >= loud else Severity.INFO
            many = " " in words
            surely = "do not" if many else "does not"
            message = f"The word{'s' * many} “{words}” {surely if severity.loud else 'may not'} belong here."
            yield self.finding(prose, doubt.start, doubt.end, message, severity=severity)
