"""The rule `misspelling`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import filterfalse

from checker import capitalised, lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid
from checker.surroundings import in_odd_company, left_alone, opens_sentence

_OFTEN = 3  # a word that stands so often in an article is a term, not a slip
_FEW = 200  # a text of another language is all unknown words; searching for what each was meant to be takes its time
_FOREIGN = 0.25
_LONGEST = 30  # characters
_TEXT_FOR_ONE = 2000  # characters
_CAPITAL = 0.1  # a word that has a capital so often is part of names: Committee, Institute
_NAME = 7  # a capitalised word shorter than this may be any name


class Misspelling(Rule):
    """A misspelled word.

    What it finds: a word that English does not have, one slip of the hand or a usual mistake away from a common word
    that is far likelier than any other. Names, terms that recur, foreign phrases, new compounds and derivations,
    addresses, and posts from social media are left alone.

    Why it matters: a misspelling is the first thing a reader sees, and the last that a spelling checker which marks
    every name lets an editor find.

    Example: "The goverment said it would answer the questions."
    """

    name = "misspelling"
    category = "typos"
    invalid = (
        Invalid("The goverment said it would answer the questions.", ("goverment",), "government"),
        Invalid("The lawyers did not recieve an answer.", ("recieve",), "receive"),
        Invalid("Voters waited for teh result.", ("teh",), "the"),
        Invalid("Unfortunatly, the bridge was closed.", ("Unfortunatly",), "Unfortunately"),
        Invalid("She read a seperate statement on the comittee.", ("seperate", "comittee"), "separate"),
        Invalid("The Goverment of Lebanon will not wait.", ("Goverment",), "Government"),
        Invalid("He joined the Natonal Guard and met the Presidnet.", ("Natonal", "Presidnet"), "National"),
        Invalid("The United Natons sent help.", ("Natons",), "Nations"),
        Invalid("They asked Presidant Lucien Marre to stay.", ("Presidant",), "President"),
        Invalid("He studied at the Institute of Technlogy.", ("Technlogy",), "Technology"),
    )
    valid = (
        Valid("The colour of the jewellery was analysed by the councillor."),
        Valid("Mr Goverman met Ms Recive."),
        Valid("The Govermen family left. The Presidents Cup was won by Hal Presidnet, and the Minstrey report is out."),
        Valid("The Goverment is a band. The Goverment of Lebanon met the Goverment."),
        Valid("“The goverment [sic] is wrong,” the letter read."),
        Valid("Write to goverment@example.org or see example.org/recieve."),
        Valid("The so-called ultrarunner unfriended the techbro."),
        Valid("They speak of “gridlocker” rules. The gridlocker rules pass today."),
        Valid(
            "It said so.\n\nUn porte-parole de la comission a dit que les negotiations sont dificiles.\n\nThey left."
        ),
        Valid("Her prebuttal came a day early."),
        Valid("It was asubject of talks."),
        Valid("The pannage is a right. Pannage was granted by the pannage court, and pannagers came."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words, common = prose.words, lexicon.common()
        suspects = [(w, 0, w) for w in prose.unknown_words if len(w) > 2]
        for lower in filterfalse(common.__contains__, words.index):
            if "-" in lower or "'" in lower:
                suspects += [(lower, offset, part) for offset, part in _parts(lower)]
        if len(suspects) > max(_FEW, _FOREIGN * len(words.index)):
            return
        for lower, offset, part in suspects[: _FEW + len(prose.text) // _TEXT_FOR_ONE]:
            positions = words.index[lower]
            meant = _meant(prose, part, positions[0], context) if len(positions) < _OFTEN else None
            starts = [words.starts[i] + offset for i in positions] if meant else []
            # What is quoted or marked once is meant wherever it stands.
            if any(left_alone(prose, start, start + len(part)) for start in starts):
                continue
            for i, start in zip(positions, starts, strict=False):
                if not in_odd_company(prose, i, context.accepted):
                    yield self._misspelled(prose, start, start + len(part), meant or "")

    def _misspelled(self, prose: Prose, start: int, end: int, meant: str) -> Finding:
        written = prose.text[start:end]
        if written[0].isupper() or not lexicon.known(meant):
            meant = meant.capitalize()
        message = f"“{written}” is likely a misspelling of “{meant}”."
        return self.finding(prose, start, end, message, replace=meant)


def _parts(lower: str) -> Iterator[tuple[int, str]]:
    """The words in a token that may be misspelled, each with its offset: what owns, and the listed misspellings among
    what hyphens join."""
    if "-" in lower:
        offset = 0
        for part in lower.split("-"):
            if 4 < len(part) <= _LONGEST and lexicon.misspelling(part) is not None:
                yield offset, part
            offset += len(part) + 1
    elif lower.endswith("'s") and 4 < len(lower) <= _LONGEST and lower[:-2].isalpha() and not lexicon.known(lower[:-2]):
        yield 0, lower[:-2]


def _meant(prose: Prose, lower: str, position: int, context: Context) -> str | None:
    """The word that an unknown one stands for; None where it may be right."""
    from checker import spelling

    written = prose.words.texts[position]
    if lower in context.accepted:
        return None
    if written.islower():
        return spelling.correction(lower)
    if written[1:].islower() and len(lower) >= _NAME and lexicon.misspelling(lower) is not None:
        meant = spelling.correction(lower)
        if meant and (lexicon.name_share(meant) >= _CAPITAL or opens_sentence(prose, position)):
            return meant
    return capitalised.meant(prose, position, lower)
