"""The rule `doubled-adverb`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import quoted
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

# How many words apart the two may be: "only" is moved about in a clause, and two may be meant.
_FARTHEST = {"also": 7, "already": 6, "still": 4, "only": 2, "therefore": 7, "currently": 7, "previously": 5}
_BREAKS = frozenset(',;:–—()"“”.?!\n')
_CLAUSES = frozenset("and or but if because while when who which than not though although".split())


class DoubledAdverb(Rule):
    """The same adverb twice in one clause.

    What it finds: “also”, “already”, “still” and their like twice within a few words, with no mark and no “and”
    between, outside speech.

    Why it matters: one of the two was put in without a look at the other.

    Example: "The mayor also said that she is also ready to talk."
    """

    name = "doubled-adverb"
    category = "noise"
    invalid = (
        Invalid(
            "The mayor also said that she is also ready to talk.",
            ("also said that she is also",),
            "also said that she is",
        ),
        Invalid("The mill has already been already sold.", ("already been already",), "already been"),
    )
    valid = (
        Valid("The mayor also runs a shop, and she also writes."),
        Valid("He tried again and again."),
        Valid("“I also know I also lost,” he said."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words, text = prose.words, prose.text
        for adverb, farthest in _FARTHEST.items():
            positions = words.index.get(adverb, ())
            for a, b in itertools.pairwise(positions):
                if not 1 < b - a <= farthest or words.texts[b] != adverb:
                    continue
                start, end = words.starts[a], words.ends[b]
                if (
                    not _BREAKS.isdisjoint(text[start:end])
                    or " -" in text[start:end]
                    or not _CLAUSES.isdisjoint(words.lowers[max(0, a - 1) : b])
                ):
                    continue
                if not quoted(prose, start, end):
                    yield self.finding(
                        prose,
                        start,
                        end,
                        f"“{adverb.capitalize()}” stands twice in one clause.",
                        replace=text[start : words.ends[b - 1]],
                    )
