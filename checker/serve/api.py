"""The HTTP API of the desk, under /api."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from checker.errors import CopydeskError
from checker.serve.desk import Desk, answer_to
from checker.serve.jobs import RESULT, ArticleForm, Check, Compare, Fix, Read, Report
from checker.serve.requests import Bodies, CheckBody, CompareBody, RequestError, unless_gone
from checker.serve.streaming import EventStream, event

_TOGETHER = 4  # all articles of a request, in the length that one may have


class Api:
    """The routes under /api."""

    def __init__(self, desk: Desk, bodies: Bodies) -> None:
        self._desk = desk
        self._bodies = bodies

    def routes(self) -> list[Route]:
        return [
            Route("/api/check", self._check, methods=["POST"]),
            Route("/api/check/stream", self._stream, methods=["POST"]),
            Route("/api/compare", self._compare, methods=["POST"]),
            Route("/api/fix", self._fix, methods=["POST"]),
            Route("/api/read", self._read, methods=["POST"]),
            Route("/api/report", self._report, methods=["POST"]),
            Route("/api/rules", self._rules, methods=["GET"]),
            Route("/api/rules/{name}", self._rule, methods=["GET"]),
            Route("/api/status", self._status, methods=["GET"]),
        ]

    async def _check(self, request: Request) -> Response:
        job = await self._job(request)
        return _json(await unless_gone(request, self._desk.check(job)))

    async def _stream(self, request: Request) -> ASGIApp:
        job = await self._job(request)
        return EventStream(self._events(job))

    async def _events(self, job: Check) -> AsyncGenerator[bytes, None]:
        try:
            async with aclosing(self._desk.stages(job)) as stages:
                async for found in stages:
                    yield event("result", found.payload) if found.kind == RESULT else _note(found.payload.decode())
        except CopydeskError as error:
            yield _note(str(answer_to(error)))
        yield event("done", b"{}")

    async def _compare(self, request: Request) -> Response:
        body = await self._bodies.json(request, CompareBody)
        job = Compare(body.article.form(), tuple(sibling.form() for sibling in body.siblings))
        self._measure(job.article, job.siblings)
        self._desk.require("siblings")
        return _json(await unless_gone(request, self._desk.do(job, slow=True)))

    async def _fix(self, request: Request) -> Response:
        body = await self._bodies.json(request, CheckBody)
        self._measure(body.form(), ())
        return _json(await unless_gone(request, self._desk.do(Fix(body.form(), body.choice, body.safe_only))))

    async def _read(self, request: Request) -> Response:
        name = request.query_params.get("name", "")[:200]
        async with self._bodies.read(request, self._desk.limits.file_bytes) as data:
            job = Read(name, data)
            return _json(await unless_gone(request, self._desk.do(job)))

    async def _report(self, request: Request) -> Response:
        job = await self._job(request)
        made = Report(job.article, job.choice, job.siblings)
        page = await unless_gone(request, self._desk.do(made, slow=self._desk.is_slow(job.choice)))
        headers = {"Content-Disposition": 'attachment; filename="copydesk-report.html"'}
        return Response(page, headers=headers, media_type="text/html; charset=utf-8")

    async def _rules(self, request: Request) -> Response:
        return _json(msgspec.json.encode(self._desk.rules()))

    async def _rule(self, request: Request) -> Response:
        return _json(msgspec.json.encode(self._desk.rule(request.path_params["name"])))

    async def _status(self, request: Request) -> Response:
        return _json(msgspec.json.encode(self._desk.status()))

    async def _job(self, request: Request) -> Check:
        """The check that a request asks for. Raises RequestError."""
        body = await self._bodies.json(request, CheckBody)
        job = Check(body.form(), body.choice, body.others)
        self._measure(job.article, job.siblings)
        unknown = [tier for tier in job.choice.tiers if tier not in self._desk.tiers]
        if unknown:  # said before the stream begins, which has no status of its own
            raise RequestError(
                400, f"the tier {unknown[0]!r} is not one of this server's: {', '.join(self._desk.tiers)}"
            )
        return job

    def _measure(self, article: ArticleForm, siblings: tuple[ArticleForm, ...]) -> None:
        most = self._desk.limits.text_characters
        lengths = [len(form.text) + len(form.title) for form in (article, *siblings)]
        if max(lengths) > most:
            raise RequestError(413, f"an article may have {most:,} characters, not {max(lengths):,}; send it in parts")
        if sum(lengths) > _TOGETHER * most:
            raise RequestError(413, f"all articles together may have {_TOGETHER * most:,} characters")


def _json(data: bytes) -> Response:
    return Response(data, media_type="application/json")


def _note(message: str) -> bytes:
    return event("note", msgspec.json.encode({"message": message}))
