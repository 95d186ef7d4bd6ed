"""Counts names in a corpus of news and writes checker/tables/name_words.txt.

    .venv/bin/python scripts/count_names.py ../shared/data

For each word of names, in small plain letters: in how many articles it stands as a name, how many different last
words follow it where it opens a name of two or three words (a given name has many), and how many different first words
precede it where it closes one (a surname has many). Numbers are kept as powers of two: the digit d stands for 2**d to
2**(d+1) - 1, "-" for none. Where several common words are spellings of one name, told by the learned likeness and the
same consonants, a last column holds the most frequent of them: "mohamed 653 mohammed".
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.corpus import articles
from checker.lexicon import frequency, name_share
from checker.matching.folding import fold
from checker.matching.people import skeleton
from checker.matching.spelling import likeness

_OUT = Path(__file__).parent.parent / "checker" / "tables" / "name_words.txt"
_LEAST = 3
_BEARERS = 4
_LINK, _LINK_SHORT = 0.35, 1.6  # log-odds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    standing: Counter[str] = Counter()
    lasts: dict[str, set[str]] = defaultdict(set)
    firsts: dict[str, set[str]] = defaultdict(set)
    for article in articles(options.data, "news_corpus"):
        seen: set[str] = set()
        for name in article.body.names:
            if not name.certain:
                continue
            parts = [fold(p) for p in name.parts]
            seen.update(p for p in parts if 2 <= len(p) <= 20)
            if 2 <= len(parts) <= 3 and all(parts) and _person_like(parts[0]) and _person_like(parts[-1]):
                lasts[parts[0]].add(parts[-1])
                firsts[parts[-1]].add(parts[0])
        standing.update(seen)
    numbers = {w: n for w, n in standing.items() if n >= _LEAST}
    families = _families({w: n for w, n in numbers.items() if max(len(lasts[w]), len(firsts[w])) >= _BEARERS})
    lines = []
    for word, number in sorted(standing.items()):
        if number >= _LEAST and word.isascii() and (name_share(word) >= 0.5 or frequency(word) == 0):
            code = f"{_level(number)}{_level(len(lasts[word]))}{_level(len(firsts[word]))}"
            lines.append(f"{word} {code} {families[word]}" if word in families else f"{word} {code}")
    _OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} words, {_OUT.stat().st_size} bytes")


def _families(numbers: dict[str, int]) -> dict[str, str]:
    """Word → the most frequent spelling of its name, for words that have near spellings."""
    by_skeleton: dict[str, list[str]] = defaultdict(list)
    for word in sorted(numbers, key=lambda w: (-numbers[w], w)):
        by_skeleton[skeleton(word)].append(word)
    head: dict[str, str] = {}
    for words in by_skeleton.values():
        for i, word in enumerate(words):
            for other in words[:i]:
                sure = min(len(word), len(other)) >= 5 and word[0] == other[0]
                if other not in head and likeness(word, other) >= (_LINK if sure else _LINK_SHORT):
                    head[word] = other
                    break
    return head


def _person_like(part: str) -> bool:
    return len(part) > 1 and (name_share(part) >= 0.5 or frequency(part) < 1)


def _level(number: int) -> str:
    return "0123456789ABCDEF"[number.bit_length() - 1] if number else "-"


if __name__ == "__main__":
    main()
