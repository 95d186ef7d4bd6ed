"""The rule `space-before-punctuation`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

_MARKS = frozenset(",;:?!.")
# So many before one kind of mark are the way of the house (French puts a space before high marks), not a slip.
_HABIT = 4


class SpaceBeforePunctuation(Rule):
    """A space before a comma, a full stop or another mark.

    What it finds: white space between a word and the mark that follows it. Sentences taken apart all through are left
    to `tokenized-text`, and a habit of spaces before one of “: ; ! ?” is left alone as the style of the house.

    Why it matters: the mark can slip to the start of a line, and the reader sees that something was cut out.

    Example: "The talks ended , he said, without a deal."
    """

    name = "space-before-punctuation"
    category = "punctuation"
    severity = Severity.INFO
    invalid = (
        Invalid("The talks ended , he said, without a deal.", (" ,",), ","),
        Invalid("The bridge was closed on Monday .\n\nIt will open soon.", (" .",), "."),
        Invalid("“Will they come ?” she asked. Nobody knew.", (" ?",), "?"),
    )
    valid = (
        Valid("He waited ... and then . . . he spoke."),
        Valid("The .32 round and the .com boom, the file .env and 3 : 2."),
        Valid("Well done :) and good luck ;-)"),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        loose = [start for start, end in prose.spacing.loose if prose.text[start] in _MARKS]
        if not loose:
            return
        text, tokenized = prose.text, prose.spacing.tokenized
        starts = [s.start for s in tokenized]
        marks = Counter(text[at] for at in loose)
        for at in loose:
            mark = text[at]
            sentence = bisect_right(starts, at) - 1
            if sentence >= 0 and at < tokenized[sentence].end + 2:
                continue
            if mark in ":;!?" and marks[mark] >= _HABIT:
                continue
            start = at - 1
            while text[start - 1] in " \t\u00a0":
                start -= 1
            if mark == ":" and not (text[start - 1].islower() and text[start - 2].islower()):
                continue  # a ratio, a score, a label in a table
            message = f"A space stands before the mark “{mark}”."
            yield self.finding(prose, start, at + 1, message, replace=mark, safe=True)
