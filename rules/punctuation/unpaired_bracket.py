"""The rule `unpaired-bracket`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_BRACKET = re.compile(r"[()\[\]]")
_PARTNER = {")": "(", "]": "["}
# "a)", "12)", "iv)" at the start of an item; ":)", ";-(" and their kind.
_ITEM = re.compile(r"(?:^|[\s(,;:“\"])(?:[A-Za-z]|\d{1,3}\.?|[ivx]{1,5})\Z")
_FACE = re.compile(r"(?:[:;=8xX][-'^oc]?|[:;] )\Z")
_DEEPEST = 16


class UnpairedBracket(Rule):
    """A bracket without its partner.

    What it finds: a round or square bracket that is opened and not closed before the paragraph ends, and in no
    paragraph near it, or closed and never opened. Items such as “a)” and faces such as “:)” are left alone.

    Why it matters: something was cut out, or the reader waits for an end that does not come.

    Example: "The bank (founded in 1901 closed on Monday."
    """

    name = "unpaired-bracket"
    category = "punctuation"
    invalid = (
        Invalid("The bank (founded in 1901 closed on Monday.", ("(",)),
        Invalid("The bank, founded in 1901), closed on Monday.", (")",)),
        Invalid("“We [the owners will go,” he said.", ("[",)),
    )
    valid = (
        Valid("The bank (founded in 1901) closed [on Monday]."),
        Valid("There are a) bread, b) wine and 3) cheese :) or ;-("),
        Valid("(It began here.\n\nIt ended there.)"),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if text.count("(") == text.count(")") and text.count("[") == text.count("]") and not _crossed(text):
            return
        open_before: list[int] = []
        for start, end in prose.paragraphs:
            stack: list[int] = []
            lone: list[int] = []
            for match in _BRACKET.finditer(text, start, end):
                at, mark = match.start(), match.group()
                if mark in "([":
                    if len(stack) < _DEEPEST and not _FACE.search(text, max(start, at - 3), at):
                        stack.append(at)
                elif stack and text[stack[-1]] == _PARTNER[mark]:
                    stack.pop()
                elif open_before and text[open_before[-1]] == _PARTNER[mark]:
                    open_before.pop()
                elif not self._alone_by_right(text, start, at):
                    lone.append(at)
            for at in lone:
                yield self.finding(prose, at, at + 1, f"The bracket “{text[at]}” closes what nothing opened.")
            open_before += stack[: _DEEPEST - len(open_before)] if len(open_before) < _DEEPEST else []
        for at in open_before:
            yield self.finding(prose, at, at + 1, f"The bracket “{text[at]}” is never closed.")

    @staticmethod
    def _alone_by_right(text: str, start: int, at: int) -> bool:
        head = text[max(start, at - 7) : at]
        return bool(_ITEM.search(head) or _FACE.search(head))


def _crossed(text: str) -> bool:
    """Whether some bracket closes before one opens, though their numbers agree."""
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match.group() in "([" else -1
        if depth < 0:
            return True
    return False
