"""Replacements and evidence as the page quotes them: what differs in bold, as on the page of an article.

A quotation is a list of strings that together are its text; the second, fourth and every other one is bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from checker.finding import Evidence, Finding, Replacement, Severity
from checker.printable import clipped, printable
from reports.difference import differing, emphasized, shortened
from reports.gathering import decisive, gathered
from reports.marking import shown

# The time of a comparison grows with the square of the length, and a corpus has many.
_LONGEST = 240
_GROUPS = 3
_CUT = 400  # characters of a title, a message, a passage


def change(excerpt: str, replacement: str | None) -> list[list[str]] | None:
    """The words in question and what to put in their place; an empty second quotation where they are to go."""
    if replacement is None:
        return None
    if not replacement:
        return [_parts(shown(shortened(excerpt, 40))), []]
    return list(_differing(excerpt, replacement))


def quoted(excerpt: str, replacement: str | None, evidence: Iterable[Mapping[str, Any]]) -> list[list[object]]:
    """For each group of the same evidence: the article, the quotation, what it shows, how many times it is there."""
    found = []
    for group in gathered(Evidence(**each) for each in evidence)[:_GROUPS]:
        first = group[0]
        _, parts = _differing(excerpt, first.text)
        if replacement and len(parts) == 1 and (place := decisive(_offering(replacement), first)):
            parts = _parts(emphasized(first.text, place))
        found.append([plain(first.id), parts, plain(first.why), len(group)])
    return found


def plain(text: str | None) -> str:
    """Text fit for a page that puts it in as text and not as markup; no longer than a page can bear."""
    if not text:
        return ""
    return printable(clipped(text, _CUT), in_page=True)


@lru_cache(10_000)
def _differing(one: str, other: str) -> tuple[list[str], list[str]]:
    if len(one) + len(other) > _LONGEST:
        return [plain(shortened(one))], [plain(shortened(other))]
    left, right = differing(one, other)
    return _parts(left), _parts(right)


def _offering(replacement: str) -> Finding:
    return Finding("", "", Severity.INFO, 0, 0, "", replacements=(Replacement(replacement),))


def _parts(html: str) -> list[str]:
    return [unescape(part) for part in re.split("</?b>", html)]
