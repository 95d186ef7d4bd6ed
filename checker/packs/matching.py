"""Patterns on RE2, which takes time linear in the text whatever the pattern; many are looked for at once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from checker.annotations.prose import Prose

# What a word goes on with; RE2's own \b knows ASCII alone, and RE2 looks neither ahead nor behind.
_IN_WORD = r"\pL\pN\pM_"
_BEFORE, _AFTER = rf"(?:\A|[^{_IN_WORD}])", rf"(?:\z|[^{_IN_WORD}])"
# One space of a literal: spaces or a single line break, never a blank line.
_GAP = r"(?:[ \t\x{A0}\x{202F}]+|[ \t]*\n[ \t]*)"
_EDGE = re.compile(r"\w")
# RE2's set is an automaton made as it goes; so much memory keeps a thousand patterns from making states again.
_SET_BYTES = 64 << 20
# Each search is linear, but one that reads on to the end at each of its matches makes a square of a long text. Where
# the searches of a pattern may have read so many bytes, the clock decides: so much of the processor's time is enough.
_WATCHED_BYTES = 100_000_000
_SECONDS, _SECONDS_A_BYTE, _SECONDS_A_HIT = 0.5, 0.5e-6, 20e-6


class Hit(NamedTuple):
    """What a pattern matched, in half-open code-point offsets, with the texts of its groups."""

    start: int
    end: int
    groups: tuple[str | None, ...] = ()


class PatternError(ValueError):
    """A pattern that RE2 does not take; the message is RE2's."""


class SlowPatternError(Exception):
    """A pattern that reads too much of a text."""


class Encoded:
    """A text as RE2 reads it. A lone surrogate, which UTF-8 cannot hold, becomes one question mark."""

    def __init__(self, prose: Prose) -> None:
        self.data = prose.text.encode("utf-8", "replace")
        self.ascii = len(self.data) == len(prose.text)


class Pattern:
    """A pattern of RE2's syntax. `edges` says on which sides a word must begin or end: "<", ">", "<>" or ""."""

    def __init__(self, source: str, *, ignore_case: bool = False, edges: str = "") -> None:
        before = _BEFORE if "<" in edges else ""
        after = _AFTER if ">" in edges else ""
        self.source = f"{'(?i)' if ignore_case else ''}{before}({source}){after}"
        self.written = source
        # Without the edges, whose classes would make a big automaton: what lacks such a stretch has no match.
        self.bare = f"{'(?i)' if ignore_case else ''}(?:{source})"

    @cached_property
    def _compiled(self) -> Any:
        import re2

        options = re2.Options()
        options.log_errors = False
        try:
            re2.compile(self.written, options)  # "a)(b" would be right in our brackets alone
            return re2.compile(self.source, options)
        except (re2.error, UnicodeError) as error:
            said = error.args[0] if error.args else ""
            raise PatternError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None

    @property
    def groups(self) -> int:
        """How many groups the pattern has. Raises PatternError."""
        return int(self._compiled.groups) - 1

    def hits(self, prose: Prose) -> Iterator[Hit]:
        """The matches in the order of the text; they do not overlap, and none is empty. Raises SlowPatternError."""
        encoded = prose.kept(Encoded)
        data, search = encoded.data, self._compiled.search
        at = known = offset = found = unread = 0
        begun = None
        while at <= len(data) and (match := search(data, at)) is not None:
            found, unread = found + 1, unread + len(data) - at
            if unread > _WATCHED_BYTES:
                unread = 0
                begun = time.thread_time() if begun is None else begun
                if time.thread_time() - begun > _SECONDS + _SECONDS_A_BYTE * len(data) + _SECONDS_A_HIT * found:
                    raise SlowPatternError
            start, end = match.span(1)
            if end == start:
                at = _next_character(data, max(end, at))
                continue
            if encoded.ascii:
                first, last = start, end
            else:
                first = offset + len(data[known:start].decode("utf-8", "replace"))
                last = first + len(data[start:end].decode("utf-8", "replace"))
                known, offset = end, last
            groups = (None if g is None else g.decode("utf-8", "replace") for g in match.groups()[1:])
            yield Hit(first, last, tuple(groups))
            at = end


def _next_character(data: bytes, at: int) -> int:
    at += 1
    while at < len(data) and data[at] & 0xC0 == 0x80:
        at += 1
    return at


def literal(text: str, *, ignore_case: bool = False, whole_words: bool = True) -> Pattern:
    """The pattern of a word or phrase: spaces match across a line's end, apostrophes are straight or curly, and a
    phrase in lower case may begin with a capital."""
    parts = [_escaped(part) for part in text.split()]
    if parts and not ignore_case and text.islower() and (first := text.strip()[0]).upper() != first:
        raised = first.upper()
        if len(raised) == 1:
            parts[0] = f"[{first}{raised}]{_escaped(text.split()[0][1:])}"
    bare = text.strip()
    edges = ("<" if _EDGE.match(bare[:1]) else "") + (">" if _EDGE.match(bare[-1:]) else "")
    return Pattern(_GAP.join(parts), ignore_case=ignore_case, edges=edges if whole_words else "")


def _escaped(text: str) -> str:
    return "".join("['’]" if c in "'’" else f"\\x{{{ord(c):X}}}" if not c.isalnum() else c for c in text)


class Sweep:
    """Many patterns looked for in one pass over a text: says which of them stand in it at all."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = patterns

    @cached_property
    def _set(self) -> Any:
        import re2

        options = re2.Options()
        options.max_mem = _SET_BYTES
        options.log_errors = False
        made = re2.Set.SearchSet(options)
        try:
            for pattern in self.patterns:
                made.Add(pattern.bare)
            made.Add("")  # stands in every text: where even this is not found, the automaton did not fit in its memory
            made.Compile()
        except re2.error:
            return None
        return made

    def __call__(self, prose: Prose) -> frozenset[int]:
        """The numbers of the patterns that match somewhere."""
        everything = frozenset(range(len(self.patterns)))
        if self._set is None:
            return everything
        found = self._set.Match(prose.kept(Encoded).data) or ()
        return everything.intersection(found) if len(self.patterns) in found else everything
