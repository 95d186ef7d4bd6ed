"""The rule `stale-future`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as day

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import DETERMINERS
from checker.lexicon import parts_of_speech
from checker.rule import Context, Invalid, Options, Rule, Valid


class StaleFutureOptions(Options, frozen=True, forbid_unknown_fields=True):
    """`present`: the year in which articles without a date are taken to be written."""

    present: int = 2025


_FUTURE = re.compile(
    r"will (?<![\w-]will )((?:[\w'’-]+ ){1,9}?)in (?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b(?! (?:and|to|or|through|dollars"
    r"|levels?|prices|terms|[A-Z]))(, (?:which|when|where) will\b)?"
)
# With one of these in between, the year may belong to another clause: "will be the first since the war in 1991".
_OTHER_CLAUSE = frozenset(
    "than since as was were first that who which back like is are had has have did what when where if for in to and"
    " not".split()
)


class StaleFuture(Rule):
    """Something that will happen in a year that is over.

    What it finds: "will" and its verb, then a year before the one in which the article was published, in one clause.
    An article without a date is looked at more strictly: only where the sentence goes on with "which will".

    Why it matters: a translator mixed the tenses, or an old text was passed off as new.

    Example: "The plan will involve the siege of the town in 2015." (published in 2020)

    Options: `present`: the year in which articles without a date are taken to be written.
    """

    name = "stale-future"
    category = "noise"
    options = StaleFutureOptions
    invalid = (
        Invalid(
            "The plan will involve the siege of the town in 2015.",
            ("will involve the siege of the town in 2015",),
            date=day(2020, 5, 1),
        ),
        Invalid(
            "The firm will open its third mine in 2013, which will bring jobs.",
            ("will open its third mine in 2013, which will",),
        ),
    )
    valid = (
        Valid("The firm will open a mine in 2013.", date=day(2012, 5, 1)),
        Valid("The firm will open a mine in 2013."),
        Valid("It will be the first visit since the one in 1991.", date=day(2012, 5, 1)),
        Valid("He left the house to her in his will in 1918.", date=day(2012, 5, 1)),
        Valid("It will cut emissions by half from those measured in 1990.", date=day(2012, 5, 1)),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if "will " not in text or not (" 20" in text or " 19" in text):
            return
        options = context.options
        present = options.present if isinstance(options, StaleFutureOptions) else StaleFutureOptions().present
        for match in _FUTURE.finditer(text):
            year = int(match[2])
            past = year < article.date.year if article.date else year < present and match[3] is not None
            if past and self._one_clause(prose, match):
                end = match.end() if article.date is None else match.end(2)
                yield self.finding(prose, match.start(), end, f"The sentence speaks of {year} as of a time to come.")

    def _one_clause(self, prose: Prose, match: re.Match[str]) -> bool:
        """Whether "will" is a helper and what stands between its verb and the year is plain nouns."""
        words = prose.words
        here = words.at(match.start())
        before = words.lowers[here - 1] if here else ""
        if before in DETERMINERS or before in {"his", "ill", "free", "and"} or before.endswith("'s"):
            return False
        verb, *between = match[1].lower().replace("’", "'").split()
        if "V" not in parts_of_speech(verb):
            return False
        if not _OTHER_CLAUSE.isdisjoint(between):
            return False
        return not any("D" in parts_of_speech(word) or "P" in parts_of_speech(word) for word in between)
