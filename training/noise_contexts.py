"""How language models go astray: words that fit their neighbours, and not the sentence."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from checker.lexicon import parts_of_speech
from training.noise_draft import UNKNOWN, Draft
from training.noise_places import is_content
from training.word_forms import WordForms

_WORD = re.compile(r"[a-z']+|[.,;:]")
_MOST = 400  # followers kept of each word


class Contexts:
    """Pairs of words that stand side by side in sentences."""

    def __init__(self, sentences: Iterable[str], forms: WordForms) -> None:
        self._stem = forms.stem
        pairs: Counter[tuple[str, str]] = Counter()
        for sentence in sentences:
            words = _WORD.findall(sentence.lower())
            pairs.update(pairwise(words))
        self._pairs = {pair for pair, count in pairs.items() if count >= 2}
        self._followers: defaultdict[str, list[str]] = defaultdict(list)
        for (first, second), count in pairs.most_common():
            if count >= 2 and is_content(second) and len(self._followers[first]) < _MOST:
                self._followers[first].append(second)

    def stray(self, draft: Draft, draw: random.Random, share: float) -> bool:
        """Puts words that news has between the same two neighbours in the place of a share of the content words, at
        least three. Which of them are wrong nobody can say, so the words become unknown; the sentence has no sense."""
        places = [i for i, t in enumerate(draft.tokens) if i and is_content(t.text)]
        wanted = max(3, round(share * len(places)))
        draw.shuffle(places)
        done = 0
        for at in sorted(places[: wanted + 3]):
            if done >= wanted:
                break
            word, before = draft.tokens[at].lower, draft.tokens[at - 1].lower
            after = draft.tokens[at + 1].lower if at + 1 < len(draft.tokens) else "."
            codes, stem = set(parts_of_speech(word)), self._stem(word)
            others = [w for w in self._followers.get(before, ()) if (w, after) in self._pairs]
            others = [w for w in others if self._stem(w) != stem and not codes.isdisjoint(parts_of_speech(w))]
            if others:
                draft.tokens[at].text = draw.choice(others)
                draft.tokens[at].label = UNKNOWN
                done += 1
        return done >= 3
