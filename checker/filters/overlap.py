"""Overlapping findings on one fault become one."""

from __future__ import annotations

from collections.abc import Iterator

from checker.finding import Finding

# Page furniture explains whatever else is odd inside it.
_EXPLAINS_ALL = "residue"
# Marks are small: a fault of theirs does not explain words that go in circles, though its sentence may be marked whole.
_MARKS, _WORDS, _FEW_LETTERS = "punctuation", "noise", 20
_SHARE = 0.5
_SHARE_WITHIN_CATEGORY = 0.2


def merged(findings: list[Finding]) -> list[Finding]:
    """The findings without those that a stronger one explains, ordered by field (title first) and place.

    Two overlapping findings are of one fault when they share more than half of the longer span, or, within a category,
    more than a fifth of it: a name that stutters inside a sentence without a verb is a second fault. The graver stays,
    then the one with a replacement, then the longer; a finding inside page residue goes. A fault of marks does not
    explain a longer one of words.
    """
    kept: list[Finding] = []
    for cluster in _clusters(findings):
        stay: list[Finding] = []
        for finding in sorted(cluster, key=_strength):
            if not any(_explains(other, finding) for other in stay if other.overlaps(finding)):
                stay.append(finding)
        kept += stay
    return sorted(kept, key=_place)


def _place(finding: Finding) -> tuple[bool, int, int, str]:
    return finding.field != "title", finding.start, finding.end, finding.rule


def _clusters(findings: list[Finding]) -> Iterator[list[Finding]]:
    """Findings that hang together by overlaps, so that only neighbours are compared."""
    cluster: list[Finding] = []
    end = 0
    for finding in sorted(findings, key=_place):
        if cluster and (finding.field != cluster[0].field or finding.start >= end):
            yield cluster
            cluster = []
        end = max(end, finding.end) if cluster else finding.end
        cluster.append(finding)
    if cluster:
        yield cluster


def _strength(finding: Finding) -> tuple[bool, int, bool, int, int, str]:
    return (
        finding.category != _EXPLAINS_ALL,
        finding.severity.rank,
        not finding.replacements,
        -finding.length,
        finding.start,
        finding.rule,
    )


def _explains(stronger: Finding, weaker: Finding) -> bool:
    if stronger.category == _EXPLAINS_ALL:
        return True
    if stronger.category == _MARKS and weaker.category == _WORDS and weaker.length > _FEW_LETTERS:
        return False
    shared = min(stronger.end, weaker.end) - max(stronger.start, weaker.start)
    least = _SHARE_WITHIN_CATEGORY if stronger.category == weaker.category else _SHARE
    return shared > least * max(stronger.length, weaker.length)
