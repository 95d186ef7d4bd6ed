"""Evidence as it is shown: the same words for the same reason are quoted once, and what decides is in sight."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.annotations.prose import Span
from checker.finding import Evidence, Finding


def gathered(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """The evidence in groups of one article, one text and one reason, in the order of each group's first."""
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for each in evidence:
        groups.setdefault((each.id, each.text, each.why), []).append(each)
    return list(groups.values())


def listed(names: list[str], most: int = 4) -> str:
    """ "4", "4 and 6", "4, 6, 7 and 5 more"."""
    shown = names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def decisive(finding: Finding, evidence: Evidence) -> Span | None:
    """Where, in the text of the evidence, the first replacement stands that the finding offers: what an editor looks
    for there."""
    wanted = finding.replacements[0].text if finding.replacements else ""
    if not wanted.strip() or wanted == evidence.text:
        return None
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", evidence.text)
    return Span(*found.span()) if found else None
