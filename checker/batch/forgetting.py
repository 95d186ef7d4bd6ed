"""What the code remembers of the words that it has met, forgotten between shards: so a worker takes the same memory
after a million articles as after a thousand. It costs no time that can be measured, for the words come back at once."""

from __future__ import annotations

import sys
from functools import _lru_cache_wrapper

_OURS = ("checker.", "rules.")
# Smaller ones hold a table, or what is known of the settings.
_LEAST = 1000


def forget_words() -> None:
    """Empties the caches of our modules that have a bound; those without hold tables, and stay."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS):
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper) and (value.cache_parameters()["maxsize"] or 0) >= _LEAST:
                    value.cache_clear()
