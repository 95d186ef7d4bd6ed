"""The rule `repeated-word`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from checker.annotations.prose import Prose
from checker.annotations.repeats import FUNCTION_WORDS, quoted
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

# Words that English doubles with a good conscience, and sounds.
_MAY_DOUBLE = frozenset(
    "that had no very so bye ha la her blah really many long far never again go on hey hear there knock now"
    " yes yeah wow tut chop boom bang quack hush heh hee ho oh uh um er mm na da ta yadda yada tick choo woof night"
    " yo yum cha can pom tom tsk wah beep ding dong what well".split()
)
# Verbs that take "in" as their own, so that another may follow: "came in in May", "voted him in in March".
_TAKE_IN = frozenset(
    "be am is are was were been being break breaking broke broken bring bringing brings brought build built call called"
    " came cash cashed cashing check checked checking chip chipped come comes coming dig done drop dropped factor"
    " factored fill filled fit fits fitting fly flew gave get gets getting give given gives go goes going gone got hand"
    " handed jump jumped jumping keep kept kick kicked kicking kicks led let letting live lived lives living lock"
    " locked log logged mail mailed mailing move moved moves moving phase phased phases phasing pour poured pull pulled"
    " put putting rake raked ran rein reined roll rolled rush rushed sat send sent set sets setting settle settled"
    " settling sign signed sit sits sitting sleep slept stay stayed step stepped stepping swear swearing sworn take"
    " taken takes taking threw thrown tie tied took trade traded tune tuned turn turned turning usher ushered vote"
    " voted voting wade waded walk walked walking weigh weighed weighing weighs went work worked".split()
)
_OBJECT = 3  # words between such a verb and its "in", itself among them
_LONG_RUN = 4
# Reduplicated names are short (Duran Duran, Bora Bora, Walla Walla); a longer doubled name is mostly a slip.
_SHORT_NAME = 6
_SYLLABLE = 4
_DOUBLE_NAMES = frozenset(("abdullah", "humbert", "boutros", "adamu"))
_SPACE = " \t\u00a0\u202f"
_CLOSERS = ")]”’\"'»"


class RepeatedWord(Rule):
    """A word that stands twice or more in a row.

    What it finds: the same word again, with nothing but a space between, where English does not double it. Names that
    may be double by nature (Duran Duran) are left alone when they are short, or doubled more than once. In speech,
    only a doubled word of grammar counts.

    Why it matters: translators and hurried hands leave it; a reader trips over it at once.

    Example: "The minister said said that talks would go on."
    """

    name = "repeated-word"
    category = "noise"
    invalid = (
        Invalid("The minister said said that talks would go on.", ("said said",), "said"),
        Invalid("The the vote was lost by one voice.", ("The the",), "The"),
        Invalid("The The minister resigned, and nobody knew why.", ("The The",), "The"),
        Invalid("It is is what we need, the mayor wrote.", ("is is",), "is"),
        Invalid("They moved to Norway Norway last spring.", ("Norway Norway",), "Norway"),
        Invalid("It was the the the the worst year of all.", ("the the the the",), "the"),
        Invalid("He spent more (about $3 million million) on it.", ("million million",), "million"),
        Invalid("The law took effect in 2011 2011.", ("2011 2011",), "2011"),
        Invalid("Sales fell 4 percent in in the second quarter.", ("in in",), "in"),
        Invalid("The painter died in in a clinic.", ("in in",), "in"),
    )
    valid = (
        Valid("He knew that that was wrong."),
        Valid("The best there was was lost, and what he has has a price."),
        Valid("What it was was a ruin, and all they did did not help those who were were it sold."),
        Valid("The Duran Duran singer left for Bora Bora."),
        Valid("“We we we have no idea,” he stammered."),
        Valid("Add 1 1/2 cups of flour."),
        Valid("Boutros Boutros-Ghali led the United Nations."),
        Valid("It was a very, very long day."),
        Valid("The new rules came in in May, and the farmers moved the sheep in in spring."),
        Valid("They ended the sit-in in Leeds, in the house he died in in 1990."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        done = 0
        for i in prose.doubles:
            if i < done:
                continue
            last = _run_end(prose, i)
            done = max(last, i + 1)
            if last > i and _is_fault(prose, i, last):
                start, end = prose.words.starts[i], prose.words.ends[last]
                word, lower = prose.words.texts[i], prose.words.lowers[i]
                times = "twice" if last == i + 1 else f"{last - i + 1} times"
                plain = lower in _NEVER_DOUBLED or (lower not in _OF_CLAUSES and not _may_end_a_clause(prose, i))
                safe = plain and prose.words.texts[last].islower() and not {")", "/"} & set(prose.text[start:end])
                yield self.finding(
                    prose, start, end, f"The word “{word}” stands {times} in a row.", replace=word, safe=safe
                )


def _run_end(prose: Prose, first: int) -> int:
    """The position of the last word of a run of the same word, written alike but for the capital that opens a
    sentence, with only a space between."""
    words, text = prose.words, prose.text
    word, last = words.texts[first], first
    again = {word, word.lower()} if _opens_sentence(prose, first) else {word}
    while last + 1 < len(words) and words.texts[last + 1] in again:
        between = text[words.ends[last] : words.starts[last + 1]]
        slashed = between == "/" and word.islower() and len(word) > 3
        if not slashed and (between.strip(_SPACE) not in ("", ")") or between[-1:] not in _SPACE):
            break
        last += 1
    return last


def _is_fault(prose: Prose, first: int, last: int) -> bool:
    words, text = prose.words, prose.text
    word, lower, count = words.texts[first], words.lowers[first], last - first + 1
    end = words.ends[last]
    if text[end : end + 1] in ("/", "-", "@", "_") and text[end : end + 1]:
        return False
    if word[0].isdigit():
        return _is_number_fault(prose, first, last)
    if count >= _LONG_RUN and len(word) > 2 and lower not in _MAY_DOUBLE:
        return True
    if _opens_sentence(prose, first) and (lower in FUNCTION_WORDS or lower in ("in", "on")):
        return not quoted(prose, words.starts[first], end)
    if lower in _OF_CLAUSES:
        return not _may_end_a_clause(prose, first) and not quoted(prose, words.starts[first], end)
    if lower == "in" and count == 2 and _two_ins(prose, first):
        return False
    if lower in _MAY_DOUBLE or (len(lower) == 1 and lower not in "ai"):
        return False
    if word.islower() or words.texts[last].islower():
        return not quoted(prose, words.starts[first], end) or (count == 2 and _no_rhetoric(prose, last))
    return word[0].isupper() and _is_name_fault(prose, first, last)


def _opens_sentence(prose: Prose, position: int) -> bool:
    ranges = prose.sentence_words
    at = bisect_right(ranges, (position, len(prose.words))) - 1
    return at >= 0 and ranges[at][0] == position


# Verbs that end one clause and open the next: "what it was was a ruin", "all they did did not help".
_OF_CLAUSES = frozenset("is was are were do does did has have will".split())
_CLAUSES = frozenset(
    "what who whom whatever whoever which where how that there all thing those anything everything question".split()
)
_NEVER_DOUBLED = frozenset(("the", "a", "an", "of", "and"))
_REACH = 8


def _may_end_a_clause(prose: Prose, position: int) -> bool:
    """Whether a word stands shortly before that opens a clause, which a doubled verb may end."""
    before = prose.words.lowers[max(0, position - _REACH) : position]
    return not _CLAUSES.isdisjoint(before)


def _two_ins(prose: Prose, first: int) -> bool:
    """Whether the first of two "in" belongs to what stands before: to a verb, to a noun made of one ("a sit-in"), or to
    a clause that describes a noun ("the house he died in", "the mess they are in")."""
    from checker.lexicon import parts_of_speech

    words, text = prose.words, prose.text
    near = words.lowers[max(0, first - _OBJECT) : first]
    if not near or text[words.ends[first - 1] : words.starts[first]].strip(_SPACE) or not _TAKE_IN.isdisjoint(near):
        return True
    if words.texts[first] != "in" or "F" in parts_of_speech(near[-1]) or _may_end_a_clause(prose, first):
        return True
    described = len(near) > 2 and not {"N", "S"}.isdisjoint(parts_of_speech(near[-3]))
    return described and near[-2] in _SUBJECTS


_SUBJECTS = frozenset("i you he she it we they".split())
_GRAMMAR = frozenset("the a an of to and with from by as at for are was be has have will would this they their".split())


def _no_rhetoric(prose: Prose, last: int) -> bool:
    """Whether a word doubled in speech is one that nobody doubles for weight: of grammar, or a noun at a stop."""
    from checker.lexicon import parts_of_speech

    lower, end = prose.words.lowers[last], prose.words.ends[last]
    parts = set(parts_of_speech(lower))
    noun = (
        len(lower) > 3
        and not parts.isdisjoint("NS")
        and parts.isdisjoint("JRG")
        and prose.text[end : end + 1] in (".", ",", ";", "!", "?")
    )
    return lower in _GRAMMAR or noun


def _is_number_fault(prose: Prose, first: int, last: int) -> bool:
    """A number doubled in running text; columns of tables repeat numbers by nature."""
    words = prose.words
    before = words.lowers[first - 1] if first else "0"
    after = words.lowers[last + 1] if last + 1 < len(words) else "end"
    return len(words.texts[first]) >= 4 and before.isalpha() and after[0].isalpha()


def _is_name_fault(prose: Prose, first: int, last: int) -> bool:
    """A doubled name, unless it may be double by nature or stands in a heap of capitalised words."""
    from checker.lexicon import frequency, name_share, parts_of_speech

    words, text = prose.words, prose.text
    word, lower = words.texts[first], words.lowers[first]
    positions = words.index[lower]
    doubled = sum(1 for a, b in pairwise(positions) if b == a + 1) - (last - first - 1)
    if (
        doubled > 1
        or lower in _DOUBLE_NAMES
        or not word[1:].islower()
        or quoted(prose, words.starts[first], words.ends[last])
    ):
        return False
    before = words.texts[first - 1] if first else ""
    named = before[:1].isupper() and before.lower() not in FUNCTION_WORDS and text[words.ends[first - 1]] == " "
    if len(word) <= _SYLLABLE and not named and name_share(lower) < 0.9:
        return False  # Fang Fang, Ni Ni, Tap Tap
    in_prose = before.islower()
    if in_prose and frequency(lower) > 0 and parts_of_speech(lower):
        return True
    after = text[words.ends[last] : words.ends[last] + 2]
    if after[:1] not in ".,;:!?" + _CLOSERS and after[:1] and not (after[1:].islower() or after.isspace()):
        return False
    if len(word) > _SHORT_NAME or len(positions) > 2 + (last - first - 1):
        return True
    if name_share(lower) > 0 or frequency(lower) > 0:
        return True
    return named
