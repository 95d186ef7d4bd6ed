"""What the forms of a comparison have in common: which words are marked, and what an article is called."""

from __future__ import annotations

from collections.abc import Iterable

from checker.annotations.prose import Span
from checker.article import Article
from checker.siblings.comparison import Beside
from reports.difference import changed


def differing_spans(text: str, start: int, other: str, beside: Beside) -> tuple[list[Span], list[Span]]:
    """What is to be marked in a sentence (which begins at `start` of its text) and in what stands beside it: the facts
    that differ, and in near copies every word that does. Offsets count from the begin of each passage."""
    ours = [Span(s.start - start, s.end - start) for s in beside.ours]
    theirs = [Span(s.start - beside.start, s.end - beside.start) for s in beside.theirs]
    words, their_words = changed(text, other)
    return merged([*ours, *words], len(text)), merged([*theirs, *their_words], len(other))


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """The spans of a passage of a length in their order, those that overlap or touch as one."""
    found: list[Span] = []
    for span in sorted(s for s in spans if 0 <= s.start < s.end <= length):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def name_of(article: Article) -> str:
    """What an article is called: its file, or its id where a file holds many."""
    return article.origin.path if article.origin.line is None else article.id
