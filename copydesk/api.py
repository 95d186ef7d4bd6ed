"""Checks an article from Python."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache

from checker.article import Article
from checker.engine import Engine, Outcome
from checker.settings import Settings


def check(
    text: str,
    *,
    title: str = "",
    date: datetime.date | None = None,
    tiers: Iterable[str] | str = ("local",),
    select: Iterable[str] | str = (),
    ignore: Iterable[str] | str = (),
) -> Outcome:
    """Judges one article and returns its findings and scores.

    `text` is plain text; the spans of the findings are half-open code-point offsets into it (or into `title`, where
    the finding's `field` says so). `tiers` are exactly those that run. `select` and `ignore` hold names of rules or
    categories; a string is one name, or several split by commas. A rule that failed is in the outcome's `defects`.

    Raises:
        TypeError: text or title is no string, or date no date.
        checker.errors.UsageError: a tier, rule or category does not exist, or a tier is not installed.
    """
    if not isinstance(text, str) or not isinstance(title, str):
        raise TypeError(f"text and title are strings, not {type(text).__name__} and {type(title).__name__}")
    if date is not None and not isinstance(date, datetime.date):
        raise TypeError(f"date is a datetime.date, not {type(date).__name__}")
    engine = _engine(_names(tiers), _names(select), _names(ignore))
    return engine.check(Article(id="", text=text, title=title, date=date))


def _names(given: Iterable[str] | str) -> tuple[str, ...]:
    return tuple(given.split(",") if isinstance(given, str) else given)


@lru_cache(maxsize=8)
def _engine(tiers: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...]) -> Engine:
    return Engine(Settings(tiers, select, ignore))
