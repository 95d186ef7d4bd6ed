"""A comparison as a page: the article in its column, what the siblings have beside each sentence."""

from __future__ import annotations

from typing import ClassVar

from checker.annotations.prose import Span
from checker.article import Article
from checker.reporting import ComparisonReport
from checker.siblings.comparison import Comparison, Row
from reports.marking import shown
from reports.page import page
from reports.side_by_side import differing_spans, merged, name_of


class ComparisonHtml(ComparisonReport):
    """One self-contained page; what differs is bold in both."""

    name: ClassVar[str] = "html"

    def write(self, comparison: Comparison) -> None:
        article = comparison.article
        title = article.title or name_of(article)
        rows = "\n".join(_row(article, row) for row in comparison.rows)
        others = ", ".join(shown(name_of(s)) for s in comparison.siblings)
        alone = "\n".join(
            f'<section><h2>Only in {shown(name_of(sibling))}</h2><ul class="alone">'
            + "".join(f"<li>{shown(sibling.body[span])}</li>" for span in spans)
            + "</ul></section>"
            for sibling, spans in zip(comparison.siblings, comparison.alone, strict=True)
            if spans
        )
        body = f"""\
<header class="page"><p class="brand">copydesk</p><h1>{shown(title)}</h1>
<p class="totals">{shown(name_of(article))} beside {others}. {comparison.line()}</p></header>
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
        source = f"{shown(name_of(beside.sibling))} · {beside.score:.2f}"
        cells.append(
            f"<figure><blockquote>{_bold(other, theirs)}</blockquote><figcaption>{source}</figcaption></figure>"
        )
    right = "".join(cells) or '<p class="none">nothing near this</p>'
    return f"<tr><td>{_bold(text, merged(ours, len(text)))}</td><td>{right}</td></tr>"


def _bold(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [shown(text[at : span.start]), f"<b>{shown(text[span.start : span.end])}</b>"]
        at = span.end
    return "".join([*parts, shown(text[at:])])
