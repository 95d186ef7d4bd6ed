"""Counts the sequences of word classes that news hardly has: checker/tables/sequences.txt.

    .venv/bin/python -m training.count_sequences ../shared/data

From the sentences of news_corpus, without the articles that are held out (noise_data.py). See
checker/grammar/sequences.py for what is counted.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from pathlib import Path

from checker.annotations.prose import Prose
from checker.grammar.sequences import BREAK, CLOSING, OPENING, TABLE, tokens_of
from checker.services.noise.doubts import is_running_prose
from training.forbidden_text import rows
from training.noise_data import held_out

# So much rarer than expected, as a power of ten; of what is expected less often, nothing can be said.
LEAST = 0.9
_FEWEST = 3.5

Kinds = tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    texts = [row["text"] for row in rows(options.data, "news_corpus") if not held_out(row["id"])]
    lines = [f"{rarer:.1f} {' '.join(kinds)}" for kinds, rarer in sorted(hardly_seen(counted(texts)).items())]
    head = (
        "# Sequences of word classes (checker/grammar/sequences.py) that news hardly has, and how much rarer they are"
        " than their parts let expect, as a power of ten. Written by training/count_sequences.py."
    )
    TABLE.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} sequences")


def counted(texts: list[str]) -> list[Counter[Kinds]]:
    """How often one, two and three classes stand together."""
    counts: list[Counter[Kinds]] = [Counter(), Counter(), Counter()]
    for text in texts:
        prose = Prose("text", text)
        for span in prose.sentences:
            if is_running_prose(prose[span]):
                kinds = [token.kind for token in tokens_of(prose, span)]
                for length, count in enumerate(counts, 1):
                    count.update(zip(*(kinds[i:] for i in range(length)), strict=False))
    return counts


def hardly_seen(counts: list[Counter[Kinds]]) -> dict[Kinds, float]:
    """The sequences that are rarer than expected by LEAST and more, by how much."""
    ones, twos, threes = counts
    total = ones.total()
    found = {}
    for (a,), of_a in ones.items():
        for (b,), of_b in ones.items():
            if (rarer := _rarer(of_a * of_b / total, twos[a, b])) >= LEAST and _is_sequence(a, b):
                found[a, b] = rarer
    before: dict[str, list[tuple[str, int]]] = {}
    after: dict[str, list[tuple[str, int]]] = {}
    for (a, b), count in twos.items():
        before.setdefault(b, []).append((a, count))
        after.setdefault(a, []).append((b, count))
    for (b,), of_b in ones.items():
        for a, of_ab in before.get(b, ()):
            for c, of_bc in after.get(b, ()):
                expected = of_ab * of_bc / of_b
                if expected < _FEWEST or not _is_sequence(a, b, c):
                    continue
                if (rarer := _rarer(expected, threes[a, b, c])) >= LEAST:
                    found[a, b, c] = rarer
    return found


def _is_sequence(*kinds: str) -> bool:
    return BREAK not in kinds and OPENING not in kinds[1:] and CLOSING not in kinds[:-1]


def _rarer(expected: float, seen: int) -> float:
    return math.log10((expected + 0.01) / (seen + 0.5))


if __name__ == "__main__":
    main()
