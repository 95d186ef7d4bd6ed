"""`copydesk check --fix` and `--diff`: applies safe replacements, then hands on what is left to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

import click

from checker.article import Article
from checker.cli.telling import Teller
from checker.engine import Engine, Engines, Outcome
from checker.errors import FixError, WriteError
from checker.finding import Finding
from checker.fixes import Fixed, mended, unified_diff, write_fixed
from checker.readers.unreadable import Unreadable, Unwritten
from checker.services.services import Services
from checker.settings import Settings

SettingsOf = Callable[[Article], Settings]


class Reported(NamedTuple):
    """What is left of an outcome to be reported, and so to be mended; `moved`, where that hangs on the lines that a
    change touches, is told the files whose lines have moved."""

    of: Callable[[Outcome], Outcome]
    moved: Callable[[str], None] | None


# Only rules of the local tier have replacements that are safe; the others would make a reader wait twice.


def fixed(
    items: Iterable[Article | Unreadable], settings_of: SettingsOf, services: Services, reported: Reported
) -> Iterator[Article | Unreadable]:
    """Writes each file with its safe replacements, and yields the articles as they are then; what could not be
    written is said in an Unwritten before the article. The count is told on standard error."""
    total = files = 0
    for item in _mended(items, settings_of, services, reported):
        if isinstance(item, Unreadable):
            yield item
            continue
        before, after, applied, _ = item  # what went wrong goes wrong again when it is judged
        if applied:
            try:
                write_fixed(before, Fixed(after.origin.text, applied))
            except WriteError as error:
                yield Unwritten(error.path, error.reason)
                yield before
                continue
            total, files = total + len(applied), files + 1
            if reported.moved and _lines(after) != _lines(before):
                reported.moved(before.origin.path)
        yield after
    click.echo(f"copydesk: {total} replaced in {files} file{'' if files == 1 else 's'}", err=True)


def diffed(
    items: Iterable[Article | Unreadable],
    settings_of: SettingsOf,
    services: Services,
    reported: Reported,
    teller: Teller,
) -> int:
    """Prints what `fixed` would change, and has the teller tell what went wrong; the exit status: 0 nothing, 1
    something, 2 an input that could not be read or judged."""
    changes = False
    try:
        for item in _mended(items, settings_of, services, reported):
            if isinstance(item, Unreadable):
                teller.tell(item)
                continue
            before, after, applied, outcome = item
            if outcome is not None:
                teller.tell(outcome)
            if applied:
                click.echo(unified_diff(before.origin.path, before.origin.text, after.origin.text), nl=False)
                changes = True
    finally:
        services.close()
    return teller.status or int(changes)


# Before and after, what was applied, and the last judgement.
_Mended = tuple[Article, Article, tuple[Finding, ...], Outcome | None]


def _mended(
    items: Iterable[Article | Unreadable], settings_of: SettingsOf, services: Services, reported: Reported
) -> Iterator[_Mended | Unreadable]:
    engines = Engines(services)
    local: dict[int, tuple[Settings, Settings]] = {}  # the first keeps its identity from being another's
    refused: set[str] = set()
    for item in items:
        if isinstance(item, Unreadable):
            yield item
            continue
        try:
            settings = settings_of(item)
            _, quick = local.setdefault(id(settings), (settings, replace(settings, tiers=("local",))))
            after, applied, outcome = mended(item, _judge(engines.of(quick), reported, item))
        except FixError as error:
            path = item.origin.path
            if path not in refused:
                refused.add(path)
                yield Unwritten(path, str(error).removeprefix(f"{path}: "))
            after, applied, outcome = item, (), None
        yield item, after, applied, outcome


def _judge(engine: Engine, reported: Reported, first: Article) -> Callable[[Article], Outcome]:
    """Judges an article as it is mended. Which lines a change touches is known as long as no line is taken away; then
    what is left is for the next run."""
    lines = _lines(first)

    def judge(article: Article) -> Outcome:
        outcome = reported.of(engine.check(article))
        known = reported.moved is None or _lines(article) == lines
        return outcome if known else replace(outcome, findings=())

    return judge


def _lines(article: Article) -> int:
    return article.origin.text.count("\n")
