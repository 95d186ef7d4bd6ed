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
    use = _use(prose, i, lower)
    if use is None or articles_with(fold(lower)):
        return None
    found = spelling.correction(lower)
    if found is None or not found.isalpha() or found[0] != lower[0]:
        return None
    least = _UNLISTED if lexicon.misspelling(lower) is None else _LISTED
    return found if lexicon.frequency(found) >= least and _stands_as(found, use) else None


def _use(prose: Prose, i: int, lower: str) -> str | None:
    """How the word is used, as no name is: as what "the" names ("noun"), as a part of the name of an institution
    ("part"; "last part" where a word that describes it stands before), or as what might be a title ("title")."""
    words, text = prose.words, prose.text
    before = words.texts[i - 1] if i and text[words.ends[i - 1] : words.starts[i]] == " " else ""
    after = words.texts[i + 1] if i + 1 < len(words) and text[words.ends[i] : words.starts[i + 1]] == " " else ""
    named = after[:1].isupper()
    if before in _THE:
        if named:
            return "part" if _noun(after) else None
        return None if _noun(after) else "noun"
    if before[:1].isupper() and not named:
        return "last part" if i > 1 and words.texts[i - 2] in _THE and _describes(before) else None
    if not named or (before[:1].isupper() and "F" not in lexicon.parts_of_speech(before.lower())):
        return None
    near = any(lower[0] == title[0] and abs(len(lower) - len(title)) < 2 for title in _TITLES)
    return "title" if near else None


def _stands_as(found: str, use: str) -> bool:
    """Whether what is meant is used so."""
    if use == "title":
        return found in _TITLES
    noun = not {"N", "S"}.isdisjoint(lexicon.parts_of_speech(found))
    if use == "noun":
        return noun
    return lexicon.name_share(found) >= _PART_OF_NAMES and (noun or use == "part")


def _noun(word: str) -> bool:
    parts = lexicon.parts_of_speech(word.lower())
    return "F" not in parts and not {"N", "S"}.isdisjoint(parts)


def _describes(word: str) -> bool:
    return not {"J", "P"}.isdisjoint(lexicon.parts_of_speech(word.lower()))
