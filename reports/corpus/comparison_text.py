"""The comparison of two reports as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.printable import clipped
from checker.summary import counted
from reports.corpus.comparison import Change, Comparison, RuleChange, Side, Standing

_NAMED = 10  # of what is in one report alone
_LONGEST = 40
OTHERWISE = "The two were judged otherwise (version, settings or tiers): a change may come from that alone."
HOW_SURE = (
    "Only where the interval leaves out zero is there a change. It is the wider the more is compared at once, so that "
    "of the changes named one in twenty at most is chance."
)


def comparison_text(comparison: Comparison) -> str:
    """What changed, the worse first, each with the interval of its difference; then what cannot be compared."""
    return "\n".join(_lines(comparison))


def _lines(c: Comparison) -> Iterator[str]:
    yield f"old  {_side(c.old)}"
    yield f"new  {_side(c.new)}"
    if c.in_both:
        yield f"     {counted(c.in_both, 'article')} in both"
    if not c.same_settings:
        yield OTHERWISE
    if c.whole is None:
        yield "There is nothing to compare."
        return
    yield ""
    yield f"All articles: {c.whole.verdict or 'no sure change'}"
    yield from _standing(c.whole)
    yield ""
    yield from _sources(c)
    yield ""
    yield from _rules(c)
    yield from _alone("Sources", c.sources_only_old, c.sources_only_new)
    yield from _alone("Rules that ran", c.rules_only_old, c.rules_only_new)
    yield ""
    yield f"In brackets the interval of the difference. {HOW_SURE}"


def _side(side: Side) -> str:
    return f"{side.path}: {counted(side.articles, 'article')}, {counted(side.words, 'word')}"


def _sources(c: Comparison) -> Iterator[str]:
    changed = [s for s in c.sources if s.verdict]
    if not c.sources:
        yield "No source is in both."
        return
    yield f"Sources: {len(changed):,} of {len(c.sources):,} changed"
    for standing in changed:
        yield f"  {standing.verdict}: {_name(standing.source)}"
        yield from _standing(standing)
        if standing.rules:
            yield "    most in: " + ", ".join(f"{r.rule} {percent(r.old)} → {percent(r.new)}" for r in standing.rules)


def _standing(standing: Standing) -> Iterator[str]:
    poor, quality = standing.poor, standing.quality
    old, new = f"{standing.old_articles:,}", f"{standing.new_articles:,}"
    yield f"    D or worse {percent(poor.old)} of {old} → {percent(poor.new)} of {new}: {_points(poor, 100)}"
    if quality:
        yield f"    mean score {quality.old:.1f} → {quality.new:.1f}: {_points(quality, 1)}"


def _rules(c: Comparison) -> Iterator[str]:
    changed: Sequence[RuleChange] = [r for r in c.rules if r.verdict]
    yield f"Rules: {len(changed):,} of {len(c.rules):,} changed"
    width = max((len(r.rule) for r in changed), default=0)
    for rule in changed:
        share = rule.share
        old, new = percent(share.old), percent(share.new)
        yield f"  {rule.verdict}: {rule.rule:{width}}  in {old} → {new} of articles: {_points(share, 100)}"


def _alone(what: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for names, where in ((old, "old"), (new, "new")):
        if names:
            more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
            yield f"{what} only in the {where} report: {', '.join(map(_name, names[:_NAMED]))}{more}"


def _name(source: str) -> str:
    return clipped(" ".join(source.split()) or "no source given", _LONGEST)


def percent(share: float) -> str:
    """A share from 0 to 1 as "7.5 %" or "12 %"."""
    return f"{100 * share:.1f} %" if 0 < share < 0.0995 else f"{100 * share:.0f} %"


def points(change: Change, scale: int) -> tuple[str, str, str]:
    """The difference and the ends of its interval, with their signs."""
    return _signed(scale * change.difference), _signed(scale * change.low), _signed(scale * change.high)


def _points(change: Change, scale: int) -> str:
    difference, low, high = points(change, scale)
    return f"{difference} points ({low} to {high}){'' if change.changed else ', no sure change'}"


def _signed(value: float) -> str:
    if abs(value) < 5e-5:
        return "0.0"
    # An end of an interval that leaves out zero does not read as zero.
    digits = 1 if abs(value) >= 0.05 else 2 if abs(value) >= 0.005 else 4
    return f"{value:+.{digits}f}".replace("-", "−")
