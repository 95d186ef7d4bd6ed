"""The stet: a word in a comment that keeps a passage as it stands."""

from __future__ import annotations

from typing import NamedTuple


class Kept(NamedTuple):
    """A stretch of an article's field, in half-open code-point offsets, that a stet keeps."""

    field: str
    start: int
    end: int


class Stet(NamedTuple):
    """A passage that stays as it is, whatever is found there.

    `rules` are names of rules and categories, none for all of them; `kept` are its stretches, None for the whole
    article. `written` is the stet as it was written, without the marks of a comment, `line` where it stands in the
    file, counted from 1; `field` and `at` are the place in the prose that it stands next to. `fault` says what is wrong
    with it, "" where nothing is.
    """

    written: str
    line: int
    rules: tuple[str, ...] = ()
    kept: tuple[Kept, ...] | None = None
    field: str = "text"
    at: int = 0
    fault: str = ""
