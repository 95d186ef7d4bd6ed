"""Characters that were read in the wrong encoding."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

# The characters that the first byte of UTF-8 becomes when it is read as Latin-1, Windows-1252 or Mac Roman, and those
# that may follow; what stands round such a pair is given to ftfy, which is slow. Searched one by one they cost little.
_SIGNS = "ÂÃÄÅÐÑâðï‚\ufffd"
_FOLLOWERS = frozenset("ÄÅ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ\xa0\xad") | frozenset(
    map(chr, range(0x80, 0xA0))
)
_WORD = 40


class Mojibake(Rule):
    """Characters that came out as two or three others.

    What it finds:
        “donâ€™t” for “don’t”, “cafÃ©” for “café”, and the sign � where a character was lost. What the text should
        read is worked out with ftfy and offered only where that is certain.

    Why it matters:
        It shows that the file passed through a program that read it in the wrong encoding; more is likely lost.

    Example:
        “The cafÃ© by the harbour” wants “The café by the harbour”.
    """

    name = "mojibake"
    category = "residue"
    severity = Severity.ERROR
    invalid = (
        Invalid("The cafÃ© by the harbour closed.", ("cafÃ©",), becomes="café"),
        Invalid("They donâ€™t sail on Sundays.", ("donâ€™t",), becomes="don’t"),
        Invalid("The caf\ufffd by the harbour closed.", ("caf\ufffd",)),
    )
    valid = (
        Valid("São Paulo, Ålesund and Ängelholm are ports; so is Łeba."),
        Valid("He said “NÃO” in capitals, and the crowd in Â…"),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if text.isascii():
            return
        for start, end in _suspicious(text):
            broken = text[start:end]
            if "\ufffd" in broken:
                message = "A character was lost here: the sign � stands in its place."
                yield self.finding(prose, start, end, message)
                continue
            from ftfy import fix_encoding

            mended = fix_encoding(broken)
            if mended != broken and len(mended) < len(broken):
                message = f"“{broken}” was read in the wrong encoding; it should be “{mended}”."
                yield self.finding(prose, start, end, message, replace=mended, safe=True)


def _suspicious(text: str) -> Iterator[tuple[int, int]]:
    """Words in which a sign of mojibake has a fitting follower, in their order."""
    last = 0
    for place in sorted(_places(text)):
        if place < last:
            continue
        start, end = place, place + 1
        while start > last and not text[start - 1].isspace() and place - start < _WORD:
            start -= 1
        while end < len(text) and (not text[end].isspace() or text[end] == "\xa0") and end - place < _WORD:
            end += 1
        while end > place + 1 and text[end - 1] in ".,;:!?)":
            end -= 1
        last = end
        yield start, end


def _places(text: str) -> Iterator[int]:
    for sign in _SIGNS:
        place = text.find(sign)
        while place >= 0:
            if sign == "\ufffd" or text[place + 1 : place + 2] in _FOLLOWERS:
                yield place
            place = text.find(sign, place + 1)
