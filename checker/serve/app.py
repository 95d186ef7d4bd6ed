"""The application: the desk's page, its API, and the way to answer what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from checker.serve.api import Api
from checker.serve.desk import Desk
from checker.serve.judging import Setup
from checker.serve.languagetool.api import LanguageToolApi
from checker.serve.limits import Limits
from checker.serve.requests import Bodies, GoneError, RequestError
from checker.serve.security import HEADERS, Guard

_PAGE = Path(__file__).parent / "desk"
_CLIENT_CLOSED = 499  # nobody reads it


def make_app(
    setup: Setup,
    *,
    limits: Limits | None = None,
    hosts: frozenset[str] = frozenset(),
    token: str | None = None,
) -> Starlette:
    """The application of a server. `hosts` are the names by which it may be addressed beside those of this machine;
    who asks needs the `token` where there is one."""
    desk = Desk(setup, limits)
    bodies = Bodies(desk.limits)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await desk.open()
        try:
            yield
        finally:
            await desk.close()

    return Starlette(
        routes=[
            Route("/", _page, methods=["GET"]),
            Route("/openapi.json", _description, methods=["GET"]),
            Mount("/desk", _Files(directory=_PAGE, check_dir=False)),
            *Api(desk, bodies).routes(),
            *LanguageToolApi(desk, bodies).routes(),
        ],
        middleware=[Middleware(Guard, hosts=hosts, token=token)],
        exception_handlers={
            RequestError: _refused,
            GoneError: _gone,
            HTTPException: _failed,
            Exception: _broken,
        },
        lifespan=lifespan,
    )


async def _page(_: Request) -> Response:
    return FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})


class _Files(StaticFiles):
    """The page's own files, which a browser asks for again so that an upgrade shows at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        answer = super().file_response(*args, **kwargs)
        answer.headers["Cache-Control"] = "no-cache"
        return answer


async def _description(_: Request) -> Response:
    from checker.serve.openapi import description

    return JSONResponse(description())


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return JSONResponse({"error": str(error)}, error.status, error.headers)


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=_CLIENT_CLOSED)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.scope["path"]
    said = {
        404: f"there is nothing at {path}; /openapi.json says what there is",
        405: f"{path} does not take {request.method}; /openapi.json says what it takes",
    }
    return JSONResponse({"error": said.get(error.status_code, error.detail)}, error.status_code, error.headers)


async def _broken(_: Request, __: Exception) -> Response:
    # The guard, which gives all other answers their headers, is inside of what calls this.
    return JSONResponse({"error": "the server failed over this; it is a defect of copydesk"}, 500, HEADERS)
