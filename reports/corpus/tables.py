"""The tables of a corpus report in DuckDB, within a bound of memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from checker.errors import UsageError, WriteError

if TYPE_CHECKING:
    import duckdb

# Beyond this DuckDB puts what it sorts and groups on the disk.
_MEMORY = "400MB"
# One order in which doubles are added would need one thread; sums are of whole numbers instead, so two give the same.
_THREADS = 2
_TABLES = ("articles", "findings", "rejected")

RANK = "CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END"
"""An expression of SQL: the place of a finding's severity, the gravest first."""


@contextmanager
def opened(**folders: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which each folder's tables are views in a schema of the given name: `opened(old=…)` has
    `old.articles`, `old.findings` and `old.rejected`. What it writes lies in a folder that goes with it.

    Raises:
        UsageError: a folder is no report, or its tables cannot be read, at any moment.
        WriteError: there is no room for what it writes.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="copydesk-report-") as scratch, _explained(scratch, folders):
        connection = duckdb.connect(
            os.path.join(scratch, "scratch.duckdb"),
            config={
                "memory_limit": _MEMORY,
                "threads": _THREADS,
                "temp_directory": os.path.join(scratch, "spilled"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "preserve_insertion_order": False,
            },
        )
        try:
            connection.execute("SET enable_progress_bar = false")
            for schema, folder in folders.items():
                _attach(connection, schema, folder)
            yield connection
        finally:
            connection.close()


def row_of(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """The row that a query gives, which always gives one."""
    row = connection.execute(query).fetchone()
    assert row is not None
    return row


@contextmanager
def _explained(scratch: str, folders: dict[str, Path]) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.OperationalError as error:
        raise WriteError(scratch, f"could not be written ({_line(error)}); is there room in that place?") from error
    except duckdb.Error as error:
        named = " or ".join(map(str, dict.fromkeys(folders.values())))
        raise UsageError(
            f"{named}: a table is damaged, or is none of a corpus report ({_line(error)}); make the report again"
        ) from error


def _line(error: Exception) -> str:
    return str(error).splitlines()[0]


def run_facts(folder: Path) -> dict[str, Any]:
    """What `run.json` says of the run that made the tables.

    Raises:
        UsageError: it is missing or is no JSON object.
    """
    path = folder / "run.json"
    try:
        facts = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{folder}: there is no finished corpus report in it ({error.strerror}: run.json)") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path}: is no JSON ({error}); make the report again") from error
    if not isinstance(facts, dict):
        raise UsageError(f"{path}: is not what a report writes; make the report again")
    return facts


def _attach(connection: duckdb.DuckDBPyConnection, schema: str, folder: Path) -> None:
    import duckdb

    connection.execute(f"CREATE SCHEMA {schema}")
    for table in _TABLES:
        path = folder / f"{table}.parquet"
        if not path.is_file():
            raise UsageError(f"{folder}: there is no finished corpus report in it ({table}.parquet is missing)")
        try:
            connection.execute(
                f"CREATE VIEW {schema}.{table} AS SELECT * FROM read_parquet({_literal(path)}, file_row_number = true)"
            )
        except duckdb.Error as error:
            raise UsageError(
                f"{path}: is no table of a corpus report ({_line(error)}); make the report again"
            ) from error


def _literal(path: Path) -> str:
    """The path as a string of SQL in which nothing is a wildcard."""
    name = "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
    return "'" + name.replace("'", "''") + "'"
