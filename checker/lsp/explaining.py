"""What is said of a finding when the pointer rests on it: why, the evidence, what to do, and what the rule is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.article import Article
from checker.explaining import sections, summary
from checker.finding import Finding
from checker.lsp.judging import Judged
from checker.printable import clipped
from checker.rule import Rule

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&])")
_SHOWN_SECTIONS = ("What it finds", "Why it matters", "Example")
_LONGEST = 300


def hover(judged: Judged, findings: list[Finding], *, markdown: bool) -> str:
    """The findings explained, in Markdown or as plain text."""
    assert judged.article is not None
    parts = [_Page(judged.article, markdown).of(f, judged.rules.get(f.rule)) for f in findings]
    return ("\n\n---\n\n" if markdown else "\n\n").join(parts)


class _Page:
    def __init__(self, article: Article, markdown: bool) -> None:
        self._article = article
        self._markdown = markdown

    def of(self, finding: Finding, rule: Rule | None) -> str:
        return "\n\n".join(self._parts(finding, rule))

    def _parts(self, finding: Finding, rule: Rule | None) -> Iterator[str]:
        yield self._strong(self._plain(finding.message))
        if finding.replacements:
            said = " or ".join(f"“{self._plain(r.text)}”" if r.text else "take it out" for r in finding.replacements)
            yield f"→ {said}"
        for evidence in finding.evidence:
            where = "" if evidence.id == self._article.id else f", in {self._plain(evidence.id)}"
            text = self._plain(clipped(evidence.text, _LONGEST))
            yield f"{'> ' if self._markdown else ''}“{text}” ({self._plain(evidence.why)}{where})"
        yield self._light(f"copydesk · {finding.rule} · {finding.category} · {finding.severity}")
        if rule is None:
            return
        yield self._plain(summary(rule))
        for heading, body in sections(rule).items():
            if heading in _SHOWN_SECTIONS:
                yield f"{self._strong(heading)}: {self._plain(body)}"

    def _plain(self, text: str) -> str:
        """Text that says what it says: what stands in an article is no markup here."""
        text = " ".join(text.split())
        return _SIGNS.sub(r"\\\1", text) if self._markdown else text

    def _strong(self, text: str) -> str:
        return f"**{text}**" if self._markdown else text

    def _light(self, text: str) -> str:
        return f"*{text}*" if self._markdown else text
