"""Overlapping findings on one fault become one."""

from __future__ import annotations

from bisect import bisect_left, insort
from operator import attrgetter
from typing import TYPE_CHECKING

from checker.finding import Finding

if TYPE_CHECKING:
    from checker.rule import Rule

# Page furniture explains whatever else is odd inside it.
_EXPLAINS_ALL = "residue"
# Marks are small: a fault of theirs does not explain words that go in circles, though its sentence may be marked whole.
_MARKS, _WORDS, _FEW_LETTERS = "punctuation", "noise", 20
_MENDS_NOT = 2  # behind a safe replacement, 0, and one to think about, 1
_SHARE = 0.5
_SHARE_WITHIN_CATEGORY = 0.2


def merged(findings: list[Finding]) -> list[Finding]:
    """The findings without those that a stronger one explains, ordered by field (title first) and place.

    Two overlapping findings are of one fault when they share more than half of the longer span, or, within a category,
    more than a fifth of it: a name that stutters inside a sentence without a verb is a second fault. The graver stays,
    then the one with a replacement, best a safe one, then the one of the local tier, whose rules say more plainly what
    is wrong, then the longer; a finding inside page residue goes. A fault of marks does not
    explain a longer one of words. What is about the whole article is no fault of its place: it explains nothing there,
    and nothing explains it.
    """
    kept: list[Finding] = []
    for field in ("title", "text"):
        of_field = [finding for finding in findings if finding.field == field]
        whole: list[Finding] = []
        places: list[Finding] = []
        for finding in of_field:
            (whole if _is_of_whole(finding.rule) else places).append(finding)
        kept += sorted([*whole, *_merged_in_field(places)], key=lambda f: (f.start, f.end, f.rule))
    return kept


def _merged_in_field(findings: list[Finding]) -> list[Finding]:
    kept = _Kept()
    for finding in sorted(findings, key=_strength):
        if not any(_explains(other, finding) for other in kept.overlapping(finding)):
            kept.add(finding)
    return kept.findings


class _Kept:
    """Findings by the powers of two of their lengths, each in the order of their starts: those that overlap another
    are found without looking at all, whatever long finding covers them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._by_size: dict[int, list[Finding]] = {}

    def add(self, finding: Finding) -> None:
        self.findings.append(finding)
        insort(self._by_size.setdefault(finding.length.bit_length(), []), finding, key=attrgetter("start"))

    def overlapping(self, finding: Finding) -> list[Finding]:
        found = []
        for bits, row in self._by_size.items():
            at = bisect_left(row, finding.start - (1 << bits), key=attrgetter("start"))
            while at < len(row) and row[at].start < finding.end:
                if row[at].overlaps(finding):
                    found.append(row[at])
                at += 1
        return found


def _strength(finding: Finding) -> tuple[bool, int, int, bool, int, int, str]:
    return (
        finding.category != _EXPLAINS_ALL,
        finding.severity.rank,
        _MENDS_NOT if not finding.replacements else not any(text.safe for text in finding.replacements),
        not _is_local(finding.rule),
        -finding.length,
        finding.start,
        finding.rule,
    )


def _is_local(name: str) -> bool:
    rule = _rule(name)
    return rule is None or rule.tier == "local"


def _is_of_whole(name: str) -> bool:
    rule = _rule(name)
    return rule is not None and rule.of_whole


def _rule(name: str) -> Rule | None:
    from checker.registry import all_rules

    return all_rules().get(name)


def _explains(stronger: Finding, weaker: Finding) -> bool:
    if stronger.category == _EXPLAINS_ALL and stronger.start <= weaker.start and weaker.end <= stronger.end:
        return True
    if stronger.category == _MARKS and weaker.category == _WORDS and weaker.length > _FEW_LETTERS:
        return False
    shared = min(stronger.end, weaker.end) - max(stronger.start, weaker.start)
    least = _SHARE_WITHIN_CATEGORY if stronger.category == weaker.category else _SHARE
    return shared > least * max(stronger.length, weaker.length)
