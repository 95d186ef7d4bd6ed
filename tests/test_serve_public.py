"""A desk in public: its token, and the way in for who started it."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.served import PROGRAM, served


@pytest.mark.parametrize("token", ["short", "a long one with spaces", "żółta-łódź-podwodna"])
def test_a_token_that_is_no_secret_or_fits_no_header_is_refused(token: str) -> None:
    arguments = [PROGRAM, "serve", "--tiers", "local", "--port", "0", "--public"]
    environment = {**os.environ, "COPYDESK_TOKEN": token}
    answer = subprocess.run(arguments, capture_output=True, encoding="utf-8", env=environment)
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert "COPYDESK_TOKEN needs 16 characters" in answer.stderr


def test_in_public_it_prints_the_token_that_it_asks_for() -> None:
    with served("--no-config", "--public") as server:
        token = server.line.partition("?token=")[2].split()[0]
        assert len(token) >= 32
        assert httpx.get(f"{server.address}/api/status").status_code == 401
        with httpx.Client(base_url=server.address, follow_redirects=True) as client:
            assert client.get("/", params={"token": token}).status_code == 200
            assert client.get("/api/status").status_code == 200


def test_the_browser_is_sent_on_its_way_without_the_token_on_its_command_line(tmp_path: Path) -> None:
    browser, told = tmp_path / "browser", tmp_path / "told"
    browser.write_text(f'#!/bin/sh\necho "$1" > {told}.new\nmv {told}.new {told}\n')
    browser.chmod(0o700)
    with served("--no-config", "--public", "--open", BROWSER=str(browser)) as server:
        until = time.monotonic() + 30
        while not told.exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        door = Path(told.read_text().strip().removeprefix("file://"))
        token = server.line.partition("?token=")[2].split()[0]
        assert f"url={server.address}/?token={token}" in door.read_text("utf-8")
        assert token not in str(door)
        assert stat.S_IMODE(door.parent.stat().st_mode) == 0o700
        assert server.end() == 0
    assert not door.parent.exists()
