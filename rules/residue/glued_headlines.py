"""The rule `glued-headlines`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

# The word of the link that closes such a block.
_CLOSING = re.compile(r"(?<= )(?:(?:(?:READ|SEE|WATCH|LEARN|VIEW) )?MORE|READ ON|(?:READ|WATCH) NOW)\b")
_TELLING = ("MORE", "READ ON", "WATCH NOW", "READ NOW")
# A name and the headline that hangs on it: "BergTalks", "BergFive", "BergUN", "Berg2020", "McBergTalks".
_RUN_TOGETHER = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]*[a-z]\.?[A-Z0-9‘“\"'][\w'’]*")
_SEAM = re.compile(r"(?<=[a-z.])(?=[A-Z0-9‘“\"'])")
# A block of four headlines is some 350 characters long.
_FARTHEST = 600
_NAME_WORDS = 9
_LONGEST = 40


class GluedHeadlines(Rule):
    """Headlines of other stories glued into a sentence.

    What it finds:
        A name, the name once more with the first of several headlines hanging on it without a space, and at the end of
        the headlines a word in capitals that was a link, such as “MORE”, behind which the sentence goes on.

    Why it matters:
        The box opened on a click beside the name; a program that took the story off the page put its contents in the
        middle of the sentence, where nobody can read on.

    Example:
        “Senator Ann Berg Ann Louise BergFive things to know about the vote Talks go on MORE (D-Ohio) said.”
    """

    name = "glued-headlines"
    category = "residue"
    invalid = (
        Invalid(
            "Senator Ann Berg Ann Louise BergFive things to know about the vote Talks go on MORE (D-Ohio) said no.",
            ("Ann Louise BergFive things to know about the vote Talks go on MORE",),
        ),
        Invalid(
            "The plan of Ole (Olaf) Dahl Olaf (Ole) DahlGOP wary of deal Bridge opens late READ MORE was praised.",
            ("Olaf (Ole) DahlGOP wary of deal Bridge opens late READ MORE",),
        ),
        Invalid(
            "She met Per Lund Per LundShip sinks off the coast MORE and Ann Berg Ann BergUnion votes on strike MORE.",
            ("Per LundShip sinks off the coast MORE", "Ann BergUnion votes on strike MORE"),
        ),
    )
    valid = (
        Valid("“We want MORE ships,” wrote Ann Berg of YouTube and McDonald’s on her page, and MORE of her voters."),
        Valid("Ann Berg bought an iPhone and put the video on YouTube. She wants MORE."),
        Valid("Ann Berg, the head of MacBerg, wants MORE."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if prose.field == "title" or not any(word in text for word in _TELLING):
            return
        done = 0
        for match in _CLOSING.finditer(text):
            closing = match.start()
            earliest = max(done, closing - _FARTHEST, text.rfind("\n", max(0, closing - _FARTHEST), closing) + 1)
            start = _start_of_block(prose, earliest, closing)
            if start is not None:
                message = "Headlines of other stories are glued into this sentence."
                yield self.finding(prose, start, match.end(), message)
            done = match.end()


def _start_of_block(prose: Prose, earliest: int, closing: int) -> int | None:
    """Where the second mention of the name starts, on which the first headline hangs; None if there is no such."""
    words = prose.words
    for match in _RUN_TOGETHER.finditer(prose.text, earliest, closing):
        here = words.first_at(match.start())
        before = words.texts[max(0, here - _NAME_WORDS) : here]
        token = match.group()[:_LONGEST]
        names = (token[: seam.start()].rstrip(".") for seam in _SEAM.finditer(token))
        name = next((name for name in names if name in before), None)
        if name is None:
            continue
        start = words.starts[here - before[::-1].index(name)]  # behind the first mention
        return start if start >= earliest else match.start()
    return None
