"""From one report to the next: which sources got better or worse, which rules fire more or less, as far as the numbers
of articles let one say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from reports.corpus.intervals import (
    Sample,
    discovered,
    level_for,
    newcombe,
    newcombe_probability,
    welch,
    welch_probability,
)
from reports.corpus.summary import POOR
from reports.corpus.tables import opened, row_of, run_facts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The interval of a mean leans on the law of large numbers, so smaller samples have none.
_LEAST_FOR_A_MEAN = 10
_RULES_NAMED = 3


class Change(msgspec.Struct):
    """A share (from 0 to 1) or a mean in the old report and in the new one, the difference new minus old, and the
    interval in which it lies. `changed` says whether the interval leaves out zero: only then is it called a change."""

    old: float
    new: float
    difference: float
    low: float
    high: float
    changed: bool


class Standing(msgspec.Struct):
    """A source, or the whole corpus, in both reports. `poor` is the share of articles of grade D and worse, `quality`
    the mean score, which needs ten articles on each side. `verdict` is "better", "worse", "mixed", or "" for no sure
    change. `rules` are those whose share of articles changed most where the verdict is not ""."""

    source: str
    old_articles: int
    new_articles: int
    poor: Change
    quality: Change | None
    verdict: str = ""
    rules: list[RuleShare] = []


class RuleShare(msgspec.Struct):
    """The share of articles in which a rule found something."""

    rule: str
    old: float
    new: float


class RuleChange(msgspec.Struct):
    """A rule in both reports: the share of articles in which it found something. `verdict` is "more", "less" or ""."""

    rule: str
    old_articles: int
    new_articles: int
    share: Change
    verdict: str = ""


class Side(msgspec.Struct):
    """One of the two reports."""

    path: str
    version: str
    articles: int
    words: int
    tiers: list[str]


class Comparison(msgspec.Struct):
    """Two reports beside each other. The intervals of a list have its level: the more that is asked at once, the wider
    they are, so that of what is called a change one in twenty at most is none. `same_settings` says whether both were
    judged alike; `in_both` how many articles, by their ids, are in both."""

    old: Side
    new: Side
    same_settings: bool
    in_both: int
    whole: Standing | None
    source_level: float
    sources: list[Standing]
    sources_only_old: list[str]
    sources_only_new: list[str]
    rule_level: float
    rules: list[RuleChange]
    rules_only_old: list[str]
    rules_only_new: list[str]

    def __str__(self) -> str:
        from reports.corpus.comparison_text import comparison_text

        return comparison_text(self)

    def html(self) -> str:
        """The same as a page of its own."""
        from reports.corpus.comparison_page import comparison_page
        from reports.corpus.page import corpus_asset

        return comparison_page(self, corpus_asset("corpus.css"))

    def json(self) -> str:
        """The same as JSON, indented."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode()


class _Counts(msgspec.Struct):
    articles: int
    poor: int
    quality: Sample


def compared(old: Path, new: Path) -> Comparison:
    """Compares two reports; what is in one alone is named and not judged.

    Raises:
        UsageError: one of the two is no report.
    """
    facts = run_facts(old), run_facts(new)
    with opened(old=old, new=new) as connection:
        counts = _counts(connection, "old"), _counts(connection, "new")
        whole = _whole(counts[0]), _whole(counts[1])
        both = sorted(counts[0].keys() & counts[1].keys())
        level, sources = _sources([(name, counts[0][name], counts[1][name]) for name in both])
        _name_rules(connection, [s for s in sources if s.verdict])
        ran = [{r["name"] for r in each.get("rules") or []} for each in facts]
        rule_level, rules = _rules(connection, ran[0] & ran[1], whole[0].articles, whole[1].articles)
        sides = [
            _side(path, each, connection, schema)
            for path, each, schema in zip((old, new), facts, ("old", "new"), strict=True)
        ]
        [in_both] = row_of(connection, "SELECT count(*) FROM old.articles WHERE id IN (SELECT id FROM new.articles)")
    alike = all(facts[0].get(key) == facts[1].get(key) for key in ("version", "settings", "tiers"))
    return Comparison(
        old=sides[0],
        new=sides[1],
        same_settings=alike,
        in_both=in_both,
        whole=_sources([("", *whole)])[1][0] if whole[0].articles and whole[1].articles else None,
        source_level=level,
        sources=sources,
        sources_only_old=sorted(counts[0].keys() - counts[1].keys()),
        sources_only_new=sorted(counts[1].keys() - counts[0].keys()),
        rule_level=rule_level,
        rules=rules,
        rules_only_old=sorted(ran[0] - ran[1]),
        rules_only_new=sorted(ran[1] - ran[0]),
    )


def _side(path: Path, facts: dict[str, Any], connection: DuckDBPyConnection, schema: str) -> Side:
    articles, words = row_of(connection, f"SELECT count(*), coalesce(sum(words), 0)::BIGINT FROM {schema}.articles")
    return Side(str(path), str(facts.get("version", "")), articles, words, list(facts.get("tiers") or []))


