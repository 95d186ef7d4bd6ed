"""The explanation of a rule, made from its docstring and examples: what `explain` prints and docs/rules holds."""

from __future__ import annotations

import inspect
import re

from checker.rule import Invalid, Rule

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
    lines += [f"Category **{rule.category}** · tier **{rule.tier}** · severity **{rule.severity}** · "
              f"{rule.status} since {rule.since}", ""]  # fmt: skip
    for heading, body in sections(rule).items():
        lines += [f"## {heading}", "", body[:1].upper() + body[1:], ""]
    lines += ["## Marked", ""]
    lines += [_shown(example) for example in rule.invalid]
    lines += ["", "## Left alone", ""]
    lines += [f"- {_quoted(example.text)}" for example in rule.valid]
    return "\n".join(lines) + "\n"


def _docstring(rule: Rule) -> str:
    return inspect.cleandoc(type(rule).__doc__ or "")


def _shown(example: Invalid) -> str:
    marked, at = [], 0
    for literal in example.finds:
        found = example.text.find(literal, at)
        if found < 0:  # it stands in the title
            continue
        marked += [_code_safe(example.text[at:found]), f"[{_code_safe(literal)}]"]
        at = found + len(literal)
    marked.append(_code_safe(example.text[at:]))
    shown = "".join(marked)
    title = f"{_quoted(example.title)} — " if example.title else ""
    becomes = f" → {_quoted(example.becomes)}" if example.becomes is not None else ""
    return f"- {title}`{shown}`{becomes}"


def _quoted(text: str) -> str:
    return f"`{_code_safe(text)}`"


def _code_safe(text: str) -> str:
    return text.replace("`", "'").replace("\n", " ⏎ ")
