"""The way into the desk on which a browser is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from checker.writing import private_file


@contextmanager
def entrance(page: str) -> Iterator[str]:
    """The address of a file that goes on to a page and that only this user can read, as long as the block lasts: what
    stands on a browser's command line, everybody on the machine may see.

    Raises:
        WriteError: the file cannot be written.
    """
    with private_file("copydesk.html", page_going_on(page)) as path:
        yield Path(path).as_uri()


def page_going_on(address: str) -> str:
    """A page, in HTML, that goes on to another of the desk, and does not tell that one where it was itself."""
    target = escape(address)
    return plain_page(
        f'<p><a href="{target}">Go on to the desk</a></p>',
        f'<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={target}">',
    )


def plain_page(body: str, head: str = "") -> str:
    """A page of a few words, in HTML; `body` and `head` are HTML."""
    title = "<title>copydesk</title>"
    return f'<!doctype html>\n<html lang="en"><meta charset="utf-8">{title}{head}\n{body}\n'
