"""The rule `stranded-possessive`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import quotation_round
from checker.rule import Context, Invalid, Rule, Valid

# Only words that do not follow "is" in news, for "'s" may be "is" ("Podesta's in Ohio"), and no place of a thing owned
# ("Macy's in Boston", "Reagan's in 1986").
_POSSESSIVE = re.compile(
    r"['’]s (?<=[a-z ]...)(of|versus|against|between|into|towards?|via|upon|until|their|his|its|these|who|which)"
    r" (?=[\w“\"])(?!London)"
)
_CONTRACTING = frozenset(
    "it he she that there who what where how here let this when everyone everybody everything something nothing someone"
    " anyone nobody one so all why which god".split()
)
# "A friend of Mr. Hall's of many years", "a law like Iowa's against smoking": the possessive stands for a whole phrase.
_STANDS_ALONE = frozenset(
    "ally allies aide supporter critic fan colleague a an friend friends than like as unlike that those is was are were"
    " mirrors between".split()
)
_OWNERS = frozenset(("their", "his", "its", "these"))
_LOOK_BACK = 4


class StrandedPossessive(Rule):
    """A possessive with nothing behind it that could be possessed.

    What it finds: a name or noun with 's directly before a preposition such as "of" or "versus", or before another word
    that owns or points ("his", "who"), where no phrase before it lets the possessive stand alone ("a friend of hers").

    Why it matters: the thing that somebody owns was lost, or the order of the words was turned round in translation.

    Example: "Brussels saw Merkel's versus Greece interest in a deal."
    """

    name = "stranded-possessive"
    category = "noise"
    invalid = (
        Invalid("Brussels saw Merkel's versus Greece interest in a deal.", ("Merkel's versus",)),
        Invalid("The company's of Berlin new office opened on Monday.", ("company's of",)),
        Invalid("Voters thanked the senator's who had backed the bill.", ("senator's who",)),
    )
    valid = (
        Valid("He had been a friend of the mayor's until the war."),
        Valid("Guests at Kettner's of Soho said Kettner's was full; the insurer Lloyd's of London paid."),
        Valid("“The mayor's into rock music,” she said."),
        Valid("It's of no use, he said, and that's between us."),
        Valid("They want a law like Iowa's against smoking."),
        Valid("Many still hold the few shares in Berg's their parents bought for them."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title" or not ("'s " in prose.text or "’s " in prose.text):
            return
        for match in _POSSESSIVE.finditer(prose.text):
            here = prose.words.first_at(match.start()) - 1
            start, end = prose.words.starts[here], match.start() + 2
            owner = prose.text[start:end]
            if self._stands(prose, here, owner):
                continue
            yield self.finding(prose, start, match.end(1), f"“{owner}” has nothing behind it that it could own.")

    def _stands(self, prose: Prose, here: int, owner: str) -> bool:
        """Whether the possessive may stand without a noun: a contraction, speech, a brand or a phrase that takes it."""
        words = prose.words
        bare = owner[:-2].rstrip()
        if bare.lower() in _CONTRACTING or not bare.isalpha():
            return True
        if not _STANDS_ALONE.isdisjoint(words.lowers[max(0, here - _LOOK_BACK) : here]):
            return True
        # A clause may follow a brand as if it were any noun ("the fries from Berg's their children ate").
        often = len(words.index[words.lowers[here]]) > 1 or words.lowers[here + 1] in _OWNERS
        if bare[0].isupper() and often and bare.lower() not in words.index:
            return True  # a brand: it never stands without its 's
        # Speech cuts "is" short.
        return quotation_round(prose, words.starts[here]) is not None
