"""Near words that are two words, not two spellings of one name: Iraq and Iraqi, Matt and Matthew, Nevada and New."""

from __future__ import annotations

import re

from checker.lexicon import frequency, known, name_share, parts_of_speech
from checker.matching.common_names import articles_with, family
from checker.matching.people import skeleton
from checker.matching.spelling import likeness

# Endings that make another word of a name, not another spelling: Iraq and Iraqi, Kennedy and the Kennedys.
_ENDINGS = tuple(
    "ians ian ans an ists ist ism ites ite ish ic ese ers er es os ness o s n i a e y ov ova ev eva aya ina ovich evich"
    " ovna evna son sen ez ".split(" ")
)
_ADJECTIVES = frozenset("ians ian ans an ists ist ism ites ite ish ic ese os ness".split())
_FORMS = frozenset(" s a n i ns as os is ia an ans ana ish ist ism ite".split(" "))
_SURNAME_OF_A_MAN = re.compile(r"(?:[eo]v|[iy]n|sk[iy]?)$")
_ESTABLISHED = 16  # articles
_ALIKE = 0.0  # log-odds: two words that news has must be this near to be one
_COMMON = 5  # in a million words
_OF_GRAMMAR = 500  # in a million words
_STEM = 5  # letters
_VOWELS = "aeiou"


def different_words(x: str, y: str, in_foreign_name: bool = False, *, alone: bool = False) -> bool:
    """Whether two near words are different words, not spellings of one name. In a name with two words that are not
    English, a word that looks English is none ("Yong Il Sin"). Two words that stand `alone` have nothing beside them
    to tell whose name they are."""
    if (
        (derived(x, y) and (alone or not _spelled_without_last(x, y)))
        or shortened(x, y)
        or _of_grammar(x)
        or _of_grammar(y)
    ):
        return True
    if in_foreign_name:
        return False
    if known(x) and known(y) and (plain(x) or plain(y)):
        return True
    shorter = x if len(x) <= len(y) else y
    if len(shorter) < 3 and not set("aeiouy") & set(shorter):
        return True  # an abbreviation
    if family(x) == family(y):
        return False
    if _in_news(x) and _in_news(y) and skeleton(x) != skeleton(y) and likeness(x, y) < _ALIKE:
        return True
    return established(x) and established(y)


def _of_grammar(word: str) -> bool:
    return frequency(word) > _OF_GRAMMAR and "F" in parts_of_speech(word)


def _in_news(word: str) -> bool:
    return known(word) or articles_with(word) > 0


def established(word: str) -> bool:
    """Whether so many articles have the word that it is spelled as it is meant."""
    return articles_with(word) >= _ESTABLISHED or frequency(word) >= _COMMON


def derived(x: str, y: str) -> bool:
    """Whether two words are one stem with two endings that make different words of it."""
    short, long = sorted((x, y), key=len)
    if long.startswith(short):
        ending = long[len(short) :]
        if ending == "a" and (articles_with(short) == 0) != (articles_with(long) == 0):
            return False  # no woman's form of a man's name: news knows only one of them
        return (
            ending in _ENDINGS and ending not in ("e", "o", short[-1]) and not (ending in "ay" and short[-1] in "aeiou")
        )
    stem = 0
    while stem < len(short) and short[stem] == long[stem]:
        stem += 1
    for cut in range(stem, max(2, stem - 4), -1):
        one, other = short[cut:], long[cut:]
        if {one, other} == {"a", "o"} or ({x[-3:], y[-3:]} == {"man", "men"} and len(x) > _STEM):
            return True
        if one in _ENDINGS and other in _ENDINGS and (one in _ADJECTIVES or other in _ADJECTIVES):
            return True
    return False


def _spelled_without_last(x: str, y: str) -> bool:
    """Whether one of two words that news does not know has one vowel more at its end than the other."""
    short, long = sorted((x, y), key=len)
    if long[:-1] != short or long[-1] not in "ai" or _SURNAME_OF_A_MAN.search(short):
        return False
    return not (_in_news(short) or _in_news(long))


def form_of_known_name(x: str, y: str) -> bool:
    """Whether one of two words has an ending on a name that news often has, and the other shares the stem: plurals,
    people and things of a place ("Somalis" and "Somalia", "Virginias" and "Virginians")."""
    for word, other in ((x, y), (y, x)):
        for size in (1, 2, 3):
            stem = word[:-size]
            if len(stem) < _STEM:
                break
            established_stem = word[-size:] in _FORMS and articles_with(stem) >= _ESTABLISHED
            cuts = range(len(stem) - 2, len(stem) + 1) if established_stem else ()
            if any(other[:cut] == stem[:cut] and other[cut:] in _FORMS for cut in cuts):
                return True
    return False


def shortened(x: str, y: str) -> bool:
    """Whether one word is a short form of the other, as "Matt" is of "Matthew" and "Ave" of "Avenue"."""
    short, long = sorted((x, y), key=len)
    if len(long) - len(short) < 2 or len(short) < 3 or skeleton(x).rstrip(_VOWELS) == skeleton(y).rstrip(_VOWELS):
        return False
    stem = short.rstrip("iey")
    if len(stem) > 3 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    return long.startswith(short) or (len(stem) >= 3 and long.startswith(stem))


def plain(word: str) -> bool:
    return frequency(word) >= 1 and name_share(word) < 0.5
