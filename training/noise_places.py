"""What stands at a place of a draft: content, an adverb, the head of a phrase, and as which part of speech."""

from __future__ import annotations

from checker.lexicon import frequency, name_share, parts_of_speech
from training.noise_draft import Draft


def is_content(text: str) -> bool:
    return (
        text.isalpha() and text.islower() and len(text) > 2 and "F" not in parts_of_speech(text) and frequency(text) > 0
    )


def is_adverb(word: str) -> bool:
    return "R" in parts_of_speech(word)


def is_head(draft: Draft, at: int) -> bool:
    """Whether a noun is the last of its phrase: no noun or adjective follows it."""
    after = draft.tokens[at + 1] if at + 1 < len(draft.tokens) else None
    return after is None or not after.is_word or "F" in parts_of_speech(after.lower)


_DETERMINERS = frozenset("the a an this that his her its their our my your no some any every each of in on for".split())
_BEFORE_VERB = frozenset("to will would can could may might must should he she they we i you it who and not".split())


def code_here(draft: Draft, at: int) -> str:
    """What a word most likely is in its place: one code of the lexicon, "" for function words and unknown ones."""
    codes = parts_of_speech(draft.tokens[at].lower)
    if not codes or "F" in codes or name_share(draft.tokens[at].lower) > 0.6:
        return ""
    if len(codes) == 1:
        return codes
    before = draft.tokens[at - 1].lower if at else ""
    if before in _DETERMINERS or "J" in parts_of_speech(before):
        for code in "NSGJ":
            if code in codes:
                return code
    if before in ("to", "will", "would", "can", "could", "may", "might", "must", "should") and "V" in codes:
        return "V"
    if before in ("has", "have", "had", "been", "be", "is", "was", "were", "are") and "P" in codes:
        return "P"
    if before in _BEFORE_VERB:
        for code in "DZVPG":
            if code in codes:
                return code
    return codes[0]
