"""Builds a set of a newsroom's names from a corpus of news and measures the name matcher on it.

    .venv/bin/python -m benchmarks.name_variants_set ../shared/data [--show 20]

The labels are weak, by rules that do not ask the matcher:

- one person spelled two ways: two full names in articles of one week that differ in one word, by at most two letters
  (Damerau-Levenshtein; one letter in a word under six), the rarer of which stands in at most a tenth as many articles
  of the corpus as the other, while no other name of the corpus has its rare word; a title of either shares a word of
  five letters with one of the other; the first word goes with eight last words and is no common
  English word, so that it is a given name; a final
  "s" alone makes no pair (it is a lost apostrophe or a family);
- two people: full names in one article that share their last word and differ in the first, each of which stands in
  the corpus at least five times, so that neither is a slip (relatives and namesakes); and names that share the first
  word and have near last words, each as frequent.

The set is not kept: the corpus may not be copied.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.corpus import articles
from checker.article import Article
from checker.lexicon import frequency
from checker.matching.folding import fold
from checker.matching.variants import one_person

Key = tuple[str, ...]
_TWO_PEOPLE = 10  # pairs of two people for each of one
_SURNAMES = 8  # a given name goes with so many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    corpus = [a for a in articles(options.data, "news_corpus") if a.date]
    written: dict[Key, str] = {}
    standing: Counter[Key] = Counter()
    names_of: list[tuple[Article, set[Key]]] = []
    for article in corpus:
        found = set()
        for name in article.body.names:
            key = tuple(fold(part) for part in name.parts)
            if key and frequency(key[0]) > 5:
                continue  # "United States", "Black Sea": no person
            if name.certain and 2 <= len(key) <= 3 and all(len(part) > 1 for part in key) and "-" not in name.text:
                found.add(key)
                written.setdefault(key, name.text)
        standing.update(found)
        names_of.append((article, found))
    same = sorted(set(_one_person(names_of, standing)))
    different = sorted(set(_two_people(names_of, standing)) - set(same))
    different = random.Random(1).sample(different, min(len(different), _TWO_PEOPLE * len(same)))
    hits = [p for p in same if one_person(written[p[0]], written[p[1]])]
    alarms = [p for p in different if one_person(written[p[0]], written[p[1]])]
    precision = len(hits) / max(1, len(hits) + len(alarms))
    recall = len(hits) / max(1, len(same))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{len(same)} pairs of one person, {len(different)} of two")
    print(f"precision {precision:.3f}  recall {recall:.3f}  f1 {f1:.3f}")
    for what, pairs in (("missed", sorted(set(same) - set(hits))), ("alarm", alarms)):
        for a, b in pairs[: options.show]:
            print(f"  {what}: {written[a]} / {written[b]}")


def _one_person(names_of: list[tuple[Article, set[Key]]], standing: Counter[Key]) -> Iterator[tuple[Key, Key]]:
    bearers: dict[str, set[Key]] = defaultdict(set)
    given: dict[str, set[str]] = defaultdict(set)
    for key in standing:
        for part in key:
            bearers[part].add(key)
        given[key[0]].add(key[-1])
    weeks: dict[int, dict[Key, set[str]]] = defaultdict(lambda: defaultdict(set))
    for article, found in names_of:
        assert article.date is not None
        topic = {w for w in article.headline.words.lowers if len(w) > 4}
        for key in found:
            weeks[article.date.toordinal() // 7][key] |= topic - set(key)
    for week in weeks.values():
        blocks: dict[tuple[int, Key], list[Key]] = defaultdict(list)
        for key in week:
            for i in range(len(key)):
                blocks[i, (*key[:i], *key[i + 1 :])].append(key)
        for (at, _), keys in blocks.items():
            for a, b in combinations(sorted(keys), 2):
                if len(a) != len(b) or not _near(a[at], b[at]) or not week[a] & week[b]:
                    continue
                if a[at].rstrip("s") == b[at].rstrip("s") or len(given[a[0]] | given[b[0]]) < _SURNAMES:
                    continue
                rare, usual = (a, b) if standing[a] < standing[b] else (b, a)
                if 10 * standing[rare] <= standing[usual] and len(bearers[rare[at]]) == 1:
                    yield rare, usual


def _two_people(names_of: list[tuple[Article, set[Key]]], standing: Counter[Key]) -> Iterator[tuple[Key, Key]]:
    for _, found in names_of:
        usual = sorted(key for key in found if standing[key] >= 5 and len(key) == 2)
        for a, b in combinations(usual, 2):
            if (a[1] == b[1] and a[0] != b[0]) or (a[0] == b[0] and a[1] != b[1] and a[1][0] == b[1][0]):
                yield a, b


def _near(a: str, b: str) -> bool:
    from rapidfuzz.distance import OSA

    return 0 < OSA.distance(a, b) <= (1 if min(len(a), len(b)) < 6 else 2)


if __name__ == "__main__":
    main()
