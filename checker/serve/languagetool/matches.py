"""Findings as LanguageTool's matches: offsets in UTF-16 units of the text as it was sent, markup included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

import msgspec

from checker.article import Article
from checker.explaining import summary
from checker.finding import Finding
from checker.rule import Rule
from checker.serve.languagetool.asked import Asked, Piece
from checker.source import Segment, SourceMap

PREFIX = "COPYDESK_"
"""Begins the names of our rules, so that no client takes them for LanguageTool's."""
_CONTEXT = 40  # UTF-16 units of the text on both sides
_DOTS = "..."
# What each category is in the terms of ITS 2.0, by which clients choose how they show a match.
_ISSUE_TYPES = {
    "noise": "grammar",
    "names": "inconsistent-entities",
    "typos": "misspelling",
    "residue": "addition",
    "punctuation": "typographical",
    "consistency": "inconsistency",
    "grammar": "grammar",
    "readability": "style",
    "siblings": "inconsistency",
}
# Never "UnknownWord": clients would offer to put the word into a dictionary that only they have.
_TYPE_NAMES = {"consistency": "Hint", "readability": "Hint"}
_OVERLAP = 0.5  # of the longer of two spans: more, and they are one fault


class Value(msgspec.Struct, frozen=True):
    value: str


class Context(msgspec.Struct, frozen=True):
    """The text round a match, and where in it the match stands."""

    text: str
    offset: int
    length: int


class TypeName(msgspec.Struct, frozen=True, rename="camel"):
    type_name: str


class Category(msgspec.Struct, frozen=True):
    id: str
    name: str


