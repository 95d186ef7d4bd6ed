"""The rule `broken-article`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from checker.signs import signs

_EVEN = 0.5
_SHOWN = 5


class BrokenArticle(Rule):
    """An article that is broken as a whole.

    What it finds: an article that a machine translated or rewrote throughout, as far as the noise model can tell from
    all its sentences together, or in which three rules of noise or more have found signs of it (names that stutter,
    phrases said twice, clauses run together). The note stands at the first sentence and quotes the signs.

    Why it matters: its grade is low for that reason, though there may be no single place that can be named; to mend
    such a text sentence by sentence is seldom worth the while.

    Example: "Salvage crews was look for to a second day in Friday. One ferry with 40 persons by edge has been sink."
    """

    name = "broken-article"
    category = "noise"
    severity = Severity.INFO
    tier = "noise"
    of_whole = True
    invalid = (
        Invalid(
            "Salvage crews was look for to a second day in Friday after that one ferry with 40 persons by edge has been"
            " sink. The speaker of the coast defend articulated that 12 human beings was pull out of the drink living."
            " Kinfolk of them lacking has assemble in the haven for to stand by tidings. The reason by the sinking"
            " remain not clear, nevertheless the climate was of the bad ones while the ship exit the dock. A government"
            " minister have guarantee that it will go to be a probe and that those culpable goes to be punish. Portions"
            " in the corporation tumbled after it articulated that trades in the jump had been lower than it expect.",
            (
                "Salvage crews was look for to a second day in Friday after that one ferry with 40 persons by edge has"
                " been sink.",
            ),
        ),
        Invalid(
            "The envoy met Anna Berg President Anna Berg in Rome on Monday. The plan was dropped, two officials said,"
            " two officials said. The council was asked for a new bridge last year The mayor said it was too dear.",
            ("The envoy met Anna Berg President Anna Berg in Rome on Monday.",),
        ),
    )
    valid = (
        Valid(
            "Rescue teams were searching for a second day on Friday after a ferry with 40 people on board sank. The"
            " coast guard said that 12 people had been pulled from the water alive. Relatives of the missing gathered"
            " at the port to wait for news. It was not clear why the ship went down, but the weather was bad when it"
            " left the harbour. A minister promised an inquiry and said that anyone found to be at fault would be"
            " punished. Shares in the company fell after it said that sales in the spring were lower than expected."
        ),
        Valid("Salvage crews was look for to a second day in Friday after that one ferry by edge has been sink."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        model, prose = context.services.noise, article.body
        if not prose.sentences:
            return
        likely = model.article(prose).broken
        by_signs = model.broken_by(article) == "signs"
        if likely < _EVEN and not by_signs:
            return
        found = signs(article) if by_signs else []
        if found:
            why = f"signs of it: {', '.join(sorted({sign.rule for sign in found}))}"
        else:
            why = f"{min(99, int(100 * likely))} % likely"
        message = f"The article as a whole reads as broken, as if a machine had translated or rewritten it ({why})."
        evidence = (
            Evidence(article.id, sign.start, sign.end, prose.text[sign.start : sign.end], f"A sign: {sign.rule}.")
            for sign in found[:_SHOWN]
        )
        start, end = prose.sentences[0]
        yield self.finding(prose, start, end, message, evidence=evidence)
