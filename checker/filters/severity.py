"""The severity that the house gives to a rule's findings."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from checker.finding import Finding, Severity


def weighed(findings: list[Finding], severities: Mapping[str, Severity]) -> list[Finding]:
    """The findings, each with the severity that its rule is given, where it is given one."""
    if not severities:
        return findings
    return [msgspec.structs.replace(f, severity=severities[f.rule]) if f.rule in severities else f for f in findings]
