"""The desk as a process: it bears with slow and lost clients, stops what takes too long, and ends itself well."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from checker.serve.app import make_app
from checker.serve.judging import Setup
from checker.serve.limits import Limits
from checker.serve.running import Server, listening
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from tests.served import PROGRAM, TEXT, long_text, served

_SETUP = Setup(Settings(), ServiceSettings())
_LONG = long_text(19_000)


@contextmanager
def serving(limits: Limits) -> Iterator[str]:
    """A desk in a thread of this process, with limits of its own."""
    bound = listening("127.0.0.1", 0)
    ready = threading.Event()
    server = Server(make_app(_SETUP, limits=limits), limits, ready.set)

    async def run() -> None:
        await server.serve(sockets=[bound])

    running: Coroutine[Any, Any, None] = run()
    thread = threading.Thread(target=asyncio.run, args=(running,))
    thread.start()
    try:
        assert ready.wait(30)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
        bound.close()


def raw(address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 30)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /api/sta",
    ],
)
def test_who_does_not_send_a_whole_request_is_let_go(sent: bytes) -> None:
    with serving(Limits(body_seconds=0.5)) as address, raw(address) as client:
        client.sendall(sent)
        began = time.monotonic()
        while client.recv(65_536):
            pass
        assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /api/status HTTP/1.0\r\n\r\n", b"403"),
        (b"GET http://example.com/api/status HTTP/1.1\r\nHost: example.com\r\n\r\n", b"403"),
        (b"GET /api/status HTTP/1.1\r\nHost: localhost\r\nHost: example.com\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40) + b"\r\n\r\n", b"400"),
        (b"GET //example.com/%2e%2e HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET /api/status HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", b"200"),
    ],
)
def test_odd_requests_are_answered(server: str, sent: bytes, status: bytes) -> None:
    with raw(server) as client:
        client.sendall(sent)
        assert client.recv(65_536).split()[1] == status


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(Limits()) as address:
        yield address


def test_a_form_of_many_fields_is_refused_at_once(server: str) -> None:
    began = time.monotonic()
    answer = httpx.post(f"{server}/v2/check", content=b"a&" * 3_000_000, timeout=60)
    assert (answer.status_code, time.monotonic() - began < 10) == (400, True)


def test_who_does_not_read_the_answer_is_let_go() -> None:
    body = b'{"text": "' + b"The the dog. " * 20_000 + b'"}'
    head = (
        f"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    )
    with serving(Limits(body_seconds=1.0)) as address, raw(address) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(head.encode() + b"\r\n\r\n" + body)
        until = time.monotonic() + 50
        server = psutil.Process()
        port = client.getsockname()[1]

        def is_open() -> bool:
            return any(
                c.raddr and c.raddr.port == port for c in server.net_connections("tcp") if c.status != "CLOSE_WAIT"
            )

        while is_open() and time.monotonic() < until:
            assert httpx.get(f"{address}/api/status").status_code == 200  # others are served
            time.sleep(0.2)
        assert time.monotonic() < until


def test_a_check_that_takes_too_long_is_answered_so_and_the_next_one_done() -> None:
    with serving(Limits(quick_seconds=0.2)) as address:
        httpx.post(f"{address}/api/check", json={"text": TEXT}, timeout=60)
        slow = httpx.post(f"{address}/api/check", json={"text": _LONG}, timeout=60)
        assert (slow.status_code, "retry-after" in slow.headers) == (503, True)
        assert "longer than 0.2 seconds" in slow.json()["error"]
        said = httpx.post(f"{address}/api/check/stream", json={"text": _LONG}, timeout=60).text
        assert said.startswith("event: note\n")
        assert said.endswith("event: done\ndata: {}\n\n")
        answers = [httpx.post(f"{address}/api/check", json={"text": TEXT}, timeout=60).status_code for _ in range(8)]
        assert answers[-1] == 200


def test_a_client_that_goes_away_stops_the_work() -> None:
    with serving(Limits()) as address:
        httpx.post(f"{address}/api/check", json={"text": TEXT}, timeout=60)
        for path in ("/api/check", "/api/check/stream"):
            for _ in range(6):
                with pytest.raises(httpx.TimeoutException):
                    httpx.post(f"{address}{path}", json={"text": _LONG}, timeout=0.2).read()
        began = time.monotonic()
        assert httpx.post(f"{address}/api/check", json={"text": TEXT}, timeout=60).status_code == 200
        assert time.monotonic() - began < 20  # and not after all that was given up


def test_asked_to_end_it_finishes_what_runs_and_leaves_nothing_behind() -> None:
    with served("--no-config") as server:
        children = psutil.Process(server.process.pid).children()
        answers: list[httpx.Response] = []
        ask = threading.Thread(
            target=lambda: answers.append(httpx.post(f"{server.address}/api/check", json={"text": _LONG}, timeout=60))
        )
        ask.start()
        time.sleep(0.5)
        assert server.end() == 0
        ask.join(60)
        assert [answer.status_code for answer in answers] == [200]
        assert server.process.stderr
        assert server.process.stderr.read() == ""
        assert children
        assert psutil.wait_procs(children, 10)[1] == []


def test_asked_twice_it_ends_at_once_and_without_a_word() -> None:
    with served("--no-config") as server:
        httpx.post(f"{server.address}/api/check", json={"text": TEXT}, timeout=60)
        children = psutil.Process(server.process.pid).children()
        with ThreadPoolExecutor() as asking:
            body = {"text": _LONG}
            going = asking.submit(httpx.post, f"{server.address}/api/check", json=body, timeout=60)
            time.sleep(0.5)
            for _ in range(2):
                server.process.send_signal(signal.SIGTERM)
                time.sleep(0.2)
            server.process.wait(20)
            going.exception()
        assert server.process.stderr
        assert server.process.stderr.read() == ""
        assert psutil.wait_procs(children, 10)[1] == []


def test_ctrl_c_ends_it_well_too() -> None:
    with served("--no-config") as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(60) == 0


def test_its_processes_end_with_it_even_when_it_is_killed() -> None:
    with served("--no-config") as server:
        httpx.post(f"{server.address}/api/check", json={"text": TEXT}, timeout=60)
        children = psutil.Process(server.process.pid).children()
        server.process.kill()
        assert children
        assert psutil.wait_procs(children, 20)[1] == []


def test_a_second_server_on_the_port_says_so_in_a_line() -> None:
    with served("--no-config") as server:
        second = subprocess.run(
            [PROGRAM, "serve", "--tiers", "local", "--port", str(server.port)], capture_output=True, encoding="utf-8"
        )
    assert second.returncode == 2
    assert second.stderr.startswith(f"copydesk: port {server.port} is in use")
    assert second.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0"], "add --public"),
        (["--host", "192.0.2.1", "--public"], "cannot listen on 192.0.2.1"),
        (["--tiers", "nothing"], "no tier is named “nothing”"),
        (["--config", "absent.toml"], "absent.toml"),
        (["--siblings", "absent/wire"], "--siblings absent/wire: no such file or folder"),
    ],
)
def test_what_cannot_be_served_is_said_in_a_line(arguments: list[str], said: str) -> None:
    answer = subprocess.run(
        [PROGRAM, "serve", "--tiers", "local", "--port", "0", *arguments], capture_output=True, encoding="utf-8"
    )
    assert (answer.returncode, answer.stdout) == (2, "")
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_it_writes_nothing_and_runs_nothing_of_the_folder_it_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    (folder / "rules").mkdir(parents=True)
    for name in ("checker.py", "reports.py", "starlette.py", "rules/__init__.py"):
        (folder / name).write_text("raise SystemExit('the folder’s own code was run')")
    monkeypatch.chdir(folder)
    places = {name: str(tmp_path / name) for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR")}
    for place in places.values():
        os.mkdir(place)
    before = sorted(tmp_path.rglob("*"))
    with served(**places) as server:
        for path in ("/api/check", "/api/report", "/api/fix"):
            assert httpx.post(f"{server.address}{path}", json={"text": TEXT}, timeout=60).status_code == 200
        assert server.end() == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_without_its_packages_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.cli import serve
    from checker.errors import UsageError

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "uvicorn" else object())
    with pytest.raises(UsageError, match=r"uvicorn is missing.*pip install 'copydesk\[web\]'"):
        serve._require()


def test_the_configuration_of_the_house_holds(tmp_path: Path) -> None:
    config = tmp_path / "house.toml"
    config.write_text('ignore = ["repeated-word"]\n', "utf-8")
    with served("--config", str(config)) as server:
        result = httpx.post(f"{server.address}/api/check", json={"text": TEXT}, timeout=60).json()
    assert result["findings"] == []
