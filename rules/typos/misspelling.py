"""The rule `misspelling`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker import lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_OFTEN = 3  # a word that stands so often in an article is a term, not a slip
_NAME = 8  # a capitalised word shorter than this may be any name
_NET = ("http", "www.", "@", "#", "pic.twitter")
_SIC = re.compile(r"[\"”’'),.]{0,2}\s?[\[(]sic\b", re.IGNORECASE)


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
        Invalid("He studied at the Institute of Technlogy.", ("Technlogy",), "Technology"),
    )
    valid = (
        Valid("The colour of the jewellery was analysed by the councillor."),
        Valid("Mr Goverman met Ms Recive."),
        Valid("“The goverment [sic] is wrong,” the letter read."),
        Valid("Write to goverment@example.org or see example.org/recieve."),
        Valid("The so-called ultrarunner unfriended the techbro."),
        Valid("The pannage is a right. Pannage was granted by the pannage court, and pannagers came."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words, common = prose.words, lexicon.common()
        for lower in [w for w in words.index if w not in common]:
            positions = words.index[lower]
            if len(positions) >= _OFTEN or len(lower) < 3 or not lower.isalpha() or lexicon.known(lower):
                continue
            meant = _meant(prose, lower, positions[0], context)
            if meant is None:
                continue
            for i in positions:
                written = words.texts[i]
                if _left_alone(prose, i):
                    continue
                replacement = meant.capitalize() if written[0].isupper() else meant
                message = f"“{written}” is likely a misspelling of “{replacement}”."
                yield self.finding(prose, words.starts[i], words.ends[i], message, replace=replacement)


def _meant(prose: Prose, lower: str, position: int, context: Context) -> str | None:
    """The word that an unknown one stands for; None where it may be right."""
    from checker import spelling

    written = prose.words.texts[position]
    if lower in context.accepted:
        return None
    if written.islower():
        meant = spelling.correction(lower)
        return meant.capitalize() if meant and not lexicon.known(meant) else meant
    if not written[1:].islower() or len(lower) < _NAME:
        return None
    return spelling.surely(lower)


def _left_alone(prose: Prose, i: int) -> bool:
    """Whether the word stands where misspellings are meant, quoted or not the writer's: an address, a post, a word in
    quotation marks, a foreign phrase, a word with "[sic]"."""
    words, text = prose.words, prose.text
    start, end = words.starts[i], words.ends[i]
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before in {*"@#/\\_&=.[])~"} or after[:1] in {*"@/\\_=[(])&"} or (after[:1] == "." and after[1:].isalnum()):
        return True
    if before in {*"\"“‘'"} and after[:1] in {*"\"”’'"} and before:
        return True
    if _SIC.match(text, end):
        return True
    line = text[text.rfind("\n", max(0, start - 400), start) + 1 : end + 400].partition("\n")[0]
    return any(mark in line for mark in _NET) or _foreign(prose, i)


def _foreign(prose: Prose, i: int) -> bool:
    """Whether a neighbour is unknown in lower case too, as in a phrase of another language."""
    from checker import spelling

    words = prose.words
    for j in (i - 1, i + 1):
        if 0 <= j < len(words) and words.texts[j].isalpha() and words.texts[j].islower():
            lower = words.lowers[j]
            if not lexicon.known(lower) and not spelling.correction(lower):
                return True
    return False
