"""A model of the wording of page furniture: logistic regression over the words of a line, trained by
training/residue_lines.py on lines that repeat among articles of one source."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

import checker
from rules.residue.page import Line

TABLE = Path(checker.__file__).parent / "tables" / "residue_lines.tsv"
# Log odds from which a line is taken for furniture; what repeats in the training text but is prose lies below.
_FURNITURE = 3.0
_STRONG = 0.8
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_READER = frozenset(("you", "your", "us", "our", "we"))
_SIGNS = "|@©•:/()[]"


def is_furniture(line: Line, position: int, count: int) -> bool:
    """Whether a line, at `position` of `count`, is worded as what pages repeat."""
    weights, strong = _weights()
    if strong.isdisjoint(_WORD.findall(line.text.lower().replace("’", "'"))):
        return False
    known = [weights[f] for f in features(line, position, count) if f in weights]
    return weights["bias"] + sum(known) > _FURNITURE


def features(line: Line, position: int, count: int) -> list[str]:
    """The names of a line's features, each present once: its words and pairs of words, signs, size and place."""
    text = line.text
    lowers = _WORD.findall(text.lower().replace("’", "'"))
    seen = ["w=" + w for w in lowers]
    seen += ["b=" + a + " " + b for a, b in itertools.pairwise(lowers)]
    if lowers:
        seen += ["first=" + lowers[0], "last=" + lowers[-1]]
    if not _READER.isdisjoint(lowers):
        seen.append("reader")
    if text.isupper():
        seen.append("capitals")
    seen += ["sign=" + sign for sign in _SIGNS if sign in text]
    if text[0] in "\"“‘'":
        seen.append("quoted")
    if line.closed:
        seen.append("closed")
    seen += [f"head={min(position, 3)}", f"foot={min(count - 1 - position, 4)}", f"size={min(6, line.size // 50)}"]
    return list(dict.fromkeys(seen))


@cache
def _weights() -> tuple[dict[str, float], frozenset[str]]:
    """The weights, and the words without any of which no line comes near the odds."""
    cells = TABLE.read_text("utf-8").rstrip("\n").replace("\t", "\n").split("\n")
    weights = dict(zip(cells[::2], map(float, cells[1::2]), strict=True))
    strong = [name[2:] for name, weight in weights.items() if weight >= _STRONG and name[:2] == "w="]
    return weights, frozenset(strong)
