"""Learns the weights of checker/matching/spelling_weights.tsv from spellings of one name and near names.

    .venv/bin/python -m training.train_name_spelling ../shared/data

Positives: `name_part_pairs` marked the same, and pairs out of the groups of `name_part_variants`. Negatives: pairs
marked different, words of different groups that share most of their letters, and any two words. Forms of a surname
for a woman and a man are left out: in an article they are two people. A fifth of the groups is held out and measured.

The alignment is latent: each pass aligns every pair under the weights so far and takes a step of logistic regression
(Adagrad, L2) on the operations of that alignment.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from checker.matching.folding import fold
from checker.matching.spelling import Weights, align, kind

_OUT = Path(__file__).parent.parent / "checker" / "matching" / "spelling_weights.tsv"
_GENDERED = re.compile(
    r"(?:ow|ov|ew|ev|i?an|i?on|in|yn|sk|ck|zk|tsk|k|n)?"
    r"(?:a|aya|aia|aja|owa|ova|anka|ina|yna|ówna|ien|ienė|yte|aite|e)$"
)
_PASSES, _RATE, _L2_OPERATION, _L2_KIND = 6, 0.25, 0.02, 0.0005
_SEEN = 6  # operations of several letters must explain so many pairs

Pair = tuple[str, str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    random.seed(7)
    train, held = _pairs(options.data)
    print(f"{len(train)} pairs to learn from, {len(held)} held out, {sum(p[2] for p in held)} of them the same")
    table = _start(train)
    print(f"{len(table.pairs)} operations of several letters")
    squares: dict[object, float] = defaultdict(lambda: 1.0)
    bias = table.bias
    for number in range(_PASSES):
        random.shuffle(train)
        for a, b, same in train:
            score, operations = align(a, b, table)
            gradient = same - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            counts: Counter[object] = Counter()
            for key in _features(a, b, operations):
                counts[key] += 1
            bias = table.bias + _step(squares, "bias", gradient)
            table = table._replace(bias=bias)
            for key, times in counts.items():
                if isinstance(key, str):
                    change = gradient * times - _L2_KIND * table.kinds[key]
                    table.kinds[key] += _step(squares, key, change)
                else:
                    old = table.operations.get(key, 0.0)  # type: ignore[call-overload]
                    table.operations[key] = old + _step(squares, key, gradient * times - _L2_OPERATION * old)  # type: ignore[index]
        print(number, "learned from", _measure(train[:3000], table), "held out", _measure(held, table))
    _write(table)


def _step(squares: dict[object, float], key: object, gradient: float) -> float:
    squares[key] += gradient * gradient
    return _RATE * gradient / math.sqrt(squares[key])


def _features(a: str, b: str, operations: list) -> list[object]:  # type: ignore[type-arg]
    found: list[object] = []
    i = j = 0
    for x, y, place in operations:
        left, right = min(x, y), max(x, y)
        before = (a[i - 1] if i else "") if x else (b[j - 1] if j else "")
        what = kind(left, right, before)
        found.append(what)
        if place:
            found.append(what + place)
        if left != right:
            found.append((left, right))
        i, j = i + len(x), j + len(y)
    return found


def _start(train: list[Pair]) -> Weights:
    kinds = {
        "same vowel": 0.2, "same consonant": 0.4, "doubled": -0.3, "extra vowel": -1.0, "extra h": -0.5,
        "extra consonant": -2.0, "digraph": -0.3, "other consonant": -1.5, "other vowel": -0.8,
        "vowel for consonant": -2.0,
    }  # fmt: skip
    kinds |= {what + place: 0.0 for what in list(kinds) for place in "<>"}
    counts: Counter[tuple[str, str]] = Counter()
    for a, b, same in train:
        if same:
            counts.update(_changed(a, b))
    several = {o: 0.0 for o, n in counts.items() if n >= _SEEN and o[0] != o[1]}
    return Weights(0.0, dict(several), kinds, frozenset(several))


def _changed(a: str, b: str) -> set[tuple[str, str]]:
    """The pieces of up to three letters in which two spellings differ, alone and with a neighbouring letter."""
    from rapidfuzz.distance import Levenshtein

    found = set()
    for block in Levenshtein.opcodes(a, b):
        if block.tag == "equal":
            continue
        for before in (0, 1):
            for after in (0, 1):
                x = a[max(0, block.src_start - before) : block.src_end + after]
                y = b[max(0, block.dest_start - before) : block.dest_end + after]
                if x and y and 2 < len(x) + len(y) <= 5 and max(len(x), len(y)) <= 3:
                    found.add((min(x, y), max(x, y)))
    return found


def _pairs(data: Path) -> tuple[list[Pair], list[Pair]]:
    parts = _rows(data, "name_part_pairs")
    groups = [sorted({fold(v) for v in r["variants"] if " " not in v}) for r in _rows(data, "name_part_variants")]
    train: set[Pair] = set()
    held: set[Pair] = set()
    words_of: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for word in group:
            words_of[word].add(number)
    for row in parts:
        a, b = sorted((fold(row["a"]), fold(row["b"])))
        if a != b and not (row["same"] and _gendered(a, b)):
            (held if _held(a) else train).add((a, b, row["same"]))
    for group in groups:
        close = [p for p in combinations(group, 2) if not _gendered(*p)]
        for a, b in random.sample(close, min(4, len(close))):
            (held if _held(a) else train).add((a, b, 1))
    buckets: dict[str, list[str]] = defaultdict(list)
    words = sorted(words_of)
    for word in words:
        for i in range(len(word) - 1):
            buckets[word[i : i + 2]].append(word)
    wanted = 2 * sum(p[2] for p in train)
    while wanted > 0:
        # of six pairs, five share two letters somewhere and are near; one is any two words
        word, near = random.choice(words), random.random() < 5 / 6
        if len(word) < 2:
            continue
        at = random.randrange(len(word) - 1)
        a, b = sorted((word, random.choice(buckets[word[at : at + 2]] if near else words)))
        if words_of[a] & words_of[b] or (near and not _near(a, b)):
            continue
        pair = (a, b, 0)
        if (a, b, 1) not in train and pair not in train:
            (held if _held(a) else train).add(pair)
            wanted -= 1
    return sorted(train), sorted(held)


def _near(a: str, b: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b, score_cutoff=3) <= (1 if min(len(a), len(b)) < 4 else 2 if len(a) < 6 else 3)


def _gendered(a: str, b: str) -> bool:
    """Whether one looks like the form of the other for the other sex."""
    short, long = sorted((a, b), key=len)
    if len(short) < 3:
        return False
    return long.startswith(short[:-1]) and _GENDERED.match(long[len(short) - 1 :]) is not None


def _held(a: str) -> bool:
    return sum(map(ord, a[:3])) % 5 == 0


def _rows(data: Path, name: str) -> list[dict]:  # type: ignore[type-arg]
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _measure(pairs: list[Pair], table: Weights) -> str:
    scored = sorted(((align(a, b, table)[0], same) for a, b, same in pairs), reverse=True)
    right = sum(same == (score > 0) for score, same in scored)
    best, hits = 0.0, 0
    total = sum(same for _, same in scored)
    for number, (_, same) in enumerate(scored, 1):
        hits += same
        if hits / number >= 0.95:
            best = hits / total
    return f"right {right / len(pairs):.3f}, recall at precision 0.95 {best:.3f}"


def _write(table: Weights) -> None:
    lines = ["# Weights of edit operations; made by training/train_name_spelling.py", f"bias\t\t\t{table.bias:.2f}"]
    lines += [f"kind\t{k}\t\t{v:.2f}" for k, v in sorted(table.kinds.items())]
    several = {o for o in table.operations if len(o[0]) + len(o[1]) > 2}
    lines += [
        f"edit\t{left}\t{right}\t{v:.2f}"
        for (left, right), v in sorted(table.operations.items())
        if abs(v) >= 0.05 or (left, right) in several
    ]
    _OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
