"""The rule `mixed-hyphenation`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.annotations.words import Words
from checker.article import Article
from checker.finding import Finding, Severity
from checker.lexicon import known, parts_of_speech
from checker.rule import Context, Invalid, Rule, Valid
from checker.variants import find_mixture, own_words

# With these behind a verb it is a verb and its particle: "to follow up meetings", "a follow-up meeting".
_PARTICLES = frozenset("up off out down in on over back away through around by with to".split())
# With the hyphen these mean something else: to sign again, to cover again, a member of a co-op.
_OTHER_SENSE = frozenset(
    "re-sign re-signed re-signs re-cover re-covered re-form re-formed re-sent re-create re-creation re-press re-count"
    " re-counted re-treat re-lease re-leased re-mark re-act re-collect re-dress re-serve re-sort re-store co-op co-ops"
    " pre-sent un-ionized re-position re-present re-presented".split()
)
# Phrases of other languages have no hyphen in any place.
_FOREIGN = frozenset(
    "de facto/de jure/ad hoc/ad lib/pro bono/pro rata/pro forma/per capita/per diem/bona fide/ex officio/prima facie"
    "/quid pro/status quo/alma mater/in vitro/in vivo/post mortem/a priori/vice versa/sui generis/en masse/en route"
    "/par excellence/laissez faire/avant garde/persona non/mea culpa/cum laude/habeas corpus/de rigueur".split("/")
)


class MixedHyphenation(Rule):
    """One compound written two ways.

    What it finds: two words with a hyphen here and with a space there before the same noun (“rare-earth metals” and
    “rare earth metals”), and one word with a hyphen and without (“co-operate” and “cooperate”). Quotations and
    capitalised words do not count.

    Why it matters: it shows that the passages come from different sources.

    Example: "The rare-earth metals are costly. Few rare earth metals are mined here."
    """

    name = "mixed-hyphenation"
    category = "consistency"
    severity = Severity.INFO
    invalid = (
        Invalid(
            "The rare-earth metals are costly. Few rare earth metals are mined here; rare-earth metals are bought.",
            ("rare earth metals",),
            "rare-earth metals",
        ),
        Invalid("The rare-earth metals are costly. Few rare earth metals are mined here.", ("rare earth metals",)),
        Invalid("A de facto border is a de-facto border, and de-facto borders stay.", ("de facto border",)),
        Invalid("They cooperate, he said. They co-operate and cooperate.", ("co-operate",), "cooperate"),
        Invalid("A long term plan and a long-term plan are two long-term plans.", ("long term plan",)),
    )
    valid = (
        Valid("The rare-earth metals are costly. The soil has few rare earths, and the rare earth is deep."),
        Valid("A follow-up meeting is due. They follow up meetings with letters."),
        Valid("They re-sign the player. The coach will resign."),
        Valid("The Long-Term Plan is a long term plan."),
        Valid("A long-term plan it is. “The long term plan is good,” he said."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        words = prose.words
        if "-" not in prose.text:
            return
        for compound in [word for word in words.index if "-" in word]:
            first, _, second = compound.partition("-")
            if len(first) < 2 or not second.isalpha() or not first.isalpha():
                continue
            yield from self._solid(prose, article, compound, first + second)
            if first in words.index and second in words.index:
                yield from self._open(prose, article, compound, first, second)

    def _solid(self, prose: Prose, article: Article, compound: str, solid: str) -> Iterator[Finding]:
        if solid not in prose.words.index or compound in _OTHER_SENSE or not known(solid):
            return
        forms = {form: own_words(prose, _places(prose.words, form)) for form in (compound, solid)}
        mixture = find_mixture(article, forms)
        if mixture:
            yield mixture.finding(self, prose, mixture.common if mixture.prevails else None)

    def _open(self, prose: Prose, article: Article, compound: str, first: str, second: str) -> Iterator[Finding]:
        if first.endswith("ly") or (second in _PARTICLES and "V" in parts_of_speech(first)):
            return
        words, text = prose.words, prose.text
        apart = [
            i
            for i in words.index[first]
            if words.texts[i].islower()
            and i + 2 < len(words)
            and words.lowers[i + 1] == second
            and text[words.ends[i] : words.starts[i + 1]] == " "
            and _is_noun_behind(prose, i + 1)
        ]
        if not apart:
            return
        joined = [i for i in words.index[compound] if words.texts[i].islower() and _is_noun_behind(prose, i)]
        nouns = {_singular(words.lowers[i + 1]) for i in joined} & {_singular(words.lowers[i + 2]) for i in apart}
        if not nouns:
            return
        noun = min(nouns)
        forms = {
            f"{compound} {noun}": [
                Span(words.starts[i], words.ends[i + 1]) for i in joined if _singular(words.lowers[i + 1]) in nouns
            ],
            f"{first} {second} {noun}": [
                Span(words.starts[i], words.ends[i + 2]) for i in apart if _singular(words.lowers[i + 2]) in nouns
            ],
        }
        mixture = find_mixture(article, {form: own_words(prose, places) for form, places in forms.items()})
        if mixture:
            literal = text[mixture.start : mixture.end]
            hyphenated = "-" in literal.split()[0]
            foreign = f"{first} {second}" in _FOREIGN
            other = literal.replace("-", " ", 1) if hyphenated else literal.replace(" ", "-", 1)
            chosen = hyphenated if foreign else mixture.prevails
            yield mixture.finding(self, prose, other if chosen else None)


def _places(words: Words, form: str) -> list[Span]:
    return [Span(words.starts[i], words.ends[i]) for i in words.index[form] if words.texts[i].islower()]


def _is_noun_behind(prose: Prose, i: int) -> bool:
    words = prose.words
    if (
        i + 1 >= len(words)
        or prose.text[words.ends[i] : words.starts[i + 1]] != " "
        or not words.texts[i + 1].islower()
    ):
        return False
    tags = parts_of_speech(words.lowers[i + 1])
    return "F" not in tags and ("N" in tags or "S" in tags)


def _singular(noun: str) -> str:
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3 else noun
