"""What of an article is page furniture, and of which kind: worked out once for a text and shared by the rules here.

A line is judged by its wording (wordings), by its shape (shapes), by a model of what pages repeat (line_model), and by
the lines around it (neighbours).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from checker.annotations.prose import Prose
from rules.residue import line_model, shapes
from rules.residue.neighbours import spread
from rules.residue.page import Line, Verdict, page_lines
from rules.residue.wording_search import SIGNS, by_any_word, by_first_word, opens, stands_in
from rules.residue.wordings import Wording


class Furniture(NamedTuple):
    """A passage that is not the article's own: half-open offsets, its kind, and whether no article would say it."""

    start: int
    end: int
    kind: str
    certain: bool


def furniture(prose: Prose) -> list[Furniture]:
    """The lines of furniture in a text, in its order; worked out once."""
    return prose.kept(_find)


def last_of_story(prose: Prose) -> int:
    """Where the story ends at the latest: what stands behind its last paragraph that is no furniture, or among the last
    three of all, is the foot of the page."""
    pieces = {piece.start for piece in furniture(prose)}
    paragraphs = prose.paragraphs
    last = next((end for start, end in reversed(paragraphs) if start not in pieces), 0)
    return min(last, paragraphs[-_FOOT].start) if len(paragraphs) > _FOOT else last


# Lines that end as sentences do have no shape of furniture if they are not short or, at the head and foot, are long.
_SHORT, _LONG = 60, 260
_FOOT = 3


def _find(prose: Prose) -> list[Furniture]:
    lines = page_lines(prose)
    verdicts: list[Verdict | None] = [None] * len(lines)
    telling = _telling(prose, lines)
    openers = by_first_word()
    for i, line in enumerate(lines):
        if not line.text:
            continue
        quoted = line.text[0] in "\"“‘'"
        wording = None
        if not quoted and line.first in openers:
            wording = next((w for w in openers[line.first] if opens(w, line.text, line.opening)), None)
        if wording is None and i in telling:
            story = line.closed and not line.at_edge and line.size > _LONG  # then only what is certain tells
            wording = next((w for w in telling[i] if (w.certain or not story) and stands_in(w, line.text)), None)
            if quoted and wording is not None and wording.kind == "promotion":
                wording = None  # somebody said it
        if wording is not None:
            verdicts[i] = Verdict(wording.kind, wording.certain)
        elif not line.closed or line.size < (_LONG if line.at_edge else _SHORT):
            verdicts[i] = shapes.judge(line, i, len(lines))
        odd = not line.closed or (line.at_edge and (line.size < 120 or i in telling))
        if odd and not quoted and verdicts[i] is None and line_model.is_furniture(line, i, len(lines)):
            verdicts[i] = Verdict("stray", False)
    spread(lines, verdicts)
    return [Furniture(n.start, n.end, *v) for n, v in zip(lines, verdicts, strict=True) if v is not None]


def _telling(prose: Prose, lines: list[Line]) -> dict[int, list[Wording]]:
    """For lines that hold a word or sign which furniture is known by, the wordings that it leads to."""
    table = by_any_word()
    index, places = prose.words.index, prose.words.starts
    begins = [line.start for line in lines]
    found: dict[int, list[Wording]] = {}
    for word in sorted(table.keys() & index.keys()):
        for position in index[word]:
            here = found.setdefault(bisect_right(begins, places[position]) - 1, [])
            here += [w for w in table[word] if w not in here]
    for sign, wording in SIGNS:
        at = prose.text.find(sign)
        while at >= 0:
            i = bisect_right(begins, at) - 1
            found.setdefault(i, []).append(wording)
            at = prose.text.find(sign, lines[i].end)
    return {i: sorted(found[i], key=lambda w: not w.certain) for i in found if i >= 0 and lines[i].text}
