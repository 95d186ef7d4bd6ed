"""Names: runs of capitalised words, with particles, titles, initials, possessives and hyphens.

A capital at the start of a sentence, a paragraph, a quotation or after a colon says nothing: such a word belongs to a
name only if it is no word of function, and it is judged by how it stands elsewhere in the article, then by how news
writes it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import compress
from operator import ne
from typing import NamedTuple

from checker.annotations.prose import Prose
from checker.annotations.words import Words

TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron count president minister premier secretary"
    " senator sen congressman congresswoman rep representative gov governor mayor ambassador general gen colonel col"
    " major maj lieutenant lt captain capt commander cmdr sergeant sgt admiral adm brigadier corporal cpl private"
    " officer detective inspector judge justice chancellor chairman chairwoman king queen prince princess emperor"
    " empress sultan emir sheikh sheik shaikh imam ayatollah mullah pope cardinal archbishop bishop reverend rev"
    " father sister rabbi coach spokesman spokeswoman".split()
)
PARTICLES = frozenset(
    "al el ul ur ud bin bint ibn ben abu abd abdul umm da de del della delle di do dos das du des la las le les lo van"
    " von der den ter ten te zu zur y e i st ap af av".split()
)
SUFFIXES = frozenset("jr sr ii iii iv".split())
"""Words that tell generations apart."""

# Titles that are surnames as well: a title only where the run begins.
_SURNAMES_TOO = frozenset(
    "king queen prince princess pope bishop major judge sultan general count lord lady baron private dean coach sister"
    " father mayor chancellor justice marshal constable sheikh sheik shaikh mullah emir imam officer captain governor"
    " miss commander admiral cardinal premier".split()
)
# What makes no name of the words after it: "Justice Department" and "General Motors" are no persons with a title.
_NO_HOLDERS = frozenset(
    "department motors electric mills assembly league council conference hospital office committee leader leaders"
    " college park street avenue road square station hotel island islands cup bay county general minister".split()
)
# Words that stand between what a person serves and a title: "Russian | Foreign Minister | Sergei Lavrov".
_RANKS = frozenset(
    "prime vice deputy foreign defense defence interior finance treasury health justice home trade energy chief former"
    " first attorney lieutenant major brigadier assistant associate acting special senior general crown grand national"
    " security homeland staff"
    " supreme police fire press house senate state".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday january february october november".split())
_PRONOUNS = frozenset("i i'm i've i'll i'd".split())
# Words that open sentences; none of them opens a name. (What the lexicon calls a word of function comes on top.)
_OPENERS = frozenset(
    "the a an this that these those and but or nor so yet for in on at by to from with of as if when while since until"
    " after before because although though unless once where who what which why how he she it they we you i his her"
    " its their our your my one two three some many most all both each every no not never another other such there"
    " here then now today yesterday tomorrow also still however meanwhile according among about under over against"
    " during despite like unlike even only just last next earlier later former is are was were do does did has have"
    " had can could will would should may might must let please yes asked".split()
)
_NOT_ALONE = TITLES | _DAYS | _PRONOUNS
_NO_NAMES = _OPENERS | _PRONOUNS
_PREFIXED = re.compile(r"(?:a[lnrstdz]|as[hs]|at[ht]|e[ls]|ul|ur|ud|ibn|bin|ben|abu|d|l|o|m|t)['’\-\u2010\u2011]\w")
_CLOSED = re.compile(r"'(?![^\W\d_])")
_GLUE = frozenset((" ", "\u00a0", " '", " ‘", " ’", "-'", "-‘", "-’"))
_POSSESSIVE = frozenset(("'s", "’s", "'S", "’S"))
_PLACES = 40
_FRESH = '"“‘«(:\n•*—–-…[|/'


class Name(NamedTuple):
    """One mention of a name.

    `text` is the mention without titles and possessive, `parts` its words, `titles` the titles before it in lower
    case. `first` and `last` are the half-open range of its words in `prose.words`. A name whose capitals may be due
    to the start of a sentence, or to a headline where every word has one, is not `certain`.
    """

    start: int
    end: int
    text: str
    parts: tuple[str, ...]
    titles: tuple[str, ...]
    first: int
    last: int
    certain: bool


def find_names(prose: Prose) -> list[Name]:
    """Every mention of a name, in the order of the text. Linear in the length of the text."""
    text, words = prose.text, prose.words
    texts, lowers, starts, ends = words.texts, words.lowers, words.starts, words.ends
    capitals = list(compress(range(len(texts)), map(ne, texts, lowers)))
    if not capitals:
        return []
    openings = {first for first, _ in prose.sentence_words}
    elsewhere: dict[str, bool] = {}
    found: list[Name] = []
    done, count = 0, len(texts)
    for i in capitals:
        if i < done:
            continue
        word = texts[i]
        if not (word[0].isupper() or _capital(word)):
            continue
        lower, end = lowers[i], ends[i]
        follower = lowers[i + 1] if i + 1 < count else ""
        # The short ways for most capitals: a word with none behind it opens a sentence, or is a name inside one.
        if i + 1 == count or (texts[i + 1] == follower and follower not in PARTICLES and text[end] != "-"):
            done = i + 1
            if i in openings:
                if lower in _NO_NAMES:
                    continue
            elif lower not in _NOT_ALONE and word.isalpha() and not _fresh(text, starts[i]):
                found.append(Name(starts[i], end, word, (word,), (), i, done, True))
                continue
        else:
            done = _run_end(text, words, i, openings)
        _split(prose, words, i, done, openings, elsewhere, found)
    headline = prose.field == "title" and 2 * len(capitals) > len(texts)
    return [name._replace(certain=False) for name in found] if headline else found


def _capital(word: str) -> bool:
    return word[0].isupper() or (len(word) > 3 and _PREFIXED.match(word) is not None and not word.islower())


def _run_end(text: str, words: Words, first: int, openings: set[int]) -> int:
    """Where the run of capitalised words and particles that begins with a word ends."""
    texts, lowers, starts, ends = words.texts, words.lowers, words.starts, words.ends
    count, last = len(texts), first + 1
    while last < count and last not in openings:
        end, lower = ends[last - 1], lowers[last]
        if text[end : starts[last]] == " " and texts[last][0].isupper():  # the short way for most
            if lower in _PRONOUNS or texts[last - 1][-2:] in _POSSESSIVE:
                break
            last += 1
            continue
        if not _joined(text, lowers[last - 1], end, starts[last]):
            break
        if _capital(texts[last]) or text[ends[last - 1]] == "-":
            if lowers[last] in _PRONOUNS or text[ends[last - 1] - 2 : ends[last - 1]] in _POSSESSIVE:
                break
            last += 1
            continue
        ahead = last
        while ahead < min(count - 1, last + 3) and lowers[ahead] in PARTICLES:
            if text[ends[ahead] : starts[ahead + 1]] not in _GLUE:
                break
            ahead += 1
        if ahead == last or not _capital(texts[ahead]):
            break
        last = ahead + 1
    return last


def _joined(text: str, before: str, end: int, start: int) -> bool:
    gap = text[end:start]
    if gap == " ":
        return True
    if gap == ". ":
        return len(before) == 1 or before in TITLES or before == "st"
    # A name such as 'Abd al-Qadir begins with a mark that is no quotation mark.
    if gap[:1] == "-" and gap in _GLUE:
        return True
    return (
        gap in _GLUE
        and (text[start] in "IAEOU" or text.startswith("abd ", start))
        and _CLOSED.search(text, start + 1, start + 20) is None
    )


def _split(
    prose: Prose,
    words: Words,
    first: int,
    last: int,
    openings: set[int],
    elsewhere: dict[str, bool],
    found: list[Name],
) -> None:
    """Adds the names in a run: titles, days and words that only open a sentence part them."""
    lowers = words.lowers
    opens = first in openings or _fresh(prose.text, words.starts[first])
    judged = True
    if last - first == 1:
        if opens:
            if lowers[first] in _NO_NAMES:
                return
            judged = _name_elsewhere(words, lowers[first], openings, elsewhere)
        if lowers[first] not in _NOT_ALONE:
            _add(prose, words, first, last, (), judged, found)
        return
    if last - first > 2 and lowers[first] in _RANKS and first > 1 and lowers[first - 1] == "of":
        while last - first > 1 and lowers[first] in _RANKS:  # "Secretary of | State | Marco Rubio"
            first += 1
    elif opens:
        if lowers[first] in _OPENERS or lowers[first] in _PRONOUNS:
            first += 1
        else:
            judged = _name_elsewhere(words, lowers[first], openings, elsewhere)
            if not judged and last - first > 1:
                judged = True
                if lowers[first] not in TITLES and lowers[first] not in _RANKS and _plain(lowers[first]):
                    first += 1
    begin = first
    at = last if _NOT_ALONE.isdisjoint(lowers[first:last]) else first
    while at < last:
        lower = lowers[at]
        if lower in _DAYS or lower in _PRONOUNS:
            _add(prose, words, begin, at, (), judged, found)
            begin = at + 1
        elif lower in TITLES and at + 1 < last and _is_title(lowers, begin, at):
            stop = at + 1
            while stop < last and lowers[stop] in TITLES:
                stop += 1
            start = at
            while start > begin and lowers[start - 1] in _RANKS:
                start -= 1
            _add(prose, words, begin, start, (), judged, found)
            end = stop
            while end < last and lowers[end] not in TITLES and lowers[end] not in _DAYS:
                end += 1
            _add(prose, words, stop, end, tuple(lowers[start:stop]), True, found)
            begin = at = end
            continue
        at += 1
    _add(prose, words, begin, last, (), judged, found)


def _is_title(lowers: list[str], begin: int, at: int) -> bool:
    if lowers[at + 1] in _NO_HOLDERS or lowers[at + 1] in SUFFIXES:
        return False
    return at == begin or lowers[at] not in _SURNAMES_TOO or lowers[at - 1] in _RANKS or lowers[at - 1] in TITLES


def _fresh(text: str, start: int) -> bool:
    """Whether the word at an offset opens something: a line, a quotation, what follows a colon."""
    before = text[start - 1] if start else "\n"
    if before == " " and start > 1:
        before = text[start - 2]
        return before in "\n:•*|…"
    return before in _FRESH


def _name_elsewhere(words: Words, lower: str, openings: set[int], elsewhere: dict[str, bool]) -> bool:
    """Whether a word that opens a sentence is written as a name inside other sentences of the article, and in lower
    case less often; its first places speak for all."""
    base = lower.removesuffix("'s")
    if base not in elsewhere:
        places = (*words.index.get(base, ())[:_PLACES], *words.index.get(f"{base}'s", ())[:_PLACES])
        small = sum(words.texts[i][0].islower() for i in places)
        elsewhere[base] = sum(i not in openings for i in places) > 2 * small
    return elsewhere[base]


@cache
def _plain(lower: str) -> bool:
    """Whether news writes a word in lower case where no sentence begins."""
    from checker.lexicon import frequency, name_share

    return frequency(lower.removesuffix("'s")) > 0 and name_share(lower.removesuffix("'s")) < 0.4


def _add(
    prose: Prose, words: Words, first: int, last: int, titles: tuple[str, ...], certain: bool, found: list[Name]
) -> None:
    if first >= last or (last - first == 1 and words.lowers[first] in TITLES):
        return
    parts = words.texts[first:last]
    end = words.ends[last - 1]
    final = parts[-1]
    if final[-1] in "sS'’":
        for suffix in ("'s", "’s", "'S", "’S", "'", "’"):
            if final.endswith(suffix) and len(final) > len(suffix):
                parts[-1] = final[: -len(suffix)]
                end -= len(suffix)
                break
    start = words.starts[first]
    found.append(Name(start, end, prose.text[start:end], tuple(parts), titles, first, last, certain))
