"""The rule `name-variant`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.accepted import accepts_name
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Evidence, Finding
from checker.rule import Context, Invalid, Rule, Valid

if TYPE_CHECKING:
    from checker.matching.variants import Variant

# So many mentions of the rarer spelling are marked one by one; of more, the first.
_FEW = 3


class NameVariant(Rule):
    """A name that the article spells in two ways.

    What it finds: two near spellings of one name in one article, such as “Zelensky” and “Zelenskyy”, or “Aleksei
    Chaliy” and “Aleksey Chaliy”. The spelling that stands less often is marked. A shorter form of a name, relatives and
    namesakes are no fault.

    Why it matters: a reader takes two spellings for two people, and a search finds only half of the mentions. Machine
    translation and stories put together from several agencies leave such pairs.

    Example: "Sergei Lavrov spoke first. Sergey Lavrov then left the room."
    """

    name = "name-variant"
    category = "names"
    invalid = (
        Invalid(
            "The minister met Sergei Ivanchenko on Monday. On Tuesday Sergei Ivanchenko left, and reporters who"
            " followed Sergey Ivanchenko saw him smile.",
            ("Sergey Ivanchenko",),
            "Sergei Ivanchenko",
        ),
        Invalid(
            "They elected Olena Brodskyy in May. Mrs. Brodskyy has promised reform; voters trust Brodsky.",
            ("Brodsky",),
            "Brodskyy",
        ),
        Invalid("The court heard Qasem Moradi. A lawyer for Ghasem Moradi was there too.", ("Ghasem Moradi",)),
        Invalid("They met Khayr Tashkov Amer. Last year Khayri Tashkov Amer said no.", ("Khayri Tashkov Amer",)),
        Invalid("They met Abdul Rahman Kazemi; then Abdulrahman Kazemi spoke.", ("Abdulrahman Kazemi",)),
    )
    valid = (
        Valid("We saw Hunter Biden. With him came Joe Biden and Jill Biden."),
        Valid("The talks between Kim Jong Un and the family of Kim Jong Il went on."),
        Valid("They met Maria Oliveira and Mario Oliveira, her brother."),
        Valid("A letter reached Hassan Karimi. The answer came from Hussein Karimi."),
        Valid("North Korea said that North Korean troops had left. The Kennedys, and John Kennedy, agreed."),
        Valid("Talks in Austria were hard, and delegates from Australia went home."),
        Valid("Most Virginians agree. A picture of Americana pleased Americans; the Virginias share a border."),
        Valid("The International Chess Committee met the International Chemistry Committee."),
        Valid("“What a day.” — Zoé Larrive (@zlarrive) May 2. They met Zoe Larrive."),
        Valid("They saw Petra Frank and Frauke Peter."),
        Valid("They saw Martin Luther King Jr. and Martin Luther King in the film."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if len(prose.names) < 2:
            return
        from checker.matching.variants import find_variants

        for variant in find_variants(prose.names):
            minor, major = variant.minor, variant.major
            if _accepted(context.accepted, variant) or _signed(prose, variant):
                continue
            wanted, other = variant.wanted, major.mentions[0]
            verdict = "one of them is likely wrong" if variant.few == variant.many else f"“{wanted}” is likely right"
            counted = f"“{minor.text}” {_times(variant.few)} and “{wanted}” {_times(variant.many)}"
            message = f"The article writes {counted}; {verdict}."
            evidence = Evidence(article.id, other.start, other.end, other.text, "the other spelling")
            for mention in minor.mentions if len(minor.mentions) <= _FEW else minor.mentions[:1]:
                yield self.finding(
                    prose, mention.start, mention.end, message, replace=variant.corrected, evidence=(evidence,)
                )


def _accepted(accepted: frozenset[str], variant: Variant) -> bool:
    """Whether the house accepts the rarer spelling, or each word in which it differs from the other."""
    minor, major = variant.minor.mentions[0], variant.major.mentions[0]
    differing = [part for part in minor.parts if part not in major.parts] or minor.parts
    return accepts_name(accepted, minor.text) or accepts_name(accepted, " ".join(differing))


def _signed(prose: Prose, variant: Variant) -> bool:
    """Whether one spelling is how people sign their posts, "Name (@handle)", and only accents set it apart."""
    from checker.matching.folding import fold

    if fold(variant.corrected) != fold(variant.minor.text):
        return False
    spellings = (variant.minor, variant.major)
    return any(all(prose.text.startswith(" (@", m.end) for m in s.mentions) for s in spellings)


def _times(number: int) -> str:
    return ("once", "twice")[number - 1] if number < 3 else f"{number} times"
