"""Evidence as it is shown: the same words for the same reason are quoted once."""

from __future__ import annotations

from collections.abc import Iterable

from checker.finding import Evidence


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
