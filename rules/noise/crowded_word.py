"""The rule `crowded-word`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import FUNCTION_WORDS, quoted
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_WIDEST = 10
# Occurrences in a million words of news.
_RARE = 30.0
_BREAKS = frozenset(",;:.!?–—\n()")


class CrowdedWord(Rule):
    """A rare word that stands three times in one breath.

    What it finds: a word that news seldom uses three times within ten words, with no mark between, where at least two
    of the three stand alone and not in a pair such as “bitter melon and bitter cabbage”.

    Why it matters: a translation engine that does not know a word falls back on the one it has just written.

    Example: "The signs are used to describe vowels as the vowels of vowels."
    """

    name = "crowded-word"
    category = "noise"
    invalid = (
        Invalid("The signs are used to describe vowels as the vowels of vowels.", ("vowels as the vowels of vowels",)),
        Invalid("It turns the enzyme to the enzyme by an enzyme.", ("enzyme to the enzyme by an enzyme",)),
    )
    valid = (
        Valid("They eat bitter melon and bitter cabbage with bitter beer."),
        Valid("A housing bubble met an education bubble and a debt bubble."),
        Valid("The eleventh hour of the eleventh day of the eleventh month."),
        Valid("“A vowel is a vowel is a vowel,” she said."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words, done = prose.words, -1
        for repeat in prose.repeats:
            if repeat.distance >= _WIDEST - 1:
                continue
            for a in range(max(repeat.first, done + 1), repeat.first + repeat.length):
                positions = words.index[words.lowers[a]]
                place = bisect_left(positions, a)
                three = positions[place : place + 3]
                if len(three) == 3 and _is_crowd(prose, three[0], three[1], three[2]):
                    done = three[2]
                    start, end = words.starts[a], words.ends[done]
                    if not quoted(prose, start, end):
                        message = f"The word “{words.lowers[a]}” stands three times in one breath."
                        yield self.finding(prose, start, end, message)
                    break


def _is_crowd(prose: Prose, a: int, b: int, c: int) -> bool:
    from checker.lexicon import frequency, parts_of_speech

    words, word = prose.words, prose.words.lowers[a]
    if c - a > _WIDEST or len(word) < 4 or not word.isalpha() or word in FUNCTION_WORDS or frequency(word) >= _RARE:
        return False
    if not _BREAKS.isdisjoint(prose.text[words.starts[a] : words.ends[c]]) or not _alone(prose, (a, b, c)):
        return False
    between = words.lowers[a + 1 : b]
    turn_of_phrase = between == words.lowers[b + 1 : c] and not {"is", "are", "and"}.isdisjoint(between)
    parts = set(parts_of_speech(word))
    return not turn_of_phrase and (not parts or (not parts.isdisjoint("NSJ") and parts.isdisjoint("DG")))


def _alone(prose: Prose, positions: tuple[int, int, int]) -> bool:
    """Whether the words are written small and at least two stand between words of grammar."""
    words = prose.words
    lowers, last = words.lowers, len(words) - 1
    if not all(words.texts[i].islower() for i in positions) or positions[2] == positions[0] + 2:
        return False
    before = sum(i == 0 or lowers[i - 1] in FUNCTION_WORDS for i in positions)
    after = sum(i == last or lowers[i + 1] in FUNCTION_WORDS or not _spaced(prose, i) for i in positions)
    return before >= 2 and after >= 2


def _spaced(prose: Prose, position: int) -> bool:
    """Whether only white space lies between a word and the next."""
    words = prose.words
    return prose.text[words.ends[position] : words.starts[position + 1]].isspace()
