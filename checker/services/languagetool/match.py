"""What LanguageTool says of one place."""

from __future__ import annotations

import msgspec


class Match(msgspec.Struct, frozen=True, array_like=True):
    """One place that LanguageTool marked, in half-open code-point offsets into the prose.

    `lt_rule`, `lt_subrule` ("" where the rule has none) and `lt_category` are LanguageTool's identifiers, as in
    "EN_A_VS_AN" and "GRAMMAR"; `issue_type` is its kind in the terms of ITS 2.0, as in "misspelling". `short` is the
    message in a few words, or "". `sentence_start` and `sentence_end` span the sentence that the place begins in.
    """

    start: int
    end: int
    lt_rule: str
    lt_subrule: str
    lt_category: str
    issue_type: str
    message: str
    short: str
    replacements: tuple[str, ...]
    sentence_start: int
    sentence_end: int

    def moved(self, by: int) -> Match:
        """The match with offsets that are `by` code points higher."""
        return msgspec.structs.replace(
            self,
            start=self.start + by,
            end=self.end + by,
            sentence_start=self.sentence_start + by,
            sentence_end=self.sentence_end + by,
        )
