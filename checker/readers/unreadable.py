"""What a reader has to say beside articles: an input that could not be read, and a note."""

from __future__ import annotations

from dataclasses import dataclass

from checker.printable import printable


@dataclass(frozen=True)
class _Line:
    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return printable(f"{place}: {self.message}").replace("\n", "␤")


class Unreadable(_Line):
    """An input that could not be read, in one clear line: the file, the line where there is one, what is wrong and
    what to do. The exit status becomes 2."""


class Unwritten(Unreadable):
    """An input that was read and checked, but could not be fixed as it was asked."""


class Note(_Line):
    """Something the user should know of an input that was read all the same. The exit status stays."""
