"""What an unknown word was meant to be: the common word that one slip of the hand, or a usual mistake, turns into it.

A noisy channel in the manner of Kernighan, Church and Gale (1990), "A spelling correction program based on a noisy
channel model": each common word near the unknown one is weighed by its frequency in news and by how likely the slip
is; a correction is given only where one word outweighs all others.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from checker.lexicon import common, frequency, known, misspelling, parts_of_speech

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")
_SOUND_ALIKE = frozenset("cs sc ck kc sz zs gj jg fv vf td dt mn nm cq qc kq qk pb bp xc cx xs sx".split())
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TRANSPOSED, _DOUBLING, _DROPPED, _ADDED, _REPLACED, _ENDING = 1.0, 1.0, 0.6, 0.5, 0.08, 0.002
_VOWEL_FOR_VOWEL, _SOUND_FOR_SOUND, _NEIGHBOUR_KEY, _FIRST_LETTER, _TWO_SLIPS = 0.6, 0.4, 0.3, 0.1, 0.05
_MANY = 100  # words
_DOMINANCE = 6.0  # so much heavier than the next is the word that is meant

_DOUBLED = re.compile(r"([lpst])\1(ed|ing|ers?)$")
_AGENT = re.compile(r"er(s?)$")
_BRITISH = re.compile(r"is(e[drs]?|ers|ing|ations?)$")

_PREFIXES = (
    "un en re non pre over under anti co counter de dis hyper inter mega micro mid mini mis multi neo out post pro"
    " pseudo semi sub super trans ultra up cyber bio eco geo tele auto electro euro ex extra fore hetero homo infra"
    " intra kilo macro mal meta mono nano narco omni para petro photo poly proto psycho radio retro self socio step"
    " techno thermo tri uber uni vice agri aero astro cardio crypto"
).split()
_SUFFIXES = (
    "s ly ness nesses like ish able ability less lessly lessness ful fully fulness gate ism isms ist ists ize izes"
    " ized izing izer izers ization izations ise ises ised ising iser isers isation wise ward wards dom hood ship"
    " ships esque ery ian ians proof free men man woman women maker makers making er ers or ors ee ees holder"
    " holders land work works worker workers nomics fest athon cracy crat crats phobe phobes phobia phobic phile"
    " philes tastic nik niks let lets ette ology ologist ologists scape speak sphere verse ware"
).split()


_USUAL = 30.0  # in a million words: so often stands what "a" may run into


class _Candidate(NamedTuple):
    weight: float
    word: str


# Function words that run into the word before or behind them where a space was lost.
_GLUED = frozenset(
    "the of to in and for that on with as at by from is was were be are has have had it his her their this he they not"
    " an will would but or which who".split()
)


@lru_cache(maxsize=20_000)
def correction(word: str) -> str | None:
    """The word that an unknown word in lower case was meant to be, or None where that is open or where the word may
    well be one that the lexicon lacks: a compound, a derivation, a name."""
    if known(word):
        return None
    listed = misspelling(word)
    if listed is not None:
        return listed or likely(word)
    return None if plausible(word) or taken_apart(word) else likely(word, unlisted=True)


def likely(word: str, *, unlisted: bool = False) -> str | None:
    """The common word that dominates the neighbourhood of an unknown one; for an `unlisted` one, which no list has as a
    usual misspelling, only where a single slip is between them, and in a short one no exchanged letter."""
    length = len(word)
    if length < 5 or not word.isascii() or not word.isalpha() or length > 24:
        return None
    found = sorted(_one_slip(word), reverse=True)
    if unlisted and length <= 6:
        found = [c for c in found if len(c.word) != length or sorted(c.word) == sorted(word)]
    if not found and length >= 9 and not unlisted:
        found = sorted(_two_slips(word), reverse=True)
    if not found or found[0].weight < _least(length):
        return None
    if len(found) > 1 and found[0].weight < _DOMINANCE * found[1].weight:
        return None
    meant = found[0].word
    if unlisted and meant in (word[1:], meant[0] + word[1:]) and meant[0] != word[0] and _opens_many(word[:2]):
        return None  # a play on a word puts another beginning on it, one that can be spoken: "prebuttal"
    return meant


@cache
def _opens_many(beginning: str) -> bool:
    return sum(word.startswith(beginning) for word in common()) >= _MANY


def taken_apart(word: str) -> str | None:
    """The two words that an unknown one is made of where a space was lost beside a function word ("ofthe") or
    an article ("asubject"), or None."""
    best = (0.0, "")
    if word[:1] == "a" and word[1:2] not in _VOWELS and len(word) > 5 and "N" in parts_of_speech(word[1:]):
        best = (frequency(word[1:]), f"a {word[1:]}") if frequency(word[1:]) >= _USUAL else best
    for i in range(2, len(word) - 1):
        head, tail = word[:i], word[i:]
        if head == "by" or (tail in ("in", "on", "by", "at") and "V" in parts_of_speech(head)):
            continue  # "byelection", "breakin"
        if (head in _GLUED and (len(tail) >= 3 or tail in _GLUED)) or (tail in _GLUED and len(head) >= 3):
            rarer = min(frequency(head), frequency(tail))
            if rarer > max(best[0], 10.0) and "F" in parts_of_speech(head) + parts_of_speech(tail):
                best = (rarer, f"{head} {tail}")
    return best[1] or None


def plausible(word: str) -> bool:
    """Whether the lexicon's words make it up: a known word with an affix, a noun made a verb, or two words in one."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + 4 and known(word[len(prefix) :]):
            return True
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 3:
            stem = word[: -len(suffix)]
            if known(stem) or (suffix[0] in "aeiou" and known(stem + "e")):
                return True
    if _new_verb(word) or variant(word):
        return True
    for i in range(3, len(word) - 2):
        least = 0.1 if 4 <= i <= len(word) - 4 else 5.0
        if frequency(word[:i]) >= least and frequency(word[i:]) >= least:
            return True
    return False


