"""What an editor is shown of a document."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lsprotocol import types

from checker.lsp.session import PAUSE_SECONDS
from tests.lsp_editor import COPYDESK, FAULTY, Editor

ROOT = Path(__file__).parents[1]


def test_a_seed_has_its_findings_where_check_has_them(editor: Editor, tmp_path: Path) -> None:
    seed = next((ROOT / "seeds").glob("002_*.txt"))
    text = seed.read_text(encoding="utf-8")
    (tmp_path / "seed.txt").write_text(text, encoding="utf-8")
    found = editor.open((tmp_path / "seed.txt").as_uri(), text)
    passages = {(d.code, editor.passage((tmp_path / "seed.txt").as_uri(), d.range)) for d in found}
    assert ("repeated-phrase", "two U.S. officials said, two U.S. officials said") in passages
    done = subprocess.run(
        [COPYDESK, "check", "--tiers", "local", "--format", "jsonl", "seed.txt"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    findings = json.loads(done.stdout)["findings"]
    assert passages == {(f["rule"], text[f["start"] : f["end"]]) for f in findings}
    assert {d.data["fingerprint"] for d in found} == {f["fingerprint"] for f in findings}  # type: ignore[index]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_ranges_count_what_the_client_counts(editors: Callable[..., Editor], uri: str, encoding: str) -> None:
    editor = editors(encoding)
    assert editor.answer.capabilities.position_encoding == encoding
    text = "Für 🦊🦊 alle.\x0b Noch eine\u2028Zeile.\r\nThe 🦊 fox said said “no” to him.\n"
    first = editor.open(uri, text)
    assert [editor.passage(uri, d.range) for d in first if d.code == "repeated-word"] == ["said said"]
    # An edit behind the emoji, then one that splits the line.
    editor.type(uri, "said said", "said went went")
    assert [editor.passage(uri, d.range) for d in editor.diagnostics(uri)] == ["went went"]
    editor.type(uri, "🦊 fox", "🦊\n\n🦊 old fox")
    assert [editor.passage(uri, d.range) for d in editor.diagnostics(uri)] == ["went went"]


def test_a_pause_in_typing_is_waited_for(editor: Editor, uri: str) -> None:
    editor.open(uri, "The minister spoke.\n")
    began = time.monotonic()
    for before, after in (("spoke.", "spoke at"), ("at", "at length, but"), ("but", "but but he left.")):
        editor.type(uri, before, after)
    assert [d.code for d in editor.diagnostics(uri)] == ["repeated-word"]
    assert time.monotonic() - began >= PAUSE_SECONDS
    assert len(editor.published[uri]) < 4  # a machine that stands still between two keys may see one of them alone
    # Who asks need not wait.
    editor.type(uri, "but but", "but but but")
    assert editor.hover(uri, "but but but")
    assert editor.published[uri][-1].version == 5


def test_what_is_closed_shows_nothing(editor: Editor, uri: str) -> None:
    assert editor.open(uri, FAULTY)
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    editor.until(lambda: not editor.published[uri][-1].diagnostics)


def test_a_client_that_asks_is_answered_and_sent_nothing(editors: Callable[..., Editor], uri: str) -> None:
    editor = editors(pulls=True)
    assert editor.answer.capabilities.diagnostic_provider is not None
    editor.show(uri, FAULTY)
    report = editor.pull(uri)
    assert (report.kind, [d.code for d in report.items]) == ("full", ["repeated-word"])
    assert editor.pull(uri, report.result_id).kind == "unchanged"
    editor.type(uri, "said said", "said")
    assert editor.pull(uri, report.result_id).items == ()
    assert editor.pull("file:///nowhere.txt").items == ()
    assert uri not in editor.published


def test_a_client_that_is_not_told_of_news_does_not_ask(editor: Editor) -> None:
    assert editor.answer.capabilities.diagnostic_provider is None


def test_a_question_that_is_taken_back_is_not_answered(editors: Callable[..., Editor], uri: str) -> None:
    editor = editors(pulls=True)
    editor.show(uri, FAULTY * 4000)
    asked = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    future = editor.client.protocol.send_request(types.TEXT_DOCUMENT_DIAGNOSTIC, asked, msg_id="asked")
    editor.client.cancel_request(types.CancelParams("asked"))
    editor.until(future.done)
    assert getattr(future.exception(), "code", None) == types.LSPErrorCodes.RequestCancelled
    editor.type(uri, FAULTY * 4000, FAULTY)
    assert len(editor.pull(uri).items) == 1


def test_markdown_is_read_as_markdown(editor: Editor, tmp_path: Path) -> None:
    text = "---\ntitle: The the talks\n---\n\nHe `said said` but **said [said](x) 🦊 went went** to &amp; fro fro.\n"
    for name, language in (("a.md", "plaintext"), ("b.txt", "markdown")):
        uri = (tmp_path / name).as_uri()
        found = editor.open(uri, text, language)
        expected = ["The the", "went went", "fro fro"]
        assert [editor.passage(uri, d.range) for d in found] == ["The the", "said [said", *expected[1:]]


def test_html_is_read_as_html(editor: Editor, tmp_path: Path) -> None:
    uri = (tmp_path / "a.html").as_uri()
    text = "<nav>said said</nav><h1>The 🦊 talks</h1><p>He left.</p>\n<p>He said&nbsp;said it.</p>"
    assert [editor.passage(uri, d.range) for d in editor.open(uri, text, "html")] == ["said&nbsp;said"]


def test_many_articles_in_one_file_are_left_to_check(editor: Editor, tmp_path: Path) -> None:
    uri = (tmp_path / "many.jsonl").as_uri()
    editor.show(uri, '{"text": "He said said it."}\n', "jsonl")
    editor.until(lambda: uri in editor.published)
    assert editor.published[uri][-1].diagnostics == ()


def test_what_was_never_saved_is_checked(editor: Editor) -> None:
    assert [d.code for d in editor.open("untitled:Untitled-1", FAULTY)] == ["repeated-word"]
    assert [d.code for d in editor.open("vscode-vfs://github/a/b.md", FAULTY)] == ["repeated-word"]
