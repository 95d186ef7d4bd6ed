"""The rule `spaced-quotation-mark`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

if TYPE_CHECKING:
    from checker.annotations.quotations import Quotation

_SPACES = " \t\u00a0"
_LONGEST = 60
_WORD = re.compile(r"\w+|\S")
_SPACED = re.compile(r"[\"“”](?:(?<=[ \t\u00a0].)|(?=[ \t\u00a0]))")


class SpacedQuotationMark(Rule):
    """A quotation mark with a space between it and the words it quotes.

    What it finds: an opening mark with a space behind it, or a closing mark with a space before it, where the marks
    of the paragraph form a pair. A straight mark with spaces on both sides is a warning; a curly one, which still
    shows its direction, is a note. French quotes keep their spaces, and so do a mark inside another, dots and dashes.

    Why it matters: the mark can be left alone at the end of a line, and with spaces on both sides the reader cannot
    tell what is quoted.

    Example: 'It may rain " in the days to come," she said.'
    """

    name = "spaced-quotation-mark"
    category = "punctuation"
    invalid = (
        Invalid('It may rain " in the days to come," she said.', ('" in',), '"in'),
        Invalid("He called it “ a plain lie”.", ("“ a",), "“a"),
        Invalid("The “ Night Owls ” won.", ("“ Night Owls ”",), "“Night Owls”"),
        Invalid('He called it "a plain lie " and left.', ('lie "',), 'lie"'),
    )
    valid = (
        Valid('It may rain "in the days to come," she said. "We are ready."'),
        Valid("“He said, ‘We will go.’ ” Then he left."),
        Valid("The “Night Owls ’’ won. The ``Owls '' won."),
        Valid("« Oui », he said, and left."),
        Valid('The pipe was 6" wide and the board 5\' 10" long.'),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if not _SPACED.search(text):
            return
        tokenized = prose.spacing.tokenized
        starts = [s.start for s in tokenized]
        for quotation in prose.quotations:
            if quotation.mark not in '"“”' or quotation.ending != "closed" or quotation.depth:
                continue
            if text[quotation.end - 1] not in '"“”':
                continue  # two single marks for a double one
            inner_start, inner_end = quotation.inner_start, quotation.inner_end
            if not text[inner_start:inner_end].strip():
                continue
            place = bisect_right(starts, quotation.start) - 1
            if place >= 0 and quotation.start < tokenized[place].end:
                continue
            opening = text[inner_start] in _SPACES and not _keeps_space(text, inner_start, 1)
            closing = text[inner_end - 1] in _SPACES and not _keeps_space(text, inner_end - 1, -1)
            if opening or closing:
                yield self._finding(prose, quotation, opening, closing)

    def _finding(self, prose: Prose, quotation: Quotation, opening: bool, closing: bool) -> Finding:
        text, start, end = prose.text, quotation.start, quotation.end
        if opening and closing and end - start <= _LONGEST:
            side, replacement = "each", text[start] + text[start + 1 : end - 1].strip() + text[end - 1]
        elif opening:
            side, word = "the opening", _WORD.search(text, start + 1)
            end = min(word.end() if word else end, start + _LONGEST)
            replacement = text[start] + text[start + 1 : end].lstrip()
        else:
            side, head = "the closing", text[max(start + 1, end - _LONGEST) : end - 1].rstrip()
            word_before = head.rsplit(None, 1)[-1]
            start = max(start + 1, end - _LONGEST) + len(head) - len(word_before)
            replacement = word_before + text[end - 1]
        message = f"A space stands between {side} quotation mark and the words it quotes."
        severity = None if quotation.mark == '"' else Severity.INFO
        return self.finding(prose, start, end, message, replace=replacement, safe=True, severity=severity)


def _keeps_space(text: str, space: int, step: int) -> bool:
    """Whether dots, a dash or another quotation mark stand behind the space: they are set apart on purpose."""
    return text[space + step : space + step + 1] in set(".…—–-'’‘\"“”")
