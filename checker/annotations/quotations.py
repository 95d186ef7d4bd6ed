"""Quotations: straight and curly, nested, and carried on over paragraphs as news does it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from checker.annotations.prose import Prose, Span

Ending = Literal["closed", "continues", "unclosed"]

# Every quotation mark that is no apostrophe between two letters.
_MARK = re.compile(r"[\"“”„«»‘’'](?<!\w['’](?=\w))")
_DOUBLE = frozenset('"“”„«»')
_CLOSERS = {"“": '”"“', "„": '“”"', "«": "»", "»": "«", '"': '"”', "”": '”"', "‘": "’", "'": "'"}
_OPENING = frozenset("“„«")
_BEFORE_OPENING = frozenset(" \t\u00a0([{—–-/“‘\"'…=|>:")
_ELISION = re.compile(r"['‘’](?:\d\ds?|em|til|tis|twas|cause|cos|round|bout|n|neath|nuff)(?!\w)", re.IGNORECASE)
# Doubled single marks stand for double ones; the thin space keeps the offsets and the shape.
_DOUBLED = (("''", '"\u200a'), ("’’", "”\u200a"), ("``", "\u200a“"), ("‘‘", "\u200a“"), ("″", '"'))
# A paragraph that is shorter is a line of the page (an advertisement, a caption), not the next of the speech.
_SHORT = 40
_SHORT_LINE = 120
_ENDS = frozenset(".!?…")
# Who spoke, said behind a quotation that was left open: there the closing mark is missing.
_SAYING = 80
_SAID = re.compile(r"[,!?] (?:[\w.’'-]+ ){0,4}(?:said|says|told|asked|added|wrote)\b")
_DEEPEST = 8
# How many paragraphs on the closing mark of a speech may stand whose paragraphs do not open with marks.
_FARTHEST = 12


class Quotation(NamedTuple):
    """`start` and `end` take in the marks; `inner_start` and `inner_end` do not.

    A quotation left open at the end of its paragraph `continues` when the next paragraph opens with a mark, when a
    mark that closes nothing else stands in one of the next paragraphs, or when it is of several paragraphs whose breaks
    were lost, so that its next mark stands behind the end of a sentence; it is `unclosed` otherwise. `depth` is 0 for
    the outermost. `mark` is the opening mark. Single marks count only in pairs, because a lone one is an apostrophe.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    mark: str
    depth: int
    ending: Ending


class Quoting(NamedTuple):
    """The quotations in the order of their opening marks, and the offsets of double marks that close nothing."""

    quotations: list[Quotation]
    unopened: list[int]


def find_quoting(prose: Prose) -> Quoting:
    """All quotations of a field, and the marks left over. Linear in the length of the text."""
    text = prose.text
    found: list[Quotation] = []
    unopened: list[int] = []
    if not _MARK.search(text):
        return Quoting(found, unopened)
    for doubled, mark in _DOUBLED:
        if doubled in text:
            text = text.replace(doubled, mark)
    paragraphs = prose.paragraphs
    waiting: tuple[int, int] | None = None  # the paragraph and the place in `found` of an unclosed quotation
    for number, paragraph in enumerate(paragraphs):
        opened, lone = len(found), len(unopened)
        _read_paragraph(text, paragraph, found, unopened, _carried_on(text, paragraphs, number))
        if waiting and len(unopened) > lone and number - waiting[0] <= _FARTHEST:
            if not any(q.start < unopened[lone] for q in found[opened:]):
                found[waiting[1]] = found[waiting[1]]._replace(ending="continues")
                del unopened[lone]
            waiting = None
        elif len(found) > opened:
            waiting = None
        for place in range(opened, len(found)):
            if found[place].depth == 0 and found[place].ending == "unclosed":
                waiting = (number, place)
    found.sort(key=lambda q: (q.start, q.depth))
    return Quoting(found, unopened)


