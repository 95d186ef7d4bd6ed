"""What a maintainer of 2,000 articles lives with: the first baseline, a quiet check, and the time that the hook adds to
a commit of one article. Run: python -m benchmarks.repository DATA [--articles 2000]
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import articles

_COPYDESK = str(Path(sys.executable).with_name("copydesk"))
_RUNS = 7
_FAULT = "Officials in the town said said that the road would stay closed until the morning."
_GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), arguments.data, arguments.articles)


def _measure(folder: Path, data: Path, count: int) -> None:
    paths = []
    for number, article in enumerate(articles(data, "news_corpus", count)):
        path = folder / "stories" / f"{number // 100:02}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(filter(None, (article.title, article.text))) + "\n", encoding="utf-8", newline="")
        paths.append(path)
    (folder / "copydesk.toml").write_text('tiers = ["local"]\n')
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "Begin")):
        subprocess.run([*_GIT, *command], cwd=folder, check=True)
    seconds, done = _run(folder, "check", ".")
    print(f"check of {len(paths):,} articles: {seconds:.1f} s, exit status {done.returncode}")
    print(f"  {done.stdout.splitlines()[-1]}")
    seconds, done = _run(folder, "baseline", ".")
    size = (folder / "copydesk.baseline").stat().st_size
    print(f"baseline: {seconds:.1f} s, {size:,} bytes; {done.stderr.strip()}")
    seconds, done = _run(folder, "check", ".")
    print(f"check by the baseline: {seconds:.1f} s, exit status {done.returncode}, {done.stdout.splitlines()[-1]}")
    changed = paths[len(paths) // 2]
    text = changed.read_text("utf-8")
    changed.write_text(f"{text}\n{_FAULT}\n", encoding="utf-8", newline="")
    print(
        f"one fault planted, found: {_found(folder, '.')}; in its file alone: {_found(folder, _below(changed, folder))}"
    )
    _run(folder, "baseline", ".")
    changed.write_text(f"A new line stands above it all now.\n\n{_FAULT}\n\n{text}", encoding="utf-8", newline="")
    print(f"written to the baseline, moved to the top, found: {_found(folder, '.')}")
    since, done = _run(folder, "check", ".", "--changed-since", "HEAD", "--no-baseline")
    print(f"check --changed-since HEAD: {since:.2f} s; {done.stdout.splitlines()[-1]}")
    _time_a_commit(folder, _below(paths[0], folder))


def _time_a_commit(folder: Path, path: str) -> None:
    """The command that the hook runs on one article, the whole of pre-commit around it, and proselint."""
    commands = {
        "copydesk check --tiers local": [_COPYDESK, "check", "--tiers", "local", path],
        "copydesk check --tiers local --staged": [_COPYDESK, "check", "--tiers", "local", "--staged", path],
    }
    if proselint := shutil.which("proselint"):
        commands["proselint check"] = [proselint, "check", path]
    pre_commit = Path(sys.executable).with_name("pre-commit")
    if pre_commit.exists():
        hook = {"id": "copydesk", "name": "copydesk", "entry": f"{_COPYDESK} check --tiers local", "language": "system"}
        config = {"repos": [{"repo": "local", "hooks": [hook]}]}
        (folder / ".pre-commit-config.yaml").write_text(json.dumps(config))
        subprocess.run([*_GIT, "add", "."], cwd=folder, check=True)
        commands["pre-commit run (itself included)"] = [str(pre_commit), "run", "--files", path]
        empty = {"id": "true", "name": "true", "entry": "true", "language": "system"}
        (folder / "none.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": [empty]}]}))
        subprocess.run([*_GIT, "add", "."], cwd=folder, check=True)
        commands["pre-commit run, with a hook that does nothing"] = [
            str(pre_commit), "run", "--config", "none.yaml", "--files", path
        ]  # fmt: skip
    for name, command in commands.items():
        times = []
        for _ in range(_RUNS):
            begin = time.perf_counter()
            subprocess.run(command, cwd=folder, capture_output=True, check=False)
            times.append(time.perf_counter() - begin)
        print(f"{name}, one article: {statistics.median(times):.3f} s (the fastest {min(times):.3f} s)")


def _found(folder: Path, *paths: str) -> list[str]:
    _, done = _run(folder, "check", *paths, "--format", "jsonl")
    return [
        f"{result['path']}: {finding['rule']}"
        for result in map(json.loads, done.stdout.splitlines())
        for finding in result["findings"]
    ]


def _run(folder: Path, *arguments: str) -> tuple[float, subprocess.CompletedProcess[str]]:
    begin = time.perf_counter()
    done = subprocess.run([_COPYDESK, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return time.perf_counter() - begin, done


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


if __name__ == "__main__":
    main()
