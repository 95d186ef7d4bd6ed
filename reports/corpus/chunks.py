"""What the page loads when it is needed: a column of numbers for each thing to filter or sort by, the rest in chunks.

The articles have the numbers 0, 1, 2, … from the worst to the best, and every array is in that order. A chunk is a
script, for a page that was opened from a disk may not read any other file; it calls `copydesk(name, number, value)`.
"""

from __future__ import annotations

import sys
from array import array
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

import msgspec

from checker.summary import GRADES
from reports.corpus.quoting import change, plain, quoted
from reports.corpus.tables import RANK, row_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Of a larger corpus the page lists the worst; the tables have them all.
LISTED = 200_000
# How many articles a chunk holds: of their titles, which a search reads all, and of their findings.
TITLES, DETAILS = 1000, 250
_FINDINGS = 50  # of one article, the gravest; the tables have them all
_EVIDENCE = 12  # of one finding
_BATCH = 500
_NUMBERS = ("words", "errors", "warnings", "infos")

Write = Callable[[str, str], None]


def write_chunks(connection: DuckDBPyConnection, clusters: list[str], write: Write) -> int:
    """Gives `write` each file by its name; returns how many articles are listed. `clusters` are those that the page can
    be asked for."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE listed AS
        SELECT * FROM (
            SELECT row_number() OVER (ORDER BY quality, errors DESC, warnings DESC, infos DESC, id) - 1 AS n, *
            FROM report.articles
        ) WHERE n < {LISTED} ORDER BY n
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE details AS
        SELECT n, number, rule, category, severity, field, before, excerpt, after, message, replacement, evidence
        FROM (SELECT article, file_row_number AS number, rule, category, severity, field, before, excerpt, after,
                     message, replacement, evidence[:{_EVIDENCE}] AS evidence FROM report.findings)
        JOIN (SELECT n, id FROM listed) ON article = id
        QUALIFY row_number() OVER (PARTITION BY n ORDER BY {RANK}, number) <= {_FINDINGS} ORDER BY n, number
        """
    )
    columns = _columns(connection, clusters)
    write("columns.js", _script("columns", 0, columns))
    for number, rows in _chunks(connection, "SELECT n, id, title FROM listed", TITLES):
        titles = [[plain(row[1]) for row in rows], [plain(row[2]) for row in rows]]
        write(f"titles-{number}.js", _script("titles", number, titles))
    for number, details in _details(connection):
        write(f"details-{number}.js", _script("details", number, details))
    return int(columns["count"])


def first_rows(connection: DuckDBPyConnection, count: int) -> list[dict[str, Any]]:
    """The rows of the first page, which stand in the page itself."""
    rows = connection.execute(
        f"""SELECT id, title, source, date::VARCHAR, grade, quality, {", ".join(_NUMBERS)}
        FROM listed WHERE n < {count} ORDER BY n"""
    ).fetchall()
    names = ("id", "title", "source", "date", "grade", "quality", *_NUMBERS)
    return [
        {name: plain(value) if isinstance(value, str) else value for name, value in zip(names, row, strict=True)}
        for row in rows
    ]


