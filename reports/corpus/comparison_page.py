"""The comparison of two reports as a page: every source and rule with the interval of its difference as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from checker.summary import counted
from reports.corpus.comparison import Change, Comparison, RuleChange, Side, Standing
from reports.corpus.comparison_text import HOW_SURE, OTHERWISE, percent, points
from reports.marking import shown
from reports.page import page

_WIDTH, _HEIGHT, _MARGIN = 160, 14, 6


def comparison_page(c: Comparison, style: str) -> str:
    """One self-contained page; `style` is that of the corpus report."""
    title = f"{counted(c.old.articles, 'article')} and {c.new.articles:,}"
    parts: list[str] = [
        f'<header class="page"><p class="brand">copydesk</p><h1>{title} compared</h1>',
        f'<p class="totals">{_side("old", c.old)}<br>{_side("new", c.new)}</p></header><main>',
        "" if c.same_settings else f'<p class="say">{OTHERWISE}</p>',
        _whole(c.whole) if c.whole else '<p class="empty"><strong>There is nothing to compare.</strong></p>',
        _sources(c.sources) if c.sources else "",
        _rules(c.rules) if c.rules else "",
        _alone("Sources", c.sources_only_old, c.sources_only_new),
        _alone("Rules that ran", c.rules_only_old, c.rules_only_new),
        f'</main><footer class="page"><p>{HOW_SURE} Bold is what changed.</p></footer>',
    ]
    return page(f"{title} compared · copydesk", f'<div class="corpus">{"".join(parts)}</div>', style)


def _side(name: str, side: Side) -> str:
    told = f"{counted(side.articles, 'article')}, {counted(side.words, 'word')}"
    return f"{name}: <bdi>{shown(side.path)}</bdi>, {told}"


def _whole(standing: Standing) -> str:
    rows = _share_row("D or worse", standing.poor, _reach([standing.poor]))
    if standing.quality:
        rows += _row("Mean score", standing.quality, 1, _reach([standing.quality]))
    verdict = standing.verdict.capitalize() or "No sure change"
    return f"<section><h2>All articles</h2><p>{verdict}.</p>{_table('Measure', 'All articles', rows)}</section>"


def _sources(standings: Sequence[Standing]) -> str:
    shares = _reach([s.poor for s in standings])
    means = _reach([s.quality for s in standings if s.quality])
    poor = "".join(_share_row(_source(s.source), s.poor, shares, s.verdict, _most_in(s)) for s in standings)
    mean = "".join(_row(_source(s.source), s.quality, 1, means, s.verdict) for s in standings if s.quality)
    scores = f"<section><h2>Sources: mean score</h2>{_table('Source', 'Scores by source', mean)}</section>"
    return (
        f"<section><h2>Sources: articles graded D or worse</h2>{_table('Source', 'Shares by source', poor)}</section>"
        f"{scores if mean else ''}"
    )


def _rules(rules: Sequence[RuleChange]) -> str:
    reach = _reach([r.share for r in rules])
    rows = "".join(_share_row(shown(r.rule), r.share, reach, r.verdict) for r in rules)
    return f"<section><h2>Rules: articles in which they found something</h2>{_table('Rule', 'Rules', rows)}</section>"


def _table(first: str, label: str, rows: str) -> str:
    names = (first, "old", "new", "difference", "likely between", "less, 0, more")
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table class="figures compared">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _share_row(name: str, change: Change, reach: float, verdict: str = "", more: str = "") -> str:
    return _row(name, change, 100, reach, verdict, more)


def _row(name: str, change: Change, scale: int, reach: float, verdict: str = "", more: str = "") -> str:
    old, new = (percent(v) if scale == 100 else f"{v:.1f}" for v in (change.old, change.new))
    difference, low, high = points(change, scale)
    told = f"<b>{difference}</b>" if change.changed else difference
    kind = f' <span class="what">{verdict}{more}</span>' if verdict else ""
    cells = "".join(f"<td>{cell}</td>" for cell in (old, new, told))
    return (
        f'<tr><th scope="row">{name}{kind}</th>{cells}<td class="interval">{low} to {high}</td>'
        f"<td>{_picture(change, reach)}</td></tr>"
    )


def _picture(change: Change, reach: float) -> str:
    """The interval as a line on an axis whose middle is zero and whose ends are the widest of the table."""

    def x(value: float) -> float:
        return round(_WIDTH / 2 + (_WIDTH / 2 - _MARGIN) * value / reach, 1)

    middle = _HEIGHT / 2
    kind = "changed" if change.changed else "same"
    return (
        f'<svg class="whisker {kind}" width="{_WIDTH}" height="{_HEIGHT}" aria-hidden="true">'
        f'<line class="axis" x1="{_WIDTH / 2}" x2="{_WIDTH / 2}" y1="0" y2="{_HEIGHT}"/>'
        f'<line x1="{x(change.low)}" x2="{x(change.high)}" y1="{middle}" y2="{middle}"/>'
        f'<circle cx="{x(change.difference)}" cy="{middle}" r="3.5"/></svg>'
    )


def _reach(changes: Sequence[Change]) -> float:
    return max((abs(edge) for c in changes for edge in (c.low, c.high)), default=1.0) or 1.0


def _source(name: str) -> str:
    return f'<bdi dir="auto">{shown(name)}</bdi>' if name else "<i>no source given</i>"


def _most_in(standing: Standing) -> str:
    rules = (f"{shown(r.rule)} {percent(r.old)} → {percent(r.new)}" for r in standing.rules)
    return f", most in {', '.join(rules)}" if standing.rules else ""


def _alone(what: str, old: Sequence[str], new: Sequence[str]) -> str:
    return "".join(
        f"<section><h2>{what} only in the {where} report</h2><p>{', '.join(map(_source, names))}</p></section>"
        for names, where in ((old, "old"), (new, "new"))
        if names
    )
