"""Quotations: straight and curly, nested, and carried on over paragraphs as news does it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from checker.annotations.prose import Prose

Ending = Literal["closed", "continues", "unclosed"]

_MARK = re.compile(r"[\"“”„«»]|(?<!\w)‘|’(?!\w)")
_CLOSER = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"'}


@dataclass(frozen=True, slots=True)
class Quotation:
    """`start` and `end` take in the marks; `inner_start` and `inner_end` do not.

    A quotation left open at the end of its paragraph `continues` when the next paragraph opens with a mark, and is
    `unclosed` otherwise. `depth` is 0 for the outermost. `mark` is the opening mark.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    mark: str
    depth: int
    ending: Ending


def find_quotations(prose: Prose) -> list[Quotation]:
    """All quotations, in the order of their opening marks. Linear in the length of the text."""
    text, found = prose.text, []
    if not _MARK.search(text):
        return []
    paragraphs = prose.paragraphs
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        carried = following is not None and text[following.start] in _CLOSER
        found += _in_paragraph(text, start, end, carried)
    found.sort(key=lambda q: (q.start, q.depth))
    return found


def _in_paragraph(text: str, start: int, end: int, carried: bool) -> list[Quotation]:
    found: list[Quotation] = []
    open_marks: list[int] = []
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match.group()
        if open_marks and mark in _CLOSER[text[open_marks[-1]]] and not _must_open(text, at, end, mark):
            found.append(_close(text, open_marks.pop(), at, len(open_marks)))
        elif mark == "”" and any(text[o] == "“" for o in open_marks):
            while text[open_marks[-1]] != "“":
                open_marks.pop()
            found.append(_close(text, open_marks.pop(), at, len(open_marks)))
        elif mark in _CLOSER and len(open_marks) < 8:
            open_marks.append(at)
    for depth, at in enumerate(open_marks):
        mark = text[at]
        if mark == "‘":  # a lone ‘ is mostly an apostrophe set wrong ("‘90s")
            continue
        ending: Ending = "continues" if carried and at == open_marks[0] else "unclosed"
        found.append(Quotation(at, end, at + 1, end, mark, depth, ending))
    return found


def _must_open(text: str, at: int, end: int, mark: str) -> bool:
    """A straight mark with a space before and a letter behind opens, whatever stands open already."""
    return mark == '"' and at > 0 and text[at - 1] in " \t(" and at + 1 < end and text[at + 1].isalnum()


def _close(text: str, opened: int, closed: int, depth: int) -> Quotation:
    return Quotation(opened, closed + 1, opened + 1, closed, text[opened], depth, "closed")
