"""A comparison as a page: the article in its column, what the siblings have beside each sentence."""

from __future__ import annotations

from typing import ClassVar

from checker.annotations.prose import Span
from checker.article import Article
from checker.reporting import ComparisonReport
from checker.siblings.comparison import Comparison, Row
from reports.comparison_text import differing_spans
from reports.marking import shown
from reports.page import page


class ComparisonHtml(ComparisonReport):
    """One self-contained page; what differs is bold in both."""

    name: ClassVar[str] = "html"

    def write(self, comparison: Comparison) -> None:
        article = comparison.article
        title = article.title or _name(article)
        rows = "\n".join(_row(article, row) for row in comparison.rows)
        others = ", ".join(shown(_name(s)) for s in comparison.siblings)
        alone = "\n".join(
            f'<section><h2>Only in {shown(_name(sibling))}</h2><ul class="alone">'
            + "".join(f"<li>{shown(sibling.body[span])}</li>" for span in spans)
            + "</ul></section>"
            for sibling, spans in zip(comparison.siblings, comparison.alone, strict=True)
            if spans
        )
        body = f"""\
<header class="page"><p class="brand">copydesk</p><h1>{shown(title)}</h1>
<p class="totals">{shown(_name(article))} beside {others}. {comparison.line()}</p></header>
<main class="comparison">
<table>
<thead><tr><th scope="col">This article</th><th scope="col">The others</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
{alone}
</main>
<footer class="page"><p>copydesk {shown(self.facts.version)}.</p></footer>"""
        self.out.write(page(f"{title} · copydesk", body))


def _row(article: Article, row: Row) -> str:
    text = article.text[row.start : row.end]
    ours: list[Span] = []
    cells = []
    for beside in row.beside:
        other = beside.sibling.text[beside.start : beside.end]
        mine, theirs = differing_spans(text, row.start, other, beside)
        ours += mine
        source = f"{shown(_name(beside.sibling))} · {beside.score:.2f}"
        cells.append(
            f"<figure><blockquote>{_bold(other, theirs)}</blockquote><figcaption>{source}</figcaption></figure>"
        )
    right = "".join(cells) or '<p class="none">nothing near this</p>'
    return f"<tr><td>{_bold(text, sorted(ours))}</td><td>{right}</td></tr>"


def _bold(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        start = max(span.start, at)
        if start < span.end:
            parts += [shown(text[at:start]), f"<b>{shown(text[start : span.end])}</b>"]
            at = span.end
    return "".join([*parts, shown(text[at:])])


def _name(article: Article) -> str:
    return article.origin.path if article.origin.line is None else article.id
