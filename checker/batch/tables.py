"""The tables of a report: their columns, and how an outcome becomes rows.

A shard has the same tables with one column more, `row`: the place of the article or the rejected record among all
records of the shard, from 0. It says which findings are whose, and goes when the shards are merged.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from checker.annotations.prose import Prose
from checker.article import Article
from checker.batch.records import Rejected
from checker.engine import Outcome
from checker.finding import CATEGORIES, Evidence, Finding, Severity
from checker.language import foreign
from checker.printable import clipped, encodable
from checker.reporting import unchecked

_STRINGS = pa.list_(pa.string())
_NOT_ENGLISH = "the language: not English, so no rule for English judged it"
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
        ("odd", _STRINGS),
    ]
)
"""The siblings of a shard's articles, for the rules of the tier "siblings": a row for each article that has a cluster
or names some, by its place among the records of the shard, in rising order. `odd` is what is to be told of those."""

ROW = pa.field("row", pa.int32())


def with_row(schema: pa.Schema) -> pa.Schema:
    """The columns of a shard's table."""
    return schema.insert(0, ROW)


# How many characters of an article stand before and behind a finding, and how many of its own are shown.
_AROUND = 80
_EXCERPT = 300
# So many rows are held before they are compressed: an article can have a hundred thousand findings.
_ROWS_HELD = 2000


class _NoPandas:
    """A finder of modules for which there is no pandas."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ImportError(name)


def leave_pandas_out() -> None:
    """Keeps pyarrow from importing pandas, where that is installed, when it first makes an array: a second and 60 MB
    for nothing that is needed here. Only for processes of our own, for in them pyarrow takes it that there is none."""
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas)
        try:
            pa.array([])
        finally:
            sys.meta_path.remove(_NoPandas)


class TableBytes:
    """A table that grows by rows and becomes the bytes of a Parquet file."""

    def __init__(self, schema: pa.Schema) -> None:
        self.rows = 0
        self._schema = schema
        self._held: list[Sequence[Any]] = []
        self._out = io.BytesIO()
        self._writer = pq.ParquetWriter(self._out, schema, compression="zstd", write_statistics=False)

    def add(self, row: Sequence[Any]) -> None:
        """Adds a row: the values in the order of the columns."""
        self.rows += 1
        self._held.append(row)
        if len(self._held) >= _ROWS_HELD:
            self._write()

    def _write(self) -> None:
        columns = zip(*self._held, strict=True) if self._held else ((),) * len(self._schema)
        arrays = [_array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._held = []

    def finish(self) -> bytes:
        """The file."""
        if self._held:
            self._write()
        self._writer.close()
        return self._out.getvalue()


def _array(values: Sequence[Any], type_: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type_)
    except UnicodeEncodeError:
        return pa.array(list(map(_encodable, values)), type_)


def _encodable(value: Any) -> Any:
    """The value with lone surrogates, which UTF-8 has no form for, as U+FFFD."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list | tuple):
        return [_encodable(each) for each in value]
    return {key: _encodable(each) for key, each in value.items()} if isinstance(value, dict) else value


def article_row(row: int, outcome: Outcome, cluster: str | None) -> Sequence[Any]:
    """A row of a shard's table of articles."""
    article, scores = outcome.article, outcome.scores
    severities = Counter(f.severity for f in outcome.findings)
    categories = Counter(f.category for f in outcome.findings)
    return (
        row,
        article.id,
        article.origin.path,
        article.origin.line,
        article.source or "",
        article.date,
        article.title,
        article.language or "",
        outcome.words,
        scores.quality,
        scores.grade,
        scores.noise,
        scores.readability.reading_ease if scores.readability else None,
        *(severities[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        *(categories[category] for category in CATEGORIES),
        cluster,
        [*unchecked(outcome), *([_NOT_ENGLISH] if foreign(article) else [])],
    )


def finding_row(row: int, article: Article, finding: Finding) -> Sequence[Any]:
    """A row of a shard's table of findings."""
    prose = article.field(finding.field)
    before, after = _around(prose, finding.start, finding.end)
    best = finding.replacements[0] if finding.replacements else None
    return (
        row,
        article.id,
        article.origin.path,
        article.origin.line,
        article.source or "",
        article.date,
        finding.rule,
        finding.category,
        str(finding.severity),
        finding.field,
        finding.start,
        finding.end,
        before,
        _shown(prose.text[finding.start : finding.end]),
        after,
        finding.message,
        best.text if best else None,
        best is not None and best.safe,
        list(map(_evidence, finding.evidence)),
        finding.fingerprint,
    )


def rejected_row(row: int, rejected: Rejected) -> Sequence[Any]:
    """A row of a shard's table of what is no article."""
    return (row, *rejected)


def _around(prose: Prose, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a span, in whole words."""
    text = prose.text
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND and not text[start - _AROUND - 1].isspace():
        before = before.partition(" ")[2] or before
    if end + _AROUND < len(text) and not text[end + _AROUND].isspace():
        after = after.rpartition(" ")[0] or after
    return before, after


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "start": evidence.start,
        "end": evidence.end,
        "text": _shown(evidence.text),
        "why": evidence.why,
    }


def _shown(text: str) -> str:
    return clipped(text, _EXCERPT)
