"""A sentence taken apart into words, to be broken, with each change on record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"(\s*)(\d[\d.,:]*\d|\w+(?:['’.\-]\w+)*\.?(?<=\.\w\.)|\w+(?:['’\-]\w+)*|[^\w\s])")
CLEAN, BROKEN, UNKNOWN = 0, 1, -1


@dataclass
class Token:
    """A word or mark, the white space before it, and whether it is broken."""

    space: str
    text: str
    label: int = CLEAN

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def plain(self) -> bool:
        """A word in lower case, of letters alone: no name, no number."""
        return self.text.islower() and self.text.isalpha()


@dataclass
class Draft:
    """A sentence while it is broken. `kinds` names the recipes that changed it."""

    tokens: list[Token]
    kinds: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Draft:
        return cls([Token(m[1], m[2]) for m in _TOKEN.finditer(text)])

    def text(self) -> str:
        return "".join(t.space + t.text for t in self.tokens).strip()

    def labels(self) -> list[tuple[int, int, int]]:
        """The half-open spans of the tokens in text() that are not clean, each with its label."""
        first = "".join(t.space + t.text for t in self.tokens)
        at = len(first.lstrip()) - len(first)
        found = []
        for token in self.tokens:
            start = at + len(token.space)
            at = start + len(token.text)
            if token.label != CLEAN:
                found.append((start, at, token.label))
        return found

    def replace(self, at: int, text: str) -> None:
        """Puts other words in the place of one, with its capital."""
        old = self.tokens[at]
        if old.text[0].isupper():
            text = text[0].upper() + text[1:]
        words = text.split(" ")
        self.tokens[at : at + 1] = [Token(old.space if i == 0 else " ", w, BROKEN) for i, w in enumerate(words)]

    def remove(self, at: int) -> None:
        """Takes a word out and marks the word after the gap, or the one before it where a mark follows; the other of
        the two becomes unknown."""
        gone = self.tokens.pop(at)
        before, after = (self.tokens[at - 1] if at else None), (self.tokens[at] if at < len(self.tokens) else None)
        if after and (gone.space or not after.is_word) and after.is_word:
            after.space = gone.space
        marked, other = (after, before) if after and after.is_word else (before, after)
        if marked:
            marked.label = BROKEN
        if other and other.label == CLEAN:
            other.label = UNKNOWN

    def insert(self, at: int, text: str) -> None:
        """Puts a stray word before the token `at`."""
        self.tokens.insert(at, Token(" " if at else "", text, BROKEN))
        if at == 0 and len(self.tokens) > 1 and not self.tokens[1].space:
            self.tokens[1].space = " "

    def swap(self, a: int, b: int) -> None:
        """Exchanges two words; both are marked."""
        one, two = self.tokens[a], self.tokens[b]
        one.text, two.text = two.text, one.text
        one.label = two.label = BROKEN

    def places(self, wanted: str) -> list[int]:
        """The positions of the tokens whose lower-case text is one of the words in `wanted`."""
        words = frozenset(wanted.split())
        return [i for i, t in enumerate(self.tokens) if t.lower in words]
