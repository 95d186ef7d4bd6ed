"""Bodies of requests: read up to a limit and in good time, and turned into forms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive

from checker.serve.jobs import ArticleForm, Choice
from checker.serve.limits import Limits

Answer = TypeVar("Answer")
_Body = TypeVar("_Body")
_JSON = "application/json"
# An escaped half of a surrogate pair whose other half does not follow or go before.
_HALF = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\u[dD](?:"
    rb"[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD])[c-fC-F][0-9a-fA-F]{2})"
)


class RequestError(Exception):
    """A request that is not answered as it was meant: `status`, a sentence that says what to do, and headers."""

    def __init__(self, status: int, error: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.headers = headers or {}


class GoneError(Exception):
    """The client has gone: nobody waits for an answer."""


class Sibling(msgspec.Struct):
    """A sibling in the body of a request."""

    text: str
    id: str | int | float | None = None
    title: str | None = None
    source: str | None = None
    date: str | None = None
    language: str | None = None

    def form(self) -> ArticleForm:
        """The article as it goes to a worker."""
        name = "" if self.id is None else str(self.id)
        return ArticleForm(self.text, name, self.title or "", self.source or "", self.date or "", self.language or "")


class CheckBody(Sibling):
    """The body of a check: an article and what to do with it."""

    tiers: list[str] | None = None
    select: list[str] | None = None
    ignore: list[str] | None = None
    keep: list[str] | None = None
    siblings: list[Sibling] | None = None
    safe_only: bool = True

    @property
    def choice(self) -> Choice:
        tiers, select, ignore, keep = (
            tuple(given or ()) for given in (self.tiers, self.select, self.ignore, self.keep)
        )
        return Choice(tiers, select, ignore, keep=keep)

    @property
    def others(self) -> tuple[ArticleForm, ...]:
        return tuple(sibling.form() for sibling in self.siblings or ())


class CompareBody(msgspec.Struct):
    """The body of a comparison."""

    article: Sibling
    siblings: list[Sibling]


class Bodies:
    """Reads bodies, and holds no more of them at a time than the limits allow."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._held = 0

    @asynccontextmanager
    async def read(self, request: Request, most: int) -> AsyncIterator[bytes]:
        """The body of a request, held as long as the context lasts.

        Raises:
            RequestError: it is too large, too slow, or too much at a time.
            GoneError: the client went away over it.
        """
        too_large = RequestError(413, f"send at most {most:,} bytes", {"Connection": "close"})
        told = request.headers.get("content-length", "")
        if told.isdecimal() and int(told[:20]) > most:
            raise too_large
        chunks: list[bytes] = []
        size = held = 0
        try:
            async with asyncio.timeout(self.limits.body_seconds):
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > most:
                        raise too_large
                    if size > self.limits.small_bytes:
                        more = size - held
                        if self._held + more > self.limits.held_bytes:
                            raise busy("the server holds as much text as it can")
                        self._held += more
                        held = size
                    chunks.append(chunk)
            yield b"".join(chunks)
        except TimeoutError:
            raise RequestError(
                408, "the request took too long to arrive; send it again", {"Connection": "close"}
            ) from None
        except ClientDisconnect:
            raise GoneError from None
        finally:
            self._held -= held

    async def json(self, request: Request, kind: type[_Body]) -> _Body:
        """The body of a request, which is JSON of a kind. Raises as `read`, and RequestError for what is none."""
        content = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content != _JSON:
            raise RequestError(415, f"send the body as {_JSON}, in UTF-8")
        async with self.read(request, self.limits.json_bytes) as data:
            return decoded(data, kind)


def decoded(data: bytes, kind: type[_Body]) -> _Body:
    """JSON of a kind; half a surrogate pair, which a browser's page may hold, reads as U+FFFD. Raises RequestError."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise RequestError(400, f"{_said(error)}; docs/serve.md has the form") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        whole = _HALF.sub(rb"\1\\ufffd", data)
        if whole == data:
            raise RequestError(400, f"the body is no JSON that can be read ({_said(error)})") from None
    return decoded(whole, kind)


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())
    return (said[:1].lower() if said[1:2].islower() else said[:1]) + said[1:200]


def busy(why: str) -> RequestError:
    """The answer to who comes at a bad time."""
    return RequestError(503, f"{why}; try again in a moment", {"Retry-After": "1"})


async def unless_gone(request: Request, work: Awaitable[Answer]) -> Answer:
    """What the work comes to; it is given up when the client goes away. Raises GoneError then, and as the work."""
    working = asyncio.ensure_future(work)
    going = asyncio.create_task(until_gone(request.receive))
    try:
        await asyncio.wait((working, going), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise GoneError
        return working.result()
    finally:
        for task in (working, going):
            task.cancel()
        await asyncio.gather(working, going, return_exceptions=True)


async def until_gone(receive: Receive) -> None:
    """Waits for the client to go away."""
    while (await receive())["type"] != "http.disconnect":
        pass
