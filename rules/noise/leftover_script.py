"""The rule `leftover-script`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.grammar.phrases import quotation_round
from checker.lexicon import known
from checker.rule import Context, Invalid, Rule, Valid

# Cyrillic, Hebrew, Arabic, the scripts of India, Thai, Khmer, Japanese, Chinese, Korean; Greek letters stand in
# formulas.
_FOREIGN = (
    "\u0400-\u052f\u0590-\u074f\u0900-\u0dff\u0e00-\u0eff\u1000-\u10ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af"
)
_RUN = rf"[{_FOREIGN}][{_FOREIGN}\u200c\u200d'’\-]*(?: [{_FOREIGN}\u200c\u200d'’\-]+)*"
_BEFORE = re.compile(r"\b([A-Za-z]+)(?:['’]s)?[ ,]{1,2}$")
_OPENS_SENTENCE = re.compile(r"(?:^|\n|[a-z]\. )$")
_AFTER = re.compile(r"[ ,.;]{1,2}([a-z]+)|[.,;]?(?:\s|$)")
_TWEET = re.compile(r"@|#|twitter|https?:")
_REACH = 30
# A text with this share of foreign script is written in it, at least in part.
_LARGEST_SHARE = 0.2


def _is_western(text: str) -> bool:
    """Whether a text has only what Western Europe writes, curly quotation marks and dashes included."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


class LeftoverScript(Rule):
    """Words in another script inside an English sentence.

    What it finds: Cyrillic, Arabic, Chinese or other foreign writing that follows an English word directly, outside
    quotation marks and brackets.

    Why it matters: a translator left the word as it was, and few readers can read it.

    Example: "He was found near the вокзал last night."
    """

    name = "leftover-script"
    category = "noise"
    severity = Severity.ERROR
    invalid = (
        Invalid("He was found near the вокзал last night.", ("вокзал",)),
        Invalid("The company makes 电池 for cars.", ("电池",)),
    )
    valid = (
        Valid("The paper is called “Новая газета” (Новая газета), and its editor agreed."),
        Valid("— Human Rights Front 民間人權陣線 (@front) October 16"),
        Valid("Сегодня в городе the тихо."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if _is_western(text):
            return  # quickly, and without the pattern, which is slow to compile
        runs = [match.span() for match in re.finditer(_RUN, text)]
        if sum(end - start for start, end in runs) > _LARGEST_SHARE * len(text):
            return
        for start, end in runs:
            before = _BEFORE.search(text, max(0, start - _REACH), start)
            after = _AFTER.match(text, end)
            if after is None or (after[1] and not known(after[1])):
                continue
            if not self._follows_english(prose, start, end, before, bool(after[1])):
                continue
            quotation = quotation_round(prose, start)
            quoted = quotation is not None and quotation.end - quotation.start < 4 * (end - start)
            if quoted or _TWEET.search(text, max(0, start - _REACH), end + _REACH):
                continue
            yield self.finding(prose, start, end, f"“{text[start:end]}” was left in another script.")

    def _follows_english(self, prose: Prose, start: int, end: int, before: re.Match[str] | None, goes_on: bool) -> bool:
        """Whether an English word stands before, or the run opens a sentence that goes on in English; behind a name, a
        run that ends its sentence may be that name's own spelling."""
        if before:
            return known(before[1].lower()) and (before[1].islower() or goes_on)
        opens = _OPENS_SENTENCE.search(prose.text, max(0, start - 3), start)
        return goes_on and end - start <= _REACH and opens is not None
