"""Measures the rules on real text and writes docs/quality.md.

    .venv/bin/python -m benchmarks.quality EVALUATE DATA

EVALUATE is the script of black-box measures, DATA the folder of corpora it reads. The shares of right findings come
from benchmarks/judged.toml, where a reader's judgements on the output of benchmarks.sample_findings are kept.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from checker.registry import all_rules
from checker.version import VERSION

TOP = Path(__file__).parents[1]
MEASURES = "quiet,repetition,named_errors,spelling,names,residue"


def measured(evaluate: Path, data: Path) -> dict[str, dict[str, Any]]:
    """Every figure that the measures print."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, str(evaluate), "--data", str(data), "--tiers", "local", "--only", MEASURES]
        subprocess.run(
            [*command, "--command", str(TOP / ".venv/bin/copydesk"), "--json", out.name], check=True, stdout=sys.stderr
        )
        table: dict[str, dict[str, Any]] = json.loads(Path(out.name).read_text())
        return table


def shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def share(right: int, read: int) -> str:
    """The right ones with their share, or "" where nothing was read."""
    return f"{right} ({right / read:.2f})" if read else ""


def page(table: dict[str, dict[str, Any]], judged: dict[str, Any]) -> str:
    """The page in Markdown."""
    rules = all_rules()
    lines = [
        "# Quality",
        "",
        f"Measured on {datetime.date.today().isoformat()} with copydesk {VERSION}, local tier, {len(rules)} rules. "
        "Written by `python -m benchmarks.quality`; the corpora are not part of the project.",
        "",
        "## Measures",
        "",
        "| measure | figures |",
        "|---|---|",
    ]
    for name, figures in table.items():
        kept = {k: v for k, v in figures.items() if k != "words_per_second"}
        lines.append(f"| {name} | {', '.join(f'{k} {shown(v)}' for k, v in kept.items())} |")
    lines += ["", "## Findings read by a person", "", judged["about"].strip(), ""]
    lines += ["| rule | severity | for 1,000 words of news | read | right | loud read | loud right |"]
    lines += ["|---|---|---|---|---|---|---|"]
    known = {name: row for name, row in sorted(judged["rule"].items()) if name in rules}
    for name, row in known.items():
        rate = f"{row['per_1000']:.4f}"
        lines.append(
            f"| {name} | {rules[name].severity} | {rate} | {row['read']} | {share(row['right'], row['read'])} "
            f"| {row['loud_read']} | {share(row['loud_right'], row['loud_read'])} |"
        )
    read, right, loud, loud_right = (
        sum(row[key] for row in known.values()) for key in ("read", "right", "loud_read", "loud_right")
    )
    lines += [f"| all | | | {read} | {share(right, read)} | {loud} | {share(loud_right, loud)} |", ""]
    if unread := sorted(rules.keys() - judged["rule"].keys()):
        lines += [f"Nothing found in this news, so nothing to read: {', '.join(unread)}.", ""]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluate", type=Path)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    if not options.evaluate.exists():
        sys.exit(f"skipped: {options.evaluate} is not there")
    judged = tomllib.loads((TOP / "benchmarks" / "judged.toml").read_text("utf-8"))
    (TOP / "docs" / "quality.md").write_text(page(measured(options.evaluate, options.data), judged), "utf-8")


if __name__ == "__main__":
    main()
