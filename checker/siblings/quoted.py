"""The same quotation in two articles: the words that differ, and who said it."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.siblings.numbers import numbers_of
from checker.siblings.tokens import is_function_word

_FEWEST = 6  # words of a quotation that is compared
_SAME = 0.75  # of the words of the shorter quotation, so many stand in the other in this order
_MOST = 400  # words of a quotation that are compared
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GAP = re.compile(r"\.\.\.|…|\[[^\]]{0,80}\]|\([^)]{0,80}\)|—|–")
_SAYING = frozenset(
    "said says told added wrote asked replied announced explained stressed noted tweeted insisted argued warned"
    " continued declared stated commented remarked recalled posted".split()
)
_ORGANISED = frozenset(
    "house committee ministry department office court council senate congress police agency party company bank"
    " university association union group news press times post government kremlin street journal".split()
)
_SEAT = re.compile("[RDI]-[A-Z]")  # "R-Tenn."
_BESIDE = 80  # characters beside a quotation that name its speaker
_NEAR = 4  # words between a name and the verb of saying


class QuotedDifference(NamedTuple):
    """Words of a quotation, by offsets into the article, and those that a sibling's quotation has in their place.
    `likeness` is the share of the words that are the same; `telling` whether a word of content is among those that
    differ."""

    start: int
    end: int
    sibling: Article
    other_start: int
    other_end: int
    quotation: Span
    likeness: float
    telling: bool


class OtherSpeaker(NamedTuple):
    """The name of the speaker of a quotation, by offsets into the article, and the sibling's."""

    start: int
    end: int
    sibling: Article
    other_start: int
    other_end: int
    quotation: Span


class _Quoted(NamedTuple):
    span: Span
    words: list[str]
    spans: list[Span]
    gaps: frozenset[int]  # the positions of words that an ellipsis or a bracket precedes


def quoted_differences(article: Article, siblings: tuple[Article, ...]) -> Iterator[QuotedDifference | OtherSpeaker]:
    """Differences of quotations that the article shares with siblings, in the order of the article."""
    ours = article.body.kept(_quotations)
    if not ours:
        return
    for sibling in siblings:
        theirs = sibling.body.kept(_quotations)
        index: defaultdict[str, set[int]] = defaultdict(set)
        for number, quoted in enumerate(theirs):
            for pair in pairwise(quoted.words):
                index[" ".join(pair)].add(number)
        for quoted in ours:
            shared: defaultdict[int, int] = defaultdict(int)
            for pair in pairwise(quoted.words):
                for number in index.get(" ".join(pair), ()):
                    shared[number] += 1
            if not shared:
                continue
            best = max(sorted(shared), key=lambda n: shared[n])
            yield from _compare(article, quoted, sibling, theirs[best])


def _quotations(prose: Prose) -> list[_Quoted]:
    found = []
    for q in prose.quotations:
        if q.depth:
            continue
        matches = list(_WORD.finditer(prose.text, q.inner_start, q.inner_end))[:_MOST]
        if len(matches) < _FEWEST:
            continue
        gaps = [m.end() for m in _GAP.finditer(prose.text, q.inner_start, q.inner_end)]
        starts = [m.start() for m in matches]
        after = frozenset(bisect_left(starts, g) for g in gaps)
        words = [m.group().lower().replace("’", "'") for m in matches]
        found.append(_Quoted(Span(q.start, q.end), words, [Span(*m.span()) for m in matches], after))
    return found


