"""Which LanguageTool servers run on this machine for this user: a small file for each, written by its keeper.

A file may outlive what it tells of. Each start has a token that stands in the command lines of keeper and Java, so that
another program that has got a number again is never taken for them, nor ended.
"""

from __future__ import annotations

import getpass
import os
import platform
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from checker.services.cache import cache_folder
from checker.services.loopback import is_loopback
from checker.services.services import ServiceUnavailableError

if TYPE_CHECKING:
    from checker.services.settings import CacheSettings

# How long a server may take to answer, one try after another: a busy one is not a dead one.
_PATIENCE_SECONDS = (3.0, 10.0, 20.0)
_GRACE_SECONDS = 5.0


class _Software(msgspec.Struct):
    version: str


class _Info(msgspec.Struct):
    software: _Software


class Record(msgspec.Struct, frozen=True):
    """What a keeper says of its server: numbers of the processes, the port on loopback, memory limit in MB. `failed`
    is why it could not be started, or ""."""

    token: str
    keeper: int
    pid: int
    port: int
    ready: bool
    failed: str
    memory_mb: int
    idle_seconds: float
    java: str

    @property
    def url(self) -> str:
        """The server's address, without a path."""
        return f"http://127.0.0.1:{self.port}"


def servers_folder(settings: CacheSettings) -> Path:
    """The folder of the files; in the cache, or where that cannot be written, in the folder of temporary files.

    Raises:
        ServiceUnavailableError: there is no place for them.
    """
    node = re.sub(r"[^\w.-]", "_", platform.node()) or "localhost"
    for folder in (cache_folder(settings) / "servers" / node, Path(tempfile.gettempdir(), f"copydesk-{_user()}")):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.access(folder, os.W_OK) and _is_own(folder):
                return folder
    raise ServiceUnavailableError(
        f"{cache_folder(settings)}: cannot be written, so no LanguageTool server can be shared; "
        f"move the cache (cache.folder), or name a running server (languagetool.url)"
    )


def read_record(state: Path) -> Record | None:
    """What a file tells, or None where there is none to be read."""
    try:
        return msgspec.json.decode(state.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError):
        return None


def records(settings: CacheSettings) -> list[tuple[Path, Record]]:
    """All files with what they tell, dead servers included."""
    found = ((state, read_record(state)) for state in sorted(servers_folder(settings).glob("server-*.json")))
    return [(state, record) for state, record in found if record is not None]


def is_alive(record: Record) -> bool:
    """Whether its processes are there, the keeper and Java: without its keeper a server would never end."""
    return _is_process(record.keeper, record.token) and _is_process(record.pid, record.token)


def memory_bytes(record: Record) -> int:
    """What its Java takes of the machine's memory; 0 where it is gone."""
    import psutil  # type: ignore[import-untyped]

    try:
        return int(psutil.Process(record.pid).memory_info().rss)
    except psutil.Error:
        return 0


def version_at(url: str, patience: tuple[float, ...] = _PATIENCE_SECONDS) -> str | None:
    """The version of the LanguageTool that answers at an address, or None; `patience` is in seconds, one try each."""
    import http.client
    import urllib.error
    import urllib.request

    proxies: dict[str, str] | None = {} if is_loopback(url) else None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
    for seconds in patience:
        try:
            with opener.open(f"{url}/v2/info", timeout=seconds) as answer:
                return msgspec.json.decode(answer.read(), type=_Info).software.version
        except TimeoutError:
            continue
        except urllib.error.URLError as error:
            if not isinstance(error.reason, TimeoutError):
                return None
        except (OSError, ValueError, msgspec.MsgspecError, http.client.HTTPException):
            return None  # something answers, but no LanguageTool
    return None


def end(record: Record, state: Path) -> None:
    """Ends what is left of a server, if it is ours, and takes its file away."""
    import psutil

    # Java first: its keeper then ends by itself, on every system.
    for pid in (record.pid, record.keeper):
        if not _is_process(pid, record.token):
            continue
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            if pid == record.pid:
                process.terminate()
            if not _gone(process):
                process.kill()
                _gone(process)
    left = read_record(state)
    if left is None or left.token == record.token:
        state.unlink(missing_ok=True)


def _gone(process: object) -> bool:
    """Whether a process ends in time. A zombie has ended, though its parent has not asked for it yet."""
    import psutil

    assert isinstance(process, psutil.Process)
    until = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < until:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def _is_process(pid: int, token: str) -> bool:
    import psutil

    if pid <= 0:
        return False
    try:
        return any(token in part for part in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def _user() -> str:
    try:
        return re.sub(r"\W", "_", getpass.getuser())
    except (OSError, KeyError):  # a user without a name, as in some containers
        return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _is_own(folder: Path) -> bool:
    """Whether nobody else made the folder, who could then send us to a server of theirs."""
    return not hasattr(os, "getuid") or (not folder.is_symlink() and folder.stat().st_uid in (os.getuid(), 0))
