"""The tests inside packs."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.packs.form import Test
from checker.packs.library import PackRule
from checker.rule import Context


def examples_of(rule: PackRule) -> tuple[Test, ...]:
    """The tests of a rule: what it must mark, then what it must leave alone."""
    return (*rule.form.invalid, *rule.form.valid)


def failures(rule: PackRule) -> Iterator[str]:
    """A line for each test that does not hold: "file:line: rule: what was marked, and what should have been"."""
    for test in examples_of(rule):
        article = Article("test", test.text, test.title)
        found = sorted(rule.check(article, Context()), key=lambda f: (f.field != "title", f.start))
        marked = tuple((article.title if f.field == "title" else article.text)[f.start : f.end] for f in found)
        begin = f"{rule.form.place.rpartition(':')[0]}:{test.line}: {rule.name}:"
        if marked != test.finds:
            yield f"{begin} marks {_listed(marked)}, and should mark {_listed(test.finds)}"
        elif test.becomes is not None and found:
            replacements = found[0].replacements
            first = f"“{replacements[0].text}”" if replacements else "nothing"
            if not replacements or replacements[0].text != test.becomes:
                yield f"{begin} puts {first} in the place of “{marked[0]}”, and should put “{test.becomes}”"


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(f"“{text}”" for text in texts) or "nothing"
