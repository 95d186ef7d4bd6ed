"""Which variant of English LanguageTool judges an article by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.article import Article

_VARIANTS = {"us": "en-US", "gb": "en-GB", "uk": "en-GB", "au": "en-AU", "ca": "en-CA", "nz": "en-NZ", "za": "en-ZA"}
_REGION = re.compile(r"en[-_]([a-z]{2})\Z", re.IGNORECASE)


def variant_of(article: Article, language: str) -> str | None:
    """The variant by the setting `language`, or where that is "auto" by what the article says of itself, else en-US;
    None for an article in another language."""
    from checker.language import foreign

    if foreign(article) is not None:
        return None
    named = _REGION.match(language) or _REGION.match((article.language or "").strip())
    return _VARIANTS.get(named[1].lower(), "en-US") if named else "en-US"
