"""Finds the names of an article that are spelled in two ways, without comparing every name with every other.

Names meet only in blocks: full names that have a word with the same consonants, single names with words that have the
same first and second consonant. In a block with many names each is compared with its neighbours in alphabetical
order alone (the sorted neighbourhood of Hernández and Stolfo, "The Merge/Purge Problem", 1995), so that the number of
comparisons grows with the number of names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from checker.annotations.names import Name
from checker.lexicon import frequency, known
from checker.matching.common_names import articles_with, common_given_name, common_surname
from checker.matching.different_words import derived, different_words, established, form_of_known_name, plain
from checker.matching.folding import fold
from checker.matching.people import compare, far_apart, names_of_their_own, skeleton, words_of
from checker.matching.spelling import likeness

_COMMON = 5  # in a million words
_SLIPS = 64  # so many times the right word stands in news for one time that a slip does
_NEIGHBOURS = 6
_BLOCK = 12
_SHORTEST = 5
_NEAR = -1.0  # the same, where the surname has nobody else to stand for
_SURE = 1.2  # log-odds from which two single words are spellings of one name
_TACKED_ON = frozenset("led based backed style area era born wide held run controlled owned bound only".split())
_RUN_ON = re.compile(r"[0-9_]|\b(?!(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|Al|El|Abd|Abdul|Ó|O)[A-Z])\w*[a-z][A-Z]")


class Spelling(NamedTuple):
    """One way in which the article writes a name: its text and its mentions in order."""

    text: str
    mentions: list[Name]


class Variant(NamedTuple):
    """Two spellings of one name: `minor` stands less often, or is the one that news does not know, or comes later.
    `few` and `many` say how often each stands, alone or in a longer name."""

    minor: Spelling
    major: Spelling
    few: int
    many: int

    @property
    def single(self) -> bool:
        """Whether the minor spelling is of one word."""
        return len(self.minor.mentions[0].parts) == 1

    @property
    def wanted(self) -> str:
        """The major spelling, of which only the last word where the minor one has one word."""
        return self.major.mentions[0].parts[-1] if self.single else self.major.text

    @property
    def corrected(self) -> str:
        """The text of the minor spelling with its words spelled as in the major one."""
        text = self.minor.text
        theirs = {fold(word): word for word in self.major.mentions[0].parts}
        if not self.single:
            for x, y in compare(text, self.major.text).respelled:
                for word in self.minor.mentions[0].parts:
                    if fold(word) == x and y in theirs:
                        text = text.replace(word, theirs[y])
        return self.wanted if text == self.minor.text else text


def find_variants(names: Iterable[Name]) -> list[Variant]:
    """The spellings that the article should bring into line, each with the spelling that it most likely stands for."""
    spellings = _spellings(names)
    if len(spellings) < 2:
        return []
    pairs = [*_full_names(spellings), *_single_names(spellings)]
    if not pairs:
        return []
    counts: Counter[str] = Counter()
    for spelling in spellings:
        for part in spelling.mentions[0].parts:
            counts[fold(part)] += len(spelling.mentions)
    best: dict[str, Variant] = {}
    for a, b in pairs:
        variant = _ranked(a, b, counts)
        other = best.get(variant.minor.text)
        if other is None or other.many < variant.many:
            best[variant.minor.text] = variant
    return list(best.values())


def _spellings(names: Iterable[Name]) -> list[Spelling]:
    mentions: dict[str, Spelling] = {}
    refused: set[str] = set()
    for name in names:
        text = name.text
        found = mentions.get(text)
        if found is not None:
            if name.certain:
                found.mentions.append(name)
        elif name.certain and text not in refused:
            simple = len(name.parts) == 1 and text.isalpha() and text[1:].islower()
            if simple or _comparable(name):
                mentions[text] = Spelling(text, [name])
            else:
                refused.add(text)
    return list(mentions.values())


def _comparable(name: Name) -> bool:
    """Whether a mention is one name, not a headline, a handle or words run together."""
    text = name.text
    if len(name.parts) == 1 and text.isalpha() and text[1:].islower():
        return True
    if len(name.parts) > 8 or _RUN_ON.search(text):
        return False
    if "-" in text and any(_tacked_on(piece) for part in name.parts for piece in part.split("-")[1:]):
        return False
    if len(name.parts) == 2 and name.parts[0] == name.parts[1] and articles_with(fold(name.parts[0])):
        return False
    return len(name.parts) == 1 or not text.isupper()


def _tacked_on(piece: str) -> bool:
    """Whether what follows a hyphen makes no name of the whole: "Trump-led", "North Korea-US"."""
    return piece in _TACKED_ON or (len(piece) < 4 and piece.isupper())


def _ranked(a: Spelling, b: Spelling, counts: Counter[str]) -> Variant:
    """Which spelling yields: the one that stands less often; then the one with words that news does not know, fewer
    articles have, or that comes later."""

    def times(one: Spelling, other: Spelling) -> int:
        words, others = ([fold(part) for part in s.mentions[0].parts] for s in (one, other))
        if len(words) == 1 or len(others) == 1:
            return counts[words[-1]]
        return max(len(one.mentions), min((counts[w] for w in words if w not in others), default=0))

    def rank(s: Spelling, number: int) -> tuple[int, int, int, int, int]:
        words = [w.folded for w in words_of(s.text)]
        unknown = sum(articles_with(w) == 0 and not known(w) for w in words)
        everywhere = sum(counts[w] for w in words)  # "Mrs Kovalenko" speaks for "Marta Kovalenko"
        return number, everywhere, -unknown, sum(map(articles_with, words)), -s.mentions[0].start

    of_a, of_b = times(a, b), times(b, a)
    return Variant(b, a, of_b, of_a) if rank(a, of_a) >= rank(b, of_b) else Variant(a, b, of_a, of_b)


def _full_names(spellings: list[Spelling]) -> Iterator[tuple[Spelling, Spelling]]:
    blocks: dict[str, list[Spelling]] = {}
    for spelling in spellings:
        if len(spelling.mentions[0].parts) > 1 and len(spelling.text) < 80:
            for key in sorted(_keys(spelling.text)):  # a set has no order of its own
                blocks.setdefault(key, []).append(spelling)
    for a, b in _meetings(blocks):
        if one_person(a.text, b.text):
            yield a, b


@lru_cache(maxsize=20_000)
def _keys(name: str) -> frozenset[str]:
    """The blocks of a full name: the consonants of each of its words."""
    return frozenset([skeleton(w.folded).rstrip("aeiou") for w in words_of(name) if len(w.folded) > 1])


@lru_cache(maxsize=20_000)
def one_person(a: str, b: str) -> bool:
    """Whether two full names are spellings of one name, and not the same spelling, longer or shorter."""
    if a.lower() == b.lower():
        return False
    if (len(words_of(a)) < 2) != (len(words_of(b)) < 2):
        return False
    comparison = compare(a, b)
    if comparison.evidence <= 0:
        return False
    if not comparison.respelled:
        return comparison.marks
    equal = {w.folded for w in words_of(a)} & {w.folded for w in words_of(b)}
    if not equal and _crossed(a, b, comparison.respelled) and any(likeness(x, y) < 0 for x, y in comparison.respelled):
        return False
    # "Committee" and "County" tell nobody apart: two words that news has are two places or bodies then.
    if equal and min(map(frequency, equal)) >= _COMMON and any(_both_usual(x, y) for x, y in comparison.respelled):
        return False
    equal |= {x for x, y in comparison.respelled if skeleton(x) == skeleton(y) and not known(x)}
    foreign = len(equal) > 1 and (max(map(frequency, equal)) < _COMMON or not all(map(known, equal)))
    return not any(different_words(x, y, foreign) for x, y in comparison.respelled)


def _both_usual(x: str, y: str) -> bool:
    fewer, more = sorted((articles_with(x), articles_with(y)))
    return fewer > 0 and _SLIPS * fewer >= more


def _crossed(a: str, b: str, respelled: tuple[tuple[str, str], ...]) -> bool:
    """Whether the respelled words stand in another order in each of two names."""
    first, second = ([w.folded for w in words_of(name)] for name in (a, b))
    places = sorted((first.index(x), second.index(y)) for x, y in respelled if x in first and y in second)
    return any(one[1] > other[1] for one, other in pairwise(places))


def _single_names(spellings: list[Spelling]) -> Iterator[tuple[Spelling, Spelling]]:
    """Words that stand alone as a name, near the last word of a full name or another such word."""
    standing: dict[str, Spelling] = {}
    alone: dict[str, Spelling] = {}
    elsewhere: set[str] = set()
    for spelling in spellings:
        parts = spelling.mentions[0].parts
        if len(parts) > 1:
            folded = [fold(p) for p in parts]
            elsewhere.update(folded)
            if len(parts) < 5 and len(folded[-1]) >= _SHORTEST:
                standing.setdefault(folded[-1], spelling)
        elif len(spelling.text) >= _SHORTEST and not spelling.text.isupper() and "-" not in spelling.text:
            word = fold(spelling.text)
            if len(word) >= _SHORTEST:
                alone[word] = spelling
    for word in alone.keys() & elsewhere:
        del alone[word]
    blocks: dict[str, list[Spelling]] = {word[0] + skeleton(word)[1:2]: [] for word in alone}
    words: dict[str, str] = {}
    for word, spelling in (*standing.items(), *alone.items()):
        block = blocks.get(word[0] + skeleton(word)[1:2])
        if block is not None:
            words[spelling.text] = word
            block.append(spelling)
    for a, b in _meetings(blocks):
        x, y = words[a.text], words[b.text]
        if (x in alone or y in alone) and same_single_name(x, y):
            yield a, b


@lru_cache(maxsize=20_000)
def same_single_name(x: str, y: str) -> bool:
    """Whether two folded words, with nothing beside them to go by, are spellings of one name."""
    if x == y or far_apart(x, y) or x[0] != y[0]:
        return False
    if min(articles_with(x), articles_with(y)) >= 4 or names_of_their_own(x, y):
        return False
    if plain(x) or plain(y) or form_of_known_name(x, y) or different_words(x, y, alone=True) or likeness(x, y) < _SURE:
        return False
    from rapidfuzz.distance import OSA

    return skeleton(x) == skeleton(y) or OSA.distance(x, y) == 1


def _meetings(blocks: dict[str, list[Spelling]]) -> Iterator[tuple[Spelling, Spelling]]:
    """The pairs to compare, each once; at most some ten for each name."""
    met: set[tuple[str, str]] = set()
    for block in blocks.values():
        if len(block) < 2:
            continue
        reach = len(block) if len(block) <= _BLOCK else _NEIGHBOURS
        ordered = sorted(block)
        for i, a in enumerate(ordered):
            for b in ordered[i + 1 : i + 1 + reach]:
                if (a.text, b.text) not in met:
                    met.add((a.text, b.text))
                    yield a, b


def near_surname(speaker: Name, names: Sequence[Name], surnames: Iterable[str]) -> Name | None:
    """The one person introduced in full, and never named again, whose surname is near that of a speaker whom no full
    name introduces; None where there is none, or several. `surnames` are the last parts of the full names."""
    word = fold(speaker.parts[0])
    if not any(_near_last(word, surname) for surname in surnames):
        return None
    if len(word) < _SHORTEST or plain(word) or speaker.text.isupper() or "-" in speaker.text or _no_surname(word):
        return None
    found: dict[str, Name] = {}
    counts: Counter[str] = Counter()
    for name in names:
        folded = [w.folded for w in words_of(name.text)]
        counts.update(folded)
        if len(name.parts) == 1:
            continue
        if word in folded:
            return None
        if len(folded) == 1:
            continue
        surname = folded[-1] if folded else ""
        if surname[:1] == word[0] and len(surname) >= _SHORTEST and _person(name, folded) and _near(word, surname):
            found.setdefault(surname, name)
    if len(found) != 1:
        return None
    ((surname, person),) = found.items()
    return person if counts[surname] == 1 else None


def _near_last(word: str, part: str) -> bool:
    """Whether the last part of a name may be near a surname."""
    last = fold(part.rpartition("-")[2])
    return last[:1] == word[:1] and last != word and abs(len(last) - len(word)) < 3


def _near(x: str, y: str) -> bool:
    run_on = (x.startswith(y) or y.startswith(x)) and abs(len(x) - len(y)) > 1
    return not (run_on or far_apart(x, y) or derived(x, y)) and likeness(x, y) > _NEAR


def _person(name: Name, folded: list[str]) -> bool:
    """Whether a full name looks like that of a person: two or three words, the first a given name that news knows."""
    if not 2 <= len(folded) <= 3 or frequency(folded[0]) >= 5 or not common_given_name(folded[0]):
        return False
    return _comparable(name) and not _no_surname(folded[-1])


def _no_surname(word: str) -> bool:
    """Whether news often has a word that hardly anybody bears as a surname: a place, a body, a common word."""
    return established(word) and not common_surname(word)
