"""How spinners break a sentence: words of a wrong sense, here and there, in runs, and everywhere."""

from __future__ import annotations

import random

from checker.lexicon import parts_of_speech
from training.noise_draft import UNKNOWN, Draft
from training.noise_places import code_here, is_content
from training.thesaurus import Thesaurus

_BASE = {"N": "N", "S": "N", "V": "V", "Z": "V", "D": "V", "P": "V", "G": "V", "J": "J", "R": "R"}
# What paraphrasing services write for small words, in their own rigid way.
_SPUN_PHRASES = {
    "if": "on the off chance that", "before": "some time recently", "according": "concurring", "years": "a long time",
    "after": "taking after", "because": "since of", "first": "to begin with", "about": "almost", "inside": "interior",
    "become": "gotten to be", "while": "whereas", "only": "as it were", "still": "all things considered",
    "including": "counting", "following": "taking after", "in": "within", "such": "like such", "last": "final",
    "now": "by and by", "many": "numerous", "under": "beneath", "during": "amid", "near": "close", "real": "genuine",
    "often": "regularly", "along": "at the side", "together": "in conjunction", "left": "cleared out", "since": "as",
}  # fmt: skip


class Spinning:
    """Replaces words by what a thesaurus offers for them in another sense."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus, self._forms = thesaurus, thesaurus.forms

    def spin(self, draft: Draft, draw: random.Random, share: float) -> bool:
        """Replaces a share of the content words, at least one, by words of a wrong sense; where many are replaced, some
        by fair synonyms, which are neither clean nor broken."""
        fair = draw.choice((0.0, 0.2, 0.4)) if share > 0.25 else 0.0
        places = [i for i, t in enumerate(draft.tokens) if is_content(t.text)]
        wanted = max(1, round(share * len(places)))
        draw.shuffle(places)
        done = 0
        for at in sorted(places[: wanted + 3], reverse=True):
            if done >= wanted:
                break
            synonym = self._fair_word(draft, at, draw) if done and draw.random() < fair else None
            if synonym:
                draft.replace(at, synonym)
                draft.tokens[at].label = UNKNOWN
                continue
            new = self._wrong_word(draft, at, draw)
            if new:
                draft.replace(at, new)
                _mend_article(draft, at, draw)
                done += 1
        if share > 0.25:
            for at in range(len(draft.tokens) - 1, -1, -1):
                phrase = _SPUN_PHRASES.get(draft.tokens[at].lower)
                if phrase and draw.random() < 0.35 * share:
                    draft.replace(at, phrase)
                    done += 1
        return done > 0

    def run_of_wrong_senses(self, draft: Draft, draw: random.Random) -> bool:
        """Replaces two to four content words that stand together."""
        places = [i for i, t in enumerate(draft.tokens) if is_content(t.text)]
        if len(places) < 3:
            return False
        first = draw.randrange(len(places) - 1)
        done = 0
        for at in reversed(places[first : first + draw.randint(2, 4)]):
            new = self._wrong_word(draft, at, draw)
            if new:
                draft.replace(at, new)
                done += 1
        return done > 0

    def _wrong_word(self, draft: Draft, at: int, draw: random.Random) -> str | None:
        word = draft.tokens[at].lower
        pairs = self._thesaurus.pairs.get(word)
        if pairs and draw.random() < 0.5:
            return draw.choice(pairs)
        code = code_here(draft, at)
        # Spinners take some words for another part of speech: the market for to market.
        codes = [c for c in parts_of_speech(word) if c in _BASE]
        if len(codes) > 1 and draw.random() < 0.12:
            code = draw.choice(codes)
        lemma = self._forms.lemma(word, code)
        if lemma is None:
            return None
        base = _BASE.get(code, code)
        least = draw.choice((0.3, 2.0, 2.0, 8.0, 8.0, 25.0))
        words = self._thesaurus.wrong(lemma, base, least)
        if not words:
            return None
        for _ in range(4):
            new = self._forms.inflect(draw.choice(words), code)
            if new and new != word:
                return new
        return None

    def _fair_word(self, draft: Draft, at: int, draw: random.Random) -> str | None:
        """A synonym in the sense that a word mostly has."""
        word, code = draft.tokens[at].lower, code_here(draft, at)
        lemma = self._forms.lemma(word, code)
        words = self._thesaurus.right(lemma, _BASE[code], 2.0) if lemma else []
        new = self._forms.inflect(draw.choice(words), code) if words else None
        return new if new != word else None


def _mend_article(draft: Draft, at: int, draw: random.Random) -> None:
    """“a” and “an” follow the new word, as spinners mostly see to."""
    if at and draft.tokens[at - 1].lower in ("a", "an") and draw.random() < 0.8:
        article = draft.tokens[at - 1]
        new = "an" if draft.tokens[at].text[0] in "aeio" else "a"
        article.text = new.capitalize() if article.text[0].isupper() else new