def embedded(value: object) -> str:
    """JSON that may stand in a script, within a page too: no character of it ends the script, a string or a line."""
    text = msgspec.json.encode(value).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def shown(value: Any) -> Any:
    """The value with all text in it made fit for the page."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(key): shown(each) for key, each in value.items()}
    return [shown(each) for each in value] if isinstance(value, list) else value


def _script(name: str, number: int, value: object) -> str:
    return f'copydesk("{name}",{number},{embedded(value)});\n'


def _columns(connection: DuckDBPyConnection, clusters: list[str]) -> dict[str, Any]:
    sources = [s for [s] in connection.execute("SELECT DISTINCT source FROM listed ORDER BY source").fetchall()]
    place_of = {source: i for i, source in enumerate(sources)}
    cluster_of = {cluster: i for i, cluster in enumerate(clusters, 1)}
    first_day, count = row_of(connection, "SELECT min(date) - DATE '1970-01-01', count(*) FROM listed")
    names = ("source", "day", "quality", "grade", "cluster", *_NUMBERS)
    columns: dict[str, array[int]] = {name: array("L") for name in names}
    rows = _rows(
        connection,
        f"""SELECT n, source, coalesce(date - DATE '1970-01-01' - {first_day or 0} + 1, 0),
            round(quality * 10)::INTEGER, grade, cluster, {", ".join(_NUMBERS)} FROM listed""",
    )
    for _, source, day, quality, grade, cluster, *numbers in rows:
        values = (place_of[source], day, quality, GRADES.index(grade), cluster_of.get(cluster, 0), *numbers)
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    return {
        "count": count,
        "sources": [plain(s) for s in sources],
        "firstDay": first_day,
        "columns": {name: _packed(column) for name, column in columns.items()},
        "rules": dict(_articles_of_rules(connection)),
    }


def _packed(column: array[int]) -> list[object]:
    """The width of a number in bytes, and the numbers in so many bytes, the least first, in base 64."""
    most = max(column, default=0)
    code, width = next((c, w) for c, w, past in (("B", 1, 1 << 8), ("H", 2, 1 << 16), ("I", 4, 1 << 32)) if most < past)
    narrow = array(code, column)
    if sys.byteorder == "big":
        narrow.byteswap()
    return [width, b64encode(narrow.tobytes()).decode()]


def _articles_of_rules(connection: DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """For each rule the articles in which it found something: each number's distance from the one before, seven bits a
    byte, the least first, the highest bit set where more follow; in base 64."""
    connection.execute(
        """
        CREATE OR REPLACE TABLE fired AS
        SELECT DISTINCT rule, n FROM report.findings JOIN (SELECT n, id FROM listed) ON article = id ORDER BY rule, n
        """
    )
    rules = [rule for [rule] in connection.execute("SELECT DISTINCT rule FROM fired ORDER BY rule").fetchall()]
    for rule in rules:
        found = connection.execute("SELECT n FROM fired WHERE rule = ? ORDER BY n", [rule]).fetchall()
        packed, last = bytearray(), 0
        for [n] in found:
            distance, last = n - last, n
            while distance > 0x7F:
                packed.append(distance & 0x7F | 0x80)
                distance >>= 7
            packed.append(distance)
        yield plain(rule), b64encode(packed).decode()


def _details(connection: DuckDBPyConnection) -> Iterator[tuple[int, list[object]]]:
    """What an opened article shows, chunk by chunk."""
    articles = _rows(connection, "SELECT n, path, line, language, noise, reading_ease, cluster, unchecked FROM listed")
    findings = groupby(
        _rows(
            connection,
            """SELECT n, rule, category, severity, field, before, excerpt, after, message, replacement,
            evidence, number FROM details""",
        ),
        key=lambda row: row[0],
    )
    waiting = next(findings, None)
    for number, chunk in groupby(articles, key=lambda row: row[0] // DETAILS):
        details: list[object] = []
        for n, path, line, language, noise, ease, cluster, unchecked in chunk:
            found: list[object] = []
            if waiting and waiting[0] == n:
                found = [_finding(row) for row in sorted(waiting[1], key=lambda row: row[-1])]
                waiting = next(findings, None)
            about = (plain(path), line, plain(language), noise, ease, plain(cluster))
            details.append([*about, [plain(u) for u in unchecked or ()], found])
        yield number, details


def _finding(row: tuple[Any, ...]) -> list[object]:
    _, rule, category, severity, field, before, excerpt, after, message, replacement, evidence, _ = row
    about = [plain(text) for text in (rule, category, severity, field, before, excerpt, after, message)]
    return [*about, change(excerpt, replacement), quoted(excerpt, replacement, evidence or ())]


def _chunks(connection: DuckDBPyConnection, query: str, size: int) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    rows = _rows(connection, query)
    number = 0
    while chunk := list(islice(rows, size)):
        yield number, chunk
        number += 1


def _rows(connection: DuckDBPyConnection, query: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a query on a table with the column `n`, which comes first, in its order; only some are held at a
    time, whatever the table's size."""
    cursor = connection.cursor()
    table = query.rpartition(" ")[2]
    [last] = row_of(cursor, f"SELECT coalesce(max(n), -1) FROM {table}")
    for start in range(0, last + 1, _BATCH):
        yield from cursor.execute(f"{query} WHERE n BETWEEN {start} AND {start + _BATCH - 1} ORDER BY n").fetchall()
