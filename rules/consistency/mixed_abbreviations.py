"""The rule `mixed-abbreviations`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Finding, Severity
from checker.lexicon import parts_of_speech
from checker.rule import Context, Invalid, Rule, Valid
from checker.variants import find_mixture, own_words

_DOTTED = re.compile(r"\.[A-Z]\.(?<=(?<![A-Za-z.])[A-Z]...)(?![A-Z])")
_PROSE_END = re.compile(r"[.?!:;,…][\"”’')\]]*\Z")
_HALF_DAYS = (re.compile(r"(?<=\d )[ap]\.m\.|(?<=\d)[ap]\.m\."), re.compile(r"(?<=\d )[ap]m\b|(?<=\d)[ap]m\b"))


class MixedAbbreviations(Rule):
    """An abbreviation with and without its dots.

    What it finds: U.S. and US, U.N. and UN, p.m. and pm in one article. Quotations do not count, nor do abbreviations
    before a capitalised word that may belong to a name (US Steel), nor headlines and captions.

    Why it matters: it shows that the passages come from different sources.

    Example: "The U.S. economy grew, but U.S. exports to Asia fell, and the US deficit is large."
    """

    name = "mixed-abbreviations"
    category = "consistency"
    severity = Severity.INFO
    invalid = (
        Invalid("The U.S. economy grew, but U.S. exports fell, and the US deficit is large.", ("US",), "U.S."),
        Invalid("The UN said so. A U.N. envoy and the UN staff left.", ("U.N.",), "UN"),
        Invalid("It opens at 9 a.m. and at 4 p.m., and it closes at 6 pm on Sundays.", ("pm",), "p.m."),
    )
    valid = (
        Valid("The U.S. economy grew, and US Steel sold its mills."),
        Valid("The U.S. economy grew. “The US will be first,” he said."),
        Valid("In Washington, D.C., it rains. The hall is run by Events DC and a firm."),
        Valid("The U.S. economy grew, said Ann Lee Ferry rules of US end Harbour closed MORE (D), of the union."),
        Valid("THE US IS HERE. The U.S. economy grew."),
        Valid("Give us the U.S. figures. I am here at 9 a.m. sharp."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        text = prose.text
        dotted: dict[str, list[Span]] = {}
        for match in _DOTTED.finditer(text):
            start = match.start() - 1
            dotted.setdefault(text[start : match.end()], []).append(Span(start, match.end()))
        for form, places in dotted.items():
            bare = form.replace(".", "")
            words = prose.words
            if bare.lower() not in words.index:
                continue
            plain = [Span(words.starts[i], words.ends[i]) for i in words.index[bare.lower()] if words.texts[i] == bare]
            yield from self._judge(prose, article, {form: self._alone(prose, places), bare: self._alone(prose, plain)})
        if "p.m." in text or "a.m." in text:
            with_dots, without = ([Span(*m.span()) for m in p.finditer(text)] for p in _HALF_DAYS)
            half = text[without[0].start] if without else "p"
            yield from self._judge(prose, article, {f"{half}.m.": with_dots, f"{half}m": without})

    def _judge(self, prose: Prose, article: Article, forms: dict[str, list[Span]]) -> Iterator[Finding]:
        mixture = find_mixture(article, {form: own_words(prose, places) for form, places in forms.items()})
        if mixture:
            literal = prose.text[mixture.start : mixture.end]
            other = literal.replace(".", "") if "." in literal else f"{'.'.join(literal)}."
            yield mixture.finding(self, prose, other)

    @staticmethod
    def _alone(prose: Prose, places: list[Span]) -> list[Span]:
        """The places with no capitalised word directly behind or before, which may make a name of them, in a paragraph
        that ends like prose, no headline."""
        text, words, paragraphs = prose.text, prose.words, prose.paragraphs
        alone = []
        for start, end in places:
            after = words.first_at(end)
            if after < len(words) and text[end : words.starts[after]] == " " and words.texts[after][0].isupper():
                continue
            before = after - 2
            beside = before >= 0 and text[words.ends[before] : start] == " " and words.texts[before][0].isupper()
            if beside and "F" not in parts_of_speech(words.lowers[before]):
                continue
            paragraph = paragraphs[bisect_right(paragraphs, Span(start, len(text))) - 1]
            if not _PROSE_END.search(text, max(paragraph.start, paragraph.end - 4), paragraph.end):
                continue
            alone.append(Span(start, end))
        return alone
