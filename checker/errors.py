"""The errors that end in one line for the user, one class a cause."""

from __future__ import annotations


class CopydeskError(Exception):
    """Base of all errors that the command turns into one line and exit status 2."""


class UsageError(CopydeskError):
    """The command was asked for something that does not exist or does not go together."""


class ConfigurationError(UsageError):
    """A configuration file that says what cannot be: a line for each fault, as "file:line: what"."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join([faults[0], *(f"copydesk: {fault}" for fault in faults[1:])]))
        self.faults = faults


class PackageError(UsageError):
    """A package that is installed beside copydesk is broken, or does not go together with what else is installed."""


class ReadError(CopydeskError):
    """A text that is not read from a file, as an editor has it, is no article, or more than one."""


class WriteError(CopydeskError):
    """A file could not be written; it is as it was before."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[WriteError], tuple[str, str]]:
        return WriteError, (self.path, self.reason)  # it may come from another process


class WorkerLostError(CopydeskError):
    """A process that checked articles has gone."""


class FixError(CopydeskError):
    """Articles of a kind that `--fix` does not write."""
