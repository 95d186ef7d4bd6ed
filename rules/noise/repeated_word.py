"""The rule `repeated-word`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

# Words that English doubles with a good conscience.
_MAY_DOUBLE = frozenset("that had is do no very so bye ha la her blah really many long far never again go on in".split())


class RepeatedWord(Rule):
    """A word that stands twice in a row.

    What it finds: the same word twice, with nothing but white space between, where English does not double it.

    Why it matters: translators and hurried hands leave it; a reader trips over it at once.

    Example: "The minister said said that talks would go on."
    """

    name = "repeated-word"
    category = "noise"
    invalid = (Invalid("The minister said said that talks would go on.", ("said said",), "said"),)
    valid = (Valid("He knew that that was wrong."), Valid("The Duran Duran singer left."))

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        lowers, starts, ends = words.lowers, words.starts, words.ends
        for i in (i for i, (a, b) in enumerate(zip(lowers, lowers[1:], strict=False)) if a == b):
            word = words.texts[i]
            if not word.islower() or word in _MAY_DOUBLE or prose.text[ends[i] : starts[i + 1]].strip():
                continue
            message = f"The word “{word}” stands twice."
            yield self.finding(prose, starts[i], ends[i + 1], message, replace=word, safe=True)
