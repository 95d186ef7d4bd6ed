"""The server itself: its socket, its protocol and its end."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from checker.errors import UsageError
from checker.serve.limits import Limits
from checker.serve.patience import patient_protocol

_BACKLOG = 512
_HEADER_BYTES = 32_768


def listening(host: str, port: int) -> socket.socket:
    """A socket that is bound to an address. Raises UsageError where it cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise UsageError(f"{host}: {error.strerror or error}") from error
    try:
        # On Windows the option of that name would let a second server take the port of the first.
        only = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if only is None else only, 1)
        bound.bind((host, port))
        bound.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        bound.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"port {port} is in use, maybe by another copydesk serve; choose one with --port"
            ) from None
        why = getattr(error, "strerror", None) or error
        raise UsageError(
            f"the server cannot listen on {host}, port {port} ({why}); choose with --host and --port"
        ) from None
    bound.set_inheritable(False)
    return bound


class Server(uvicorn.Server):
    """Answers requests until it is asked to end; what runs then is finished first."""

    def __init__(self, app: Starlette, limits: Limits, ready: Callable[[], None]) -> None:
        """`ready` is called once requests are answered."""
        logging.getLogger("uvicorn.error").addFilter(self._is_news)
        super().__init__(
            uvicorn.Config(
                app,
                http=patient_protocol(limits.body_seconds),
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=limits.connections,
                backlog=_BACKLOG,
                h11_max_incomplete_event_size=_HEADER_BYTES,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=limits.shutdown_seconds,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """To be asked to end is no failure: the signal is not raised again once the server has ended."""
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True

    def _is_news(self, record: logging.LogRecord) -> bool:
        """Whether a line of uvicorn's is for the person at the terminal: what clients get wrong is told to them, and
        who asks for the end wants no list of what it broke off."""
        broken_off = record.exc_info is not None and record.exc_info[0] is asyncio.CancelledError
        return record.levelno >= logging.ERROR and not self.force_exit and not broken_off


def serve(app: Starlette, bound: socket.socket, limits: Limits, ready: Callable[[], None]) -> None:
    """Serves on a socket until the process is asked to end; `ready` is called once requests are answered."""
    _take_files(2 * limits.connections)
    asyncio.run(Server(app, limits, ready).serve(sockets=[bound]))


def _take_files(count: int) -> None:
    """Raises the number of connections that the system lets this process have."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
