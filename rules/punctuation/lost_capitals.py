"""The rule `lost-capitals`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Evidence, Finding
from checker.grammar.verbs import is_finite, may_be_finite
from checker.lexicon import frequency
from checker.rule import Context, Invalid, Rule, Valid

_OPENING = re.compile(r"[\"“‘'(\[]*([a-z]+(?:['’-][a-z]+)*)(?=[\s,])(?! \d{4}-\d)")
_END = re.compile(r"[.?!…][\"”’')\]]*\Z")
_FEWEST_WORDS = 6
# Below this many occurrences in a million words a word may be a name, a handle or a foreign word; the first word of
# an article has a capital even so.
_COMMON = 1.0
# Particles of names, and names that their owners write in lower case.
_LOWER_BY_RIGHT = frozenset(
    "adidas lululemon bell danah de von van der den al el la le les bin ibn da di du dos ter ten".split()
)
_MANY = 3


class LostCapitals(Rule):
    """A sentence that begins in lower case, or is in lower case all through.

    What it finds: a paragraph or a sentence whose first word is a common word in lower case, where the sentence before
    it has ended. Items of a list, names such as “de Blasio” and brands such as “iPhone” are left alone. Where three
    sentences or more have lost their capitals, the article has one finding, on the first.

    Why it matters: translation engines and chat posts lose capitals; it also marks the place of a bad cut.

    Example: "the talks ended on Monday. nobody was surprised."
    """

    name = "lost-capitals"
    category = "punctuation"
    invalid = (
        Invalid("the talks in the capital ended on Monday without a deal.", ("the",), "The"),
        Invalid("The talks in the capital ended. nobody was surprised by that.", ("nobody",), "Nobody"),
        Invalid("“we have waited for this day,” she told the crowd.", ("we",), "We"),
        Invalid("it rained. it snowed. it was cold on the hills of the north.", ("it",), "It"),
    )
    valid = (
        Valid("de Blasio met the owners of the bank on Monday. eBay shares fell."),
        Valid("The talks included\n\nbread and wine for all,\n\ncheese for some."),
        Valid("At 5 p.m. the talks ended. Acme Inc. was there, and Yahoo! is not."),
        Valid("“Will they come?” she asked. Who? when? where?"),
        Valid("He waited... and then he spoke."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        found = sorted({*self._paragraphs(prose), *self._sentences(prose)})
        if not found:
            return
        if len(found) < _MANY:
            for start, end in found:
                yield self._finding(prose, start, end, "The sentence begins in lower case.")
            return
        others = [Evidence(article.id, s, e, prose.text[s:e], "begins in lower case, too") for s, e in found[1:6]]
        message = f"The sentence begins in lower case, as {len(found) - 1} others do."
        yield self._finding(prose, *found[0], message, others)

    def _finding(
        self, prose: Prose, start: int, end: int, message: str, evidence: list[Evidence] | None = None
    ) -> Finding:
        word = prose.text[start:end]
        replacement = word[0].upper() + word[1:]
        return self.finding(prose, start, end, message, replace=replacement, evidence=evidence or ())

    @staticmethod
    def _sentences(prose: Prose) -> Iterator[tuple[int, int]]:
        return ((found.start, found.end) for found in prose.lowered_starts if not found.misplaced)

    @staticmethod
    def _paragraphs(prose: Prose) -> Iterator[tuple[int, int]]:
        """The first words of paragraphs that begin in lower case though the paragraph before was complete."""
        text, words = prose.text, prose.words
        paragraphs = prose.paragraphs
        for number, (start, end) in enumerate(paragraphs):
            match = _OPENING.match(text, start, end)
            if not match or match[1] in _LOWER_BY_RIGHT:
                continue
            if number and frequency(match[1].replace("’", "'")) < _COMMON:
                continue
            first, last = words.within(start, end)
            if last - first < _FEWEST_WORDS:
                continue
            lowers = words.lowers[first:last]
            if number == 0 and len(paragraphs) == 1:
                if any(may_be_finite(w) for w in lowers):
                    yield match.span(1)
                continue
            if not _END.search(text, max(start, end - 5), end) or not any(is_finite(w) for w in lowers):
                continue
            if number and not _END.search(text, max(0, paragraphs[number - 1].end - 5), paragraphs[number - 1].end):
                continue
            yield match.span(1)
