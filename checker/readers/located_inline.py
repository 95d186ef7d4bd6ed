"""markdown-it's inline parser, made to say where each token stands.

markdown-it knows the lines of a block but not the offsets inside it. This parser runs the same rules in the same
order and notes, for each token that a reader sees, the half-open span of the paragraph's content it was read from, in
`token.meta["at"]`.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType


class _State(StateInline):
    """Pending text is a stretch of the content that ends where the present rule began, but for spaces cut off there."""

    pending_start = 0

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        token = super().pushPending()
        token.meta = {"at": (self.pending_start, self.pending_start + len(token.content))}
        return token


class LocatedInline(ParserInline):
    """The inline parser whose tokens know their place."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of a paragraph's content."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """As markdown-it's, with the places noted."""
        assert isinstance(state, _State)
        rules = self.ruler.getRules("")
        end, nesting = state.posMax, state.md.options["maxNesting"]
        pending = 0  # length of the pending text: reading it each time would be quadratic
        while state.pos < end:
            start, known = state.pos, len(state.tokens)
            state.pending_start = start - pending
            if state.level < nesting and any(rule(state, False) for rule in rules):
                if state.pos <= start:
                    raise RuntimeError("an inline rule did not move on")
                if len(state.tokens) == known:
                    pending += state.pos - start
                else:
                    _place(state.tokens[known:], start, state.pos)
                    pending = 0
            else:
                state.append_pending(state.src[state.pos])
                state.pos += 1
                pending += 1
        state.pending_start = state.pos - pending
        if state.pending:
            state.pushPending()


def _place(tokens: list[Token], start: int, end: int) -> None:
    """Notes the place of the tokens that one rule has read, as far as they have none."""
    at = start
    tokens = [t for t in tokens if "at" not in t.meta]
    for token in tokens:
        if token.type != "text":
            token.meta = {**token.meta, "at": (start, end)}
        elif tokens[0].type == "link_open":  # <https://example.org>, in its brackets
            token.meta = {"at": (start + 1, end - 1)}
        else:  # the marks of an emphasis, a token for each run
            token.meta = {"at": (at, at + len(token.content))}
            at += len(token.content)
