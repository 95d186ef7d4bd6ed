"""The rule `known-name`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class KnownName(Rule):
    """A well-known place of several words with a slip in one of them.

    What it finds: a country, state or large city whose name has several words, one of which is off by a letter (two in
    a long word) and is no word or name that news uses.

    Why it matters: a misspelled country is the slip that readers write in about.

    Example: "The talks took place in Saudia Arabia."
    """

    name = "known-name"
    category = "names"
    invalid = (
        Invalid("The talks took place in Saudia Arabia.", ("Saudia Arabia",), "Saudi Arabia"),
        Invalid("He flew to Buenos Airies on Friday.", ("Buenos Airies",), "Buenos Aires"),
        Invalid("Floods hit Papua New Guinnea’s coast.", ("Papua New Guinnea",), "Papua New Guinea"),
    )
    valid = (
        Valid("The talks took place in Saudi Arabia, and the Saudi Arabian team won."),
        Valid("He flew from New York to San Jose and on to Santa Anna."),
        Valid("Los Angelenos love Santa Claus; North Koreans do not."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        names = [name for name in prose.names if len(name.parts) > 1]
        if not names:
            return
        from checker.matching.places import misspelled_place

        words = prose.words
        for name in names:
            slip = misspelled_place(name.parts)
            if slip is None:
                continue
            start = words.starts[name.first + slip.first]
            end = min(words.ends[name.first + slip.last - 1], name.end)
            written = prose.text[start:end]
            if written.lower() not in context.accepted:
                message = f"“{written}” is likely meant to be “{slip.place}”."
                yield self.finding(prose, start, end, message, replace=slip.place)
