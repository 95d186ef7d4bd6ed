"""The totals of a corpus report: grades by source and month, rules, the worst articles, clusters that disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checker.finding import CATEGORIES, Severity
from checker.summary import GRADES
from reports.corpus.intervals import wilson
from reports.corpus.tables import RANK, row_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FACTS = ("version", "settings", "tiers", "left_out", "formula", "missing", "defects")
# An article with one of these is unfit as it stands.
POOR = ("D", "E", "F")
# Where there are more, the smaller ones are counted together.
_SOURCES, _MONTHS, _RULES, _CLUSTERS, _REASONS = 1000, 1200, 1000, 100, 50
_WORST, _FINDINGS_SHOWN, _EVIDENCE_SHOWN, _REJECTED_SHOWN = 50, 3, 6, 50
# Sums are of whole numbers, so that no order of adding shows in the last digit.
_STANDING = f"""
    count(*), sum(words)::BIGINT, sum(round(quality * 10)::BIGINT)::BIGINT, sum(round(noise * 10000)::BIGINT)::BIGINT,
    {", ".join(f"count(*) FILTER (grade = '{grade}')" for grade in GRADES)}"""


def summarized(connection: DuckDBPyConnection, facts: dict[str, Any]) -> dict[str, Any]:
    """What `summary.json` says: a pure function of the tables (the schema `report`) and of the run's facts."""
    sources, other_sources = _groups(connection, "source", "source", "count(*) DESC, key", _SOURCES)
    months, other_months = _groups(connection, "month", "strftime(date, '%Y-%m')", "key DESC", _MONTHS)
    return {
        **{key: facts.get(key) for key in _FACTS},
        **_standing(row_of(connection, f"SELECT {_STANDING} FROM report.articles")),
        "spread": _spread(connection),
        "dates": [
            str(d) if d else None for d in row_of(connection, "SELECT min(date), max(date) FROM report.articles")
        ],
        "findings": _findings(connection),
        "sources": sources,
        "other_sources": other_sources,
        "months": months[::-1],
        "earlier_months": other_months,
        "undated": row_of(connection, "SELECT count(*) FILTER (date IS NULL) FROM report.articles")[0],
        "rules": _rules(connection, facts),
        "worst": _worst(connection),
        "clusters": _clusters(connection),
        "unchecked": _counted(connection, "SELECT unnest(unchecked) AS key FROM report.articles"),
        "rejected": _rejected(connection),
    }


def _standing(row: tuple[Any, ...]) -> dict[str, Any]:
    articles, words, quality, noise, *grades = row
    poor = sum(number for grade, number in zip(GRADES, grades, strict=True) if grade in POOR)
    low, high = wilson(poor, articles)
    return {
        "articles": articles,
        "words": words or 0,
        "quality": round(quality / 10 / articles, 2) if articles else None,
        "noise": round(noise / 10000 / articles, 4) if articles else None,
        "grades": dict(zip(GRADES, grades, strict=True)),
        "poor": {
            "articles": poor,
            "share": round(poor / articles, 4) if articles else None,
            "low": round(low, 4),
            "high": round(high, 4),
        },
    }