def _compare(
    article: Article, ours: _Quoted, sibling: Article, theirs: _Quoted
) -> Iterator[QuotedDifference | OtherSpeaker]:
    matcher = difflib.SequenceMatcher(None, ours.words, theirs.words, False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    if not blocks:
        return
    # What one article quotes at greater length than the other is no difference: only the common stretch counts.
    first, last = blocks[0], blocks[-1]
    stretch = last.a + last.size - first.a, last.b + last.size - first.b
    same = sum(b.size for b in blocks)
    if same < _FEWEST or same < _SAME * max(stretch):
        return
    likeness = same / max(stretch)
    for op, a, b, c, d in matcher.get_opcodes():
        if op != "replace" or a < first.a or b > last.a + last.size or c < first.b:
            continue
        if any(g in ours.gaps for g in range(a, b + 1)) or any(g in theirs.gaps for g in range(c, d + 1)):
            continue
        if not _same(ours.words[a:b], theirs.words[c:d]) and not _same_number(
            article, ours, (a, b), sibling, theirs, (c, d)
        ):
            yield QuotedDifference(
                ours.spans[a].start,
                ours.spans[b - 1].end,
                sibling,
                theirs.spans[c].start,
                theirs.spans[d - 1].end,
                theirs.span,
                likeness,
                any(not is_function_word(w) for w in (*ours.words[a:b], *theirs.words[c:d])),
            )
    if likeness > 0.9:
        speaker, other = _speaker(article.body, ours.span), _speaker(sibling.body, theirs.span)
        if speaker and other and _other_person(article.body[speaker], sibling.body[other]):
            yield OtherSpeaker(*speaker, sibling, *other, theirs.span)


def _same(a: list[str], b: list[str]) -> bool:
    """Whether two runs of quoted words differ in spelling or contraction alone."""
    from checker.matching.folding import fold
    from checker.spelling_varieties import spellings

    x, y = "".join(a).replace("'", ""), "".join(b).replace("'", "")
    if x == y:
        return True
    if len(a) == len(b) and all(
        p == q or (p in spellings() and spellings()[p].other == q) for p, q in zip(a, b, strict=True)
    ):
        return True
    if max(len(a), len(b)) == 1 and fold(a[0]) == fold(b[0]) != "":
        return True
    if _spelled_out(a) == _spelled_out(b):
        return True
    one, other = (numbers_of(Prose("text", " ".join(w))) for w in (a, b))
    return bool(one) and [n.value for n in one] == [n.value for n in other]


def _same_number(
    article: Article, ours: _Quoted, run: tuple[int, int], sibling: Article, theirs: _Quoted, other: tuple[int, int]
) -> bool:
    """Whether two runs are parts of one number: "4 1/2" and "4.5"."""
    read = []
    for text, quoted, (first, last) in ((article.text, ours, run), (sibling.text, theirs, other)):
        while first and quoted.words[first - 1].isdigit():
            first -= 1
        if not all(w.isdigit() for w in quoted.words[first:last]):
            return False
        read.append(
            [n.value for n in numbers_of(Prose("text", text[quoted.spans[first].start : quoted.spans[last - 1].end]))]
        )
    return read[0] == read[1] != []


_CONTRACTIONS = {"n't": " not", "'re": " are", "'s": " is", "'m": " am", "'ve": " have", "'ll": " will",
                 "gonna": "going to", "wanna": "want to", "gotta": "got to"}  # fmt: skip


def _spelled_out(words: list[str]) -> str:
    text = " ".join(words).replace("cannot", "can not")
    for short, full in _CONTRACTIONS.items():
        text = text.replace(short, full)
    return text


def _speaker(prose: Prose, span: Span) -> Span | None:
    """The name beside a verb of saying next to a quotation."""
    words = prose.words
    paragraph = next((p for p in prose.paragraphs if p.start <= span.start < p.end), None)
    if paragraph is None:
        return None
    behind = Span(span.end, min(paragraph.end, span.end + _BESIDE))
    before = Span(max(paragraph.start, span.start - _BESIDE), span.start)
    for start, end in (behind, before):
        first, last = words.within(start, end)
        said = [
            i for i in range(first, last) if words.lowers[i] in _SAYING and words.lowers[i + 1 : i + 3] != ["to", "be"]
        ]
        if not said:
            continue
        names = [n for n in prose.names if first <= n.first < last and not _SEAT.match(n.text)]
        near = [n for n in names if any(0 <= i - n.last < 2 or 0 <= n.first - i - 1 < _NEAR for i in said)]
        one = len(names) == len(near) == 1 and not _ORGANISED & {p.lower() for p in near[0].parts}
        return Span(near[0].start, near[0].end) if one else None
    return None


def _other_person(a: str, b: str) -> bool:
    """Whether two names are of two people: they share no word, not even in another spelling."""
    from checker.matching.people import compare

    ours, theirs = set(a.lower().split()), set(b.lower().split())
    return not ours & theirs and compare(a, b).evidence <= 0
