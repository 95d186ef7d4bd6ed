"""Names in whose role the other passage has another name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.annotations.names import SUFFIXES, TITLES
from checker.annotations.prose import Span
from checker.siblings.name_forms import abbreviated, same_name
from checker.siblings.passages import Difference, Passages, coverage, headline, plain_word, support
from checker.siblings.titles import titles_of
from checker.siblings.tokens import Token, adjoining
from checker.siblings.word_alignment import WordAlignment

_ONLY = 1.2  # where the sentences differ in one name alone
_OTHER_PART = 0.3  # where one is a whole name and the other a part
_COVERED, _WELL_COVERED = 0.5, 0.5
_NAMED, _NAMED_SURE, _PLAIN_SURE = 2.0, 1.6, 2.0
_PLAIN_SUPPORT = 2.0  # where no name, but another word stands in the role of a name
_DETERMINING = frozenset("the a an his her its their our my this that as vice deputy former s".split())
GENERIC = SUFFIXES | frozenset(
    "city district province county river department ministry agency office director chairman chairwoman reporter"
    " correspondent president minister secretary state region area town village airport street road company group"
    " army service news network service bureau committee council commission court party house parliament congress"
    " school university college hospital church bank club team league cup internet web site online photo video"
    " editor writer author professor doctor judge king queen prince general colonel captain officer police"
    " government republic kingdom federation union northern southern eastern western new old great grand former"
    " deputy vice prime chief head leader member spokesman spokeswoman mr mrs ms dr sir lord lady god earth sun moon"
    " world day week month year morning evening night today yesterday tomorrow co ltd inc corp plc limited covid"
    " coronavirus".split()
)


def differing_names(p: Passages) -> Iterator[Difference]:
    words = p.words
    ours = _in_titles(words.first, _chunks(words.first, words.to_second, True), titles_of(p.prose))
    ours += [(i, i + 1) for i in words.lone_first() if not words.first[i].name and _bare_title(words.first, (i, i + 1))]
    if not ours:
        return
    theirs = _in_titles(words.second, _chunks(words.second, words.to_first, True), titles_of(p.other)) + [
        c for c in _chunks(words.second, words.to_first, False) if not any(t.name for t in words.second[c[0] : c[1]])
    ]
    covered = coverage(words)
    if headline(words.first):
        ours = [c for c in ours if not all(_verb(t) for t in words.first[c[0] : c[1]])]
    whole = [c for c in ours if not _generic(words.first[c[0] : c[1]]) or _bare_title(words.first, c)]
    theirs = [c for c in theirs if not _initials(words.second[c[0] : c[1]], words.first)]
    theirs = [c for c in theirs if not all(_title(t) for t in words.second[c[0] : c[1]])]
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
            or abbreviated(words.first[first[0] : first[1]], words.second)
        ):
            continue
        plain = covered >= _COVERED and _telling(words.first[first[0] : first[1]])
        plain = plain and not _titled(words.first, first) and not _before_title(words.first, first)
        for second in theirs:
            named = second in named_theirs
            score = support(words, first, second)
            if named and not p.sure and not _same_name_part(words, first, second):
                continue
            if named and not _same_part(words, first, second):
                score -= _OTHER_PART
            around = joined_name(words.first, first), joined_name(words.second, second)
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
                if names and not adjoining(tokens[ahead - 1], token):
                    break  # a mark between two names, or the s of a possessive
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


def _in_titles(tokens: list[Token], runs: list[tuple[int, int]], titles: list[Span]) -> list[tuple[int, int]]:
    """The runs, those in one title made one."""
    found: list[tuple[int, int]] = []
    for run in runs:
        before = found[-1] if found else None
        if before and any(t.start <= tokens[before[0]].start and tokens[run[1] - 1].end <= t.end for t in titles):
            found[-1] = before[0], run[1]
        else:
            found.append(run)
    return found


def _one(tokens: list[Token], runs: list[tuple[int, int]]) -> bool:
    """Whether some runs are all one name."""
    return len({" ".join(t.lower for t in tokens[a:b]) for a, b in runs}) == 1


def name_around(tokens: list[Token], run: tuple[int, int]) -> tuple[int, int]:
    """The run with the words of names that stand directly before and behind it."""
    start, end = run
    while start and tokens[start - 1].name and adjoining(tokens[start - 1], tokens[start]):
        start -= 1
    while end < len(tokens) and tokens[end].name and adjoining(tokens[end - 1], tokens[end]):
        end += 1
    return start, end


def joined_name(tokens: list[Token], run: tuple[int, int]) -> str:
    """The letters of the name around a run, as if it were one word."""
    from checker.matching.folding import fold

    start, end = name_around(tokens, run)
    return fold("".join(t.text for t in tokens[start:end]))


def _same_name_part(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether the rest of the name around the first run, if it has counterparts, has them in that around the second:
    a first name that the sibling leaves out, "Donald" before "Trump", is no difference."""
    start, end = name_around(words.first, first)
    rest = [words.to_second[i] for i in range(start, end) if not first[0] <= i < first[1]]
    low, high = name_around(words.second, second)
    return not any(j >= 0 for j in rest) or any(low <= j < high for j in rest)


