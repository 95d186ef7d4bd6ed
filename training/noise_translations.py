"""What translators broke: machine translations beside the human version of the same sentence, with labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from checker.lexicon import frequency, known, parts_of_speech
from training.noise_draft import BROKEN, CLEAN, UNKNOWN, Draft
from training.thesaurus import Thesaurus

_ENTITIES = (
    ("&quot;", '"'),
    ("&apos;", "'"),
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&#39;", "'"),
    ("@-@", "-"),
)
_SPACED = (
    (re.compile(r"``|''|„|“|”|«\s*|\s*»"), '"'),
    (re.compile(r"\s+(n't|'(?:s|re|ve|ll|d|m)\b)", re.I), r"\1"),
    (re.compile(r"\s+([.,;:!?%)\]])"), r"\1"),
    (re.compile(r"([(\[$£€])\s+"), r"\1"),
    (re.compile(r"(?<=\w) - (?=\w)"), "-"),
    (re.compile(r"\s+"), " "),
)


def detokenised(text: str) -> str:
    """The text as people write it: marks beside their words, entities and doubled quotation marks undone."""
    for old, new in _ENTITIES:
        text = text.replace(old, new)
    for pattern, put in _SPACED:
        text = pattern.sub(put, text)
    text = re.sub(r'" ([^"]*?) ?"', r'"\1"', text).strip()
    return text[:1].upper() + text[1:]


@dataclass
class Translation:
    """A machine translation with its reference. `nearness` runs from 0 to 1 (words and pairs of words in common),
    `standing` is the mean nearness of its system's sentences among systems of its year and pair: 0 the worst, 1 the
    best."""

    text: str
    reference: str
    nearness: float
    standing: float
    document: str


def load(
    translations: list[dict[str, Any]], references: list[dict[str, Any]], thesaurus: Thesaurus
) -> list[Translation]:
    """Every translation that has a reference."""
    by_key: dict[tuple[Any, ...], str] = {}
    for r in references:
        by_key[r["year"], r["pair"], r["doc"], r["seg"]] = r["text"]
    stem = thesaurus.forms.stem
    rows, means = [], defaultdict(list)
    for r in translations:
        reference = by_key.get((r["year"], "all", r["doc"], r["seg"])) or by_key.get(
            (r["year"], r["pair"][:2], r["doc"], r["seg"])
        )
        if not reference:
            continue
        text, reference = detokenised(r["text"]), detokenised(reference)
        near = nearness(text, reference, stem)
        system = (r["year"], r["pair"], r["system"])
        means[system].append(near)
        rows.append((text, reference, near, system, f"{r['year']}/{r['doc']}"))
    average = {k: sum(v) / len(v) for k, v in means.items()}
    ranks: dict[Any, float] = {}
    for year, pair in {k[:2] for k in average}:
        group = sorted((k for k in average if k[:2] == (year, pair)), key=average.__getitem__)
        ranks |= {k: i / max(1, len(group) - 1) for i, k in enumerate(group)}
    return [Translation(t, r, n, ranks[s], d) for t, r, n, s, d in rows]


def nearness(text: str, reference: str, stem: Any) -> float:
    """The mean of two F1 values: of base forms, and of pairs of neighbouring base forms."""
    a, b = ([stem(w) for w in re.findall(r"\w+", t)] for t in (text, reference))
    values = []
    for x, y in ((a, b), (list(pairwise(a)), list(pairwise(b)))):
        common = (Counter(x) & Counter(y)).total()
        values.append(2 * common / (len(x) + len(y)) if x and y else 0.0)
    return sum(values) / 2


def labelled(t: Translation, thesaurus: Thesaurus) -> Draft:
    """The translation as a draft: words that stand in the reference beside a neighbour that does too are clean; words
    of content without counterpart or synonym there, and words that no lexicon has, are broken; others unknown."""
    stem = thesaurus.forms.stem
    draft = Draft.of(t.text)
    words = re.findall(r"\w+(?:['’\-]\w+)*", t.reference)
    there = {stem(w) for w in words} | {w.lower() for w in words}
    pairs = {(stem(a), stem(b)) for a, b in pairwise(words)}
    near = there | {n for w in there if known(w) for n in thesaurus.fluent(w)}
    stems = [stem(k.text) if k.is_word else None for k in draft.tokens]
    for i, token in enumerate(draft.tokens):
        s = stems[i]
        if s is None:
            continue
        beside = (i and (stems[i - 1], s) in pairs) or (i + 1 < len(stems) and (s, stems[i + 1]) in pairs)
        if beside:
            token.label = CLEAN
        elif s in there or token.lower in there:
            token.label = UNKNOWN
        elif (
            token.text.isalpha() and token.lower == token.text and not known(token.lower) and len(token.text) > 3
        ) or (token.plain and "F" not in parts_of_speech(token.lower) and s not in near and t.nearness < 0.45):
            token.label = BROKEN
        else:
            token.label = UNKNOWN
    return draft


def foreign_words(translations: list[Translation]) -> list[str]:
    """Words in lower case, in no lexicon and in no reference, that systems left standing."""
    counts: Counter[str] = Counter()
    for t in translations:
        there = set(t.reference.lower().split())
        for word in set(re.findall(r"(?<![\w'’-])[^\W\d_]{3,}(?![\w'’-])", t.text)):
            if word.islower() and word not in there and not known(word) and frequency(word) == 0:
                counts[word] += 1
    return sorted(w for w, n in counts.items() if n >= 2)


def is_broken(t: Translation) -> bool:
    """Whether the sentence may be called broken: it is farther from its reference than a good translator's other words
    would take it, the more so where the system's other sentences are near theirs."""
    return t.nearness < 0.62 - 0.27 * t.standing
