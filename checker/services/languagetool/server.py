"""One LanguageTool server a machine and user: found where one runs, started where none does, kept by its keeper."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checker.services.languagetool.install import Distribution, distribution, install
from checker.services.languagetool.java import find_java
from checker.services.languagetool.running import Record, end, is_alive, read_record, servers_folder, version_at
from checker.services.loopback import is_loopback
from checker.services.services import ServiceUnavailableError

if TYPE_CHECKING:
    from checker.services.settings import ServiceSettings

_START_SECONDS = 120.0
_GRACE_SECONDS = 10.0
# A server that was used so lately is waited for so long, should it not answer at once.
_USED_SECONDS, _BUSY_SECONDS = 60.0, 120.0
_KEEPER = Path(__file__).with_name("keeper.py")
# Measured on 51,000 words of news: with the second compiler 38 s of a processor go by, with the first alone 30 s, rule
# loading included, and the serial collector halves the memory. A server that is out of memory ends and is replaced.
_JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true")
# Without a pool of pipelines LanguageTool sets up its rules anew for each request.
_PROPERTIES = "pipelineCaching=true\nmaxPipelinePoolSize=20\npipelineExpireTimeInSeconds=3600\n"


class ServerError(ServiceUnavailableError):
    """No LanguageTool server answers, and none could be started."""


class Server(NamedTuple):
    """A LanguageTool server that answers: `url` without a path, `pid` of its Java or None where it is not ours."""

    url: str
    version: str
    pid: int | None
    started_by_us: bool


def connect(settings: ServiceSettings, note: Callable[[str], None]) -> Server:
    """The server of this machine and user, installed and started if need be.

    It counts as used with each request, and ends after the idle time. Where a request finds it gone, connect again.

    Raises:
        ServiceUnavailableError: there is none; its text says why and what to do.
    """
    if settings.languagetool.url:
        return _given(settings)
    program = distribution(settings) or install(settings, note)
    state = servers_folder(settings.cache) / f"{_key(settings, program)}.json"
    from filelock import FileLock

    with FileLock(state.with_suffix(".lock")):
        return _running(state) or _start(settings, program, state)


def _given(settings: ServiceSettings) -> Server:
    url = settings.languagetool.url
    base = url.rstrip("/").removesuffix("/v2")
    if not base.startswith(("http://", "https://")):
        raise ServerError(f"languagetool.url must begin with http:// or https://, not {url!r}")
    if settings.offline and not is_loopback(base):
        raise ServerError(f"{base} is another machine, and offline no text is sent there; leave out languagetool.url")
    version = version_at(base, (settings.languagetool.timeout_seconds,))
    if version is None:
        raise ServerError(f"{base}: no LanguageTool answers there; languagetool.url must name a running server")
    return Server(base, version, None, started_by_us=False)


def _key(settings: ServiceSettings, program: Distribution) -> str:
    """What makes a server another one: its files, its Java, its memory."""
    chosen = settings.languagetool
    content = json.dumps([program.identity, chosen.java, chosen.memory_mb])
    return "server-" + hashlib.sha256(content.encode()).hexdigest()[:12]


def _running(state: Path) -> Server | None:
    """The server that the file tells of, if it answers; else what is left of it is ended."""
    record = read_record(state)
    if record is None:
        return None
    if not record.ready and not record.failed and is_alive(record):
        # The command that had it started was killed; its keeper goes on.
        starting = record
        record = _wait_until_ready(state, lambda: not is_alive(starting)) or starting
    if record.ready and is_alive(record):
        version = version_at(record.url)
        if not version and _was_used(state):
            version = version_at(record.url, (_BUSY_SECONDS,))  # others use it: it is busy, not broken
        if version:
            return Server(record.url, version, record.pid, started_by_us=False)
    end(record, state)
    return None


def _was_used(state: Path) -> bool:
    """Whether the keeper has seen a request lately: it then touches the file."""
    try:
        return time.time() - state.stat().st_mtime < _USED_SECONDS
    except OSError:
        return False


def _start(settings: ServiceSettings, program: Distribution, state: Path) -> Server:
    java = find_java(settings.languagetool.java)
    token = f"copydesk-{secrets.token_hex(8)}"
    log = state.with_suffix(".log")
    state.unlink(missing_ok=True)
    try:
        keeper = _launch(_order(settings, program, state, java.path, token), token, log)
    except OSError as error:
        why = f"{error.strerror or error}, in {state.parent}; make room, or choose another cache.folder"
        raise ServerError(f"LanguageTool could not be started: {why}") from error
    record = _wait_until_ready(state, lambda: keeper.poll() is not None)
    if record is None or not record.ready:
        with suppress(subprocess.TimeoutExpired):
            keeper.wait(_GRACE_SECONDS)
        why = record.failed if record else "its keeper ended"
        state.unlink(missing_ok=True)
        words = f"(with {java.path}; its last words are in {log}); `copydesk doctor` says what is damaged"
        raise ServerError(f"LanguageTool did not start: {why} {words}")
    # It outlives us: nobody is to wait for it, nor to be warned that it still runs.
    keeper.returncode = 0
    version = version_at(record.url)
    if version is None:
        raise ServerError(f"LanguageTool was started on {record.url}, but does not answer there")
    return Server(record.url, version, record.pid, started_by_us=True)


def _order(settings: ServiceSettings, program: Distribution, state: Path, java: str, token: str) -> dict[str, object]:
    """What the keeper is to do, as keeper.py describes it; writes the files that Java reads."""
    chosen = settings.languagetool
    properties, arguments = state.with_suffix(".properties"), state.with_suffix(".arguments")
    properties.write_text(_PROPERTIES, encoding="utf-8")
    classpath = os.pathsep.join(map(str, program.classpath)).replace("\\", "\\\\").replace('"', '\\"')
    arguments.write_text(f'-cp "{classpath}"\n', encoding="utf-8")
    memory = f"-Xmx{chosen.memory_mb}m"
    main = ("org.languagetool.server.HTTPServer", "--port", "PORT", "--config", str(properties))
    idle_seconds = chosen.idle_minutes * 60
    return {
        "state": str(state),
        "log": str(state.with_suffix(".log")),
        "command": [java, memory, *_JVM, f"-Dcopydesk.server={token}", f"@{arguments}", *main],
        "record": {"token": token, "memory_mb": chosen.memory_mb, "idle_seconds": idle_seconds, "java": java},
        "idle_seconds": idle_seconds,
        "start_seconds": _START_SECONDS,
    }


def _launch(order: dict[str, object], token: str, log: Path) -> subprocess.Popen[bytes]:
    """The keeper, in a session of its own and holding nothing of ours: no terminal, no pipe, no folder."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with log.open("wb") as words:
        keeper = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_KEEPER), token],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=words,
            cwd=os.path.abspath(os.sep),
            start_new_session=True,
            creationflags=flags,
        )
    assert keeper.stdin
    with keeper.stdin as pipe:
        pipe.write(json.dumps(order).encode())
    return keeper


def _wait_until_ready(state: Path, is_gone: Callable[[], bool]) -> Record | None:
    """What the keeper says once its server answers or has failed; before its end, what it said last, if anything."""
    until = time.monotonic() + _START_SECONDS + 10
    while time.monotonic() < until:
        gone = is_gone()  # asked first: what it wrote last is then read
        record = read_record(state)
        if gone or (record is not None and (record.ready or record.failed)):
            return record
        time.sleep(0.05)
    return read_record(state)
