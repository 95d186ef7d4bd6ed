"""Furniture that is known by the lines around it: threads of readers' comments, lists of teasers, captions, headlines
in a row."""

from __future__ import annotations

from rules.residue.page import Line, Verdict

# So many lines of one stamp, at most so many lines apart, make a thread; an hour alone is the stamp of a live report,
# and so is a day between two paragraphs.
_STAMPS = 3
_APART = 8
_SAYS = (" says:", " said:", " wrote:", " writes:")
_NOT_STAMPS = frozenset({"update", "updated", "this", "published", "posted", "correction", "am", "pm", ""})
_HEADLINE_SIZES = range(25, 151)
_HEADLINE_WORDS = 5
_LONGEST_HEADLINE = 110
_KINDS_IN_THREADS = ("button", "comment", "byline")
# A longer row at the foot is a list that the article gives.
_MOST_LINKS = 12
_KINDS_OF_HEADERS = ("date", "byline", "button", "heading", "promotion")
_KINDS_OVER_LISTS = ("related", "heading")


def spread(lines: list[Line], verdicts: list[Verdict | None]) -> None:
    """Fills in the verdicts of lines that stand among furniture."""
    known = sum(v is not None for v in verdicts)
    if known >= _STAMPS:
        _threads(lines, verdicts)
    if known:
        _captions(lines, verdicts)
        _header(lines, verdicts)
    _under_headings(lines, verdicts)
    _at_the_foot(lines, verdicts)


def _threads(lines: list[Line], verdicts: list[Verdict | None]) -> None:
    """Between stamps that come again and again up to the end of the page (a day and an hour, "Ann says:") stands what
    readers wrote, or teasers."""
    stamps = [
        i
        for i, v in enumerate(verdicts)
        if v is not None and _is_stamp(lines, i, v) and _in_company(lines, verdicts, i)
    ]
    if len(stamps) < _STAMPS:
        return
    says = [i for i, line in enumerate(lines) if line.size < 34 and line.text.endswith(_SAYS)]
    if not {i + 1 for i in says}.isdisjoint(stamps):
        stamps = sorted({*stamps, *says})
    first = last = len(lines) - 1
    groups = 0
    for i in reversed(stamps):
        if first - i > _APART:
            break
        groups += first - i > 1 or first == last
        first = i
    if groups < _STAMPS:
        return
    for i in range(max(0, first - 1), len(lines)):
        if verdicts[i] is None:
            verdicts[i] = Verdict("comment", False)


def _is_stamp(lines: list[Line], i: int, verdict: Verdict) -> bool:
    """A day with its hour, or a day under a name; a day alone may head the entries of a chronicle."""
    line = lines[i]
    if verdict.kind != "date":
        return verdict.kind == "comment"
    if line.first in _NOT_STAMPS or "@" in line.text or line.text[-1] == ":":
        return False
    if ":" in line.text and not _hour(line.text):
        return False  # a row of a table: "Feb.: 40%"
    return _hour(line.text) or " ago" in line.text or (i > 0 and not lines[i - 1].closed and lines[i - 1].size < 40)


def _hour(text: str) -> bool:
    """Whether a colon stands between digits."""
    return any(text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit() for i, c in enumerate(text) if c == ":")


def _in_company(lines: list[Line], verdicts: list[Verdict | None], i: int) -> bool:
    """Whether next to a stamp stands what a thread has there: a name, the headline of a teaser, a button."""
    known = verdicts[i]
    if known is not None and known.kind == "comment":
        return True
    for j in (i - 1, i + 1):
        if 0 <= j < len(lines):
            near, known = lines[j], verdicts[j]
            if known is not None and known.kind in _KINDS_IN_THREADS:
                return True
            if known is None and near.text and not near.closed and near.size <= _LONGEST_HEADLINE:
                return near.text[-1] != ":" or near.text.endswith(_SAYS)
    return False


def _captions(lines: list[Line], verdicts: list[Verdict | None]) -> None:
    """A line under the number of a picture, or over a credit, is a caption."""
    for i, verdict in enumerate(verdicts):
        if verdict is None or lines[i].size > 60:
            continue
        if verdict.kind in ("button", "heading") and lines[i].first in ("image", "photo") and i + 1 < len(lines):
            if verdicts[i + 1] is None and any(map(str.isdigit, lines[i].text)):
                verdicts[i + 1] = Verdict("credit", False)
        elif verdict.kind == "credit" and i and verdicts[i - 1] is None:
            before = lines[i - 1]
            if before.text and before.size <= 160 and (not before.closed or (i == 1 and len(lines) > 4)):
                verdicts[i - 1] = Verdict("credit", False)


def _header(lines: list[Line], verdicts: list[Verdict | None]) -> None:
    """A headline that opens the text with a date, a byline or buttons under it came with them from the page."""
    if len(lines) < 4 or verdicts[0] is not None or not _may_be_headline(lines[0]) or lines[0].size > _LONGEST_HEADLINE:
        return
    if any(v is not None and v.kind in _KINDS_OF_HEADERS for v in verdicts[1:3]):
        verdicts[0] = Verdict("stray", False)


def _under_headings(lines: list[Line], verdicts: list[Verdict | None]) -> None:
    """Headlines in a row under "Read more:" and the like are links to other stories."""
    under = False
    for i, (line, verdict) in enumerate(zip(lines, verdicts, strict=True)):
        if verdict is not None:
            under = verdict.kind in _KINDS_OVER_LISTS
        elif under:
            under = not line.closed and 18 <= line.size <= 150 and line.text[-1] not in ":,;"
            if under:
                verdicts[i] = Verdict("related", False)


def _at_the_foot(lines: list[Line], verdicts: list[Verdict | None]) -> None:
    """Headlines in a row after the last paragraph are links to other stories."""
    first = len(lines)
    while first > 1 and (verdicts[first - 1] is not None or _may_be_headline(lines[first - 1])):
        first -= 1
    if not 2 <= len(lines) - first <= _MOST_LINKS:
        return
    for i in range(first, len(lines)):
        if verdicts[i] is None:
            verdicts[i] = Verdict("related", False)


def _may_be_headline(line: Line) -> bool:
    text = line.text
    return (
        not line.closed
        and line.size in _HEADLINE_SIZES
        and text.count(" ") >= _HEADLINE_WORDS - 1
        and text[-1] not in ":,;-–—)"
    )
