"""The rules of packs: classes made from their forms, which look for all their patterns in one pass over a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import ClassVar

import msgspec

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Replacement
from checker.packs.form import Form, Test
from checker.packs.matching import Hit, Pattern, SlowPatternError, Sweep, literal
from checker.rule import Context, Invalid, Rule, Valid

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_SHOWN = 12


class PackRule(Rule):
    """Base of the kinds: a rule that a form describes."""

    form: ClassVar[Form]
    library: ClassVar[Library]
    number: ClassVar[int]
    first: ClassVar[int]
    """The number of the rule's first pattern in the library."""
    fields: ClassVar[tuple[str, ...]] = ("title", "text")
    """The fields that a rule of this kind reads where its form names none."""

    @classmethod
    def patterns(cls, form: Form) -> list[Pattern]:
        """What a rule of this kind looks for."""
        return [*map(form.literal, form.words), *map(form.pattern, form.patterns)]

    @classmethod
    def finds(cls, form: Form) -> str:
        """What a rule of this kind finds, as its documentation says it."""
        raise NotImplementedError

    def __reduce__(self) -> tuple[object, ...]:
        return _rule, (self.library, self.number)

    def in_scope(self, article: Article) -> Iterator[Prose]:
        """The fields that the rule reads."""
        names = self.form.scope or self.fields
        return (prose for prose in article.fields() if prose.field in names)

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        for prose in self.in_scope(article):
            yield from self.check_prose(prose, article, context)

    def hits(self, prose: Prose, article: Article, context: Context) -> list[tuple[Hit, int]]:
        """The matches of the rule's patterns in the order of the text, each with its pattern's number; of those that
        overlap the first, of those that begin together the longest. A pattern that reads too much of the article has
        none, nor has the rule where its exceptions do, which is told."""
        return self._hits(prose, article, context)[0]

    def all_hits(
        self, prose: Prose, article: Article, context: Context, numbers: Sequence[int] | None = None
    ) -> list[tuple[Hit, int]] | None:
        """As `hits`, of the patterns with the given numbers if there are some; None where one of them, or the
        exceptions, were given up: for a rule that says what is not there, or how often something is."""
        found, is_whole = self._hits(prose, article, context, numbers)
        return found if is_whole else None

    def _hits(
        self, prose: Prose, article: Article, context: Context, numbers: Sequence[int] | None = None
    ) -> tuple[list[tuple[Hit, int]], bool]:
        """The matches, and whether nothing was given up."""
        present, patterns = prose.kept(self.library.sweep), self.library.patterns[self.number]
        found: list[tuple[Hit, int]] = []
        is_whole = True
        for n in range(len(patterns)) if numbers is None else numbers:
            if self.first + n in present:
                try:
                    found += [(hit, n) for hit in patterns[n].hits(prose)]
                except SlowPatternError:
                    context.services.gap(article.id, self._told(patterns[n]))
                    is_whole = False
        found.sort(key=lambda pair: (pair[0].start, -pair[0].end, pair[1]))
        kept, end = [], 0
        for hit, n in found:
            if hit.start >= end:
                kept.append((hit, n))
                end = hit.end
        try:
            return self._without_exceptions(prose, kept), is_whole
        except SlowPatternError:
            context.services.gap(article.id, self._told_of_exceptions())
            return [], False

    def _told(self, pattern: Pattern) -> str:
        written = _on_one_line(pattern.written)
        return (
            f"{self.form.place}: the pattern “{written}” of {self.name} was not looked for in this long text, for it"
            " reads far on at each match; bound that, as in [^.]{0,200}"
        )

    def _told_of_exceptions(self) -> str:
        return (
            f"{self.form.place}: the exceptions of {self.name} stand too often in this long text to be looked for, so"
            " that the rule marks nothing in it"
        )

    def _without_exceptions(self, prose: Prose, found: list[tuple[Hit, int]]) -> list[tuple[Hit, int]]:
        exceptions = self.library.exceptions[self.number]
        if not found or not exceptions:
            return found
        spans = sorted(chain.from_iterable(pattern.hits(prose) for pattern in exceptions))
        starts, reach = [hit.start for hit in spans], 0
        ends = [reach := max(reach, hit.end) for hit in spans]

        def excepted(hit: Hit) -> bool:
            at = bisect_right(starts, hit.start)
            return at > 0 and hit.end <= ends[at - 1]

        return [(hit, n) for hit, n in found if not excepted(hit)]

    def found(
        self, prose: Prose, start: int, end: int, replacements: Sequence[str] = (), default: str = "", **told: object
    ) -> Finding:
        """A finding with the rule's message, or the kind's `default`, its placeholders filled in."""
        known = {"found": _on_one_line(prose.text[start:end]), "better": "” or “".join(replacements), **told}
        message = _PLACEHOLDER.sub(lambda m: str(known.get(m[1], m[0])), self.form.message or default)
        finding = self.finding(prose, start, end, message)
        if not replacements:
            return finding
        safe = self.form.safe and len(replacements) == 1
        return msgspec.structs.replace(finding, replacements=tuple(Replacement(text, safe) for text in replacements))


