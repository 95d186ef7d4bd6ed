"""Furniture that was glued into a paragraph of the article, so that only a piece of it is to go."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from checker.annotations.prose import Prose
from rules.residue.furniture import furniture
from rules.residue.patterns import compiled

# What leads to each: a word of the pattern, in lower case; the kind of furniture; the pattern.
_GLUED = (
    (
        "below",
        "continuation",
        r"(?:Advertisement )?\b(?:Story|Article|STORY|ARTICLE) [Cc](?:ontinue[sd]?|ONTINUE[SD]?) (?:[Bb]elow|BELOW)"
        r"(?:,? (?:this )?(?:[Aa]dvert(?:isement)?|ADVERTISEMENT|[Gg]allery|[Vv]ideo|[Pp]hoto)\b)?",
    ),
    (
        "reading",
        "continuation",
        r"(?:\bA(?:dvertisement|DVERTISEMENT) )?\bContinue reading the main story\b|\bContinue Reading Below\b",
    ),
    ("advertisement", "advertisement", r"(?:(?<=[.!?”\"’)] )|\A|(?<=[.!?”\"’)]))ADVERTISEMENT(?=\s+[\"“A-Z]|\s*\Z)"),
    ("caption", "credit", r"\bImage copyright .{2,40}? Image caption(?= )|\b[Tt]oggle caption\b|\bHide caption\b"),
    ("playback", "credit", r"\bMedia playback is (?:un)?supported on (?:your|this) device(?: Media caption\b)?"),
    (
        "photo",
        "credit",
        r"(?<=[.!?”\"’)] )\((?:(?:AP|Reuters|EPA|AFP|Getty) )?Photo(?: by|:|/)[^()\n]{3,90}\)"
        r"|\(AP Photo/[^()\n]{3,60}\)",
    ),
    ("images", "credit", r"\((?:Photo by |Photo: |Image: |Credit: )?[^()\n]{2,50}/ ?Getty Images\)"),
    ("image", "credit", r"(?<=[.!?”\"’)] )\(Image(?: credit)?: [^()\n]{3,90}\)"),
)


def _lies_in(spans: list[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in one of the spans, which are in order."""
    i = bisect_right(spans, place, key=itemgetter(0)) - 1
    return i >= 0 and place < spans[i][1]


def glued_furniture(prose: Prose) -> tuple[tuple[int, int, str], ...]:
    """Pieces as (start, end, kind), outside the lines that are furniture as a whole."""
    return prose.kept(_found)


def _found(prose: Prose) -> tuple[tuple[int, int, str], ...]:
    return tuple(_find(prose))


def _find(prose: Prose) -> Iterator[tuple[int, int, str]]:
    index, starts = prose.words.index, prose.words.starts
    whole: list[tuple[int, int]] | None = None
    for word, kind, pattern in _GLUED:
        done = -1
        for position in index.get(word, ()):
            place = starts[position]
            if place < done:
                continue
            if whole is None:
                whole = [(f.start, f.end) for f in furniture(prose)]
            window = max(0, place - 120), min(len(prose.text), place + 120)
            for match in compiled(pattern).finditer(prose.text, *window):
                start, end = match.span()
                if start <= place < end and not _lies_in(whole, start):
                    yield start, end, kind
                    done = end
