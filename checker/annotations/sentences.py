"""Paragraphs and sentences. Sentences come from sentencex (Rust; right on "U.S.", keeps a quotation in one piece)."""

from __future__ import annotations

import re

from checker.annotations.prose import Span
from checker.printable import encodable

# sentencex looks for the partner of each opening quotation mark, so its time grows with the square of a text that
# opens many and closes none; pieces of this many characters keep it linear. No paragraph of news comes near it.
_PIECE = 8_000
_BREAK = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_LINE = re.compile(r"\S[^\n]*")
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_WRAP = (55, 100)


def find_paragraphs(text: str) -> list[Span]:
    """A line is a paragraph, as in most article files, unless the text is hard-wrapped: then blank lines divide it."""
    pattern = _BLOCK if _hard_wrapped(text) else _LINE
    return [stripped(text, *m.span()) for m in pattern.finditer(text)]


def find_sentences(text: str, paragraphs: list[Span]) -> list[Span]:
    """The sentences of each paragraph, white space around them left out."""
    from sentencex import get_sentence_boundaries

    found: list[Span] = []
    for start, end in paragraphs:
        for piece_start, piece_end in _pieces(text, start, end):
            piece = text[piece_start:piece_end]
            if len(piece) < 40 and not _BREAK.search(piece):
                found.append(Span(piece_start, piece_end))
                continue
            for b in get_sentence_boundaries("en", encodable(piece)):  # Rust strings have no lone surrogates
                span = stripped(text, piece_start + b["start_index"], piece_start + b["end_index"])
                if span.start < span.end:
                    found.append(span)
    return found


def _hard_wrapped(text: str) -> bool:
    """Whether lines are broken to a width: blank lines between blocks whose lines, but the last, are of near length
    and mostly end in the middle of a sentence."""
    if "\n\n" not in text:
        return False
    lengths = [len(line) for line in text.split("\n") if line]
    if 2 * sum(_WRAP[0] <= length <= _WRAP[1] for length in lengths) < len(lengths):
        return False  # the quick way out for nearly every article
    full = open_ended = 0
    for block in _BLOCK.finditer(text):
        lines = block.group().split("\n")[:-1]
        full += len(lines)
        open_ended += sum(
            _WRAP[0] <= len(line) <= _WRAP[1] and line.rstrip()[-1:] not in {".", "!", "?", "”", '"'} for line in lines
        )
    return full >= 3 and open_ended >= 0.7 * full


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= _PIECE:
        return [(start, end)]
    pieces = []
    while end - start > _PIECE:
        cut = start + _PIECE
        stops = list(_BREAK.finditer(text, start + _PIECE // 2, cut))
        if stops:
            cut = stops[-1].end()
        else:
            space = text.rfind(" ", start, cut)
            cut = space + 1 if space > start else cut
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return pieces


def stripped(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
