"""What one passage denies and the other does not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from checker.siblings.passages import REACH, SURE, WELL, Difference, Passages, coverage
from checker.siblings.relations import denied, opposites
from checker.siblings.tokens import Token

_EXPLICIT = frozenset("not never no neither cannot none nobody nothing without hardly nowhere".split())
_IMPLICIT = frozenset(
    "question challenge seek too fail refuse deny lack unable unlikely impossible avoid prevent"
    " stop refrain reject decline absent without except instead rather exclude rule avoid ban forbid prohibit"
    " barely scarcely few little free only miss missing cease end halt neglect forget oppose doubt against"
    " unless until dismiss abandon loss lose unclear far before loath reluctant reluctance hesitate hesitant".split()
)
_AS_MUCH = frozenset((("as", "much"), ("as", "many"), ("as", "well"), ("as", "good"), ("so", "much")))
_TIMING = frozenset("longer yet still ever once always really".split())
_IDLE = frozenset(("only", "just", "merely", "least", "less", "more"))


def denials(p: Passages) -> Iterator[Difference]:
    a, b = p.words.first, p.words.second
    ours, theirs = cues(a, p.prose.text), cues(b, p.other.text)
    if bool(ours) == bool(theirs) and len(ours) == len(theirs):
        return
    if len(ours) > len(theirs):
        heads = {_head(b, c) for c in theirs}
        for cue in ours:
            head = _head(a, cue)
            if head is not None and _negative(a[head : head + 1]) and p.words.to_second[head] < 0:
                continue  # "has not missed"
            to = p.words.to_second[cue]
            if (to >= 0 and to in theirs) or head is None:
                continue
            opposed = p.words.to_second[head]
            if opposed in heads and opposed >= 0:
                continue
            if opposed >= 0 and opposites(a[head].base, b[opposed].base):
                continue  # "has not missed" and "attended"
            if any(denied(t.base) == a[head].base for t in b):
                continue  # "no longer diabetic" and "non-diabetic"
            if opposed < 0 and (theirs or coverage(p.words) < SURE or a[cue].lower == "without"):
                continue  # "without a word", of which the sibling says nothing
            if not _settled(p.words.to_second, cue, head, p.both):
                continue  # a clause that the sibling leaves out
            near = b if opposed < 0 else b[max(0, opposed - 4) : opposed + 3]
            if _negative([t for t in near if _other_words(a, p.words.to_first[b.index(t)], t)]):
                continue
            place = b[opposed] if opposed >= 0 else None
            at = place.start if place else p.other_spans[0].start
            yield Difference(
                "negation", a[cue].start, a[head].end if head - cue < 3 else a[cue].end, at, place.end if place else at
            )
    else:
        heads = {_head(a, c) for c in ours}
        for cue in theirs:
            head = _head(b, cue)
            if (
                head is None
                or (_negative(b[head : head + 1]) and p.words.to_first[head] < 0)
                or p.words.to_first[cue] in ours
            ):
                continue
            opposed = p.words.to_first[head]
            if opposed < 0 or opposed in heads or opposites(b[head].base, a[opposed].base):
                continue
            if any(denied(t.base) == b[head].base for t in a):
                continue
            if not _settled(p.words.to_first, cue, head, p.both):
                continue
            near = a[max(0, opposed - 4) : opposed + 3]
            if _negative([t for t in near if _other_words(b, p.words.to_second[a.index(t)], t)]):
                continue
            yield Difference("negation", a[opposed].start, a[opposed].end, b[cue].start, b[head].end)


def cues(tokens: list[Token], text: str) -> list[int]:
    """The words that deny something."""
    found = []
    for i, token in enumerate(tokens):
        lower = token.lower
        if lower in _EXPLICIT or lower.endswith("n't") or lower == "cant":
            following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            if lower in ("not", "no", "cannot") and (
                following in _IDLE or following.isdigit() or (i and tokens[i - 1].lower == "or")
            ):
                continue
            ahead = [t.lower for t in tokens[i + 1 : i + 6]]
            if any(pair in _AS_MUCH for pair in pairwise(ahead)):
                continue  # "not as much" is "less"
            if following == "as":
                continue  # "not as tall as" is "less tall than"
            if lower == "no" and text[token.end : token.end + 1] == ".":
                continue
            if text[token.end : token.end + 1] in ('"', "”", "’", "-"):
                continue  # the "no" vote, a no-vote
            if lower == "nothing" and following == "but":
                continue
            found.append(i)
    return found


def _negative(tokens: list[Token]) -> bool:
    """Whether a passage has a word that may deny in other words."""
    return any(t.base in _IMPLICIT or _prefixed(t) for t in tokens if not t.name)


def _prefixed(token: Token) -> bool:
    """Whether a word is the opposite of what stands behind its prefix: "unlikely"."""
    return bool(denied(token.base) or denied(token.lower))


def _head(tokens: list[Token], cue: int) -> int | None:
    """The word that a denial is about: the next one that says something."""
    for i in range(cue + 1, min(len(tokens), cue + 6)):
        if tokens[i].content and tokens[i].lower not in _TIMING:
            adverb = tokens[i].lower.endswith("ly") and i + 1 < len(tokens) and tokens[i + 1].content
            return i + 1 if adverb else i  # "not much faster", "not markedly faster"
    return None


def _other_words(tokens: list[Token], at: int, token: Token) -> bool:
    """Whether a word has no counterpart that is a form of it."""
    return at < 0 or tokens[at].base != token.base


def _settled(to: list[int], cue: int, head: int, both: float) -> bool:
    """Whether the words around a denial have counterparts that stand close together."""
    around = [to[i] for i in range(max(0, cue - 4), min(len(to), head + 5)) if i != cue and to[i] >= 0]
    if len(around) < 2:
        return False
    middle = sorted(around)[len(around) // 2]
    need = 2 if both >= WELL else max(2, (head + 8 - cue) / 4)
    return sum(abs(j - middle) <= REACH + 2 for j in around) >= need
