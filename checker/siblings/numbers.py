"""Numbers as they are compared between articles: in digits and in words, with their unit, and how exact they are.

Two numbers agree when one may be the other rounded, in another unit, or another form of the same time.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from checker.annotations.prose import Prose

Kind = Literal["number", "money", "percent", "points", "ordinal", "year", "day", "month", "weekday", "clock", "times"]

_ONES = dict(zip("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                 " seventeen eighteen nineteen".split(), range(20), strict=True))  # fmt: skip
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5,
           "crore": 1e7, "mln": 1e6, "bln": 1e9, "bn": 1e9, "tn": 1e12, "m": 1e6, "k": 1e3, "b": 1e9}  # fmt: skip
_ORDINALS = dict(zip("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
                     " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
                     range(1, 21), strict=True))  # fmt: skip
_MULTIPLES = {"twice": 2, "thrice": 3, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6,
              "sevenfold": 7, "eightfold": 8, "tenfold": 10, "double": 2, "doubled": 2, "triple": 3, "tripled": 3,
              "quadruple": 4, "quadrupled": 4}  # fmt: skip
_MONTHS = {name: i for i, names in enumerate(
    "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct"
    " november/nov december/dec".split(), 1) for name in names.split("/")}  # fmt: skip
_WEEKDAYS = {name: i for i, names in enumerate(
    "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thurs friday/fri saturday/sat sunday/sun".split(), 1)
    for name in names.split("/")}  # fmt: skip
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifths": 0.2}
_CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee", "₽": "rouble", "dollar": "dollar",
               "dlr": "dollar", "buck": "dollar", "usd": "dollar", "euro": "euro", "eur": "euro", "pound": "pound",
               "sterling": "pound", "yen": "yen", "yuan": "yuan", "rmb": "yuan", "renminbi": "yuan", "rupee": "rupee",
               "rouble": "rouble", "ruble": "rouble", "franc": "franc", "peso": "peso", "won": "won", "lira": "lira",
               "crown": "crown", "koruna": "crown", "krona": "crown", "krone": "crown", "real": "real",
               "ringgit": "ringgit", "baht": "baht", "mark": "mark", "cent": "cent", "cts": "cent", "ct": "cent",
               "pence": "cent"}  # fmt: skip
# Unit → what it measures, and how many of the least unit it is.
_MEASURES = {"kilometer": ("m", 1000.0), "km": ("m", 1000.0), "mile": ("m", 1609.0), "meter": ("m", 1.0),
             "metre": ("m", 1.0), "kilometre": ("m", 1000.0), "m": ("m", 1.0), "foot": ("m", 0.3048),
             "feet": ("m", 0.3048), "ft": ("m", 0.3048), "inch": ("m", 0.0254), "yard": ("m", 0.9144),
             "cm": ("m", 0.01), "centimeter": ("m", 0.01), "centimetre": ("m", 0.01), "mm": ("m", 0.001),
             "hectare": ("m2", 1e4), "acre": ("m2", 4047.0), "kg": ("g", 1000.0), "kilogram": ("g", 1000.0),
             "kilo": ("g", 1000.0), "gram": ("g", 1.0), "ton": ("g", 1e6), "tonne": ("g", 1e6), "lb": ("g", 453.6),
             "ounce": ("g", 28.35), "minute": ("s", 60.0), "hour": ("s", 3600.0), "second": ("s", 1.0),
             "day": ("s", 86400.0), "week": ("s", 604800.0), "month": ("s", 2.63e6), "year": ("s", 3.156e7),
             "liter": ("l", 1.0), "litre": ("l", 1.0), "gallon": ("l", 3.785), "celsius": ("c", 1.0),
             "fahrenheit": ("f", 1.0), "mph": ("v", 1.609), "kmh": ("v", 1.0)}  # fmt: skip
_ABOUT = frozenset("about around some approximately roughly nearly almost over under than around estimated least most"
                   " up to circa near close odd so exceed exceeding exceeded exceeds above below".split())  # fmt: skip
_BEFORE_MONTH = frozenset(
    "in of last since until late early by mid from and to th st nd rd between till next this".split()
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s?(a\.?m\b\.?|p\.?m\b\.?)?", re.IGNORECASE)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:\.[^\W\d_]\b)*\.?(?<=[a-z]\.[a-z]\.)|[^\W\d_]+|[%$£€¥₹₽:]")
_ZONES = frozenset("gmt utc cet cest est edt et bst ist msk local hours hrs moscow".split())


class Number(NamedTuple):
    """A number in a text: `value` in units of its scale, `unit` what is counted or measured, or "", `about` whether
    it is said to be inexact."""

    start: int
    end: int
    kind: Kind
    value: float
    unit: str
    about: bool


def numbers_of(prose: Prose) -> list[Number]:
    """The numbers of a field, in the order of the text."""
    return prose.kept(_find)


def _find(prose: Prose) -> list[Number]:
    text = prose.text
    tokens = [(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        number, at = _number_at(text, tokens, at)
        if number:
            found.append(number)
    return found


_Token = tuple[str, int, int]


def _number_at(text: str, tokens: list[_Token], at: int) -> tuple[Number | None, int]:
    """The number that begins at a token, if one does, and the token to go on with."""
    word, start, end = tokens[at]
    if word in _WEEKDAYS and len(word) > 4 and text[start].isupper():
        return Number(start, end, "weekday", _WEEKDAYS[word], "", False), at + 1
    if (
        word in _MONTHS
        and text[start].isupper()
        and (word != "may" or _dated(tokens, at))
        and (word not in ("mar", "march") or _dated(tokens, at))
    ):
        return Number(start, end, "month", _MONTHS[word], "", False), at + 1
    if word in _MULTIPLES and not (word == "double" and _next(tokens, at + 1) == "-"):
        return Number(start, end, "times", _MULTIPLES[word], "", False), at + 1
    fraction = at and (tokens[at - 1][0] in _ONES or tokens[at - 1][0] == "a")
    if word in _ORDINALS and word not in ("first", "second") and not fraction:
        return Number(start, end, "ordinal", _ORDINALS[word], "", False), at + 1
    if word[0].isdigit():
        return _in_digits(text, tokens, at)
    if word in _ONES or word in _TENS:
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


def _next(tokens: list[_Token], at: int) -> str:
    return tokens[at][0] if at < len(tokens) else ""


def _dated(tokens: list[_Token], at: int) -> bool:
    """Whether a month stands with a day, a year or a preposition."""
    before, after = tokens[at - 1][0] if at else "", _next(tokens, at + 1)
    return after[:1].isdigit() or before[:1].isdigit() or before in _BEFORE_MONTH


def _in_digits(text: str, tokens: list[_Token], at: int) -> tuple[Number | None, int]:
    word, start, end = tokens[at]
    if start and text[max(0, start - 3) : start] in ("USD", "EUR", "GBP", "PLN", "CNY"):
        pass
    elif start and (
        text[start - 1].isalpha()
        or (text[start - 1] in "-–" and start > 1 and text[start - 2].isupper() and text[start - 2].isalpha())
    ):
        return None, at + 1  # "MH17", "G-20", "COVID-19"
    following = _next(tokens, at + 1)
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
    if glued and following in ("st", "nd", "rd", "th"):
        value = float(word.replace(",", ""))
        kind: Kind = "day" if _day(tokens, at, at + 2, value) else "ordinal"
        return Number(start, tokens[at + 1][2], kind, value, "", False), at + 2
    read = _value(word)
    if read is None:
        return None, at + 1
    value = read
    if _day(tokens, at, at + 1, value) and "." not in word:
        return Number(start, end, "day", value, "", False), at + 1
    if (
        len(word) == 4
        and 1000 <= value <= 2100
        and (not _currency_before(tokens, at))
        and not (following in _SCALES and len(following) > 2)
        and not glued
        and _unit(tokens, at + 1)[0] != "%"
        and _year(tokens, at)
    ):
        return Number(start, end, "year", value, "", False), at + 1
    return _scaled(tokens, at, at + 1, value)


def _year(tokens: list[_Token], at: int) -> bool:
    unit = _next(tokens, at + 1)
    return _base(unit) not in _MEASURES and _base(unit) not in _CURRENCIES


def _value(word: str) -> float | None:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", word):
        return float(word.replace(",", ""))
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return float(word)
    if re.fullmatch(r"\d+,\d{1,2}", word):
        return float(word.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", word):
        return float(word.replace(".", ""))
    return None


def _day(tokens: list[_Token], at: int, after: int, value: float) -> bool:
    """Whether a number is a day of a month: beside a month, or an ordinal behind "the"."""
    if not 1 <= value <= 31:
        return False
    before = tokens[at - 1][0] if at else ""
    if before in _MONTHS and (before != "may" or tokens[at - 1][2] < tokens[at][1]):
        return True
    following = _next(tokens, after)
    if following in _MONTHS or (following == "of" and _next(tokens, after + 1) in (*_MONTHS, "this", "last", "next")):
        return True
    if before in ("-", "–") and at > 2 and tokens[at - 3][0] in _MONTHS:
        return True
    if after == at + 2 and before == "the":
        from checker.lexicon import parts_of_speech

        return not following or not following.isalpha() or "F" in parts_of_speech(following)
    return False


def _in_words(text: str, tokens: list[_Token], at: int) -> tuple[Number | None, int]:
    word, start, _ = tokens[at]
    value = float(_ONES.get(word, _TENS.get(word, 0)))
    after = at + 1
    if word in _TENS and _next(tokens, after) in _ONES and _ONES[tokens[after][0]] < 10 and text[tokens[at][2]] in "- ":
        value += _ONES[tokens[after][0]]
        after += 1
    if _next(tokens, after) in _FRACTIONS and _next(tokens, after) != "half":
        part = tokens[after]
        return Number(start, part[2], "number", value * _FRACTIONS[part[0]], "part", False), after + 1
    if word == "one" and not (_next(tokens, after) in _SCALES or _unit(tokens, after)[1]):
        return None, at + 1  # "one of", "no one"
    return _scaled(tokens, at, after, value)


def _scaled(tokens: list[_Token], at: int, after: int, value: float) -> tuple[Number | None, int]:
    """A number with its scale and its unit."""
    end = tokens[after - 1][2]
    scaled = True
    while scaled and after < len(tokens):
        scale = tokens[after][0]
        scaled = (
            scale in _SCALES
            and tokens[after][1] - end <= 1
            and not (len(scale) == 1 and (tokens[after][1] > end or not _currency_before(tokens, at)))
        )
        if scaled:
            value *= _SCALES[scale]
            end = tokens[after][2]
            after += 1
            more = _next(tokens, after)
            if scale in ("hundred", "thousand") and (more == "and" or more in _ONES or more in _TENS):
                step = after + (more == "and")
                if _next(tokens, step) in _ONES or _next(tokens, step) in _TENS:
                    inner = _ONES.get(tokens[step][0], _TENS.get(tokens[step][0], 0))
                    value += inner
                    end = tokens[step][2]
                    after = step + 1
                    scaled = False
    if (
        _next(tokens, after) == "and"
        and _next(tokens, after + 1) in ("a", "one")
        and _next(tokens, after + 2) == "half"
    ):
        value += 0.5
    about = any(t[0] in _ABOUT for t in tokens[max(0, at - 2) : at])
    start = tokens[at][1]
    unit, width = _unit(tokens, after)
    if currency := _currency_before(tokens, at):
        return Number(tokens[at - 1][1], end, "money", value, currency, about), after
    if unit == "%":
        last = tokens[after + width - 1]
        points = _base(_next(tokens, after + width)) == "point"
        if points:
            last, width = tokens[after + width], width + 1
        return Number(start, last[2], "points" if points else "percent", value, "%", about), after + width
    if unit in _CURRENCIES.values() and unit not in ("cent",) and width:
        return Number(start, end, "money", value, unit, about), after
    return Number(start, end, "number", value, unit, about), after


def _currency_before(tokens: list[_Token], at: int) -> str:
    if not at:
        return ""
    before = tokens[at - 1]
    sign = before[0] in "$£€¥₹₽" or before[0] in ("usd", "eur", "rs")
    return _CURRENCIES.get(before[0], before[0]) if sign and tokens[at][1] - before[2] <= 1 else ""


def _unit(tokens: list[_Token], at: int) -> tuple[str, int]:
    """What a number before a token counts or measures, and how many tokens name it."""
    word = _next(tokens, at)
    if word in ("%", "percent", "pct"):
        return "%", 1
    if word == "percentage" and _base(_next(tokens, at + 1)) == "point":
        return "%", 1
    if word == "per" and _next(tokens, at + 1) == "cent":
        return "%", 2
    base = _base(word)
    if base in _CURRENCIES and len(base) > 1:
        return _CURRENCIES[base], 1
    if base == "us" or base == "u.s.":
        later = _base(_next(tokens, at + 1))
        return (_CURRENCIES[later], 2) if later in _CURRENCIES else ("", 0)
    if base in _MEASURES:
        return base, 1
    return "", 0


def _base(word: str) -> str:
    if word in ("feet", "foot"):
        return "foot"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word not in ("cts", "celsius") else word


def agree(a: Number, b: Number) -> bool:
    """Whether two numbers may say the same."""
    if a.kind == "clock" and b.kind == "clock":
        if a.unit and b.unit:
            return a.value == b.value
        return a.value % 720 == b.value % 720
    if a.kind in _CALENDAR and b.kind in _CALENDAR and a.kind != b.kind and {a.kind, b.kind} != {"day", "ordinal"}:
        return False
    if {"percent", "points"} == {a.kind, b.kind}:
        return False
    if a.kind == "money" and b.kind == "money" and a.unit != b.unit:
        return False
    if a.unit in _MEASURES and b.unit in _MEASURES and a.unit != b.unit:
        (one, x), (other, y) = _MEASURES[a.unit], _MEASURES[b.unit]
        return one == other and _near(a.value * x, b.value * y, 0.12)
    if a.value == b.value or _near(a.value, b.value, 1e-9):
        return True
    if a.kind in _CALENDAR or b.kind in _CALENDAR:
        return False
    return _rounded(a, b)


_CALENDAR = frozenset(("year", "day", "month", "weekday", "ordinal"))


def _near(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(abs(a), abs(b))


def _rounded(a: Number, b: Number) -> bool:
    """Whether one number is the other with fewer digits: with a word that says so ("about"), a scale, or decimals."""
    coarse, fine = sorted((a, b), key=lambda n: _digits(n.value))
    if _digits(coarse.value) == _digits(fine.value) and not (a.about or b.about):
        return False
    digits = _digits(coarse.value)
    free = a.about or b.about or max(a.value, b.value) >= 1e4 or fine.value != int(fine.value)
    if not free:
        return False
    if _near(a.value, b.value, 0.06 if (a.about or b.about) else 0.03):
        return True
    return digits > 0 and float(f"%.{digits - 1}e" % fine.value) == coarse.value and _near(a.value, b.value, 0.08)


def _digits(value: float) -> int:
    """How many digits of a number say something: two of 3,700,000."""
    mantissa = f"{value:.10e}".split("e")[0].rstrip("0").replace(".", "")
    return len(mantissa)


def comparable(a: Number, b: Number) -> bool:
    """Whether one number could stand where the other does; amounts in two currencies could not."""
    if a.kind == b.kind:
        if a.kind == "money":
            return a.unit == b.unit
        if a.unit in _MEASURES and b.unit in _MEASURES:
            return _MEASURES[a.unit][0] == _MEASURES[b.unit][0]
        return True
    pair = {a.kind, b.kind}
    return pair in (
        {"percent", "points"},
        {"day", "ordinal"},
        {"percent", "times"},
        {"number", "year"},
        {"number", "percent"},
        {"number", "money"},
        {"number", "times"},
    )
