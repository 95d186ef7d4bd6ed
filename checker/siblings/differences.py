"""Where two aligned passages say different things: another number, another name, a denial, an opposite, another gender.

A difference is a word of one passage that has no counterpart in the other, while another word stands in its role there:
beside the same neighbours, after the same preposition. What the sibling merely leaves out or adds is no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from checker.annotations.names import TITLES
from checker.annotations.prose import Prose, Span
from checker.siblings.numbers import Number, agree, comparable, numbers_of
from checker.siblings.relations import denied, opposites, synonyms
from checker.siblings.tokens import Token, tokens_of
from checker.siblings.word_alignment import GENDER, WordAlignment, align_words, gender_of, name_closeness, nickname

Kind = Literal["quantity", "name", "negation", "opposite", "gender", "word"]

_REACH = 4
_NEIGHBOURS = 0.8  # where several numbers stand, the right one has some neighbour in common
_SAME_ROLE, _SURE_ROLE = 1.5, 2.5
_FIRM, _SURE, _WELL = 0.55, 0.62, 0.72  # of the words with content, so many have a counterpart
_ONE_NAME = 0.25  # log-odds above which two words are spellings of one name
_ONLY = 1.2  # where the sentences differ in one name alone
_OTHER_PART = 0.3  # where one is a whole name and the other a part
_COVERED, _WELL_COVERED = 0.5, 0.5
# Of the words with content of two passages that say the same, so many have a counterpart; of a short one that is
# contained in a long one, more.
_SAME_STATEMENT, _CONTAINED = 0.65, 0.65
_MARGIN, _WIDEST = 1.0, 0.3
_NEAR_COPY = 0.8
_COPIED = 0.7  # of the neighbouring words of a copy, so many are neighbours in the other
_LONGEST_CHANGE = 4  # words
_NAMED, _NAMED_SURE, _PLAIN_SURE = 2.0, 1.6, 2.0
_PLAIN_SUPPORT = 2.0  # where no name, but another word stands in the role of a name


class Difference(NamedTuple):
    """A word or a phrase of the first passage and what the second has in its role (an empty span where it has
    nothing, as where a denial is missing). Offsets are those of the two fields."""

    kind: Kind
    start: int
    end: int
    other_start: int
    other_end: int


def differences(
    prose: Prose,
    spans: Sequence[Span],
    other: Prose,
    other_spans: Sequence[Span],
    *,
    margin: float = 1.0,
    copy: bool = False,
) -> list[Difference]:
    """All differences of two aligned passages, in the order of the first; none where they hardly say the same. `margin`
    tells how much nearer they are to each other than to anything else (checker.siblings.align), `copy` whether one text
    is a copy of the other, so that any word that was changed counts."""
    words = align_words(tokens_of(prose, spans), tokens_of(other, other_spans))
    covered = coverage(words)
    both = (covered + coverage(words, second=True)) / 2
    passage = Passages(
        prose, spans, other, other_spans, words, copy and copied(words) >= _COPIED, both, margin > _WIDEST
    )
    alone = _MARGIN * min(max(margin, -_WIDEST), _WIDEST)
    if both + alone < _SAME_STATEMENT and covered + alone < _CONTAINED:
        return []
    found = [*_quantities(passage), *_names(passage), *_respellings(passage), *_negations(passage)]
    found += [*_opposites(passage), *_genders(passage)]
    if passage.copied:
        found += _changed_words(passage, found)
    if covered < _NEAR_COPY:
        found = [d for d in found if not _said_elsewhere(passage, d)]
    return sorted(found, key=lambda d: (d.start, d.end))


class Passages(NamedTuple):
    """Two passages with their words aligned."""

    prose: Prose
    spans: Sequence[Span]
    other: Prose
    other_spans: Sequence[Span]
    words: WordAlignment
    copied: bool
    both: float  # how much of the two has a counterpart
    sure: bool  # nothing else comes near either of them


def _said_elsewhere(p: Passages, d: Difference) -> bool:
    """Whether the second article has the name or the number, too, in another place."""
    if d.kind == "quantity":
        ours = next(n for n in numbers_of(p.prose) if n.start == d.start)
        others = [m for m in numbers_of(p.other) if not any(s <= m.start < e for s, e in p.other_spans)]
        return any(agree(ours, m) for m in others if (m.kind, m.unit) == (ours.kind, ours.unit))
    if d.kind == "name":
        from checker.matching.folding import fold

        there = p.other.kept(_folded)
        here = {fold(t.text) for t in p.words.second}
        words = [fold(t.text) for t in p.words.first if t.content and d.start <= t.start < d.end]
        if all(there[w] > 0 for w in words if w not in here) and not all(w in here for w in words):
            return True
        # Nor is it one where the article itself has the other name, too, in another place.
        known = p.prose.kept(_folded)
        other = [fold(t.text) for t in p.words.second if t.name and d.other_start <= t.start < d.other_end]
        mine = {fold(t.text) for t in p.words.first}
        return bool(other) and all(known[w] > 0 for w in other if w not in mine) and not all(w in mine for w in other)
    return False


def _folded(prose: Prose) -> Counter[str]:
    """The words of a field as names are compared, with how often they stand there."""
    from checker.matching.folding import fold

    words = (w.replace("’", "'").removesuffix("'s") for w in prose.words.texts)
    return Counter(fold(part) for word in words for part in word.split("-"))


def support(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> float:
    """How much the neighbours of two runs of words (half-open ranges) speak for one role: their aligned neighbours,
    words of function at less than half."""
    total = 0.0
    for i in (*range(first[0] - 1, first[0] - 1 - _REACH, -1), *range(first[1], first[1] + _REACH)):
        if 0 <= i < len(words.first):
            j = words.to_second[i]
            if j >= 0 and second[0] - _REACH <= j < second[1] + _REACH:
                side = (i < first[0]) == (j < second[0])
                total += (1.0 if words.first[i].content else 0.4) * (1.0 if side else 0.6)
    return total


def _in(spans: Sequence[Span], numbers: list[Number]) -> list[Number]:
    return [n for n in numbers if any(s <= n.start < e for s, e in spans)]


def _run(tokens: list[Token], start: int, end: int) -> tuple[int, int]:
    """The half-open range of the tokens in a span."""
    inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _quantities(p: Passages) -> Iterator[Difference]:
    ours, theirs = _in(p.spans, numbers_of(p.prose)), _in(p.other_spans, numbers_of(p.other))
    if p.copied:
        lone, free = _unpaired(p, ours, theirs)
    else:
        lone = [n for n in ours if not any(agree(n, m) for m in theirs)]
        free = [m for m in theirs if not any(agree(n, m) for n in ours)]
    if not lone:
        return
    scored = []
    for a, n in enumerate(lone):
        for b, m in enumerate(free):
            if comparable(n, m):
                first = _run(p.words.first, n.start, n.end)
                second = _run(p.words.second, m.start, m.end)
                same = 1.0 * (n.kind == m.kind) + 0.5 * (n.unit == m.unit)
                neighbours = support(p.words, first, second)
                counted = _same_counted(p.words, first, second)
                if not counted and p.both < _WELL and n.kind == "number":
                    continue
                alone = len(ours) == len(theirs) == 1 and (p.both >= _WELL or n.kind in ("number", "money", "percent"))
                if neighbours >= _NEIGHBOURS or alone:
                    scored.append((neighbours + same, -abs(a - b), a, b))
    need = _SAME_ROLE if coverage(p.words) >= _FIRM else _SURE_ROLE
    used: set[tuple[str, int]] = set()
    for score, _, a, b in sorted(scored, reverse=True):
        if ("a", a) in used or ("b", b) in used or score < need:
            continue
        used |= {("a", a), ("b", b)}
        yield Difference("quantity", lone[a].start, lone[a].end, free[b].start, free[b].end)


def _same_counted(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether what stands behind (or, where nothing does, before) two numbers is the same thing."""
    for i in range(first[1], min(len(words.first), first[1] + 3)):
        if words.first[i].content and not words.first[i].number:
            j = words.to_second[i]
            if j >= 0 and abs(j - second[1]) <= _REACH and not opposites(words.first[i].base, words.second[j].base):
                return True
    for i in range(first[0] - 1, max(-1, first[0] - 4), -1):
        if words.first[i].content and not words.first[i].number:
            j = words.to_second[i]
            near = j >= 0 and abs(j - second[0]) <= _REACH
            return near and not opposites(words.first[i].base, words.second[j].base)
    return False


