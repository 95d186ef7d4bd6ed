"""The rule `mixed-british-american-spelling`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from checker.spelling_varieties import Spelling, spellings
from checker.variants import own_words

_MOST_EVIDENCE = 3
_Place = tuple[Span, str]


class MixedBritishAmericanSpelling(Rule):
    """British and American spelling in one article.

    What it finds: “colour” or “organise” in an article that also has “center” or “traveled”. The rarer variety is the
    finding, on its first word; the evidence shows the other. Oxford spelling (“colour” with “organize”) is one
    variety. Quotations and capitalised words (Labour Party, World Trade Center) do not count.

    Why it matters: it shows that the passages come from different sources.

    Example: "The colour of the center was gray, and the harbour was closed."
    """

    name = "mixed-british-american-spelling"
    category = "consistency"
    severity = Severity.INFO
    invalid = (
        Invalid("The colour of the harbour was odd, and the center was closed.", ("center",), "centre"),
        Invalid("They traveled to honor the neighbors. The theatre was shut.", ("theatre",), "theater"),
        Invalid("They organise it. The center is closed, and its color is odd.", ("organise",), "organize"),
    )
    valid = (
        Valid("The Labour Party met at the World Trade Center, the colour of which is odd."),
        Valid("They organize it, and the colour is odd."),
        Valid("The colour is odd. “It is in the center,” he said."),
        Valid("The colour is odd.\n\nRELATED: The center is closed.\n\nIts neighbor is shut — Ann (@ann) May 3."),
        Valid("The color is odd, and two analyses of it were made."),
        Valid("The program of the theatre, four hours of it, was advertised; we are surprised."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        table = spellings()
        used = [word for word in prose.words.index if word in table and word not in context.accepted]
        if len({table[word].british for word in used}) < 2:
            return
        british: list[_Place] = []
        american: list[_Place] = []
        for word in used:
            (british if table[word].british else american).extend(self._places(prose, word))
        if not british or not american:
            return
        british.sort()
        american.sort()
        if self._oxford(table, british, american):
            return
        first = british[0][0].start < american[0][0].start
        british_is_rare = len(british) < len(american) or (len(british) == len(american) and not first)
        rare, common = (british, american) if british_is_rare else (american, british)
        span, word = rare[0]
        names = ("British", "American") if british_is_rare else ("American", "British")
        message = f"“{prose[span]}” is {names[0]} spelling; the article mostly has {names[1]} spelling."
        if len(rare) == len(common):
            message = f"“{prose[span]}” is {names[0]} spelling; the article has {names[1]} spelling, too."
        evidence = [
            Evidence(article.id, s.start, s.end, prose[s], f"{names[1]} spelling") for s, _ in common[:_MOST_EVIDENCE]
        ]
        yield self.finding(prose, span.start, span.end, message, replace=table[word].other, evidence=evidence)

    @staticmethod
    def _places(prose: Prose, word: str) -> list[_Place]:
        """Where the word stands in lower case in the article's own words."""
        words = prose.words
        spans = [Span(words.starts[i], words.ends[i]) for i in words.index[word] if words.texts[i].islower()]
        return [(span, word) for span in own_words(prose, spans)] if spans else []

    @staticmethod
    def _oxford(table: dict[str, Spelling], british: list[_Place], american: list[_Place]) -> bool:
        """Whether all that is American is the ending -ize, and all that is British is something else."""
        return all(table[w].ize for _, w in american) and not any(table[w].ize for _, w in british)
