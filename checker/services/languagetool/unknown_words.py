"""Which of the words that LanguageTool's dictionary lacks are misspelled.

Of twenty that it marks in news, eighteen are names and the others words that are new, foreign or from the other side of
the Atlantic. So that a word lies outside two dictionaries, LanguageTool's and ours, only lets it be judged: what
decides is that one slip of the hand parts it from a word that news uses all the time, and that nothing speaks for its
being meant, as quotation marks, a second time in the article, a capital, foreign neighbours or a sibling do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from checker import lexicon, spelling
from checker.annotations.prose import Prose
from checker.article import Article
from checker.surroundings import in_foreign_words, in_odd_company, left_alone

_OFTEN = 3  # a word that stands so often in an article is a term, not a slip
_LONGEST = 24  # letters
_FEW = 200  # unknown words; where more than a quarter of the words are unknown, the text is not English
_FOREIGN = 0.25
_DEEPEST = 8  # quotations in one another
_QUOTED_WORDS = 60  # characters: a shorter quotation may be of a word, a longer one is speech
# How frequent in a million words a word must be for one slip to be likely, by the letters of what is written: short
# strings are near some word by chance.
_FREQUENT = {3: 700.0, 4: 150.0, 5: 10.0}
_FREQUENT_LONGER = 1.0
_FREQUENT_OPENING = 100.0
# A name in so many of ten thousand articles is one that a lone unknown word with a capital is likely meant to be, if
# it stands in so many times as many as people bear it: Wisconsin, not Martin.
_WELL_KNOWN = 256
_TIMES_ITS_BEARERS = 16
_SHORTEST_NAME = 5
_SHORT = 4


class Slip(NamedTuple):
    """A misspelled passage, half-open code-point offsets into the prose, and what it was meant to be, the likeliest
    first."""

    start: int
    end: int
    meant: tuple[str, ...]


def misspelled(
    prose: Prose, start: int, end: int, replacements: Sequence[str], article: Article, siblings: Sequence[Article] = ()
) -> Slip | None:
    """The misspelling at a place that LanguageTool's dictionary lacks, or None where the word may be right.

    `replacements` are LanguageTool's, the likeliest first.
    """
    words = prose.words
    i = words.at(start)
    if i is None or words.starts[i] != start or len(prose.unknown_words) > max(_FEW, _FOREIGN * len(words.index)):
        return None
    written, lower = words.texts[i], words.lowers[i].removesuffix("'s")
    if end not in (words.ends[i], start + len(lower)) or not 2 < len(lower) <= _LONGEST or not lower.isalpha():
        return None
    end = start + len(lower)
    if written[0].isupper():
        slip = _misspelled_name(prose, i, replacements)
        if slip is not None or not _opens_sentence(prose, i):
            return slip
        least = _FREQUENT_OPENING if len(lower) > _SHORT else _FREQUENT[3]
        return _slip(prose, i, end, replacements, article, siblings, least)
    return _slip(prose, i, end, replacements, article, siblings) if written.islower() else None


def _slip(
    prose: Prose,
    i: int,
    end: int,
    replacements: Sequence[str],
    article: Article,
    siblings: Sequence[Article],
    least: float = 0.0,
) -> Slip | None:
    start, lower = prose.words.starts[i], prose.text[prose.words.starts[i] : end].lower()
    if lexicon.known(lower) or spelling.plausible(lower) or len(prose.words.index[prose.words.lowers[i]]) >= _OFTEN:
        return None
    if _other_form(lower, replacements):
        return None
    candidates = [word.lower() if prose.text[start].isupper() else word for word in replacements]
    meant = [word for word in candidates if word.isalpha() and word.islower() and _one_slip(lower, word, least)]
    ours = spelling.correction(lower)
    if ours is not None and ours.isalpha() and (ours in meant or lexicon.frequency(ours) >= least):
        meant = [ours, *(word for word in meant if word != ours)]
    if not meant or left_alone(prose, start, end) or _quoted_word(prose, start, end) or in_odd_company(prose, i):
        return None
    if _between_names(prose, i) or any(_is_name(other, lower) for other in (article, *siblings)):
        return None
    if prose.text[start].isupper():
        meant = [word.capitalize() for word in meant]
    return Slip(start, end, tuple(meant))


def _other_form(lower: str, replacements: Sequence[str]) -> bool:
    """Whether it is a name in lower case, or a word that others hyphenate; any three or four letters are a name
    somewhere."""
    from checker.matching.common_names import articles_with

    if not any(word.lower().replace("-", "") == lower for word in replacements):
        return False
    return len(lower) > _SHORT or articles_with(lower) > 0


def _one_slip(written: str, meant: str, least: float) -> bool:
    """Whether a letter was left out, put in or put in its neighbour's place; one exchanged for another makes too many
    words of too many names."""
    if not _misplaced_letter(written, meant):
        return False
    return lexicon.frequency(meant) >= max(least, _FREQUENT.get(len(written), _FREQUENT_LONGER))


def _misplaced_letter(written: str, meant: str) -> bool:
    if len(written) + 1 == len(meant):
        return any(meant[:k] + meant[k + 1 :] == written for k in range(len(meant)))
    if len(written) - 1 == len(meant):  # but none before or behind it: a prefix, or the ending of a foreign word
        return any(written[:k] + written[k + 1 :] == meant for k in range(1, len(written) - 1))
    if len(written) == len(meant) and written != meant:
        k = next(k for k, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b)
        return written[:k] + written[k + 1 : k + 2] + written[k] + written[k + 2 :] == meant
    return False


def _quoted_word(prose: Prose, start: int, end: int) -> bool:
    """Whether it stands in a short quotation: a word that somebody coined, a title, a phrase of a dialect."""
    short = prose.kept(_short_quotations)
    place = bisect_left(short, (start, 0))
    return any(end < ends for _, ends in short[max(0, place - _DEEPEST) : place])


def _short_quotations(prose: Prose) -> list[tuple[int, int]]:
    return [(q.start, q.end) for q in prose.quotations if q.ending == "closed" and q.end - q.start <= _QUOTED_WORDS]


def _between_names(prose: Prose, i: int) -> bool:
    """Whether it joins two words with capitals, as in "Usti nad Labem"."""
    texts = prose.words.texts
    return 0 < i < len(texts) - 1 and texts[i - 1][0].isupper() and texts[i + 1][0].isupper()


def _is_name(article: Article, lower: str) -> bool:
    """Whether an article writes the word with a capital where no sentence begins."""
    for prose in article.fields():
        openings = prose.kept(openings_of)
        for i in (*prose.words.index.get(lower, ()), *prose.words.index.get(f"{lower}'s", ())):
            if prose.words.texts[i][0].isupper() and i not in openings:
                return True
    return False


def openings_of(prose: Prose) -> frozenset[int]:
    """The positions of the words that open sentences."""
    return frozenset(first for first, _ in prose.sentence_words)


def _opens_sentence(prose: Prose, i: int) -> bool:
    """Whether the word may owe its capital to the start of a sentence: none follows, as in a name."""
    words = prose.words
    return (
        i + 1 < len(words)
        and words.texts[i + 1].islower()
        and prose.text[words.ends[i] : words.starts[i + 1]] == " "
        and i in prose.kept(openings_of)
    )


def _misspelled_name(prose: Prose, i: int, replacements: Sequence[str]) -> Slip | None:
    """A well-known name with a slip: a place of several words, or a lone word with a capital, which stands once in the
    article and beside no other name, so that it is nobody's surname."""
    from checker.matching.places import misspelled_place

    words, names = prose.words, prose.names
    at = bisect_right(names, i, key=attrgetter("first")) - 1
    if at < 0 or i >= names[at].last or len(names[at].parts) < 2:
        return _misspelled_lone_name(prose, i, replacements)
    name = names[at]
    place = misspelled_place(name.parts)
    if place is None or not name.first + place.first <= i < name.first + place.last:
        return None
    end = min(words.ends[name.first + place.last - 1], name.end)
    return Slip(words.starts[name.first + place.first], end, (place.place,))


