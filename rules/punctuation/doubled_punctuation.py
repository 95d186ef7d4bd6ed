"""The rule `doubled-punctuation`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
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
_ABBREVIATION = re.compile(
    r"(?:\b(?:etc|inc|corp|ltd|bros|dept|est|calif|conn|mass|mich|minn|tenn|wash|ariz|colo|okla|miss|jan|feb|sept|oct|nov"
    r"|dec|aug|gov|sen|rep|gen|capt|univ|assn|mfg|intl|natl|govt|approx|max|min|vol|dist|ave|blvd|ill|fla|ore|nev|neb|wis"
    r"|kan|ind|del|ala|ark|mrs|messrs|prof|rev|hon|esq|bhd|pty|cos|ret|www|llc|plc|sgt|col|maj|cmdr|supt|atty|pct|jrs|srs"
    r")|\.[a-z]+)\Z",
    re.IGNORECASE | re.ASCII,
)
_CAPITALISED = re.compile(r"(?:\A|[^\w])[A-Z][a-z]{0,4}\Z")


class DoubledPunctuation(Rule):
    """Two marks where one belongs.

    What it finds: “,,”, “..”, “. ,”, “,.” and their kind. Dots of omission, “?!” and a full stop of an abbreviation
    before a comma are left alone.

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
            head = text[max(0, start - 8) : start]
            if marks[0] == "." and marks != ".." and (_ABBREVIATION.search(head) or _CAPITALISED.search(head)):
                continue
            last = marks[-1]
            keep = "." if "." in marks and last != "," else last
            message = f"Two marks stand where one belongs: “{marks}”."
            yield self.finding(prose, start, end, message, replace=marks[0] if marks[0] in "?!" else keep)