def _groups(
    connection: DuckDBPyConnection, name: str, key: str, order: str, most: int
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The standing of each group of articles, the first `most` of an order, and that of all others together."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE grouping AS
        SELECT key, row_number() OVER (ORDER BY {order.replace("count(*)", "articles")}) AS place
        FROM (SELECT {key} AS key, count(*) AS articles FROM report.articles WHERE {key} IS NOT NULL GROUP BY 1)
        """
    )
    joined = f"FROM report.articles a JOIN grouping g ON {key.replace('(date', '(a.date')} = g.key"
    rows = connection.execute(
        f"SELECT g.key, {_STANDING} {joined} WHERE place <= {most} GROUP BY g.key, place ORDER BY place"
    ).fetchall()
    others = row_of(connection, f"SELECT count(DISTINCT g.key), {_STANDING} {joined} WHERE place > {most}")
    rest = {f"{name}s": others[0], **_standing(others[1:])} if others[0] else None
    return [{name: row[0], **_standing(row[1:])} for row in rows], rest


def _spread(connection: DuckDBPyConnection) -> dict[str, Any]:
    """How the quality is spread: the least value that so many articles do not pass."""
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    [values] = row_of(connection, f"SELECT quantile_disc(quality, {list(shares)}) FROM report.articles")
    return dict(zip(map(str, shares), values or [None] * len(shares), strict=True))


def _findings(connection: DuckDBPyConnection) -> dict[str, Any]:
    columns = ["errors", "warnings", "infos", *(f"findings_{c}" for c in CATEGORIES)]
    sums = [
        n or 0
        for n in row_of(connection, f"SELECT {', '.join(f'sum({c})::BIGINT' for c in columns)} FROM report.articles")
    ]
    by_severity = dict(zip(("error", "warning", "info"), sums, strict=False))
    return {
        "total": sum(sums[:3]),
        "severities": by_severity,
        "categories": dict(zip(CATEGORIES, sums[3:], strict=True)),
    }


def _rules(connection: DuckDBPyConnection, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules that found something, the one with the most findings first."""
    said = {r.get("name"): r for r in facts.get("rules") or []}
    [words] = row_of(connection, "SELECT sum(words)::BIGINT FROM report.articles")
    rows = connection.execute(
        f"""
        SELECT rule, min(category), {", ".join(f"count(*) FILTER (severity = '{s}')" for s in Severity)},
               count(*), count(DISTINCT article)
        FROM report.findings GROUP BY rule ORDER BY count(*) DESC, rule LIMIT {_RULES}
        """
    ).fetchall()
    return [
        {
            "rule": rule,
            "category": category,
            "severities": dict(zip(Severity, severities, strict=True)),
            "summary": said.get(rule, {}).get("summary", ""),
            "findings": findings,
            "articles": articles,
            "per_1000_words": round(1000 * findings / words, 4) if words else None,
        }
        for rule, category, *severities, findings, articles in rows
    ]


def _worst(connection: DuckDBPyConnection) -> list[dict[str, Any]]:
    """The articles of the lowest quality, each with its gravest findings."""
    rows = connection.execute(
        f"""
        WITH worst AS (
            SELECT row_number() OVER (ORDER BY quality, errors DESC, warnings DESC, infos DESC, id) AS place, *
            FROM report.articles WHERE errors + warnings + infos > 0 ORDER BY place LIMIT {_WORST}
        ), shown AS (
            SELECT article, file_row_number AS number, {RANK} AS rank,
                   {{'rule': rule, 'severity': severity, 'before': before, 'excerpt': excerpt, 'after': after,
                     'message': message, 'replacement': replacement}} AS finding
            FROM report.findings WHERE article IN (SELECT id FROM worst)
            QUALIFY row_number() OVER (PARTITION BY article ORDER BY rank, number) <= {_FINDINGS_SHOWN}
        )
        SELECT id, path, line, source, date::VARCHAR, title, words, quality, grade, errors, warnings, infos,
               (SELECT list(finding ORDER BY rank, number) FROM shown WHERE article = id)
        FROM worst ORDER BY place
        """
    ).fetchall()
    names = "id path line source date title words quality grade errors warnings infos findings".split()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _clusters(connection: DuckDBPyConnection) -> dict[str, Any]:
    """Articles on one event that tell it differently: those with the most such findings first. An example that repeats
    the words of another comes after those that do not."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE disagreeing AS
        SELECT *, row_number() OVER (PARTITION BY cluster ORDER BY again, rank, number) AS place
        FROM (
            SELECT cluster, f.*, row_number() OVER (PARTITION BY cluster, excerpt ORDER BY rank, number) > 1 AS again
            FROM (SELECT article, file_row_number AS number, {RANK} AS rank, rule, severity, before, excerpt, after,
                         message, replacement, evidence[:{_EVIDENCE_SHOWN}] AS evidence
                  FROM report.findings WHERE category = 'siblings') f
            JOIN report.articles a ON a.id = f.article WHERE cluster IS NOT NULL
        )
        """
    )
    rows = connection.execute(
        f"""
        WITH sizes AS (SELECT cluster, count(*) AS articles FROM report.articles GROUP BY cluster)
        SELECT cluster, any_value(sizes.articles), count(*), count(*) FILTER (severity <> 'info'),
               count(DISTINCT article),
               list({{'article': article, 'rule': rule, 'severity': severity, 'before': before, 'excerpt': excerpt,
                      'after': after, 'message': message, 'replacement': replacement, 'evidence': evidence}}
                    ORDER BY place) FILTER (place <= {_FINDINGS_SHOWN})
        FROM disagreeing JOIN sizes USING (cluster) GROUP BY cluster
        ORDER BY count(*) FILTER (severity <> 'info') DESC, count(*) DESC, cluster LIMIT {_CLUSTERS}
        """
    ).fetchall()
    names = ("cluster", "articles", "findings", "loud", "disagreeing", "examples")
    [all_clusters] = row_of(connection, "SELECT count(DISTINCT cluster) FROM report.articles")
    [number] = row_of(connection, "SELECT count(DISTINCT cluster) FROM disagreeing")
    return {
        "clusters": all_clusters,
        "disagreeing": number,
        "most": [dict(zip(names, row, strict=True)) for row in rows],
    }


def _rejected(connection: DuckDBPyConnection) -> dict[str, Any]:
    rows = connection.execute(
        f"""SELECT path, line, id, reason FROM report.rejected ORDER BY file_row_number LIMIT {_REJECTED_SHOWN}"""
    ).fetchall()
    return {
        "rows": row_of(connection, "SELECT count(*) FROM report.rejected")[0],
        "reasons": _counted(connection, "SELECT reason AS key FROM report.rejected"),
        "first": [dict(zip(("path", "line", "id", "reason"), row, strict=True)) for row in rows],
    }


def _counted(connection: DuckDBPyConnection, query: str) -> dict[str, int]:
    """How often each value of the column `key` is there, the most frequent first."""
    rows = connection.execute(
        f"SELECT key, count(*) FROM ({query}) GROUP BY key ORDER BY count(*) DESC, key LIMIT {_REASONS}"
    )
    return dict(rows.fetchall())
