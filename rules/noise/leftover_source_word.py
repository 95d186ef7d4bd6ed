"""The rule `leftover-source-word`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.grammar.phrases import quotation_round
from checker.lexicon import known, name_share
from checker.rule import Context, Invalid, Rule, Valid

_MARKED = re.compile("[\u00df-\u00f6\u00f8-\u024f]")
# Letters that no word English has borrowed keeps: Czech, Polish, Turkish, Hungarian, Icelandic and the like.
_NEVER_BORROWED = frozenset("ßřšěůžýďťňąęłśźżőűğışþðåæøõāēīūțșćđ")
# Function words of other languages that English prose does not use by themselves.
_FUNCTION_WORDS = frozenset(
    "nicht auch sich oder wird wurde einen und für das avec les qui leur que una como pero más muy también não uma com"
    " att inte het een niet ook jsou který nebo což się oraz della nella degli anche".split()
)
# A shorter quotation may be of a foreign word; a longer one is speech in English.
_LONG_QUOTATION = 120
# Behind and before these stands a phrase of another language that is meant.
_PHRASE = _FUNCTION_WORDS | frozenset("de la le el du des par pas y en et van von der den di da do dos las los".split())


class LeftoverSourceWord(Rule):
    """A word of another language in the middle of an English sentence.

    What it finds: a word in lower case that no English dictionary has and that is spelled with letters foreign to
    English ("řádcích"), or a function word of another language ("nicht"), between English words and outside quotation
    marks.

    Why it matters: a translator did not know the word and left it; the reader does not know it either.

    Example: "The readers were left in the řádcích of the text."
    """

    name = "leftover-source-word"
    category = "noise"
    severity = Severity.ERROR
    invalid = (
        Invalid("The readers were left in the řádcích of the text.", ("řádcích",)),
        Invalid("The council has nicht decided on the bridge.", ("nicht",)),
    )
    valid = (
        Valid("She ordered a jalapeño at the café and called it naïve; her fiancé had a déjà vu."),
        Valid("They call it “řádcích” in the village, and he wrote es ist nicht wahr on the wall."),
        Valid("The mayor of Świnoujście and Mr. Åkesson agreed."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        here = {i for word in _FUNCTION_WORDS & words.index.keys() for i in words.index[word]}
        if not prose.text.isascii():
            marked = (words.at(match.start()) for match in _MARKED.finditer(prose.text))
            here |= {i for i in marked if i is not None and self._foreign(words.lowers[i])}
        for i in sorted(here):
            if words.texts[i].islower() and self._between_english(prose, i) and words.lowers[i] not in context.accepted:
                message = f"“{words.texts[i]}” is no English word: it seems to be left from another language."
                yield self.finding(prose, words.starts[i], words.ends[i], message)

    def _foreign(self, word: str) -> bool:
        """Whether a word with a marked letter is none that English has borrowed."""
        if known(word) or "-" in word:
            return False
        if not _NEVER_BORROWED.isdisjoint(word):
            return True
        decomposed = unicodedata.normalize("NFD", word)
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
        return not (known(bare) or known(bare.removesuffix("s")) or known(bare.removesuffix("d")))

    def _between_english(self, prose: Prose, i: int) -> bool:
        words = prose.words
        if not 0 < i < len(words) - 1:
            return False
        gaps = prose.text[words.ends[i - 1] : words.starts[i]], prose.text[words.ends[i] : words.starts[i + 1]]
        if gaps[0] != " " or gaps[1] not in {" ", ", ", ". "}:
            return False
        if not self._english(prose, i - 1, "." not in gaps[1] and self._strange(words.lowers[i])):
            return False
        if gaps[1] != ". " and not self._english(prose, i + 1, False):
            return False
        quotation = quotation_round(prose, words.starts[i])
        return quotation is None or quotation.end - quotation.start > _LONG_QUOTATION

    def _strange(self, word: str) -> bool:
        return not _NEVER_BORROWED.isdisjoint(word)

    def _english(self, prose: Prose, i: int, may_be_name: bool) -> bool:
        """Whether a neighbour is an English word in lower case, or, where that will do, a name."""
        text, word = prose.words.texts[i], prose.words.lowers[i]
        if word in _PHRASE:
            return False
        if not text.islower():
            return may_be_name and text.isascii()
        return known(word) and name_share(word) <= 0.3
