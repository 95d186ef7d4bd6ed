"""The page: articles as their readers see them, the findings underlined, the notes in the margin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar, TextIO

from checker.annotations.prose import Span
from checker.article import Article
from checker.engine import Outcome
from checker.explaining import sections, summary
from checker.finding import Evidence, Finding, Severity
from checker.readers.unreadable import Unreadable
from checker.reporting import Report, RunFacts, unchecked
from checker.score import Readability
from checker.summary import SEVERITY_WORDS, Summary, counted, severities_line
from checker.tiers import TIERS
from reports.difference import differing, emphasized, shortened
from reports.gathering import decisive, gathered, listed
from reports.marking import Mark, hue_class, marked, shown
from reports.page import page

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_FILTER_WORDS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}
_EVERY_RULE = "every rule"
_KEYS = '<p class="keys"><kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>?</kbd> why · <kbd>Esc</kbd> close</p>'
# A browser that skips what is out of sight takes these lengths of text, in characters, for a hint of the height.
_SHORT, _LONG = 800, 8_000


class HtmlReport(Report):
    """One self-contained page without a request to anywhere; with several articles an index stands above them. It is
    written at the end, because the index needs every article."""

    name: ClassVar[str] = "html"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._summary = Summary()
        self._rules: Counter[str] = Counter()
        self._stories: list[str] = []
        self._rows: list[str] = []
        self._unread: list[str] = []
        self._title = ""
        self._eases = "grammar" in facts.tiers

    def add(self, outcome: Outcome) -> None:
        self._summary.add(outcome)
        self._rules.update(f.rule for f in outcome.findings)
        number = len(self._stories) + 1
        self._title = self._title or _headline(outcome.article)
        self._rows.append(_index_row(outcome, number, self._eases))
        self._stories.append(_story(outcome, number, self._checked()))

    def unreadable(self, item: Unreadable) -> None:
        self._summary.unreadable += 1
        self._unread.append(f"<li>{shown(str(item))}</li>")

    def end(self) -> None:
        one = len(self._stories) == 1
        title = self._title if one else counted(len(self._stories), "article")
        hidden = ' class="visually-hidden"' if one else ""
        body = [
            '<header class="page">',
            '<p class="brand">copydesk</p>',
            f"<h1{hidden}>{shown(title)}</h1>",
            "" if one else f'<p class="totals">{self._totals()}</p>',
            _KEYS * bool(self._summary.findings),
            "</header>",
            self._filters(),
            f'<section class="unread"><h2>Not read</h2><ul>{"".join(self._unread)}</ul></section>' * bool(self._unread),
            _index(self._rows, self._eases) if len(self._rows) > 1 else "",
            '<main id="articles">',
            *self._stories,
            "</main>",
            self._glossary(),
            f'<footer class="page"><p>{self._checked()} copydesk {shown(self.facts.version)}.</p></footer>',
        ]
        self.out.write(page(f"{title} · copydesk", "\n".join(part for part in body if part)))

    def _checked(self) -> str:
        """What was checked and what was not, as a sentence in HTML."""
        ran = [r for r in self.facts.rules.values() if r.tier in self.facts.tiers]
        rules = f" with {counted(len(ran), 'rule')}" if ran else ""
        tiers = _listed(self.facts.tiers)
        not_run = [t for t in TIERS if t not in self.facts.tiers]
        missing = f" Not run: {_listed(not_run)}." if not_run else ""
        return f"Checked{rules} ({tiers}).{missing}"

    def _totals(self) -> str:
        if not self._summary.findings:
            return shown(self._summary.line())
        return f"{counted(self._summary.words, 'word')} · {severities_line(self._summary.severities)}"

    def _filters(self) -> str:
        counts = self._summary
        if not counts.findings:
            return ""
        severities = [
            f'<label class="s-{s}"><input type="checkbox" name="severity" value="{s}" checked>'
            f"<span>{_FILTER_WORDS[s]}</span> <b>{counts.severities[s]:,}</b></label>"
            for s in Severity
            if counts.severities[s]
        ]
        categories = [
            f'<label class="{hue_class(c)}"><input type="checkbox" name="category" value="{shown(c)}" checked>'
            f"<span>{shown(c)}</span> <b>{sum(n.values()):,}</b></label>"
            for c, n in counts.by_category()
        ]
        options = [f'<option value="">{_EVERY_RULE}</option>']
        options += [f'<option value="{shown(r)}">{shown(r)} ({n:,})</option>' for r, n in sorted(self._rules.items())]
        return (
            '<form class="filters" aria-label="Filter the findings">'
            f"<fieldset><legend>Severity</legend>{''.join(severities)}</fieldset>"
            f"<fieldset><legend>Category</legend>{''.join(categories)}</fieldset>"
            f'<label class="rules"><span>Rule</span> <select name="rule">{"".join(options)}</select></label>'
            f'<p class="count" role="status">{counted(counts.findings, "finding")}</p></form>'
        )

    def _glossary(self) -> str:
        """What the rules that found something look for, and why; notes link here and `?` shows it in the note."""
        entries = []
        for name in sorted(self._rules):
            rule = self.facts.rules.get(name)
            if rule is None:
                continue
            why = sections(rule).get("Why it matters", "")
            why = f"{why[:1].upper()}{why[1:]}"
            entries.append(
                f'<div id="rule-{shown(name)}"><dt class="{hue_class(rule.category)}">{shown(name)}</dt>'
                f'<dd><p class="what">{shown(summary(rule))}</p><p class="why">{shown(why)}</p></dd></div>'
            )
        return f'<section class="glossary"><h2>The rules</h2><dl>{"".join(entries)}</dl></section>' * bool(entries)


def _story(outcome: Outcome, number: int, checked: str) -> str:
    article = outcome.article
    marks = [Mark(f, f"n{number}-{i}", i) for i, f in enumerate(outcome.findings, 1)]
    in_text = [m for m in marks if m.finding.field != "title"]
    in_title = [m for m in marks if m.finding.field == "title"]
    [title] = marked(article.title, [Span(0, len(article.title))], in_title) if article.title or in_title else [""]
    name = title or shown(_headline(article))
    paragraphs = [
        f'<p dir="auto">{html}</p>' for html in marked(article.text, article.body.paragraphs, in_text) if html
    ]
    language = f' lang="{article.language}"' if article.language and _LANGUAGE.fullmatch(article.language) else ""
    notes = "\n".join(_note(article, mark) for mark in marks)
    if not notes:
        notes = f'<p class="empty"><strong>Nothing to mend.</strong> {checked}</p>'
    body = "\n".join(paragraphs) or '<p class="nothing">There is no text.</p>'
    scores, length = outcome.scores, len(article.text)
    size = " short" if length < _SHORT else " long" if length > _LONG else ""
    return f"""\
