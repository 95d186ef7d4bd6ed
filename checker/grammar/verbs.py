"""Finite verbs: the verb that makes a clause of a row of words."""

from __future__ import annotations

from functools import lru_cache

from checker.lexicon import parts_of_speech

BE = frozenset("is are was were am isn't aren't wasn't weren't".split())
HAVE_DO = frozenset("has had have do does did hasn't hadn't haven't don't doesn't didn't".split())
MODALS = frozenset(
    "will would can could may might must shall should won't wouldn't can't cannot couldn't mightn't mustn't shan't"
    " shouldn't".split()
)
AUXILIARIES = BE | HAVE_DO | MODALS
# "'s" behind these is "is" or "has"; behind a noun it is mostly a possessive.
_CONTRACTING = frozenset("it he she that there who what where how here let this when everyone everybody".split())
_CONTRACTIONS = ("'re", "'ve", "'ll", "'d", "'m", "n't")


@lru_cache(maxsize=50_000)
def is_finite(word: str) -> bool:
    """Whether a word, in lower case with straight apostrophes, is surely a finite verb where it stands: an auxiliary,
    a contraction, or a form that the lexicon knows as past tense or third person and as no noun, adjective or
    participle ("went", "wants"); "said" and "told" are too frequent as finite verbs to be left out."""
    if word in AUXILIARIES or word in {"said", "told", "says"}:
        return True
    if "'" in word:
        return word.endswith(_CONTRACTIONS) or (word.endswith("'s") and word[:-2] in _CONTRACTING)
    tags = parts_of_speech(word)
    return ("D" in tags or "Z" in tags) and not set(tags) & set("NSPJRF")


@lru_cache(maxsize=50_000)
def may_be_finite(word: str) -> bool:
    """Whether a word, in lower case, can be a finite verb at all, participles and plain forms included."""
    if is_finite(word) or not set("VZD").isdisjoint(parts_of_speech(word)):
        return True
    return word.endswith("s") and "V" in parts_of_speech(word[:-1])
