"""The rule `stray-capital`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import copy_of
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

# Words that no name has for its only capital; behind each a lower-case word must follow.
_WORDS = frozenset(
    "And Or Which Who Whom Whose That Than Is Was Were Are Has Had Have Been Be Would Could Should Also Only Into With"
    " From Through Of By At Their Its Because So As For To".split()
)
_CANDIDATE = re.compile(r"[AOWTIHBCSFD](?<=[a-z] .)[a-z]{1,6}(?= [a-z])")
_NEAR, _LEAST = 5, 2
# So many words that stand elsewhere too were pasted there a second time.
_COPIED = 6


class StrayCapital(Rule):
    """A small word with a capital in the middle of a sentence.

    What it finds: "Which", "Also", "From" and other words that no name begins with, with a capital between words in
    lower case and no title, name or quotation near.

    Why it matters: a full stop was lost, pieces of two sentences were put together, or a word was moved from the head
    of its sentence.

    Example: "The price has fallen Also in the north of the country."
    """

    name = "stray-capital"
    category = "noise"
    severity = Severity.INFO  # right in translations, but in news mostly a headline run into a line
    invalid = (
        Invalid("The price has fallen Also in the north of the country.", ("Also",), "also"),
        Invalid("All the men who Only slightly hurt their hands went home.", ("Only",), "only"),
    )
    valid = (
        Valid("They sang the song Only you and the hymn As with gladness."),
        Valid("He read Gone With the wind; the band And so I watch you is from afar."),
        Valid(
            "For all who came by train the way was far. It was hard in the age of For all who came by train the way."
        ),
        Valid("They called it “Also in the north” and “Who knows”."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title":
            return
        for match in _CANDIDATE.finditer(prose.text):
            if match.group() not in _WORDS:
                continue
            here = prose.words.at(match.start())
            if here is not None and prose.words.texts[here] == match.group() and self._alone(prose, here):
                message = (
                    f"“{match.group()}” has a capital inside a sentence: either that or a lost full stop is the fault."
                )
                yield self.finding(prose, match.start(), match.end(), message, replace=match.group().lower())

    def _alone(self, prose: Prose, here: int) -> bool:
        """Whether the words round it are in lower case, in one sentence and outside quotations."""
        words = prose.words
        number = bisect_right(prose.sentences, (words.starts[here], len(prose.text))) - 1
        opening, closing = prose.sentence_words[number]
        # The first word of the sentence has its capital by right.
        first, last = max(opening + 1, here - _NEAR), min(closing, here + _NEAR + 1)
        if here - first < _LEAST or last - here <= _LEAST:
            return False
        near = words.texts[first:here] + words.texts[here + 1 : last]
        if not all(text.islower() for text in near):
            return False
        around = prose.text[words.starts[first] : words.ends[last - 1]]
        return not re.search(r"[\n\"“”:;|/()*@#]", around) and copy_of(prose, here, _COPIED) is None