<article class="story{size}" id="s{number}" aria-labelledby="s{number}-title">
<header><h2 id="s{number}-title" dir="auto"{"" if title else ' class="file"'}{language}>{name}</h2>
<p class="grade"><span class="visually-hidden">Grade </span><b>{scores.grade}</b> \
<span>{scores.quality:.0f}<span class="visually-hidden"> of 100</span></span></p>
<p class="facts">{_facts(outcome, bool(title))}</p></header>
<div class="text"{language}>
{body}
</div>
<div class="notes" role="group" aria-label="Notes on {shown(_headline(article))}, {number}">
{notes}
</div>
</article>"""


def _facts(outcome: Outcome, titled: bool) -> str:
    article, found = outcome.article, Counter(f.severity for f in outcome.findings)
    origin = article.origin
    named = [] if not titled and origin.line is None else [_file(article)]
    facts = [
        *named,
        article.source or "",
        article.date.isoformat() if article.date else "",
        counted(outcome.words, "word"),
        severities_line({s: found[s] for s in Severity}) or "nothing to mend",
        f"noise {outcome.scores.noise:.2f}",
        *_reading(outcome.scores.readability),
        *(f"not checked: {line}" for line in unchecked(outcome)),
    ]
    return " · ".join(f"<span>{shown(fact)}</span>" for fact in facts if fact)


def _reading(measured: Readability | None) -> list[str]:
    """How hard the article is to read."""
    if measured is None:
        return []
    return [
        f"reading ease {measured.reading_ease:.0f}",
        f"grade level {measured.grade:.0f}",
        f"Dale–Chall {measured.dale_chall:.1f}",
        f"{measured.mean_sentence_words:.0f} words a sentence (±{measured.sentence_words_deviation:.0f}, at most "
        f"{measured.longest_sentence_words:,})",
        f"passive in {measured.passive_share:.0%} of sentences",
    ]


def _note(article: Article, mark: Mark) -> str:
    finding = mark.finding
    text = article.field(finding.field).text
    passage = text[finding.start : finding.end]
    changes = "".join(_change(passage, r.text) for r in finding.replacements)
    evidence = "".join(_evidence(article, finding, passage, group) for group in gathered(finding.evidence))
    return (
        f'<div class="note {hue_class(finding.category)} s-{finding.severity}" id="{mark.note}" role="note" '
        f'data-rule="{shown(finding.rule)}" data-category="{shown(finding.category)}" '
        f'data-severity="{finding.severity}" aria-labelledby="{mark.note}-rule">'
        f'<p class="head"><a class="number" href="#mark-{mark.note}" aria-label="Note {mark.number}, to its place">'
        f"{mark.number}</a> "
        f'<a class="rule" id="{mark.note}-rule" href="#rule-{shown(finding.rule)}">{shown(finding.rule)}</a> '
        f'<span class="severity">{SEVERITY_WORDS[finding.severity]}</span></p>'
        f'<p class="say" id="{mark.note}-say">{shown(finding.message)}</p>{changes}{evidence}</div>'
    )


def _change(before: str, after: str) -> str:
    if not after:
        return f'<p class="change"><del dir="auto">{shown(shortened(before, 40))}</del> <span>take it out</span></p>'
    left, right = differing(before, after)
    return (
        f'<p class="change"><del dir="auto">{left}</del> <span class="arrow" aria-label="becomes" role="img">→</span> '
        f'<ins dir="auto">{right}</ins></p>'
    )


def _evidence(article: Article, finding: Finding, passage: str, group: list[Evidence]) -> str:
    evidence = group[0]
    _, quoted = differing(passage, evidence.text)
    if "<b>" not in quoted and (place := decisive(finding, evidence)):
        quoted = emphasized(evidence.text, place)
    times = f" ({len(group):,} times)" if len(group) > 1 else ""
    where = "" if evidence.id == article.id else f"<b>{shown(evidence.id)}</b>: "
    return (
        f'<figure class="evidence"><blockquote dir="auto">“{quoted}”</blockquote>'
        f"<figcaption>{where}{shown(evidence.why)}{times}</figcaption></figure>"
    )


def _index(rows: Iterable[str], eases: bool) -> str:
    names = ["Grade", "Score", "Words", "Errors", "Warnings", "Notes", *(["Reading ease"] * eases)]
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        '<nav class="index" aria-label="The articles"><div class="scroll" tabindex="0" role="group" '
        'aria-label="Table of the articles">'
        f'<table><thead><tr><th scope="col">Article</th>{heads}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody></table></div></nav>"
    )


def _index_row(outcome: Outcome, number: int, eases: bool) -> str:
    article, scores = outcome.article, outcome.scores
    found = Counter(f.severity for f in outcome.findings)
    cells = [
        f'<b class="letter">{scores.grade}</b>',
        f"{scores.quality:.0f}",
        f"{outcome.words:,}",
        *(f"{found[s]:,}" if found[s] else '<span class="none">0</span>' for s in Severity),
    ]
    if eases:
        ease = scores.readability
        cells.append(f"{ease.reading_ease:.0f}" if ease else '<span class="none">–</span>')
    data = "".join(f"<td>{cell}</td>" for cell in cells)
    name = f'<a href="#s{number}" dir="auto">{shown(_headline(article))}</a>'
    return f'<tr><th scope="row">{name}</th>{data}</tr>'


def _headline(article: Article) -> str:
    """The title, or the name of the file where there is none."""
    return article.title.strip() or _file(article).rpartition("/")[2] or "Untitled"


def _file(article: Article) -> str:
    origin = article.origin
    return (origin.path or article.id) if origin.line is None else f"{origin.path}:{origin.line} {article.id}"


def _listed(names: Iterable[str]) -> str:
    """ "local and noise tiers"."""
    found = [shown(n) for n in names]
    return f"{listed(found)} tier{'s' * (len(found) != 1)}"
