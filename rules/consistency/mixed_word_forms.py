"""The rule `mixed-word-forms`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from checker.variants import find_mixture, own_words

# Forms of one word between which houses choose; a plural in "s" goes with each noun.
_NOUNS = (
    "adviser/advisor", "website/web site", "airstrike/air strike", "cyberattack/cyber attack", "lawmaker/law maker",
    "policymaker/policy maker", "cellphone/cell phone", "ceasefire/cease fire", "protester/protestor",
    "judgment/judgement", "policewoman/police woman", "shipbuilder/ship builder", "spokesperson/spokes person",
    "landmine/land mine", "warhead/war head", "taxpayer/tax payer", "shareholder/share holder", "coastline/coast line",
    "lifestyle/life style", "database/data base", "frontrunner/front runner", "battleground/battle ground",
)  # fmt: skip
_OTHERS = (
    "percent/per cent", "healthcare/health care", "childcare/child care", "toward/towards", "among/amongst",
    "while/whilst", "amid/amidst", "focused/focussed", "okay/ok",
    "counterterrorism/counter terrorism", "workforce/work force",
)  # fmt: skip


class MixedWordForms(Rule):
    """One word in two spellings between which houses choose.

    What it finds: “adviser” and “advisor”, “percent” and “per cent”, “health care” and “healthcare” and their kind in
    one article, whatever the house's choice is. Quotations and capitalised words do not count.

    Why it matters: it shows that the passages come from different sources.

    Example: "An adviser said so, and another advisor agreed with the first adviser."
    """

    name = "mixed-word-forms"
    category = "consistency"
    severity = Severity.INFO
    invalid = (
        Invalid("An adviser said so, and another advisor agreed with the adviser.", ("advisor",), "adviser"),
        Invalid("It rose by 3 percent, then 4 percent, then 5 per cent.", ("per cent",), "percent"),
        Invalid("The cost of health care, and of healthcare for the old.", ("healthcare",), "health care"),
    )
    valid = (
        Valid("An adviser said so, and Acme Advisor agreed. “No advisor did,” he said."),
        Valid("It rose by 3 percent for all. As per Cent, it fell."),
        Valid("Good health. Care is cheap; healthcare is not."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        index = prose.words.index
        for solid in sorted(_table().keys() & index.keys()):
            other = _table()[solid]
            if other.partition(" ")[0] not in index:
                continue
            forms = {form: own_words(prose, _places(prose, form)) for form in (solid, other)}
            mixture = find_mixture(article, forms)
            if mixture:
                yield mixture.finding(self, prose, mixture.common)


@cache
def _table() -> dict[str, str]:
    """The form in one word → the other form."""
    pairs = [pair.split("/") for pair in _OTHERS]
    for pair in _NOUNS:
        one, other = pair.split("/")
        pairs += [[one, other], [f"{one}s", f"{other}s"]]
    return dict(pairs)


def _places(prose: Prose, form: str) -> list[Span]:
    words, text = prose.words, prose.text
    first, _, second = form.partition(" ")
    places = []
    for i in words.index.get(first, ()):
        if not words.texts[i].islower():
            continue
        if not second:
            places.append(Span(words.starts[i], words.ends[i]))
        elif i + 1 < len(words) and words.texts[i + 1] == second and text[words.ends[i] : words.starts[i + 1]] == " ":
            places.append(Span(words.starts[i], words.ends[i + 1]))
    return places
