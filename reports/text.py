"""The report for the terminal: excerpt, underline, one sentence, before → after, and a calm last line."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import ClassVar, TextIO

from checker.article import Article
from checker.engine import Outcome
from checker.finding import Evidence, Finding, Severity
from checker.printable import columns, fitting, printable, wrapped
from checker.readers.unreadable import Unreadable
from checker.reporting import Report, RunFacts, reading_line, unjudged
from checker.summary import SEVERITY_WORDS, Standing, Summary, counted
from reports.excerpt import abridged, excerpt
from reports.gathering import decisive, gathered, listed

# One hue a category, as in the page; these of the 256 stand at about 4.5:1 against black and white alike.
_HUES = {
    "noise": 160,
    "names": 32,
    "typos": 130,
    "residue": 100,
    "punctuation": 98,
    "consistency": 30,
    "grammar": 162,
    "readability": 28,
    "siblings": 63,
}
_OTHER_HUE = 102
# Without colour the severity shows in the row under the excerpt: solid, dashed, dotted.
_UNDERLINES = {Severity.ERROR: "^", Severity.WARNING: "~", Severity.INFO: "."}
_INDENT = "    "
_LEAST_WIDTH = 40
_WORST_SHOWN = 5
_GOOD = 90  # an article of this quality is not called one of the worst
_INVISIBLE = {"": "(remove)", " ": "(a space)", "\n": "(a line break)", "\n\n": "(a paragraph break)"}


class TextReport(Report):
    """Each finding where it stands, then the totals; with several articles a table before the last line."""

    name: ClassVar[str] = "text"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._summary = Summary()
        self._unjudged = 0
        self._reading = ""
        self._eases = array("d")
        self._width = max(facts.width, _LEAST_WIDTH) - len(_INDENT)
        self._wraps = out.isatty()  # a terminal would break a line inside a word

    def add(self, outcome: Outcome) -> None:
        self._summary.add(outcome)
        self._unjudged += bool(unjudged(outcome))
        if measured := outcome.scores.readability:
            self._reading = reading_line(measured)
            self._eases.append(measured.reading_ease)
        self.out.write("".join(self._shown(outcome.article, f) for f in outcome.findings))

    def unreadable(self, item: Unreadable) -> None:
        self._summary.unreadable += 1

    def end(self) -> None:
        summary = self._summary
        if summary.articles > 1 and summary.findings:
            self.out.write(self._table())
        said = [summary.line()]
        if summary.articles == 1 and summary.findings:
            worst = summary.worst[0]
            said.append(f"Grade {worst.grade}, {worst.quality:.0f} of 100.")
        if self._eases:
            said.append(self._reading if summary.articles == 1 else _spread(self._eases))
        if summary.mendable:
            said.append(f"`--fix` mends {summary.mendable:,} of them.")
        if left_out := summary.left_out_line():
            said.append(left_out)
        if self._unjudged:
            said.append(f"{counted(self._unjudged, 'article')} could not be judged whole.")
        if summary.unreadable:
            said.append(summary.unread_line())
        self.out.write("\n".join(self._in_lines(" ".join(said))) + "\n")

    def _shown(self, article: Article, finding: Finding) -> str:
        text = article.field(finding.field).text
        place = _place(article, finding.field, finding.start, finding.end)
        before, span, after = excerpt(text, finding.start, finding.end, self._width)
        hue = _HUES.get(finding.category, _OTHER_HUE)
        where = "  in the title" if finding.field == "title" else ""
        severity = self._styled(SEVERITY_WORDS[finding.severity], "1" if finding.severity is Severity.ERROR else "")
        lines = [f"{self._styled(place, '2')}  {severity}  {self._styled(finding.rule, f'38;5;{hue}')}{where}"]
        lines.append(_INDENT + before + self._styled(span, f"4;38;5;{hue}") + after)
        if not self.facts.color:
            row = _UNDERLINES[finding.severity] * max(columns(span), 1)
            lines.append(_INDENT + " " * columns(before) + row)
        lines += [_INDENT + line for line in self._in_lines(_one_line(finding.message))]
        lines += [_INDENT + self._change(span, r.text) for r in finding.replacements]
        lines += [_INDENT + self._quoted(article, finding, group) for group in gathered(finding.evidence)]
        return "\n".join(lines) + "\n\n"

    def _in_lines(self, sentence: str) -> list[str]:
        return wrapped(sentence, self._width) if self._wraps and columns(sentence) > self._width else [sentence]

    def _change(self, before: str, after: str) -> str:
        room = self._width - columns(" → ")
        shown_after = (
            abridged(after, max(room - columns(before), room // 2))
            if after.strip()
            else _INVISIBLE.get(after, "(white space)")
        )
        shown_before = abridged(before, room - columns(shown_after))
        return f"{shown_before} → {self._styled(shown_after, '1' if after else '2')}"

    def _quoted(self, article: Article, finding: Finding, group: list[Evidence]) -> str:
        evidence = group[0]
        where = _by_line(article, group) if evidence.id == article.id else _one_line(evidence.id)
        why = _one_line(evidence.why).rstrip(".")
        room = max(self._width - columns(where) - columns(why) - 6, 24)
        place = decisive(finding, evidence)
        said = "".join(excerpt(evidence.text, *place, room)) if place else abridged(evidence.text, room)
        quoted = f"{self._styled(where, '2')}: “{said}”"
        return f"{quoted} ({why})" if why else quoted

    def _table(self) -> str:
        summary = self._summary
        rows = [["", "errors", "warnings", "notes"]]
        rows += [[c, *(f"{n[s]:,}" if n[s] else "·" for s in Severity)] for c, n in summary.by_category()]
        lines = _aligned(rows)
        worst = [s for s in summary.worst if s.quality < _GOOD][:_WORST_SHOWN]
        if worst:
            rows = [["", "grade", "of 100", "words", "findings", *(["reading ease"] * bool(self._eases))]]
            rows += [[self._name(s), *_figures(s, eases=bool(self._eases))] for s in worst]
            title = "The worst article" if len(worst) == 1 else f"The worst {len(worst)} articles"
            lines += ["", self._styled(title, "1"), *_aligned(rows)]
        title = f"Findings in {counted(summary.articles, 'article')}"
        return "\n".join([self._styled(title, "1"), *lines]) + "\n\n"

    def _name(self, standing: Standing) -> str:
        name = standing.path or standing.id
        if standing.line is not None:
            name = _named(f"{name}:{standing.line}", standing.id)
        room = max(self._width - (50 if self._eases else 36), 20)
        shown = _one_line(name)
        return shown if columns(shown) <= room else "…" + fitting(shown[::-1], room - 1)[::-1]

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.facts.color and code and text else text


def _figures(standing: Standing, *, eases: bool) -> list[str]:
    figures = [standing.grade, f"{standing.quality:.0f}", f"{standing.words:,}", f"{standing.findings:,}"]
    ease = "·" if standing.reading_ease is None else f"{standing.reading_ease:.0f}"
    return [*figures, ease] if eases else figures


def _spread(eases: Sequence[float]) -> str:
    """The reading ease of several articles."""
    ordered = sorted(eases)
    least, middle, most = (f"{ordered[at]:.0f}" for at in (0, len(ordered) // 2, -1))
    return f"Reading ease {middle} in the middle, from {least} to {most}."


def _place(article: Article, field: str, start: int, end: int) -> str:
    """File, line and column as far as they are known, and the article's id where one file holds many."""
    origin = article.origin
    place = _one_line(origin.path or article.id)
    if origin.maps.get(field) is not None:
        at = origin.place(field, start, end)
        place = f"{place}:{at.line}:{at.column}"
    elif origin.line is not None:
        place = f"{place}:{origin.line}"
    return place if origin.line is None else _named(place, _one_line(article.id))


def _named(place: str, article_id: str) -> str:
    """A line of a JSON-lines file with the article's id, unless the id is made of file and line already."""
    return place if place.startswith(article_id) else f"{place}  ({article_id})"


def _by_line(article: Article, group: list[Evidence]) -> str:
    """Where passages of the article's text stand, by line."""
    origin = article.origin
    if origin.maps.get("text") is None:
        return "elsewhere"
    lines = sorted({origin.place("text", e.start, e.end).line for e in group})
    return f"line{'s' * (len(lines) > 1)} {listed([str(n) for n in lines])}"


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _aligned(rows: list[list[str]]) -> list[str]:
    """The rows as columns: the first to the left, the others to the right."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + row[0]
        + " " * (widths[0] - columns(row[0]))
        + "".join(" " * (w - columns(cell) + 2) + cell for cell, w in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
