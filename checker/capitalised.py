"""Common words with a capital that are misspelled: "the Goverment of Lebanon", "the Natonal Guard".

Of the unknown words with a capital in news all but a few are names, and some of those are one slip away from a common
word. What tells a misspelled word from a name is how it is used: "the" stands before it, as before no person's name,
and behind it what follows a word of office or of an institution and no surname ("the Goverman family").
"""

from __future__ import annotations

from checker import lexicon
from checker.annotations.prose import Prose

_SHORTEST = 6  # letters
_LISTED, _UNLISTED = 8.0, 60.0  # in a million words: so often stands what is meant, with a capital or without
_PART_OF_NAMES = 0.2  # a word that has a capital so often is part of names of institutions
_THE = frozenset(("the", "The"))
_TITLES = frozenset(
    "president minister secretary senator governor chairman general colonel professor chancellor prince princess"
    " justice mayor captain sergeant doctor director commissioner ambassador".split()
)


def meant(prose: Prose, i: int, lower: str) -> str | None:
    """The common word in lower case that an unknown one with a capital, at a position in the words, stands for; None
    where it may be a name. `lower` is the word in lower case, without the ending of what owns."""
    from checker import spelling
    from checker.matching.common_names import articles_with
    from checker.matching.folding import fold

    words = prose.words
    if len(lower) < _SHORTEST or not words.texts[i][1 : len(lower)].islower():
        return None
    if any(len(words.index.get(form, ())) > (form == words.lowers[i]) for form in (lower, f"{lower}'s")):
        return None
    if not _might_stand_as_word(prose, i, lower):
        return None
    found = spelling.correction(lower)
    if found is None or not found.isalpha() or found[0] != lower[0] or articles_with(fold(lower)):
        return None
    least = _UNLISTED if lexicon.misspelling(lower) is None else _LISTED
    return found if lexicon.frequency(found) >= least and _stands_as_word(prose, i, found) else None


def _might_stand_as_word(prose: Prose, i: int, lower: str) -> bool:
    """Whether it is worth the time to look for what was meant: "the" stands before it, or it is near a title."""
    if not _THE.isdisjoint(prose.words.texts[max(0, i - 2) : i]):
        return True
    return any(lower[0] == title[0] and abs(len(lower) - len(title)) < 2 for title in _TITLES)


def _stands_as_word(prose: Prose, i: int, found: str) -> bool:
    """Whether the words beside it show that it is no name but what is meant, `found`."""
    words, text = prose.words, prose.text
    before = words.texts[i - 1] if i and text[words.ends[i - 1] : words.starts[i]] == " " else ""
    after = words.texts[i + 1] if i + 1 < len(words) and text[words.ends[i] : words.starts[i + 1]] == " " else ""
    parts, share = lexicon.parts_of_speech(found), lexicon.name_share(found)
    noun = "N" in parts or "S" in parts
    if before in _THE:
        if after[:1].isupper():
            return share >= _PART_OF_NAMES and _noun(after)
        return noun and not _noun(after)
    if noun and i > 1 and words.texts[i - 2] in _THE and before[:1].isupper() and not after[:1].isupper():
        return share >= _PART_OF_NAMES and _describes(before)
    named = before[:1].isupper() and "F" not in lexicon.parts_of_speech(before.lower())
    return found in _TITLES and after[:1].isupper() and not named


def _noun(word: str) -> bool:
    parts = lexicon.parts_of_speech(word.lower())
    return "F" not in parts and not {"N", "S"}.isdisjoint(parts)


def _describes(word: str) -> bool:
    return not {"J", "P"}.isdisjoint(lexicon.parts_of_speech(word.lower()))
