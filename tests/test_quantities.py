"""Quantities: what is one, of which kind, and how much it is."""

from __future__ import annotations

import pytest

from checker.annotations.quantities import find_quantities

CASES = [
    ("It sold 2,500 cars.", [("2,500", "number", 2500.0, "")]),
    ("It cost $2.5 million.", [("$2.5 million", "money", 2_500_000.0, "$")]),
    ("It cost €40bn and US$3.", [("€40bn", "money", 4e10, "€"), ("US$3", "money", 3.0, "US$")]),
    ("Some 15% and 4 per cent.", [("15%", "percent", 15.0, "%"), ("4 per cent", "percent", 4.0, "%")]),
    ("On Feb. 27 they met.", [("Feb. 27", "date", None, "")]),
    ("On March 3, 2021, and 4 May 2020.", [("March 3, 2021", "date", None, ""), ("4 May 2020", "date", None, "")]),
    ("On 2025-02-25 it began.", [("2025-02-25", "date", None, "")]),
    ("In 2017 and at 9:30 a.m. it", [("2017", "year", 2017.0, ""), ("9:30 a.m.", "time", None, "")]),
    ("The B52s and G20 met.", []),
    ("May 3rd was dry.", [("May 3rd", "date", None, "")]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_quantity_has_its_span_its_kind_and_its_value(
    text: str, wanted: list[tuple[str, str, float | None, str]]
) -> None:
    assert [(text[q.start : q.end], q.kind, q.value, q.unit) for q in find_quantities(text)] == wanted
