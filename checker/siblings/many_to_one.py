"""One word that stands for several: a name written as one word or as two, initials and what they stand for."""

from __future__ import annotations

from checker.siblings.tokens import Token, adjoining

_MOST_JOINED = 3  # words of a name that are written as one
_LONGEST = 8  # words that initials stand for
_FEWEST, _MOST = 2, 6  # initials
_LEAST_NEAR = 5  # letters of a name that is compared with two joined


def pair_several(first: list[Token], second: list[Token], to_second: list[int], to_first: list[int]) -> None:
    """Gives the words that one word of the other passage stands for that word as their counterpart, where some of them
    have none, and it the first of them."""
    _one_for_several(first, second, to_second, to_first)
    _one_for_several(second, first, to_first, to_second)
    _respelled(first, second, to_second, to_first)
    _respelled(second, first, to_first, to_second)


def _one_for_several(one: list[Token], several: list[Token], to_several: list[int], to_one: list[int]) -> None:
    if not any(to_one[j] < 0 and t.content for j, t in enumerate(several)):
        return
    for i, token in enumerate(one):
        if not token.content or token.number or len(token.text) < _FEWEST or not (token.name or token.text.isupper()):
            continue
        for start, end in _runs(token, several):
            at = to_several[i]
            free = [j for j in range(start, end) if to_one[j] < 0]
            taken = [to_one[j] for j in range(start, end) if to_one[j] >= 0 and several[j].content]
            if not free or (at >= 0 and not start <= at < end) or any(k != i for k in taken):
                continue
            if at < 0:
                to_several[i] = start
            for j in free:
                to_one[j] = i
            break


def _respelled(one: list[Token], two: list[Token], to_two: list[int], to_one: list[int]) -> None:
    """The same of a name of one word and a near one of two, where none of them has a counterpart."""
    from checker.matching.folding import fold
    from checker.siblings.word_alignment import name_closeness

    free = [j for j, t in enumerate(two) if to_one[j] < 0 and t.name and not t.number]
    lone = frozenset(free)
    for i, token in enumerate(one):
        if to_two[i] >= 0 or not token.name or len(token.text) < _LEAST_NEAR:
            continue
        for j in free:
            beside = j + 1 in lone and adjoining(two[j], two[j + 1]) and to_one[j] < 0 and to_one[j + 1] < 0
            if beside and name_closeness(fold(token.text), fold(two[j].text + two[j + 1].text)):
                to_two[i], to_one[j], to_one[j + 1] = j, i, i
                break


def _runs(token: Token, tokens: list[Token]) -> list[tuple[int, int]]:
    """The runs of words that a word stands for: joined they are it, or it is their initials."""
    from checker.matching.folding import fold

    word = fold(token.base if token.base == "u.s." else token.text)  # "USA" and "United States"
    found = []
    initials = token.text.isupper() and _FEWEST <= len(word) <= _MOST
    for start, opening in enumerate(tokens):
        if not opening.text or fold(opening.text[0]) != word[:1]:
            continue
        joined, letters = "", ""
        for end in range(start, min(len(tokens), start + _LONGEST)):
            t = tokens[end]
            if end > start and not adjoining(tokens[end - 1], t):
                break
            joined += fold(t.text)
            if joined == word and 1 < end + 1 - start <= _MOST_JOINED:
                found.append((start, end + 1))
            if t.text[0].isupper():
                letters += fold(t.text[0])
                if initials and letters == word and end > start:
                    found.append((start, end + 1))
            if not word.startswith(joined) and not (initials and word.startswith(letters)):
                break
    return found
