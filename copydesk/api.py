"""Checks an article from Python."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache

from checker.article import Article
from checker.engine import Engine, Outcome
from checker.settings import TIERS, Settings


def check(
    text: str,
    *,
    title: str = "",
    date: datetime.date | None = None,
    tiers: Iterable[str] = TIERS,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Outcome:
    """Judges one article and returns its findings and scores.

    `text` is plain text; the spans of the findings are half-open code-point offsets into it (or into `title`, where
    the finding's `field` says so). `select` and `ignore` hold names of rules or categories.

    Raises:
        checker.errors.UsageError: a tier, rule or category does not exist.
    """
    engine = _engine(tuple(tiers), tuple(select), tuple(ignore))
    return engine.check(Article(id="", text=text, title=title, date=date))


@lru_cache(maxsize=8)
def _engine(tiers: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...]) -> Engine:
    return Engine(Settings(tiers, select, ignore))
