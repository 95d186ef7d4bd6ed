"""The rule `doubled-punctuation`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

# One class first, because the engine jumps to its characters; what must stand before is looked at behind them.
_DOUBLED = re.compile(
    r"[,;.?!](?:"
    r"(?<=[,;])(?<![.,;:!?].)[ \t]?[,;.](?![.,;\w]|[ \t]\.)"
    r"|(?<=[a-z]{3}\.)(?:[ \t]?[,;]|[ \t]\.(?![ \t]?\.))(?=\s|\Z)"
    r"|(?<=[\w”\")]\.)\.(?=\s|\Z|[\"”’'])"
    r"|(?<=[a-z][?!])[ \t][,.;](?=\s|\Z)"
    r")"
)
_ABBREVIATIONS = frozenset(
    "ala approx ariz ark assn atty aug ave bhd blvd bros calif capt cmdr col colo conn corp cos dec del"
    " dept dist esq est etc feb fla gen gov govt hon ill inc ind intl jan jrs kan llc ltd maj mass max"
    " messrs mfg mich min minn miss mrs natl neb nev nov oct okla ore pct plc prof pty rep ret rev sen sept"
    " sgt srs supt tenn univ vol wash wis www".split()
)
_WORD_BEFORE = re.compile(r"([A-Za-z.]+)\Z")


class DoubledPunctuation(Rule):
    """Two marks where one belongs.

    What it finds: “,,”, “..”, “. ,”, “,.” and their kind; “..”, which disturbs nobody's reading, is a note. Dots of
    omission, “?!” and a full stop of an abbreviation before a comma are left alone.

    Why it matters: a mark was left when words were cut or moved.

    Example: "The talks ended,, he said, without a deal.."
    """

    name = "doubled-punctuation"
    category = "punctuation"
    invalid = (
        Invalid("The talks ended,, he said, without a deal..", (",,", ".."), ","),
        Invalid("The talks ended ,. The delegates went home.", (",.",), "."),
        Invalid("The talks failed., he said.", (".,",), ","),
    )
    valid = (
        Valid("He waited... and then.... he spoke. What?! Yes!!"),
        Valid("In Washington, D.C., and at Acme Inc., etc., and in Calif., it rained."),
        Valid("The folder ../data and the range 1..5."),
        Valid("He worked for Yahoo!, then for Ask Jeeves."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        for match in _DOUBLED.finditer(text):
            start, end = match.span()
            marks = text[start:end]
            if marks[0] == "." and marks != ".." and self._abbreviated(text, start):
                continue
            last = marks[-1]
            keep = "." if "." in marks and last != "," else last
            message = f"Two marks stand where one belongs: “{marks}”."
            severity = Severity.INFO if marks == ".." else None
            yield self.finding(
                prose, start, end, message, replace=marks[0] if marks[0] in "?!" else keep, severity=severity
            )

    @staticmethod
    def _abbreviated(text: str, end: int) -> bool:
        """Whether the word before a full stop may be an abbreviation: a known one, a short capitalised one, or one
        with stops inside."""
        match = _WORD_BEFORE.search(text, max(0, end - 8), end)
        word = match[1] if match else ""
        return word.lower() in _ABBREVIATIONS or "." in word or (word[:1].isupper() and len(word) <= 5)
