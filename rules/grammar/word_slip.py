"""The rule `word-slip`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

if TYPE_CHECKING:
    from checker.services.noise.changes import Slip


class WordSlip(Rule):
    """A word in a form or a place that the sentence does not take, one too many, or one that is missing.

    What it finds: words that the noise model doubts, and doubts no longer once one of them has another form, is taken
    out, two neighbours have changed places, or a word has been put in: a pronoun in the wrong case, “be” for “been”,
    two words in the wrong order, “disappointed be left out”, “The council on Wednesday on the state to act”; and, where
    words follow each other that hardly ever do so in news, another ending, another word of the root, or a word of
    grammar too many. Where a noun or a verb is missing, such a sequence is of the rarest, or nothing follows on a word
    like “of”, it is told without a proposal. Names, headlines and quotations are left alone. It runs where the tier
    `noise` does, too.

    Why it matters: these are what is left when a sentence was changed once more, or put together word by word, and no
    list of faults has them.

    Example: "The runner broke him own record in the last race of the season."
    """

    name = "word-slip"
    category = "grammar"
    tier = "grammar"
    asks = "noise"
    invalid = (
        Invalid("The runner broke him own record in the last race of the season, the club said.", ("him",), "his"),
        Invalid("The ferry to island the was late again on Monday, and many passengers complained.", ("island the",)),
        Invalid(
            "The minister will meet with former with aides of the president in Oslo next week, she said.",
            ("former with",),
            "former",
        ),
        Invalid(
            "The lawyer, who previous worked for the city, will take up her new post in March.",
            ("previous",),
            "previously",
        ),
        Invalid(
            "The work on the bridge will be completed by the of the week, the council said on Monday.", ("the of",)
        ),
        Invalid("The road leads through the forest to the, and from there to the top of the hill.", ("the",)),
        Invalid(
            "The mayor does not appear be in favour of the plan, and her party is divided.",
            ("appear be",),
            "appear to be",
        ),
        Invalid(
            "Thousands of people the streets of the capital on Saturday to protest against the tax.", ("people the",)
        ),
        Invalid("The court ruled on Friday that the had no right to close the school without a vote.", ("the had",)),
        Invalid(
            "The minister has seen is numbers fall in every poll since the spring, her party said.",
            ("seen is",),
            "seen",
        ),
    )
    valid = (
        Valid("The runner broke his own record in the last race of the season, the club said."),
        Valid("The council voted on Tuesday to close two of the town's libraries, saying it could not pay for them."),
        Valid("“Him own record he broke,” said the old man, who had never spoken otherwise, and laughed."),
        Valid("They sent Ms. Hall a letter last week, but the old emergency pot she had asked for was not in it."),
        Valid("Her criticism of and withdrawal from the treaty surprised the partners of the country, he said."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        from checker.services.noise.changes import apart
        from checker.services.noise.gaps import gaps
        from checker.services.noise.repairs import repairs
        from checker.services.noise.slips import slips

        model = context.services.noise
        least = model.facts["slips"]
        judged = model.of(prose)
        found = (*slips(prose, judged, model), *repairs(prose, judged, model), *gaps(prose, judged, model))
        for slip in apart([slip for slip in found if slip.score >= least[slip.kind]]):
            message = _message(slip, prose.text[slip.start : slip.end])
            yield self.finding(prose, slip.start, slip.end, message, replace=slip.text or None)


def _message(slip: Slip, words: str) -> str:
    from checker.services.noise.gaps import NOUN, SMALL_WORD, VERB
    from checker.services.noise.repairs import GAP, LOOSE, MOVED, SURPLUS
    from checker.services.noise.slips import NEEDLESS, ORDER

    if slip.kind in (ORDER, MOVED):
        return f"“{words}” reads as if two words had changed places: “{slip.text}”."
    if slip.kind in (SURPLUS, NEEDLESS):
        return f"“{words}” reads as if “{words[len(slip.text) :].strip()}” were one word too many."
    if slip.kind == SMALL_WORD:
        return f"“{words}” reads as if a small word were missing, such as in “{slip.text}”."
    if slip.kind in (VERB, NOUN):
        what = "verb" if slip.kind == VERB else "noun or pronoun"
        if " " in words:
            return f"“{words}” reads as if a {what} were missing between the two."
        return f"Before “{words}” a {what} seems to be missing."
    if slip.kind == GAP:
        return f"“{words}”: these words hardly ever follow each other; one is missing, too many or in a wrong form."
    if slip.kind == LOOSE:
        return f"After “{words}” a word seems to be missing."
    return f"“{words}” does not fit here; “{slip.text}” would."
