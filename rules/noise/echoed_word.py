"""The rule `echoed-word`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_OPENERS = frozenset(('"', "“", "‘", "'", "«", "„", "''", "``"))
_CLOSERS = frozenset(('"', "”", "’", "'", "»", "''"))
# These may end one phrase and open the next, with the mark between: said that "that man …", what it is "is …".
_MAY_MEET = frozenset("that is had was no so do her in on very there".split())


class EchoedWord(Rule):
    """A word that stands on both sides of a quotation mark.

    What it finds: the last word before a quotation again as its first, or its last word again behind it, in lower
    case.

    Why it matters: it is left where a quotation is cut to fit a sentence; read aloud, the sentence stumbles.

    Example: The envoy said there would be “be room for talks”.
    """

    name = "echoed-word"
    category = "noise"
    invalid = (
        Invalid("The envoy said there would be “be room for talks” later.", ("be “be",), "“be"),
        Invalid('They want to keep "a lot of" of the land.', ('of" of',), 'of"'),
    )
    valid = (
        Valid("He said that “that man” had left."),
        Valid("It was called “Called to Order”."),
        Valid("She struck out the “a,” the “and” and “and.”"),
        Valid("She asked, “asked by whom?”"),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words, text = prose.words, prose.text
        for i in prose.doubles:
            word = words.texts[i]
            if not word.islower() or words.texts[i + 1] != word or word in _MAY_MEET:
                continue
            start, end = words.starts[i], words.ends[i + 1]
            between = text[words.ends[i] : words.starts[i + 1]]
            mark = between.strip()
            if between[:1] == " " and not between[-1:].isspace() and mark in _OPENERS:
                replacement = mark + word
            elif between[-1:] == " " and not between[:1].isspace() and mark in _CLOSERS:
                replacement = word + mark
            else:
                continue
            if _names_the_word(text, start, end):
                continue
            message = f"The word “{word}” stands on both sides of the quotation mark."
            yield self.finding(prose, start, end, message, replace=replacement)


def _names_the_word(text: str, start: int, end: int) -> bool:
    """Whether the quotation is the word alone: an “a” and a “the”."""
    return text[end : end + 2].strip(".,;")[:1] in _CLOSERS or text[max(0, start - 1) : start] in _OPENERS
