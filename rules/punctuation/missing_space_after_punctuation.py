"""The rule `missing-space-after-punctuation`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker import lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

# A lower-case letter, a mark, a letter; behind a full stop only a capital, else it is a file or an address.
_GLUED = re.compile(r"[,;.?!](?<=[a-z].)(?:(?<=[,;])(?=[A-Za-z])|(?<![,;])(?=[A-Z][a-z]|[AI]\s))")
_WORD_BEFORE = re.compile(r"[a-z]{2,}\Z")
_WORD_AFTER = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_ADDRESS = re.compile(r"[/@\\_=&#~<>{}|]|www|\.[a-z]")
_LONGEST = 40
_DOMAINS = frozenset("com org net gov edu info news media live us uk io tv me ai".split())


class MissingSpaceAfterPunctuation(Rule):
    """A mark with no space behind it, so that two words or two sentences stick together.

    What it finds: “ended.The” and “bread,wine”, where both sides are words; addresses, file names, numbers, initials
    and abbreviations are left alone.

    Why it matters: it is the trace of a lost line break or a cut; search and translation take the two words for one.

    Example: "The talks ended.The delegates went home."
    """

    name = "missing-space-after-punctuation"
    category = "punctuation"
    invalid = (
        Invalid("The talks ended.The delegates went home.", ("ended.The",), "ended. The"),
        Invalid("They bought bread,wine and cheese.", ("bread,wine",), "bread, wine"),
        Invalid("Who will pay?Nobody knows.", ("pay?Nobody",), "pay? Nobody"),
    )
    valid = (
        Valid("It cost 1,000 at 3.30 p.m. in Washington,D.C. or so."),
        Valid("See example.Com/news, Node.js, ASP.Net and Booking.com for more."),
        Valid("The U.S.Army and J.K. Rowling; e.g. this."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        for match in _GLUED.finditer(text):
            at = match.start()
            before = _WORD_BEFORE.search(text, max(0, at - _LONGEST), at)
            after = _WORD_AFTER.match(text, at + 1, at + 1 + _LONGEST)
            if not before or not after or not before.start() or text[before.start() - 1] in "./@_":
                continue
            token_start = max(text.rfind(" ", max(0, at - 60), at), text.rfind("\n", max(0, at - 60), at)) + 1
            token_end = text.find(" ", at, at + 60)
            rest = text[after.end() : token_end if token_end > 0 else at + 60]
            if _ADDRESS.search(text[token_start : before.start()]) or _ADDRESS.search(rest):
                continue
            word = after.group().lower().replace("’", "'")
            if not lexicon.known(word) or word in _DOMAINS:
                continue
            start, end = before.start(), after.end()
            mark = text[at]
            if text[start - 1].isupper():
                start -= 1
                if text[start - 1].isalpha():
                    continue  # a brand such as HealthCare.Gov
            yield self.finding(
                prose,
                start,
                end,
                f"A space is missing after the mark “{mark}”.",
                replace=f"{text[start : at + 1]} {text[at + 1 : end]}",
                safe=mark in ",;",
            )
