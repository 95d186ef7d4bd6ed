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
    target = escape(page)
    content = (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>copydesk</title>\n'
        f'<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={target}">\n'
        f'<p><a href="{target}">Go on to the desk</a></p>\n'
    )
    with private_file("copydesk.html", content) as path:
        yield Path(path).as_uri()
