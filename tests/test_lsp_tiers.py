"""The language server with a slower tier: LanguageTool's place is taken by a server that marks every “teh”."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from lsprotocol import types

from tests.lsp_editor import FAULTY, Editor, capabilities


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Who asked may be gone by now."""


class LanguageTool:
    """A server that answers as soon as it is let to."""

    def __init__(self) -> None:
        self.answering = threading.Event()
        self.answering.set()
        self.greeted = self.asked = 0
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.greeted += 1
                english = [{"name": "English (US)", "code": "en", "longCode": "en-US"}]
                info = {"software": {"name": "LanguageTool", "version": "6.8"}}
                self.reply(english if self.path.endswith("/languages") else info)

            def do_POST(self) -> None:
                fake.asked += 1
                fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                fake.answering.wait(60)
                parts = json.loads(fields["data"][0])["annotation"]
                text = "".join(part.get("text") or part["markup"] for part in parts)
                rule = {"id": "SLIP", "issueType": "grammar", "category": {"id": "GRAMMAR"}}
                slip = {"message": "A slip.", "length": 3, "replacements": [{"value": "the"}], "rule": rule}
                matches = [{"offset": at, **slip} for at in range(len(text)) if text.startswith("teh", at)]
                ranges = [[0, len(text)]]
                self.reply({"software": {"version": "6.8"}, "sentenceRanges": ranges, "matches": matches})

            def reply(self, answer: object) -> None:
                body = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._http = _Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.answering.set()
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def fake() -> Iterator[LanguageTool]:
    """The server that the configuration names."""
    server = LanguageTool()
    yield server
    server.close()


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """A plain text of this test."""
    return (tmp_path / "article.txt").as_uri()


def editor_of(fake: LanguageTool, folder: Path, *, pulls: bool = False) -> Editor:
    """An editor whose server asks the fake one."""
    config = folder / "named.toml"
    cache = folder / "cache"
    config.write_text(f'[languagetool]\nurl = "{fake.url}"\n\n[cache]\nfolder = "{cache}"\n')
    return Editor(capabilities(pulls=pulls), folder, "--tiers", "local,grammar", "--config", str(config))


def test_slower_tiers_fill_in(fake: LanguageTool, tmp_path: Path, uri: str) -> None:
    fake.answering.clear()
    editor = editor_of(fake, tmp_path)
    text = FAULTY + "The tehsil council met on Monday, and the house was quiet again.\n"
    assert [d.code for d in editor.open(uri, text)] == ["repeated-word"]
    editor.until(lambda: [p["kind"] for p in editor.progress] == ["begin"])
    assert editor.progress[0]["title"] == "copydesk: grammar"
    # What is typed meanwhile is judged by the local tier at once, and the old question is dropped.
    editor.type(uri, "said said", "said")
    assert editor.diagnostics(uri) == []
    editor.until(lambda: [p["kind"] for p in editor.progress[:2]] == ["begin", "end"])
    fake.answering.set()
    editor.until(lambda: bool(editor.published[uri][-1].diagnostics))
    assert [p.version for p in editor.published[uri]] == [1, 2, 2]
    (found,) = editor.published[uri][-1].diagnostics
    assert editor.passage(uri, found.range) == "teh"
    assert editor.applied(uri, editor.actions(uri, found.range)[0].edit) == editor.texts[uri].replace("teh", "the", 1)
    # While they judge the next version, what they found in other paragraphs stays in sight.
    fake.answering.clear()
    editor.type(uri, "The minister", "“Yes.”\n\nThe the minister")
    shown = editor.diagnostics(uri)
    assert [editor.passage(uri, d.range) for d in shown] == ["The the", "teh"]
    editor.type(uri, "and the house", "while the house")
    assert [editor.passage(uri, d.range) for d in editor.diagnostics(uri)] == ["The the"]
    assert editor.close() == 0


def test_a_client_that_asks_is_told_of_news(fake: LanguageTool, tmp_path: Path, uri: str) -> None:
    editor = editor_of(fake, tmp_path, pulls=True)
    editor.show(uri, "The tehsil council met on Monday, and the house was quiet again.\n")
    first = editor.pull(uri)
    assert first.items == ()
    editor.until(lambda: editor.client.diagnostic_refresh_count > 0)
    second = editor.pull(uri, first.result_id)
    assert [editor.passage(uri, d.range) for d in second.items] == ["teh"]
    assert editor.pull(uri, second.result_id).kind == "unchanged"
    assert editor.close() == 0


def test_the_client_may_change_the_tiers(fake: LanguageTool, tmp_path: Path, uri: str) -> None:
    editor = editor_of(fake, tmp_path)
    editor.open(uri, "The tehsil council met on Monday, and the house was quiet again.\n")
    editor.until(lambda: bool(editor.published[uri][-1].diagnostics))
    editor.client.set_configuration({"tiers": ["local"]}, section="copydesk")
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    editor.until(lambda: not editor.published[uri][-1].diagnostics)
    asked = fake.asked
    editor.type(uri, "quiet", "silent")
    assert editor.diagnostics(uri) == []
    editor.rest(0.8)
    assert fake.asked == asked
    assert editor.close() == 0


def test_a_configuration_that_is_saved_lets_go_of_no_server(fake: LanguageTool, tmp_path: Path, uri: str) -> None:
    editor = editor_of(fake, tmp_path)
    editor.open(uri, "The tehsil council met on Monday, and the house was quiet again.\n")
    editor.until(lambda: bool(editor.published[uri][-1].diagnostics))
    greeted = fake.greeted
    config = tmp_path / "named.toml"
    config.write_text('accept = ["Ukrayinsk"]\n' + config.read_text())
    editor.type(uri, "quiet", "silent")
    asked = fake.asked
    editor.until(lambda: fake.asked > asked)
    assert fake.greeted == greeted
    assert editor.close() == 0


def test_nobody_waits_for_what_is_slow(fake: LanguageTool, tmp_path: Path, uri: str) -> None:
    fake.answering.clear()
    editor = editor_of(fake, tmp_path)
    editor.open(uri, FAULTY)
    editor.until(lambda: bool(editor.progress))
    token = next(iter(editor.client.progress_reports))
    editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
    editor.until(lambda: editor.progress[-1]["kind"] == "end")
    assert editor.hover(uri, "said said")
    began = time.monotonic()
    assert editor.close() == 0
    assert time.monotonic() - began < 30
    fake.answering.set()


def test_a_server_that_is_not_there_is_told_once(fake: LanguageTool, tmp_path: Path, uri: str) -> None:
    fake.close()
    editor = editor_of(fake, tmp_path)
    editor.open(uri, FAULTY)
    editor.until(lambda: any("grammar" in m.message for m in editor.client.messages))
    editor.type(uri, "talks", "walks")
    assert [d.code for d in editor.diagnostics(uri)] == ["repeated-word"]
    editor.rest(1.0)
    assert len(editor.client.messages) == 1
    assert editor.close() == 0