def variant(word: str) -> bool:
    """Whether it is another usual spelling of a known word: British -ise, a doubled consonant, en- for in-, a dropped
    g ("lookin")."""
    doubled = _DOUBLED.sub(r"\1\2", word)
    if doubled != word and "V" in parts_of_speech(_DOUBLED.sub(r"\1", word)):
        return True
    others = {_BRITISH.sub(r"iz\1", word), "in" + word[2:] if word.startswith("en") else word}
    others |= {
        _AGENT.sub(r"or\1", word),
        word + "g" if word.endswith("in") else word,
        word[:-3] + "os" if word.endswith("oes") else word,
    }
    if word.endswith("os"):
        others.add(word[:-1] + "es")
    return any(known(other) for other in others - {word})


def _new_verb(word: str) -> bool:
    """Whether it is a noun or adjective inflected as a verb; of its verbs the lexicon has every form."""
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
            for base in (stem, stem + "e", doubled):
                parts = parts_of_speech(base)
                if len(base) >= 3 and ("N" in parts or "J" in parts) and "V" not in parts:
                    return True
    return False


def _least(length: int) -> float:
    """How heavy a correction must be: a short word has many neighbours by chance."""
    return 20.0 if length == 5 else 4.0 if length == 6 else 1.0 if length == 7 else 0.3


def _one_slip(word: str) -> list[_Candidate]:
    words = common()
    weights: dict[str, float] = {}

    def note(candidate: str, weight: float, at: int) -> None:
        weights[candidate] = max(weights.get(candidate, 0.0), weight if at else weight * _FIRST_LETTER)

    for i in range(len(word) + 1):
        head, tail, rest = word[:i], word[i:], word[i + 1 :]
        before, here = head[-1:], tail[:1]
        if tail and head + rest in words:
            note(head + rest, _DOUBLING if here in (before, rest[:1]) else _ADDED if rest else _ENDING, i)
        if rest and here != rest[0] and (swapped := head + rest[0] + here + rest[1:]) in words:
            note(swapped, _TRANSPOSED, i)
        for letter in _LETTERS:
            longer = head + letter
            if longer + tail in words:
                note(longer + tail, _DOUBLING if letter in (before, here) else _DROPPED, i)
            if tail and longer + rest in words and letter != here:
                note(longer + rest, _replacing(letter, here) if rest else _ENDING, i)
    return [_Candidate(w * f, c) for c, w in weights.items() if known(c) and (f := frequency(c))]


def _replacing(meant: str, written: str) -> float:
    if meant in _VOWELS and written in _VOWELS:
        return _VOWEL_FOR_VOWEL
    if meant + written in _SOUND_ALIKE:
        return _SOUND_FOR_SOUND
    return _NEIGHBOUR_KEY if meant in _neighbours().get(written, "") else _REPLACED


@cache
def _neighbours() -> dict[str, str]:
    """Each letter's neighbours on a keyboard."""
    near: dict[str, str] = {}
    for r, row in enumerate(_ROWS):
        for i, key in enumerate(row):
            above = _ROWS[r - 1][i : i + 2] if r else ""
            below = _ROWS[r + 1][max(0, i - 1) : i + 1] if r + 1 < len(_ROWS) else ""
            near[key] = row[max(0, i - 1) : i] + row[i + 1 : i + 2] + above + below
    return near


def _two_slips(word: str) -> list[_Candidate]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, _beginning_with().get(word[0], []), scorer=OSA.distance, score_cutoff=2, limit=None)
    # A word that ends otherwise is rather another word of the same family.
    kin = [c for c, _, _ in near if c[-2:] == word[-2:] and abs(len(c) - len(word)) < 2]
    return [_Candidate(_TWO_SLIPS * f, c) for c in kin if known(c) and (f := frequency(c))]


@cache
def _beginning_with() -> dict[str, list[str]]:
    """The common words of six letters and more by their first letter."""
    groups: dict[str, list[str]] = {}
    for word in common():
        if len(word) >= 6:
            groups.setdefault(word[0], []).append(word)
    return groups
