"""What articles say of themselves, as far as it can be understood."""

from __future__ import annotations

import datetime
import re

_ISO_DAY = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?=[T\s]|$)")


def iso_day(value: str) -> datetime.date | None:
    """The day of an ISO 8601 date or time ("2025-02-27", "2025-02-27T10:00:00Z"), as it is written there; None for
    any other style, because "03/04/2025" is two days."""
    match = _ISO_DAY.match(value)
    try:
        return datetime.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def not_a_day(value: str) -> str:
    """The note on a date that cannot be understood."""
    shown = " ".join(value[:40].split())
    return f"the date “{shown}” is ignored: write it as 2025-02-27"
