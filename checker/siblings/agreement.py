"""Whether two numbers may say the same: one is the other rounded, in another unit, or another form of the same time."""

from __future__ import annotations

from checker.siblings.number_words import MEASURES
from checker.siblings.numbers import Number


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
    if a.unit in MEASURES and b.unit in MEASURES and a.unit != b.unit:
        (one, x), (other, y) = MEASURES[a.unit], MEASURES[b.unit]
        return one == other and _near(a.value * x, b.value * y, 0.12)
    if a.value == b.value or _near(a.value, b.value, 1e-9):
        return True
    if a.kind in _CALENDAR or b.kind in _CALENDAR:
        return False
    return _rounded(a, b) or _within(a, b) or _within(b, a)


_WITHIN = 0.17  # "more than 100" may be 116


def _within(bound: Number, exact: Number) -> bool:
    """Whether one number is said to be more or less than it is, and the other is what it may be."""
    beyond = bound.bound * (exact.value - bound.value)
    return bound.kind == exact.kind and 0 < beyond <= _WITHIN * bound.value


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
        if a.unit in MEASURES and b.unit in MEASURES:
            return MEASURES[a.unit][0] == MEASURES[b.unit][0]
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
