"""The report on a corpus: from its finished tables a page that anybody can open, totals for other programs, and the
comparison of two reports.

What is imported here is imported by every run that asks which reports there are, so DuckDB is not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.corpus.comparison import Comparison


def write(folder: Path) -> None:
    """Makes `summary.json`, `index.html` and `data/` from the tables in the folder and its `run.json`; the same tables
    give the same bytes.

    Raises:
        UsageError: a table is missing or is not one of ours.
        WriteError: the disk takes no more.
    """
    from reports.corpus.page import write_page

    write_page(folder)


def compare(old: Path, new: Path) -> Comparison:
    """Which sources got better or worse from one report to the next, and which rules fire more or less.

    Raises:
        UsageError: one of the two is no report.
    """
    from reports.corpus.comparison import compared

    return compared(old, new)
