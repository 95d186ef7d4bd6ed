"""Opposites, words of another gender, and words that a copy has otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.siblings.denials import cues
from checker.siblings.passages import FIRM, WELL, Difference, Passages, support
from checker.siblings.relations import opposites, synonyms
from checker.siblings.tokens import Token
from checker.siblings.word_alignment import GENDER, WordAlignment, gender_of

_LONGEST_CHANGE = 4  # words
# Small words that turn around what stands behind them, and their opposites.
_TURNING = {"more": ("less", "fewer"), "less": ("more",), "fewer": ("more",), "most": ("least",), "least": ("most",),
            "before": ("after",), "after": ("before",), "above": ("below",), "below": ("above",),
            "inside": ("outside",), "outside": ("inside",), "within": ("beyond",), "beyond": ("within",)}  # fmt: skip
_ENOUGH, _LITTLE = 1.0, 0.4  # what neighbours must say for one role; in sentences that surely say the same
_THING = 1.0  # what the thing that is turned around says for one role
_BEHIND = 3  # words to what such a word turns around
_THAN = 6  # words from "more" to "than"
_TURNING_BACK = frozenset(("no", "not", "never", "until", "cannot"))
_ORDINAL = frozenset(("first", "second", "third", "last"))
_FORMS_OF_ADDRESS = frozenset(("mr", "mrs", "ms", "miss", "sir", "lady", "lord"))


def differing_opposites(p: Passages) -> Iterator[Difference]:
    words = p.words
    if len(cues(words.first, p.prose.text)) != len(cues(words.second, p.other.text)):
        return
    sure = p.sure and p.both >= WELL
    enough = _LITTLE if sure else _ENOUGH
    yield from _turned(words, 0.0 if sure else _ENOUGH)
    paired: list[tuple[int, int]] = [(i, j) for i, j in enumerate(words.to_second) if j >= 0]
    lone = words.lone_second()
    paired += [(i, j) for i in words.lone_first() for j in lone]
    theirs = {t.base for t in words.second}
    for i, j in paired:
        a, b = words.first[i], words.second[j]
        if a.base == b.base or a.name or b.name or a.base in GENDER or a.number or b.number:
            continue
        if a.lower in _ORDINAL and b.lower in _ORDINAL:
            continue
        if "non" in (words.first[i - 1].lower if i else "", words.second[j - 1].lower if j else ""):
            continue  # "a non - profit group"
        if (
            (opposites(a.base, b.base) or opposites(a.lower, b.lower))
            and a.base not in theirs
            and support(words, (i, i + 1), (j, j + 1)) >= enough
        ):
            if any(synonyms(a.base, other) for other in theirs):
                continue
            yield Difference("opposite", a.start, a.end, b.start, b.end)


def _turned(words: WordAlignment, enough: float) -> Iterator[Difference]:
    """Where one passage has "more than" or "before" and the other "less than" or "after" the same thing, and neither
    has both of two like things ("more than 5 euros and less than 5 dollars"). Besides the thing itself, the neighbours
    must say `enough` for one role."""
    ours, theirs = _turnings(words.first), _turnings(words.second)
    here = {(words.first[i].lower, words.first[thing].base) for thing, i in ours.items()}
    there = {(words.second[j].lower, words.second[thing].base) for thing, j in theirs.items()}
    for thing, i in ours.items():
        j = theirs.get(words.to_second[thing])
        if j is None:
            continue
        a, b, what = words.first[i], words.second[j], words.first[thing].base
        if b.lower not in _TURNING[a.lower] or (a.lower, what) in there or (b.lower, what) in here:
            continue
        if _turned_back(words.first, i) != _turned_back(words.second, j):
            continue  # "more than" and "no less than"
        if _exchanged(words.first, i, words.to_second, j) or _exchanged(words.second, j, words.to_first, i):
            continue
        if support(words, (i, i + 1), (j, j + 1)) >= _THING + enough:
            yield Difference("opposite", a.start, a.end, b.start, b.end)


def _turnings(tokens: list[Token]) -> dict[int, int]:
    """For each word that is turned around, the last word that does so."""
    around = [(_turned_around(tokens, k), k) for k, token in enumerate(tokens) if token.lower in _TURNING]
    return {thing: k for thing, k in around if thing is not None}


def _turned_around(tokens: list[Token], at: int) -> int | None:
    """The next word behind a word that says something, if one is near."""
    for k in range(at + 1, min(len(tokens), at + 1 + _BEHIND)):
        if tokens[k].content:
            return k
        if tokens[k].lower in ("or", "and", "but"):
            break  # "more or less"
    return None


def _turned_back(tokens: list[Token], at: int) -> bool:
    """Whether the word before a word denies it."""
    before = tokens[at - 1].lower if at else ""
    return before in _TURNING_BACK or before.endswith("n't")


def _exchanged(tokens: list[Token], at: int, to: list[int], other: int) -> bool:
    """Whether that with which a word compares stands before `other`, its opposite in the other passage: "more popular
    than Kern", "Kern is less popular"."""
    than = next((k for k in range(at + 2, min(len(tokens), at + 2 + _THAN)) if tokens[k].lower == "than"), None)
    compared = _turned_around(tokens, than) if than is not None else None
    return compared is not None and 0 <= to[compared] < other


