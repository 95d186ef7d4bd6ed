"""How translators and spinners break set phrases: one word of a pair that belongs together becomes another that means
nearly the same, and that nobody puts there (a supreme aide for a top one)."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from checker.lexicon import parts_of_speech
from training.noise_draft import BROKEN, Draft
from training.noise_places import code_here, is_content
from training.noise_translations import Translation
from training.thesaurus import Thesaurus

_WORD = re.compile(r"[a-z']+|[^\sa-z']")
_GAP = 2  # small words that may stand between two words of a pair
_FIRM = 3  # a pair is firm that news has so often, and _FARTHER times as often as chance would
_FARTHER = 25.0
# A word must be so frequent that a pair it is never seen in says something.
_KNOWN = 40


class Collocations:
    """Pairs of content words, by their stems, that stand together in `sentences`. `translated` are the words that
    translators put in the place of a reference's word, between the same two neighbours."""

    def __init__(self, sentences: Iterable[str], thesaurus: Thesaurus, translated: dict[str, list[str]]) -> None:
        self._thesaurus, self._forms, self._translated = thesaurus, thesaurus.forms, translated
        self._stems: dict[str, str | None] = {}
        self._words: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for sentence in sentences:
            stems = [self._stem(word) for word in _WORD.findall(sentence.lower())]
            places = [i for i, stem in enumerate(stems) if stem]
            self._words.update(stems[i] or "" for i in places)
            for a, b in pairwise(places):
                if b - a <= _GAP + 1:
                    self._pairs[stems[a] or "", stems[b] or ""] += 1
        self._total = self._words.total()

    def break_some(self, draft: Draft, draw: random.Random, most: int) -> bool:
        """Replaces a word in up to `most` firm pairs."""
        done = 0
        order = list(self._firm(draft))
        draw.shuffle(order)
        taken: set[int] = set()
        for a, b in order:
            if done >= most:
                break
            for at in (a, b) if draw.random() < 0.65 else (b, a):
                if taken.isdisjoint((a, b)) and self._replace(draft, at, draw):
                    taken.update((a, b))
                    done += 1
                    break
        return done > 0

    def stack(self, draft: Draft, draw: random.Random) -> bool:
        """“The end of the war” becomes “the war end”, where news never has it so."""
        tokens = draft.tokens
        places = []
        for i in range(1, len(tokens) - 2):
            if tokens[i].lower == "of" and is_content(tokens[i - 1].text):
                at = i + 2 if tokens[i + 1].lower in ("the", "a", "an", "its", "his", "their") else i + 1
                if at < len(tokens) and is_content(tokens[at].text) and "N" in parts_of_speech(tokens[at].lower):
                    pair = (self._stem(tokens[at].lower) or "", self._stem(tokens[i - 1].lower) or "")
                    if pair not in self._pairs and self._words[pair[0]] >= _KNOWN:
                        places.append((i - 1, at))
        if not places:
            return False
        first, last = draw.choice(places)
        head, tail = tokens[first], tokens[last]
        head.text, tail.text = tail.text, head.text
        head.label = tail.label = BROKEN
        del tokens[first + 1 : last]
        return True

    def _firm(self, draft: Draft) -> Iterator[tuple[int, int]]:
        """The places of the firm pairs of a draft."""
        places = [i for i, t in enumerate(draft.tokens) if is_content(t.text)]
        for a, b in pairwise(places):
            if b - a <= _GAP + 1:
                one, two = self._stem(draft.tokens[a].lower) or "", self._stem(draft.tokens[b].lower) or ""
                count = self._pairs.get((one, two), 0)
                if count >= _FIRM and count * self._total >= _FARTHER * self._words[one] * self._words[two]:
                    yield a, b

    def _replace(self, draft: Draft, at: int, draw: random.Random) -> bool:
        word = draft.tokens[at].lower
        code = code_here(draft, at)
        lemma = self._forms.lemma(word, code)
        offered: list[str] = []
        if lemma is not None:
            base = {"S": "N", "Z": "V", "D": "V", "P": "V", "G": "V"}.get(code, code)
            near = self._thesaurus.near(lemma, base, 4.0)
            offered = [f for n in draw.sample(near, min(len(near), 14)) if (f := self._forms.inflect(n, code))]
        translated = self._translated.get(word, [])
        offered = draw.sample(translated, min(len(translated), 6)) + offered
        before, after = self._neighbours(draft, at)
        for new in offered:
            stem = self._stem(new)
            if (
                stem
                and stem != self._stem(word)
                and self._words[stem] >= _KNOWN
                and (before is None or (before, stem) not in self._pairs)
                and (after is None or (stem, after) not in self._pairs)
            ):
                draft.replace(at, new)
                return True
        return False

    def _neighbours(self, draft: Draft, at: int) -> tuple[str | None, str | None]:
        """The stems of the content words next to a place, where they are near."""
        found = []
        for step in (-1, 1):
            stem = None
            for i in range(at + step, at + step * (_GAP + 2), step):
                if 0 <= i < len(draft.tokens) and is_content(draft.tokens[i].text):
                    stem = self._stem(draft.tokens[i].lower)
                    break
            found.append(stem)
        return found[0], found[1]

    def _stem(self, word: str) -> str | None:
        """One key for all forms of a content word, None for other words."""
        if word not in self._stems:
            self._stems[word] = self._forms.stem(word) if is_content(word) else None
        return self._stems[word]


def translated_words(translations: Iterable[Translation], thesaurus: Thesaurus) -> dict[str, list[str]]:
    """Content words that translators put where the reference has another, between the same two neighbours."""
    stem = thesaurus.forms.stem
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for t in translations:
        theirs, ours = (re.findall(r"[\w'’-]+", text) for text in (t.reference, t.text))
        matcher = SequenceMatcher(None, [stem(w) for w in theirs], [stem(w) for w in ours], autojunk=False)
        codes = matcher.get_opcodes()
        for i in range(1, len(codes) - 1):
            kind, a, a_end, b, b_end = codes[i]
            if kind == "replace" and a_end - a == 1 and b_end - b == 1:
                old, new = theirs[a], ours[b]
                if is_content(old) and is_content(new) and set(parts_of_speech(old)) & set(parts_of_speech(new)):
                    found[old][new] += 1
    return {old: sorted(new) for old, new in found.items()}
