"""Questions to a server that may be slow, die or lie: each is asked again, of a new server where the old one has gone,
then in smaller pieces; what is still without an answer is told, never dropped."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from checker.services.languagetool.match import Match
from checker.services.languagetool.pieces import Piece, given_back, request_parts
from checker.services.services import ServiceUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.services.languagetool.remote import Remote
    from checker.services.languagetool.server import Server

# Seconds before the second, third and fourth time. When a server dies, all requests in flight fail together, and none
# may run out of tries because of another's paragraph.
_PAUSES = (0.1, 0.5, 2.0)
# So many failures in a row, of any request, and the server is given up for this run: more than paragraphs that no
# server survives can bring about when they stand next to each other.
_GIVE_UP_AFTER = 40


class Unchecked(NamedTuple):
    """A piece without an answer; `why` is a clause."""

    why: str


Result = tuple[Match, ...] | Unchecked


class Asking:
    """Asks one server at a time, from any number of threads."""

    def __init__(self, connect: Callable[[], Server], disabled: frozenset[str], timeout: float) -> None:
        """`connect` finds or starts a server, and raises ServiceUnavailableError where none can be had."""
        self._connect = connect
        self._disabled = disabled
        self._timeout = timeout
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._remotes: dict[tuple[str, str], Remote] = {}  # by address and variant
        self._failures = 0
        self._answered = False
        self._given_up = ""
        self._closed = threading.Event()

    @property
    def is_sound(self) -> bool:
        """Whether a server has answered, and has not been given up since."""
        return self._answered and not self._given_up

    def answers(self, variant: str, pieces: Sequence[Piece]) -> tuple[str, list[Result]]:
        """LanguageTool's version ("" where nothing was answered) and the result of each piece.

        Raises:
            ServiceUnavailableError: there never was a server in this run.
        """
        version, results, why = "", None, ""
        for pause in (0.0, *_PAUSES):
            if self._closed.wait(pause) or self._given_up:
                why = self._given_up or why or "the run has ended"
                break
            try:
                version, results = self._once(variant, pieces)
            except _FailedError as error:
                why = str(error)
            else:
                return version, results
        if len(pieces) == 1 or self._given_up or self._closed.is_set():
            return "", [Unchecked(why)] * len(pieces)
        split: list[Result] = []
        for piece in pieces:
            said, part = self.answers(variant, (piece,))
            version = version or said
            split += part
        return version, split

    def version(self) -> str:
        """LanguageTool's version at the server. Raises ServiceUnavailableError where none can be had."""
        with self._lock:
            if self._server is None:
                self._server = self._connect()
            return self._server.version

    def close(self) -> None:
        """Asks nothing any more."""
        self._closed.set()

    def _once(self, variant: str, pieces: Sequence[Piece]) -> tuple[str, list[Result]]:
        from checker.services.languagetool.remote import AnswerError

        server: Server | None = None
        try:
            server, remote = self._remote(variant)
            answer = remote.ask(request_parts(pieces))
            results: list[Result] = list(given_back(pieces, answer))
        except AnswerError as error:
            self._failed(server, str(error))
            raise _FailedError(str(error)) from None
        except ValueError:
            self._failed(server, why := "its answer does not fit the text")
            raise _FailedError(why) from None
        except ServiceUnavailableError as error:
            if not self._answered:
                raise
            self._failed(None, str(error))
            raise _FailedError(str(error)) from None
        self._answered = True
        self._failures = 0
        return answer.software.version, results

    def _remote(self, variant: str) -> tuple[Server, Remote]:
        from checker.services.languagetool.remote import Remote

        with self._lock:  # who comes while a server starts waits for that one
            if self._server is None:
                self._server = self._connect()
            remote = self._remotes.get((self._server.url, variant))
            if remote is None:
                remote = Remote(self._server.url, variant, self._disabled, self._timeout)
                self._remotes[self._server.url, variant] = remote
            return self._server, remote

    def _failed(self, server: Server | None, why: str) -> None:
        with self._lock:
            if server is None or server is self._server:
                self._server = None  # connecting again finds it where it still lives
            self._failures += 1
            if self._failures >= _GIVE_UP_AFTER:
                self._given_up = why


class _FailedError(Exception):
    """One try that failed; its text says why, as a clause."""
