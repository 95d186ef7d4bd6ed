"""What someone may have meant who wrote a name that there is not."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that says which known name may have been meant, or "" where none is near."""
    import difflib

    near = difflib.get_close_matches(name, [*known], 1)
    return f"; did you mean “{near[0]}”?" if near else ""
