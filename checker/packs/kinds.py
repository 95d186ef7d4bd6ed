"""The six kinds of rules that a pack may hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import msgspec

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Evidence, Finding
from checker.packs.form import Form
from checker.packs.library import PackRule, listed
from checker.packs.matching import Hit, Pattern
from checker.rule import Context

_GROUP = re.compile(r"\\(\d)")
_LONG_WORD = 4
_WHY = "the form on the other side"


class Existence(PackRule):
    """What must not stand in an article."""

    @classmethod
    def finds(cls, form: Form) -> str:
        return f"any of {listed([*form.words, *form.patterns])}"

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for hit, _ in self.hits(prose, article, context):
            yield self.found(prose, hit.start, hit.end, self.form.replacements, "“{found}” is not to be used.")


class Substitution(PackRule):
    """A form that another one takes the place of."""

    @classmethod
    def patterns(cls, form: Form) -> list[Pattern]:
        literals = [form.literal(wrong) for wrong, _ in form.swap]
        return [*literals, *(form.pattern(wrong) for wrong, _ in form.swap_patterns)]

    @classmethod
    def finds(cls, form: Form) -> str:
        swaps = [f"{wrong} → {' or '.join(right)}" for wrong, right in (*form.swap, *form.swap_patterns)]
        return f"an unwanted form, and says the wanted one: {listed(swaps)}"

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        swaps, literals = (*self.form.swap, *self.form.swap_patterns), len(self.form.swap)
        for hit, n in self.hits(prose, article, context):
            written = prose.text[hit.start : hit.end]
            wrong, right = swaps[n]
            better = right if n < literals else [_filled(text, hit) for text in right]
            wanted = [text for form in better if (text := _raised(form, written, wrong)) != written]
            if wanted:
                yield self.found(prose, hit.start, hit.end, wanted, "Write “{better}” instead of “{found}”.")


class Consistency(PackRule):
    """Two forms of one word of which an article should have one."""

    @classmethod
    def patterns(cls, form: Form) -> list[Pattern]:
        return [form.literal(one) for pair in form.pairs for one in pair]

    @classmethod
    def finds(cls, form: Form) -> str:
        return (
            f"both forms of a pair in one article, and marks the rarer: {listed([' / '.join(p) for p in form.pairs])}"
        )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        found: list[tuple[Hit, int, Prose]] = []
        for prose in self.in_scope(article):
            hits = self.all_hits(prose, article, context)
            if hits is None:
                return  # which form is the rarer is not known
            found += [(hit, n, prose) for hit, n in hits]
        sides: dict[int, list[tuple[int, Hit, Prose]]] = {}
        for order, (hit, n, prose) in enumerate(found):
            sides.setdefault(n, []).append((order, hit, prose))
        for number, pair in enumerate(self.form.pairs):
            first, second = sides.get(2 * number), sides.get(2 * number + 1)
            if not first or not second:
                continue
            # The rarer form is marked; of two as frequent the one that comes later.
            rarer = len(second) < len(first) or (len(second) == len(first) and first[0][0] < second[0][0])
            marked, others = (second, first) if rarer else (first, second)
            other = next(((hit, prose) for _, hit, prose in others if prose.field == "text"), None)
            for _, hit, prose in marked:
                yield self._marked(article, hit, prose, pair[not rarer], pair[rarer], other)

    def _marked(
        self, article: Article, hit: Hit, prose: Prose, wanted: str, wrong: str, other: tuple[Hit, Prose] | None
    ) -> Finding:
        better = _raised(wanted, prose.text[hit.start : hit.end], wrong)
        default = "“{found}” here, but “{other}” elsewhere in the article."
        finding = self.found(prose, hit.start, hit.end, (better,), default, other=wanted)
        if other is None:
            return finding
        start, end = other[0][:2]
        evidence = Evidence(article.id, start, end, article.text[start:end], _WHY)
        return msgspec.structs.replace(finding, evidence=(evidence,))


class Occurrence(PackRule):
    """What may stand so many times, or must."""

    fields = ("text",)

    @classmethod
    def finds(cls, form: Form) -> str:
        limits = [f"{word} {n}" for word, n in (("fewer than", form.at_least), ("more than", form.at_most)) if n]
        none = "any" if form.at_most == 0 else ""
        return f"{' or '.join(limits) or none} of {listed([*form.words, *form.patterns])} in one {form.per}"

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        form, found = self.form, self.all_hits(prose, article, context)
        if found is None or (not found and not form.at_least):
            return
        units = _units(prose, form.per)
        starts = [unit.start for unit in units]
        inside: list[list[Hit]] = [[] for _ in units]
        for hit, _ in found:
            at = bisect_right(starts, hit.start) - 1
            if at >= 0:
                inside[at].append(hit)
        for unit, those in zip(units, inside, strict=True):
            told = {"count": len(those), "per": form.per}
            if form.at_most is not None and len(those) > form.at_most:
                over = those[form.at_most]
                default = "“{found}” and its like stand {count} times in one {per}; at most {limit} may."
                yield self.found(prose, over.start, over.end, (), default, limit=form.at_most, **told)
            elif form.at_least is not None and len(those) < form.at_least:
                start, end = _head(prose, unit)
                default = f"There must be at least {{limit}} of {listed([*form.words, *form.patterns])} in a {{per}}."
                yield self.found(prose, start, end, (), default, limit=form.at_least, **told)


class Conditional(PackRule):
    """What must be explained before it is used."""

    fields = ("text",)

    @classmethod
    def patterns(cls, form: Form) -> list[Pattern]:
        return [form.pattern(form.use), form.pattern(form.definition)]

    @classmethod
    def finds(cls, form: Form) -> str:
        return f"what “{form.use}” matches, without “{form.definition}” before it"

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        known: set[str] = set()
        for prose in self.in_scope(article):
            definitions = self.all_hits(prose, article, context, (1,))
            if definitions is None:
                return  # any term of this field or a later one may be explained where nobody looked
            at = 0
            for hit, _ in self.all_hits(prose, article, context, (0,)) or ():
                while at < len(definitions) and definitions[at][0].start <= hit.start:
                    known.add(_term(prose, definitions[at][0]))
                    at += 1
                term = _term(prose, hit)
                if term not in known:
                    known.add(term)
                    yield self.found(prose, hit.start, hit.end, (), "“{found}” is used before it is explained.")


class Capitalisation(PackRule):
    """Words whose capitals are settled, and the capitals of a headline."""

    @classmethod
    def patterns(cls, form: Form) -> list[Pattern]:
        return [form.literal(term, ignore_case=True) for term in form.terms]

    @classmethod
    def finds(cls, form: Form) -> str:
        told = [f"another spelling in capitals of {listed(form.terms)}"] if form.terms else []
        if form.style:
            other = "sentence" if form.style == "title" else "title"
            told.append(f"a headline in {other} case where the house has {form.style} case")
        return "; ".join(told)

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for hit, n in self.hits(prose, article, context):
            written, term = prose.text[hit.start : hit.end], self.form.terms[n]
            plain = " ".join(written.replace("’", "'").split())
            if plain == term.replace("’", "'") or _in_capitals(prose, hit):
                continue
            yield self.found(prose, hit.start, hit.end, (term,), "Write “{better}”, not “{found}”.")
        if self.form.style and prose.field == "title":
            yield from self._headline(prose)

    def _headline(self, prose: Prose) -> Iterator[Finding]:
        left_alone = {word.lower() for phrase in self.form.exceptions for word in phrase.split()}
        texts = prose.words.texts
        long = [w for w in texts[1:] if len(w) >= _LONG_WORD and w.isalpha() and w.lower() not in left_alone]
        if self.form.style == "title":
            wrong = any(word.islower() for word in long)
        else:
            wrong = len(long) > 2 and all(word[0].isupper() for word in long) and not prose.text.isupper()
        if wrong:
            default = f"The headline is not in {self.form.style} case."
            yield self.found(prose, prose.words.starts[0], prose.words.ends[-1], (), default)


KIND_CLASSES: dict[str, type[PackRule]] = {
    "existence": Existence,
    "substitution": Substitution,
    "consistency": Consistency,
    "occurrence": Occurrence,
    "conditional": Conditional,
    "capitalisation": Capitalisation,
}


def _filled(text: str, hit: Hit) -> str:
    """A replacement with what the groups of the pattern matched."""
    return _GROUP.sub(lambda m: (hit.groups[int(m[1]) - 1] or "") if int(m[1]) > 0 else "", text)


def _raised(wanted: str, written: str, wrong: str) -> str:
    """The wanted form with the capitals of what it stands for, where those are the place's and not the word's."""
    if written[:1].isupper() and not wrong[:1].isupper() and wanted[:1].islower():
        return wanted.upper() if written.isupper() and len(written) > 1 else wanted[:1].upper() + wanted[1:]
    return wanted


def _units(prose: Prose, per: str) -> list[Span]:
    if per == "article":
        return [Span(0, len(prose.text))] if prose.text.strip() else []
    return prose.paragraphs if per == "paragraph" else prose.sentences


def _head(prose: Prose, unit: Span) -> tuple[int, int]:
    """The first sentence of a unit."""
    at = bisect_right(prose.sentences, (unit.start, -1))
    return (prose.sentences[at].start, prose.sentences[at].end) if at < len(prose.sentences) else (unit.start, unit.end)


def _term(prose: Prose, hit: Hit) -> str:
    return (hit.groups[0] if hit.groups else None) or prose.text[hit.start : hit.end]


def _in_capitals(prose: Prose, hit: Hit) -> bool:
    """Whether the line that a match begins in is in capitals throughout."""
    return prose.kept(_Shouting).at(hit.start)


class _Shouting:
    """Which lines of a text are in capitals throughout, and of more than one word. A line is looked at once: it may be
    long and have many matches."""

    def __init__(self, prose: Prose) -> None:
        self._text = prose.text
        self._ends = [match.start() for match in re.finditer("\n", prose.text)]
        self._known: dict[int, bool] = {}

    def at(self, offset: int) -> bool:
        """Whether the line of an offset is one of them."""
        number = bisect_left(self._ends, offset)
        if number not in self._known:
            start = self._ends[number - 1] + 1 if number else 0
            line = self._text[start : self._ends[number] if number < len(self._ends) else None]
            self._known[number] = line.isupper() and len(line.split(maxsplit=1)) > 1
        return self._known[number]
