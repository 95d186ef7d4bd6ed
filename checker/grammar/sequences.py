"""Sequences that English hardly has, though it has their parts: “the of”, “can led”, “did not responded”.

Words are taken by class: words of grammar each for itself, all others by what they can be (the lexicon's parts of
speech) and how they end. How often two classes would meet by chance, and three where the outer two hung on the middle
one alone, is told by how often their parts are; a table has the sequences that news has far less often than that
(negative pointwise mutual information: Church and Hanks 1990). training/count_sequences.py counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checker.lexicon import known, parts_of_speech

if TYPE_CHECKING:
    from checker.annotations.prose import Prose, Span

TABLE = Path(__file__).parents[1] / "tables" / "sequences.txt"
OPENING, CLOSING = "^", "$"
NAME, NUMBER, UNKNOWN, OTHER, BREAK = "Name", "#", "?", "*", "|"
MOST_CLASSES = 3
_MARKS = frozenset(",;:")
_ENDINGS = ("ed", "ing", "ly")

# Each a class of its own.
_GRAMMAR = frozenset(
    "a an the this that these those my your his her its our their some any no every each all both either neither such"
    " what which who whom whose where when why how whether if unless because although though while since until before"
    " after as than like so and or but nor yet for of to in on at by with from into onto about against among between"
    " during without within through throughout over under above below upon toward towards across along around behind"
    " beyond near off out up down per via despite except inside outside amid i you he she it we they me him us them"
    " myself himself herself itself themselves yourself ourselves mine yours hers ours theirs one ones someone anyone"
    " everyone something anything everything nothing nobody here there then now am is are was were be been being have"
    " has had having do does did done doing will would shall should can could may might must cannot not never also"
    " only just even still already very too more most less least much many few several other another same own once"
    " ever always often soon later ago further well however therefore instead rather quite almost enough let it's"
    " that's he's she's there's what's don't doesn't didn't isn't aren't wasn't weren't won't can't couldn't wouldn't"
    " shouldn't hasn't haven't hadn't i'm i've i'd i'll you're we're they're we've they've".split()
)


class Token(NamedTuple):
    """A word or mark of a sentence: its class, and half-open offsets into the field."""

    kind: str
    start: int
    end: int


class Rarity(NamedTuple):
    """A sequence that news hardly has, by half-open offsets into the field: how much rarer it is than its parts let
    expect (as a power of ten), and its classes."""

    start: int
    end: int
    rarer: float
    kinds: tuple[str, ...]


def rarities(prose: Prose, span: Span) -> Iterator[Rarity]:
    """The sequences of a sentence that are in the table, in order."""
    table, tokens = rarer_by_kinds(), tokens_of(prose, span)
    for first in range(len(tokens) - 1):
        for last in range(first + 2, min(first + MOST_CLASSES, len(tokens)) + 1):
            part = tokens[first:last]
            kinds = tuple(token.kind for token in part)
            if kinds in table:
                yield Rarity(part[0].start, part[-1].end, table[kinds], kinds)


def tokens_of(prose: Prose, span: Span) -> list[Token]:
    """The words of a sentence and the commas, semicolons and colons between them, as classes; whatever else stands
    between two words is a break."""
    words = prose.words
    first, last = words.within(span.start, span.end)
    tokens = [Token(OPENING, span.start, span.start)]
    if first < last and words.starts[first] > span.start:
        tokens.append(Token(BREAK, span.start, words.starts[first]))
    for i in range(first, last):
        start, end = words.starts[i], words.ends[i]
        tokens.append(Token(_kind(words.texts[i], words.lowers[i], i == first), start, end))
        if i + 1 < last:
            between = prose.text[end : words.starts[i + 1]]
            mark = between.strip()
            if mark:
                kind = mark if mark in _MARKS and between[0] != " " else BREAK
                tokens.append(Token(kind, end, words.starts[i + 1]))
            elif not between:
                tokens.append(Token(BREAK, end, end))
    tokens.append(Token(CLOSING, tokens[-1].end, span.end))
    return tokens


def is_grammar(word: str) -> bool:
    """Whether a word in lower case is a class of its own."""
    return word in _GRAMMAR


@cache
def rarer_by_kinds() -> dict[tuple[str, ...], float]:
    """The table: how much rarer each sequence is than its parts let expect."""
    lines = (line.split(" ") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("# "))
    return {tuple(kinds): float(rarer) for rarer, *kinds in lines}


def _kind(text: str, lower: str, opens: bool) -> str:
    if text[0].isdigit():
        return NUMBER
    if text[0].isupper() and not (opens or lower == "i" or lower.startswith("i'")):
        return NAME
    return _kind_of_word(lower) if text.islower() or opens or text[0] == "I" else NAME


@lru_cache(maxsize=1 << 16)
def _kind_of_word(lower: str) -> str:
    if lower in _GRAMMAR:
        return lower
    if not lower.isalpha():
        return OTHER
    parts = parts_of_speech(lower)
    if not known(lower) or not parts:
        return UNKNOWN
    ending = next((ending for ending in _ENDINGS if lower.endswith(ending)), "")
    return "".join(sorted(parts)) + ending
