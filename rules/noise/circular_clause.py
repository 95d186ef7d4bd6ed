"""The rule `circular-clause`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import FUNCTION_WORDS, Repeat, quoted
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

# How many words back from the first object its noun may stand ("invasion of Ukraine's territory"), and forth from it.
_NEAR = 4
_WIDEST = 9
_MEANS = frozenset("by in when while after before with from through".split())
_ENDINGS = (
    ("ssion", "t"), ("sion", "d"), ("ation", ""), ("ition", ""), ("tion", "t"), ("ion", ""), ("ment", ""), ("ance", ""),
    ("ence", ""), ("ing", ""), ("ed", ""), ("al", ""), ("er", ""), ("or", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip


class CircularClause(Rule):
    """A clause that explains a thing by itself.

    What it finds: a noun of action and the verb of the same stem, both about one object, within a few words:
    “the invasion of the island by invading the island”.

    Why it matters: it is how translation engines fill a hole in a sentence they did not understand; it says nothing.

    Example: "It condemned the occupation of Lusland by occupying Lusland."
    """

    name = "circular-clause"
    category = "noise"
    status = "preview"  # it has found nothing true yet outside the article that it was written for
    invalid = (
        Invalid(
            "It condemned the occupation of Lusland by occupying Lusland.",
            ("occupation of Lusland by occupying Lusland",),
        ),
        Invalid(
            "They agreed on the removal of the river's mud by removing the river on Monday.",
            ("removal of the river's mud by removing the river",),
        ),
    )
    valid = (
        Valid("The invasion of the island was worse than invading the mainland."),
        Valid("The election of a president by electing delegates is old."),
        Valid("He issued a warning four weeks after issuing another warning."),
        Valid("He invested in investments and in investment firms."),
        Valid("“The attack on the city by attacking the city,” he said."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words, keys, done = prose.words, prose.word_keys[0], 0
        for repeat in prose.repeats:
            if repeat.distance > _WIDEST or repeat.gap < 1 or repeat.first < done:
                continue
            noun = _noun_of_the_verb(keys, repeat)
            if noun is None:
                continue
            done = repeat.second + repeat.length
            if done + 1 < len(keys) and keys[done] in FUNCTION_WORDS and keys[done + 1] == keys[done - 1]:
                done += 2  # "by invading Ukraine on Ukraine"
            start, end = words.starts[noun], words.ends[done - 1]
            if not quoted(prose, start, end):
                thing = words.texts[repeat.second + repeat.length - 1]
                yield self.finding(prose, start, end, f"This says the same of “{thing}” twice and explains nothing.")


def _noun_of_the_verb(keys: list[str], repeat: Repeat) -> int | None:
    """The position of the noun of action before the first object whose verb stands before the second, or None."""
    from checker.lexicon import parts_of_speech

    first, second = repeat.first, repeat.second
    for verb in range(second - 1, max(second - 3, first + repeat.length - 1), -1):
        if not keys[verb].endswith("ing") or len(keys[verb]) < 6 or keys[verb - 1] not in _MEANS:
            continue
        stem = _stem(keys[verb])
        for noun in range(first - 1, max(first - _NEAR, -1), -1):
            if keys[noun] not in FUNCTION_WORDS and keys[noun] != keys[verb] and _stem(keys[noun]) == stem:
                return noun if "N" in parts_of_speech(keys[noun]) else None
    return None


def _stem(word: str) -> str:
    """What a noun of action and its verb share: "invasion" and "invading" have "inva"."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    return word.rstrip("ey")[:6]
