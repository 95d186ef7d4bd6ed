"""A comparison for the terminal: the article on the left, a sibling's sentence on the right, what differs marked."""

from __future__ import annotations

from typing import ClassVar

from checker.annotations.prose import Span
from checker.article import Article
from checker.printable import columns, printable, wrapped
from checker.reporting import ComparisonReport
from checker.siblings.comparison import Comparison, Row
from reports.side_by_side import differing_spans, merged, name_of

_GUTTER = "  │ "
_LEAST_WIDTH = 60
# Control characters are shown as pictures by `printable`, so these two cannot come from a text.
_OPEN, _CLOSE = "\x01", "\x02"


class ComparisonText(ComparisonReport):
    """Two columns. What differs is bold on a terminal, and in [brackets] elsewhere."""

    name: ClassVar[str] = "text"

    def write(self, comparison: Comparison) -> None:
        half = (max(self.facts.width, _LEAST_WIDTH) - len(_GUTTER)) // 2
        for row in comparison.rows:
            self._row(comparison.article, row, half)
        for sibling, spans in zip(comparison.siblings, comparison.alone, strict=True):
            if spans:
                self.out.write(self._dim(f"Only in {_name(sibling)}:") + "\n")
                for span in spans:
                    self.out.writelines(f"  {line}\n" for line in _wrapped(printable(sibling.body[span]), 2 * half))
                self.out.write("\n")
        self.out.write(f"{comparison.line()}\n")

    def _row(self, article: Article, row: Row, half: int) -> None:
        text = article.text[row.start : row.end]
        ours: list[Span] = []
        right: list[str] = []
        for beside in row.beside:
            other = beside.sibling.text[beside.start : beside.end]
            mine, theirs = differing_spans(text, row.start, other, beside)
            ours += mine
            right.append(self._dim(f"{_name(beside.sibling)} · {beside.score:.2f}"))
            right += self._marked(_wrapped(_with_marks(other, theirs), half))
        left = self._marked(_wrapped(_with_marks(text, merged(ours, len(text))), half))
        self._columns(left, right or [self._dim("nothing near this")], half)
        self.out.write("\n")

    def _columns(self, left: list[str], right: list[str], half: int) -> None:
        for i in range(max(len(left), len(right))):
            one = left[i] if i < len(left) else ""
            other = right[i] if i < len(right) else ""
            room = " " * (half - _width(one))
            self.out.write(f"{one}{room}{_GUTTER}{other}".rstrip() + "\n")

    def _marked(self, lines: list[str]) -> list[str]:
        """The lines with their marks drawn, each line by itself: a mark that runs on is drawn again."""
        drawn, within = [], False
        opening, closing = ("\x1b[1m", "\x1b[0m") if self.facts.color else ("[", "]")
        for line in lines:
            whole = (_OPEN if within else "") + line
            within = whole.rfind(_OPEN) > whole.rfind(_CLOSE)
            whole += _CLOSE if within else ""
            drawn.append(whole.replace(_OPEN, opening).replace(_CLOSE, closing))
        return drawn

    def _dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.facts.color else text


def _with_marks(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [printable(text[at : span.start]), _OPEN, printable(text[span.start : span.end]), _CLOSE]
        at = span.end
    return "".join([*parts, printable(text[at:])])


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of so many columns, with the room for marks that are drawn again on a line by itself."""
    return wrapped(text, width - 2, breaks_words=True)


def _width(line: str) -> int:
    return columns(line.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", ""))


def _name(article: Article) -> str:
    return " ".join(printable(name_of(article)).split())
