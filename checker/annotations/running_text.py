"""The running text: sentences as a reader counts them, without headings, captions and lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from checker.annotations.prose import Prose, Span
from checker.annotations.sentences import stripped
from checker.printable import encodable

_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_BREAK = re.compile(r"[.!?…]\s")
_VISIBLE = re.compile(r"\S")
_MARKS = str.maketrans(dict.fromkeys('"“”„«»', " "))


class Sentence(NamedTuple):
    """`start` and `end` are offsets, `first` and `last` the half-open range of its words in `Prose.words`."""

    start: int
    end: int
    first: int
    last: int

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.last - self.first


def find_running_sentences(prose: Prose) -> list[Sentence]:
    """The sentences, with a word at least, of the paragraphs that end as sentences do. A quotation of several
    sentences is as many, unlike in `Prose.sentences`."""
    found = []
    sentences = iter(prose.sentences)
    here = next(sentences, None)
    for start, end in prose.paragraphs:
        ended = _ENDED.search(prose.text, max(start, end - 6), end) is not None
        while here is not None and here.start < end:
            if ended:
                for span in _divided(prose, here):
                    first, last = prose.words.within(*span)
                    if first < last:
                        found.append(Sentence(*span, first, last))
            here = next(sentences, None)
    return found


def _divided(prose: Prose, sentence: Span) -> list[Span]:
    """The sentence, cut behind each sentence inside its quotations but the last of each."""
    if not _BREAK.search(prose.text, sentence.start, sentence.end):
        return [sentence]
    quoted = _quoted(prose, sentence)
    if not quoted:
        return [sentence]
    from sentencex import get_sentence_boundaries

    bare = encodable(prose[sentence]).translate(_MARKS)  # of the same length
    ends = (sentence.start + boundary["end_index"] for boundary in get_sentence_boundaries("en", bare))
    cuts = [at for at in ends if _inside(prose.text, quoted, at)]
    return [stripped(prose.text, start, end) for start, end in pairwise([sentence.start, *cuts, sentence.end])]


def _quoted(prose: Prose, sentence: Span) -> list[Span]:
    """What stands between the marks of the outermost quotations that begin in a sentence."""
    quotations = prose.kept(_outermost)
    place = bisect_left(quotations, (sentence.start,))
    return [Span(q[1], q[2]) for q in takewhile(lambda q: q[0] < sentence.end, islice(quotations, place, None))]


def _inside(text: str, quoted: list[Span], at: int) -> bool:
    """Whether an offset stands inside a quotation, with more of it to come."""
    place = bisect_left(quoted, (at,)) - 1
    return place >= 0 and _VISIBLE.search(text, at, quoted[place].end) is not None


def _outermost(prose: Prose) -> list[tuple[int, int, int]]:
    return [(q.start, q.inner_start, q.inner_end) for q in prose.quotations if q.depth == 0]
