"""Names: runs of capitalised words, with particles, titles, initials and hyphens."""

from __future__ import annotations

from dataclasses import dataclass

from checker.annotations.prose import Prose

TITLES = frozenset(
    "mr mrs ms dr prof sir dame lord lady president minister secretary senator sen rep gov governor general gen col"
    " colonel major maj captain capt lt sgt judge justice chancellor king queen prince princess pope".split()
)
PARTICLES = frozenset("al bin ibn abu da de del della di du el la le van von der den ter ten dos das y bint st".split())


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name.

    `text` is the mention without titles and possessive, `parts` its words, `titles` the titles before it in lower
    case. `first` and `last` are the half-open range of its words in `prose.words`. A name whose only capital may be
    due to the start of a sentence is not `certain`.
    """

    start: int
    end: int
    text: str
    parts: tuple[str, ...]
    titles: tuple[str, ...]
    first: int
    last: int
    certain: bool


def find_names(prose: Prose) -> list[Name]:
    """Every mention of a name, in the order of the text."""
    words, text = prose.words, prose.text
    texts, lowers = words.texts, words.lowers
    initial = {first for first, _ in prose.sentence_words}
    found, i, count = [], 0, len(texts)
    while i < count:
        if not texts[i][0].isupper():
            i += 1
            continue
        j = i + 1
        while j < count and _joined(text, words.ends[j - 1], words.starts[j]):
            if texts[j][0].isupper():
                j += 1
            elif lowers[j] in PARTICLES and j + 1 < count and texts[j + 1][0].isupper():
                j += 2
            else:
                break
        name = _name(prose, i, j, initial)
        if name:
            found.append(name)
        i = j
    return found


def _joined(text: str, end: int, start: int) -> bool:
    return text[end:start] in (" ", "\u00a0", ". ")


def _name(prose: Prose, first: int, last: int, initial: set[int]) -> Name | None:
    words = prose.words
    head = first
    while head < last and words.lowers[head] in TITLES:
        head += 1
    if head == last:
        return None
    parts = [*words.texts[head:last]]
    end = words.ends[last - 1]
    for suffix in ("'s", "’s", "'", "’"):
        if parts[-1].endswith(suffix):
            parts[-1] = parts[-1][: -len(suffix)]
            end -= len(suffix)
            break
    certain = not (last - first == 1 and first in initial and len(words.index[words.lowers[first]]) == 1)
    start = words.starts[head]
    return Name(start, end, prose.text[start:end], tuple(parts), tuple(words.lowers[first:head]), head, last, certain)
