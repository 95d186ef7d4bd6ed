"""The tables of a report: their columns, and how an outcome becomes rows.

A shard has the same tables with one column more, `row`: the place of the article or the rejected record among all
records of the shard, from 0. It says which findings are whose, and goes when the shards are merged.
"""

from __future__ import annotations

import pyarrow as pa

from checker.finding import CATEGORIES

_STRINGS = pa.list_(pa.string())
_PLACE = [("id", pa.string()), ("start", pa.int64()), ("end", pa.int64()), ("text", pa.string()), ("why", pa.string())]
_EVIDENCE = pa.list_(pa.struct(_PLACE))

ARTICLES = pa.schema(
    [
        ("id", pa.string()),
        ("path", pa.string()),
        ("line", pa.int64()),
        ("source", pa.string()),
        ("date", pa.date32()),
        ("title", pa.string()),
        ("language", pa.string()),
        ("words", pa.int32()),
        ("quality", pa.float64()),
        ("grade", pa.string()),
        ("noise", pa.float64()),
        ("reading_ease", pa.float64()),
        ("errors", pa.int32()),
        ("warnings", pa.int32()),
        ("infos", pa.int32()),
        *((f"findings_{category}", pa.int32()) for category in CATEGORIES),
        ("cluster", pa.string()),
        ("unchecked", _STRINGS),
    ]
)
"""One row an article, in the order of the input. `line`, `date`, `reading_ease` and `cluster` may be null."""

FINDINGS = pa.schema(
    [
        ("article", pa.string()),
        ("path", pa.string()),
        ("line", pa.int64()),
        ("source", pa.string()),
        ("date", pa.date32()),
        ("rule", pa.string()),
        ("category", pa.string()),
        ("severity", pa.string()),
        ("field", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("before", pa.string()),
        ("excerpt", pa.string()),
        ("after", pa.string()),
        ("message", pa.string()),
        ("replacement", pa.string()),
        ("safe", pa.bool_()),
        ("evidence", _EVIDENCE),
        ("fingerprint", pa.string()),
    ]
)
"""One row a finding, in the order of the articles, then of the places in them. `replacement` may be null."""

REJECTED = pa.schema([("path", pa.string()), ("line", pa.int64()), ("id", pa.string()), ("reason", pa.string())])
"""One row for each record or file that is no article, in the order of the input."""

SIBLINGS = pa.schema(
    [
        ("row", pa.int32()),
        ("cluster", pa.string()),
        (
            "siblings",
            pa.list_(
                pa.struct(
                    [
                        ("id", pa.string()),
                        ("title", pa.string()),
                        ("text", pa.string()),
                        ("source", pa.string()),
                        ("date", pa.date32()),
                    ]
                )
            ),
        ),
    ]
)
"""The siblings of a shard's articles, for the rules of the tier "siblings": a row for each article that has a cluster,
by its place among the records of the shard, in rising order."""

ROW = pa.field("row", pa.int32())


def with_row(schema: pa.Schema) -> pa.Schema:
    """The columns of a shard's table."""
    return schema.insert(0, ROW)
