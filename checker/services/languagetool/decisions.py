"""What becomes of each of LanguageTool's rules: the table checker/tables/languagetool_rules.toml, read on first use.

LanguageTool has some five thousand rules for English, of which a newsroom wants a few dozen. The table has a decision
for every rule that a person judged on news, with the counts; the others follow their family or category.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import msgspec

from checker.services.languagetool.match import Match

_TABLE = Path(__file__).parents[2] / "tables" / "languagetool_rules.toml"


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of the matches of a LanguageTool rule, family or category.

    `use` is "error", "warning", "info", "off" or "gives way to" and the copydesk rule that finds the same. `right` of
    `read` matches in edited text were faults that matter; `per_1000_words` is how often it fires on news. The other
    fields say where its matches hold: in `headlines` too; on `names`; not as faults of the speaker (`spoken`: in
    quotations a note); only where the marked words end their phrase (`ends_phrase`: "a women." but not "a women
    doctor").
    """

    use: str
    reason: str
    right: int
    read: int
    per_1000_words: float
    headlines: bool = False
    names: bool = False
    spoken: bool = False
    ends_phrase: bool = False

    @property
    def off(self) -> bool:
        return self.use == "off" or self.use.startswith("gives way to ")


class Silent(Decision, frozen=True, forbid_unknown_fields=True):
    """One decision for all rules that no edited text has made fire."""

    rules: frozenset[str] = frozenset()


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: dict[str, Decision]
    silent: Silent
    families: dict[str, Decision]
    categories: dict[str, Decision]
    others: Decision


def decision(match: Match) -> Decision:
    """The decision for a match: that of its subrule, else of its rule, family or category, the first there is."""
    return _decision(match.lt_rule, match.lt_subrule, match.lt_category)


def disabled() -> frozenset[str]:
    """The LanguageTool rules that are off with all their subrules: it need not look for what is thrown away."""
    rules = table().rules
    in_part = {name.partition("[")[0] for name, d in rules.items() if "[" in name and not d.off}
    return frozenset(name for name, d in rules.items() if d.off and "[" not in name and name not in in_part)


@cache
def table() -> _Table:
    return msgspec.toml.decode(_TABLE.read_bytes(), type=_Table)


@cache
def _decision(rule: str, subrule: str, category: str) -> Decision:
    decisions = table()
    found = decisions.rules.get(f"{rule}[{subrule}]") or decisions.rules.get(rule)
    if found is not None:
        return found
    if rule in decisions.silent.rules:
        return decisions.silent
    for pattern, family in decisions.families.items():
        if fnmatchcase(rule, pattern):
            return family
    return decisions.categories.get(category, decisions.others)
