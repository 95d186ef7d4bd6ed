"""The rule: one class in one file that says what it looks for, why it matters, and shows it by examples."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import msgspec

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Evidence, Finding, Replacement, Severity
from checker.services.services import Services

Status = Literal["preview", "stable", "deprecated"]


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The settings of a rule; a rule with options subclasses it, each field typed and with a default, in
    kebab-case in a configuration."""


@dataclass(frozen=True)
class Invalid:
    """A text with faults: `finds` are the literal spans that the rule marks, in order; `becomes`, where given, is the
    first span's first replacement; `siblings` are the texts of other articles on the event, `options` those of the rule
    where they are not the defaults."""

    text: str
    finds: tuple[str, ...]
    becomes: str | None = None
    title: str = ""
    date: datetime.date | None = None
    siblings: tuple[str, ...] = ()
    options: Options | None = None


@dataclass(frozen=True)
class Valid:
    """A text that looks like a fault and is none."""

    text: str
    title: str = ""
    date: datetime.date | None = None
    siblings: tuple[str, ...] = ()
    options: Options | None = None


@dataclass(frozen=True)
class Context:
    """What a rule may know beside the article."""

    options: Options = field(default_factory=Options)
    accepted: frozenset[str] = frozenset()
    """Names and words that the house accepts, in lower case."""
    recurring: frozenset[str] = frozenset()
    """Lines of this article, stripped, that other articles of the run have too."""
    siblings: tuple[Article, ...] = ()
    """Other articles on the same event, for the rules of the tier "siblings"."""
    services: Services = field(default_factory=Services)
    """What is slow to start; a rule uses the service of its tier alone, or of the one that it `asks`."""
    language: str = "auto"
    """The variety of English that the house writes, as "en-GB", or "auto"."""


class Rule:
    """Base of all rules.

    A rule's file is its name in snake_case, its class the name in CamelCase; its docstring has the headings
    "What it finds", "Why it matters", "Example" and, if it takes any, "Options". `check` yields findings in any order;
    it keeps no state, so one instance serves every article.
    """

    name: ClassVar[str]
    category: ClassVar[str]
    tier: ClassVar[str] = "local"
    asks: ClassVar[str] = ""
    """Another tier, whose service it asks in the place of its own's; it runs where both tiers do."""
    severity: ClassVar[Severity] = Severity.WARNING
    since: ClassVar[str] = "0.1"
    status: ClassVar[Status] = "stable"
    any_language: ClassVar[bool] = False
    """Whether the rule judges articles in any language, not only those in English."""
    of_whole: ClassVar[bool] = False
    """Whether what it finds is about the article as a whole, and no fault of the place where it stands."""
    options: ClassVar[type[Options]] = Options
    invalid: ClassVar[tuple[Invalid, ...]]
    valid: ClassVar[tuple[Valid, ...]]

    @property
    def tiers(self) -> frozenset[str]:
        """The tiers that must run for the rule to."""
        return frozenset((self.tier, self.asks or self.tier))

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        """The faults of this kind in the article's fields."""
        for prose in article.fields():
            yield from self.check_prose(prose, article, context)

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        """The faults of this kind in one field; for rules that judge each field by itself."""
        raise NotImplementedError

    def finding(
        self,
        prose: Prose,
        start: int,
        end: int,
        message: str,
        *,
        replace: str | None = None,
        safe: bool = False,
        evidence: Iterable[Evidence] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule on `prose.text[start:end]`."""
        return Finding(
            rule=self.name,
            category=self.category,
            severity=severity or self.severity,
            start=start,
            end=end,
            message=message,
            field=prose.field,
            replacements=() if replace is None else (Replacement(replace, safe),),
            evidence=tuple(evidence),
        )