def _unpaired(p: Passages, ours: list[Number], theirs: list[Number]) -> tuple[list[Number], list[Number]]:
    """The numbers of two copies that are left when each has found one that agrees, in the best place."""
    scored = []
    for a, n in enumerate(ours):
        for b, m in enumerate(theirs):
            if agree(n, m):
                runs = _run(p.words.first, n.start, n.end), _run(p.words.second, m.start, m.end)
                scored.append((support(p.words, *runs), -abs(a - b), a, b))
    left, right = set(range(len(ours))), set(range(len(theirs)))
    for _, _, a, b in sorted(scored, reverse=True):
        if a in left and b in right:
            left.discard(a)
            right.discard(b)
    return [ours[a] for a in sorted(left)], [theirs[b] for b in sorted(right)]


def copied(words: WordAlignment) -> float:
    """The share of the neighbouring words of the first passage that are the same neighbours in the second."""
    steps = max(1, len(words.first) - 1)
    same = 0
    for i, (j, k) in enumerate(pairwise(words.to_second)):
        same += j >= 0 and k == j + 1 and words.first[i].lower == words.second[j].lower
    return same / steps


def _changed_words(p: Passages, found: list[Difference]) -> Iterator[Difference]:
    """In passages of which one is a copy of the other, words that were put in the place of others."""
    words = p.words
    known = [(d.start, d.end) for d in found]
    i = 0
    while i < len(words.first):
        if words.to_second[i] >= 0 and words.first[i].lower == words.second[words.to_second[i]].lower:
            i += 1
            continue
        end = i
        while end < len(words.first) and not (
            words.to_second[end] >= 0 and words.first[end].lower == words.second[words.to_second[end]].lower
        ):
            end += 1
        left = words.to_second[i - 1] if i else -1
        right = words.to_second[end] if end < len(words.first) else len(words.second)
        run, other = words.first[i:end], words.second[left + 1 : right]
        short = 0 < len(other) <= _LONGEST_CHANGE and len(run) <= _LONGEST_CHANGE
        if short and any(t.content for t in run) and not _same_words(run, other):
            start, stop = run[0].start, run[-1].end
            if not any(a < stop and start < b for a, b in known):
                yield Difference("word", start, stop, other[0].start, other[-1].end)
        i = end


