"""The explanation of a rule, made from its docstring and examples: what `explain` prints and docs/rules holds."""

from __future__ import annotations

import inspect
import re

from checker.article import Article
from checker.rule import Context, Invalid, Options, Rule, Valid

HEADINGS = ("What it finds", "Why it matters", "Example", "Options")
"""The headings of a rule's docstring, in their order; the last only where the rule has options."""

_HEADING = re.compile(rf"^({'|'.join(HEADINGS)}):\s*", re.MULTILINE)


def summary(rule: Rule) -> str:
    """The first paragraph of the rule's docstring, on one line."""
    return " ".join(_docstring(rule).split("\n\n")[0].split())


def sections(rule: Rule) -> dict[str, str]:
    """The docstring's text under each heading, paragraphs kept, lines joined."""
    parts = _HEADING.split(_docstring(rule))
    return {
        heading: "\n\n".join(" ".join(p.split()) for p in body.strip().split("\n\n"))
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def explanation(rule: Rule) -> str:
    """The rule's page in Markdown."""
    lines = [f"# {rule.name}", "", summary(rule), ""]
    beside = f", where **{rule.asks}** runs too," if rule.asks else ""
    lines += [f"Category **{rule.category}** · tier **{rule.tier}**{beside} · severity **{rule.severity}** · "
              f"{rule.status} since {rule.since}", ""]  # fmt: skip
    if rule.status == "preview":
        lines += [f"A preview rule runs only when it is selected: `--select {rule.name}`.", ""]
    for heading, body in sections(rule).items():
        lines += [f"## {heading}", "", body[:1].upper() + body[1:], ""]
    lines += ["## Marked", ""]
    lines += [_shown(rule, example) for example in rule.invalid]
    lines += ["", "## Left alone", ""]
    lines += [f"- {_context(example)}{_quoted(example.text)}" for example in rule.valid]
    return "\n".join(lines) + "\n"


def _docstring(rule: Rule) -> str:
    return inspect.cleandoc(type(rule).__doc__ or "")


def _shown(rule: Rule, example: Invalid) -> str:
    marked, at = [], 0
    for start, end in _marked(rule, example):
        marked += [_code_safe(example.text[at:start]), f"[{_code_safe(example.text[start:end])}]"]
        at = end
    shown = "".join([*marked, _code_safe(example.text[at:])])
    becomes = f" → {_quoted(example.becomes)}" if example.becomes else ""
    return f"- {_context(example)}`{shown}`{becomes}"


def _marked(rule: Rule, example: Invalid) -> list[tuple[int, int]]:
    """The spans that a rule marks in the text; those that it says it does where it needs more than the core."""
    if rule.tier == "local":
        article = Article("example", example.text, example.title, date=example.date)
        found = rule.check(article, Context(example.options or rule.options()))
        return sorted((f.start, f.end) for f in found if f.field == "text")
    spans, at = [], 0
    for literal in example.finds:
        start = example.text.find(literal, at)
        if start >= 0:
            at = start + len(literal)
            spans.append((start, at))
    return spans


def _context(example: Invalid | Valid) -> str:
    """The options, the title and the date that an example has."""
    chosen = _chosen(example.options)
    date = f"{example.date.isoformat()}: " if example.date else ""
    return chosen + date + (f"{_quoted(example.title)} — " if example.title else "")


def _chosen(options: Options | None) -> str:
    """The options that are not the defaults, as the configuration has them."""
    if options is None:
        return ""
    defaults = type(options)()
    chosen = [(f, getattr(options, f)) for f in options.__struct_fields__]
    said = [f"`{f.replace('_', '-')} = {value!r}`" for f, value in chosen if value != getattr(defaults, f)]
    return f"with {', '.join(said)}: "


def _quoted(text: str) -> str:
    return f"`{_code_safe(text)}`"


def _code_safe(text: str) -> str:
    return text.replace("`", "'").replace("\n", " ⏎ ")
