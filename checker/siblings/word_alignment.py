"""Which word of one passage stands for which of another.

Words are paired greedily, the closest and best supported by their neighbours first, as the monolingual aligner of
Sultan, Bethard and Sumner does ("Back to Basics for Monolingual Alignment", 2014), here with tables in the place of
a parser: likeness of the words, and likeness of what stands around them.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from checker.siblings.many_to_one import pair_several
from checker.siblings.other_forms import other_form
from checker.siblings.relations import opposites, synonyms, wider
from checker.siblings.tokens import Token

_REACH = 3  # words to either side that support a pair
_STEPS = (-1, 1, -2, 2, -3, 3)
_LONGEST = 160  # words of a passage that are compared
_LEAST = 0.5
_SUPPORT = 0.25
_ORDER = 0.2


class WordAlignment(NamedTuple):
    """For each word of the first passage the word of the second that it stands for, or -1, and the other way round."""

    first: list[Token]
    second: list[Token]
    to_second: list[int]
    to_first: list[int]

    def lone_first(self) -> list[int]:
        """Words of the first passage that say something and have no counterpart."""
        return [i for i, j in enumerate(self.to_second) if j < 0 and self.first[i].content]

    def lone_second(self) -> list[int]:
        """The same of the second passage."""
        return [j for j, i in enumerate(self.to_first) if i < 0 and self.second[j].content]


def align_words(first: list[Token], second: list[Token]) -> WordAlignment:
    """Aligns the words of two passages, one to one."""
    first, second = first[:_LONGEST], second[:_LONGEST]
    candidates: dict[tuple[int, int], float] = {}
    places: defaultdict[str, list[int]] = defaultdict(list)
    for j, token in enumerate(second):
        places[token.base].append(j)
    lone = []
    for i, token in enumerate(first):
        same = places.get(token.base)
        if same:
            for j in same:
                candidates[i, j] = 1.0 if token.lower == second[j].lower else 0.97
        elif token.content or token.base in _PAIRED:
            lone.append(i)
    bases = {token.base for token in first}
    others = [
        j for j, token in enumerate(second) if token.base not in bases and (token.content or token.base in _PAIRED)
    ]
    candidates.update(_close(first, lone, second, others))
    to_second, to_first = [-1] * len(first), [-1] * len(second)
    _pair(first, second, candidates, to_second, to_first)
    # words that only a repetition kept from each other
    rest = [i for i, j in enumerate(to_second) if j < 0 and first[i].content]
    others = [j for j, i in enumerate(to_first) if i < 0 and second[j].content]
    if rest and others:
        _pair(first, second, _close(first, rest, second, others), to_second, to_first)
    pair_several(first, second, to_second, to_first)
    return WordAlignment(first, second, to_second, to_first)


GENDER_PAIRS = {
    "he": "she", "him": "her", "his": "her", "himself": "herself", "man": "woman", "boy": "girl", "father": "mother",
    "son": "daughter", "brother": "sister", "husband": "wife", "king": "queen", "prince": "princess",
    "spokesman": "spokeswoman", "chairman": "chairwoman", "uncle": "aunt", "nephew": "niece", "businessman":
    "businesswoman", "grandfather": "grandmother", "boyfriend": "girlfriend", "mr": "mrs", "lord": "lady",
    "policeman": "policewoman", "grandson": "granddaughter", "gentleman": "lady", "male": "female", "dad": "mum",
    "actor": "actress", "stepfather": "stepmother", "widower": "widow", "waiter": "waitress", "hero": "heroine",
    "duke": "duchess", "men": "women",
}  # fmt: skip
GENDER = {**{m: (f, "m") for m, f in GENDER_PAIRS.items()}, **{f: (m, "f") for m, f in GENDER_PAIRS.items()},
          "hers": ("his", "f")}  # fmt: skip
_PAIRED = frozenset(GENDER) | {"not", "never", "without", "with"}


_Candidates = dict[tuple[int, int], float]


def _close(first: list[Token], ours: list[int], second: list[Token], theirs: list[int]) -> _Candidates:
    """The pairs of some words that are close enough."""
    found = {}
    for i in ours:
        for j in theirs:
            close = closeness(first[i], second[j])
            if close >= _LEAST:
                found[i, j] = close
    return found


def _pair(
    first: list[Token], second: list[Token], candidates: _Candidates, to_second: list[int], to_first: list[int]
) -> None:
    """Pairs words one to one, the best candidates first."""
    by_first: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for (i, j), close in candidates.items():
        by_first[i].append((j, close))
    # what surely belongs together comes first and supports the rest
    sizes = max(1, len(first)), max(1, len(second))
    scored = []
    for (i, j), close in candidates.items():
        support = 0
        for step in _STEPS:
            for b, c in by_first.get(i + step, ()):
                if abs(b - j) <= _REACH and c > 0.6:
                    support += 2 if first[i + step].content else 1
                    break
        drift = abs(i / sizes[0] - j / sizes[1])
        weight = close * (1.0 if first[i].content else 0.5)
        scored.append((weight + _SUPPORT * min(support, 6) / 6 - _ORDER * drift, -abs(i - j), i, j))
    scored.sort(reverse=True)
    for _, _, i, j in scored:
        if to_second[i] < 0 and to_first[j] < 0:
            to_second[i], to_first[j] = j, i


# Short forms, and names of one thing.
_SHORT = {short: frozenset(full.split("/")) for short, full in (pair.split("=") for pair in (
    "st=saint mt=mount ft=fort dept=department intl=international gov=governor gen=general sen=senator rep="
    "representative pres=president univ=university assn=association corp=corporation inc=incorporated co=company"
    " ltd=limited bros=brothers natl=national govt=government no=number vs=versus tv=television uk=britain/british"
    " u.s.=america/american/washington eu=europe/european un=nations covid=coronavirus/corona/covid19"
    " mideast=middle/east kiev=kyiv kyiv=ukraine/ukrainian daesh=isis/isil isis=isil dprk=korea sino=china/chinese"
    " anglo=england/english/britain/british franco=france/french russo=russia/russian indo=india/indian"
).split())}  # fmt: skip


def short_forms(word: str) -> frozenset[str]:
    """The words that a short form stands for."""
    return _SHORT.get(word, frozenset())


def gender_of(lower: str) -> str:
    """ "m" or "f" for a word that tells the gender of a person, else ""."""
    base = lower.removesuffix("s") if len(lower) > 4 else lower
    pair = GENDER.get(lower) or GENDER.get(base)
    return "" if pair is None else "f" if pair[1] == "f" else "m"


@lru_cache(maxsize=100_000)
def word_closeness(a: str, b: str) -> float:
    """How likely two base forms are to stand for each other, from 0 to 1."""
    if b in _SHORT.get(a, ()) or a in _SHORT.get(b, ()):
        return 0.95
    if opposites(a, b):
        return 0.7
    if synonyms(a, b):
        return 0.8
    if wider(a, b):
        return 0.65
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    longest = max(len(a), len(b))
    if shared >= 4 and (shared >= 0.6 * longest or shared >= max(5, min(len(a), len(b)) - 1)):
        return 0.7
    return 0.0


def closeness(a: Token, b: Token) -> float:
    """How likely two words are to stand for each other, from 0 to 1."""
    if a.base == b.base:
        return 1.0
    if a.number or b.number:
        return 0.0
    if a.base in GENDER and GENDER[a.base][0] == b.base:
        return 0.8
    if a.name and b.name:
        near = name_closeness(a.lower, b.lower)
        if near:
            return near
    return word_closeness(a.base, b.base)


@lru_cache(maxsize=50_000)
def name_closeness(a: str, b: str) -> float:
    """The same for words of names, which are spelled in several ways."""
    from checker.matching.folding import fold

    x, y = fold(a), fold(b)
    if (x == y and x) or other_form(x, y):
        return 0.98
    if min(len(x), len(y)) < 3:
        return 0.0
    from rapidfuzz.distance import Levenshtein

    ratio = Levenshtein.normalized_similarity(x, y)
    return 0.9 if ratio >= 0.75 else 0.75 if ratio >= 0.6 and x[0] == y[0] else 0.0