def _same_words(a: Sequence[Token], b: Sequence[Token]) -> bool:
    """Whether two runs of words say the same: forms of one word, or synonyms."""
    ours, theirs = [t for t in a if t.content], [t for t in b if t.content]
    if not theirs:
        return True
    return all(any(x.base == y.base or synonyms(x.base, y.base) for y in theirs) for x in ours)


def _chunks(tokens: list[Token], to: list[int], names: bool) -> list[tuple[int, int]]:
    """Runs of words without a counterpart, words of function between them allowed; with `names`, those of names."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        if to[i] < 0 and tokens[i].content and not tokens[i].number and (tokens[i].name or not names):
            end = i + 1
            ahead = end
            while ahead < len(tokens) and ahead - end < 3:
                token = tokens[ahead]
                if to[ahead] < 0 and token.content and not token.number and (token.name or not names):
                    end = ahead + 1
                elif token.content or not names or token.lower not in ("of", "the", "and", "for", "de"):
                    break
                ahead += 1
            found.append((i, end))
            i = end
        else:
            i += 1
    return found


def _names(p: Passages) -> Iterator[Difference]:
    words = p.words
    ours = _chunks(words.first, words.to_second, True)
    if not ours:
        return
    theirs = _chunks(words.second, words.to_first, True) + [
        c for c in _chunks(words.second, words.to_first, False) if not any(t.name for t in words.second[c[0] : c[1]])
    ]
    covered = coverage(words)
    whole = [c for c in ours if not _generic(words.first[c[0] : c[1]]) or _bare_title(words.first, c)]
    named_theirs = [c for c in theirs if any(t.name for t in words.second[c[0] : c[1]])]
    named_theirs = [c for c in named_theirs if not _generic(words.second[c[0] : c[1]])]
    alone = (
        _one(words.first, whole) and _one(words.second, named_theirs) and _same_part(words, whole[0], named_theirs[0])
    )
    only = _ONLY if alone and covered >= _WELL_COVERED else 0.0
    scored = []
    for first in ours:
        if (
            first not in whole
            or _dateline(p.prose.text, words.first[first[0] : first[1]])
            or _abbreviated(words.first[first[0] : first[1]], words.second)
        ):
            continue
        plain = covered >= _COVERED and _telling(words.first[first[0] : first[1]])
        for second in theirs:
            named = second in named_theirs
            score = support(words, first, second)
            if named and not p.sure and not _same_name_part(words, first, second):
                continue
            if named and not _same_part(words, first, second):
                score -= _OTHER_PART
            around = _joined(words.first, first), _joined(words.second, second)
            if same_name(words.first[first[0] : first[1]], words.second[second[0] : second[1]]) or (
                around[0] == around[1]
            ):
                score = -9.0
                scored.append((99.0, first, second, False))
            if named:
                scored.append((score + 1.0 + only, first, second, True))
            elif (
                plain
                and score >= (_PLAIN_SURE if p.sure else _PLAIN_SUPPORT)
                and _noun(words.second[second[0] : second[1]])
            ):
                scored.append((score, first, second, False))
    used_first: set[tuple[int, int]] = set()
    used_second: set[tuple[int, int]] = set()
    for score, first, second, _ in sorted(scored, reverse=True):
        if first in used_first or second in used_second or score < (_NAMED_SURE if p.sure else _NAMED):
            continue
        used_first.add(first)
        used_second.add(second)
        if score > 90:
            continue
        a, b = words.first, words.second
        yield Difference("name", a[first[0]].start, a[first[1] - 1].end, b[second[0]].start, b[second[1] - 1].end)


def _one(tokens: list[Token], runs: list[tuple[int, int]]) -> bool:
    """Whether some runs are all one name."""
    return len({" ".join(t.lower for t in tokens[a:b]) for a, b in runs}) == 1


def _name_around(tokens: list[Token], run: tuple[int, int]) -> tuple[int, int]:
    """The run with the words of names that stand directly before and behind it."""
    start, end = run
    while start and tokens[start - 1].name and tokens[start].start - tokens[start - 1].end <= 1:
        start -= 1
    while end < len(tokens) and tokens[end].name and tokens[end].start - tokens[end - 1].end <= 1:
        end += 1
    return start, end


def _joined(tokens: list[Token], run: tuple[int, int]) -> str:
    """The letters of the name around a run, as if it were one word."""
    from checker.matching.folding import fold

    start, end = _name_around(tokens, run)
    return fold("".join(t.text for t in tokens[start:end]))


def _same_name_part(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether the rest of the name around the first run, if it has counterparts, has them in that around the second:
    a first name that the sibling leaves out, "Donald" before "Trump", is no difference."""
    start, end = _name_around(words.first, first)
    rest = [words.to_second[i] for i in range(start, end) if not first[0] <= i < first[1]]
    low, high = _name_around(words.second, second)
    return not any(j >= 0 for j in rest) or any(low <= j < high for j in rest)


