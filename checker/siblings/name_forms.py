"""One name in several forms: joined, abbreviated, by its initials."""

from __future__ import annotations

from collections.abc import Sequence

from checker.siblings.tokens import Token


def same_name(a: Sequence[Token], b: Sequence[Token]) -> bool:
    """Whether two runs of words are one name: written as one word or two, or the initials of the other."""
    from checker.matching.folding import fold

    x, y = fold("".join(t.text for t in a)), fold("".join(t.text for t in b))
    if x == y:
        return True
    for one, other in ((a, b), (b, a)):
        initials = "".join(t.text[0] for t in other if t.content).lower()
        for token in one:
            short = fold(token.text)
            if token.text.isupper() and len(short) > 1 and (initials == short or short in initials):
                return True
            if token.text.isupper() and 1 < len(short) <= 4 and _abbreviates(short, x if one is b else y):
                return True
    if min(len(x), len(y)) > 3 and (x in y or y in x):
        return True
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(x, y) >= 0.8


def abbreviated(run: Sequence[Token], second: list[Token]) -> bool:
    """Whether the initials or the words of a name are all in the other passage, in another order or joined."""
    from checker.matching.folding import fold

    joined = fold("".join(t.text for t in second))
    word = fold("".join(t.text for t in run))
    if len(word) > 4 and word in joined:
        return True
    if len(run) == 1 and run[0].text.isupper() and len(word) > 1:
        initials = "".join(t.text[0] for t in second if t.content).lower()
        return word in initials
    if len(run) > 1:
        initials = "".join(t.text if t.text.isupper() else t.text[0] for t in run if t.content).lower()
        return any(t.text.isupper() and fold(t.text) == initials for t in second)
    return False


def _abbreviates(short: str, word: str) -> bool:
    """Whether letters stand in a word in their order, the first one first, as "KZN" does in
    "Kazan"."""
    if not word or short[0] != word[0]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)
