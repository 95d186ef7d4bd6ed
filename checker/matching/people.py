"""Whether two names are two spellings of one person's name.

The words of the shorter name are aligned with words of the longer one, in any order, two words written as one
included; all of them must find a partner. Equal words and respelled words are weighed together: one respelled word
beside equal others is strong evidence, the more so the rarer the equal ones are, unless the two spellings are
names of their own ("Maria" and "Mario", "Johnson" and "Johnston"). Taken from the field: alignment of parts in any
order, and weights for initials, particles and rare parts, as OpenSanctions' logic-v2 and the Soft-TFIDF of Cohen,
Ravikumar and Fienberg have them ("A Comparison of String Distance Metrics for Name-Matching Tasks", 2003). The
likeness of two words is learned (checker.matching.spelling).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from checker.lexicon import known
from checker.matching.common_names import articles_with, common_given_name, common_surname, family
from checker.matching.folding import fold
from checker.matching.spelling import likeness

# Words that come and go between spellings of one name.
PARTICLES = frozenset(
    "al el ul ur ud as ash at an ar bin ibn ben bint de del da di do dos du la las los le y e van von der den".split()
)
SUFFIXES = frozenset("jr sr ii iii iv".split())
_SERVANT = re.compile(r"abd(?:[aeiou]l|ur|us|ar|as)?(?=.)")
_SERVANTS = frozenset("abd abdul abdel abdal abdol abdu abed".split())
_CLASSES = str.maketrans("cqkwzyj", "kkkvsii")
_VOWELS = str.maketrans("eiou", "aaaa")
_SON = frozenset(("ben", "bin"))
_BREAK = re.compile(r"[\s\-\u2010\u2011]+")


class Weights(NamedTuple):
    """What speaks for one person and what against it, in log-odds. A respelled word below its floor ends the matter;
    the floor lies higher for short words, where much is near by chance."""

    equal_rare: float = 2.2
    equal_common: float = 1.4
    initial: float = 0.2
    most: float = 2.5
    left_over: float = 0.2
    own_names: float = 3.0
    same_skeleton: float = 2.5
    family: float = 0.5
    slip: float = 0.5
    floor: float = -4.2
    floor_short: float = -1.5
    other_initial: float = 1.0
    joined: float = 0.5
    need: float = 0.0


WEIGHTS = Weights()


class Comparison(NamedTuple):
    """`evidence` is above 0 where the two are spellings of one name; `respelled` holds the aligned words that differ,
    from the first name and from the second, folded; `equal` says how many aligned words are the same; `marks` is true
    where words differ in apostrophes, accents or the way they are joined."""

    evidence: float
    respelled: tuple[tuple[str, str], ...]
    equal: int
    marks: bool = False


class Word(NamedTuple):
    """A word of a name: as it is compared, and as it is written, in small letters."""

    folded: str
    written: str


NO_MATCH = Comparison(-9.0, (), 0)


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name as they are compared: folded, hyphens parted, particles and "Jr." left out, "Abd al-" and
    "Abdul" before a name joined to it."""
    plain = [Word(folded, _written(piece)) for piece in _BREAK.split(name) if (folded := fold(piece))]
    words: list[Word] = []
    servant = ""
    for word in plain:
        compared = word.folded
        if servant:
            if compared in PARTICLES:
                servant += f" {word.written}"
            else:
                words.append(Word(f"abd{compared}", f"{servant} {word.written}"))
                servant = ""
        elif compared in PARTICLES or compared in SUFFIXES:
            continue
        elif compared in _SERVANTS:
            servant = word.written
        else:
            match = _SERVANT.match(compared)
            if match and len(compared) - match.end() > 3:
                compared = f"abd{compared[match.end() :]}"
            words.append(Word(compared, word.written))
    if servant:
        words.append(Word("abd", servant))
    return tuple(words) or tuple(plain)


def _written(piece: str) -> str:
    return piece.lower().replace("’", "'").replace("‘", "'").replace(".", "").strip("',")


def compare(a: str, b: str, weights: Weights = WEIGHTS) -> Comparison:
    """Compares two names. Symmetric."""
    first, second = words_of(a), words_of(b)
    swapped = len(first) > len(second)
    short, long = (second, first) if swapped else (first, second)
    if not short or len(long) > 12:
        return NO_MATCH
    aligned, left_over = _aligned(short, long, weights)
    if aligned is None:
        return NO_MATCH
    evidence, respelled, equal, marks = -weights.left_over * left_over, [], 0, False
    initials = False
    for score, x, y in aligned:
        evidence += min(score, weights.most)
        if x.folded == y.folded:
            equal += len(x.folded) > 1
            marks = marks or x.written != y.written
        elif min(len(x.folded), len(y.folded)) > 1:
            if score < _floor(x.folded, y.folded, weights):
                return NO_MATCH
            respelled.append((y.folded, x.folded) if swapped else (x.folded, y.folded))
        else:
            initials = True
    if initials and not equal:
        return NO_MATCH
    return Comparison(evidence - weights.need, tuple(respelled), equal, marks)


def _floor(x: str, y: str, weights: Weights) -> float:
    return weights.floor_short if min(len(x), len(y)) < 5 else weights.floor


_Pair = tuple[bool, float, int, tuple[int, ...], tuple[int, ...], Word, Word]


