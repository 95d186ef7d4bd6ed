"""What is asked of LanguageTool at once: pieces of text packed into requests, and its answers given back to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from checker.annotations.prose import Prose
from checker.services.languagetool.annotated import Markup, Part, Units, annotated, find_markup, trimmed
from checker.services.languagetool.match import Match

if TYPE_CHECKING:
    from checker.services.languagetool.remote import Answer, RawMatch

# A request costs the server 15 ms beside its text, so single paragraphs cost half as much again; packed to this many
# characters they cost what whole articles do, and an article of usual length still keeps two cores busy.
_REQUEST = 2_500
# Nobody writes such a paragraph; what is a paragraph by mistake (a file without line breaks) is cut between sentences.
_PIECE = 6_000
_REPLACEMENTS = 8
_BETWEEN = "\n\n"

_Matches = tuple[Match, ...]


class Piece:
    """A paragraph, or a part of a very long one. Its answer hangs on nothing but its text: rules that look across
    paragraphs are not asked for, so any pieces may share a request."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def markup(self) -> list[Markup]:
        return find_markup(self.text)

    @cached_property
    def parts(self) -> list[Part]:
        return annotated(self.text, self.markup)

    @cached_property
    def units(self) -> Units:
        return Units(self.text)


def spans(prose: Prose) -> Iterator[tuple[int, int]]:
    """The half-open spans of the pieces of a field."""
    for start, end in prose.paragraphs:
        if end - start <= _PIECE:
            yield start, end
        else:
            yield from _cut(prose, start, end)


def _cut(prose: Prose, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A long paragraph between its sentences, and a sentence that is too long at a space."""
    first = bisect_right(prose.sentences, start, key=lambda s: s.start) - 1
    at = start
    for sentence in prose.sentences[max(0, first) :]:
        if sentence.start >= end:
            break
        if sentence.end - at > _PIECE and at < sentence.start:
            yield at, sentence.start
            at = sentence.start
        while sentence.end - at > _PIECE:
            space = prose.text.rfind(" ", at + 1, at + _PIECE)
            cut = space + 1 if space > at else at + _PIECE
            yield at, cut
            at = cut
    if at < end:
        yield at, end


def packed(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces in requests of near size, in their order."""
    total = sum(len(piece.text) for piece in pieces)
    size = total / max(1, round(total / _REQUEST))
    request: list[Piece] = []
    length = 0
    for piece in pieces:
        if request and length + len(piece.text) / 2 > size:
            yield request
            request, length = [], 0
        request.append(piece)
        length += len(piece.text)
    if request:
        yield request


def request_parts(pieces: Sequence[Piece]) -> list[Part]:
    """The annotated text of a request."""
    parts: list[Part] = []
    for piece in pieces:
        if parts:
            parts.append(Part(text=_BETWEEN))
        parts += piece.parts
    return parts


def given_back(pieces: Sequence[Piece], answer: Answer) -> list[_Matches]:
    """The matches of each piece, their offsets code points into the piece. Raises ValueError where the answer speaks
    of places that the request does not have."""
    starts = list(accumulate((piece.units.length + len(_BETWEEN) for piece in pieces), initial=0))
    length = starts.pop() - len(_BETWEEN)
    found: list[list[Match]] = [[] for _ in pieces]
    for raw in answer.matches:
        if raw.offset < 0 or raw.length < 0 or raw.offset + raw.length > length:
            raise ValueError(f"a match at {raw.offset} in a text of {length}")
        at = bisect_right(starts, raw.offset) - 1
        match = _match(pieces[at], raw, starts[at], answer.sentence_ranges)
        if match is not None:
            found[at].append(match)
    return [tuple(sorted(matches, key=lambda m: (m.start, m.end, m.lt_rule))) for matches in found]


def _match(piece: Piece, raw: RawMatch, base: int, sentences: list[tuple[int, int]]) -> Match | None:
    units = piece.units
    if raw.offset - base >= units.length or raw.offset + raw.length - base > units.length + len(_BETWEEN):
        return None  # between paragraphs, or of more than one
    start = units.code_point(raw.offset - base)
    end = units.end(min(units.length, raw.offset + raw.length - base))
    span = trimmed(piece.text, start, end, piece.markup)
    if span is None:
        return None
    at = bisect_right(sentences, raw.offset, key=lambda s: s[0]) - 1
    first, last = sentences[at] if at >= 0 else (base, base + units.length)
    return Match(
        start=span[0],
        end=span[1],
        lt_rule=raw.rule.id,
        lt_subrule=raw.rule.sub_id,
        lt_category=raw.rule.category.id,
        issue_type=raw.rule.issue_type,
        message=raw.message,
        short=raw.short_message,
        replacements=tuple(r.value for r in raw.replacements[:_REPLACEMENTS]),
        sentence_start=units.code_point(min(units.length, max(0, first - base))),
        sentence_end=units.end(min(units.length, max(0, last - base))),
    )
