"""The rule `repeated-phrase`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import FUNCTION_WORDS, Repeat, quoted, stops
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_JOINERS = frozenset(
    ("and", "or", "nor", "but", "and or", "but also", "and also", "but rather", "or rather", "and then", "as well as")
)
# What may follow the second of two joined phrases, besides a mark: the verb that they are the subject of.
_VERBS = frozenset("is are was were has have had will would can could may might must shall should do does did".split())
# A name joined to itself may be a firm (Smith and Smith), but not behind these.
_BEFORE_PLACES = frozenset("between of in from with to".split())
# One word so often in a row, with commas, is a loop; fewer are rhetoric ("jobs, jobs, jobs").
_LOOP = 8
# So many characters without a mark, before and behind, are labels of a graphic.
_RUN = 100
_MARK = re.compile(r"[.,;:!?\"“”()–—]")
_SHORT = re.compile(r"\b(?:[A-Z]|Jr|Sr|Mr|Mrs)\.|(?<=\d),(?=\d)")
_DASHES = frozenset("-–—")
_DOUBLED_BY_NATURE = frozenset(
    "time again over round neck on through half none plenty maybe much million days weeks months years hours minutes"
    " seconds nights times ages decades centuries generations miles hundreds thousands millions billions trillions tons"
    " dozens scores lots loads heaps piles rows pages layers waves yards others".split()
)

_PLACING = frozenset(("in", "from", "at", "near", "of"))


class RepeatedPhrase(Rule):
    """A phrase that stands twice, side by side or joined by “and”.

    What it finds: the same words twice with nothing, a comma or “and”, “or” or “but also” between, where the second
    adds nothing to the first. Speech is left alone, for people repeat themselves; so are turns of phrase such as
    “bigger and bigger”, “years and years” and “talked and talked”.

    Why it matters: translation engines fall into such loops, and editing leaves one half of a change behind.

    Example: "The plan was dropped, two officials said, two officials said."
    """

    name = "repeated-phrase"
    category = "noise"
    invalid = (
        Invalid(
            "The plan was dropped, two officials said, two officials said.",
            ("two officials said, two officials said",),
            "two officials said",
        ),
        Invalid("The stay was pleasant and pleasant, guests wrote.", ("pleasant and pleasant",), "pleasant"),
        Invalid(
            "The hotel is close to the station and the station.",
            ("the station and the station",),
            "the station",
        ),
        Invalid("The sea is full of boats and boats.", ("boats and boats",), "boats"),
        Invalid("They spent it on hiring, training, training and safety.", ("training, training",), "training"),
        Invalid("Friends between Norway and Norway.", ("Norway and Norway",), "Norway"),
        Invalid("The town lies in Norway in Norway, near the coast.", ("in Norway in Norway",), "in Norway"),
        Invalid("The plan the plan was built on is gone.", ("The plan the plan",), "The plan"),
        Invalid("Go ice skating or ice-skating.", ("ice skating or ice-skating",), "ice skating"),
        Invalid(
            "He saw the old bridge, the old bridge, the old bridge.",
            ("the old bridge, the old bridge, the old bridge",),
            "the old bridge",
        ),
    )
    valid = (
        Valid("“We will win, we will win,” she told them."),
        Valid("It grew bigger and bigger for years and years."),
        Valid("They talked and talked until the rest of the rest of the crowd had left."),
        Valid("She read books, books and more books for days and days, at Smith and Smith."),
        Valid("These are capital-intensive investments, capital-intensive projects."),
        Valid("He flew from New York, New York, to Paris."),
        Valid("She asked what they needed and where they needed it."),
        Valid("He backs growth and growth in wages."),
        Valid("A year of the film The Long Bridge, or The Long Bridge: The Return, as they call it."),
        Valid("The debate on tolls misses the point, drivers say Drivers say the bridge is old."),
        Valid(
            "In the picture A. Berg of the north bank head of the council of the town and later of the port authority"
            " paid for work on the house of paid for work on the house of O. Dahl of the south bank once head of the"
            " union of the port and its pilots and of the town hall choir"
        ),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words, last = prose.words, -1
        for repeat in prose.repeats:
            if repeat.gap > 3 or repeat.first < last:
                continue
            ending = _end(prose, repeat)
            if ending is None:
                continue
            length, end = ending
            start, stop = words.starts[repeat.first], words.ends[end - 1]
            if not quoted(prose, start, stop):
                last = end
                phrase = prose.text[start : words.ends[repeat.first + length - 1]]
                message = f"The words “{_shortened(phrase)}” stand here more than once."
                yield self.finding(prose, start, stop, message, replace=phrase)
        yield from self._hyphened(prose)

    def _hyphened(self, prose: Prose) -> Iterator[Finding]:
        """The same words with a hyphen and without: "ice skating or ice-skating"."""
        words = prose.words
        for joiner in ("or", "and"):
            for i in words.index.get(joiner, ()):
                if 0 < i < len(words) - 1 and (first := _same_but_hyphen(words.lowers, i)) is not None:
                    start, end = words.starts[first], words.ends[i + 1]
                    phrase = prose.text[start : words.ends[i - 1]]
                    yield self.finding(prose, start, end, f"The words “{phrase}” stand here twice.", replace=phrase)


def _shortened(phrase: str) -> str:
    return phrase if len(phrase) <= 60 else phrase[:57].rsplit(" ", 1)[0] + " …"


def _end(prose: Prose, repeat: Repeat) -> tuple[int, int] | None:
    """How many words the phrase has and where its last repetition ends, or None where the repeat is no fault."""
    if repeat.gap <= 0:
        return _side_by_side(prose, repeat)
    if _adds_nothing(prose, repeat):
        return repeat.length, repeat.second + repeat.length
    return None


def _side_by_side(prose: Prose, repeat: Repeat) -> tuple[int, int] | None:
    """Phrases with nothing, a comma or a bracket between; one word alone is the business of `repeated-word`."""
    first, second, length = repeat
    words, keys, period = prose.words, prose.word_keys[0], repeat.distance
    times, end = length // period + 1, second + length
    between = prose.text[words.ends[second - 1] : words.starts[second]].strip()
    if period == 1:
        doubled = between == "," and (times >= _LOOP or (length == 1 and _doubled_in_a_list(prose, first)))
        return (1, end) if doubled else None
    texts = words.texts[first:second]
    if words.texts[second][0].isupper() and not texts[0][0].isupper():
        return None  # a headline and the line below it
    if between == "" and _no_marks_near(prose, words.starts[first], words.ends[end - 1]):
        return None  # the labels of a graphic
    named = texts[0][0].isupper() and words.texts[second][0].isupper()
    if between not in ("", ",", "(") or (named and between == ""):
        return None  # without a mark between, names, captions and headlines: New York New York
    edges = {keys[first], keys[second - 1]}
    if (keys[second - 1] in FUNCTION_WORDS and period == 2) or "another" in texts or keys[second - 1] in _VERBS:
        return None  # door to door to; one strike followed by another, followed by another
    if period <= 3 and between != "(" and ("and" in edges or (length < 2 * period - 1 and "of" in edges)):
        return None  # talked and talked and talked; the majority of the majority of
    if between == "," and first and keys[first - 1] in ("when", "if", "once"):
        return None  # when it is gone, it is gone
    if " " not in prose.text[words.starts[first] : words.ends[second - 1]]:
        return None  # one address of a site
    if length >= 2 * period - (period >= 3):
        return period, end
    if length != period or (between == "(" and period < 3):
        return None
    placed = texts[0] in _PLACING and all(t[0].isupper() for t in texts[1:])  # in Norway in Norway
    if (
        not placed
        and between != "("
        and all(t[0].isupper() or not t.isalpha() or t.lower() in FUNCTION_WORDS for t in texts)
    ):
        return None
    return (period, end) if period >= 3 or between == "" or stops(prose, end - 1) else None


def _no_marks_near(prose: Prose, start: int, end: int) -> bool:
    """Whether a long run of words without marks stands on both sides, as no sentence has it."""
    before = prose.text[max(0, start - _RUN) : start]
    behind = prose.text[end : end + _RUN]
    around = before[before.rfind("\n") + 1 :], behind.partition("\n")[0]
    if min(map(len, around)) < _RUN * 0.6 or sum(map(len, around)) < _RUN * 1.8:
        return False
    return not any(_MARK.search(_SHORT.sub("", side)) for side in around)


def _adds_nothing(prose: Prose, repeat: Repeat) -> bool:
    """Whether a phrase is joined to itself and nothing that follows tells the second from the first."""
    words, keys = prose.words, prose.word_keys[0]
    first, second, length = repeat
    gap = keys[first + length : second]
    between = prose.text[words.ends[first + length - 1] : words.starts[second]]
    if not _DASHES.isdisjoint(between):
        return False
    last = second + length - 1
    if prose.text.startswith(":", words.ends[last]):
        return False  # "The Bridge, or The Bridge: The Sequel"
    stopped = stops(prose, last)
    if length >= 3 and len(gap) == 2 and gap[1] in ("and", "or"):
        return stopped and gap[0] not in FUNCTION_WORDS and not between.startswith(",") and _contents(repeat, keys) > 1
    if " ".join(gap) not in _JOINERS:
        return False
    if length == 1:
        return stopped and between.strip(' "“”') in ("and", "or") and _plain_word(prose, first)
    if not stopped:
        plain = gap in (["or"], ["and"]) and "," not in between and keys[first] in ("the", "a", "an")
        return plain and last + 1 < len(words) and keys[last + 1] in _VERBS
    return length > 2 or keys[first] in FUNCTION_WORDS or words.texts[first][0].isupper()


def _contents(repeat: Repeat, keys: list[str]) -> int:
    return sum(keys[i] not in FUNCTION_WORDS for i in range(repeat.first, repeat.first + repeat.length))


def _plain_word(prose: Prose, position: int) -> bool:
    """Whether a word is a name, a noun or an adjective without anything before it that tells it from its double;
    verbs, comparatives and plurals of time and number are doubled for weight ("talked and talked")."""
    from checker.lexicon import parts_of_speech

    words = prose.words
    word = words.texts[position]
    before = words.texts[position - 1] if position else ""
    if word[0].isupper():
        return before in _BEFORE_PLACES and words.texts[position + 2] == word and word[1:].islower() and len(word) > 3
    if not word.islower() or len(word) < 4 or word in _DOUBLED_BY_NATURE or word.endswith("er"):
        return False
    parts = set(parts_of_speech(word))
    if "S" in parts:
        return True
    if not parts:
        return word.endswith("us")
    if not parts <= set("NJV") or parts == {"V"}:
        return False
    return before in FUNCTION_WORDS or before == "" or set(parts_of_speech(before.lower())).isdisjoint("NSJ")


def _doubled_in_a_list(prose: Prose, position: int) -> bool:
    """Whether two items of a list are the same: "recruitment, training, training and supervision"."""
    from checker.lexicon import parts_of_speech

    words, text = prose.words, prose.text
    word = words.texts[position]
    if not word.islower() or words.texts[position + 1] != word or set(parts_of_speech(word)).isdisjoint("NS"):
        return False
    listed = position > 0 and text[words.ends[position - 1] : words.starts[position]].strip() == ","
    following = words.lowers[position + 2 : position + 4]
    joined = len(following) == 2 and following[0] in ("and", "or") and following[1] not in FUNCTION_WORDS
    spaced = text[words.ends[position + 1] : words.ends[position + 1] + 1] == " "
    return listed and joined and spaced and following[1] != words.lowers[position]


def _same_but_hyphen(lowers: list[str], joiner: int) -> int | None:
    """The position of the first word of the phrase before `joiner` that the word after it repeats with a hyphen."""
    after = lowers[joiner + 1]
    if "-" not in after:
        return None
    parts = after.split("-")
    first = joiner - len(parts)
    return first if first >= 0 and lowers[first:joiner] == parts else None
