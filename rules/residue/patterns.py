"""Patterns that few texts need, compiled when the first of them comes and kept: a start must not pay for them."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern; for the fixed patterns of rules, which are few."""
    return re.compile(pattern, flags)
