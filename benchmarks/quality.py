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
from checker.score import formula
from checker.version import VERSION

TOP = Path(__file__).parents[1]
GOALS = {
    "quiet [local]": ("at most 0.15", "typos 0.25, proselint 3.9, Vale 17.5, Harper 32"),
    "repetition": ("recall 0.85, false rate 0.003", "LanguageTool 0.08 at 0.002"),
    "named errors": ("by kind, below; false rate 0.01", "LanguageTool 0.44 at 0.32"),
    "spelling": ("recall 0.97 at 0.01, with the grammar tier", "LanguageTool 0.99 at 0.32"),
    "names": ("F1 0.95, precision 0.97", "Jaro-Winkler 0.85, consonant skeletons 0.94"),
    "residue, article": ("F1 0.75", "a list of words 0.31"),
    "residue, extractor": ("F1 0.60", "a list of words 0.09"),
    "quiet [local,grammar]": ("at most 0.35", "LanguageTool 19.1, without its speller 3.5"),
    "named errors [local,grammar]": ("recall 0.48, false rate 0.03", "LanguageTool 0.44 at 0.32"),
    "spelling [local,grammar]": ("recall 0.97, false rate 0.01", "LanguageTool 0.99 at 0.32"),
    "quiet [local,noise]": ("at most 0.30", ""),
    "noise, sentences": ("AUC 0.99 against both, recall 0.90", ""),
    "noise, translations": ("bad systems 0.93, low-rated 0.85", ""),
    "noise, spun articles": ("AUC 0.99", ""),
    "noise, SMT 2012-13": ("AUC 0.97", ""),
    "noise, AIST 2022": ("AUC 0.99", ""),
    "grades": ("edited news A or B 0.95, broken D or worse 0.90, with the noise tier", ""),
    "drift, numbers_replaced": (
        "recall 0.98",
        "a token the sibling lacks 0.91 at 0.47; sixty lines of rules 0.98 at 0.033",
    ),
    "drift, ne_replaced": ("recall 0.92", "0.98 at 0.47; 0.77 at 0.033"),
    "drift, negation": ("recall 0.92", "0.06 at 0.47; 0.86 at 0.033"),
    "drift, antonym": ("recall 0.50", "0 with sixty lines of rules"),
    "drift, gender": ("recall 0.50", "0.02 with sixty lines of rules"),
    "drift, alarms": ("false rate 0.03", ""),
    "drift, real translations": ("recall 0.80 at 0.05", "0.99 at 0.38; 0.57 at 0.07"),
    "contradictions (BUMP)": ("recall 0.40 at 0.06", "0.77 at 0.67"),
    "corrections (Reuters)": ("recall 0.90, precision 0.90", "0.90, precision 1.00"),
    "sibling discovery (B³)": ("F1 0.95", "TF-IDF and average linkage over all pairs 0.91"),
}
# By tiers, the measures that are taken with exactly those.
MEASURES = {
    "local": "quiet,repetition,named_errors,spelling,names,residue",
    "local,grammar": "quiet,named_errors,spelling",
    "local,noise": "quiet,named_errors,noise_sentences,noise_translations,noise_documents,grades",
    "siblings": "drift,mqm_drift,contradictions,corrections,discovery",
}


def measured(evaluate: Path, data: Path, tiers: str) -> tuple[dict[str, dict[str, Any]], str]:
    """Every figure that the measures of these tiers print, and the line that names the errors by kind."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, str(evaluate), "--data", str(data), "--tiers", tiers, "--only", MEASURES[tiers]]
        done = subprocess.run(
            [*command, "--command", str(TOP / ".venv/bin/copydesk"), "--json", out.name],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        table: dict[str, dict[str, Any]] = json.loads(Path(out.name).read_text())
    _, _, named = done.stdout.partition("named errors")
    return table, named[named.find("by kind:") :].split("\n")[0]


def newsroom(data: Path) -> str:
    """What the second set of names says, built from news."""
    command = [sys.executable, "-m", "benchmarks.name_variants_set", str(data)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=TOP)
    return ", ".join(done.stdout.strip().split("\n")[-2:])


def shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def share(right: int, read: int) -> str:
    """The right ones with their share, or "" where nothing was read."""
    return f"{right} ({right / read:.2f})" if read else ""


def page(table: dict[str, dict[str, Any]], by_kind: str, names: str, judged: dict[str, Any]) -> str:
    """The page in Markdown."""
    rules = all_rules()
    lines = [
        "# Quality",
        "",
        f"Measured on {datetime.date.today().isoformat()} with copydesk {VERSION}, {len(rules)} rules; with the "
        "local tier where a measure names no other. "
        "Written by `python -m benchmarks.quality`; the corpora are not part of the project.",
        "",
        "## Measures",
        "",
        "| measure | figures | goal | others, same text |",
        "|---|---|---|---|",
    ]
    for name, figures in table.items():
        kept = {k: v for k, v in figures.items() if k != "words_per_second"}
        figures_shown = ", ".join(f"{k} {shown(v)}" for k, v in kept.items())
        lines.append(f"| {name} | {figures_shown} | {' | '.join(GOALS.get(name, ('', '')))} |")
    lines += ["", f"Named errors {by_kind}.", "", f"Names in a newsroom's articles (weak labels): {names}.", ""]
    lines += [judged["short"].strip(), "", "## Grades", "", *(f"- {sentence}" for sentence in formula()), ""]
    lines += [judged["grades"].strip()]
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
    table, by_kind = {}, ""
    for tiers in MEASURES:
        figures, kinds = measured(options.evaluate, options.data, tiers)
        table.update(
            {name if name in GOALS and name not in table else f"{name} [{tiers}]": row for name, row in figures.items()}
        )
        by_kind = by_kind or kinds
    (TOP / "docs" / "quality.md").write_text(page(table, by_kind, newsroom(options.data), judged), "utf-8")


if __name__ == "__main__":
    main()