def _read_paragraph(
    text: str,
    paragraph: Span,
    found: list[Quotation],
    unopened: list[int],
    carried: bool,
) -> None:
    start, end = paragraph
    marks = [m.start() for m in _MARK.finditer(text, start, end)]
    if not marks:
        return
    stack: list[int] = []
    for position, at in enumerate(marks):
        mark = text[at]
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark in _DOUBLE:
            if mark == "„" and before.isalpha():
                continue  # a trademark sign in broken encoding
            if before.isdigit() and mark in '"”' and _measures(text, at, start, stack):
                continue
            if _opens(mark, before, after, text, stack):
                if len(stack) < _DEEPEST:
                    stack.append(at)
            elif not _close(text, at, stack, found):
                unopened.append(at)
        elif mark != "’" and before in _BEFORE_OPENING and not after.isspace() and not _ELISION.match(text, at):
            if len(stack) < _DEEPEST:
                stack.append(at)
        elif mark != "‘" and not after.isalnum() and stack and mark in _CLOSERS[text[stack[-1]]]:
            following = marks[position + 1] if position + 1 < len(marks) else None
            if not (before == "s" and after == " " and following is not None and _closes_single(text, following, end)):
                _close(text, at, stack, found)  # else a possessive such as "the workers’ rights"
    stack = [at for at in stack if text[at] in _DOUBLE]
    if not stack:
        return
    closed = [q.start for q in found if q.start >= start and q.ending == "closed" and q.mark in _DOUBLE]
    resumed = [at for at in sorted(stack + closed) if _follows_sentence(text, at, start)]
    for depth, at in enumerate(stack):
        following = bisect_right(resumed, at)
        goes_on = (carried and depth == 0) or (
            following < len(resumed)
            and (at == start or at in resumed or text[max(start, at - 2) : at].rstrip()[-1:] == ":")
            and not _SAID.search(text, max(at, resumed[following] - _SAYING), resumed[following])
        )
        found.append(Quotation(at, end, at + 1, end, text[at], depth, "continues" if goes_on else "unclosed"))


def _follows_sentence(text: str, at: int, start: int) -> bool:
    """Whether a mark stands behind a space and the end of a sentence."""
    return at - 2 >= start and text[at - 1] == " " and text[at - 2] in _ENDS


def _opens(mark: str, before: str, after: str, text: str, stack: list[int]) -> bool:
    """Whether a double mark opens a quotation, by its own shape, then by the spaces around it, then by what is open."""
    left, right = before in _BEFORE_OPENING or before.isspace(), not after.isspace()
    open_double = next((text[at] for at in reversed(stack) if text[at] in _DOUBLE), "")
    closes = bool(open_double) and mark in _CLOSERS[open_double]
    if mark in _OPENING:
        return not (closes and (not left or not right) and not after.isalnum())
    if mark == "»":
        return not closes and left and after.isalnum()
    if left and right and after.isalnum():
        # A curly closing mark that stands like an opening one opens only where nothing waits for it.
        return mark == '"' or not closes
    if mark == "”":
        return False
    if not open_double:
        if mark == '"' and before in ".,!?" and (after.isupper() or after in "[("):
            return True  # glued to the sentence before
        return (left or before.isspace()) and (right or before.isspace())
    return left and right and not closes


def _measures(text: str, at: int, start: int, stack: list[int]) -> bool:
    """Whether a mark behind a digit is of inches or seconds: with feet before it, or with no quotation open."""
    head = text[max(start, at - 6) : at].rstrip("0123456789.½¼¾ ")
    return head[-1:] in {"'", "’", "′"} or not any(text[o] in _DOUBLE for o in stack)


def _closes_single(text: str, at: int, end: int) -> bool:
    return text[at] in "’'" and not text[at - 1].isspace() and not text[at + 1 : min(at + 2, end)].isalnum()


def _close(text: str, at: int, stack: list[int], found: list[Quotation]) -> bool:
    """Closes the innermost quotation that the mark can close, dropping the single marks inside it as apostrophes."""
    mark = text[at]
    for level in range(len(stack) - 1, -1, -1):
        opened = stack[level]
        if mark in _CLOSERS[text[opened]]:
            break
    else:
        return False
    for depth in range(level + 1, len(stack)):
        inner = stack[depth]
        if text[inner] in _DOUBLE:
            found.append(Quotation(inner, at, inner + 1, at, text[inner], depth, "unclosed"))
    del stack[level:]
    found.append(Quotation(opened, at + 1, opened + 1, at, text[opened], level, "closed"))
    return True


def _carried_on(text: str, paragraphs: list[Span], number: int) -> bool:
    """Whether the next paragraph of the story opens with a mark; one short line between, or one that does
    not end as prose does, is of the page."""
    for start, end in paragraphs[number + 1 : number + 3]:
        if text[start] in _CLOSERS and text[start] != "'":
            return True
        if end - start > _SHORT and (end - start > _SHORT_LINE or text[end - 1] in ".!?…\"”’'"):
            return False
    return False
