"""The rule `name-spelling-differs`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.rule import Context, Invalid, Options, Rule, Valid

_MOST_EVIDENCE = 3
_OFTEN = 16  # articles of a corpus of news


class SpellingOptions(Options, frozen=True):
    """`house` holds the spellings that the house has chosen; its choice decides."""

    house: tuple[str, ...] = ()


class NameSpellingDiffers(Rule):
    """The name of a person that other articles on the event spell otherwise.

    What it finds: “Zelensky” in an article whose siblings write “Zelenskyy”, “Sergei Lavrov” where another one has
    “Sergey Lavrov”. One finding an article, with how often the articles write the one and the other. It is a warning
    where at least two other articles have the other spelling and it stands more often in all of them together, or where
    the house has chosen it; else it is a note. An article that mixes both is told so by name-variant.

    Why it matters: a reader who comes from another article searches for the name in vain; a newsroom has one
    way to write it.

    Example: "Sergei Lavrov left the talks" where two other articles have "Sergey Lavrov".

    Options: house – the spellings that the house has chosen, as ["Zelenskyy", "Kyiv"].
    """

    name = "name-spelling-differs"
    category = "siblings"
    tier = "siblings"
    options = SpellingOptions
    invalid = (
        Invalid(
            "Foreign Minister Sergei Ivanchenko left the talks early.",
            ("Sergei",),
            "Sergey",
            siblings=(
                "The talks ended without Sergey Ivanchenko. Sergey Ivanchenko had left them early.",
                "Sergey Ivanchenko, the foreign minister, went home before the talks were over.",
            ),
        ),
        Invalid(
            "President Olena Brodsky will sign the treaty in May.",
            ("Brodsky",),
            "Brodskyy",
            siblings=("Olena Brodskyy is to sign the treaty in May. Brodskyy has said so before.",),
            options=SpellingOptions(house=("Brodskyy",)),
        ),
    )
    valid = (
        Valid(
            "President Olena Brodsky will sign the treaty in May.",
            siblings=("Olena Brodskyy is to sign the treaty in May. Brodskyy has said so before.",),
            options=SpellingOptions(house=("Brodsky",)),
        ),
        Valid(
            "The envoy of Saudi Arabia went home.",
            siblings=("In Saudia Arabia the envoy was received by the king.",),
        ),
        Valid(
            "Nora Lindqvist won the Golden Harbor Award.",
            siblings=("The Golden Harbor Awards went to Nora Lindqvist.", "Golden Harbor Awards for Nora Lindqvist."),
        ),
        Valid(
            "We saw Maria Oliveira at the opening.",
            siblings=("Mario Oliveira and his sister were at the opening.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.spellings import other_spellings

        assert isinstance(context.options, SpellingOptions)
        house = context.options.house
        for o in other_spellings(article, context.siblings):
            if o.ours in house or o.ours.lower() in context.accepted:
                continue
            if o.theirs not in house and (o.many < o.few or (o.many == o.few and _better_known(o.ours, o.theirs))):
                continue
            sure = o.theirs in house or (o.many > o.few and o.articles > 1)
            message = (
                f"The article writes “{o.ours}”; other articles on the event write “{o.theirs}”"
                f" ({o.many} {'mention' if o.many == 1 else 'mentions'} there, {o.here} here)."
            )
            yield self.finding(
                article.body,
                o.start,
                o.end,
                message,
                replace=o.theirs,
                evidence=list(_evidence(context.siblings, o.theirs))[:_MOST_EVIDENCE],
                severity=None if sure else Severity.INFO,
            )


def _better_known(ours: str, theirs: str) -> bool:
    """Whether news has written the one spelling often and the other hardly ever."""
    from checker.matching.common_names import articles_with
    from checker.matching.folding import fold

    return articles_with(fold(ours)) >= _OFTEN and not articles_with(fold(theirs))


def _evidence(siblings: tuple[Article, ...], word: str) -> Iterator[Evidence]:
    """Where siblings write a name so, once each."""
    for sibling in siblings:
        for name in sibling.body.names:
            if word in name.parts:
                yield Evidence(sibling.id, name.start, name.end, name.text, "the spelling of another article")
                break
