"""The settings of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.errors import UsageError
from checker.filters.stet import STET_FINDINGS
from checker.finding import CATEGORIES, Severity
from checker.nearest import nearest
from checker.registry import all_rules
from checker.rule import Options, Rule
from checker.tiers import TIERS, missing
from checker.version import parts


@dataclass(frozen=True)
class Settings:
    """What to run. `select` and `ignore` hold names of rules or categories; an empty `select` means every stable rule.
    A rule named in either outweighs a category named in the other. `options` are the rules' options by rule;
    `accepted` holds words in lower case; `language` is a variety of English such as "en-GB", or "auto";
    `packs` are rules of the configuration's packs; rules newer than the version `rules_as_of` run only when selected
    by name. `severities` are those of rules whose findings get another than their own."""

    tiers: tuple[str, ...] = ("local",)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: dict[str, Options] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    language: str = "auto"
    severities: dict[str, Severity] = field(default_factory=dict)
    packs: tuple[Rule, ...] = ()
    rules_as_of: str = ""

    def known_rules(self) -> dict[str, Rule]:
        """The rules that are there to run, installed or in packs, by name, in the order of the names."""
        if not self.packs:
            return all_rules()
        return dict(sorted((all_rules() | {rule.name: rule for rule in self.packs}).items()))

    def rules(self) -> list[Rule]:
        """The rules that these settings run, in the order of their names.

        Raises:
            UsageError: a tier, rule or category does not exist, or a tier is not installed.
        """
        self._check_names()
        return [r for r in self.known_rules().values() if r.tiers.issubset(self.tiers) and self._wanted(r)]

    def some_rules(self) -> list[Rule]:
        """The rules that these settings run, of which there must be one.

        Raises:
            UsageError: as `rules`, or no rule is left.
        """
        if rules := self.rules():
            return rules
        raise UsageError("no rule is left to run: what is selected is also ignored, or of another tier")

    def _check_names(self) -> None:
        rules = self.known_rules()
        known = [*rules, *STET_FINDINGS, *sorted({*CATEGORIES, *(r.category for r in rules.values())})]
        for name in (*self.select, *self.ignore):
            if name not in known:
                hint = nearest(name, known) or "; `copydesk rules` lists them"
                raise UsageError(f"no rule or category is named “{name}”{hint}")
        for tier in self.tiers:
            if tier not in TIERS:
                raise UsageError(f"no tier is named “{tier}”{nearest(tier, TIERS)} ({', '.join(TIERS)})")
            if (what := missing(tier)) is not None:
                raise UsageError(what)

    def _wanted(self, rule: Rule) -> bool:
        if rule.name in self.ignore:
            return False
        if rule.name in self.select:
            return True
        if rule.category in self.ignore or rule.status != "stable":
            return False
        if self.rules_as_of and parts(rule.since) > parts(self.rules_as_of):
            return False
        return not self.select or rule.category in self.select
