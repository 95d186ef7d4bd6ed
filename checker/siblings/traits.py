"""What finding siblings knows of an article: its telling terms, its day, its lead. Small, and kept in an index."""

from __future__ import annotations

import hashlib
import math
import sys
from collections import Counter
from functools import lru_cache

import msgspec

from checker.annotations.prose import Prose
from checker.article import Article
from checker.lexicon import frequency

# An article of news has about this many words, so a word with n places in a million is in n * 600 / 1,000,000 of them.
_WORDS_AN_ARTICLE = 600
# The share of articles that a word is in of which the lexicon knows nothing, as most names.
_RAREST = 1 / 4000
# Beyond these an article says nothing new of its event, or says it in no time.
_READ_CHARACTERS = 12_000
_TERMS = 150
_LEAD_CHARACTERS = 400
_LEAD_SOURCE = 2_000
# A word of the title counts as this many in the text.
_TITLE_WEIGHT = 2


class Traits(msgspec.Struct, frozen=True, array_like=True):
    """`terms` and `counts` are the article's telling words and how often each comes; `day` is its date as an ordinal,
    0 where it has none; `lead` is its title and its first sentences; `digest` is of its text with even white space."""

    id: str
    digest: bytes
    day: int
    lead: str
    terms: tuple[str, ...]
    counts: tuple[int, ...]


def traits_of(article: Article) -> Traits:
    """The traits of an article. Linear in its length."""
    body = Prose("text", article.text[:_READ_CHARACTERS])
    counts = Counter(map(_term, body.words.lowers))
    for word in Prose("title", article.title[:_LEAD_SOURCE]).words.lowers:
        counts[_term(word)] += _TITLE_WEIGHT
    telling = [(-(1 + math.log(count)) * -math.log(usual_share(term)), term) for term, count in counts.items()]
    best = [term for _, term in sorted(telling)[:_TERMS] if len(term) > 2]
    return Traits(
        id=article.id,
        digest=digest(article.text),
        day=article.date.toordinal() if article.date else 0,
        lead=_lead(article),
        terms=tuple(map(sys.intern, best)),
        counts=tuple(counts[term] for term in best),
    )


def digest(text: str) -> bytes:
    """The same for two texts that differ in white space alone."""
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@lru_cache(maxsize=200_000)
def usual_share(term: str) -> float:
    """The share of all news articles that have a term, as far as the lexicon tells."""
    often = frequency(term) + (0.0 if term.endswith("s") else frequency(f"{term}s"))
    return max(1 - math.exp(-often * _WORDS_AN_ARTICLE / 1e6), _RAREST)


def _term(word: str) -> str:
    """A word without a possessive or the s of a plural."""
    if word.endswith("'s"):
        word = word[:-2]
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _lead(article: Article) -> str:
    opening = Prose("text", article.text[:_LEAD_SOURCE])
    title = " ".join(article.title.split())
    said = [sentence for span in opening.sentences[:3] if (sentence := " ".join(opening[span].split())) != title]
    return f"{title}. {' '.join(said[:2])}"[:_LEAD_CHARACTERS] if title else " ".join(said[:2])[:_LEAD_CHARACTERS]
