"""From forms, as clients send them, to articles."""

from __future__ import annotations

from dataclasses import replace

from checker.article import Article
from checker.readers.metadata import iso_day, not_a_day
from checker.serve.jobs import ArticleForm
from checker.source import Source

_NAMELESS = "article"


def article_of(form: ArticleForm) -> tuple[Article, list[str]]:
    """The article of a form, and what of it is passed over."""
    day = iso_day(form.date)
    passed_over = [not_a_day(form.date)] if form.date.strip() and day is None else []
    article = Article(
        id=form.id or _NAMELESS,
        text=form.text,
        title=form.title,
        source=form.source or None,
        date=day,
        language=form.language or None,
        origin=Source("-"),
    )
    return article, passed_over


def siblings_of(forms: tuple[ArticleForm, ...]) -> tuple[Article, ...]:
    """Siblings, each with a name of its own."""
    found: dict[str, Article] = {}
    for number, form in enumerate(forms, 1):
        article, _ = article_of(form)
        name = form.id or f"sibling {number}"
        while name in found:
            name += f" ({number})"
        found[name] = replace(article, id=name)
    return tuple(found.values())
