"""Repeats: runs of words that stand twice within one sentence, found in one pass for all the rules that judge them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

from checker.annotations.prose import Prose

# Words so common that two of them in a sentence mean nothing; a run of words is looked for from the others.
STOPS = frozenset('.,;:!?)]}”"»…')
FUNCTION_WORDS = frozenset(
    "a about after again against all also am among an and another any are aren't as at be been before being"
    " between both but by can can't could did didn't do does doesn't doing don't done down during each either even"
    " every for from had has have having he he's her hers here him his how i i'd i'll i'm i've if in into is isn't"
    " it it's its just many may me might mine more most much must my neither no nor not now of off on once one"
    " only onto or other others our ours out over own per same shall she she's should so some still such than that"
    " that's the their theirs them then there there's these they they're this those through to too under up upon"
    " us very via was wasn't we we're we've were weren't what when where which while who whom whose why will with"
    " within without won't would wouldn't yet you you're your yours s t re ve ll d m".split()
)
# The farthest that a repeat looks back, in words: what returns later does so for the ear of no reader.
_FARTHEST = 40


class Repeat(NamedTuple):
    """A run of `length` words at positions `first` and again at `second` in `prose.words`, both in one sentence.

    No longer run with the same distance holds it. The two may overlap: in "a b a b a b" the run of four words at 0
    stands again at 2. Letters are compared in lower case and without the possessive.
    """

    first: int
    second: int
    length: int

    @property
    def distance(self) -> int:
        """Words from the start of the one to the start of the other."""
        return self.second - self.first

    @property
    def gap(self) -> int:
        """Words between the end of the first and the start of the second; below 0 where they overlap."""
        return self.second - self.first - self.length


def word_keys(prose: Prose) -> tuple[list[str], dict[str, list[int]]]:
    """The words in lower case without the possessive, and where each of them stands."""
    words = prose.words
    possessives = [word for word in words.index if word.endswith("'s")]
    if not possessives:
        return words.lowers, words.index
    keys, index = words.lowers.copy(), words.index.copy()
    for word in possessives:
        positions = index.pop(word)
        bare = word[:-2]
        for i in positions:
            keys[i] = bare
        index[bare] = sorted(index[bare] + positions) if bare in index else positions
    return keys, index


def find_repeats(prose: Prose) -> list[Repeat]:
    """All repeats with at least one word that is no function word, in the order of the text. Linear in its length."""
    keys, index = prose.word_keys
    sentence = _sentence_of_word(prose, len(keys))
    pairs = [
        (a, b)
        for word, positions in index.items()
        if len(positions) > 1 and word not in FUNCTION_WORDS
        for a, b in pairwise(positions)
        if b - a <= _FARTHEST and sentence[a] == sentence[b]
    ]
    pairs.sort()
    # By distance, the end of the last run that was found: pairs inside it are parts of it.
    covered = [-1] * (_FARTHEST + 1)
    found = []
    count = len(keys)
    for a, b in pairs:
        distance = b - a
        if covered[distance] > a:
            continue
        here = sentence[a]
        start = a
        while start and keys[start - 1] == keys[start - 1 + distance] and sentence[start - 1] == here:
            start -= 1
        end = a + 1
        while end + distance < count and keys[end] == keys[end + distance] and sentence[end + distance] == here:
            end += 1
        covered[distance] = end
        found.append(Repeat(start, start + distance, end - start))
    found.sort()
    return found


def find_doubles(prose: Prose) -> list[int]:
    """The positions of the words that the next word repeats, letter case aside, whatever stands between."""
    return [i for i, (a, b) in enumerate(pairwise(prose.words.lowers)) if a == b]


def _sentence_of_word(prose: Prose, count: int) -> list[int]:
    """For each word the number of its sentence."""
    numbers: list[int] = []
    for number, (first, last) in enumerate(prose.sentence_words):
        numbers += [number] * (last - max(first, len(numbers)))
    return numbers + [-1] * (count - len(numbers))


def quoted(prose: Prose, start: int, end: int) -> bool:
    """Whether text from `start` to `end` stands within one quotation: people repeat themselves when they speak."""
    starts, ends = prose.speech
    i = bisect_right(starts, start) - 1
    return i >= 0 and end <= ends[i]


def stops(prose: Prose, position: int) -> bool:
    """Whether a mark that ends or parts clauses, a closing one, or the end of the text follows a word."""
    return not (following := following_mark(prose, position)) or following in STOPS


def following_mark(prose: Prose, position: int) -> str:
    """The first character behind a word, a space passed over; "" at the end of the text."""
    end = prose.words.ends[position]
    return prose.text[end : end + 2].strip()[:1]


def find_speech(prose: Prose) -> tuple[list[int], list[int]]:
    """The starts and the ends of the outermost quotations."""
    starts: list[int] = []
    ends: list[int] = []
    for quotation in prose.quotations:
        if not ends or quotation.start >= ends[-1]:
            starts.append(quotation.start)
            ends.append(quotation.end)
    return starts, ends


# So many places of the rarest word of a passage are looked at; a copy of it lies near the end of them, or nowhere.
_MOST_PLACES = 30


def copy_of(prose: Prose, first: int, length: int) -> int | None:
    """Where the `length` words from position `first` in `prose.words` stand once more, the nearest before them
    first; None if they stand but once, or if each is among the commonest of a long text."""
    lowers, index = prose.words.lowers, prose.words.index
    passage = lowers[first : first + length]
    if len(passage) < length:
        return None
    rarest = min(range(length), key=lambda i: len(index[passage[i]]))
    places = index[passage[rarest]]
    here = bisect_right(places, first + rarest)
    near = places[max(0, here - 1 - _MOST_PLACES) : here - 1][::-1] + places[here : here + _MOST_PLACES]
    for place in near:
        start = place - rarest
        if start >= 0 and lowers[start : start + length] == passage:
            return start
    return None
