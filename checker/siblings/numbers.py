"""Numbers as they are compared between articles: in digits and in words, with their unit, and how exact they are."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from checker.annotations.prose import Prose
from checker.siblings.number_neighbors import bound_of, dated, decade, is_day, scale_of_range, word_at
from checker.siblings.number_words import (
    ABOUT,
    CURRENCIES,
    FRACTIONS,
    MEASURES,
    MONTHS,
    MULTIPLES,
    ONES,
    ORDINALS,
    SCALES,
    TENS,
    WEEKDAYS,
)

Kind = Literal["number", "money", "percent", "points", "ordinal", "year", "day", "month", "weekday", "clock", "times"]

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s?(a\.?m\b\.?|p\.?m\b\.?)?", re.IGNORECASE)
_GROUPS = r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3}|,[ ]?000)+(?![\d.,]*\d)"  # "55 000", "176, 000"
_PART = re.compile(r"(?: |-)?(?:([123]) ?/ ?([234])\b|([½¼¾]))")  # "4 1/2", "4½"
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_WORD = re.compile(_GROUPS + r"|\d+(?:[.,]\d+)*|[^\W\d_]+(?:\.[^\W\d_]\b)*\.?(?<=[a-z]\.[a-z]\.)|[^\W\d_]+|[%$£€¥₹₽:]")
_BEFORE_DIGITS = ("USD", "EUR", "GBP", "PLN", "CNY", "$US")
_LARGE = 1_000
_ZONES = frozenset("gmt utc cet cest est edt et bst ist msk local hours hrs moscow".split())


class Number(NamedTuple):
    """A number in a text: `value` in units of its scale, `unit` what is counted or measured, or "", `about` whether
    it is said to be inexact, `bound` 1 where it is said to be more ("over 100") and -1 where less ("nearly 100")."""

    start: int
    end: int
    kind: Kind
    value: float
    unit: str
    about: bool
    bound: int = 0


def numbers_of(prose: Prose) -> list[Number]:
    """The numbers of a field, in the order of the text."""
    return prose.kept(_find)


def _find(prose: Prose) -> list[Number]:
    text = prose.text
    tokens: list[_Token] = []
    for m in _WORD.finditer(text):
        day, gap, rest = m.group().partition(" ")
        if gap and len(day) < 3 and tokens and tokens[-1][0] in MONTHS:  # "On May 12 300 people"
            tokens += [(day, m.start(), m.start() + len(day)), (rest, m.end() - len(rest), m.end())]
        else:
            tokens.append((m.group().lower(), m.start(), m.end()))
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        number, at = _number_at(text, tokens, at)
        if number:
            if found:
                found[-1] = _of_range(text, found[-1], number)
            found.append(number)
    return found


def _of_range(text: str, first: Number, last: Number) -> Number:
    """The first of two numbers, with the scale of the last where the two are a range: "25 to 30 thousand"."""
    if first.kind not in ("number", last.kind) or not first.value < _LARGE <= last.value:
        return first
    value = first.value * scale_of_range(text, first.end, last.start, last.end)
    return first._replace(value=value, kind=last.kind, unit=last.unit) if _LARGE <= value <= 10 * last.value else first


_Token = tuple[str, int, int]


def _number_at(text: str, tokens: list[_Token], at: int) -> tuple[Number | None, int]:
    """The number that begins at a token, if one does, and the token to go on with."""
    word, start, end = tokens[at]
    if word in WEEKDAYS and len(word) > 4 and text[start].isupper():
        return Number(start, end, "weekday", WEEKDAYS[word], "", False), at + 1
    if (
        word in MONTHS
        and text[start].isupper()
        and (word != "may" or dated(tokens, at))
        and (word not in ("mar", "march") or dated(tokens, at))
    ):
        return Number(start, end, "month", MONTHS[word], "", False), at + 1
    if word in MULTIPLES and not (word == "double" and word_at(tokens, at + 1) == "-"):
        return Number(start, end, "times", MULTIPLES[word], "", False), at + 1
    fraction = at and (tokens[at - 1][0] in ONES or tokens[at - 1][0] == "a")
    if word in ORDINALS and word not in ("first", "second") and not fraction:
        return Number(start, end, "ordinal", ORDINALS[word], "", False), at + 1
    if word[0].isdigit():
        return _in_digits(text, tokens, at)
    if word in ONES or word in TENS:
        return _in_words(text, tokens, at)
    return None, at + 1


def _clock(text: str, clock: re.Match[str], tokens: list[_Token], at: int) -> bool:
    """Whether a number is a time of day: with a colon, or a stop and what goes with a time."""
    if int(clock[2]) > 59:
        return False
    if text[clock.end(1)] == ":":
        return True
    after = next((t[0] for t in tokens[at + 1 : at + 3] if t[1] >= clock.end()), "")
    return after in _ZONES and text[clock.end(1)] == "."


def _in_digits(text: str, tokens: list[_Token], at: int) -> tuple[Number | None, int]:
    word, start, end = tokens[at]
    if text[max(0, start - 4) : start].replace("$ ", "$").endswith(_BEFORE_DIGITS):
        pass
    elif start and (
        text[start - 1].isalpha()
        or (text[start - 1] in "-–" and start > 1 and text[start - 2].isupper() and text[start - 2].isalpha())
    ):
        return None, at + 1  # "MH17", "G-20", "COVID-19"
    following = word_at(tokens, at + 1)
    glued = at + 1 < len(tokens) and tokens[at + 1][1] == end
    clock = _CLOCK.match(text, start)
    if clock and int(clock[1]) < 25 and (clock[3] or (clock[2] and _clock(text, clock, tokens, at))):
        stop = clock.end()
        after = at + 1
        while after < len(tokens) and tokens[after][1] < stop:
            after += 1
        minutes = int(clock[1]) * 60 + int(clock[2] or 0)
        if clock[3] and clock[3][0] in "pP" and minutes < 720:
            minutes += 720
        return Number(start, stop, "clock", minutes, "exact" if clock[3] else "", False), after
    apostrophe = following == "s" and text[end : end + 1] in ("'", "’") and tokens[at + 1][1] == end + 1
    if ((glued and following == "s") or apostrophe) and (first := decade(tokens, at)):
        return Number(start, tokens[at + 1][2], "year", first, "", False), at + 2
    if glued and following in ("st", "nd", "rd", "th"):
        value = float(word.replace(",", ""))
        kind: Kind = "day" if is_day(tokens, at, at + 2, value) else "ordinal"
        return Number(start, tokens[at + 1][2], kind, value, "", False), at + 2
    read = _value(word)
    if read is None:
        return None, at + 1
    value = read
    if is_day(tokens, at, at + 1, value) and "." not in word:
        return Number(start, end, "day", value, "", False), at + 1
    if (
        len(word) == 4
        and 1000 <= value <= 2100
        and (not _currency_before(tokens, at))
        and not (following in SCALES and len(following) > 2)
        and not glued
        and _unit(tokens, at + 1)[0] != "%"
        and _year(tokens, at)
    ):
        return Number(start, end, "year", value, "", False), at + 1
    after = at + 1
    if part := _PART.match(text, end):
        value += _PARTS[part[3]] if part[3] else int(part[1]) / int(part[2])
        while after < len(tokens) and tokens[after][1] < part.end():
            after += 1
    return _scaled(tokens, at, after, value)


def _year(tokens: list[_Token], at: int) -> bool:
    unit = word_at(tokens, at + 1)
    return _base(unit) not in MEASURES and _base(unit) not in CURRENCIES


def _value(word: str) -> float | None:
    word = "".join(word.split())
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", word):
        return float(word.replace(",", ""))
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return float(word)
    if re.fullmatch(r"\d+,\d{1,2}", word):
        return float(word.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", word):
        return float(word.replace(".", ""))
    return None


def _in_words(text: str, tokens: list[_Token], at: int) -> tuple[Number | None, int]:
    word, start, _ = tokens[at]
    value = float(ONES.get(word, TENS.get(word, 0)))
    after = at + 1
    if word in TENS and word_at(tokens, after) in ONES and ONES[tokens[after][0]] < 10 and text[tokens[at][2]] in "- ":
        value += ONES[tokens[after][0]]
        after += 1
    if word_at(tokens, after) in FRACTIONS and word_at(tokens, after) != "half":
        part = tokens[after]
        return Number(start, part[2], "number", value * FRACTIONS[part[0]], "part", False), after + 1
    if word == "one" and not (word_at(tokens, after) in SCALES or _unit(tokens, after)[1]):
        return None, at + 1  # "one of", "no one"
    return _scaled(tokens, at, after, value)


def _scaled(tokens: list[_Token], at: int, after: int, value: float) -> tuple[Number | None, int]:
    """A number with its scale and its unit."""
    end = tokens[after - 1][2]
    scaled = True
    while scaled and after < len(tokens):
        scale = tokens[after][0]
        scaled = (
            scale in SCALES
            and tokens[after][1] - end <= 1
            and not (len(scale) == 1 and (tokens[after][1] > end or not _currency_before(tokens, at)))
        )
        if scaled:
            value *= SCALES[scale]
            end = tokens[after][2]
            after += 1
            more = word_at(tokens, after)
            if scale in ("hundred", "thousand") and (more == "and" or more in ONES or more in TENS):
                step = after + (more == "and")
                if word_at(tokens, step) in ONES or word_at(tokens, step) in TENS:
                    inner = ONES.get(tokens[step][0], TENS.get(tokens[step][0], 0))
                    value += inner
                    end = tokens[step][2]
                    after = step + 1
                    scaled = False
    if (
        word_at(tokens, after) == "and"
        and word_at(tokens, after + 1) in ("a", "one")
        and word_at(tokens, after + 2) == "half"
    ):
        value += 0.5
        end, after = tokens[after + 2][2], after + 3
    before = [t[0] for t in tokens[max(0, at - 2 - bool(_currency_before(tokens, at))) : at]]
    about = any(word in ABOUT for word in before[-2:])
    bound = bound_of(before)
    start = tokens[at][1]
    unit, width = _unit(tokens, after)
    if currency := _currency_before(tokens, at):
        return Number(tokens[at - 1][1], end, "money", value, currency, about, bound), after
    if unit == "%":
        last = tokens[after + width - 1]
        points = _base(word_at(tokens, after + width)) == "point"
        if points:
            last, width = tokens[after + width], width + 1
        return Number(start, last[2], "points" if points else "percent", value, "%", about, bound), after + width
    if unit in CURRENCIES.values() and unit not in ("cent",) and width:
        return Number(start, end, "money", value, unit, about, bound), after
    return Number(start, end, "number", value, unit, about, bound), after


def _currency_before(tokens: list[_Token], at: int) -> str:
    if not at:
        return ""
    before = tokens[at - 1]
    sign = before[0] in "$£€¥₹₽" or before[0] in ("usd", "eur", "rs")
    if not sign or tokens[at][1] - before[2] > 1:
        return ""
    land = tokens[at - 2][0] if before[0] == "$" and at > 1 and tokens[at - 2][2] == before[1] else ""
    return f"{land} dollar" if land in _LANDS else CURRENCIES.get(before[0], before[0])


_LANDS = frozenset(("a", "au", "c", "ca", "hk", "nt", "nz", "s"))  # "HK$20"


def _unit(tokens: list[_Token], at: int) -> tuple[str, int]:
    """What a number before a token counts or measures, and how many tokens name it."""
    word = word_at(tokens, at)
    if word in ("%", "percent", "pct"):
        return "%", 1
    if word == "percentage" and _base(word_at(tokens, at + 1)) == "point":
        return "%", 1
    if word == "per" and word_at(tokens, at + 1) == "cent":
        return "%", 2
    base = _base(word)
    if base in CURRENCIES and len(base) > 1:
        return CURRENCIES[base], 1
    if base == "us" or base == "u.s.":
        later = _base(word_at(tokens, at + 1))
        return (CURRENCIES[later], 2) if later in CURRENCIES else ("", 0)
    if base in MEASURES:
        return base, 1
    return "", 0


def _base(word: str) -> str:
    if word in ("feet", "foot"):
        return "foot"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word not in ("cts", "celsius") else word
