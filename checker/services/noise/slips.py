"""Slips: words that the noise model doubts, and of which it doubts nothing once one small thing is changed.

A doubt alone is no fault: rare words and turns of good writers are doubted, too. But where “him previous mark” is
doubted and “his previous mark” is not, the sentence has been mended, and the editor has a proposal. What may be changed
is what hurried hands and word-by-word translation get wrong, and what has few alternatives: the form of a pronoun, and
the order of two neighbours.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from checker.lexicon import parts_of_speech
from checker.services.noise.doubts import Quoted, is_running_prose

if TYPE_CHECKING:
    from checker.annotations.prose import Prose
    from checker.services.noise.model import SentenceNoise, WordNoise

FORM, ORDER = "form", "order"
# A word is tried at even odds of being broken; of the mended place this many words on either side are looked at.
EVEN, _NEAR = 0.5, 2
# Where more words are doubted, one change mends nothing; and each change is a copy of its sentence.
MOST_DOUBTED, LONGEST_SENTENCE = 6, 600
_JOINTS = ("'", "’", "-", "‑", "/")
_SURE = 1e-5

# Words that take each other's place, each in the form that another place asks for; behind the stroke what is put in
# no other's place: nearly every sentence bears a reflexive.
_FORMS = (
    "i me my mine | myself", "he him his | himself", "she her hers | herself", "it its | itself",
    "we us our ours | ourselves", "you your yours | yourself", "they them their theirs | themselves",
    "who whom whose", "this these", "be been",
)  # fmt: skip
# They stand for a noun (“theirs were among the first”), for a number or before any verb, so nothing is known of them.
_FREE = frozenset(("i", "mine", "hers", "ours", "yours", "theirs", "who", "whom"))
# “It was he who spoke”.
_SOUND_BEFORE = ("who", "that")
_JOINING = ("and", "or")


class TriesOut(Protocol):
    """What says of changed sentences how broken they are."""

    def try_out(self, sentences: Sequence[str]) -> list[SentenceNoise]: ...


class Slip(NamedTuple):
    """A stretch of a field, by half-open offsets, with what would stand there instead, "" where nobody can tell.
    `score` is how far the logits of the place and of its sentence fall with the change, both together; repairs.py adds
    to it."""

    start: int
    end: int
    text: str
    kind: str
    score: float


def slips(prose: Prose, judged: Sequence[SentenceNoise], model: TriesOut) -> list[Slip]:
    """The words of running prose outside quotations that a change mends, each with the change that mends most."""
    quoted = Quoted(prose)
    tried = []
    for span, noise in zip(prose.sentences, judged, strict=True):
        doubted = [n for n, word in enumerate(noise.words) if word.probability >= EVEN]
        if not 0 < len(doubted) <= MOST_DOUBTED or span.end - span.start > LONGEST_SENTENCE:
            continue
        sentence = prose[span]
        if not is_running_prose(sentence):
            continue
        for n in doubted:
            if quoted.at(span.start + noise.words[n].start):
                continue
            before = logit(noise.words[n].probability) + logit(noise.probability)
            tried += [(span.start, n, before, change) for change in _changes(sentence, noise.words, n)]
    after = model.try_out([change.sentence for *_, change in tried])
    best: dict[tuple[int, int], Slip] = {}
    for (at, n, before, change), mended in zip(tried, after, strict=True):
        left = doubt(mended, change.start, change.start + len(change.text))
        score = before - logit(left) - logit(mended.probability)
        if (at, n) not in best or score > best[at, n].score:
            best[at, n] = Slip(at + change.start, at + change.end, change.text, change.kind, score)
    return apart(list(best.values()))


class Change(NamedTuple):
    """A stretch of a sentence, by half-open offsets into it, what would stand there, and the sentence with it."""

    start: int
    end: int
    text: str
    kind: str
    sentence: str


def _changes(sentence: str, words: Sequence[WordNoise], n: int) -> Iterator[Change]:
    start, end, _ = words[n]
    word = sentence[start:end]
    opens = n == 0
    if not word.isalpha() or is_part(sentence, start, end):
        return
    after = sentence[words[n + 1].start : words[n + 1].end] if n + 1 < len(words) else ""
    if (word.islower() or opens) and _may_be_wrong(word.lower(), after):
        for other in _forms().get(word.lower(), ()):
            yield changed(sentence, start, end, other.capitalize() if opens or other == "i" else other, FORM)
    for first in (n - 1, n):
        if 0 <= first < len(words) - 1:
            (start, middle, _), (next_, end, _) = words[first : first + 2]
            pair = sentence[start:middle], sentence[next_:end]
            plain = "".join(pair).isalpha() and pair[1].islower() and (first == 0 or pair[0].islower())
            if (
                plain
                and not any(word in _JOINING for word in pair)
                and sentence[middle:next_] == " "
                and not is_part(sentence, start, end)
            ):
                yield changed(sentence, start, end, _exchanged(*pair, first == 0), ORDER)


def _may_be_wrong(word: str, after: str) -> bool:
    """Whether a form can be judged by what stands after it: “it was his.”, “his was the first” and “sway it Berg's way”
    are sound."""
    if word in _FREE or not after.isalnum() or after in _SOUND_BEFORE or (word == "it" and after[0].isupper()):
        return False
    return word != "his" or "F" not in parts_of_speech(after)


def is_part(sentence: str, start: int, end: int) -> bool:
    """Whether a stretch begins or ends within a compound or a contraction."""
    return sentence[max(0, start - 1) : start] in _JOINTS or sentence[end : end + 1] in _JOINTS


def changed(sentence: str, start: int, end: int, text: str, kind: str) -> Change:
    """A sentence with a stretch of it exchanged."""
    return Change(start, end, text, kind, sentence[:start] + text + sentence[end:])


def _exchanged(first: str, second: str, opens: bool) -> str:
    if not opens:
        return f"{second} {first}"
    return f"{second[0].upper()}{second[1:]} {first if first == 'I' else first.lower()}"


@cache
def _forms() -> dict[str, list[str]]:
    """The words that another may stand for by a slip, for each word of a closed class."""
    found: dict[str, list[str]] = {}
    for group in _FORMS:
        takes, _, taken = group.partition(" | ")
        for word in [*takes.split(), *taken.split()]:
            found[word] = [other for other in takes.split() if other != word]
    return found


def doubt(judged: SentenceNoise, start: int, end: int) -> float:
    """The highest probability of the words in a stretch of a sentence, and of their neighbours."""
    inside = [n for n, word in enumerate(judged.words) if word.start < end and start < word.end]
    near = judged.words[max(0, inside[0] - _NEAR) : inside[-1] + _NEAR + 1] if inside else ()
    return max((word.probability for word in near), default=1.0)


def apart(found: list[Slip]) -> list[Slip]:
    """Those that do not overlap with one that mends more, in order; what mends nothing gives way."""
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda slip: (not slip.text, -slip.score, slip.start)):
        at = bisect_left(kept, slip.start, key=attrgetter("start"))
        after_last = at == 0 or kept[at - 1].end <= slip.start
        if after_last and (at == len(kept) or slip.end <= kept[at].start):
            kept.insert(at, slip)
    return kept


def logit(probability: float) -> float:
    """The logarithm of the odds; what is surer than sure counts as sure."""
    held = min(max(probability, _SURE), 1 - _SURE)
    return math.log(held / (1 - held))
