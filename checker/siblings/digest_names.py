"""Names of a digest that its source has not, or not in their role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from checker.siblings.differing_names import GENERIC
from checker.siblings.passages import Difference, plain_word, support
from checker.siblings.statements import SAME, Item, Sentences, Source
from checker.siblings.tokens import Token, goes_on
from checker.siblings.word_alignment import WordAlignment, name_closeness, word_closeness

if TYPE_CHECKING:
    from checker.siblings.digest import Stated

_NAME_ROLE, _NAME_ROLE_ELSEWHERE = 1.9, 2.2
WHOLE = 0.85  # of the rest of a sentence, so much is in one of the source
AT_HOME = 0.2  # where an item stands in the source, so much less of what is around it does
_SHORTEST, _SHORT = 3, 5  # letters of a short form of a name
_OUTLETS = frozenset("associated press reuters agence times post tribune herald guardian bloomberg".split())


def foreign_name(stated: Stated, item: Item, rest: Source, source: Sentences, besides: str) -> Iterator[Difference]:
    """A name that the source has nowhere, or elsewhere alone, while it has another in its role."""
    found = stated.found[item.first]
    telling = [t for t in item.tokens if _telling(t)]
    if not telling or any(t.lower in besides for t in telling):
        return
    if not item.first and stated.prose.text[item.end : item.end + 2].strip()[:1] in tuple("(–—-"):
        return  # the place in "Lodz (Lumen) - "
    words = stated.aligned(rest, source)
    role, mate = _mate(words, item)
    if not found:
        if not _shortened(telling, [t for sentence in source.tokens for t in sentence if t.name]):
            at = (mate[0].start, mate[-1].end) if mate and role >= _NAME_ROLE else nowhere(rest, source)
            yield Difference("name", item.start, item.end, *at)
    elif part := _other_part(stated, item, rest, source):
        ours, theirs = part
        yield Difference("name", ours.start, ours.end, theirs.start, theirs.end)
    elif (
        role >= _NAME_ROLE_ELSEWHERE
        and stated.elsewhere(item) >= AT_HOME
        and not any(found.get(k, 0.0) >= SAME for k in rest.sentences)
        and not _shortened(telling, mate)
    ):
        yield Difference("name", item.start, item.end, mate[0].start, mate[-1].end)


def _other_part(stated: Stated, item: Item, rest: Source, source: Sentences) -> tuple[Token, Token] | None:
    """A word of a name that never stands in the source beside the word next to it, and the one that does."""
    for ours, kept, step in [
        *((a, b, -1) for a, b in pairwise(item.tokens)),
        *((b, a, 1) for a, b in pairwise(item.tokens)),
    ]:
        if not _telling(ours) or not kept.content:
            continue
        beside: dict[str, tuple[int, Token]] = {}
        for k in source.having_word(kept):
            tokens = source.tokens[k]
            for i, token in enumerate(tokens):
                if token.base == kept.base and 0 <= i + step < len(tokens):
                    other = tokens[i + step]
                    joined = other.name and abs(other.start - token.end if step > 0 else token.start - other.end) <= 1
                    beside.setdefault(other.base if joined else "", (k, other))
        if "" in beside or not beside or any(_one_name(ours, other) for _, other in beside.values()):
            continue
        here = [other for k, other in beside.values() if k in rest.sentences and _telling(other)]
        if here and not any(_one_name(t, here[0]) for t in stated.tokens if t.name):
            return ours, here[0]
    return None


def _one_name(a: Token, b: Token) -> bool:
    """Whether two words may be one name, or words of one meaning."""
    return (
        a.base == b.base
        or bool(name_closeness(a.lower, b.lower) or word_closeness(a.base, b.base))
        or (_short(a.lower, b.lower) or _short(b.lower, a.lower) or len(a.text) < 3 or len(b.text) < 3)
    )


def _shortened(tokens: Sequence[Token], others: Sequence[Token]) -> bool:
    """Whether a name may be a short form of one of others: capitals alone, or the same beginning."""
    if all(t.text.removesuffix("s").isupper() or "." in t.text for t in tokens):
        return True
    return any(_short(t.lower, o.lower) or _short(o.lower, t.lower) for t in tokens for o in others)


def _short(one: str, other: str) -> bool:
    """Whether one name begins like the other and is a short form of it, as "Dems" is of "Democrats"."""
    stem = one.rstrip("siey")
    return _SHORTEST <= len(stem) <= _SHORT and other.startswith(stem)


def nowhere(rest: Source, source: Sentences) -> tuple[int, int]:
    """An empty span where the source tells the rest of a sentence."""
    at = source.spans[rest.sentences[0]].start
    return at, at


def _telling(token: Token) -> bool:
    """Whether a word is surely one of a name."""
    if not token.content or len(token.text) < 3 or not GENERIC.isdisjoint((token.base, token.lower)):
        return False
    if token.lower in _OUTLETS:
        return False
    return not plain_word(token)


def _mate(words: WordAlignment, item: Item) -> tuple[float, list[Token]]:
    """The name of the source that the digest has not and that stands most nearly in an item's role."""
    best, mate = -1.0, list[Token]()
    second, i = words.second, 0
    while i < len(second):
        end = i + 1
        if second[i].name and not second[i].number and words.to_first[i] < 0:
            while end < len(second) and words.to_first[end] < 0 and goes_on(second[end - 1], second[end]):
                end += 1
            score = support(words, (item.first, item.last), (i, end))
            if score > best and any(_telling(t) for t in second[i:end]):
                best, mate = score, second[i:end]
        i = end
    return best, mate
