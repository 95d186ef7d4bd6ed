"""Puts replacements into an article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from checker.article import Article
from checker.finding import Finding
from checker.splicing import spliced

_ROUNDS = 5  # a replacement can lay bare the next


def mended(article: Article, judge: Callable[[Article], Sequence[Finding]], safe_only: bool) -> dict[str, Any]:
    """`text` and `title` with the replacements of what is found in them, the safe ones alone or the first of each, and
    what was `applied`."""
    applied: list[dict[str, Any]] = []
    for _ in range(_ROUNDS):
        edits = _edits(judge(article), safe_only)
        if not edits:
            break
        applied += [_applied(article, finding, text) for finding, text in edits]
        article = replace(article, title=_replaced(article, "title", edits), text=_replaced(article, "text", edits))
    return {"text": article.text, "title": article.title, "applied": applied}


def _edits(findings: Sequence[Finding], safe_only: bool) -> list[tuple[Finding, str]]:
    """The findings with the replacement to put in, none of them overlapping."""
    edits: list[tuple[Finding, str]] = []
    for finding in sorted(findings, key=lambda f: (f.field, f.start, f.end)):
        text = next((r.text for r in finding.replacements if r.safe or not safe_only), None)
        if text is None:
            continue
        last = edits[-1][0] if edits else None
        if last is None or last.field != finding.field or finding.start >= max(last.end, last.start + 1):
            edits.append((finding, text))
    return edits


def passage(article: Article, finding: Finding) -> str:
    """The words that a finding is on."""
    return article.field(finding.field).text[finding.start : finding.end]


def _applied(article: Article, finding: Finding, text: str) -> dict[str, Any]:
    was = passage(article, finding)
    return {"rule": finding.rule, "field": finding.field, "message": finding.message, "was": was, "is": text}


def _replaced(article: Article, field: str, edits: list[tuple[Finding, str]]) -> str:
    return spliced(article.field(field).text, ((f.start, f.end, text) for f, text in edits if f.field == field))
