"""The rule `lost-capitals`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import copy_of
from checker.article import Article
from checker.finding import Evidence, Finding
from checker.grammar.verbs import is_finite, may_be_finite
from checker.rule import Context, Invalid, Rule, Valid

_OPENING = re.compile(r"[\"“‘'(\[]*([a-z]+(?:['’-][a-z]+)*)(?=[\s,])(?! \d{4}-\d)")
_END = re.compile(r"[.?!…][\"”’')\]]*\Z")
_FEWEST_WORDS = 6
# Particles of names, and names that their owners write in lower case.
_LOWER_BY_RIGHT = frozenset(
    "adidas lululemon bell danah de von van der den al el la le les bin ibn da di du dos ter ten".split()
)
# What a paragraph that lost its capital begins with; behind a bad cut it begins with anything.
_OPENERS = frozenset(
    "the a an this that these those he she it we they you i there here his her our their its my it's he's she's we're"
    " they're you're i'm i've we've there's that's who what when where why how if but and so or new some all many most"
    " no not one".split()
)
_POST = ("(@", "pic.twitter", "//t.co/")
_MANY = 3
_OPENING_MARKS = "\"“‘'(["
_FARTHEST = 300
# So many words that stand elsewhere too are a piece of text that was pasted twice; a capital would not mend it.
_COPIED = 6


class LostCapitals(Rule):
    """A sentence that begins in lower case, or is in lower case all through.

    What it finds: a paragraph or a sentence whose first word is a common word in lower case, where the sentence before
    it has ended. Items of a list, names such as “de Blasio” and brands such as “iPhone” are left alone, and so is a
    piece of another sentence that was pasted a second time, and posts that are quoted as they stand. Where three
    sentences or more have lost their capitals, the article has one finding, on the first.

    Why it matters: translation engines and chat posts lose capitals; it also marks the place of a bad cut.

    Example: "the talks ended on Monday. nobody was surprised."
    """

    name = "lost-capitals"
    category = "punctuation"
    invalid = (
        Invalid("the talks in the capital ended on Monday without a deal.", ("the",), "The"),
        Invalid("The talks in the capital ended. nobody was surprised by that.", ("nobody",)),
        Invalid("“we have waited for this day,” she told the crowd.", ("we",), "We"),
        Invalid("it rained. it snowed. it was cold on the hills of the north.", ("it",), "It"),
    )
    valid = (
        Valid("de Blasio met the owners of the bank on Monday. eBay shares fell."),
        Valid("The talks included\n\nbread and wine for all,\n\ncheese for some."),
        Valid("At 5 p.m. the talks ended. Acme Inc. was there, and Yahoo! is not."),
        Valid("“Will they come?” she asked. Who? when? where?"),
        Valid("He waited... and then he spoke. “Hear! hear!” they cried."),
        Valid(
            "The old bridge over the Alm was closed last week.\n\nthe old bridge over the Alm was closed last week."
            " Repairs are under way."
        ),
        Valid(
            "The board has two questions on its table this week.\n\nwhether the plant was ever safe for those who work"
            " there.\n\nwho paid for the new roof that was promised.\n\nIt meets on Monday. The mayor will be there."
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        candidates = sorted({*self._paragraphs(prose), *self._sentences(prose)})
        found = [span for span in candidates if not _has_its_reason(prose, span[0])]
        if not found:
            return
        if len(found) < _MANY:
            opening = {paragraph.start for paragraph in prose.paragraphs}
            for start, end in found:
                if start in opening or prose.text[start - 1] in _OPENING_MARKS:
                    yield self._finding(prose, start, end, "The sentence begins in lower case.")
                else:  # which of the two it is, only a reader can say
                    message = f"Either the stop before “{prose.text[start:end]}” is misplaced or its capital is lost."
                    yield self.finding(prose, start, end, message)
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
        words = prose.words
        for found in prose.lowered_starts:
            here = words.first_at(found.start)
            echoed = here > 0 and words.lowers[here - 1] == words.lowers[here]  # "Hear! hear!"
            if not found.misplaced and not echoed:
                yield found.start, found.end

    @staticmethod
    def _paragraphs(prose: Prose) -> Iterator[tuple[int, int]]:
        """The first words of paragraphs that begin in lower case though the paragraph before was complete."""
        text, words = prose.text, prose.words
        paragraphs = prose.paragraphs
        lowered = [text[start].islower() for start, _ in paragraphs]
        mostly = sum(lowered) * 2 > len(lowered)
        for number, (start, end) in enumerate(paragraphs):
            match = _OPENING.match(text, start, end)
            if not match or match[1] in _LOWER_BY_RIGHT:
                continue
            if number and match[1].replace("’", "'") not in _OPENERS:
                continue
            if not mostly and (lowered[number - 1 : number] == [True] or lowered[number + 1 : number + 2] == [True]):
                continue  # items of a list
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


def _has_its_reason(prose: Prose, start: int) -> bool:
    """Whether what begins in lower case is a piece that was pasted twice, or a post."""
    line_end = prose.text.find("\n", start, start + _FARTHEST)
    around = prose.text[max(0, start - _FARTHEST) : line_end if line_end >= 0 else start + _FARTHEST]
    if any(sign in around[around.rfind("\n", 0, min(start, _FARTHEST)) + 1 :] for sign in _POST):
        return True
    return copy_of(prose, prose.words.first_at(start), _COPIED) is not None