def _same_part(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two runs are both whole names, or both parts of names whose other parts stand for each other."""
    a, b = _name_around(words.first, first), _name_around(words.second, second)
    rest = [words.to_second[i] for i in range(*a) if not first[0] <= i < first[1]]
    kept = [j for j in range(*b) if not second[0] <= j < second[1] and words.to_first[j] >= 0]
    if not any(j >= 0 for j in rest):
        return not kept
    return any(b[0] - 1 <= j <= b[1] for j in rest if j >= 0)


def coverage(words: WordAlignment, second: bool = False) -> float:
    """The share of the first (or second) passage's words with content that have a counterpart."""
    tokens, to = (words.second, words.to_first) if second else (words.first, words.to_second)
    content = [i for i, t in enumerate(tokens) if t.content and not t.number]
    return sum(to[i] >= 0 for i in content) / max(1, len(content))


def _telling(run: Sequence[Token]) -> bool:
    """Whether a run of words is surely a name: no dictionary word with a capital, and no abbreviation."""
    from checker.lexicon import known

    content = [t for t in run if t.content]
    return len(content) > 1 or not (content[0].text.isupper() or known(content[0].lower))


def _noun(run: Sequence[Token]) -> bool:
    """Whether a run of words could stand for a name: nothing in it is a verb or an adverb alone."""
    from checker.lexicon import parts_of_speech

    kinds = [parts_of_speech(t.lower) for t in run if t.content]
    return len(kinds) <= 3 and all(not k or not {"N", "S", "J"}.isdisjoint(k) for k in kinds)


_DETERMINING = frozenset("the a an his her its their our my this that as vice deputy former s".split())
_GENERIC = frozenset(
    "city district province county river department ministry agency office director chairman chairwoman reporter"
    " correspondent president minister secretary state region area town village airport street road company group army"
    " service news network service bureau committee council commission court party house parliament congress school"
    " university college hospital church bank club team league cup internet web site online photo video editor writer"
    " author professor doctor judge king queen prince general colonel captain officer police government republic"
    " kingdom federation union northern southern eastern western new old great grand former deputy"
    " vice prime chief head leader member spokesman spokeswoman mr mrs ms dr sir lord lady god earth sun moon world"
    " day week month year morning evening night today yesterday tomorrow co ltd inc corp plc limited".split()
)


def _generic(run: Sequence[Token]) -> bool:
    """Whether a run of words only says what sort of thing or person a name is of."""
    return all(len(t.text) < 2 or t.base in _GENERIC or t.lower in _GENERIC or not t.content for t in run)


def _respellings(p: Passages) -> Iterator[Difference]:
    """Names that stand for each other in spellings too far apart to be two of one name."""
    from checker.matching.folding import fold
    from checker.matching.spelling import likeness

    for i, j in enumerate(p.words.to_second):
        a = p.words.first[i]
        if j < 0 or not a.name or not p.words.second[j].name:
            continue
        b = p.words.second[j]
        x, y = fold(a.text), fold(b.text)
        around = _joined(p.words.first, (i, i + 1)), _joined(p.words.second, (j, j + 1))
        if nickname(x, y) or around[0] == around[1]:
            continue
        if (
            a.base == b.base
            or x == y
            or min(len(x), len(y)) < 3
            or synonyms(a.base, b.base)
            or (x[:4] == y[:4] and not p.copied)
        ):
            continue
        if name_closeness(a.lower, b.lower) and (p.copied or likeness(x, y) < _ONE_NAME):
            yield Difference("name", a.start, a.end, b.start, b.end)


def _dateline(text: str, run: Sequence[Token]) -> bool:
    """Whether a name in capitals opens a report: "DES MOINES – "."""
    end = run[-1].end
    capitals = all(t.text.isupper() for t in run) and end - run[0].start > 3
    return capitals and text[end : end + 3].strip()[:1] in tuple("–—-(,")


def _bare_title(tokens: list[Token], run: tuple[int, int]) -> bool:
    """Whether a title stands alone where a name should: "Although Queen held the lead"."""
    start, end = run
    if end - start > 1 or tokens[start].lower not in TITLES or not tokens[start].text[0].isupper() or not start:
        return False
    around = (tokens[start - 1], *tokens[end : end + 1])
    return not any(t.name or t.number or t.lower in _DETERMINING or t.lower == "of" for t in around)


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


def _abbreviates(short: str, word: str) -> bool:
    """Whether letters stand in a word in their order, the first one first, as "KZN" does in
    "Kazan"."""
    if not word or short[0] != word[0]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def _abbreviated(run: Sequence[Token], second: list[Token]) -> bool:
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


_EXPLICIT = frozenset("not never no neither cannot none nobody nothing without hardly nowhere".split())
_IMPLICIT = frozenset(
    "question challenge seek too fail refuse deny lack unable unlikely impossible avoid prevent"
    " stop refrain reject decline absent without except instead rather exclude rule avoid ban forbid prohibit"
    " barely scarcely few little free only miss missing cease end halt neglect forget oppose doubt against"
    " unless until dismiss abandon loss lose unclear far".split()
)
_AS_MUCH = frozenset((("as", "much"), ("as", "many"), ("as", "well"), ("as", "good"), ("so", "much")))
_TIMING = frozenset("longer yet still ever once always really".split())
_IDLE = frozenset(("only", "just", "merely", "least", "less", "more"))


def _cues(tokens: list[Token], text: str) -> list[int]:
    """The words that deny something."""
    found = []
    for i, token in enumerate(tokens):
        lower = token.lower
        if lower in _EXPLICIT or lower.endswith("n't") or lower == "cant":
            following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            if lower in ("not", "no") and (
                following in _IDLE or following.isdigit() or (i and tokens[i - 1].lower == "or")
            ):
                continue
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
            return i
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
    need = 2 if both >= _WELL else max(2, (head + 8 - cue) / 4)
    return sum(abs(j - middle) <= _REACH + 2 for j in around) >= need


def _negations(p: Passages) -> Iterator[Difference]:
    a, b = p.words.first, p.words.second
    ours, theirs = _cues(a, p.prose.text), _cues(b, p.other.text)
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
            if opposed < 0 and (theirs or coverage(p.words) < _SURE):
                continue
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
            if not _settled(p.words.to_first, cue, head, p.both):
                continue
            near = a[max(0, opposed - 4) : opposed + 3]
            if _negative([t for t in near if _other_words(b, p.words.to_second[a.index(t)], t)]):
                continue
            yield Difference("negation", a[opposed].start, a[opposed].end, b[cue].start, b[head].end)


_ORDINAL = frozenset(("first", "second", "third", "last"))


def _opposites(p: Passages) -> Iterator[Difference]:
    words = p.words
    if len(_cues(words.first, p.prose.text)) != len(_cues(words.second, p.other.text)):
        return
    paired: list[tuple[int, int]] = [(i, j) for i, j in enumerate(words.to_second) if j >= 0]
    lone = words.lone_second()
    paired += [(i, j) for i in words.lone_first() for j in lone]
    theirs = {t.base for t in words.second}
    for i, j in paired:
        a, b = words.first[i], words.second[j]
        if a.base == b.base or a.name or b.name or a.base in GENDER or a.number or b.number:
            continue
        if a.lower in _ORDINAL and b.lower in _ORDINAL:
            continue
        if (
            (opposites(a.base, b.base) or opposites(a.lower, b.lower))
            and a.base not in theirs
            and support(words, (i, i + 1), (j, j + 1)) >= 1.0
        ):
            if any(synonyms(a.base, other) for other in theirs):
                continue
            yield Difference("opposite", a.start, a.end, b.start, b.end)


def _pronoun(token: Token) -> bool:
    return token.lower in ("he", "him", "his", "himself", "she", "her", "hers", "herself")


_FORMS_OF_ADDRESS = frozenset(("mr", "mrs", "ms", "miss", "sir", "lady", "lord"))


def _genders(p: Passages) -> Iterator[Difference]:
    words = p.words
    theirs = {gender_of(t.lower) for t in words.second} - {""}
    for i, token in enumerate(words.first):
        gender = gender_of(token.lower)
        if not gender:
            continue
        j = words.to_second[i]
        if j >= 0 and gender_of(words.second[j].lower) in ("", gender):
            continue
        if gender in theirs or not theirs or (j < 0 and (token.lower in _FORMS_OF_ADDRESS or p.both < _WELL)):
            continue
        if j < 0:
            same_sort = [k for k, t in enumerate(words.second) if _pronoun(t) == _pronoun(token) and gender_of(t.lower)]
            if not same_sort:
                continue
            j = min(same_sort, key=lambda k: abs(k - i))
        yield Difference("gender", token.start, token.end, words.second[j].start, words.second[j].end)
