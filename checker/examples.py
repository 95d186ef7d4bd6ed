"""Whether the examples of rules hold: the tests inside packs, and those on the classes of rules in code."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from checker.article import Article
from checker.config.reading import shown
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid
from checker.services.services import Services


def examples_of(rule: Rule) -> tuple[Invalid | Valid, ...]:
    """The examples of a rule: what it must mark, then what it must leave alone."""
    return (*getattr(rule, "invalid", ()), *getattr(rule, "valid", ()))


def failures(rule: Rule, services: Services | None = None) -> Iterator[str]:
    """A line for each example that does not hold: where, what was marked, and what should have been."""
    for number, example in enumerate(examples_of(rule)):
        wanted = example.finds if isinstance(example, Invalid) else ()
        begin = f"{_place(rule, number, example)}: {rule.name}:"
        try:
            found = _found(rule, example, services or Services())
        except Exception as error:
            yield f"{begin} raises {type(error).__name__}: {error}"
            continue
        marked = tuple((example.title if f.field == "title" else example.text)[f.start : f.end] for f in found)
        becomes = example.becomes if isinstance(example, Invalid) else None
        if marked != wanted:
            yield f"{begin} marks {_listed(marked)}, and should mark {_listed(wanted)}"
        elif becomes is not None and found:
            first = found[0].replacements[0].text if found[0].replacements else None
            if first != becomes:
                told = "nothing" if first is None else f"“{first}”"
                yield f"{begin} puts {told} in the place of “{marked[0]}”, and should put “{becomes}”"


def _found(rule: Rule, example: Invalid | Valid, services: Services) -> list[Finding]:
    article = Article("example", example.text, example.title, date=example.date)
    siblings = tuple(Article(f"sibling {n}", text) for n, text in enumerate(example.siblings, 1))
    context = Context(example.options or rule.options(), siblings=siblings, services=services)
    return sorted(rule.check(article, context), key=lambda f: (f.field != "title", f.start))


def _place(rule: Rule, number: int, example: Invalid | Valid) -> str:
    """The line of a test in a pack; of a rule in code the file and how the example begins."""
    form = getattr(rule, "form", None)
    if form is not None:
        return f"{form.place.rpartition(':')[0]}:{(*form.invalid, *form.valid)[number].line}"
    file = inspect.getsourcefile(type(rule)) or type(rule).__module__
    text = " ".join((example.text or example.title).split())
    return f"{shown(file)}: “{text if len(text) <= 60 else f'{text[:59]}…'}”"


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(f"“{text}”" for text in texts) or "nothing"
