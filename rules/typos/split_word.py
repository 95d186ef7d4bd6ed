"""The rule `split-word`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from checker import lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid
from checker.surroundings import left_alone

_USUAL = 1.0  # occurrences in a million words that the joined word has at least
_BEFORE = frozenset(["", *" \n\t(\"“‘'"])
_AFTER = frozenset(["", *' \n\t)"”.,;:!?'])


class SplitWord(Rule):
    """A word with a space inside.

    What it finds: two neighbours of which one at least is no word, and that make a usual word together.

    Why it matters: words break where columns, lines and hyphens of a printed page are read by machine.

    Example: "The govern ment denied it."
    """

    name = "split-word"
    category = "typos"
    invalid = (
        Invalid("The govern ment denied it.", ("govern ment",), "government"),
        Invalid("Ten people, i ncluding two children, were hurt.", ("i ncluding",), "including"),
        Invalid("A dditional officers were sent.", ("A dditional",), "Additional"),
    )
    valid = (
        Valid("The pesh merga held the town. Nobody else but the pesh merga did."),
        Valid("He can not go in to town to day."),
        Valid("The plan is de facto dead."),
        Valid("A goverment man spoke."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for lower in prose.unknown_words:
            if lower in context.accepted:
                continue
            for i in words.index[lower]:
                if not words.texts[i].islower():
                    continue
                for first in (i - 1, i):
                    finding = self._joined(prose, first)
                    if finding and not _is_a_term(prose, first):
                        yield finding

    def _joined(self, prose: Prose, first: int) -> Finding | None:
        """The finding for a word and the next one, where they make one and only the first may have a capital."""
        words = prose.words
        if first < 0 or first + 1 >= len(words) or not words.texts[first + 1].islower():
            return None
        start, end = words.starts[first], words.ends[first + 1]
        joined = words.texts[first] + words.texts[first + 1]
        if prose.text[words.ends[first] : words.starts[first + 1]] != " " or not joined.isalpha():
            return None
        if len(joined) < 7 and any(lexicon.known(words.lowers[i]) for i in (first, first + 1)):
            return None
        if not joined[1:].islower() or lexicon.frequency(joined.lower()) < _USUAL:
            return None
        # A letter beside a dash or an apostrophe is what a censor or a wrong apostrophe left of a word.
        before, after = prose.text[max(0, start - 1) : start], prose.text[end : end + 1]
        if before not in _BEFORE or after not in _AFTER or left_alone(prose, start, end):
            return None
        return self.finding(prose, start, end, f"“{joined}” has a space inside.", replace=joined)


def _is_a_term(prose: Prose, first: int) -> bool:
    """Whether a word and the next stand together twice in the text: a space that is always there is no slip."""
    words = prose.words
    pair = words.lowers[first : first + 2]
    places = min((words.index[word] for word in pair), key=len)[:50]
    together = (i for i in places if pair in (words.lowers[i : i + 2], words.lowers[i - 1 : i + 1]))
    return len(list(islice(together, 2))) > 1
