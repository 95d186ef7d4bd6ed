"""The rule `self-located-place`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import FUNCTION_WORDS, STOPS, Repeat, following_mark, quoted
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_PLACING = frozenset("in on at inside across throughout".split())
# A team, a rival or an audience can be met in its own country: beat England in England.
_BEFORE_PLACE = frozenset("of in from across throughout inside around into over parts to".split())
_VERBS = frozenset("is are was were has have had will would can could may might must should do does did".split())


class SelfLocatedPlace(Rule):
    """A place that is said to lie in itself.

    What it finds: “the country in the country”, or “Ukraine in Ukraine” after a preposition. Sport is left alone (“to
    beat England in England”), and so is speech.

    Why it matters: the first or the second must have been another place, and the reader cannot tell which.

    Example: "Large parts of Norway in Norway are under snow."
    """

    name = "self-located-place"
    category = "noise"
    invalid = (
        Invalid("Large parts of Norway in Norway are under snow.", ("Norway in Norway",), "Norway"),
        Invalid("She put the old harbour in the harbour.", ("harbour in the harbour",), "harbour"),
        Invalid("It wants to rule the region in the region.", ("the region in the region",), "the region"),
    )
    valid = (
        Valid("They beat England in England last year."),
        Valid("The voice of Batman in Batman: The Series will be there."),
        Valid("The University of Bergen in Bergen is closed."),
        Valid("They went hand in hand through a country within a country."),
        Valid("It was a day in the day room, a ballot in the ballot box."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for repeat in prose.repeats:
            if repeat.gap in (1, 2) and _lies_in_itself(prose, repeat):
                start, end = words.starts[repeat.first], words.ends[repeat.second + repeat.length - 1]
                if not quoted(prose, start, end):
                    place = prose.text[start : words.ends[repeat.first + repeat.length - 1]]
                    yield self.finding(prose, start, end, f"“{place}” is placed in itself.", replace=place)


def _lies_in_itself(prose: Prose, repeat: Repeat) -> bool:
    words, keys = prose.words, prose.word_keys[0]
    first, second, length = repeat
    if keys[first + length] not in _PLACING:
        return False
    if not prose.text[words.ends[first + length - 1] : words.starts[second]].replace(" ", "").isalpha():
        return False
    following = following_mark(prose, second + length - 1)
    after = keys[second + length] if second + length < len(words) else ""
    if following and following not in STOPS - {":"} and after not in _VERBS:
        return False
    if repeat.gap == 2:
        return length == 1 and keys[second - 1] == "the" and after not in _VERBS and _is_noun(words.texts[first])
    if length == 1:
        return (
            words.texts[first][0].isupper()
            and words.texts[first] == words.texts[second]
            and first > 0
            and keys[first - 1] in _BEFORE_PLACE
            and not (first > 1 and words.texts[first - 2][0].isupper())  # the University of Miami in Miami
        )
    return keys[first] == "the" and length <= 3 and keys[first + length - 1] not in FUNCTION_WORDS


def _is_noun(word: str) -> bool:
    """Whether a word written small is a noun and nothing else."""
    from checker.lexicon import parts_of_speech

    return word.islower() and len(word) > 3 and set(parts_of_speech(word)) <= set("NV") and "N" in parts_of_speech(word)
