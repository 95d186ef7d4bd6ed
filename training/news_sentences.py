"""Sentences and titles of edited news, drawn evenly from all articles."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

from checker.annotations.sentences import find_paragraphs, find_sentences
from training.forbidden_text import Forbidden, rows


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
        good = [s for s in dict.fromkeys(spans) if is_prose(s) and not forbidden.has(s)]
        found += [(a["id"], s) for s in draw.sample(good, min(each, len(good)))]
        title = (a.get("title") or "").strip()
        if 20 < len(title) < 150 and not forbidden.has(title):
            titles.append((a["id"], title))
    draw.shuffle(found)
    return found, titles


def is_prose(sentence: str) -> bool:
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
