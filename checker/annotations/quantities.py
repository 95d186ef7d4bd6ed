"""Quantities: numbers, amounts of money, percentages, dates, years and times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "money", "percent", "date", "year", "time"]

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June|July|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9,
          "tn": 1e12, "k": 1e3}  # fmt: skip
# Every quantity has a digit: the search runs from digit to digit, and looks back for a currency or a month.
_NUMBER = re.compile(
    r"(?P<time>(?<![\w.,])\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b\.?)?(?![\d%])|(?<![\w.,])\d{1,2}\s?[ap]\.?m\b\.?)"
    rf"|(?P<date>\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?!\w)(?:\s\d{{4}}\b)?|\d{{4}}-\d\d-\d\d\b)"
    r"|(?P<digits>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?)"
    r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|tn|[mk](?=\b))\b)?"
    r"(?P<percent>\s?%|\s(?:percent|per\scent)\b)?"
)
_DIGIT = re.compile(r"\d")
_CURRENCY = re.compile(r"(US\$|A\$|C\$|[$£€¥₹₽])\s?$")
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s$")
_DAY_AND_YEAR = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s\d{4}\b)?|\d{4}\b)")
_LONGEST_MONTH = 11


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
    found: list[Quantity] = []
    at = 0
    while digit := _DIGIT.search(text, at):
        quantity, at = _quantity_at(text, digit.start())
        if quantity:
            found.append(quantity)
    return found


def _quantity_at(text: str, start: int) -> tuple[Quantity | None, int]:
    """The quantity whose first digit stands at `start`, and where to search on."""
    month = _MONTH_BEFORE.search(text, max(0, start - _LONGEST_MONTH), start)
    if month and (date := _DAY_AND_YEAR.match(text, start)):
        return Quantity(month.start(), date.end(), "date", None, ""), date.end()
    match = _NUMBER.match(text, start)
    if not match:  # a digit inside a word
        return None, start + 1
    end = match.end()
    if match["date"]:
        return Quantity(start, end, "date", None, ""), end
    if match["time"]:
        return Quantity(start, end, "time", None, ""), end
    digits = match["digits"]
    value = float(digits.replace(",", "")) * _SCALE.get(match["scale"] or "", 1.0)
    if match["percent"]:
        return Quantity(start, end, "percent", value, "%"), end
    if currency := _CURRENCY.search(text, max(0, start - 4), start):
        return Quantity(currency.start(), end, "money", value, currency[1]), end
    if len(digits) == 4 and digits.isdigit() and 1000 <= value <= 2100 and not match["scale"]:
        return Quantity(start, end, "year", value, ""), end
    return Quantity(start, end, "number", value, ""), end
