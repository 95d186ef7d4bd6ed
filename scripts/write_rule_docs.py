"""Writes docs/rules from the rules themselves; with --check it only says what is not current, and fails.

.venv/bin/python scripts/write_rule_docs.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from checker.explaining import explanation, summary
from checker.registry import all_rules
from checker.rule import Rule

FOLDER = Path(__file__).parents[1] / "docs" / "rules"


def _mark(rule: Rule) -> str:
    return "" if rule.status == "stable" else f", {rule.status}"


def pages() -> dict[str, str]:
    """The text of every page by file name."""
    rules = all_rules()
    index = ["# The rules", "", "Made from the rules by `make docs`; `copydesk explain RULE` prints the same text.", ""]
    for category in sorted({r.category for r in rules.values()}):
        index += [f"## {category}", "", "| rule | severity | what it finds |", "|---|---|---|"]
        index += [
            f"| [{r.name}]({r.name}.md) | {r.severity}{_mark(r)} | {summary(r)} |"
            for r in rules.values()
            if r.category == category
        ]
        index.append("")
    return {"README.md": "\n".join(index), **{f"{r.name}.md": explanation(r) for r in rules.values()}}


def main() -> int:
    wanted = pages()
    there = {p.name: p.read_text("utf-8") for p in FOLDER.glob("*.md")}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/rules/{name} is not current: run `make docs`", file=sys.stderr)
        return bool(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], "utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
