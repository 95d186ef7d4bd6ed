"""How word-by-word translation breaks a sentence's grammar: forms that do not fit, wrong small words, misspellings."""

from __future__ import annotations

import random

from checker.lexicon import frequency, parts_of_speech
from training.noise_draft import Draft
from training.noise_places import code_here
from training.thesaurus import Thesaurus

_PREPOSITIONS = "of in to for on with at by from about against over under between through during into after before"
_ARTICLES = "the a an"
_CONJUNCTIONS = "and or but that if because while when although which who as than"
_PRONOUNS = {
    "i": "me my myself", "me": "I my", "my": "mine me", "he": "him his himself", "him": "he his himself",
    "his": "him he", "she": "her hers herself", "her": "she hers herself", "we": "us our ourselves",
    "us": "we our ourselves", "our": "ours us we", "they": "them their themselves", "them": "they their themselves",
    "their": "them theirs they", "its": "it it's itself", "your": "yours you", "you": "your yourself",
    "it": "he its itself", "who": "whom whose", "himself": "him he", "itself": "it its", "themselves": "them they",
}  # fmt: skip
_AUXILIARIES = {
    "is": "are be was been", "are": "is be am", "was": "were is be", "were": "was are been", "has": "have had having",
    "have": "has having", "had": "has have", "does": "do did", "do": "does", "will": "would is", "would": "will had",
    "can": "could to", "been": "be being", "being": "been be", "be": "is been being",
}  # fmt: skip
_WRONG_FUNCTION = {
    "this": "these the that", "these": "this that", "those": "that this", "many": "much", "much": "many",
    "not": "no none", "no": "not", "who": "which what", "which": "who what", "that": "what as", "than": "then as",
    "as": "like than how", "and": "but also", "but": "and then", "so": "such that", "more": "most much", "also": "too",
    "there": "it here", "all": "every", "each": "all", "some": "any", "other": "another", "what": "that which",
}  # fmt: skip


class WrongForms:
    """Puts words into forms, and small words into places, that the sentence does not take."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus, self._forms = thesaurus, thesaurus.forms

    def agreement(self, draft: Draft, draw: random.Random) -> bool:
        """A verb or an auxiliary in a form that does not agree."""
        places = [i for i, t in enumerate(draft.tokens) if t.lower in _AUXILIARIES]
        if places and draw.random() < 0.55:
            at = draw.choice(places)
            draft.replace(at, draw.choice(_AUXILIARIES[draft.tokens[at].lower].split()))
            return True
        return self.verb_form(draft, draw)

    def verb_form(self, draft: Draft, draw: random.Random) -> bool:
        """A verb or noun in another of its forms, where the sentence takes only one."""
        places = []
        for i, t in enumerate(draft.tokens):
            code = code_here(draft, i) if t.plain and len(t.text) > 2 else ""
            if code and code in "VZDPGS":
                places.append((i, code))
        draw.shuffle(places)
        for at, code in places[:4]:
            word = draft.tokens[at].lower
            lemma = self._forms.lemma(word, code)
            if lemma is None:
                continue
            if code == "S":
                others = [lemma]
            else:
                others = [f for f in [lemma, *self._forms.by_lemma.get(lemma, ())] if f != word]
                others = [f for f in others if not ({code, "P"} >= (set(parts_of_speech(f)) & set("VZDPG")))]
            if others:
                draft.replace(at, draw.choice(others))
                return True
        return False

    def aspect(self, draft: Draft, draw: random.Random) -> bool:
        """A plain tense with an auxiliary of another aspect or tense put before it."""
        places = [i for i, t in enumerate(draft.tokens) if t.plain and code_here(draft, i) in ("D", "Z")]
        draw.shuffle(places)
        for at in places[:3]:
            code = code_here(draft, at)
            lemma = self._forms.lemma(draft.tokens[at].lower, code)
            going = lemma and (self._forms.inflect(lemma, "G") or None)
            if lemma and going:
                choices = [f"was {going}", f"were {going}", f"is {going}", f"has been {going}", f"will {lemma}"]
                choices += [f"had {lemma}", f"is {lemma}", f"was {lemma}", f"does {draft.tokens[at].lower}", going]
                draft.replace(at, draw.choice(choices))
                return True
        return False

    def part_of_speech(self, draft: Draft, draw: random.Random) -> bool:
        """Another word of the same root: a noun for its adjective, a verb for its noun."""
        places = [i for i, t in enumerate(draft.tokens) if t.plain and len(t.text) > 3]
        draw.shuffle(places)
        for at in places:
            word = draft.tokens[at].lower
            code = code_here(draft, at)
            lemma = self._forms.lemma(word, code) if code else word
            others = self._thesaurus.related.get(lemma or word)
            others = (
                {w for w in others if set(parts_of_speech(w)).isdisjoint(parts_of_speech(word))} if others else None
            )
            if others:
                draft.replace(at, draw.choice(sorted(others)))
                return True
        return False

    def pronoun(self, draft: Draft, draw: random.Random) -> bool:
        return _exchange(draft, draw, _PRONOUNS)

    def function_word(self, draft: Draft, draw: random.Random) -> bool:
        """A wrong preposition, article, conjunction or determiner."""
        if draw.random() < 0.3 and _exchange(draft, draw, _WRONG_FUNCTION):
            return True
        if draw.random() < 0.25:
            places = draft.places("a an")
            if places:
                at = draw.choice(places)
                draft.replace(at, "an" if draft.tokens[at].lower == "a" else "a")
                return True
        places = draft.places(_PREPOSITIONS)
        if not places:
            return False
        at = draw.choice(places)
        draft.replace(at, draw.choice([w for w in _PREPOSITIONS.split() if w != draft.tokens[at].lower]))
        return True

    def misspelling(self, draft: Draft, draw: random.Random) -> bool:
        """A letter lost, doubled or exchanged with its neighbour, so that no word is left."""
        places = [i for i, t in enumerate(draft.tokens) if t.plain and len(t.text) > 4]
        if not places:
            return False
        at = draw.choice(places)
        word = draft.tokens[at].text
        k = draw.randrange(1, len(word) - 1)
        new = draw.choice(
            (
                word[:k] + word[k + 1 :],
                word[:k] + word[k + 1] + word[k] + word[k + 2 :],
                word[:k] + word[k : k + 1] + word[k:],
            )
        )
        if new == word or frequency(new) > 0:
            return False
        draft.replace(at, new)
        return True


def _exchange(draft: Draft, draw: random.Random, table: dict[str, str]) -> bool:
    places = [i for i, t in enumerate(draft.tokens) if t.lower in table]
    if not places:
        return False
    at = draw.choice(places)
    draft.replace(at, draw.choice(table[draft.tokens[at].lower].split()))
    return True
