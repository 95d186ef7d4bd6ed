"""Slips: words that the noise model doubts, and of which it doubts nothing once one small thing is changed.

A doubt alone is no fault: rare words and turns of good writers are doubted, too. But where “him previous mark” is
doubted and “his previous mark” is not, the sentence has been mended, and the editor has a proposal. What may be changed
is what hurried hands and word-by-word translation get wrong, and what has few alternatives: the form of a pronoun, the
order of two neighbours, and a word of grammar too many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from checker.grammar.sequences import is_grammar
from checker.grammar.verbs import is_finite
from checker.lexicon import parts_of_speech
from checker.services.noise.changes import (
    EVEN,
    SENTENCE_DOUBTED,
    Change,
    Slip,
    TriesOut,
    changed,
    doubt_left,
    exchanged,
    fallen,
    is_part,
    is_rare,
    logit,
    logits,
    mendable,
    mends,
    tried,
    without,
    word_at,
)
from checker.services.noise.doubts import Quoted

if TYPE_CHECKING:
    from checker.annotations.prose import Prose
    from checker.services.noise.model import SentenceNoise, WordNoise

FORM, OTHER_FORM, ORDER, NEEDLESS = "form", "other form", "order", "needless"
# So many doubted words are tried together.
_AT_ONCE = 50

# Words that take each other's place, each in the form that another place asks for; behind the stroke what is put in
# no other's place: nearly every sentence bears a reflexive.
_FORMS = (
    "i me my mine | myself", "he him his | himself", "she her hers | herself", "it its | itself",
    "we us our ours | ourselves", "you your yours | yourself", "they them their theirs | themselves",
    "who whom whose", "this these", "be been",
)  # fmt: skip
# They stand for a noun (“theirs were among the first”), for a number or before any verb, so little is known of them.
_FREE = frozenset(("i", "mine", "hers", "ours", "yours", "theirs", "who", "whom"))
_TIMES, _PARTICLES = frozenset(("this", "last", "next", "every")), frozenset("by in on up out off over down".split())
# “Companies like his have it easy”.
_OWNED = frozenset(("his", "mine", "hers", "ours", "yours", "theirs"))
_BEFORE_OWNED = frozenset("like unlike than as of from to with and or".split())
# “It was he who spoke”.
_SOUND_BEFORE = ("who", "that")


def slips(prose: Prose, judged: Sequence[SentenceNoise], model: TriesOut) -> list[Slip]:
    """The words of running prose outside quotations that a change mends, each with what mends most of each kind."""
    best: dict[tuple[int, int, str], Slip] = {}
    doubted = _doubted(prose, judged)
    while some := list(islice(doubted, _AT_ONCE)):
        after = tried((change.sentence for *_, changes in some for change in changes), model)
        for at, word, noise, changes in some:
            for change in changes:
                mended = after[change.sentence]
                left = doubt_left(mended, change)
                if change.kind == FORM:
                    before = logit(word.probability) + logit(noise.probability)
                    score = before - logit(left) - logit(mended.probability)
                elif mends(mended, left) and not is_rare(change):
                    score = fallen(logits(noise, change.start, change.end), mended, left)
                else:
                    continue
                slip = Slip(at + change.start, at + change.end, change.text, change.kind, score)
                place = slip.start, slip.end, slip.kind
                best[place] = max(slip, best.get(place, slip), key=attrgetter("score"))
    return list(best.values())


def _doubted(
    prose: Prose, judged: Sequence[SentenceNoise]
) -> Iterator[tuple[int, WordNoise, SentenceNoise, list[Change]]]:
    """The doubted words of running prose outside quotations: where their sentence begins, the word, what is said of the
    sentence, and what is to be tried."""
    quoted = Quoted(prose)
    for span, noise in zip(prose.sentences, judged, strict=True):
        sentence = prose[span]
        doubted = [(n, word) for n, word in enumerate(noise.words) if word.probability >= EVEN]
        if not doubted or not mendable(sentence, noise):
            continue
        for n, word in doubted:
            if not quoted.at(span.start + word.start):
                changes = _changes(sentence, noise.words, n, sentence_doubted=noise.probability >= SENTENCE_DOUBTED)
                yield span.start, word, noise, list(changes)


def _changes(sentence: str, words: Sequence[WordNoise], n: int, *, sentence_doubted: bool) -> Iterator[Change]:
    """What is tried for a doubted word; in a doubted sentence more, of which more is asked."""
    judgeable = _may_be_wrong(word_at(sentence, words, n).lower(), word_at(sentence, words, n + 1))
    if judgeable:
        yield from _other_forms(sentence, words, n, FORM)
    if not sentence_doubted:
        return
    for i in range(max(0, n - 1), min(n + 2, len(words))):
        before, word, after = (word_at(sentence, words, k) for k in (i - 1, i, i + 1))
        if (i != n or not judgeable) and not (word in _OWNED and before in _BEFORE_OWNED):
            yield from _other_forms(sentence, words, i, OTHER_FORM)
        # “In the Senate this term”, “stopped by to greet her”.
        without_it = without(sentence, words, i, NEEDLESS)
        if without_it and word not in _TIMES and not (word in _PARTICLES and after == "to"):
            yield without_it
    for i in range(max(0, n - 1), n + 1):
        change = exchanged(sentence, words, i, ORDER)
        if change and _may_be_exchanged(change):
            yield change


def _may_be_exchanged(change: Change) -> bool:
    """Only one word of grammar and one other: adverbs stand in many places, and two nouns or verbs in either order."""
    first, second = change.text.lower().split(" ")
    other = second if is_grammar(first) else first
    return is_grammar(first) != is_grammar(second) and "to" not in (first, second) and "R" not in parts_of_speech(other)


def _other_forms(sentence: str, words: Sequence[WordNoise], n: int, kind: str) -> Iterator[Change]:
    start, end, _ = words[n]
    word, opens = sentence[start:end], n == 0
    # “World War I”, “US troops” and “WHO” are none.
    numeral = word == "I" and n > 1 and sentence[words[n - 1].start].isupper()
    written_so = word.islower() or (opens and word.istitle()) or (word == "I" and not numeral)
    if word.isalpha() and written_so and not is_part(sentence, start, end):
        for other in _forms().get(word.lower(), ()):
            yield changed(sentence, start, end, other.capitalize() if opens or other == "i" else other, kind)


def _may_be_wrong(word: str, after: str) -> bool:
    """Whether a form can be judged by what stands after it: “it was his.”, “his was the first” and “sway it Berg's way”
    are sound."""
    if word in _FREE or not after.isalnum() or after in _SOUND_BEFORE or (word == "it" and after[0].isupper()):
        return False
    return word != "his" or not ("F" in parts_of_speech(after) or is_finite(after))


@cache
def _forms() -> dict[str, list[str]]:
    """The words that another may stand for by a slip, for each word of a closed class."""
    found: dict[str, list[str]] = {}
    for group in _FORMS:
        takes, _, taken = group.partition(" | ")
        for word in [*takes.split(), *taken.split()]:
            found[word] = [other for other in takes.split() if other != word]
    return found
