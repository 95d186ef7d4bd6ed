"""Ends of sentences with a lower-case word behind them: either the mark is wrong there, or the capital was lost."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from checker.annotations.prose import Prose
from checker.grammar.verbs import is_finite
from checker.lexicon import known, parts_of_speech

_END = re.compile(r"[.?!](?=[ \u00a0][a-z])(?<=[\w’']\w.|\w[’'].)")
_NEXT_END = re.compile(r"[.?!;:\n]")
_FARTHEST = 200
_ASKING = frozenset("ask asks asked wonder wonders wondered said says".split())
# A sentence does not end on one of these; nor do "who" or "not" begin one that makes sense without a capital.
_CANNOT_END = frozenset(
    "the a an and or but nor of his her its their our your my every than as at from with by into"
    " onto is are was were be been has have had will would can could may might must should very who"
    " whose whom which because if although though while unless whether about between among during"
    " against towards toward until upon".split()
)


class Lowered(NamedTuple):
    """`mark` is the offset of the mark, `start` and `end` of the word behind it. `misplaced` says that the sentence
    goes on behind the mark; otherwise a new one begins and has lost its capital."""

    mark: int
    start: int
    end: int
    misplaced: bool


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(
        "vs admin etc inc corp co cos ltd llc plc jr sr st no nos dr mr mrs ms prof rev hon gov sen rep reps"
        " sens gen lt col sgt maj capt cmdr adm pvt cpl supt det ft in lb lbs oz mph kph pp ed eds vol"
        " vols cf al ca fig figs min max avg tel ext bros mt mts ave blvd rd hr hrs sec secs sq km cm mm"
        " kg approx est dept univ assn intl natl govt misc incl excl temp jan feb mar apr jun jul aug sep"
        " sept oct nov dec mon tue tues wed thu thur thurs fri sat sun calif fla mass ill mich pa va md"
        " conn wash ore ariz colo minn wis tenn ky ala ga la miss mo neb nev okla kan ind del vt ark tex"
        " ont que messrs esq ret ph www com org yr yrs op cit viz ibid feat pct cent dist hwy rte apt"
        " bldg techn resp anon orig trans transl publ repr rpt ref refs ann jct jnr snr".split()
    )


def find_lowered(prose: Prose) -> list[Lowered]:
    """The full stops, question and exclamation marks with a space and a common lower-case word behind them."""
    text, words = prose.text, prose.words
    lowers, texts = words.lowers, words.texts
    found = []
    for match in _END.finditer(text):
        mark = match.start()
        after = words.first_at(mark)
        before = after - 1
        if before < 0 or after >= len(lowers) or words.starts[after] != mark + 2 or words.ends[before] < mark:
            continue
        word, following = lowers[before], lowers[after]
        inch = word == "in" and before > 0 and lowers[before - 1][-1].isdigit()
        if inch or not _ends_sentence(texts[before], text[mark]):
            continue
        if not _begins_sentence(text, texts[after], words.ends[after]):
            continue
        stop = _NEXT_END.search(text, words.ends[after], words.ends[after] + _FARTHEST)
        until = stop.start() if stop else min(len(text), words.ends[after] + _FARTHEST)
        last = words.first_at(until)
        cut_off = word in _CANNOT_END or word == "in"
        if text[mark] == "?" and stop and stop.group() == "?":
            continue  # "Who? when? where?"
        if text[mark] != "." and not _ASKING.isdisjoint(lowers[after : after + 4]):
            continue  # "Will it rain? they wonder."
        if last - after < 2 and stop and stop.group() == "." and text[until + 1 : until + 3].strip().islower():
            continue  # "Every. single. day."
        if before and text[words.ends[before - 1]] == "." and texts[before].islower():
            continue  # the last of them
        if cut_off:
            misplaced = True
        elif any(is_finite(lowers[i]) or "D" in parts_of_speech(lowers[i]) for i in range(after, last)):
            misplaced = False
        elif text[mark] != "." and following in {"and", "or", "but"}:
            continue  # "Alas! but true"
        else:
            misplaced = "V" not in parts_of_speech(following)
        found.append(Lowered(mark, words.starts[after], words.ends[after], misplaced))
    return found


def _ends_sentence(word: str, mark: str) -> bool:
    """Whether the word before a mark is whole: no abbreviation, initial or brand ("Yahoo!")."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower == "in":
        return True
    if (
        "." in word
        or (len(lower) < 3 and lower not in _CANNOT_END)
        or not _abbreviations().isdisjoint(lower.split("-"))
    ):
        return lower in _CANNOT_END and word.islower()
    if word[0].isupper():
        return mark == "." and len(lower) > 5
    return known(lower) or "-" in lower


def _begins_sentence(text: str, word: str, end: int) -> bool:
    """Whether the word behind the mark is a common word in lower case, and no address, name or brand."""
    if (
        not word.islower()
        or text[end : end + 1] in set("@/_:)=")
        or (text[end : end + 1] == "." and text[end + 1 : end + 2].isalnum())
        or (len(word) == 1 and word not in "ai")
    ):
        return False
    lower = word.replace("’", "'")
    return known(lower) and lower not in {"de", "von", "van", "al", "el", "la", "le", "bin", "com", "net", "org"}
