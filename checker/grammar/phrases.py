"""Words that open a phrase and words that cannot go on with it; where two words stand side by side."""

from __future__ import annotations

from bisect import bisect_right

from checker.annotations.prose import Prose, Span

# A noun must follow these, at once or after adjectives. "His", "no" and "this" can stand alone.
DETERMINERS = frozenset("the a an my your our their its every".split())

# Closed-class words that begin no noun and no adjective. Left out, because news has them behind an article: "will",
# "can", "might", "must", "if" (as nouns), "while", "then", "over", "under", "what", "not" and "who".
NEVER_IN_NOUN_PHRASE = frozenset(
    "of to for with by into during among upon against on from since until because although that which whom whose"
    " he she they we him them us is are was were be been has had would could should does did and or a an my your our"
    " their its these those".split()
)


def adjacent(prose: Prose, left: int) -> bool:
    """Whether the words at `left` and `left + 1` are both in lower case with one space between."""
    words = prose.words
    return (
        left + 1 < len(words)
        and words.starts[left + 1] == words.ends[left] + 1
        and prose.text[words.ends[left]] == " "
        and words.texts[left + 1].islower()
    )


def quotation_round(prose: Prose, offset: int) -> Span | None:
    """The outermost quotation that an offset stands in, or None."""
    starts, ends = prose.speech
    i = bisect_right(starts, offset) - 1
    return Span(starts[i], ends[i]) if i >= 0 and starts[i] < offset < ends[i] else None
