"""Names of people that the article spells in one way and its siblings in another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from checker.annotations.names import Name
from checker.annotations.prose import Prose
from checker.article import Article
from checker.matching.folding import fold
from checker.matching.people import compare, names_of_their_own, skeleton
from checker.matching.spelling import likeness
from checker.siblings.other_forms import other_form

_SHORTEST = 4  # letters of a word that is compared
# Names that begin so are of places, seldom of people.
_BEFORE_PLACES = frozenset(
    "los las san santa santo sao new fort port mount lake cape north south east west saint st".split()
)
_SURE = 1.0  # log-odds from which two single words are spellings of one name


class OtherSpelling(NamedTuple):
    """`ours` is how the article writes a word of a name, first at `start` to `end`; `theirs` how siblings write it.
    `few` and `many` count the two in all the articles, `here` the first in this one, `articles` the siblings that write
    `theirs`."""

    start: int
    end: int
    ours: str
    theirs: str
    few: int
    many: int
    here: int
    articles: int


class _Words(NamedTuple):
    counts: Counter[str]  # how often each word stands in names
    full: dict[str, Name]  # names of several words, by their text
    single: set[str]  # names of one word


def other_spellings(article: Article, siblings: tuple[Article, ...]) -> Iterator[OtherSpelling]:
    """One for each word of a name that is spelled in two ways, in the order of the article."""
    ours = _words(article.body)
    theirs = [(s, _words(s.body)) for s in siblings]
    everywhere = Counter(ours.counts)
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for sibling, words in theirs:
        everywhere.update(words.counts)
        for word in words.counts:
            writers[word].add(sibling.id)
    found: dict[str, str] = {}
    for _, words in theirs:
        for x, y in _pairs(ours, words):
            if x not in found or everywhere[y] > everywhere[found[x]]:
                found[x] = y
    for x, y in sorted(found.items()):
        if y in ours.counts:
            continue  # the article has both: another rule says so
        at = _first(article.body, x)
        if at:
            yield OtherSpelling(*at, x, y, everywhere[x], everywhere[y], ours.counts[x], len(writers[y]))


def _words(prose: Prose) -> _Words:
    return prose.kept(_find_words)


def _find_words(prose: Prose) -> _Words:
    counts: Counter[str] = Counter()
    full: dict[str, Name] = {}
    single: set[str] = set()
    for name in prose.names:
        parts = [p for p in name.parts if len(p) >= _SHORTEST]
        counts.update(sorted(set(parts)))  # "Sergei Raf Sergei" is one mention
        if len(name.parts) > 1 and name.parts[0].lower() in _BEFORE_PLACES:
            continue
        if len(name.parts) > 1:
            full.setdefault(" ".join(name.parts), name)
        elif parts and name.certain:
            single.add(parts[0])
    return _Words(counts, full, single)


def _pairs(ours: _Words, theirs: _Words) -> Iterator[tuple[str, str]]:
    """Words of our names and words of theirs that are two spellings of one."""
    blocks: defaultdict[str, set[str]] = defaultdict(set)
    for text in theirs.full:
        for part in text.split(" "):
            blocks[skeleton(fold(part))].add(text)
    for text in ours.full:
        if text in theirs.full:
            continue
        near = {other for part in text.split(" ") for other in blocks.get(skeleton(fold(part)), ())}
        for other in sorted(near):
            found = compare(text, other)
            if found.evidence > 0 and found.equal and len(found.respelled) == 1:
                x, y = found.respelled[0]
                if names_of_their_own(x, y) or likeness(x, y) < 0:
                    continue
                a = next((w for w in text.split(" ") if fold(w) == x), "")
                b = next((w for w in other.split(" ") if fold(w) == y), "")
                if len(a) >= _SHORTEST and len(b) >= _SHORTEST and _apart(a, b, ours, theirs):
                    yield a, b
    given, other_given = _given_names(ours), _given_names(theirs)
    surnames = given.keys() | other_given.keys()
    for a in ours.single | given.keys():
        for b in theirs.single | other_given.keys():
            if a[:1] != b[:1] or a == b or not ({a, b} & surnames) or not _apart(a, b, ours, theirs):
                continue
            if given.get(a) and other_given.get(b) and not _one_person(given[a], other_given[b]):
                continue
            x, y = fold(a), fold(b)
            alike = min(len(x), len(y)) > _SHORTEST and skeleton(x) == skeleton(y) and likeness(x, y) >= _SURE
            if alike and not names_of_their_own(x, y) and f"{x}s" != y and f"{y}s" != x:
                yield a, b


def _given_names(words: _Words) -> dict[str, set[str]]:
    """The last words of names of several words, with the first ones."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for text in words.full:
        first, *_, last = text.split(" ")
        found[last].add(fold(first))
    return found


def _one_person(a: set[str], b: set[str]) -> bool:
    """Whether some of the first names of two surnames are one name, or one its initial."""
    return any(x == y or other_form(x, y) or min(len(x), len(y)) < 2 or likeness(x, y) > 0 for x in a for y in b)


def _apart(a: str, b: str, ours: _Words, theirs: _Words) -> bool:
    """Whether two words may be spellings of one name: neither side writes the other's, too, and they are not two forms
    of a word of the language ("Award", "Awards")."""
    from checker.lexicon import known

    if fold(a) == fold(b) or b in ours.counts or a in theirs.counts:
        return False
    return not (known(a.lower()) and known(b.lower())) and fold(f"{a}s") != fold(b) and fold(f"{b}s") != fold(a)


def _first(prose: Prose, word: str) -> tuple[int, int] | None:
    """Where a word stands first in a name."""
    for name in prose.names:
        if word in name.parts:
            at = prose.text.find(word, name.start, name.end)
            if at >= 0:
                return at, at + len(word)
    return None
