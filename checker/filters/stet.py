"""What a stet keeps is no fault; a stet that keeps nothing, or cannot be understood, is one."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from checker.article import Article
from checker.filters.fingerprint import fingerprinted
from checker.filters.severity import weighed
from checker.finding import Finding, Severity
from checker.nearest import nearest
from checker.stet import Kept, Stet

if TYPE_CHECKING:
    from checker.settings import Settings

UNUSED, FAULTY = "unused-stet", "faulty-stet"
STET_FINDINGS = (UNUSED, FAULTY)
"""What is found of the stets themselves: names that are selected, ignored and weighed as those of rules are."""

CATEGORY = "residue"
_SIC = re.compile(r"(?:[^\W_]|['’-])++[\"”’'),.!?]{0,3}\s?[\[(]sic[\])]", re.IGNORECASE)
_FAR = 40
_EVERY = ""


class Settled(NamedTuple):
    """The findings that stay, those on the stets among them, and the findings that a stet has stopped."""

    findings: tuple[Finding, ...]
    stetted: tuple[Finding, ...]


def settled(
    article: Article,
    findings: Sequence[Finding],
    ran: Collection[str],
    settings: Settings,
    keep: Collection[str] = (),
) -> Settled:
    """What is left of the findings of an article. `ran` are the names of the rules that judged it: only what they left
    alone makes a stet unused.

    A finding is kept by a stet that names its rule, its category or nothing, where they share a character; by "[sic]",
    where it stands on the word before; and by its fingerprint, where that is among those to `keep`.
    """
    kept: list[Finding] = []
    stetted: list[Finding] = []
    stets = _Stets(article.stets)
    words = _sic_words(article) if findings else {}
    for finding in findings:
        stopped = (bool(article.stets) and stets.stop(finding)) or finding.fingerprint in keep
        (stetted if stopped or _on_a_sic(finding, words) else kept).append(finding)
    if article.stets:
        told = weighed(list(_told(article, stets.used(), ran, settings)), settings.severities)
        kept = sorted([*kept, *fingerprinted(article, told)], key=lambda f: (f.field != "title", f.start, f.end))
    return Settled(tuple(kept), tuple(stetted))


class _Stets:
    """The stets of an article by what they name and keep: thousands of stets and of findings meet without a square."""

    def __init__(self, stets: Iterable[Stet]) -> None:
        self._by: dict[tuple[str, str], dict[tuple[int, int], list[Stet]]] = {}
        self._used: set[tuple[str, str, int, int]] = set()
        for stet in stets:
            whole = (Kept("title", 0, sys.maxsize), Kept("text", 0, sys.maxsize))
            for name in () if stet.fault else stet.rules or (_EVERY,):
                for field, start, end in whole if stet.kept is None else stet.kept:
                    self._by.setdefault((name, field), {}).setdefault((start, end), []).append(stet)
        self._rows: dict[tuple[str, str], tuple[list[tuple[int, int]], list[int]]] = {}
        for key, kept in self._by.items():
            spans = sorted(kept)
            self._rows[key] = spans, list(accumulate((end for _, end in spans), max))

    def stop(self, finding: Finding) -> bool:
        """Whether a stet keeps what the finding is on; remembers which."""
        stopped = False
        for name in (finding.rule, finding.category, _EVERY):
            spans, furthest = self._rows.get((name, finding.field), ([], []))
            at = bisect_left(spans, (max(finding.end, finding.start + 1), -1)) - 1
            while at >= 0 and furthest[at] > finding.start:
                if spans[at][1] > finding.start:
                    self._used.add((name, finding.field, *spans[at]))
                    stopped = True
                at -= 1
        return stopped

    def used(self) -> set[Stet]:
        """The stets that have kept something."""
        return {stet for name, field, start, end in self._used for stet in self._by[name, field][start, end]}


def _sic_words(article: Article) -> dict[str, list[tuple[int, int]]]:
    """By field, each word before a "[sic]": its start, and the end of the "[sic]"."""
    fields = {"title": article.title, "text": article.text}
    return {
        name: [m.span() for at in _places(text) if (m := _word_before(text, at))]
        for name, text in fields.items()
        if "sic" in text or "Sic" in text or "SIC" in text
    }


def _places(text: str) -> Iterator[int]:
    return (m.start() for m in re.finditer(r"[\[(](?i:sic)[\])]", text))


def _word_before(text: str, at: int) -> re.Match[str] | None:
    start = max(0, at - _FAR)
    return next((m for m in _SIC.finditer(text, start, at + 5) if m.end() == at + 5), None)


def _on_a_sic(finding: Finding, words: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a finding ends on a word before "[sic]"."""
    spans = words.get(finding.field, ())
    at = bisect_left(spans, (finding.end, -1)) - 1
    return at >= 0 and finding.end <= spans[at][1]


def _told(article: Article, used: Collection[Stet], ran: Collection[str], settings: Settings) -> Iterator[Finding]:
    for stet in article.stets:
        if stet.fault:
            yield from _finding(article, stet, FAULTY, Severity.WARNING, _sentence(stet.fault), settings)
            continue
        unknown = [name for name in stet.rules if name not in _known_names(settings)]
        for name in unknown:
            hint = nearest(name, sorted(_known_names(settings)))
            said = f"“{stet.written}” names “{name}”, and no rule or category is called that{hint}"
            yield from _finding(article, stet, FAULTY, Severity.WARNING, _sentence(said), settings)
        if stet not in used and not unknown and _judged(stet, ran, settings):
            said = f"“{stet.written}” on line {stet.line} keeps nothing any more; take it out."
            if not stet.rules and len(settings.tiers) < len(_all_tiers()):
                tiers = ", ".join(settings.tiers)
                nothing = f"“{stet.written}” on line {stet.line} keeps nothing that the tiers that ran ({tiers}) find"
                said = f"{nothing}; take it out, or name the rule that it is for."
            yield from _finding(article, stet, UNUSED, Severity.INFO, said, settings)


def _judged(stet: Stet, ran: Collection[str], settings: Settings) -> bool:
    """Whether what the stet is for would have been found."""
    rules = settings.known_rules()
    named = [name for name in stet.rules if name in rules]
    others = len(named) < len(stet.rules) or not stet.rules  # categories, or everything
    return all(name in ran for name in named) and not (others and settings.select)


def _finding(
    article: Article, stet: Stet, name: str, severity: Severity, message: str, settings: Settings
) -> Iterable[Finding]:
    if name in settings.ignore or (CATEGORY in settings.ignore and name not in settings.select):
        return ()
    if settings.select and name not in settings.select and CATEGORY not in settings.select:
        return ()
    text = article.field(stet.field).text
    start, end = _word_at(text, stet.at)
    return (Finding(name, CATEGORY, severity, start, end, message, stet.field),)


def _word_at(text: str, at: int) -> tuple[int, int]:
    """The last word before an offset, or what there is behind it."""
    before = text[max(0, at - _FAR) : at]
    word = before.rstrip()
    if word:
        return at - len(before) + len(word) - len(word.split()[-1]), at - len(before) + len(word)
    behind = text[at : at + _FAR]
    word = behind.lstrip()
    start = at + len(behind) - len(word)
    return start, start + len(word.split()[0]) if word else start


def _known_names(settings: Settings) -> frozenset[str]:
    from checker.finding import CATEGORIES

    rules = settings.known_rules()
    return frozenset({*rules, *CATEGORIES, *(r.category for r in rules.values()), *STET_FINDINGS})


def _all_tiers() -> tuple[str, ...]:
    from checker.tiers import TIERS

    return TIERS


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith("?") else ".")
