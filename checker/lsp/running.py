"""Runs the server until the client or its process ends."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress

from pygls.io_ import run_async

from checker.lsp.features import add_features
from checker.lsp.house import Wishes
from checker.lsp.server import CLIENT_FAULTS, Server
from checker.lsp.stdio import OutgoingStream, end_of_process, incoming_stream, taken_over


def serve(wishes: Wishes) -> int:
    """Talks to the client over standard input and output until one of them ends; the exit status."""
    logging.getLogger("pygls").setLevel(logging.ERROR)  # that a cancelled request is answered already is no news
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_news)
    incoming, outgoing = taken_over()
    server = Server(wishes)
    add_features(server)
    stream = OutgoingStream(outgoing)
    server.protocol.set_writer(stream)
    ended = True
    try:
        asyncio.run(_served(server, incoming))
    except KeyboardInterrupt:
        server.status = 130
    finally:
        if hasattr(server, "session"):
            ended = server.session.end()
        stream.close()
    if not ended:  # something slow is at work, which nobody waits for
        os._exit(server.status)
    return server.status


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the log, which would come with a traceback, is of more than a client's own fault."""
    return not (record.exc_info and isinstance(record.exc_info[1], CLIENT_FAULTS))


async def _served(server: Server, incoming: int) -> None:
    stream = incoming_stream(incoming)
    messages = run_async(server.ending, stream, server.protocol, error_handler=server.report_server_error)
    reading = asyncio.ensure_future(messages)
    gone = asyncio.ensure_future(end_of_process(lambda: server.process_id))
    await asyncio.wait({reading, gone}, return_when=asyncio.FIRST_COMPLETED)
    if reading.done():
        with suppress(asyncio.IncompleteReadError):  # the client has ended within a message
            reading.result()
