"""Where two aligned passages say different things: another number, another name, a denial, an opposite, another gender.

A difference is a word of one passage that has no counterpart in the other, while another word stands in its role there:
beside the same neighbours, after the same preposition. What the sibling merely leaves out or adds is no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from checker.annotations.prose import Prose, Span
from checker.siblings.agreement import agree
from checker.siblings.denials import denials
from checker.siblings.differing_names import differing_names
from checker.siblings.differing_numbers import differing_numbers
from checker.siblings.differing_words import changed_words, differing_genders, differing_opposites
from checker.siblings.name_parts import differing_titles, exchanged_parts, respelled_names
from checker.siblings.numbers import numbers_of
from checker.siblings.passages import Difference, Kind, Passages, copied, coverage, run_of
from checker.siblings.tokens import tokens_of
from checker.siblings.word_alignment import WordAlignment, align_words

__all__ = ["Difference", "Kind", "differences"]

# Of the words with content of two passages that say the same, so many have a counterpart; of a short one that is
# contained in a long one, more.
_SAME_STATEMENT, _CONTAINED = 0.65, 0.65
_FIRM_STATEMENT = 0.78
_MARGIN, _WIDEST = 1.0, 0.3
_COMMON, _LEAST_COMMON = 0.75, 0.7  # of the words with content of both sentences and of either
_ALIKE = 0.8
_WHEN = frozenset(
    "yesterday today tomorrow now then here there monday tuesday wednesday thursday friday saturday sunday".split()
)
_NEAR_COPY = 0.8
_COPIED = 0.7  # of the neighbouring words of a copy, so many are neighbours in the other


def differences(
    prose: Prose,
    spans: Sequence[Span],
    other: Prose,
    other_spans: Sequence[Span],
    *,
    margin: float = 1.0,
    copy: bool = False,
    parallel: int = 2,
) -> list[Difference]:
    """All differences of two aligned passages, in the order of the first; none where they hardly say the same. `margin`
    tells how much nearer they are to each other than to anything else (checker.siblings.align), `copy` whether one text
    is a copy of the other, so that any word that was changed counts, `parallel` how many of the two texts the
    other tells from beginning to end: where none is, two near sentences may well say two things, and no difference is
    firm."""
    words = align_words(tokens_of(prose, spans), tokens_of(other, other_spans))
    covered = coverage(words)
    both = (covered + coverage(words, second=True)) / 2
    passage = Passages(
        prose, spans, other, other_spans, words, copy and copied(words) >= _COPIED, both, margin > _WIDEST
    )
    alone = _MARGIN * min(max(margin, -_WIDEST), _WIDEST)
    if both + alone < _SAME_STATEMENT and covered + alone < _CONTAINED:
        return []
    found = [*differing_numbers(passage), *differing_names(passage), *respelled_names(passage), *denials(passage)]
    found += [*differing_opposites(passage), *differing_genders(passage)]
    parts = [*exchanged_parts(passage), *differing_titles(passage)]
    found += [d for d in parts if not any(o.start < d.end and d.start < o.end for o in found)]
    if passage.copied:
        found += changed_words(passage, found)
    if covered < _NEAR_COPY:
        found = [d for d in found if not _said_elsewhere(passage, d)]
    firm = passage.sure or both + alone >= _FIRM_STATEMENT
    if parallel == 1:
        firm = firm and both >= _COMMON and min(covered, coverage(words, second=True)) >= _LEAST_COMMON
    # Of independent reports two or three of seventeen differences that a person read were right.
    firm = firm and parallel > 0
    found = [d._replace(firm=firm) for d in found]
    found = [d._replace(firm=d.firm and _one_word(words, d)) if d.kind == "word" else d for d in found]
    return sorted(found, key=lambda d: (d.start, d.end))


def _one_word(words: WordAlignment, d: Difference) -> bool:
    """Whether one word stands in the place of one other in sentences that are alike word by word, and the two are
    surely no choice of words: one is a number or no word of the language, and neither tells a time in another way."""
    from checker.lexicon import known

    first, second = run_of(words.first, d.start, d.end), run_of(words.second, d.other_start, d.other_end)
    if first[1] - first[0] != 1 or second[1] - second[0] != 1:
        return False
    a, b = words.first[first[0]], words.second[second[0]]
    when = {a.lower, b.lower} & _WHEN
    written = {t.lower.replace(".", "").removesuffix("s") for t in (a, b)}
    telling = a.number or b.number or not (known(a.lower) and known(b.lower))
    return not when and len(written) == 2 and telling and coverage(words) >= _ALIKE


def _said_elsewhere(p: Passages, d: Difference) -> bool:
    """Whether the second article has the name or the number, too, in another place."""
    if d.kind == "quantity":
        ours = next(n for n in numbers_of(p.prose) if n.start == d.start)
        others = [m for m in numbers_of(p.other) if not any(s <= m.start < e for s, e in p.other_spans)]
        return any(agree(ours, m) for m in others if (m.kind, m.unit) == (ours.kind, ours.unit))
    if d.kind == "name":
        from checker.matching.folding import fold

        there = p.other.kept(_folded)
        here = {fold(t.text) for t in p.words.second}
        words = [fold(t.text) for t in p.words.first if t.content and d.start <= t.start < d.end]
        if all(there[w] > 0 for w in words if w not in here) and not all(w in here for w in words):
            return True
        # Nor is it one where the article itself has the other name, too, in another place.
        known = p.prose.kept(_folded)
        other = [fold(t.text) for t in p.words.second if t.name and d.other_start <= t.start < d.other_end]
        mine = {fold(t.text) for t in p.words.first}
        return bool(other) and all(known[w] > 0 for w in other if w not in mine) and not all(w in mine for w in other)
    return False


def _folded(prose: Prose) -> Counter[str]:
    """The words of a field as names are compared, with how often they stand there."""
    from checker.matching.folding import fold

    words = (w.replace("’", "'").removesuffix("'s") for w in prose.words.texts)
    return Counter(fold(part) for word in words for part in word.split("-"))
