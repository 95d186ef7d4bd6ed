"""Repairs of sequences that English hardly has (checker/grammar/sequences.py) and that the noise model doubts.

Neither the one nor the other is a fault by itself: good writers use rare turns and rare words. But where “how to the
fix” is rare as a sequence and doubted, and “how to fix” is neither, three witnesses agree, and the editor has a
proposal. A word of grammar is taken out, another word gets another of its forms or gives way to one of its root, two
neighbours change places. What nothing mends is told where the sequence is rarest (“by the of the week” has lost a word
that nobody can guess) and where a word that leads on has nothing behind it (“rain will fall in, and thunderstorms are
likely”).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from checker.annotations.prose import Prose
from checker.grammar.sequences import CLOSING, NAME, NUMBER, OPENING, OTHER, UNKNOWN, Rarity, is_grammar, rarities
from checker.grammar.word_forms import of_one_root, other_forms
from checker.services.noise.changes import (
    EVEN,
    JOINING,
    LONGEST_SENTENCE,
    MOST_DOUBTED,
    RARITY,
    SUSPECT,
    Change,
    Slip,
    TriesOut,
    apart,
    changed,
    doubt_left,
    exchanged,
    fallen,
    is_part,
    is_rare,
    logits,
    mends,
    tried,
    without,
)
from checker.services.noise.doubts import Quoted, is_running_prose

if TYPE_CHECKING:
    from checker.services.noise.model import SentenceNoise, WordNoise

SURPLUS, ENDING, ROOT, MOVED, GAP, LOOSE = "surplus", "ending", "root", "moved", "gap", "loose"
# How rare a sequence must be for other words of one root to be tried in it, for good writers use rare ones; and how
# rare for a fault that no change mends.
_RARE, _RAREST = 1.2, 1.6
# So many suspects are tried together.
_AT_ONCE = 50
_UNTOLD = frozenset((NAME, NUMBER, UNKNOWN, OTHER, OPENING, CLOSING))
_STOPS = frozenset((",", CLOSING))
# What leads on to a noun (“his” and “her” may stand at the end: “the words are his, for better or worse”).
_LEADING = frozenset(
    "a an the my your its our their every of to in on at by with from into onto against among between during"
    " without within throughout upon toward towards across beyond near via despite".split()
)
# “Criticism of and withdrawal from the treaty”.
_GOES_ON = JOINING | {","}


def repairs(prose: Prose, judged: Sequence[SentenceNoise], model: TriesOut) -> list[Slip]:
    """The rare and doubted sequences of running prose outside quotations that a change mends, each with the change that
    mends most, and with no text what is worth telling without. `score` is how far the logits of the place and of its
    sentence fall, or how high they are, and twice the rarity."""
    best: dict[Rarity, Slip] = {}
    untold: list[Slip] = []
    suspected = _suspected(prose, judged)
    while some := list(islice(suspected, _AT_ONCE)):
        after = tried((change.sentence for place in some for change in place.changes), model)
        for at, rarity, before, loose, changes in some:
            rare = RARITY * rarity.rarer
            if loose or rarity.rarer >= _RAREST:
                kind = LOOSE if loose else GAP
                untold.append(Slip(rarity.start, loose or rarity.end, "", kind, before + rare, mended=False))
            for change in changes:
                mended = after[change.sentence]
                left = doubt_left(mended, change)
                if not mends(mended, left) or is_rare(change):
                    continue
                score = fallen(before, mended, left) + rare
                if rarity not in best or score > best[rarity].score:
                    best[rarity] = Slip(at + change.start, at + change.end, change.text, change.kind, score)
    return [*apart(list(best.values())), *apart(untold)]


class _Suspect(NamedTuple):
    at: int  # where its sentence begins
    rarity: Rarity
    doubt: float  # the logits of its place and of its sentence, both together
    loose: int  # where the word ends that leads on to nothing, 0 for none
    changes: list[Change]


def _suspected(prose: Prose, judged: Sequence[SentenceNoise]) -> Iterator[_Suspect]:
    """The rare and doubted sequences, with what is to be tried."""
    quoted = Quoted(prose)
    for span, noise in zip(prose.sentences, judged, strict=True):
        sentence = prose[span]
        highest = max((word.probability for word in noise.words), default=0)
        if highest < SUSPECT or len(sentence) > LONGEST_SENTENCE or not is_running_prose(sentence):
            continue
        # Where more is doubted, one change mends nothing.
        mendable = sum(word.probability >= EVEN for word in noise.words) <= MOST_DOUBTED
        for rarity in rarities(prose, span):
            start, end = rarity.start - span.start, rarity.end - span.start
            inside = [n for n, word in enumerate(noise.words) if word.start < end and start < word.end]
            if quoted.at(rarity.start) or max((noise.words[n].probability for n in inside), default=0) < SUSPECT:
                continue
            loose = _loose_end(rarity, prose.text)
            if loose or _is_telling(rarity.kinds):
                before = logits(noise, start, end)
                changes: Iterable[Change] = ()
                if mendable and not loose:
                    changes = _changes(sentence, noise.words, inside, rarity.rarer >= _RARE)
                yield _Suspect(span.start, rarity, before, loose, list(changes))


def _loose_end(rarity: Rarity, text: str) -> int:
    """Where a word ends that leads on and has nothing behind it but a comma or a full stop; 0 for none."""
    before, stop = rarity.kinds[-2:]
    leads = before in _LEADING or (before, stop) == ("and", CLOSING)
    marked = text[rarity.start : rarity.end].rstrip()
    if leads and stop in _STOPS and NAME not in rarity.kinds and marked[-2:-1].isalpha() and marked[-1] in ",.":
        return rarity.start + len(marked) - 1
    return 0


def _is_telling(kinds: tuple[str, ...]) -> bool:
    """Whether nothing but words and marks stands in a sequence, none of them twice in a row, which has rules of its
    own, and nothing that joins what goes on with what stands before."""
    joined = any(second in _GOES_ON for second in kinds[1:])
    doubled = any(first == second for first, second in pairwise(kinds) if is_grammar(first))
    return _UNTOLD.isdisjoint(kinds) and not joined and not doubled


def _changes(sentence: str, words: Sequence[WordNoise], inside: list[int], of_root: bool) -> Iterator[Change]:
    for n in inside:
        start, end, _ = words[n]
        word = sentence[start:end]
        if word.isalpha() and word.islower() and not is_part(sentence, start, end) and not is_grammar(word):
            forms = other_forms(word)
            for form in forms:
                yield changed(sentence, start, end, form, ENDING)
            for other in of_one_root(word) if of_root else ():
                if other not in forms:
                    yield changed(sentence, start, end, other, ROOT)
        yield from filter(None, (without(sentence, words, n, SURPLUS), exchanged(sentence, words, n, MOVED)))
