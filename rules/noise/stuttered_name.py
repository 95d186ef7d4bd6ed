"""The rule `stuttered-name`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.names import TITLES
from checker.annotations.prose import Prose
from checker.annotations.repeats import FUNCTION_WORDS, Repeat, quoted
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_SPACES = frozenset((" ", "\u00a0", ". "))
# Longer runs of capitalised words are headlines and captions.
_LONGEST = 9
_MOST_WORDS = 5
# Occurrences in lower case in a million words.
_RARE = 0.5


class StutteredName(Rule):
    """A name that starts again in its own middle.

    What it finds: a name that stands twice with nothing or only a title between ("Anna Berg President Anna Berg"),
    and a first name that comes back before its surname ("Karl Heinz Karl Mayer").

    Why it matters: it is left by machine translation, by merging two sources, and by scraped pages that put the text
    of a link beside the link.

    Example: "The envoy met Anna Berg President Anna Berg in Rome."
    """

    name = "stuttered-name"
    category = "noise"
    invalid = (
        Invalid(
            "The envoy met Anna Berg President Anna Berg in Rome.",
            ("Anna Berg President Anna Berg",),
            "President Anna Berg",
        ),
        Invalid("He was received by Karl Raf Karl Mayer on Monday.", ("Karl Raf Karl Mayer",), "Karl Mayer"),
        Invalid(
            "They met Prime Minister Anna Berg Prime Minister Anna Berg in May.",
            ("Prime Minister Anna Berg Prime Minister Anna Berg",),
            "Prime Minister Anna Berg",
        ),
        Invalid("It was said by Anna Berg Anna Berg that day.", ("Anna Berg Anna Berg",), "Anna Berg"),
    )
    valid = (
        Valid("She lives in New York, New York, near the New York New York Hotel."),
        Valid("He met Jean and Jean Martin, of Sisters Lead Sisters Vote in Norway."),
        Valid("The talks of San Marino and San Remo end today."),
        Valid("The envoy and his aides met Olga Berg Olga Lund/Harbour Pictures to end the talks."),
        Valid("Photo courtesy of Anna Berg Anna Berg, a pilot from the north, takes to the air."),
        Valid("Senator John Berg and Senator John Mayer agreed."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for repeat in prose.repeats:
            if repeat.gap > 3 or repeat.length > _MOST_WORDS or not words.texts[repeat.first][0].isupper():
                continue
            end = _end_of_stutter(prose, repeat)
            if end is None:
                continue
            start = words.starts[repeat.first]
            if not quoted(prose, start, words.ends[end - 1]):
                again = _start_of_rest(prose, repeat)
                name = prose.text[words.starts[repeat.second] : words.ends[end - 1]]
                rest = prose.text[words.starts[again] : words.ends[end - 1]]
                glued = not words.texts[end - 1].istitle()  # the next headline hangs on the name: Anna BergTalks
                if glued:
                    name = prose.text[start : words.ends[repeat.second - 1]]
                message = f"The name “{name}” starts a second time here."
                yield self.finding(prose, start, words.ends[end - 1], message, replace=None if glued else rest)


def _start_of_rest(prose: Prose, repeat: Repeat) -> int:
    """Where the text to keep starts: at the title before the second name, if there is one."""
    lowers = prose.words.lowers
    at = repeat.second
    while at > repeat.first + repeat.length and lowers[at - 1] in TITLES:
        at -= 1
    return at


def _end_of_stutter(prose: Prose, repeat: Repeat) -> int | None:
    """The position behind the second name, or None where the repeat is no stutter."""
    words = prose.words
    texts = words.texts
    first, second, length = repeat
    if texts[first : first + length] != texts[second : second + length]:
        return None
    start, end = first, second + length
    while end < len(texts) and _continues(prose, end - 1):
        end += 1
    while start and _continues(prose, start - 1):
        start -= 1
    if end - start > _LONGEST or not all(_continues(prose, i) for i in range(first, second + length - 1)):
        return None
    run = words.lowers[start:end]
    if not FUNCTION_WORDS.isdisjoint(run) or not _in_running_text(prose, start, end):
        return None
    titles = [word in TITLES for word in words.lowers[first + length : second]]
    named = [word for word in words.lowers[first : first + length] if word not in TITLES]
    if len(named) < length and len(named) < 2:
        return None  # President Berg, President Lund
    if all(titles):
        return end if length >= 2 and (titles or end == second + length) else None
    from checker.lexicon import frequency

    given_name_again = length == 1 and len(titles) == 1 and not titles[0] and end == second + 2
    if not given_name_again or "'s" in words.lowers[first][-2:] + words.lowers[first + 1][-2:]:
        return None
    # North, Saint and Sisters start many names; Sergei starts one.
    return end if frequency(words.lowers[first]) < _RARE else None


def _continues(prose: Prose, position: int) -> bool:
    """Whether the next word is capitalised too and only a space lies between."""
    words = prose.words
    if (
        position + 1 >= len(words)
        or not words.texts[position + 1][0].isupper()
        or not words.texts[position][0].isupper()
    ):
        return False
    return prose.text[words.ends[position] : words.starts[position + 1]] in _SPACES


def _in_running_text(prose: Prose, start: int, end: int) -> bool:
    """Whether words in lower case stand around a run of capitalised ones."""
    texts = prose.words.texts
    after = prose.text[prose.words.ends[end - 1] : prose.words.ends[end - 1] + 1]
    if not after or after in "\n/" or "courtesy" in prose.words.lowers[max(0, start - 3) : start]:
        return False  # a credit or a caption
    around = texts[max(0, start - 3) : start] + texts[end : end + 3]
    return sum(word.islower() for word in around) >= 2
