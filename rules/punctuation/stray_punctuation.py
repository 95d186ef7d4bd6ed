"""The rule `stray-punctuation`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.lexicon import known, parts_of_speech
from checker.rule import Context, Invalid, Rule, Valid

# Signs that no word of prose ends with.
_SIGN = re.compile(r"[~^_@](?:(?<=[^\W_].)|(?<=\w,.))(?=[ \u00a0][\w(\"“])")
# "will- be", "twenty- other"; a hyphen may hang only before "and", "or", "to" and the like ("short- and long-term").
_HANGING = re.compile(r"-(?<=[a-zA-Z]{2}-)(?=[ \u00a0]([a-zA-Z]+))")
_MAY_HANG = frozenset("and or to through but nor than versus as not if und y und/or".split())
# An apostrophe behind a letter that is no "s", with no single quotation to close; a pattern for each of the two forms,
# because the engine looks for one character faster than for a class.
_APOSTROPHES = tuple(re.compile(mark + r"(?<=[a-rt-z]{2}.)(?=[ \u00a0][a-z–—-])") for mark in "'’")
_MAY_OPEN = re.compile(r"(?<![^\W_])['’‘`]|['’](?=[A-Z])")
_DROPPED = frozenset("an ol th wit wi lil li ha tha mo jus gon yo ya fo em ma pa ca fi po do go to".split())
# A mark between "the" and its noun, between "have" and its participle, or before "said".
_LEADING_ON = (
    r"(?=[ \u00a0][a-z])(?:(?<=[ \u00a0]a.)|(?<=[ \u00a0]an.)|(?<=[ \u00a0](?:the|has|had|can).)"
    r"|(?<=[ \u00a0](?:have|will|must).)|(?<=[ \u00a0](?:would|could).)|(?<=[ \u00a0]should.)"
)
_SPEAKING = r"|(?<=\w.)(?=.(?:said|says|added)\b)"
_DETERMINERS = frozenset("a an the".split())
_ASIDE = re.compile(r", (?:if|or|and|but|perhaps|maybe|though|even) [\w ]{0,20}\Z")
_YEAR = re.compile(r"[ \u00a0](?:19|20)\d\d\b")
_MONTHS = frozenset("january february march april june july august september october november december may".split())


class StrayPunctuation(Rule):
    """A mark in a place where none can stand.

    What it finds: a mark between “the” and its noun or between “have” and its participle, a hyphen or an apostrophe
    that hangs on a whole word, a full stop, question or exclamation mark after which the sentence goes on, and signs
    such as “_” and “^” behind a word.

    Why it matters: the reader stops where nothing ends; it is the trace of a bad cut or of a conversion.

    Example: "They have: been to the, market and further talks will- be held."
    """

    name = "stray-punctuation"
    category = "punctuation"
    invalid = (
        Invalid("They have: been to the, market and further talks will- be held.", (":", ",", "-"), ""),
        Invalid("The bridge led to_ the old town.", ("_",), ""),
        Invalid("The bridge was mostly' new, and the hall was old.", ("'",), ""),
        Invalid("The rains and. later the floods destroyed the town.", (".",), ""),
        Invalid("Nobody closed the bridge- a vote is due in May.", ("-",), " –"),
        Invalid("The vice- presidential talks ended on Monday.", ("-",)),
        Invalid("Four of the causes are strikes and storms. offsetting the rise in fares.", (".",)),
        Invalid("They met in June? 2015 and talked.", ("?",), ""),
    )
    valid = (
        Valid("Short- and long-term plans, two- to three-year terms, the workers' hall."),
        Valid("The mayor:\n\nOpposes; says she would veto it."),
        Valid("It is one of, if not the, oldest bridges, and a, or the, reason to come."),
        Valid("He was runnin' home, o' course, and ‘all of them’ were glad."),
        Valid("It was the, er, plan, and he could, perhaps, come."),
        Valid("Vitamin A, iron and plan B; he went in. Then a, b and c."),
        Valid("She asked why. Acme Inc. was there at 5 p.m. on Monday."),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        prose = article.body
        found: set[int] = set()
        text = prose.text
        if any(sign in text for sign in "~^_@"):
            found.update(m.start() for m in _SIGN.finditer(text) if self._lone_sign(text, m.start()))
        found.update(
            m.start()
            for m in _HANGING.finditer(text)
            if m[1].lower() not in _MAY_HANG and self._before_known(prose, m.start())
        )
        for pattern in _APOSTROPHES:
            found.update(m.start() for m in pattern.finditer(text) if self._hangs(prose, m.start()))
        for pattern in _splitting():
            found.update(m.start() for m in pattern.finditer(text) if self._splits(prose, m.start()))
        found.update(self._in_dates(prose))
        found.update(lowered.mark for lowered in prose.lowered_starts if lowered.misplaced)
        for at in sorted(found):
            mark = prose.text[at]
            message = f"The mark “{mark}” stands where none can."
            yield self.finding(prose, at, at + 1, message, replace=self._instead(prose, at))

    @staticmethod
    def _instead(prose: Prose, at: int) -> str | None:
        """What belongs in the place of a stray mark: nothing, a dash for a hyphen behind a word that may end a clause,
        or None where a person must tell, as a mark may stand for another one."""
        words, mark = prose.words, prose.text[at]
        word = words.first_at(at) - 1
        cut_off = word < 0 or "F" in parts_of_speech(words.lowers[word])
        if mark == "-":  # before "the" or "we" a clause begins; before a noun the word may want its other half
            begins = word + 1 < len(words) and "F" in parts_of_speech(words.lowers[word + 1])
            return " –" if begins and not cut_off else None
        if mark in "'’":
            return None if any(q.start < at < q.end for q in prose.quotations) else ""
        return None if mark == "." and not cut_off else ""

    @staticmethod
    def _lone_sign(text: str, at: int) -> bool:
        if text[at] != "_":
            return True
        line_start = text.rfind("\n", max(0, at - 200), at) + 1
        return "_" not in text[max(line_start, at - 200) : at]  # else emphasis or a file name

    @staticmethod
    def _before_known(prose: Prose, at: int) -> bool:
        word = prose.words.at(at - 1)
        return word is not None and prose.words.texts[word].islower() and known(prose.words.lowers[word])

    @staticmethod
    def _hangs(prose: Prose, at: int) -> bool:
        words = prose.words
        word = words.at(at - 1)
        if word is None or not words.texts[word].islower() or words.lowers[word].endswith("in"):
            return False
        if words.lowers[word] in _DROPPED or not known(words.lowers[word]):
            return False
        start = max(0, at - 300, prose.text.rfind("\n", max(0, at - 300), at))
        return not _MAY_OPEN.search(prose.text, start, at)

    @staticmethod
    def _splits(prose: Prose, at: int) -> bool:
        words, text = prose.words, prose.text
        before = words.at(at - 1)
        if before is None or before + 1 >= len(words):
            return False
        word, following = words.lowers[before], words.lowers[before + 1]
        if following in {"said", "says", "added"}:
            return words.texts[before][0].isupper() and text[max(0, words.starts[before] - 1)] not in "\n.!?"
        if following == word:
            return False  # a start that was broken off
        if word in _DETERMINERS:
            if (
                text[at] in ".?!"
                or following == word
                or following
                in {
                    "er",
                    "um",
                    "uh",
                    "quote",
                    "well",
                    "b",
                    "like",
                    "ah",
                    "erm",
                    "and",
                    "or",
                }
            ):
                return False
            if text[at] == "," and _ASIDE.search(text, max(0, at - 30), at):
                return False  # "one of, if not the, oldest"
            closing = text.find(",", at + 1, at + 40)
            return text[at] != "," or closing < 0 or "." in text[at:closing]
        tags = parts_of_speech(following)
        if word in {"have", "has", "had"}:
            return following == "been" or (text[at] in ":;" and "P" in tags and not set(tags) & set("NVJF"))
        return following == "be"

    @staticmethod
    def _in_dates(prose: Prose) -> Iterator[int]:
        """Marks between a month and its year ("June? 2015")."""
        words, text = prose.words, prose.text
        for month in _MONTHS & words.index.keys():
            for word in words.index[month]:
                at = words.ends[word]
                if text[at : at + 1] in set("?!;:-") and _YEAR.match(text, at + 1) and words.texts[word][0].isupper():
                    yield at


@cache
def _splitting() -> tuple[re.Pattern[str], ...]:
    """A pattern for each mark that may stand inside what belongs together."""
    return tuple(
        re.compile(re.escape(mark) + _LEADING_ON + (_SPEAKING if mark in ";:" else "") + ")") for mark in ",;:.!?"
    )
