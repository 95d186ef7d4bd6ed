"""How likely two spellings of one word of a name are the same name, written down by different hands.

Method: the best alignment of the two words under learned weights of edit operations (Ristad and Yianilos, "Learning
String-Edit Distance", 1998), here trained to tell spellings of one name from near names of different people, as
Bilenko and Mooney do ("Adaptive Duplicate Detection Using Learnable String Similarity Measures", 2003). An operation
takes one or two letters on each side, so that "ch" for "kh", "x" for "ks" and "ou" for "u" are single steps.
training/train_name_spelling.py learns the weights and writes the table beside this file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from checker.matching.folding import fold

_TABLE = Path(__file__).parent / "spelling_weights.tsv"
_VOWELS = frozenset("aeiouy")
LONGEST = 24
"""Letters of a word that are compared."""


class Operation(NamedTuple):
    """Letters on either side (the smaller first; one side may be empty) and where they stand: "<" at the beginning of
    a word, ">" at its end, else ""."""

    left: str
    right: str
    place: str


class Weights(NamedTuple):
    """`bias` is the log-odds of an empty pair, `operations` maps (left, right) to what the operation adds, `kinds`
    what its kind and place add."""

    bias: float
    operations: dict[tuple[str, str], float]
    kinds: dict[str, float]
    pairs: frozenset[tuple[str, str]]


def kind(left: str, right: str, before: str) -> str:
    """The kind of an operation, the smaller side first; `before` is the letter that precedes the longer side."""
    if left == right:
        return "same vowel" if left in _VOWELS else "same consonant"
    if not left:
        if len(right) == 1 and right == before:
            return "doubled"
        return "extra vowel" if right in _VOWELS else "extra h" if right == "h" else "extra consonant"
    if len(left) + len(right) > 2:
        return "digraph"
    vowels = (left in _VOWELS) + (right in _VOWELS)
    return ("other consonant", "vowel for consonant", "other vowel")[vowels]


@lru_cache(maxsize=50_000)
def likeness(a: str, b: str) -> float:
    """The log-odds that two words are spellings of one name: above 0 rather yes, below 0 rather no. Symmetric; words
    are folded first; the cost is the product of their lengths, of which 24 letters count."""
    a, b = fold(a)[:LONGEST], fold(b)[:LONGEST]
    return _greatest(min(a, b), max(a, b)) - _RARER


def _greatest(a: str, b: str) -> float:
    """What `align` finds, without the operations, ten times as fast, and only near the diagonal."""
    table = weights()
    rows, columns = len(a), len(b)
    if not (rows and columns):
        return align(a, b, table)[0]
    singles, several, openings = _singles(), _several(), _openings()
    reach = abs(rows - columns) + _BAND
    best = [[-1e9] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = table.bias
    for i in range(rows + 1):
        row = best[i]
        x, before_x = a[i : i + 1], a[i - 1 : i] if i else ""
        low, high = max(0, i - reach), min(columns, i + reach)
        below = best[i + 1] if i < rows else row
        for j in range(low, high + 1):
            here = row[j]
            y = b[j : j + 1]
            place = "<" if not (i or j) else ""
            if x:
                end = ">" if not place and i + 1 == rows and j == columns else place
                value = here + singles(x, "", end, before_x == x)
                if value > below[j]:
                    below[j] = value
            if y:
                end = ">" if not place and j + 1 == columns and i == rows else place
                value = here + singles("", y, end, j > 0 and b[j - 1] == y)
                if value > row[j + 1]:
                    row[j + 1] = value
            if not (x and y):
                continue
            end = ">" if not place and i + 1 == rows and j + 1 == columns else place
            value = here + singles(x, y, end, False)
            if value > below[j + 1]:
                below[j + 1] = value
            if x + y in openings:
                for di, dj in _STEPS[3:]:
                    if i + di <= rows and j + dj <= columns:
                        left, right = a[i : i + di], b[j : j + dj]
                        if left + "," + right in several:
                            end = ">" if not place and i + di == rows and j + dj == columns else place
                            value = here + several[left + "," + right] + (table.kinds["digraph" + end] if end else 0.0)
                            if value > best[i + di][j + dj]:
                                best[i + di][j + dj] = value
    return best[rows][columns]


_BAND = 3


@cache
def _singles() -> Callable[[str, str, str, bool], float]:
    table = weights()
    known: dict[str, float] = {}

    def value(x: str, y: str, place: str, doubled: bool) -> float:
        key = f"{x},{y}{place}2" if doubled else f"{x},{y}{place}"
        if key not in known:
            left, right = (x, y) if x <= y else (y, x)
            known[key] = weight(left, right, place if left != right else "", right if doubled else "", table)
        return known[key]

    return value


@cache
def _several() -> dict[str, float]:
    """Operations of several letters, both ways round, "x,y" → weight."""
    table = weights()
    both = [*table.pairs, *((right, left) for left, right in table.pairs)]
    return {f"{x},{y}": weight(min(x, y), max(x, y), "", "", table) for x, y in both}


@cache
def _openings() -> frozenset[str]:
    """The first letters of the two sides of an operation of several letters."""
    return frozenset(key[0] + key[key.index(",") + 1] for key in _several())


def align(a: str, b: str, table: Weights) -> tuple[float, list[Operation]]:
    """The greatest sum of weights of an alignment of two folded words, and its operations."""
    rows, columns = len(a), len(b)
    best: list[list[float]] = [[-1e9] * (columns + 1) for _ in range(rows + 1)]
    came: list[list[Operation | None]] = [[None] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = table.bias
    for i in range(rows + 1):
        for j in range(columns + 1):
            here = best[i][j]
            if here <= -1e8:
                continue
            for di, dj in _STEPS:
                if i + di > rows or j + dj > columns:
                    continue
                x, y = a[i : i + di], b[j : j + dj]
                left, right = (x, y) if x <= y else (y, x)
                if di + dj > 2 and (left, right) not in table.pairs:
                    continue
                place = "<" if i == j == 0 and left != right else ""
                if not place and i + di == rows and j + dj == columns and left != right:
                    place = ">"
                before = (a[i - 1] if i else "") if x else (b[j - 1] if j else "")
                value = here + weight(left, right, place, before, table)
                if value > best[i + di][j + dj]:
                    best[i + di][j + dj] = value
                    came[i + di][j + dj] = Operation(x, y, place)
    operations: list[Operation] = []
    i, j = rows, columns
    while (step := came[i][j]) is not None:
        operations.append(step)
        i, j = i - len(step.left), j - len(step.right)
    return best[rows][columns], operations[::-1]


def weight(left: str, right: str, place: str, before: str, table: Weights) -> float:
    """What an operation adds to the log-odds."""
    what = kind(left, right, before)
    value = table.kinds[what] + table.operations.get((left, right), 0.0)
    return value + table.kinds[what + place] if place else value


# Two near words of an article are two names more often than in the training pairs.
_RARER = 1.0
_STEPS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 2), (2, 3), (3, 1), (1, 3))


@cache
def weights() -> Weights:
    """The learned weights, read on first use."""
    operations: dict[tuple[str, str], float] = {}
    kinds: dict[str, float] = {}
    bias = 0.0
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        sort, left, right, value = line.split("\t")
        if sort == "bias":
            bias = float(value)
        elif sort == "kind":
            kinds[left] = float(value)
        else:
            operations[left, right] = float(value)
    return Weights(bias, operations, kinds, frozenset(o for o in operations if len(o[0]) + len(o[1]) > 2))