class MatchedRule(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    description: str
    issue_type: str
    category: Category


class Match(msgspec.Struct, frozen=True, rename="camel"):
    """A match, its fields in LanguageTool's order."""

    message: str
    short_message: str
    replacements: list[Value]
    offset: int
    length: int
    context: Context
    sentence: str
    type: TypeName
    rule: MatchedRule
    ignore_for_incomplete_sentence: bool = False
    context_for_sure_match: int = -1


class Text:
    """The text of a request: `prose` is what is judged, `sent` the same with its markup."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        segments: list[Segment] = []
        prose: list[str] = []
        sent: list[str] = []
        at = source = 0
        for piece in pieces:
            written, reads = (piece.text, piece.text) if piece.text else (piece.markup, piece.reads)
            if reads:
                segments.append(Segment(at, at + len(reads), source, source + len(written), bool(piece.text)))
            prose.append(reads)
            sent.append(written)
            at, source = at + len(reads), source + len(written)
        self.prose = "".join(prose)
        self.sent = "".join(sent)
        self._map = SourceMap(segments)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the prose in UTF-16 units of what was sent."""
        first, last = self._map.span(start, end)
        return self._unit(first), self._unit(last)

    def prose_unit(self, at: int) -> int:
        """A place in the prose in UTF-16 units."""
        return _unit(self._prose_wide, at)

    def context(self, start: int, end: int) -> Context:
        """The text round a span of UTF-16 units, on one line."""
        data = self._utf_16
        length = len(data) // 2
        first, last = max(0, start - _CONTEXT), min(length, end + _CONTEXT)
        text = data[2 * first : 2 * last].decode("utf-16-le", "replace").replace("\n", " ")
        before, after = _DOTS * (first > 0), _DOTS * (last < length)
        return Context(f"{before}{text}{after}", start - first + len(before), end - start)

    def _unit(self, at: int) -> int:
        return _unit(self._wide, at)

    @cached_property
    def _utf_16(self) -> bytes:
        return self.sent.encode("utf-16-le", "surrogatepass")

    @cached_property
    def _wide(self) -> list[int]:
        return _wide(self.sent)

    @cached_property
    def _prose_wide(self) -> list[int]:
        return _wide(self.prose)


def _wide(text: str) -> list[int]:
    """The places of the characters that take two UTF-16 units."""
    return [] if text.isascii() else [i for i, c in enumerate(text) if c > "\uffff"]


def _unit(wide: list[int], at: int) -> int:
    return at + bisect_right(wide, at - 1)


def match_of(finding: Finding, rule: Rule, article: Article, text: Text) -> Match:
    """The match that a finding in the text is."""
    start, end = text.span(finding.start, finding.end)
    category = finding.category
    return Match(
        message=finding.message,
        short_message=_in_words(finding.rule),
        replacements=[Value(replacement.text) for replacement in finding.replacements],
        offset=start,
        length=end - start,
        context=text.context(start, end),
        sentence=_sentence(article, finding.start),
        type=TypeName(_TYPE_NAMES.get(category, "Other")),
        rule=MatchedRule(
            rule_id(finding.rule),
            summary(rule),
            _ISSUE_TYPES.get(category, "uncategorized"),
            Category(category_id(category), category.capitalize()),
        ),
    )


def sentence_ranges(article: Article, text: Text) -> list[tuple[int, int]]:
    """The sentences in UTF-16 units of what was sent."""
    return [text.span(s.start, s.end) for s in article.body.sentences]


def extended_sentence_ranges(article: Article, text: Text, code: str) -> list[dict[str, object]]:
    """The sentences in UTF-16 units of the prose, each with its language."""
    detected = [{"language": code.partition("-")[0], "rate": 1.0}]
    return [
        {"from": text.prose_unit(s.start), "to": text.prose_unit(s.end), "detectedLanguages": detected}
        for s in article.body.sentences
    ]


def configured(rule: Rule) -> dict[str, str]:
    """A rule as LanguageTool lists its own."""
    return {
        "ruleId": rule_id(rule.name),
        "description": summary(rule),
        "categoryId": category_id(rule.category),
        "categoryName": rule.category.capitalize(),
        "locQualityIssueType": _ISSUE_TYPES.get(rule.category, "uncategorized"),
        "isTextLevelRule": "yes",
        "minToCheckParagraph": "-1",
    }


def rule_id(name: str) -> str:
    """The name of one of our rules as LanguageTool writes those of its own."""
    return PREFIX + category_id(name)


def category_id(name: str) -> str:
    """The name of one of our categories as LanguageTool writes those of its own."""
    return name.upper().replace("-", "_")


def wanted(rules: Sequence[Rule], asked: Asked) -> tuple[set[str], set[str]]:
    """Which of our rules a request leaves to run, and which of them it names, so that their notes count too."""
    enabled, disabled = set(asked.enabled_rules), set(asked.disabled_rules)
    some, others = set(asked.enabled_categories), set(asked.disabled_categories)
    named = {r.name for r in rules if {rule_id(r.name), r.name} & enabled or category_id(r.category) in some}
    if asked.enabled_only:
        return named, named
    off = {r.name for r in rules if {rule_id(r.name), r.name} & disabled or category_id(r.category) in others}
    off -= {r.name for r in rules if {rule_id(r.name), r.name} & enabled}
    return {r.name for r in rules} - off, named


def beside(ours: Iterable[Match], theirs: Sequence[tuple[int, int]]) -> list[Match]:
    """Our matches without those of faults that LanguageTool has found too; `theirs` are spans in UTF-16 units."""
    spans = sorted(theirs)
    starts = [start for start, _ in spans]
    furthest = list(accumulate((end for _, end in spans), max))
    return [match for match in ours if not _found(match, spans, starts, furthest)]


def _found(match: Match, spans: list[tuple[int, int]], starts: list[int], furthest: list[int]) -> bool:
    start, end = match.offset, match.offset + match.length
    for i in range(bisect_right(starts, end - 1) - 1, -1, -1):
        if furthest[i] <= start:
            return False
        first, last = spans[i]
        if min(end, last) - max(start, first) > _OVERLAP * max(end - start, last - first):
            return True
    return False


def _sentence(article: Article, at: int) -> str:
    sentences = article.body.sentences
    i = bisect_right(sentences, at, key=lambda s: s.start) - 1
    return article.text[sentences[i].start : sentences[i].end] if i >= 0 else ""


def _in_words(name: str) -> str:
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]
