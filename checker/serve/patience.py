"""The HTTP protocol of the server: uvicorn's, with an end to its patience.

By itself it waits for ever for the rest of a request's headers, and for a client that does not read its answer.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


def patient_protocol(seconds: float) -> type[H11Protocol]:
    """The protocol that lets go of a connection on which nothing has moved for so long that should."""

    class Protocol(H11Protocol):
        _headers: asyncio.TimerHandle | None = None
        _answer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._expect_headers()

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            super().data_received(data)
            if self.cycle is not before:
                _stop(self._headers)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.transport.is_closing():
                self._expect_the_end()
            elif self.cycle is None or self.cycle.response_complete:
                self._expect_headers()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._expect_the_end()

        def resume_writing(self) -> None:
            super().resume_writing()
            _stop(self._answer)

        def timeout_keep_alive_handler(self) -> None:
            super().timeout_keep_alive_handler()
            self._expect_the_end()

        def shutdown(self) -> None:
            super().shutdown()
            if self.transport.is_closing():
                self._expect_the_end()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            _stop(self._headers)
            _stop(self._answer)

        def _expect_headers(self) -> None:
            _stop(self._headers)
            self._headers = self.loop.call_later(seconds, self.transport.abort)

        def _expect_the_end(self) -> None:
            """What is written already has so long to be read."""
            _stop(self._answer)
            self._answer = self.loop.call_later(seconds, self.transport.abort)

    return Protocol


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