def _aligned(
    short: tuple[Word, ...], long: tuple[Word, ...], weights: Weights
) -> tuple[list[tuple[float, Word, Word]] | None, int]:
    """The partners of all words of the shorter name, best first, and how many words of the longer have none."""
    pairs: list[_Pair] = []
    rest_short, rest_long = [*range(len(short))], [*range(len(long))]
    for i, x in enumerate(short):
        same = [j for j in rest_long if long[j].folded == x.folded]
        if same:
            j = min(same, key=lambda k: abs(i - k))
            pairs.append((True, _score(x.folded, x.folded, weights), -abs(i - j), (i,), (j,), x, long[j]))
            rest_short.remove(i)
            rest_long.remove(j)
    spare = len(rest_short) != len(rest_long) or len(short) == len(long) == len(rest_long)
    for i in rest_short:
        x = short[i]
        # It may still be two words of the other name in one.
        joins = spare and (len(rest_short) > 1 or any(long[j].folded[0] == x.folded[0] for j in rest_long))
        if not joins and all(far_apart(x.folded, long[j].folded) for j in rest_long):
            return None, 0
        for j in rest_long:
            y = long[j]
            pairs.append((False, _score(x.folded, y.folded, weights), -abs(i - j), (i,), (j,), x, y))
    if spare:  # a word may stand for two
        for i in rest_short:
            for j, k in pairwise(rest_long):
                pairs += _joined(short[i], long[j], long[k], (i,), (j, k), weights)
        for j in rest_long:
            for i, k in pairwise(rest_short):
                pairs += _joined(long[j], short[i], short[k], (i, k), (j,), weights)
    pairs.sort(reverse=True)
    used_short: set[int] = set()
    used_long: set[int] = set()
    found = []
    for _, score, _, at_short, at_long, x, y in pairs:
        if used_short.isdisjoint(at_short) and used_long.isdisjoint(at_long):
            used_short.update(at_short)
            used_long.update(at_long)
            found.append((score, x, y))
    if len(used_short) < len(short):
        return None, 0
    return found, len(long) - len(used_long)


def _joined(
    word: Word, a: Word, b: Word, at_short: tuple[int, ...], at_long: tuple[int, ...], weights: Weights
) -> list[_Pair]:
    """The pair of one word and two that are written apart; a short piece must stand in it letter for letter."""
    one, two = word.folded, a.folded + b.folded
    if abs(len(one) - len(two)) > 1 or min(len(one), len(two)) < 5 or one[0] != two[0]:
        return []
    if one != two and min(len(a.folded), len(b.folded)) < 3:
        return []
    score = likeness(one, two) - weights.joined
    if score <= 0:
        return []
    both = Word(two, f"{a.written} {b.written}")
    x, y = (word, both) if len(at_short) == 1 else (both, word)
    return [(one == two, score, 0, at_short, at_long, x, y)]


def _score(x: str, y: str, weights: Weights) -> float:
    if x == y:
        if len(x) == 1:
            return weights.initial
        common = common_given_name(x) or common_surname(x) or articles_with(x) >= 16 or known(x)
        return weights.equal_common if common else weights.equal_rare
    if min(len(x), len(y)) == 1:
        return 0.0 if x[0] == y[0] else -9.0
    if far_apart(x, y):
        return -9.0
    return _respelled(x, y, weights)


@lru_cache(maxsize=20_000)
def _respelled(x: str, y: str, weights: Weights) -> float:
    score = likeness(x, y)
    for one, other in ((x, y), (y, x)):  # "Benhammedi" and "Ben Hammedi", whose particle is left out
        if one[:3] in _SON and len(one) > 6 and one[3:4] == other[:1]:
            score = max(score, likeness(one[3:], other) - weights.joined)
    if skeleton(x)[0] != skeleton(y)[0]:
        score -= weights.other_initial
    if names_of_their_own(x, y):
        return score - weights.own_names
    if family(x) == family(y):
        score = max(score, weights.family)
    if skeleton(x) == skeleton(y):
        score += weights.same_skeleton
    return max(score, weights.slip) if _slip(x, y) else score


def _slip(x: str, y: str) -> bool:
    """Whether one word is a slip of the fingers for the other: one letter off, and news knows only the other."""
    if min(len(x), len(y)) < 5 or (articles_with(x) == 0) == (articles_with(y) == 0):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(x, y) == 1


@lru_cache(maxsize=50_000)
def far_apart(x: str, y: str) -> bool:
    """Whether two folded words differ in more than half of their letters: weighing them would be for nothing."""
    if abs(len(x) - len(y)) > 4:
        return True
    letters, others = set(x), set(y)
    shared = letters & others
    if 2 * len(shared) < min(len(letters), len(others)):
        return True
    longer = max(len(x), len(y))
    most = max(2, longer // 2)
    if longer - sum([min(x.count(c), y.count(c)) for c in shared]) > most:
        return True
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(x, y, score_cutoff=most) > most


@lru_cache(maxsize=20_000)
def skeleton(folded: str) -> str:
    """The consonants of a folded word, in classes of those that spellings exchange, with its first and last sound:
    "mohammed" and "muhamad" have one."""
    classes = (folded[:1] + folded[1:].rstrip("h")).translate(_CLASSES)
    single = "".join(c for i, c in enumerate(classes) if i == 0 or c != classes[i - 1])
    inner = "".join(c for c in single[1:-1] if c not in "aeiouh")
    return single[:1].translate(_VOWELS) + inner + single[1:][-1:]


def names_of_their_own(x: str, y: str) -> bool:
    """Whether two near words are both names that many people bear, so that neither is a slip for the other, as
    "Hassan" and "Hussein"; common spellings of one name, as "Mohamed" and "Muhammad", are not."""
    both = (common_given_name(x) and common_given_name(y)) or (common_surname(x) and common_surname(y))
    return both and family(x) != family(y) and (skeleton(x) != skeleton(y) or likeness(x, y) < 0)
