"""The rule `stranded-determiner`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import DETERMINERS, NEVER_IN_NOUN_PHRASE, adjacent, quotation_round
from checker.rule import Context, Invalid, Rule, Valid

_STOPS = frozenset(",;.")
_POSSESSIVES = frozenset("my your our their its".split())
_BEHIND_IT = frozenset("is was has had would could should".split())


class StrandedDeterminer(Rule):
    """A word such as "the" or "their" with no noun behind it.

    What it finds: an article or possessive directly before a word that begins no noun: "the of", "a their".

    Why it matters: a word is missing or one too many is left; translators write the article and lose its noun.

    Example: "The work should be done by the of the week."
    """

    name = "stranded-determiner"
    category = "grammar"
    invalid = (
        Invalid("The work should be done by the of the week.", ("the of",)),
        Invalid("He sold a their old cars.", ("a their",)),
        Invalid("They keep the books, but the would not say where.", ("the would",)),
        Invalid("They do not have the means to go to the, and nobody helps.", ("the,",)),
        Invalid("The club lost, and its was a long year.", ("its was",), "it was"),
    )
    valid = (
        Valid("“It was the, you know, the end of my, well, hopes,” she said."),
        Valid("The have-nots met the in-crowd, the then mayor and the over-sixties."),
        Valid("Exhibit A is the letter; they tried every which way, and that is a big if."),
        Valid("The “of” was missing, and the will of the people was a must."),
        Valid("The An family bought a To Let sign, the If Foundation said."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        lowers, starts, ends, last = words.lowers, words.starts, words.ends, len(words) - 1
        for determiner in DETERMINERS:
            for i in words.index.get(determiner, ()):
                if i < last and lowers[i + 1] in NEVER_IN_NOUN_PHRASE and adjacent(prose, i):
                    yield from self._before_word(prose, i)
                elif (i == last or starts[i + 1] - ends[i] > 1) and prose.text[ends[i] : ends[i] + 1] in _STOPS:
                    yield from self._before_stop(prose, i)

    def _before_word(self, prose: Prose, i: int) -> Iterator[Finding]:
        words = prose.words
        text, determiner, following = words.texts[i], words.lowers[i], words.lowers[i + 1]
        if text == "A" or self._goes_together(determiner, following, words.lowers[i - 1]):
            return  # a capital A is mostly a letter: "Exhibit A is"
        start, end = words.starts[i], words.ends[i + 1]
        if prose.text[end : end + 1] == "*":
            return  # a word hidden from children
        if determiner == "its" and following == "been":
            return  # "it's been", which is for `confused-word`
        if determiner == "its" and following in _BEHIND_IT:
            right = f"{text[:2]} {following}"
            message = f"“{text}” is a possessive; before “{following}” it should be “{right.split()[0]}”."
            yield self.finding(prose, start, end, message, replace=right)
        else:
            message = f"“{text}” has no noun behind it: a word is missing here, or one is too many."
            yield self.finding(prose, start, end, message)

    def _before_stop(self, prose: Prose, i: int) -> Iterator[Finding]:
        """A determiner with a comma or full stop right behind it, outside speech, where people break off."""
        words, text = prose.words, prose.text
        start, end = words.starts[i], words.ends[i] + 1
        if i == 0 or not words.texts[i].islower() or words.lowers[i] in {"a", "an", "every"}:
            return
        if text[start - 1] != " " or text[end : end + 1].strip() or quotation_round(prose, start):
            return
        if text[end - 1] == "." and words.ends[i] + 2 < len(text) and not text[end : end + 2].strip()[:1].isupper():
            return
        yield self.finding(
            prose, start, end, f"No noun follows “{words.texts[i]}”: a word is missing or one is too many."
        )

    def _goes_together(self, determiner: str, following: str, before: str) -> bool:
        """Whether the pair is English after all ("their and your homes", "every which way") or is the same word twice,
        which is the fault of another rule."""
        return (
            following == determiner
            or (determiner in _POSSESSIVES and following in {"and", "or"})
            or (determiner == "every" and following == "which")
            or (determiner == "my" and before in {"oh", "my"})
        )
