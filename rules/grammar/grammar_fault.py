"""The rule `grammar-fault`."""

from __future__ import annotations

from checker.rule import Invalid, Valid
from checker.services.languagetool.findings import LanguageToolOptions, LanguageToolRule


class GrammarFault(LanguageToolRule):
    """A fault of grammar that LanguageTool finds.

    What it finds: verbs that do not agree with their subjects, wrong forms behind auxiliaries, missing and doubled
    words, and the other faults of grammar that LanguageTool knows, without those of its rules that are mostly wrong on
    news.

    Why it matters: such a sentence was changed once more after it had been read for the last time, or was never read.

    Example: "He go to the meeting every week."

    Options: `disabled` lists rules of LanguageTool that the house does not want, by the names that the messages give.
    """

    name = "grammar-fault"
    category = "grammar"
    kind = "grammar-fault"
    invalid = (
        Invalid("He go to the meeting every week.", ("go",), "goes"),
        Invalid("The mayor has wrote 😀 letters.", ("wrote",), "written"),
        Invalid("The police has arrested a women.", ("a women",), "a woman"),
        Invalid("The book is more better than the film.", ("more better",), "better"),
    )
    valid = (
        Valid("He goes to the meeting every week."),
        Valid("The council insisted that he go to the meeting."),
        Valid("He go to the meeting every week.", options=LanguageToolOptions(disabled=("HE_VERB_AGR",))),
    )
