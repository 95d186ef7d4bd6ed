"""Findings as diagnostics, and where they stand in the document."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from checker.article import Article
from checker.finding import Finding, Severity
from checker.lsp.judging import Judged
from checker.lsp.positions import Positions

SOURCE = "copydesk"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def span_in_source(article: Article, field: str, start: int, end: int) -> tuple[int, int]:
    """Where a span of a field stands in the document, in code points; a field that does not stand there, at its top."""
    source_map = article.origin.maps.get(field)
    return source_map.span(start, end) if source_map else (0, 0)


def diagnostics(judged: Judged, *, related: bool) -> list[types.Diagnostic]:
    """The diagnostics of a document; with `related`, other places in it that show why are told with them. What is wrong
    with the configuration, or why nothing could be judged, stands on its first line: no diagnostics at all would look
    like praise."""
    positions = judged.snapshot.positions()
    found = []
    if judged.fault:
        place = positions.range(0, positions.line_end(0))
        found.append(types.Diagnostic(place, judged.fault, types.DiagnosticSeverity.Error, source=SOURCE))
    if judged.outcome is not None:
        found += [diagnostic(judged, finding, positions, related=related) for finding in judged.outcome.findings]
    return found


def diagnostic(judged: Judged, finding: Finding, positions: Positions, *, related: bool) -> types.Diagnostic:
    """A finding as the protocol has it; its data hold the replacements and the fingerprint."""
    assert judged.article is not None
    near = list(_related(judged, judged.article, finding, positions)) if related else []
    return types.Diagnostic(
        range=positions.range(*span_in_source(judged.article, finding.field, finding.start, finding.end)),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        source=SOURCE,
        related_information=near or None,
        data={
            "fingerprint": finding.fingerprint,
            "replacements": [{"text": r.text, "safe": r.safe} for r in finding.replacements],
        },
    )


def findings_in(judged: Judged, start: int, end: int) -> list[Finding]:
    """The findings that share a character with a stretch of the document, or touch it where one of them is empty."""
    if judged.article is None or judged.outcome is None:
        return []
    found = []
    for finding in judged.outcome.findings:
        begin, stop = span_in_source(judged.article, finding.field, finding.start, finding.end)
        if begin <= end and start <= stop and (start == end or begin == stop or (begin < end and start < stop)):
            found.append(finding)
    return found


def _related(
    judged: Judged, article: Article, finding: Finding, positions: Positions
) -> Iterator[types.DiagnosticRelatedInformation]:
    for evidence in finding.evidence:
        if evidence.id == article.id:
            span = span_in_source(article, "text", evidence.start, evidence.end)
            location = types.Location(judged.snapshot.uri, positions.range(*span))
            yield types.DiagnosticRelatedInformation(location, evidence.why)
