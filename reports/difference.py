"""Two passages side by side as HTML, the words that differ in bold."""

from __future__ import annotations

import re
from itertools import accumulate

from checker.annotations.prose import Span
from reports.marking import shown

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Longer passages are shown without a comparison: they are whole sentences or paragraphs, and its time grows with the
# square of the length.
_MOST_TOKENS = 160
_ALIKE = 0.5
_MOSTLY_ALIKE = 0.75  # by less, most words differ, and the facts that do would drown among them
# Of a stretch that is the same in both, so many characters are shown at its two ends.
_KEPT = 40


def differing(one: str, other: str) -> tuple[str, str]:
    """Both passages as HTML, what differs in <b>; passages with little in common have no bold at all."""
    ours, theirs = _TOKEN.findall(one), _TOKEN.findall(other)
    if one == other or max(len(ours), len(theirs)) > _MOST_TOKENS:
        return shown(shortened(one)), shown(shortened(other))
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return shown(shortened(one)), shown(shortened(other))
    left, right = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            same = shown(shortened("".join(ours[a:b]), _KEPT))
            left.append(same)
            right.append(same)
        else:
            left.append(_bold("".join(ours[a:b])))
            right.append(_bold("".join(theirs[c:d])))
    return "".join(left), "".join(right)


def changed(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The words that differ, as spans of either passage; none where the two have little in common."""
    ours, theirs = _TOKEN.findall(one), _TOKEN.findall(other)
    if max(len(ours), len(theirs)) > _MOST_TOKENS:
        return [], []
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < _MOSTLY_ALIKE:
        return [], []
    codes = [c for c in matcher.get_opcodes() if c[0] != "equal"]
    return _spans(ours, [(a, b) for _, a, b, _, _ in codes]), _spans(theirs, [(c, d) for _, _, _, c, d in codes])


def _spans(tokens: list[str], ranges: list[tuple[int, int]]) -> list[Span]:
    starts = list(accumulate(map(len, tokens), initial=0))
    spans = []
    for first, last in ranges:
        while first < last and tokens[first].isspace():
            first += 1
        while last > first and tokens[last - 1].isspace():
            last -= 1
        if first < last:
            spans.append(Span(starts[first], starts[last]))
    return spans


def emphasized(text: str, place: Span) -> str:
    """A passage as HTML with one place in <b>; what stands round it is shortened, the place never."""
    before, after = (shown(shortened(part, _KEPT)) for part in (text[: place.start], text[place.end :]))
    return f"{before}<b>{shown(text[place.start : place.end])}</b>{after}"


def shortened(text: str, kept: int = 110) -> str:
    """The text with its middle left out where it is much longer than twice `kept` characters, cut at words."""
    if len(text) <= 2 * kept + 20:
        return text
    head, tail = text[:kept], text[-kept:]
    head = head[: head.rfind(" ") + 1].rstrip() or head
    tail = tail[tail.find(" ") + 1 :].lstrip() or tail
    return f"{head} … {tail}"


def _bold(text: str) -> str:
    return f"<b>{shown(shortened(text))}</b>" if text else ""
