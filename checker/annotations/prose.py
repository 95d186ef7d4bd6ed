"""One field of an article with the annotations that rules share, each computed on first use and kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.annotations.names import Name
    from checker.annotations.quantities import Quantity
    from checker.annotations.quotations import Quotation, Quoting
    from checker.annotations.repeats import Repeat
    from checker.annotations.spacing import Spacing
    from checker.annotations.words import Words
    from checker.grammar.lowered import Lowered

Made = TypeVar("Made")


class Span(NamedTuple):
    """Half-open code-point offsets."""

    start: int
    end: int


class Prose:
    """A field ("text" or "title"), its text and its annotations. All offsets are code points into `text`."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        self.text = text
        self._kept: dict[Callable[[Prose], Any], Any] = {}

    def __getitem__(self, span: Span | slice) -> str:
        if isinstance(span, slice):
            return self.text[span]
        return self.text[span.start : span.end]

    def kept(self, compute: Callable[[Prose], Made]) -> Made:
        """What a function makes of this text, worked out once: for what a few rules share and nobody else needs."""
        if compute not in self._kept:
            self._kept[compute] = compute(self)
        made: Made = self._kept[compute]
        return made

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The blocks of the text, without the white space around them."""
        from checker.annotations.sentences import find_paragraphs

        return find_paragraphs(self.text)

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences, without the white space around them; none crosses a paragraph."""
        from checker.annotations.sentences import find_sentences

        return find_sentences(self.text, self.paragraphs)

    @cached_property
    def words(self) -> Words:
        """The words and numbers, with an index of where each stands."""
        from checker.annotations.words import Words

        return Words(self.text)

    @cached_property
    def unknown_words(self) -> list[str]:
        """The words of letters alone, in lower case, that the lexicon lacks (names among them), in the order of the
        text; strings of more than thirty letters are left out."""
        from checker.lexicon import unknown

        return unknown(self.words.index)

    @cached_property
    def sentence_words(self) -> list[tuple[int, int]]:
        """For each sentence the half-open range of its words in `words`."""
        from checker.annotations.words import ranges

        return ranges(self.words, self.sentences)

    @cached_property
    def names(self) -> list[Name]:
        """The names, in the order of the text."""
        from checker.annotations.names import find_names

        return find_names(self)

    @cached_property
    def quoting(self) -> Quoting:
        """The quotations and the quotation marks that close nothing."""
        from checker.annotations.quotations import find_quoting

        return find_quoting(self)

    @property
    def quotations(self) -> list[Quotation]:
        """The quotations, outermost first where they nest."""
        return self.quoting.quotations

    @cached_property
    def spacing(self) -> Spacing:
        """The marks that stand apart from their words, and the sentences that were taken apart so."""
        from checker.annotations.spacing import find_spacing

        return find_spacing(self)

    @cached_property
    def lowered_starts(self) -> list[Lowered]:
        """Ends of sentences with a lower-case word behind them."""
        from checker.grammar.lowered import find_lowered

        return find_lowered(self)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers, amounts, percentages, dates and times, in the order of the text."""
        from checker.annotations.quantities import find_quantities

        return find_quantities(self.text)

    @cached_property
    def word_keys(self) -> tuple[list[str], dict[str, list[int]]]:
        """The words in lower case without the possessive, and where each of them stands."""
        from checker.annotations.repeats import word_keys

        return word_keys(self)

    @cached_property
    def repeats(self) -> list[Repeat]:
        """Runs of words that stand twice in a sentence, in the order of the text."""
        from checker.annotations.repeats import find_repeats

        return find_repeats(self)

    @cached_property
    def doubles(self) -> list[int]:
        """The positions of the words that the next word repeats."""
        from checker.annotations.repeats import find_doubles

        return find_doubles(self)

    @cached_property
    def speech(self) -> tuple[list[int], list[int]]:
        """The starts and the ends of the outermost quotations, in rising order."""
        from checker.annotations.repeats import find_speech

        return find_speech(self)
