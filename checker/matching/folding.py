"""Name parts as they are compared: small letters of the plain alphabet."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h"}
)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """The letters of a word without case, accents, apostrophes, hyphens and stops: "Ch'o'l-sŏng" is "cholsong"."""
    lower = word.lower()
    if lower.isascii():
        return lower if lower.isalpha() else "".join(c for c in lower if c.isalpha())
    taken_apart = unicodedata.normalize("NFKD", lower.translate(_PLAIN))
    return "".join(c for c in taken_apart if c.isalpha())
