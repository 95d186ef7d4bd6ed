"""Lines that repeat from article to article of one source, or within one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

# So many times in one article are too many for a line of prose of at most so many characters.
_TIMES = 3
_LONGEST = 200
# An article that shares more than this share of its lines with others is a second copy, and proves nothing.
_COPY = 0.25


class RecurringLine(Rule):
    """A line that stands again and again, word for word.

    What it finds:
        Lines that three articles or more of one source in the run have, where the articles are otherwise different
        (notices, appeals, lines about a column), and short lines that stand three times in one article.

    Why it matters:
        What repeats from article to article belongs to the page, or to a template, not to the story.

    Example:
        “The Harbour News is a member of the press council.” under each of twenty stories.
    """

    name = "recurring-line"
    category = "residue"
    severity = Severity.INFO
    invalid = (
        Invalid(
            "The strike ended.\n\nMore after the break\n\nBoats left.\n\nMore after the break\n\nCrews cheered.\n\n"
            "More after the break\n\nNobody spoke of the fares.",
            ("More after the break", "More after the break", "More after the break"),
        ),
        Invalid(
            "Harbour desk\nThe strike ended.\nHarbour desk\nBoats left.\nHarbour desk\nAll is well.",
            ("Harbour desk",) * 3,
        ),
    )
    valid = (
        Valid("The Harbour News is a member of the press council."),
        Valid("“No.”\n\nHe asked again.\n\n“No.”\n\nThe strike went on."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title":
            return
        text, lines = prose.text, prose.paragraphs
        short = Counter(text[start:end] for start, end in lines if end - start <= _LONGEST)
        again = {line for line, times in short.items() if times >= _TIMES}
        shared = [(start, end) for start, end in lines if text[start:end] in context.recurring]
        if sum(end - start for start, end in shared) > _COPY * len(text):
            shared = []
        for start, end in lines:
            line = text[start:end]
            if line in again and any(map(str.isalpha, line)):
                message = (
                    "The same line stands several times in this article: it belongs to the page, not to the story."
                )
                yield self.finding(prose, start, end, message)
        for start, end in shared:
            line = text[start:end]
            if line not in again and any(map(str.isalpha, line)):
                message = "Other articles of this source have the same line: it belongs to the page, not to the story."
                yield self.finding(prose, start, end, message)