def _same_part(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two runs are both whole names, or both parts of names whose other parts stand for each other."""
    a, b = name_around(words.first, first), name_around(words.second, second)
    rest = [words.to_second[i] for i in range(*a) if not first[0] <= i < first[1]]
    kept = [j for j in range(*b) if not second[0] <= j < second[1] and words.to_first[j] >= 0]
    if not any(j >= 0 for j in rest):
        return not kept
    return any(b[0] - 1 <= j <= b[1] for j in rest if j >= 0)


def _telling(run: Sequence[Token]) -> bool:
    """Whether a run of words is surely a name: no dictionary word with a capital, and no abbreviation."""
    from checker.lexicon import known

    content = [t for t in run if t.content]
    return len(content) > 1 or not (content[0].text.isupper() or known(content[0].lower))


def _titled(tokens: list[Token], run: tuple[int, int]) -> bool:
    """Whether a run is the name of somebody whose title stands before it: no common noun stands in that role."""
    start = name_around(tokens, run)[0]
    before = tokens[start - 1] if start else None
    return before is not None and adjoining(before, tokens[start]) and _title(before)


def _title(token: Token) -> bool:
    """Whether a word is the title of somebody, written as one."""
    return token.lower in TITLES and token.text[0].isupper()


def _before_title(tokens: list[Token], run: tuple[int, int]) -> bool:
    """Whether a run only says whose minister or president it is: "Russian Minister" beside "Prime Minister"."""
    return run[1] < len(tokens) and tokens[run[1]].lower in TITLES


def _noun(run: Sequence[Token]) -> bool:
    """Whether a run of words could stand for a name: nothing in it is a verb or an adverb alone."""
    from checker.lexicon import parts_of_speech

    kinds = [parts_of_speech(t.lower) for t in run if t.content]
    return len(kinds) <= 3 and all(not k or not {"N", "S", "J"}.isdisjoint(k) for k in kinds)


def _initials(run: Sequence[Token], others: list[Token]) -> bool:
    """Whether a name is made of the initials of some other words."""
    return len(run) == 1 and run[0].text.isupper() and abbreviated(run, others)


def _verb(token: Token) -> bool:
    """Whether a word is a verb and can be nothing that a name is made of."""
    from checker.lexicon import parts_of_speech

    return plain_word(token) and "V" in (kinds := set(parts_of_speech(token.lower))) and kinds.isdisjoint("NSJ")


def _generic(run: Sequence[Token]) -> bool:
    """Whether a run of words only says what sort of thing or person a name is of."""
    return all(
        len(t.text) < 2 or not GENERIC.isdisjoint((t.base, t.lower)) or not t.content or t.text.isdigit() for t in run
    )


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
    beside = [t for t in around if adjoining(tokens[start], t) and adjoining(t, tokens[start])]
    return not any(t.name or t.number or t.lower in _DETERMINING or t.lower == "of" for t in beside)
