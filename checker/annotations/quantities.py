"""Quantities: numbers, amounts of money, percentages, dates, years and times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "money", "percent", "date", "year", "time"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?" \
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"  # fmt: skip
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9,
          "tn": 1e12, "k": 1e3}  # fmt: skip
_QUANTITY = re.compile(
    rf"(?P<date>\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?!\w)(?:\s\d{{4}}\b)?|\b\d{{4}}-\d\d-\d\d\b|\b{_MONTH}\s\d{{4}}\b)"
    r"|(?P<time>\b\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?)(?![\d%])"
    r"|(?P<currency>US\$|A\$|C\$|[$£€¥₹₽])?\s?(?P<digits>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?)"
    r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|tn|[mk](?=\b))\b)?"
    r"(?P<percent>\s?%|\s(?:percent|per\scent)\b)?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` is the number with its scale worked in ("$2 million" is 2,000,000), None for dates and times; `unit` is
    the currency sign, "%" or ""."""

    start: int
    end: int
    kind: Kind
    value: float | None
    unit: str


def find_quantities(text: str) -> list[Quantity]:
    """All quantities written in digits, in the order of the text."""
    found = []
    for match in _QUANTITY.finditer(text):
        start, end = match.span()
        while text[start].isspace():
            start += 1
        if match["date"]:
            found.append(Quantity(start, end, "date", None, ""))
        elif match["time"]:
            found.append(Quantity(start, end, "time", None, ""))
        else:
            found.append(_number(match, start, end))
    return found


def _number(match: re.Match[str], start: int, end: int) -> Quantity:
    digits = match["digits"]
    value = float(digits.replace(",", "")) * _SCALE.get(match["scale"] or "", 1.0)
    if match["percent"]:
        return Quantity(start, end, "percent", value, "%")
    if match["currency"]:
        return Quantity(start, end, "money", value, match["currency"])
    if len(digits) == 4 and digits.isdigit() and 1000 <= value <= 2100 and not match["scale"]:
        return Quantity(start, end, "year", value, "")
    return Quantity(start, end, "number", value, "")
