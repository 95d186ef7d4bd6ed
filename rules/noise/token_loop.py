"""The rule `token-loop`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

# Shorter loops are sounds and things said: "haha", "blabla", "no-no-no".
_SHORTEST = 12
# A run of dots that fills lines: leaders of a table of contents are shorter.
_DOTS = "." * 80
_MAY_LOOP = frozenset("great ha he hi ho la na ba da bla blah ding dong".split())
# A whole word may be said so often for effect: win-win-win.
_SAID = 6


class TokenLoop(Rule):
    """A loop inside a word.

    What it finds: a piece of a word that stands three times or more in a row (“re-re-re-election”, “BlackBlackBlack”),
    and dots that run on over lines.

    Why it matters: it is what a translation engine or a transcription leaves when it gets stuck.

    Example: "He won his re-re-re-election."
    """

    name = "token-loop"
    category = "noise"
    invalid = (
        Invalid("He won his re-re-re-re-election by a mile.", ("re-re-re-re-election",), "re-election"),
        Invalid("The model is the QXZ-QXZ-QXZ-QXZ-7.", ("QXZ-QXZ-QXZ-QXZ-7",), "QXZ-7"),
        Invalid("It comes in BlackBlackBlack only.", ("BlackBlackBlack",), "Black"),
    )
    valid = (
        Valid("“Hahahahahaha,” he wrote, and then: “Nooooooooooooo.”"),
        Valid("It cost 1,000,000,000,000 dollars and had 111111111111 marks."),
        Valid("The administration of Mississippi met his great-great-great-grandfather: a win-win-win."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for word, positions in words.index.items():
            if len(word) < _SHORTEST or 2 * len(set(word)) > len(word) + 1:
                continue
            for i in positions:
                loop = _loop().search(words.texts[i])
                if loop and _is_stuck(words.texts[i], loop):
                    piece = loop[1].strip("-")
                    whole = words.texts[i][: loop.end(1)] + words.texts[i][loop.end() :]
                    message = f"The piece “{piece}” stands {len(loop[0]) // len(loop[1])} times in one word."
                    yield self.finding(
                        prose, words.starts[i], words.ends[i], message, replace=whole.removesuffix("-" + piece)
                    )
        at = prose.text.find(_DOTS)
        while at >= 0:
            end = at + len(_DOTS)
            while prose.text[end : end + 1] == ".":
                end += 1
            yield self.finding(prose, at, end, "A run of dots goes on and on.", replace="…")
            at = prose.text.find(_DOTS, end)


def _is_stuck(word: str, loop: re.Match[str]) -> bool:
    """Whether a loop is neither a number, nor a sound, nor a word that was said again and again."""
    piece = loop[1].strip("-")
    if piece.lower() in _MAY_LOOP or len(set(piece)) < 2 or not any(c.isalpha() for c in piece):
        return False
    if len(loop[1]) < 3:
        return len(loop[0]) >= 12
    said = piece.islower() and set(word.split("-")) == {piece}
    return not said or len(loop[0]) >= _SAID * len(loop[1])


@cache
def _loop() -> re.Pattern[str]:
    """A piece of two to twelve characters three times or more in a row."""
    return re.compile(r"([^\W_][\w'’-]{1,11}?)\1{2,}")