class Library:
    """All the pack rules of a configuration."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self.forms = forms

    def __reduce__(self) -> tuple[object, ...]:
        return Library, (self.forms,)

    @cached_property
    def rules(self) -> tuple[PackRule, ...]:
        """A rule for each form, in their order."""
        first, made = 0, []
        for number in range(len(self.forms)):
            made.append(_class(self, number, first)())
            first += len(self.patterns[number])
        return tuple(made)

    @cached_property
    def patterns(self) -> tuple[list[Pattern], ...]:
        """The patterns of each rule."""
        from checker.packs.kinds import KIND_CLASSES

        return tuple(KIND_CLASSES[form.kind].patterns(form) for form in self.forms)

    @cached_property
    def sweep(self) -> Sweep:
        """The patterns of all rules."""
        return Sweep([*chain.from_iterable(self.patterns)])

    @cached_property
    def exceptions(self) -> tuple[list[Pattern], ...]:
        """What each rule leaves alone."""
        return tuple(
            [literal(text, ignore_case=form.ignore_case, whole_words=False) for text in form.exceptions]
            for form in self.forms
        )


def _rule(library: Library, number: int) -> PackRule:
    return library.rules[number]


def _class(library: Library, number: int, first: int) -> type[PackRule]:
    from checker.packs.kinds import KIND_CLASSES

    form = library.forms[number]
    base = KIND_CLASSES[form.kind]
    members = {
        "__doc__": _docstring(form, base.finds(form)),
        "name": form.name,
        "category": form.category,
        "severity": form.severity,
        "any_language": True,
        "invalid": tuple(Invalid(t.text, t.finds, t.becomes, t.title) for t in form.invalid),
        "valid": tuple(Valid(t.text, t.title) for t in form.valid),
        "form": form,
        "library": library,
        "number": number,
        "first": first,
    }
    return type(form.name.title().replace("-", ""), (base,), members)


def _docstring(form: Form, finds: str) -> str:
    summary = form.description or f"{finds[:1].upper()}{finds[1:]}"
    parts = [summary if summary.endswith((".", "?", "!")) else f"{summary}.", f"What it finds: {finds}."]
    if form.why:
        parts.append(f"Why it matters: {form.why}")
    if example := next((test for test in form.invalid), None):
        parts.append(f"Example: {_quoted(example)}")
    return "\n\n".join(parts)


def _quoted(test: Test) -> str:
    return f'"{_on_one_line(test.text or test.title)}"'


def listed(forms: Sequence[str]) -> str:
    """The first of some forms, quoted, and how many more there are."""
    shown = ", ".join(f"“{_on_one_line(form)}”" for form in forms[:_SHOWN])
    more = len(forms) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
