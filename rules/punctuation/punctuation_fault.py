"""The rule `punctuation-fault`."""

from __future__ import annotations

from checker.rule import Invalid, Valid
from checker.services.languagetool.findings import LanguageToolRule


class PunctuationFault(LanguageToolRule):
    """A fault of punctuation that LanguageTool finds.

    What it finds: decimal commas, points between thousands, and what else LanguageTool says of marks that is mostly
    right on news. Commas of taste and hyphens of house style are left alone, and copydesk has rules of its own for
    brackets, quotation marks and spaces.

    Why it matters: marks of another language were left by a translator, and a number that is read wrongly is a fault of
    fact.

    Example: "The share fell by 1,5 percent in a year."

    Options: `disabled` lists rules of LanguageTool that the house does not want, by the names that the messages give.
    """

    name = "punctuation-fault"
    category = "punctuation"
    kind = "punctuation-fault"
    invalid = (
        Invalid("The share fell by 1,5 % in a year.", ("1,5",), "1.5"),
        Invalid("The town has 12,5 million trees.", ("12,5",), "12.5"),
    )
    valid = (
        Valid("The share fell by 1.5 percent in a year."),
        Valid("The town has 12,500 trees, and it was a five year plan."),
    )
