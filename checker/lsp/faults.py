"""Why a document is not checked as it should be, in the words for the person at the editor."""

from __future__ import annotations

import os
import re

from checker.errors import ConfigurationError, CopydeskError, PackageError, UsageError


def told(error: CopydeskError, folder: str, so: str) -> str:
    """An error as it is; one of the configuration with what that means (`so`). Files are named by their paths in the
    folder of the workspace."""
    faults = error.faults if isinstance(error, ConfigurationError) else [str(error)]
    said = "; ".join(_named_from(folder, fault) for fault in faults)
    is_of_settings = isinstance(error, UsageError) and not isinstance(error, PackageError)
    return f"The configuration is faulty, so {so}: {said}" if is_of_settings else said


def _named_from(folder: str, fault: str) -> str:
    """A fault with the path of its file, which is one from where the server stands, as one from the folder."""
    path, rest = re.split(r"(?=(?::\d+)?: )", fault, maxsplit=1) if ": " in fault else (fault, "")
    whole = os.path.abspath(path)
    if not folder or not os.path.isfile(whole):
        return fault
    below = os.path.relpath(whole, folder)
    return f"{whole if below.startswith(os.pardir) else below}{rest}"