def _misspelled_lone_name(prose: Prose, i: int, replacements: Sequence[str]) -> Slip | None:
    from checker.matching.common_names import articles_with, bearers
    from checker.matching.folding import fold

    words = prose.words
    lower = words.lowers[i].removesuffix("'s")
    neighbours = [words.texts[j] for j in (i - 1, i + 1) if 0 <= j < len(words)]
    if (
        not replacements
        or len(lower) < _SHORTEST_NAME
        or not words.texts[i][1 : len(lower)].islower()
        or len(words.index[words.lowers[i]]) > 1
        or any(not word.islower() for word in neighbours)
        or articles_with(fold(lower))
    ):
        return None
    meant = replacements[0]
    if not (meant[0].isupper() and meant[1:].islower() and meant.isalpha() and meant[0] == words.texts[i][0]):
        return None
    from rapidfuzz.distance import OSA

    start = words.starts[i]
    if (
        OSA.distance(lower, meant.lower()) != 1
        or lower.startswith(meant.lower())
        or articles_with(fold(meant)) < max(_WELL_KNOWN, _TIMES_ITS_BEARERS * bearers(fold(meant)))
        or left_alone(prose, start, start + len(lower))
        or in_foreign_words(prose, i)
    ):
        return None
    return Slip(start, start + len(lower), (meant,))
