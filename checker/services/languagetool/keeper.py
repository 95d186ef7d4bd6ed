"""The keeper of a LanguageTool server: a small process that starts Java, and ends it when nobody has used it for long.

It runs by its path, alone (`python -I -S keeper.py TOKEN`), imports the standard library only, takes its order as JSON
from standard input, and leaves the command that started it at once. Java never outlives it: on Linux the kernel sees to
that, elsewhere the next copydesk ends what a killed keeper left.

The order: `state` and `log`, the paths of the file that says where the server is and of the one that keeps Java's last
words; `command`, Java's, with PORT for the port; `record`, what the state is to say besides; `idle_seconds`,
`start_seconds`. The state's time of change is that of the last request, which Java prints: no client has to tell.
"""

from __future__ import annotations

import collections
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any, NoReturn

_TRIES = 5  # another program may take the port between our choice and Java's
_LONGEST_SLEEP_SECONDS = 20.0
_GRACE_SECONDS = 5.0
_LINES = 100  # of Java's last words
_STARTED = "Server started"  # LanguageTool has the port; before that another program may answer there
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Keeper:
    """One Java and what is known of it."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        self._said: collections.deque[str] = collections.deque(maxlen=_LINES)
        self._ended = threading.Event()
        self._java: subprocess.Popen[str] | None = None
        self._used = time.monotonic()
        self._failed = False

    def keep(self) -> None:
        """Starts Java and stays until it ends, or is to end."""
        try:
            if self._start():
                self._wait_until_idle()
        finally:
            self._end()

    def _start(self) -> bool:
        for _ in range(_TRIES):
            port = _free_port()
            self._launch(port)
            self._write_state(port, ready=False)
            if self._answers(port):
                self._write_state(port, ready=True)
                return True
            if not any("Address already in use" in line or "BindException" in line for line in self._said):
                break
        self._write_log()
        self._failed = True
        self._write_state(0, ready=False, failed=self._reason())  # stays, for the command that waits
        return False

    def _launch(self, port: int) -> None:
        self._said.clear()
        self._ended = threading.Event()
        command = [str(port) if part == "PORT" else part for part in self._order["command"]]
        die_with_us = _die_with_parent() if sys.platform == "linux" else None
        self._java = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            preexec_fn=die_with_us,
            creationflags=_NO_WINDOW,
        )
        threading.Thread(target=self._listen, args=(self._java, self._ended), daemon=True).start()

    def _listen(self, java: subprocess.Popen[str], ended: threading.Event) -> None:
        assert java.stdout
        for line in java.stdout:
            self._said.append(line)
            now = time.monotonic()
            if now - self._used > 1:
                with suppress(OSError):
                    os.utime(self._order["state"])
            self._used = now
        java.wait()
        ended.set()

    def _answers(self, port: int) -> bool:
        """Waits until Java answers on the port, or ends, or has had its time."""
        until = time.monotonic() + self._order["start_seconds"]
        while time.monotonic() < until and not self._ended.wait(0.05):
            if any(_STARTED in line for line in list(self._said)) and _healthy(port):
                return True
        return False

    def _wait_until_idle(self) -> None:
        while True:
            left = self._used + self._order["idle_seconds"] - time.monotonic()
            if left <= 0:
                return
            if self._ended.wait(min(left, _LONGEST_SLEEP_SECONDS)):
                self._write_log()
                return
            if not self._is_ours():
                return

    def _is_ours(self) -> bool:
        try:
            with open(self._order["state"], encoding="utf-8") as file:
                return bool(json.load(file)["keeper"] == os.getpid())
        except (OSError, ValueError, KeyError):
            return False

    def _write_state(self, port: int, ready: bool, failed: str = "") -> None:
        java = self._java.pid if self._java else 0
        state = {**self._order["record"], "keeper": os.getpid(), "pid": java, "port": port, "ready": ready}
        state["failed"] = failed
        path = self._order["state"]
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            json.dump(state, file)
        os.replace(f"{path}.new", path)

    def _write_log(self) -> None:
        with suppress(OSError), open(self._order["log"], "w", encoding="utf-8") as file:
            file.writelines(self._said)

    def _reason(self) -> str:
        if not self._ended.is_set():
            return f"it did not answer within {self._order['start_seconds']:.0f} s"
        lines = [line.strip() for line in self._said if line.strip()]
        telling = [line for line in lines if line.startswith(("Error", "Exception", "Caused by"))]
        return (telling or lines or ["it ended without a word"])[-1][:300]

    def _end(self) -> None:
        """Java ends; its state goes first, so that nobody is sent to a server that is going."""
        if self._is_ours() and not self._failed:
            with suppress(OSError):
                os.unlink(self._order["state"])
        if self._java is not None and self._java.poll() is None:
            self._java.terminate()
            if not self._ended.wait(_GRACE_SECONDS):
                self._java.kill()
                self._ended.wait(_GRACE_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _healthy(port: int) -> bool:
    """Whether a LanguageTool answers on the port; http.client would cost as much memory as all the rest here."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"GET /v2/healthcheck HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def _die_with_parent() -> Any:
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask_the_kernel() -> None:
        prctl(1, int(signal.SIGKILL))  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    Keeper(json.load(sys.stdin)).keep()
