"""The rule `doubled-auxiliary`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import quoted
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_AUXILIARIES = (
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "will",
    "would",
    "could",
    "can",
    "should",
    "must",
    "may",
)
_ADVERBS = frozenset("also already now still not never often always even then thus therefore again soon yet".split())
_NO_ADVERBS = frozenset("only family early daily friendly likely unlikely elderly monthly weekly july italy".split())


class DoubledAuxiliary(Rule):
    """An auxiliary verb on both sides of its adverb.

    What it finds: “has recently has”, “will also will” and their like, outside speech.

    Why it matters: the adverb was moved and the verb left behind; translators do it where word orders differ.

    Example: "The bank has recently has raised its rates."
    """

    name = "doubled-auxiliary"
    category = "noise"
    invalid = (
        Invalid("The bank has recently has raised its rates.", ("has recently has",), "has recently"),
        Invalid("The law will also will bind the towns.", ("will also will",), "will also"),
    )
    valid = (
        Valid("What it is now is a ruin."),
        Valid("“It was truly was a mess,” he said."),
        Valid("She had never had a day off."),
        Valid("The town has what it has."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        lowers = words.lowers
        for auxiliary in _AUXILIARIES:
            for i in words.index.get(auxiliary, ()):
                if lowers[i + 2 : i + 3] != [auxiliary] or not _is_adverb(lowers[i + 1]):
                    continue
                start, end = words.starts[i], words.ends[i + 2]
                plain = prose.text[start:end].replace(" ", "").isalpha()
                if plain and not quoted(prose, start, end) and not _is_cleft(lowers, i):
                    message = f"The verb “{words.texts[i]}” stands on both sides of “{words.texts[i + 1]}”."
                    replacement = prose.text[start : words.ends[i + 1]]
                    yield self.finding(prose, start, end, message, replace=replacement)


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and word not in _NO_ADVERBS)


def _is_cleft(lowers: list[str], position: int) -> bool:
    """Whether the first of the two ends a clause that is the subject: what it is now is a ruin."""
    return not {"what", "who", "how", "where", "that", "which", "as", "than"}.isdisjoint(
        lowers[max(0, position - 6) : position]
    )
