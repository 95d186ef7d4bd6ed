"""Which variety of English LanguageTool judges an article by; plain "en" would have no speller."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.article import Article


def variant_of(article: Article, language: str) -> str | None:
    """The variety by the setting `language`, or where that is "auto" by the article; None for an article in another
    language."""
    from checker import spelling_varieties
    from checker.language import foreign

    return spelling_varieties.variant_of(article, language) if foreign(article) is None else None
