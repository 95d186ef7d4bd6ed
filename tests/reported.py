"""What every report is tested on: overlaps, nested spans, a title, evidence, replacements, hostile text."""

from __future__ import annotations

import io
from dataclasses import replace

from msgspec import structs

from checker.article import Article
from checker.engine import Outcome
from checker.finding import Evidence, Finding, Replacement, Severity
from checker.readers.unreadable import Unreadable
from checker.registry import report_class
from checker.reporting import RunFacts
from checker.score import Readability, score
from checker.source import Segment, Source, SourceMap

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

HARBOUR = """\
The harbour board said on Monday that the the ferry line would close, two board members said, two board members said.

“Nobody asked us,” said Marta Ruiz, who runs the café on the quay. Marta Ruis has sold coffee there since 1998.

The adviser to the mayor wrote that “the line is be plenty of trouble for the the island in the island.” An advisor to \
the board disagreed.

ADVERTISEMENT

The board meets again on Thursday. The board meets again on Thursday.
"""

HOSTILE = (
    'He wrote <script>window.hurt = 1</script> and <img src=x onerror="window.hurt = 2"> into the the form.\n'
    "A quote \" and ' and --> and </style> and ]]> and &lt;b&gt; end here.\n"
    "An \x1b[31mescape\x1b[0m, a bell \x07, a NUL \x00 and \u202egnihtemos txet desrever\u202c after it.\n"
    "A lone \ud800 surrogate, e\u0301 combining, 東京 wide, 😀 beyond.\n"
)


