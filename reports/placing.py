"""Where a finding stands, as code-review formats want it: a path from the working directory, lines and columns."""

from __future__ import annotations

import os
from typing import NamedTuple

from checker.article import Article
from checker.finding import Finding


class Region(NamedTuple):
    """A span in a file. Lines and columns count from 1, columns in code points; the end column lies behind the span."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(article: Article, finding: Finding) -> Region:
    """Where the finding stands in its source file."""
    place = article.origin.place(finding.field, finding.start, finding.end)
    line, column = article.origin.lines.place(place.end - article.origin.start)
    end_line = line + (article.origin.line or 1) - 1
    if (end_line, column) < (place.line, place.column):
        return Region(place.line, place.column, place.line, place.column)
    return Region(place.line, place.column, end_line, column)


def reviewed_path(path: str) -> str:
    """The path from the working directory, with forward slashes; what lies outside of it stays absolute."""
    if path in ("", "-"):
        return "stdin"
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = path
    chosen = os.path.abspath(path) if relative.startswith(os.pardir + os.sep) or relative == os.pardir else relative
    return chosen.replace(os.sep, "/")


def advice(finding: Finding) -> str:
    """The message with what the finding proposes, in one line."""
    message = " ".join(finding.message.split())
    if not finding.replacements:
        return message
    becomes = " ".join(finding.replacements[0].text.split())
    return f"{message} Write “{becomes}”." if becomes else f"{message} Take it out."
