"""Which language an article is in: words of function tell it, and letters where they are not Latin.

Nearly every article is English and is known for it by a few look-ups in the index of its words.
"""

from __future__ import annotations

import re

from checker.annotations.prose import Prose
from checker.article import Article

UNNAMED = "und"
"""The tag of a language that is not English and cannot be named."""

# Said of a text of this many words, or letters of another script, and more.
_LEAST_WORDS = 20
_LEAST_LETTERS = 40
# English has about one of the words below in five; no other language has one in fifty.
_ENGLISH_WORDS = (
    "the and that this these those with from which were been their they them his her she it its are by has had when"
    " would could should there about than into other you your our who what not will said after because while where"
).split()
_ENGLISH_SHARE = 0.06
# A text in another script may have so many of them, in a name or a title.
_ENGLISH_AMONG_OTHER = 0.04
_FOREIGN_SHARE = 0.12
# So many of them, beside those that names have, too: a list of names may hold many times "de la".
_LEAST_DISTINCT = 4
_TIMES_MORE = 3
# Without words of function that are known: so many words in lower case, of which the lexicon knows so few.
_LOWERED = 30
_KNOWN_SHARE = 0.4
_SAMPLE = 20_000
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx", "unknown", "none", "null", "other"})


def foreign(article: Article) -> str | None:
    """The tag of the language of an article that is not in English ("fr"; UNNAMED where it cannot be told), or None.

    A language that the article names is taken for true. Otherwise the text decides: it is foreign where another
    language has far more of its words of function than English has, where most of its letters are not Latin, or where
    hardly a word is an English one. Nothing is said of less than twenty words, and an article that is partly in
    English, such as one with long quotations, is in English.
    """
    named = declared(article.language)
    if named is not None:
        return None if named == "en" else named
    return article.body.kept(_detected)


def declared(language: str | None) -> str | None:
    """The language of a tag or name without its region ("en_GB" and "English" are "en"), or None for what names no
    language."""
    if not language:
        return None
    primary = language.strip().replace("_", "-").partition("-")[0].lower()
    if not (primary.isascii() and primary.isalpha()) or primary in _NO_LANGUAGE:
        return None
    if primary in ("en", "eng", "english"):
        return "en"
    if len(primary) == 2:
        return primary
    from checker.language_tables import NAMES

    by_name = {name.lower(): code for code, name in reversed(NAMES.items())}
    return by_name.get(primary) or (primary if len(primary) == 3 else None)


def language_name(tag: str) -> str:
    """The name of a language in English, or "" where it is not known."""
    from checker.language_tables import NAMES

    return NAMES.get(tag, "")


def _detected(prose: Prose) -> str | None:
    index = prose.words.index
    count = len(prose.words)
    english = sum(len(index[word]) for word in _ENGLISH_WORDS if word in index)
    if count >= _LEAST_WORDS and english >= _ENGLISH_SHARE * count:
        return None
    sample = prose.text[:_SAMPLE]
    tag = None if sample.isascii() or english > _ENGLISH_AMONG_OTHER * count else _by_script(sample)
    if tag is None and count >= _LEAST_WORDS:
        tag = _by_words(prose, english) or _by_lexicon(prose, english)
    return tag


def _by_words(prose: Prose, english: int) -> str | None:
    """The language whose words of function a text has, where they are many and far more than English ones."""
    from checker.annotations.names import PARTICLES
    from checker.language_tables import WORDS

    index, count = prose.words.index, len(prose.words)
    best, most = None, 0
    for tag, words in WORDS.items():
        used = [word for word in set(words.split()) if word in index]
        hits = sum(len(index[word]) for word in used)
        if hits > most and len(set(used) - PARTICLES) >= _LEAST_DISTINCT:
            best, most = tag, hits
    return best if most >= max(_FOREIGN_SHARE * count, _TIMES_MORE * english) else None


def _by_script(sample: str) -> str | None:
    """The language whose letters are most of a text."""
    from checker.language_tables import SCRIPTS

    written = len(sample) - sum(map(str.isspace, sample))
    counts = {tag: len(re.findall(f"[{letters}]", sample)) for tag, letters, _ in SCRIPTS}
    if counts["ja"] * 20 > counts["zh"]:
        counts["ja"] += counts.pop("zh")
    tag = max(counts, key=counts.__getitem__)
    if counts[tag] < _LEAST_LETTERS or 2 * counts[tag] <= written:
        return None
    marks = next(marks for script, _, marks in SCRIPTS if script == tag)
    for finer, marked in marks:
        if 200 * sum(map(sample.lower().count, marked.split())) > counts[tag]:
            return finer
    return tag


def _by_lexicon(prose: Prose, english: int) -> str | None:
    """UNNAMED where next to none of a text's words in lower case is an English one."""
    from checker.lexicon import known

    words = prose.words
    lowered = [word for word, places in words.index.items() if words.texts[places[0]] == word and word.isalpha()]
    if len(lowered) < _LOWERED or english > 0.02 * len(words):
        return None
    lowered = lowered[: 5 * _LOWERED]
    return UNNAMED if sum(map(known, lowered)) < _KNOWN_SHARE * len(lowered) else None
