"""The ways in which translators, spinners and hurried hands break a sentence. A recipe changes a draft and marks the
words it changed; it answers whether it found anything to change."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from training.noise_draft import BROKEN, UNKNOWN, Draft, Token
from training.noise_places import code_here, is_adverb, is_head
from training.noise_spinning import Spinning
from training.noise_word_forms import WrongForms
from training.thesaurus import Thesaurus

_PREPOSITIONS = "of in to for on with at by from about against over under between through during into after before"
_ARTICLES = "the a an"
_CONJUNCTIONS = "and or but that if because while when although which who as than"


class Recipes(Spinning, WrongForms):
    """`foreign` are words of other languages that translators left standing, `phrases` runs of words of other
    sentences."""

    def __init__(self, thesaurus: Thesaurus, foreign: Sequence[str], phrases: Sequence[str]) -> None:
        super().__init__(thesaurus)
        self._foreign, self._phrases = foreign, phrases

    def remove_verb(self, draft: Draft, draw: random.Random) -> bool:
        return _remove(
            draft, draw, lambda i, t: t.plain and len(t.text) > 2 and code_here(draft, i) in ("V", "Z", "D", "P", "G")
        )

    def remove_noun(self, draft: Draft, draw: random.Random) -> bool:
        return _remove(
            draft,
            draw,
            lambda i, t: t.plain and len(t.text) > 2 and code_here(draft, i) in ("N", "S") and is_head(draft, i),
        )

    def remove_function(self, draft: Draft, draw: random.Random) -> bool:
        small = frozenset(
            f"{_PREPOSITIONS} {_ARTICLES} {_CONJUNCTIONS} is are was were has have be will to not it he they".split()
        )
        return _remove(draft, draw, lambda _, t: t.lower in small)

    def remove_name(self, draft: Draft, draw: random.Random) -> bool:
        """Takes a name out of the middle, all of its words."""
        places = [i for i, t in enumerate(draft.tokens) if i and t.is_word and t.text[0].isupper() and len(t.text) > 2]
        if not places:
            return False
        at = draw.choice(places)
        while at > 1 and draft.tokens[at - 1].text[0].isupper():
            at -= 1
        while at + 1 < len(draft.tokens) and draft.tokens[at + 1].text[0].isupper() and draft.tokens[at + 1].space:
            draft.tokens.pop(at)
        draft.remove(at)
        return True

    def stray_word(self, draft: Draft, draw: random.Random) -> bool:
        """A small word where none belongs, or a word of the sentence once more."""
        places = [i for i, t in enumerate(draft.tokens) if i and t.is_word]
        if not places:
            return False
        small = f"{_PREPOSITIONS} {_ARTICLES} {_CONJUNCTIONS} is be has it he they not also will more one so"
        word = draw.choice(small.split())
        if draw.random() < 0.3:
            word = draw.choice([t for t in draft.tokens if t.is_word]).lower
        at = draw.choice(places)
        if word in (draft.tokens[at].lower, draft.tokens[at - 1].lower):
            return False
        draft.insert(at, word)
        return True

    def swap_neighbours(self, draft: Draft, draw: random.Random) -> bool:
        tokens = draft.tokens
        places = [
            i for i in range(1, len(tokens) - 1)
            if tokens[i].is_word and tokens[i + 1].is_word and tokens[i].lower != tokens[i + 1].lower
            and not (tokens[i].text[0].isupper() and tokens[i + 1].text[0].isupper())
            and tokens[i + 1].space and (tokens[i].plain or tokens[i + 1].plain)
            and not (is_adverb(tokens[i].lower) or is_adverb(tokens[i + 1].lower))
        ]  # fmt: skip
        if not places:
            return False
        at = draw.choice(places)
        draft.swap(at, at + 1)
        return True

    def move(self, draft: Draft, draw: random.Random) -> bool:
        """A run of one to three words taken from its place and put two to seven words away, as word-by-word
        translation leaves it."""
        tokens = draft.tokens
        size = draw.randint(1, 3)
        starts = [i for i in range(1, len(tokens) - size) if all(t.is_word for t in tokens[i : i + size])]
        if not starts or len(tokens) < 8:
            return False
        at = draw.choice(starts)
        run = tokens[at : at + size]
        del tokens[at : at + size]
        to = max(1, min(len(tokens) - 1, at + draw.choice((-7, -5, -4, -3, -2, 2, 3, 4, 5, 7))))
        if to == at or not tokens[to].is_word:
            tokens[at:at] = run
            return False
        for t in run:
            t.label, t.space = BROKEN, " "
        if tokens[to].space == "":
            tokens[to].space = " "
        tokens[to:to] = run
        return True

    def shuffle(self, draft: Draft, draw: random.Random) -> bool:
        """All words, or those of a stretch, in another order; marks stay."""
        places = [i for i, t in enumerate(draft.tokens) if t.is_word]
        if len(places) < 5:
            return False
        if draw.random() < 0.5:
            size = draw.randint(4, min(9, len(places) - 1))
            first = draw.randrange(len(places) - size)
            places = places[first : first + size]
        texts = [draft.tokens[i].text for i in places]
        mixed = texts[:]
        draw.shuffle(mixed)
        for i, old, new in zip(places, texts, mixed, strict=True):
            draft.tokens[i].text = new
            if old != new:
                draft.tokens[i].label = BROKEN
        return mixed != texts

    # ---- runs doubled, spliced, foreign

    def duplicate(self, draft: Draft, draw: random.Random) -> bool:
        """A run of one to six words again, at once or shortly after; a last word four times."""
        places = [i for i, t in enumerate(draft.tokens) if t.is_word]
        if len(places) < 4:
            return False
        size = draw.choice((1, 1, 2, 3, 4, 6))
        first = draw.randrange(max(1, len(places) - size))
        at, end = places[first], places[min(first + size, len(places)) - 1] + 1
        if draw.random() < 0.2:
            at, end = places[-1], places[-1] + 1
        copies = draw.choice((1, 1, 1, 1, 3))
        run = [Token(t.space or " ", t.text, BROKEN) for _ in range(copies) for t in draft.tokens[at:end]]
        to = min(len(draft.tokens), end + draw.choice((0, 0, 0, 2, 4)))
        draft.tokens[to:to] = run
        return True

    def splice(self, draft: Draft, draw: random.Random) -> bool:
        """The tail of another sentence, or a run of its words, in the place of this one's."""
        phrase = draw.choice(self._phrases).split()
        places = [i for i, t in enumerate(draft.tokens) if i > 2 and t.is_word]
        if len(places) < 6:
            return False
        at = draw.choice(places[:-3])
        size = draw.randint(0, 4)
        new = [Token(" ", w, BROKEN if k < 3 else UNKNOWN) for k, w in enumerate(phrase)]
        draft.tokens[at : at + size] = new
        if at + len(new) < len(draft.tokens) and draft.tokens[at + len(new)].is_word:
            draft.tokens[at + len(new)].label = UNKNOWN
        return True

    def foreign(self, draft: Draft, draw: random.Random) -> bool:
        """A word left in, or turned back into, another language."""
        places = [i for i, t in enumerate(draft.tokens) if t.plain and len(t.text) > 2]
        if not places or not self._foreign:
            return False
        for _ in range(draw.choice((1, 1, 2, 3))):
            draft.replace(draw.choice(places), draw.choice(self._foreign))
        return True


def _remove(draft: Draft, draw: random.Random, fits: Callable[[int, Token], bool]) -> bool:
    places = [i for i, t in enumerate(draft.tokens[:-1]) if fits(i, t)]
    if not places:
        return False
    draft.remove(draw.choice(places))
    return True
