"""Numbers that two passages give otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.annotations.prose import Prose, Span
from checker.siblings.agreement import agree, comparable
from checker.siblings.numbers import Number, numbers_of
from checker.siblings.passages import FIRM, REACH, WELL, Difference, Passages, coverage, run_of, support
from checker.siblings.relations import opposites
from checker.siblings.word_alignment import WordAlignment

_NEIGHBOURS = 0.8  # where several numbers stand, the right one has some neighbour in common
_SAME_DAY = 1.5
_NEAR_BRACKET = 24  # characters between an amount and the same in another currency
_SAME_ROLE, _SURE_ROLE = 1.5, 2.5


def differing_numbers(p: Passages) -> Iterator[Difference]:
    ours, theirs = _in(p.spans, numbers_of(p.prose)), _in(p.other_spans, numbers_of(p.other))
    if p.copied:
        lone, free = _unpaired(p, ours, theirs)
    else:
        lone = [n for n in ours if not any(agree(n, m) for m in theirs)]
        free = [m for m in theirs if not any(agree(n, m) for n in ours)]
    if not lone:
        return
    scored = []
    for a, n in enumerate(lone):
        for b, m in enumerate(free):
            if comparable(n, m) and _converted(p.prose, n, ours) == _converted(p.other, m, theirs):
                first = run_of(p.words.first, n.start, n.end)
                second = run_of(p.words.second, m.start, m.end)
                same = 1.0 * (n.kind == m.kind) + 0.5 * (n.unit == m.unit)
                neighbours = support(p.words, first, second)
                counted = _same_counted(p.words, first, second)
                if not counted and p.both < WELL and n.kind == "number":
                    continue
                alone = len(ours) == len(theirs) == 1 and (p.both >= WELL or n.kind in ("number", "money", "percent"))
                if n.kind == "weekday" and neighbours < _SAME_DAY:
                    continue  # of two events, each on its day
                if neighbours >= _NEIGHBOURS or alone:
                    scored.append((neighbours + same, -abs(a - b), a, b))
    need = _SAME_ROLE if coverage(p.words) >= FIRM else _SURE_ROLE
    used: set[tuple[str, int]] = set()
    for score, _, a, b in sorted(scored, reverse=True):
        if ("a", a) in used or ("b", b) in used or score < need:
            continue
        used |= {("a", a), ("b", b)}
        yield Difference("quantity", lone[a].start, lone[a].end, free[b].start, free[b].end)


def _in(spans: Sequence[Span], numbers: list[Number]) -> list[Number]:
    return [n for n in numbers if any(s <= n.start < e for s, e in spans)]


def _converted(prose: Prose, number: Number, numbers: list[Number]) -> bool:
    """Whether an amount stands in brackets behind another: it is the same in another currency."""
    before = [n for n in numbers if n.kind == "money" and n.end <= number.start]
    if number.kind != "money" or not before:
        return False
    between = prose.text[before[-1].end : number.start]
    return "(" in between and ")" not in between and len(between) <= _NEAR_BRACKET


def _same_counted(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether what stands behind (or, where nothing does, before) two numbers is the same thing."""
    for i in range(first[1], min(len(words.first), first[1] + 3)):
        if words.first[i].content and not words.first[i].number:
            j = words.to_second[i]
            if j >= 0 and abs(j - second[1]) <= REACH and not opposites(words.first[i].base, words.second[j].base):
                return True
    for i in range(first[0] - 1, max(-1, first[0] - 4), -1):
        if words.first[i].content and not words.first[i].number:
            j = words.to_second[i]
            near = j >= 0 and abs(j - second[0]) <= REACH
            return near and not opposites(words.first[i].base, words.second[j].base)
    return False


def _unpaired(p: Passages, ours: list[Number], theirs: list[Number]) -> tuple[list[Number], list[Number]]:
    """The numbers of two copies that are left when each has found one that agrees, in the best place."""
    scored = []
    for a, n in enumerate(ours):
        for b, m in enumerate(theirs):
            if agree(n, m):
                runs = run_of(p.words.first, n.start, n.end), run_of(p.words.second, m.start, m.end)
                scored.append((support(p.words, *runs), -abs(a - b), a, b))
    left, right = set(range(len(ours))), set(range(len(theirs)))
    for _, _, a, b in sorted(scored, reverse=True):
        if a in left and b in right:
            left.discard(a)
            right.discard(b)
    return [ours[a] for a in sorted(left)], [theirs[b] for b in sorted(right)]
