"""The routes under /v2."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from checker.serve.desk import Desk
from checker.serve.jobs import Configured, Job, Languages
from checker.serve.languagetool.answering import SOFTWARE_IN_SHORT, software
from checker.serve.languagetool.asked import LanguageToolError, asked, parameters
from checker.serve.languagetool.languages import listed
from checker.serve.requests import Bodies, RequestError, unless_gone

_METHODS = ["GET", "POST", "PUT", "DELETE"]
_MANUAL = "Please see https://languagetool.org/http-api/swagger-ui/#/default"
# What LanguageTool keeps for its subscribers, and there is nobody here who is one.
_FOR_USERS = frozenset({"words", "words/add", "words/delete", "words/download", "users/me"})


class LanguageToolApi:
    """LanguageTool's API, as its server of version 6.8 speaks it."""

    def __init__(self, desk: Desk, bodies: Bodies) -> None:
        self._desk = desk
        self._bodies = bodies
        self._slow = bool({"grammar", "noise"}.intersection(desk.tiers))

    def routes(self) -> list[Route]:
        return [
            Route("/v2/check", self._preflight, methods=["OPTIONS"]),
            Route("/v2/check", self._check, methods=_METHODS),
            Route("/v2/languages", self._listed, methods=_METHODS),
            Route("/v2/info", self._info, methods=_METHODS),
            Route("/v2/healthcheck", self._health, methods=_METHODS),
            Route("/v2/maxtextlength", self._length, methods=_METHODS),
            Route("/v2/configinfo", self._configured, methods=_METHODS),
            Route("/v2/{action:path}", self._unknown, methods=_METHODS),
            Route("/v2", self._nothing, methods=_METHODS),
        ]

    async def _check(self, request: Request) -> Response:
        return await self._answer(request, self._asked)

    async def _answer(self, request: Request, job_of: Callable[[dict[str, str]], Job]) -> Response:
        """The answer to the job that the parameters of a request ask for."""
        try:
            async with self._bodies.read(request, self._desk.limits.json_bytes) as body:
                form = body if request.method == "POST" else b""
                query = request.scope["query_string"]
                # A form of megabytes takes a while to decode, in which others are to be heard.
                job = await asyncio.to_thread(lambda: job_of(parameters(query, form, request.method)))
                result = await unless_gone(request, self._desk.do(job, slow=self._slow))
        except LanguageToolError as error:
            return PlainTextResponse(str(error), error.status)
        except RequestError as error:
            return PlainTextResponse(_error(error), error.status, error.headers)
        return Response(result, media_type="application/json")

    def _asked(self, given: dict[str, str]) -> Job:
        return asked(given, self._desk.limits.text_characters)

    def _configuration(self, given: dict[str, str]) -> Job:
        if not given.get("language"):
            raise LanguageToolError(400, "'language' parameter missing")
        return Configured(given["language"], self._desk.limits.text_characters)

    async def _preflight(self, _: Request) -> Response:
        """What an add-on's browser asks before it lets the add-on ask; the guard has said who may."""
        return Response(
            status_code=204,
            headers={
                "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
                "Access-Control-Allow-Headers": "Authorization, Content-Type",
                "Access-Control-Allow-Private-Network": "true",
                "Access-Control-Max-Age": "600",
            },
        )

    async def _listed(self, request: Request) -> Response:
        if "grammar" not in self._desk.tiers:
            return _json(listed())
        try:
            languages = await unless_gone(request, self._desk.do(Languages(), slow=True))
        except RequestError:
            return _json(listed())
        return Response(languages, media_type="application/json")

    async def _configured(self, request: Request) -> Response:
        return await self._answer(request, self._configuration)

    async def _info(self, _: Request) -> Response:
        told = software()
        return _json({"software": {**{name: told[name] for name in SOFTWARE_IN_SHORT}, "commit": ""}})

    async def _health(self, _: Request) -> Response:
        return PlainTextResponse("OK")

    async def _length(self, _: Request) -> Response:
        return PlainTextResponse(str(self._desk.limits.text_characters))

    async def _unknown(self, request: Request) -> Response:
        action = request.path_params["action"]
        if action in _FOR_USERS:
            return PlainTextResponse("Error: This end point needs a user id", 400)
        return PlainTextResponse(f"Error: Unsupported action: '{action}'. {_MANUAL}", 404)

    async def _nothing(self, _: Request) -> Response:
        said = f"Error: This is the LanguageTool API. You have not specified any parameters. {_MANUAL}"
        return PlainTextResponse(said, 400)


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _error(error: RequestError) -> str:
    said = str(error)
    return said if said.startswith("Error: ") else f"Error: {said[:1].upper()}{said[1:]}"
