"""Loud findings of other checkers and of copydesk on edited news and on the five seeds, in one run.

    .venv/bin/python -m benchmarks.peers ../shared/data --bin FOLDER

FOLDER holds the programs proselint, typos and codespell, in an environment of their own; one that is not there is left
out. A finding is a line of the program's output that names a file; nothing is said of whether it is right.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from pathlib import Path

from benchmarks.corpus import rows

TOP = Path(__file__).parents[1]
COMMANDS = {
    "proselint": ["proselint", "check"],
    "typos": ["typos", "--format", "brief"],
    "codespell": ["codespell"],
}


def count(command: list[str], folder: Path) -> int:
    """How many findings a program prints on the text files of a folder."""
    files = [str(p) for p in sorted(folder.glob("*.txt"))]
    done = subprocess.run([*command, *files], capture_output=True, text=True)
    return len(re.findall(rf"^{re.escape(str(folder))}\S*:\d+", done.stdout, re.MULTILINE))


def loud(folder: Path) -> int:
    """How many errors and warnings copydesk has on the text files of a folder."""
    command = [str(TOP / ".venv/bin/copydesk"), "check", "--no-config", "--tiers", "local", "--format", "jsonl"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True)
    return len(re.findall(r'"severity":"(?:error|warning)"', done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--bin", type=Path, required=True)
    options = parser.parse_args()
    news = [r for r in rows(options.data, "clean_news") if r["strict"]]
    thousands = sum(len(r["text"].split()) for r in news) / 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, row in enumerate(news):
            (folder / f"{number:04}.txt").write_text(row["text"], "utf-8")
        print(f"{'':12} {'news':>7} {'seeds':>5}   (for 1,000 words of edited news; on the five seeds)")
        print(f"{'copydesk':12} {loud(folder) / thousands:7.2f} {loud(TOP / 'seeds'):5}")
        for peer, (program, *arguments) in COMMANDS.items():
            path = options.bin / program
            if path.exists():
                command = [str(path), *arguments]
                rate, seeds = count(command, folder) / thousands, count(command, TOP / "seeds")
                print(f"{peer:12} {rate:7.2f} {seeds:5}")


if __name__ == "__main__":
    main()
