"""The rule `misspelled-word`."""

from __future__ import annotations

from checker.rule import Invalid, Valid
from checker.services.languagetool.findings import LanguageToolRule


class MisspelledWord(LanguageToolRule):
    """A word that LanguageTool's dictionary lacks and that is no name.

    What it finds: words that neither LanguageTool's dictionary nor copydesk's has, a slip away from a common word.
    Names, words of another language, and what an article says again and again are left alone. The rule `misspelling`
    finds the plain cases without a server.

    Why it matters: a misspelling is the first thing a reader sees.

    Example: "The peple of the town waited."

    Options: `disabled` lists rules of LanguageTool that the house does not want, by the names that the messages give.
    """

    name = "misspelled-word"
    category = "typos"
    kind = "misspelling"
    invalid = (
        Invalid("The peple of the town waited for hours.", ("peple",), "people"),
        Invalid("The minster 😀 said that the goverment would answer.", ("goverment",), "government"),
    )
    valid = (
        Valid("Mr Wrotham and Ms Achterberg met in Oostvaarn."),
        Valid("The colour of the sky was grey."),
    )
