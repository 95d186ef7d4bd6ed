"""LanguageTool: its program, its server, what it says of articles, and what of that an editor should see."""

from checker.services.languagetool.client import LanguageTool

__all__ = ["LanguageTool"]
