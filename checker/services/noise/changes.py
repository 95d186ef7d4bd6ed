"""Changes of doubted sentences, and what the noise model says of them: what slips, repairs and gaps have in common."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from checker.annotations.prose import Prose
from checker.grammar.sequences import is_grammar, rarities
from checker.grammar.verbs import MODALS
from checker.lexicon import name_share
from checker.services.noise.doubts import is_running_prose

if TYPE_CHECKING:
    from checker.services.noise.model import SentenceNoise, WordNoise

# A word is doubted at even odds of being broken, and worth a look a little below; a sentence is doubted a little above.
EVEN, SUSPECT, SENTENCE_DOUBTED = 0.5, 0.3, 0.6
# A place and its sentence may be doubted so much when they are mended, and no less counts as less.
_PLACE_MENDED, _SENTENCE_MENDED, _SOUND = 0.18, 0.38, 0.02
# Where more words are doubted, one change mends nothing; and each change is a copy of its sentence.
MOST_DOUBTED, LONGEST_SENTENCE = 6, 600
# How much a power of ten of rarity (checker/grammar/sequences.py) counts beside a logit.
RARITY = 2.0
# Of a mended place this many words on either side are looked at.
_NEAR = 2
_JOINTS = ("'", "’", "-", "‑", "/")
JOINING = frozenset(("and", "or", "but"))
# A word that begins a sentence is written small behind another where news writes it with a capital so seldom at most.
_A_NAME = 0.5
_SURE = 1e-5


class TriesOut(Protocol):
    """What says of changed sentences how broken they are."""

    def try_out(self, sentences: Sequence[str]) -> list[SentenceNoise]: ...


class Slip(NamedTuple):
    """A stretch of a field, by half-open offsets, with what would stand there instead, "" where nobody can tell, and
    whether a change was found that mends it. `score` is how far the logits of the place and of its sentence fall with
    the change, both together; repairs.py and gaps.py add to it."""

    start: int
    end: int
    text: str
    kind: str
    score: float
    mended: bool = True


class Change(NamedTuple):
    """A stretch of a sentence, by half-open offsets into it, what would stand there, and the sentence with it."""

    start: int
    end: int
    text: str
    kind: str
    sentence: str


def mendable(sentence: str, noise: SentenceNoise) -> bool:
    """Whether one change may mend a sentence: it is running prose, not endless, and few of its words are doubted."""
    doubted = sum(word.probability >= EVEN for word in noise.words)
    return doubted <= MOST_DOUBTED and len(sentence) <= LONGEST_SENTENCE and is_running_prose(sentence)


def word_at(sentence: str, words: Sequence[WordNoise], n: int) -> str:
    """A word of a sentence, by its number; "" before its first and behind its last."""
    return sentence[words[n].start : words[n].end] if 0 <= n < len(words) else ""


def is_part(sentence: str, start: int, end: int) -> bool:
    """Whether a stretch begins or ends within a compound or a contraction."""
    return sentence[max(0, start - 1) : start] in _JOINTS or sentence[end : end + 1] in _JOINTS


def changed(sentence: str, start: int, end: int, text: str, kind: str) -> Change:
    """A sentence with a stretch of it exchanged."""
    return Change(start, end, text, kind, sentence[:start] + text + sentence[end:])


def without(sentence: str, words: Sequence[WordNoise], n: int, kind: str) -> Change | None:
    """A sentence without one of its words of grammar; the word before it stands in the change, so that an editor sees
    what is left."""
    start, end, _ = words[n]
    word = sentence[start:end]
    if not (n and word.isalpha() and word.islower() and is_grammar(word)) or word in MODALS:
        return None
    first, before, _ = words[n - 1]
    after = word_at(sentence, words, n + 1)
    # Of “on the the report” the second is one too many.
    if sentence[before:start] != " " or is_part(sentence, first, end) or after in JOINING or after == word:
        return None
    return changed(sentence, first, end, sentence[first:before], kind)


def exchanged(sentence: str, words: Sequence[WordNoise], n: int, kind: str) -> Change | None:
    """A sentence in which a plain word and the next have changed places."""
    if n + 1 >= len(words):
        return None
    (start, middle, _), (next_, end, _) = words[n : n + 2]
    first, second = sentence[start:middle], sentence[next_:end]
    plain = (first + second).isalpha() and second.islower() and (n == 0 or first.islower())
    if not plain or sentence[middle:next_] != " " or not JOINING.isdisjoint((first, second)):
        return None
    if is_part(sentence, start, middle) or is_part(sentence, next_, end):
        return None
    if n == 0:
        if not first.istitle() or (first != "I" and name_share(first.lower()) > _A_NAME):
            return None
        second, first = second.capitalize(), first if first == "I" else first.lower()
    return changed(sentence, start, end, f"{second} {first}", kind)


def tried(sentences: Iterable[str], model: TriesOut) -> dict[str, SentenceNoise]:
    """What the model says of changed sentences, each asked of once."""
    once = list(dict.fromkeys(sentences))
    return dict(zip(once, model.try_out(once), strict=True))


def mends(judged: SentenceNoise, left: float) -> bool:
    """Whether a changed sentence is doubted no more, nor its changed place, of which `left` is what is left."""
    return left <= _PLACE_MENDED and judged.probability <= _SENTENCE_MENDED


def fallen(before: float, judged: SentenceNoise, left: float) -> float:
    """How far the logits of a place and of its sentence have fallen, from `before`, both together."""
    return before - logit(max(left, _SOUND)) - logit(max(judged.probability, _SOUND))


def is_rare(change: Change) -> bool:
    """Whether a changed place is in a sequence that English hardly has, be it the old one or a new one."""
    prose, end = Prose("text", change.sentence), change.start + len(change.text)
    return any(r.start <= end and change.start <= r.end for span in prose.sentences for r in rarities(prose, span))


def logits(judged: SentenceNoise, start: int, end: int) -> float:
    """How much a place of a sentence and the sentence are doubted, both together."""
    return logit(doubt(judged, start, end)) + logit(judged.probability)


def doubt_left(judged: SentenceNoise, change: Change) -> float:
    """What is left of the doubt about a changed place."""
    return doubt(judged, change.start, change.start + len(change.text))


def doubt(judged: SentenceNoise, start: int, end: int) -> float:
    """The highest probability of the words in a stretch of a sentence, and of their neighbours."""
    inside = [n for n, word in enumerate(judged.words) if word.start < end and start < word.end]
    near = judged.words[max(0, inside[0] - _NEAR) : inside[-1] + _NEAR + 1] if inside else ()
    return max((word.probability for word in near), default=1.0)


def apart(found: list[Slip]) -> list[Slip]:
    """Those that do not overlap with one that mends more, in order; what nothing mends gives way."""
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda slip: (not slip.mended, -slip.score, slip.start)):
        at = bisect_left(kept, slip.start, key=attrgetter("start"))
        after_last = at == 0 or kept[at - 1].end <= slip.start
        if after_last and (at == len(kept) or slip.end <= kept[at].start):
            kept.insert(at, slip)
    return kept


def logit(probability: float) -> float:
    """The logarithm of the odds; what is surer than sure counts as sure."""
    held = min(max(probability, _SURE), 1 - _SURE)
    return math.log(held / (1 - held))
