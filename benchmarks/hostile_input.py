"""Time and memory on hostile input of doubling size: linear means that twice the text takes about twice as long.

.venv/bin/python -m benchmarks.hostile_input [--megabytes 1]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from checker.article import Article
from checker.engine import Engine
from checker.settings import Settings

SENTENCE = "The minister told Anna Petrova on Monday that the talks in Geneva would go on for 3 weeks. "
FAULTY = (
    "The minister said said that two officials said, two officials said in Geneva. Anna Petrova Anna Petrov of the "
    "the talks , and of “open ends. He will be there in 2012. it ended ( badly on Monday.. The plan had no nowhere. "
)
TEXTS: dict[str, Callable[[int], str]] = {
    "prose without a line break": lambda n: SENTENCE * (n // len(SENTENCE)),
    "prose in paragraphs": lambda n: (SENTENCE * 4 + "\n\n") * (n // (4 * len(SENTENCE))),
    "faulty prose in one line": lambda n: FAULTY * (n // len(FAULTY)),
    "a a a": lambda n: "a " * (n // 2),
    "one word": lambda n: "a" * n,
    "open brackets": lambda n: "(" * n,
    "open curly quotes": lambda n: "“" * n,
    "straight quotes": lambda n: '"a ' * (n // 3),
    "spaces": lambda n: "a" + " " * n + "b",
    "line breaks": lambda n: "\n" * n,
    "short lines": lambda n: "Share\n" * (n // 6),
    "names": lambda n: " ".join(
        f"Anna{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{i} Petrova{i} came." for i in range(n // 30)
    ),
    "full stops": lambda n: ". " * (n // 2),
    "dots": lambda n: "." * n,
    "commas": lambda n: "a," * (n // 2),
    "hyphens": lambda n: "a-" * (n // 2),
    "angle brackets": lambda n: "<a " * (n // 3),
    "ampersands": lambda n: "&a" * (n // 2),
    "links": lambda n: "http://a.b/" * (n // 11),
    "capitals": lambda n: "The A " * (n // 6),
    "digits": lambda n: "1,000." * (n // 6),
    "combining marks": lambda n: "e\u0301" * (n // 2),
    "loops": lambda n: "abcabc" * (n // 6),
}


def seconds(engine: Engine, text: str) -> float:
    started = time.process_time()
    engine.check(Article("hostile", text))
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    engine = Engine(Settings())
    size = int(options.megabytes * 1e6)
    for name, make in TEXTS.items():
        if options.only in name:
            half, whole = seconds(engine, make(size // 2)), seconds(engine, make(size))
            mark = "" if whole < 3 * half or whole < 0.5 else "  <- not linear"
            print(f"{name:28} {half:7.2f} s {whole:7.2f} s  ratio {whole / max(half, 1e-9):.2f}{mark}", flush=True)


if __name__ == "__main__":
    main()
