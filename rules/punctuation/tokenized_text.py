"""The rule `tokenized-text`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Evidence, Finding
from checker.rule import Context, Invalid, Rule, Valid

_JOINTS = (
    (
        re.compile(r"[ \t\u00a0]+(?=(?:[,;:?!.](?:[\s\"”’']|\Z)|\)(?:[\s,;.]|\Z)|['’](?:s|re|ve|ll|d|m)\s|n['’]t\s))"),
        "",
    ),
    (re.compile(r"\([ \t]+"), "("),
    (re.compile(r"(?<=\w)[ \t]+-[ \t]+(?=\w)"), " - "),
)
_MOST_EVIDENCE = 5


class TokenizedText(Rule):
    """Words and marks that a program took apart and did not join again.

    What it finds: sentences in which several marks or endings stand apart from their words: “ ,”, “ .”, “ 's”,
    “ n't”, or all of whose ends stand apart. The sentences of one article are one finding, on the first of them.

    Why it matters: translation engines and data sets work on text in this form; in print it shows that nobody has
    read the story.

    Example: "The minister did n't agree , and the talks ended ."
    """

    name = "tokenized-text"
    category = "punctuation"
    invalid = (
        Invalid(
            "The minister did n't agree , and the talks ended .",
            ("The minister did n't agree , and the talks ended .",),
            "The minister didn't agree, and the talks ended.",
        ),
        Invalid("It was the city 's oldest bridge , he said .", ("It was the city 's oldest bridge , he said .",)),
        Invalid("The bridge was closed .", ("The bridge was closed .",), "The bridge was closed."),
        Invalid(
            "The roof ( and the hall ) burned . The rest , he said , was safe .",
            ("The roof ( and the hall ) burned .",),
        ),
    )
    valid = (
        Valid("The bridge was closed . It opened again on Monday."),
        Valid("The minister didn't agree, and the talks ended."),
        Valid("He waited . . . and then , at last, spoke."),
        Valid("Who is it ? What : nothing ! He gave 37 % of it, and 17 % more."),
        Valid("Read the file .env or the folder ./data, then stop."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        tokenized = prose.spacing.tokenized
        if not tokenized:
            return
        start, end = self._whole(prose, tokenized[0])
        evidence = [
            Evidence(article.id, s.start, s.end, prose[s], "taken apart in the same way")
            for s in tokenized[1 : 1 + _MOST_EVIDENCE]
        ]
        count = len(tokenized)
        message = (
            "Spaces stand before marks and endings all through this sentence."
            if count == 1
            else f"Spaces stand before marks and endings all through this sentence and {count - 1} more."
        )
        yield self.finding(
            prose,
            start,
            end,
            message,
            replace=_joined(prose.text[start:end]),
            evidence=evidence if prose.field == "text" else (),
        )

    @staticmethod
    def _whole(prose: Prose, sentence: Span) -> Span:
        """The sentence with a final mark that a space cut off."""
        start, end = sentence
        rest = prose.text[end : end + 2]
        return Span(start, end + 2 if rest in (" .", " !", " ?") else end)


def _joined(text: str) -> str:
    for pattern, replacement in _JOINTS:
        text = pattern.sub(replacement, text)
    return text
