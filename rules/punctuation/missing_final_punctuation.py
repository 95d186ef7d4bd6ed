"""The rule `missing-final-punctuation`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Finding, Severity
from checker.grammar.verbs import is_finite
from checker.lexicon import parts_of_speech
from checker.rule import Context, Invalid, Rule, Valid

_BARE_END = re.compile(r"[\w%][\"”’']?\Z")
_ENDED = re.compile(r"[.?!…:;,–—-][\"”’')\]]*\Z")
_BEGINNING = re.compile(r"[\"“‘'(]*[A-Z0-9]")
_PAGE = re.compile(
    r"https?:|www\.|\.(?:com|org|net)\b|[|©@#/•►»]"
    r"|\b(?:caption|copyright|photo|image|video|watch|read|subscribe|click|sign up|follow|getty|recaptcha)\b",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset("the a an his her its their our my this these those he she they it we i you that said".split())
# The label of a link: "Opinion:Who will pay?"
_LABELLED = re.compile(r"[A-Z][\w’' -]{1,40}:(?=\S)|(?:[A-Z]{2,} ){0,2}[A-Z]{3,}: |\d+[).] ")
_PULLED = 5  # words in a row that stand elsewhere in the text, too
_FEWEST_ALONE = 5
_FEWEST_AMONG_OTHERS = 16
_SHARE = 0.85


class MissingFinalPunctuation(Rule):
    """A sentence that ends in no mark.

    What it finds: a paragraph of running prose, with a finite verb, that ends without a full stop or another mark: the
    only paragraph of the text, or a long one among others that all have theirs, but not the first. Headlines, captions,
    items of a list, lines of the page, words pulled out of the story and paragraphs that the next one carries on are
    left alone. Among other paragraphs the line may
    be a caption or a headline after all, so there it is a note.

    Why it matters: either the mark is missing or the end of the sentence is.

    Example: "The talks ended on Monday without a deal"
    """

    name = "missing-final-punctuation"
    category = "punctuation"
    invalid = (
        Invalid("The talks ended on Monday without a deal", ("deal",), "deal."),
        Invalid("“We will go home now,” said the oldest of the delegates", ("delegates",), "delegates."),
        Invalid(
            "It was a long week for the town, and nobody who lives there will forget the noise in the streets."
            "\n\nThe talks ended on Monday, and the delegates of both countries went home without a word to the"
            " press that had waited there\n\nThe bridge was closed for the whole of the week, and nobody who"
            " lives in the town was told why it was.\n\nIt opened again on Sunday, when the mayor of the town cut"
            " the ribbon and a band played for the crowd.",
            ("there",),
        ),
    )
    valid = (
        Valid("The talks ended on Monday without a deal."),
        Valid("Talks End Without Deal As Delegates Leave City"),
        Valid("How it began\n\nThe talks ended on Monday.\n\nWhat comes next for the town"),
        Valid("The mayor of a small town"),
        Valid(
            "It rained on the town for a week.\n\nFerry strike:The talks between the owners and the crews ended on"
            " Monday, and what comes next is for the courts to say\n\nThe bridge was closed for the whole week, and"
            " nobody who lives in the town was told why it was.\n\nIt opened again on Sunday, when the mayor of the"
            " town cut the ribbon and a band played for the crowd."
        ),
        Valid(
            "The talks ended on Monday, and the delegates of both countries went home without a word to the"
            " press that had waited there\n\nThe bridge was closed for the whole of the week, and nobody who"
            " lives in the town was told why it was.\n\nIt opened again on Sunday, when the mayor of the town cut"
            " the ribbon and a band played for the crowd."
        ),
        Valid("The minister said this:\n\nThe talks have ended and we go home to our own country\n\nbecause it rains."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        text, paragraphs = prose.text, prose.paragraphs
        bare = [n for n, (start, end) in enumerate(paragraphs) if _BARE_END.search(text, max(start, end - 3), end)]
        if not bare:
            return
        if len(paragraphs) == 1:
            if self._is_sentence(prose, 0, _FEWEST_ALONE, strict=False) and self._is_no_headline(prose):
                yield self._finding(prose, 0, Severity.WARNING)
            return
        unended = set(bare)
        bare = [n for n in bare if n and self._words(prose, n) >= _FEWEST_AMONG_OTHERS]
        if not bare:
            return
        long = [n for n in range(len(paragraphs)) if self._words(prose, n) >= _FEWEST_AMONG_OTHERS]
        ended = sum(bool(_ENDED.search(text, max(0, paragraphs[n].end - 4), paragraphs[n].end)) for n in long)
        if not long or ended < _SHARE * (len(long) - 1) or len(long) < 3:
            return
        for n in bare:
            if n - 1 in unended or n + 1 in unended or prose[paragraphs[n]] in context.recurring:
                continue  # a list or a table
            if text[paragraphs[n - 1].end - 1] == ":" or _LABELLED.match(text, paragraphs[n].start):
                continue
            if n + 1 < len(paragraphs) and not _BEGINNING.match(text, paragraphs[n + 1].start):
                continue
            if self._is_sentence(prose, n, _FEWEST_AMONG_OTHERS, strict=True) and not self._pulled(prose, n):
                yield self._finding(prose, n, Severity.INFO)

    @staticmethod
    def _words(prose: Prose, number: int) -> int:
        first, last = prose.words.within(*prose.paragraphs[number])
        return last - first

    @staticmethod
    def _is_sentence(prose: Prose, number: int, fewest: int, strict: bool) -> bool:
        """Whether the last sentence of a paragraph is one of prose: long enough, with a finite verb, begun with a
        capital, and no headline."""
        start, end = prose.paragraphs[number]
        words = prose.words
        first, last = words.within(start, end)
        if last - first < fewest or not _BEGINNING.match(prose.text, start) or _PAGE.search(prose.text, start, end):
            return False
        if strict:
            # What has no verb behind the last sentence's end is a credit or a heading.
            sentence = bisect_right(prose.sentences, Span(end - 1, end)) - 1
            first = max(first, words.first_at(prose.sentences[sentence].start))
        lowers, texts = words.lowers[first:last], words.texts[first:last]
        long = [t for t in texts if len(t) > 3]
        if sum(t[0].isupper() for t in long) > 0.6 * len(long):
            return False
        if any(is_finite(w) for w in lowers):
            return True
        return not strict and any(not set("DZ").isdisjoint(parts_of_speech(w)) for w in lowers)

    @staticmethod
    def _pulled(prose: Prose, number: int) -> bool:
        """Whether the paragraph begins with words that stand in another one: it shows them in large type."""
        words = prose.words
        first, last = words.within(*prose.paragraphs[number])
        for begin in (first, (first + last) // 2):
            run = words.lowers[begin : begin + _PULLED]
            places = words.index[run[0]]
            if any(not first <= i < last and words.lowers[i : i + _PULLED] == run for i in places):
                return True
        return False

    @staticmethod
    def _is_no_headline(prose: Prose) -> bool:
        """Whether the text has one of the small words that headlines leave out."""
        return not _SMALL_WORDS.isdisjoint(prose.words.index)

    def _finding(self, prose: Prose, number: int, severity: Severity) -> Finding:
        end = prose.paragraphs[number].end
        word = prose.words.first_at(end) - 1
        begin = prose.words.starts[word]
        message = "The sentence ends without a mark; its end may be missing."
        return self.finding(prose, begin, end, message, replace=_with_stop(prose.text[begin:end]), severity=severity)


def _with_stop(ending: str) -> str:
    """The last word with a full stop, inside a closing double mark as American print has it."""
    return f"{ending[:-1]}.{ending[-1]}" if ending[-1] in '"”' else f"{ending}."
