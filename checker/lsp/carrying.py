"""Keeps in sight what the slower tiers found, while they judge the next version: what stands in a paragraph that nobody
has touched is found there again."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping

import msgspec

from checker.annotations.sentences import find_paragraphs
from checker.article import Article
from checker.filters.overlap import merged
from checker.finding import Finding
from checker.rule import Rule


def with_carried(
    findings: tuple[Finding, ...],
    article: Article,
    earlier: Article,
    known: tuple[Finding, ...],
    rules: Mapping[str, Rule],
) -> tuple[Finding, ...]:
    """The findings of the local tier in an article, with those that slower tiers had in an earlier version of it."""
    moved = _Moved(earlier, article)
    slow = (f for f in known if f.rule in rules and rules[f.rule].tier != "local")
    return tuple(merged([*findings, *(m for f in slow for m in moved.finding(f))]))


class _Moved:
    """Where passages of one version stand in another."""

    def __init__(self, old: Article, new: Article) -> None:
        self._old = old
        self._new = new
        self._paragraphs = list(find_paragraphs(old.text))
        places: dict[str, deque[int]] = {}
        for start, end in find_paragraphs(new.text):
            places.setdefault(new.text[start:end], deque()).append(start)
        self._starts: dict[int, int] = {}  # of paragraphs that are alike, the first is the first again
        for start, end in self._paragraphs:
            if left := places.get(old.text[start:end]):
                self._starts[start] = left.popleft()

    def finding(self, finding: Finding) -> Iterator[Finding]:
        """The finding in the other version; nothing where its paragraph, or one that it quotes, has changed."""
        start = self._offset(finding.field, finding.start, finding.end)
        evidence = []
        for each in finding.evidence:
            at = self._offset("text", each.start, each.end) if each.id == self._old.id else each.start
            if at is None:
                return
            evidence.append(msgspec.structs.replace(each, start=at, end=at + each.end - each.start))
        if start is not None:
            end = start + finding.length
            yield msgspec.structs.replace(finding, start=start, end=end, evidence=tuple(evidence))

    def _offset(self, field: str, start: int, end: int) -> int | None:
        if field == "title":
            return start if self._old.title == self._new.title else None
        number = bisect_right(self._paragraphs, start, key=lambda paragraph: paragraph[0]) - 1
        begin, stop = self._paragraphs[number] if number >= 0 else (0, 0)
        return self._starts[begin] + start - begin if begin in self._starts and end <= stop else None