def _counts(connection: DuckDBPyConnection, schema: str) -> dict[str, _Counts]:
    """What is known of each source; qualities are added as whole tenths, so that no order of adding shows."""
    tenths = "round(quality * 10)::BIGINT"
    rows = connection.execute(
        f"""SELECT source, count(*), count(*) FILTER (grade IN {POOR}), sum({tenths})::BIGINT,
        sum({tenths} * {tenths})::BIGINT FROM {schema}.articles GROUP BY source"""
    ).fetchall()
    return {
        source: _Counts(articles, poor, Sample(articles, total / 10, squares / 100))
        for source, articles, poor, total, squares in rows
    }


def _whole(counts: dict[str, _Counts]) -> _Counts:
    each = list(counts.values())
    sums = (sum(c.quality.total for c in each), sum(c.quality.squares for c in each))
    articles = sum(c.articles for c in each)
    return _Counts(articles, sum(c.poor for c in each), Sample(articles, *sums))


def _sources(pairs: Sequence[tuple[str, _Counts, _Counts]]) -> tuple[float, list[Standing]]:
    """The level of the intervals, and the standings: those that changed first, the worse before the better. Shares and
    means of all sources are one family of questions."""
    shares = [((o.poor, o.articles), (n.poor, n.articles)) for _, o, n in pairs]
    means = [(o.quality, n.quality) if min(o.articles, n.articles) >= _LEAST_FOR_A_MEAN else None for _, o, n in pairs]
    asked = [newcombe_probability(*share) for share in shares]
    asked += [welch_probability(*mean) for mean in means if mean]
    level = level_for(discovered(asked), len(asked))
    found = []
    for (name, old, new), share, mean in zip(pairs, shares, means, strict=True):
        poor = _share_change(*share, level)
        quality = _mean_change(*mean, level) if mean else None
        standing = Standing(name, old.articles, new.articles, poor, quality)
        signs = {_sign(poor), -_sign(quality) if quality else 0} - {0}
        standing.verdict = "" if not signs else "mixed" if len(signs) > 1 else "worse" if 1 in signs else "better"
        found.append(standing)
    order = {"worse": 0, "mixed": 1, "better": 2, "": 3}
    found.sort(key=lambda s: (order[s.verdict], -abs(s.poor.difference), s.source))
    return level, found


def _rules(
    connection: DuckDBPyConnection, ran: set[str], old_articles: int, new_articles: int
) -> tuple[float, list[RuleChange]]:
    """The level of the intervals, and the rules that ran in both reports and found something in one of them."""
    if not old_articles or not new_articles:
        return 0.95, []
    counts = _articles_of_rules(connection, "old"), _articles_of_rules(connection, "new")
    names = sorted(ran & (counts[0].keys() | counts[1].keys()))
    pairs = [((counts[0].get(n, 0), old_articles), (counts[1].get(n, 0), new_articles)) for n in names]
    asked = [newcombe_probability(*pair) for pair in pairs]
    level = level_for(discovered(asked), len(asked))
    found = []
    for name, (old, new) in zip(names, pairs, strict=True):
        share = _share_change(old, new, level)
        verdict = {1: "more", -1: "less", 0: ""}[_sign(share)]
        found.append(RuleChange(name, old[0], new[0], share, verdict))
    found.sort(key=lambda r: (not r.verdict, -abs(r.share.difference), r.rule))
    return level, found


def _articles_of_rules(connection: DuckDBPyConnection, schema: str) -> dict[str, int]:
    query = f"SELECT rule, count(DISTINCT article) FROM {schema}.findings GROUP BY rule"
    return dict(connection.execute(query).fetchall())


def _name_rules(connection: DuckDBPyConnection, standings: Sequence[Standing]) -> None:
    """Says of each source that changed in which rules it did most: told, not tested."""
    if not standings:
        return
    shares: list[dict[tuple[str, str], int]] = []
    for schema in ("old", "new"):
        rows = connection.execute(
            f"""SELECT source, rule, count(DISTINCT article) FROM {schema}.findings
            WHERE source IN (SELECT unnest(?)) GROUP BY ALL""",
            [[s.source for s in standings]],
        )
        shares.append({(source, rule): articles for source, rule, articles in rows.fetchall()})
    rules = {rule for each in shares for _, rule in each}
    for standing in standings:
        found = [
            RuleShare(
                rule,
                shares[0].get((standing.source, rule), 0) / standing.old_articles,
                shares[1].get((standing.source, rule), 0) / standing.new_articles,
            )
            for rule in rules
        ]
        sign = {"worse": 1, "better": -1}.get(standing.verdict, 0)
        found = [r for r in found if (r.new - r.old) * sign > 0 or (not sign and r.new != r.old)]
        found.sort(key=lambda r: (-abs(r.new - r.old), r.rule))
        standing.rules = found[:_RULES_NAMED]


def _share_change(old: tuple[int, int], new: tuple[int, int], level: float) -> Change:
    low, high = interval = newcombe(old, new, level)
    before, after = old[0] / old[1], new[0] / new[1]
    return Change(before, after, after - before, low, high, not interval.holds_zero)


def _mean_change(old: Sample, new: Sample, level: float) -> Change:
    low, high = interval = welch(old, new, level)
    return Change(old.mean, new.mean, new.mean - old.mean, low, high, not interval.holds_zero)


def _sign(change: Change) -> int:
    return ((change.difference > 0) - (change.difference < 0)) if change.changed else 0