def differing_genders(p: Passages) -> Iterator[Difference]:
    words = p.words
    theirs = {gender_of(t.lower) for t in words.second} - {""}
    enough = FIRM if p.sure else WELL
    for i, token in enumerate(words.first):
        gender = gender_of(token.lower)
        if not gender:
            continue
        j = words.to_second[i]
        owner = _other_owner(words, i)
        if owner >= 0:
            yield Difference("gender", token.start, token.end, words.second[owner].start, words.second[owner].end)
            continue
        if j >= 0 and gender_of(words.second[j].lower) in ("", gender):
            continue
        if gender in theirs or not theirs or (j < 0 and (token.lower in _FORMS_OF_ADDRESS or p.both < enough)):
            continue
        if j < 0:
            same_sort = [k for k, t in enumerate(words.second) if _pronoun(t) == _pronoun(token) and gender_of(t.lower)]
            if not same_sort:
                continue
            j = min(same_sort, key=lambda k: abs(k - i))
        yield Difference("gender", token.start, token.end, words.second[j].start, words.second[j].end)


_OWNERS = {"his": "her", "her": "his"}


def _other_owner(words: WordAlignment, at: int) -> int:
    """Where a thing is his in one passage and hers in the other, the word that says so there, else -1."""
    other = _OWNERS.get(words.first[at].lower)
    if other is None or at + 1 >= len(words.first) or not words.first[at + 1].content:
        return -1
    thing = words.to_second[at + 1]
    return thing - 1 if thing > 0 and words.second[thing - 1].lower == other else -1


def _pronoun(token: Token) -> bool:
    return token.lower in ("he", "him", "his", "himself", "she", "her", "hers", "herself")


def changed_words(p: Passages, found: list[Difference]) -> Iterator[Difference]:
    """In passages of which one is a copy of the other, words that were put in the place of others."""
    words = p.words
    known = [(d.start, d.end) for d in found]
    i = 0
    while i < len(words.first):
        if words.to_second[i] >= 0 and words.first[i].lower == words.second[words.to_second[i]].lower:
            i += 1
            continue
        end = i
        while end < len(words.first) and not (
            words.to_second[end] >= 0 and words.first[end].lower == words.second[words.to_second[end]].lower
        ):
            end += 1
        left = words.to_second[i - 1] if i else -1
        right = words.to_second[end] if end < len(words.first) else len(words.second)
        run, other = words.first[i:end], words.second[left + 1 : right]
        short = 0 < len(other) <= _LONGEST_CHANGE and len(run) <= _LONGEST_CHANGE
        if short and any(t.content for t in run) and not _same_words(run, other):
            start, stop = run[0].start, run[-1].end
            if not any(a < stop and start < b for a, b in known):
                yield Difference("word", start, stop, other[0].start, other[-1].end)
        i = end


def _same_words(a: Sequence[Token], b: Sequence[Token]) -> bool:
    """Whether two runs of words say the same: forms of one word, or synonyms."""
    ours, theirs = [t for t in a if t.content], [t for t in b if t.content]
    if not theirs:
        return True
    return all(any(x.base == y.base or synonyms(x.base, y.base) for y in theirs) for x in ours)
