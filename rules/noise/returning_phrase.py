"""The rule `returning-phrase`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import FUNCTION_WORDS, Repeat, quoted, stops
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_LOCATING = frozenset("in on at into onto near inside outside before behind above below from under over during".split())
_RELATING = _LOCATING | frozenset("of with for against through between than as upon".split())
_COPULAS = frozenset("is was are were".split())
_BREAKS = frozenset(",;:–—./|()[]")
_CONTRASTS = frozenset(
    "not no never only just still very any even isn't aren't wasn't weren't don't doesn't will would can could".split()
)


class ReturningPhrase(Rule):
    """A phrase that comes back in its own clause, related to itself.

    What it finds: a phrase that is placed before, in or beside itself, that is said to be itself, that is subject and
    object of one verb, or that ends two clauses in a row word for word. Speech and plain tautologies ("a deal is a
    deal") are left alone.

    Why it matters: it is how translation engines go round in circles; what should stand in one of the places is lost.

    Example: "The rule puts the face value before the face value."
    """

    name = "returning-phrase"
    category = "noise"
    invalid = (
        Invalid("The rule puts the face value before the face value.", ("the face value before the face value",)),
        Invalid("The colour depends on the enzyme of the enzyme.", ("the enzyme of the enzyme",)),
        Invalid(
            "The Northern Transport Board is a member of the Northern Transport Board.",
            ("The Northern Transport Board is a member of the Northern Transport Board",),
        ),
        Invalid(
            "The central savings bank lends to the central savings bank.",
            ("The central savings bank lends to the central savings bank",),
        ),
        Invalid(
            "In 1999 she moved to the port of Varna, where she moved to the port of Varna.",
            ("she moved to the port of Varna, where she moved to the port of Varna",),
        ),
    )
    valid = (
        Valid("But a deal is a deal, and the rules are the rules."),
        Valid("They worked day after day, from house to house, on the best of the best."),
        Valid("The White House said reporters at the White House would be let in."),
        Valid("The fourth quarter of 2017 was better than the fourth quarter of 2018."),
        Valid("“The state budget is in the state budget,” he said."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for repeat in prose.repeats:
            if not (0 < repeat.gap <= 4 and repeat.length >= 2 and _goes_in_circles(prose, repeat)):
                continue
            start, end = words.starts[repeat.first], words.ends[repeat.second + repeat.length - 1]
            if not quoted(prose, start, end):
                phrase = prose.text[start : words.ends[repeat.first + repeat.length - 1]]
                yield self.finding(prose, start, end, f"“{phrase}” comes back in its own clause.")


def _goes_in_circles(prose: Prose, repeat: Repeat) -> bool:
    words, keys = prose.words, prose.word_keys[0]
    first, second, length = repeat
    between = prose.text[words.ends[first + length - 1] : words.starts[second]]
    gap = keys[first + length : second]
    last = second + length - 1
    stopped = stops(prose, last)
    contents = sum(key not in FUNCTION_WORDS for key in keys[first : first + length])
    if keys[first + length - 1] in FUNCTION_WORDS or not _CONTRASTS.isdisjoint(gap) or "–" in between or "—" in between:
        return False
    if len(gap) == 1 and gap[0] in _RELATING:
        placed = gap[0] in _LOCATING and keys[first] in ("the", "a", "an") and contents > (keys[first] != "the")
        rare = length == 2 and keys[first] == "the" and gap[0] in _RELATING and _is_rare(keys[first + 1])
        return stopped and _BREAKS.isdisjoint(between) and (length >= 4 or (placed and length >= 3) or rare)
    if contents < 2 or length < 3:
        return False
    if gap[0] in _COPULAS and len(gap) > 1:
        return stopped and _BREAKS.isdisjoint(between.lstrip(")")) and gap[1] in ("a", "an", "the", "one")
    if all(word in FUNCTION_WORDS for word in gap):
        return stopped and length >= 5
    return _is_own_object(prose, repeat, gap, between)


def _is_rare(word: str) -> bool:
    """Whether a word is too rare for a turn of phrase such as "the majority of the majority"."""
    from checker.lexicon import frequency, known

    return known(word) and frequency(word) < 3


def _is_own_object(prose: Prose, repeat: Repeat, gap: list[str], between: str) -> bool:
    """Whether a phrase with an article opens its clause and is the object of its own verb."""
    from checker.lexicon import parts_of_speech

    words, first = prose.words, repeat.first
    if words.lowers[first] != "the" or not _BREAKS.isdisjoint(between.lstrip(")")) or "and" in gap or "or" in gap:
        return False
    if not (words.texts[first] == "The" or prose.text[: words.starts[first]].endswith(", ")):
        return False
    verbs = [word for word in gap if word not in FUNCTION_WORDS]
    return len(verbs) == 1 and verbs[0] == gap[0] and "Z" in parts_of_speech(verbs[0])
