"""The rule `wrong-word`."""

from __future__ import annotations

from checker.rule import Invalid, Valid
from checker.services.languagetool.findings import LanguageToolRule


class WrongWord(LanguageToolRule):
    """A word that LanguageTool takes for another one.

    What it finds: words that are spelled right and are not what was meant, by the words around them: "their" for
    "there", "loose" for "lose". The rule `confused-word` finds the plainest of them without a server.

    Why it matters: no spelling checker sees it, and every reader does.

    Example: "The team did not want to loose the match."

    Options: `disabled` lists rules of LanguageTool that the house does not want, by the names that the messages give.
    """

    name = "wrong-word"
    category = "typos"
    kind = "confused-word"
    invalid = (
        Invalid("The team did not want to loose the match.", ("loose",), "lose"),
        Invalid("The principle reason was money.", ("principle",), "principal"),
    )
    valid = (
        Valid("The team did not want to lose the match."),
        Valid("The principal agreed in principle."),
    )
