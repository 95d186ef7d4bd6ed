"""Which articles of a corpus have an id that an earlier one has: found on the disk, whatever the number of articles."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from checker.errors import WriteError

_MEMORY = "256MB"
_ROWS_AT_ONCE = 50_000
_SCHEMA = pa.schema([("id", pa.string())])


def duplicates(ids: Iterable[Any], folder: Path) -> Iterator[int]:
    """The places, from 0 and rising, of the ids that have stood before; `ids` are batches with one column of them.
    What does not fit in memory lies in `folder` meanwhile."""
    import duckdb

    path = folder / "ids.parquet"
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
        for batch in ids:
            writer.write_batch(batch.cast(_SCHEMA))
    settings: dict[str, Any] = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "temp_directory": str(folder / "spilled"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(os.path.join(folder, "ids.duckdb"), config=settings)
    try:
        # What is grouped is a digest of the ids, for one may be long.
        connection.execute(
            "CREATE VIEW ids AS SELECT md5_number(id) AS digest, file_row_number AS place"
            f" FROM read_parquet({_literal(path)}, file_row_number = true)"
        )
        cursor = connection.execute(
            "SELECT place FROM ids"
            " JOIN (SELECT digest, min(place) AS first FROM ids GROUP BY digest HAVING count(*) > 1) USING (digest)"
            " WHERE place > first ORDER BY place"
        )
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield from (place for (place,) in rows)
    except duckdb.Error as error:
        raise WriteError(str(folder), f"could not be written ({' '.join(str(error).split())})") from error
    finally:
        connection.close()


def _literal(path: Path) -> str:
    """The path as a string of SQL in which nothing is a wildcard."""
    name = "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
    return "'" + name.replace("'", "''") + "'"
