"""The rule `mixed-quotation-marks`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid


class MixedQuotationMarks(Rule):
    """Straight and curly quotation marks in one article.

    What it finds: an article that quotes with " here and with “ ” there. The finding is on the first mark of the rarer
    kind; the evidence shows the other. Inches do not count.

    Why it matters: the passage came from another source, and was not set like the rest.

    Example: '“We will go,” he said. "We will come back," he added.'
    """

    name = "mixed-quotation-marks"
    category = "punctuation"
    severity = Severity.INFO
    invalid = (
        Invalid('“We will go,” he said. “Soon.” "We will come back," he added.', ('"We',)),
        Invalid('"No." "Yes." “Perhaps,” he said.', ("“Perhaps,”",)),
    )
    valid = (
        Valid("“We will go,” he said."),
        Valid('"We will go," he said.'),
        Valid("“We will go,” said the man, who is 6'2\" tall."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if '"' not in text or "“" not in text:
            return
        straight = [q for q in prose.quotations if q.mark == '"']
        curly = [q for q in prose.quotations if q.mark == "“"]
        if not straight or not curly:
            return
        rare, common = (straight, curly) if len(straight) <= len(curly) else (curly, straight)
        first, other = rare[0], common[0]
        word = re.compile(r"\S+").match(text, first.start)
        end = min(word.end() if word else first.start + 1, first.start + 40)
        other_end = min(other.end, other.start + 60)
        kind = ("straight", "curly") if rare is straight else ("curly", "straight")
        evidence = Evidence(
            article.id,
            other.start,
            other_end,
            text[other.start : other_end],
            f"one of {len(common)} in {kind[1]} marks",
        )
        message = f"This quotation has {kind[0]} marks, but most of the article has {kind[1]} ones."
        yield self.finding(prose, first.start, end, message, evidence=(evidence,) if prose.field == "text" else ())
