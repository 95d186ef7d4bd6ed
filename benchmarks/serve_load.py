"""The desk under load: how soon it is there, how soon a finding is, and what many clients at once do to it.

    .venv/bin/python -m benchmarks.serve_load [--seconds 60] [--clients 50] [--slow 60] [--tiers local]
        [--path /api/check]

Each client posts one of the seeds after another and waits for its answer. The slow clients beside them send a request a
byte at a time, or half a body and no more, or ask and do not read. Printed are the answers by status, the times of the
answers, the memory of the server with its processes, and how it ended.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil  # type: ignore[import-untyped]

_PROGRAM = str(Path(sys.executable).with_name("copydesk"))
_SEEDS = Path(__file__).parent.parent / "seeds"
_WORDS = 1_000
_ROUNDS = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--slow", type=int, default=60)
    parser.add_argument("--tiers", default="local")
    parser.add_argument("--path", default="/api/check", help="/api/check, /api/check/stream or /v2/check")
    options = parser.parse_args()
    texts = [path.read_text("utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [_PROGRAM, "serve", "--no-config", "--port", "0", "--tiers", options.tiers], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    found = re.search(r"http://[^\s/]+", process.stderr.readline())
    assert found
    address = found.group()
    print(f"listening after {time.perf_counter() - begun:.2f} s")
    with httpx.Client(base_url=address, timeout=60) as client:
        client.get("/").raise_for_status()
        client.post("/api/check", json={"text": texts[0], "tiers": ["local"]}).raise_for_status()
    print(f"the page and the first result after {time.perf_counter() - begun:.2f} s")
    _single(address, " ".join(texts * 3))
    asyncio.run(_load(address, process.pid, texts, options))
    begun = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    print(f"ended with status {process.wait(90)} after {time.perf_counter() - begun:.1f} s")


def _single(address: str, text: str) -> None:
    """How long one client waits for the findings of the local tier in a thousand words."""
    words = list(re.finditer(r"\S+", text))
    times: list[float] = []
    with httpx.Client(base_url=address, timeout=60) as client:
        for n in range(_ROUNDS):
            body = {"text": text[words[n].start() : words[n + _WORDS].start()], "tiers": ["local"]}
            begun = time.perf_counter()
            with client.stream("POST", "/api/check/stream", json=body) as answer:
                for line in answer.iter_lines():
                    if line.startswith("data: {") and len(times) == n:
                        times.append(time.perf_counter() - begun)
    print(f"first event on {_WORDS:,} words: {_told(times)}")


async def _load(address: str, pid: int, texts: list[str], options: argparse.Namespace) -> None:
    until = time.perf_counter() + options.seconds
    statuses: Counter[str] = Counter()
    times: list[float] = []
    memory: list[float] = []
    slow = [asyncio.create_task(_slow(address, n, until)) for n in range(options.slow)]
    watching = asyncio.create_task(_watch(pid, memory, until))
    limits = httpx.Limits(max_connections=options.clients, max_keepalive_connections=options.clients)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        await asyncio.gather(
            *(_client(client, options.path, texts, n, until, statuses, times) for n in range(options.clients))
        )
    await asyncio.gather(watching, *slow, return_exceptions=True)
    number = sum(statuses.values())
    print(f"{options.clients} clients and {options.slow} slow ones for {options.seconds:g} s, {options.path}:")
    print(f"  answers {dict(statuses)}, {number / options.seconds:.0f} a second; {_told(times)}")
    print(
        f"  memory of all processes: {memory[0]:.0f} MB at first, {max(memory):.0f} at most, {memory[-1]:.0f} at last"
    )


async def _client(
    client: httpx.AsyncClient,
    path: str,
    texts: list[str],
    number: int,
    until: float,
    statuses: Counter[str],
    times: list[float],
) -> None:
    count = 0
    while time.perf_counter() < until:
        count += 1
        text = f"{texts[(number + count) % len(texts)]}\nClient {number} wrote this, article {count}."
        more: dict[str, Any] = {"json": {"text": text}}
        if path.startswith("/v2"):
            more = {"data": {"language": "en-US", "text": text}}
        begun = time.perf_counter()
        try:
            answer = await client.post(path, **more)
        except httpx.HTTPError as error:
            statuses[type(error).__name__] += 1
            continue
        times.append(time.perf_counter() - begun)
        whole = answer.text.rstrip().endswith(("}", "data: {}"))
        statuses[str(answer.status_code) if whole else "cut off"] += 1


async def _slow(address: str, number: int, until: float) -> None:
    """A client of one of three kinds, which comes again when it is let go."""
    port = urllib.parse.urlsplit(address).port
    body = json.dumps({"text": "The the dog. " * 20_000}).encode()
    head = (
        b"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n"
    )
    while time.perf_counter() < until:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            try:
                if number % 3 == 0:
                    for byte in head:
                        writer.write(bytes([byte]))
                        await writer.drain()
                        await asyncio.sleep(min(1.0, max(0.0, until - time.perf_counter())))
                else:
                    writer.write(head + body[: len(body) if number % 3 == 1 else 1000])
                    while time.perf_counter() < until and not reader.at_eof() and not writer.is_closing():
                        await asyncio.sleep(0.5)
            finally:
                writer.close()


async def _watch(pid: int, memory: list[float], until: float) -> None:
    server = psutil.Process(pid)
    while time.perf_counter() < until or not memory:
        used = 0
        for process in (server, *server.children(recursive=True)):
            with suppress(psutil.Error):
                used += process.memory_info().rss
        memory.append(used / 1e6)
        await asyncio.sleep(1)


def _told(times: list[float]) -> str:
    if len(times) < 2:
        return "no times"
    cuts = statistics.quantiles(times, n=100)
    return (
        f"median {1000 * cuts[49]:.0f} ms, 95 of 100 under {1000 * cuts[94]:.0f}, the longest {1000 * max(times):.0f}"
    )


if __name__ == "__main__":
    main()
