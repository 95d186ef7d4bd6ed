"""What is wrong with a configuration, in the words for the person at the editor."""

from __future__ import annotations

import os
import re

from checker.errors import ConfigurationError, CopydeskError


def told(error: CopydeskError, folder: str, so: str) -> str:
    """An error of the configuration, and what that means (`so`); files are named by their paths in the folder of the
    workspace."""
    faults = error.faults if isinstance(error, ConfigurationError) else [str(error)]
    return f"The configuration is faulty, so {so}: {'; '.join(_named_from(folder, fault) for fault in faults)}"


def _named_from(folder: str, fault: str) -> str:
    """A fault with the path of its file, which is one from where the server stands, as one from the folder."""
    path, rest = re.split(r"(?=(?::\d+)?: )", fault, maxsplit=1) if ": " in fault else (fault, "")
    whole = os.path.abspath(path)
    if not folder or not os.path.isfile(whole):
        return fault
    below = os.path.relpath(whole, folder)
    return f"{whole if below.startswith(os.pardir) else below}{rest}"