def finding(
    article: Article,
    literal: str,
    rule: str,
    category: str,
    severity: Severity,
    message: str,
    *,
    field: str = "text",
    nth: int = 0,
    becomes: str | None = None,
    safe: bool = False,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    """A finding on the nth occurrence of a literal passage."""
    text = article.field(field).text
    start = -1
    for _ in range(nth + 1):
        start = text.index(literal, start + 1)
    replacements = () if becomes is None else (Replacement(becomes, safe),)
    end = start + len(literal)
    print_ = f"{rule}-{field}-{start}"
    return Finding(rule, category, severity, start, end, message, field, replacements, evidence, print_)


def evidence(article: Article, literal: str, why: str) -> Evidence:
    start = article.text.index(literal)
    return Evidence(article.id, start, start + len(literal), literal, why)


def from_file(path: str, text: str, title: str = "") -> Article:
    """An article of a file whose first line is the title, if it has one, marked by "# "."""
    head = f"# {title}\n" if title else ""
    maps = {"text": SourceMap([Segment(0, len(text), len(head), len(head) + len(text))])}
    if title:
        maps["title"] = SourceMap([Segment(0, len(title), 2, 2 + len(title))])
    origin = Source(path, maps=maps, text=head + text, fixable=True)
    return Article(path, text, title, source="The Islander", language="en", origin=origin)


def outcome(article: Article, *findings: Finding) -> Outcome:
    placed = sorted(findings, key=lambda f: (f.field != "title", f.start, f.end))
    return Outcome(article, tuple(placed), score(article, placed), len(article.body.words))


def harbour() -> Outcome:
    """Overlapping and nested spans, a finding in the title, replacements, evidence here and in a sibling."""
    a = from_file("wire/harbour.md", HARBOUR, "The the ferry")
    sibling = Evidence("wire/quay.md", 10, 38, "who runs the bakery on the quay", "another article has it otherwise")
    twice = "two board members said, two board members said"
    long_clause = "“the line is be plenty of trouble for the the island in the island.”"
    again = "The board meets again on Thursday."
    return outcome(
        a,
        finding(a, "The the", "repeated-word", "noise", ERROR, "The word “the” stands twice.", field="title",
                becomes="The", safe=True),
        finding(a, "the the", "repeated-word", "noise", ERROR, "The word “the” stands twice.", becomes="the",
                safe=True),
        finding(a, twice, "repeated-phrase", "noise", ERROR, "The clause comes twice.",
                becomes="two board members said"),
        finding(a, "café on", "odd-overlap", "readability", INFO, "This overlaps what follows."),
        finding(a, "on the quay", "changed-fact", "siblings", WARNING, "Another article says it differently.",
                evidence=(sibling,)),
        finding(a, "Marta Ruis", "near-name", "names", WARNING, "“Marta Ruis” is close to “Marta Ruiz”.",
                becomes="Marta Ruiz", evidence=(evidence(a, "Marta Ruiz", "the form used first"),)),
        finding(a, long_clause, "broken-sentence", "grammar", WARNING, "This sentence does not hang together."),
        finding(a, "is be plenty", "two-verbs", "grammar", ERROR, "Two verbs stand where one belongs.",
                becomes="is plenty"),
        finding(a, "the the island in the island", "self-located-place", "noise", WARNING,
                "The island cannot lie in the island."),
        finding(a, "the the", "repeated-word", "noise", ERROR, "The word “the” stands twice.", nth=1, becomes="the",
                safe=True),
        finding(a, "advisor", "mixed-spelling", "consistency", INFO, "The article writes “adviser” elsewhere.",
                becomes="adviser", evidence=(evidence(a, "adviser", "the form used more often"),)),
        finding(a, "ADVERTISEMENT", "page-furniture", "residue", WARNING, "This line belongs to the page.", becomes=""),
        finding(a, again, "repeated-sentence", "noise", WARNING, "The sentence comes twice.", nth=1, becomes="",
                evidence=(evidence(a, again, "here it stands first"),)),
    )  # fmt: skip


def hostile() -> Outcome:
    """Markup, attribute breaks, escapes, overrides of direction and lone surrogates, in every place that is shown."""
    origin = Source('bad"><script>window.hurt = 3</script>.jsonl', 7)
    a = Article('x" onmouseover="window.hurt = 4', HOSTILE, "<b>Bold & \u202e“bidi”</b>", origin=origin)
    bad = '"><script>window.hurt = 5</script>'
    quoted = Evidence('s"><script>window.hurt = 6</script>', 0, 4, "<img src=x onerror=window.hurt=7> the the", bad)
    return outcome(
        a,
        finding(a, "<b>Bold", "repeated-word", "noise", ERROR, bad, field="title", becomes=bad),
        finding(a, "<script>window.hurt = 1</script>", "markup", "residue", WARNING, "Markup\x1b[2J was left.",
                becomes="</p><script>window.hurt = 8</script>", evidence=(quoted,)),
        finding(a, "the the", "repeated-word", "noise", ERROR, "The word “the” stands twice.", becomes="the"),
        finding(a, "\x1b[31mescape", "escape", "residue", INFO, "An escape sequence."),
        finding(a, "\u202egnihtemos txet", "bidi", "residue", INFO, "The direction is turned."),
        finding(a, "\ud800", "surrogate", "typos", INFO, "Half a character.", becomes="\udc00"),
        finding(a, "東京 wide", "wide", "typos", INFO, "Wide characters."),
    )  # fmt: skip


def clean() -> Outcome:
    return outcome(from_file("wire/clean.txt", "The council met on Friday. It agreed on the budget.\n"))


def measured(ease: float, article: Outcome | None = None) -> Outcome:
    """An outcome with a readability."""
    of = article or clean()
    reading = Readability(ease, 11.4, 9.1, 21.0, 8.5, 44, 0.2)
    return replace(of, scores=structs.replace(of.scores, readability=reading))


def unreadable() -> Unreadable:
    return Unreadable("wire/broken<b>.txt", "no such file \x1b[31m")


def all_outcomes() -> list[Outcome]:
    return [harbour(), hostile(), clean()]


def rendered(
    name: str,
    outcomes: list[Outcome],
    *unread: Unreadable,
    color: bool = False,
    width: int = 100,
    tiers: tuple[str, ...] = ("local",),
) -> str:
    """What the report of that name writes for these outcomes."""
    from checker.registry import all_rules

    out = io.StringIO()
    cls = report_class(name)
    assert cls is not None
    report = cls(out, RunFacts("0.1.0", tiers, all_rules(), color, width))
    for each in outcomes:
        report.add(each)
    for item in unread:
        report.unreadable(item)
    report.end()
    return out.getvalue()
