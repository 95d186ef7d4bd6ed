"""The language server as a process: it ends well, prints nothing, and bears with its client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp_editor import COPYDESK, FAULTY, Editor, capabilities


def test_the_server_ends_as_it_is_asked_to(tmp_path: Path) -> None:
    editor = Editor(capabilities(), tmp_path)
    editor.client.exit(None)
    assert editor.end() == 1  # nobody asked it to shut down


def test_the_server_ends_with_its_input(tmp_path: Path) -> None:
    editor = Editor(capabilities(), tmp_path)
    editor.open("untitled:a", FAULTY)
    assert editor.end() == 0


def test_the_server_ends_with_its_client(tmp_path: Path) -> None:
    """Though another process holds the pipe open."""
    brief = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1.5)"])
    server = subprocess.Popen([COPYDESK, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path)
    assert server.stdin is not None
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": brief.pid, "capabilities": {}}}
    message = json.dumps(body)
    server.stdin.write(f"Content-Length: {len(message)}\r\n\r\n{message}".encode())
    server.stdin.flush()
    brief.wait()
    assert server.wait(30) == 0
    server.stdin.close()
    assert server.stdout is not None
    server.stdout.close()


def test_what_is_no_message_stops_nothing(tmp_path: Path) -> None:
    editor = Editor(capabilities(), tmp_path)
    server = editor.client._server
    assert server is not None
    assert server.stdin is not None
    for broken in (b"{]", b"[1, 2]", b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": 3}'):
        server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(broken), broken))
    assert [d.code for d in editor.open("untitled:a", FAULTY)] == ["repeated-word"]
    assert all("a defect" in m.message for m in editor.client.messages)
    assert len({m.message for m in editor.client.messages}) == len(editor.client.messages)
    assert editor.close() == 0


def test_nothing_but_the_protocol_is_printed(tmp_path: Path) -> None:
    """A rule of another package prints, and fails: the person is told once, and the findings of the others come."""
    package = tmp_path / "site" / "chatty"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "import os, sys, subprocess\n"
        "from copydesk import Rule\n"
        "class ChattyRule(Rule):\n"
        "    '''Prints.'''\n"
        "    name, category, severity = 'chatty', 'noise', 'info'\n"
        "    def check(self, article, context):\n"
        "        print('from Python', flush=True); os.system('echo from a child'); print(sys.stdin.read())\n"
        "        raise ValueError('no idea')\n"
    )
    info = tmp_path / "site" / "chatty-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: chatty\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[copydesk.rules]\nchatty = chatty:ChattyRule\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    editor = Editor(capabilities(), tmp_path, environment=environment)
    assert [d.code for d in editor.open("untitled:a", FAULTY)] == ["repeated-word"]
    editor.type("untitled:a", "talks", "walks")
    assert [d.code for d in editor.diagnostics("untitled:a")] == ["repeated-word"]
    (message,) = [m.message for m in editor.client.messages if "chatty" in m.message]
    assert "the rule chatty failed (ValueError: no idea)" in message
    assert editor.close() == 0


def test_a_missing_extra_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, package=None: None if name == 'pygls' else find(name, package)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([COPYDESK, "lsp"], env=environment, capture_output=True, text=True)
    told = "copydesk: the language server is not installed (pygls is missing): pip install 'copydesk[lsp]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_a_tier_that_is_none_is_one_line() -> None:
    done = subprocess.run([COPYDESK, "lsp", "--tiers", "globl"], capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "no tier is named “globl”" in done.stderr


def test_a_server_without_an_editor_is_one_line() -> None:
    done = subprocess.run([COPYDESK, "lsp"], stderr=subprocess.PIPE, text=True, preexec_fn=lambda: os.close(0))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "is for an editor to start" in done.stderr


def test_a_clients_bad_request_is_answered_and_told_to_nobody(editor: Editor, uri: str) -> None:
    editor.client.messages.clear()
    with pytest.raises(JsonRpcException, match="is not defined"):
        editor.run(editor.client.workspace_execute_command_async(types.ExecuteCommandParams("copydesk.absent")))
    assert editor.open(uri, FAULTY)
    assert editor.client.messages == []
