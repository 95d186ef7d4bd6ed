"""Words of names that stand for each other and are not the same: another spelling, a synonym, an exchanged part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from checker.annotations.names import TITLES
from checker.annotations.prose import Prose, Span
from checker.siblings.differing_names import GENERIC, joined_name
from checker.siblings.other_forms import other_form
from checker.siblings.passages import Difference, Passages
from checker.siblings.relations import synonyms
from checker.siblings.titles import titles_of
from checker.siblings.tokens import Token, adjoining
from checker.siblings.word_alignment import name_closeness

_ONE_NAME = 0.25  # log-odds above which two words are spellings of one name
_INSIDE = frozenset("of the and for de in".split())  # small words inside the name of an institution


def respelled_names(p: Passages) -> Iterator[Difference]:
    """Names that stand for each other in spellings too far apart to be two of one name."""
    from checker.lexicon import known
    from checker.matching.folding import fold
    from checker.matching.people import names_of_their_own
    from checker.matching.spelling import likeness

    for i, j in enumerate(p.words.to_second):
        if j < 0 or not p.words.first[i].name or not p.words.second[j].name:
            continue
        ours, theirs = _group(p.words.to_second, j, i), _group(p.words.to_first, i, j)
        if ours[0] != i or (len(ours) > 1 and len(theirs) > 1):
            continue
        a, b = p.words.first[i], p.words.second[j]
        x = fold("".join(p.words.first[k].text for k in ours))
        y = fold("".join(p.words.second[k].text for k in theirs))
        around = joined_name(p.words.first, (i, i + 1)), joined_name(p.words.second, (j, j + 1))
        if other_form(x, y) or around[0] == around[1]:
            continue
        span = a.start, p.words.first[ours[-1]].end, b.start, p.words.second[theirs[-1]].end
        if _synonym_in_name(p, i, j):
            yield Difference("name", *span)
            continue
        if a.base == b.base or x == y or min(len(x), len(y)) < 3 or synonyms(a.base, b.base):
            continue
        if name_closeness(x, y) and names_of_their_own(x, y):
            yield Difference("name", *span)  # "Johnson" and "Johnston"
            continue
        if not p.copied and (x[:4] == y[:4] or x == y[:-1] or y == x[:-1] or (known(x) and known(y))):
            continue  # forms of one word, or of one name: "Mama" and "Momma"
        if name_closeness(x, y) and (p.copied or likeness(x, y) < _ONE_NAME):
            yield Difference("name", *span)


def exchanged_parts(p: Passages) -> Iterator[Difference]:
    """Words that stand in one place of two names that are else the same: "Bank for Harbor Affairs", "Bank for Harbor
    Services". Titles and two words for a sort of institution are none."""
    words = p.words
    theirs = [
        j
        for j, (token, i) in enumerate(zip(words.second, words.to_first, strict=True))
        if token.content and _capital(token) and not (i >= 0 and _same_part(words.first[i], token))
    ]
    for i in words.lone_first():
        a = words.first[i]
        if not _capital(a):
            continue
        for j in theirs:
            b = words.second[j]
            if not TITLES.isdisjoint((a.lower, b.lower)) or {a.base, b.base} <= GENERIC or a.base == b.base:
                continue
            sides = [(_neighbor(words.first, i, step), _neighbor(words.second, j, step)) for step in (-1, 1)]
            both = [(k, m) for k, m in sides if k is not None and m is not None]
            if len(both) < 1 + (words.to_first[j] >= 0) or any(
                k > i and words.first[k].lower in TITLES for k, _ in both
            ):
                continue  # "Russian Minister" and "Prime Minister"
            if any((abs(k - i) > 1) != (abs(m - j) > 1) or words.to_second[k] != m for k, m in both):
                continue
            if joined_name(words.first, (i, i + 1)) != joined_name(words.second, (j, j + 1)):
                yield Difference("name", a.start, a.end, b.start, b.end)
                break


def _same_part(a: Token, b: Token) -> bool:
    """Whether a word of a name stands for the same word of one, as "Ministry" in "Foreign Ministry" and "Ministry of
    Foreign Affairs"; a plain "film" is no part of a name for the "Film" of one."""
    return a.base == b.base and _capital(a)


def differing_titles(p: Passages) -> Iterator[Difference]:
    """Titles in quotation marks that stand for each other and each of which has a word that the other lacks."""
    words = p.words
    others = [
        (other, [j for j, t in enumerate(words.second) if other.start <= t.start < other.end and t.content])
        for other in _titles_in(p.other, p.other_spans)
    ]
    if not others:
        return
    for title in _titles_in(p.prose, p.spans):
        ours = [i for i, t in enumerate(words.first) if title.start <= t.start < title.end and t.content]
        for other, theirs in others:
            if not any(words.to_second[i] in theirs for i in ours):
                continue
            x, y = {words.first[i].base for i in ours}, {words.second[j].base for j in theirs}
            if not (x <= y or y <= x) and any(words.to_second[i] not in theirs for i in ours):
                yield Difference("name", title.start, title.end, other.start, other.end)


def _titles_in(prose: Prose, spans: Sequence[Span]) -> list[Span]:
    """The titles that begin in some spans."""
    titles = titles_of(prose)
    if not titles:
        return []
    places = [(bisect_left(titles, (start,)), bisect_left(titles, (end,))) for start, end in spans]
    return [title for first, last in places for title in titles[first:last]]


def _capital(token: Token) -> bool:
    return token.text[0].isupper() and not token.number


def _neighbor(tokens: list[Token], at: int, step: int) -> int | None:
    """The next word of the name that a word is in, small words left out."""
    k = at + step
    while 0 <= k < len(tokens) and abs(k - at) <= 3:
        low, high = sorted((k, k - step))
        if not adjoining(tokens[low], tokens[high]):
            return None
        if tokens[k].lower not in _INSIDE:
            return k if _capital(tokens[k]) else None
        k += step
    return None


def _group(to: list[int], at: int, least: int) -> list[int]:
    """The words that have a word as their counterpart; one of them at least."""
    return [k for k, other in enumerate(to) if other == at] or [least]


def _synonym_in_name(p: Passages, i: int, j: int) -> bool:
    """Whether two words of one meaning stand beside the same word in two names: "Bona Pictures", "Bona Film"."""
    words, a, b = p.words, p.words.first[i], p.words.second[j]
    if a.base[:3] == b.base[:3] or not synonyms(a.base, b.base):
        return False
    titled = any(t.start <= a.start < t.end for t in titles_of(p.prose))
    if not titled and not GENERIC.isdisjoint((a.base, b.base)):
        return False
    near = (i - 1, j - 1), (i + 1, j + 1)
    return any(_beside(words.first, i, k) and _beside(words.second, j, m) and words.to_second[k] == m for k, m in near)


def _beside(tokens: list[Token], i: int, k: int) -> bool:
    """Whether two words are neighbours in one name."""
    low, high = sorted((i, k))
    return low >= 0 and high < len(tokens) and tokens[k].name and adjoining(tokens[low], tokens[high])
