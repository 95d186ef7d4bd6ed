"""Server-sent events: results as the tiers finish; who goes away stops the work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.types import Receive, Scope, Send

from checker.serve.requests import until_gone

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
# A comment now and then keeps proxies from closing a stream in which nothing happens.
_QUIET_SECONDS = 10.0


def event(name: str, data: bytes) -> bytes:
    """An event; `data` is JSON on one line."""
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


class EventStream:
    """An answer whose body is what a generator yields, as it yields it."""

    def __init__(self, events: AsyncGenerator[bytes, None]) -> None:
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pumping = asyncio.create_task(self._pump(send))
        going = asyncio.create_task(until_gone(receive))
        try:
            await asyncio.wait((pumping, going), return_when=asyncio.FIRST_COMPLETED)
            if pumping.done():
                pumping.result()
        finally:
            for task in (pumping, going):
                task.cancel()
            await asyncio.gather(pumping, going, return_exceptions=True)

    async def _pump(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        async with aclosing(self._events) as events:
            coming = asyncio.ensure_future(anext(events, None))
            try:
                while True:
                    await asyncio.wait((coming,), timeout=_QUIET_SECONDS)
                    if not coming.done():
                        await _send(send, b": waiting\n\n")
                        continue
                    chunk = coming.result()
                    if chunk is None:
                        break
                    await _send(send, chunk)
                    coming = asyncio.ensure_future(anext(events, None))
            finally:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)
        await _send(send, b"", more=False)


async def _send(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})
