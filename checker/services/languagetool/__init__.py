"""LanguageTool: its program, its server, what it says of articles, and what of that an editor should see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.services.languagetool.client import LanguageTool

__all__ = ["LanguageTool"]


def __getattr__(name: str) -> Any:
    """The client when it is asked for: rules import this package in every run, most of which have no server."""
    if name == "LanguageTool":
        from checker.services.languagetool.client import LanguageTool

        return LanguageTool
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
