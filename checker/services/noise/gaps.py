"""Gaps: places that have lost a word, which the noise model doubts no longer once some word stands there.

“He was disappointed be left out” is doubted, “He was disappointed to be left out” is not. Which word was lost, nobody
can tell, but a common one of the same part of speech closes the gap as well: where “Hall called on the government” is
sound and “Hall on the government” is not, a verb is missing. A few words are tried first in each place, and where one
of them does some good, all the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from checker.annotations.prose import Prose, Span
from checker.grammar.sequences import rarities
from checker.grammar.verbs import is_finite
from checker.lexicon import parts_of_speech
from checker.services.noise.changes import (
    JOINING,
    RARITY,
    SENTENCE_DOUBTED,
    SUSPECT,
    Change,
    Slip,
    TriesOut,
    changed,
    doubt_left,
    fallen,
    is_part,
    is_rare,
    logits,
    mendable,
    mends,
    tried,
    word_at,
)
from checker.services.noise.doubts import Quoted

if TYPE_CHECKING:
    from checker.services.noise.model import SentenceNoise

SMALL_WORD, VERB, NOUN = "small word", "verb", "noun"
# What stands for all of its kind; a pronoun stands where a noun or a name would.
_STANDING_FOR = {
    SMALL_WORD: "the a to of in and for on with as by at not from who",
    VERB: "is was are were has had have be been said made make took take gave given found led reached used use called"
    " asked began came went",
    NOUN: "people time way part number it he they we there",
}
_KINDS = {word: kind for kind, words in _STANDING_FOR.items() for word in words.split()}
_PROBES = tuple("is made people it to and".split())
_OTHERS = tuple(word for word in _KINDS if word not in _PROBES)
# So many places are probed, beside the most doubted words; the other words are tried in so many of them, the best ones,
# where a probe lowers the logits by so much.
_PROBED, _TRIED, _SOME_GOOD = 5, 2, 1.0
# Where more of the sentences are doubted, in number and as a share, no single words are what is wrong with the text.
_MOST_SENTENCES, _MOST_OF_ALL = 10, 0.1
# What English has side by side without a word between: “her criticism of and withdrawal from it”, “they met last week”.
_LEADING = frozenset(
    "of to in on at by with from for about into against between before after over under within during through".split()
)
_STANDING_ALONE = frozenset("another others one ones all both many few some most more much none any several".split())
_PARTICLES = frozenset("van von de del di da der den bin al el la le du".split())
_TIMES = frozenset(
    "this last next every monday tuesday wednesday thursday friday saturday sunday january february march april june"
    " july august september october november december".split()
)
_NOUNS, _NAMES_MORE, _VERBS = frozenset("NS"), frozenset("NSJ"), frozenset("VZDPG")
# Of two objects, “send Ms. Hall a letter”, the first is a name or one of these, and the second begins like this.
_OBJECTS = frozenset("him her it them me us you".split())
_OPENING_NOUNS = frozenset("a an the no his her its their our my your".split())
# A sequence that is rarer counts no more than so: such are tables, and headlines run into a sentence.
_MOST_RARITY = 2.0


def gaps(prose: Prose, judged: Sequence[SentenceNoise], model: TriesOut) -> list[Slip]:
    """The places of running prose outside quotations that one more word mends, at most one in a sentence, each with the
    words on both sides, of which the first may be a mark and is left out then. `text` has a small word between the two,
    and is empty where a verb or a noun is missing, which nobody can guess. `score` is how far the logits of the place
    and of its sentence fall, and twice the rarity of what stands there."""
    quoted = Quoted(prose)
    found: list[Slip] = []
    if sum(noise.probability >= SENTENCE_DOUBTED for noise in judged) > max(
        _MOST_SENTENCES, len(judged) * _MOST_OF_ALL
    ):
        return found
    for span, noise in zip(prose.sentences, judged, strict=True):
        if noise.probability < SENTENCE_DOUBTED or not mendable(prose[span], noise):
            continue
        sentence = _Sentence(prose, span, noise)
        places = [n for n in sentence.places() if not quoted.at(span.start + noise.words[n].start)][:_PROBED]
        fillings = sentence.filled(places, _PROBES, model)
        good = (f.place for f in sorted(fillings, key=lambda f: -f.score) if f.score >= _SOME_GOOD)
        best_places = list(dict.fromkeys(good))[:_TRIED]
        fillings += sentence.filled(best_places, _OTHERS, model)
        mended = sorted((f for f in fillings if f.mends), key=lambda f: -f.score)
        best = next((f for f in mended if not is_rare(f.change)), None)
        if best:
            found.append(sentence.slip(best))
    return found


class _Filling(NamedTuple):
    """A word put in before another, by its number; whether nothing is doubted any more, and by how much less is."""

    place: int
    word: str
    change: Change
    mends: bool
    score: float


class _Sentence:
    """A doubted sentence, and what is tried in it."""

    def __init__(self, prose: Prose, span: Span, noise: SentenceNoise) -> None:
        self._at, self._text, self._noise = span.start, prose[span], noise
        self._rare = [(r.start - span.start, r.end - span.start, r.rarer) for r in rarities(prose, span)]

    def places(self) -> list[int]:
        """The words, by number, before which one may be missing: doubted ones, and those behind them, the most doubted
        first."""
        found: list[tuple[float, int]] = []
        for n, (before, word) in enumerate(pairwise(self._noise.words), 1):
            doubt_of_both = max(before.probability, word.probability)
            apart = self._text[before.end : word.start] == " " and self._text[word.start].isalnum()
            apart = apart and not any(is_part(self._text, w.start, w.end) for w in (before, word))
            if doubt_of_both >= SUSPECT and apart and not self._belong_together(n):
                found.append((-doubt_of_both, n))
        return [n for _, n in sorted(found)]

    def _belong_together(self, n: int) -> bool:
        """Whether English has a word and the one before it side by side: in a name, in a compound, as a time, as two
        objects of a verb, or because what stands between is said before or behind."""
        left, right = self._word(n - 1), self._word(n)
        if left == "." or left in _PARTICLES or (left[0].isupper() and right[0].isupper()) or right.lower() in _TIMES:
            return True
        if left in _LEADING and (right in JOINING or is_finite(right)):
            return True
        verb = self._before_noun(n - 1)
        second = right in _OPENING_NOUNS or right[0].isupper()
        if (
            verb >= 0
            and (second or left in _OBJECTS)
            and not _VERBS.isdisjoint(parts_of_speech(self._word(verb).lower()))
        ):
            return True
        before = self._word(n - 2)
        names_it = before in _OPENING_NOUNS or not _NAMES_MORE.isdisjoint(parts_of_speech(before))
        compound = "N" in parts_of_speech(left) and not _NOUNS.isdisjoint(parts_of_speech(right))
        return compound and (names_it or "V" not in parts_of_speech(left))

    def _may_lack_a_noun(self, n: int) -> bool:
        """Not where a word stands for one, “another to try”, or where a verb needs none, “lacking for”."""
        left = self._word(n - 1).lower()
        return left not in _STANDING_ALONE and not (left.endswith("ing") and self._word(n) in _LEADING)

    def _before_noun(self, last: int) -> int:
        """The word before the name or pronoun, or before the noun with its adjectives and its article, that ends with a
        word; -1 for none."""
        word = self._word(last)
        if word in _OBJECTS:
            return last - 1
        if word[0].isupper():
            while last >= 0 and (self._word(last)[0].isupper() or self._word(last) == "."):
                last -= 1
            return last
        if _NOUNS.isdisjoint(parts_of_speech(word)):
            return -1
        while last >= 0 and not _NAMES_MORE.isdisjoint(parts_of_speech(self._word(last))):
            last -= 1
        return last - 1 if last >= 0 and self._word(last) in _OPENING_NOUNS else last

    def _word(self, n: int) -> str:
        return word_at(self._text, self._noise.words, n)

    def filled(self, places: Iterable[int], words: Iterable[str], model: TriesOut) -> list[_Filling]:
        """What becomes of the sentence when each of some words is put in in each of some places."""
        wanted = [(place, word) for place in places for word in words]
        wanted = [(place, word) for place, word in wanted if _KINDS[word] != NOUN or self._may_lack_a_noun(place)]
        fillings = [(place, word, self._with(place, word)) for place, word in wanted]
        answers = tried((change.sentence for *_, change in fillings), model)
        return [self._judged(place, word, change, answers[change.sentence]) for place, word, change in fillings]

    def slip(self, filling: _Filling) -> Slip:
        """What is said of a place where a word closes the gap."""
        kind, change = _KINDS[filling.word], filling.change
        text = change.text if kind == SMALL_WORD else ""
        return Slip(self._at + change.start, self._at + change.end, text, kind, filling.score)

    def _with(self, place: int, word: str) -> Change:
        before, after = self._noise.words[place - 1 : place + 1]
        # A mark before the gap is no part of what is said of it.
        start = before.start if self._text[before.start].isalnum() else after.start
        text = f"{self._text[start : after.start]}{word} {self._text[after.start : after.end]}"
        return changed(self._text, start, after.end, text, _KINDS[word])

    def _judged(self, place: int, word: str, change: Change, answer: SentenceNoise) -> _Filling:
        gap = self._noise.words[place - 1].end
        left = doubt_left(answer, change)
        rarer = max((rarer for start, end, rarer in self._rare if start <= gap < end), default=0.0)
        before = logits(self._noise, change.start, change.end)
        score = fallen(before, answer, left) + RARITY * min(rarer, _MOST_RARITY)
        return _Filling(place, word, change, mends(answer, left), score)
