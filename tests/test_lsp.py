"""The language server, as an editor meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from checker.lsp.session import PAUSE_SECONDS
from tests.lsp_editor import COPYDESK, Editor, capabilities

ROOT = Path(__file__).parents[1]
FAULTY = "The minister said said that the talks would go on.\n"


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Editor]]:
    """Editors that tests share, by what they can do."""
    made: dict[str, Editor] = {}

    def editor(encoding: str = "utf-16", *, pulls: bool = False, more: bool = True) -> Editor:
        key = f"{encoding}-{pulls}-{more}"
        if key not in made:
            folder = tmp_path_factory.mktemp("workspace")
            made[key] = Editor(capabilities(encoding, pulls=pulls, more=more), folder)
        return made[key]

    yield editor
    statuses = {key: each.close() for key, each in made.items()}
    assert set(statuses.values()) <= {0}


@pytest.fixture
def editor(editors: Callable[..., Editor]) -> Editor:
    """An editor that counts UTF-16 units and takes what it is sent."""
    return editors()


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """A plain text of this test."""
    return (tmp_path / "article.txt").as_uri()


def titles(actions: list[Any]) -> list[str]:
    return [action.title for action in actions]


def titled(actions: list[Any], begin: str) -> Any:
    return next(action for action in actions if action.title.startswith(begin))


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


def test_replacements_are_quick_fixes(editor: Editor, uri: str) -> None:
    text = "🦊 The minister said said that. Two U.S. officials said, two U.S. officials said.\n"
    first, second = editor.open(uri, text)
    actions = editor.actions(uri, first.range)
    assert actions[0].title == "Replace with “said”"
    assert (actions[0].kind, actions[0].is_preferred) == ("quickfix", True)
    assert actions[0].diagnostics == (first,)
    assert editor.applied(uri, actions[0].edit) == text.replace("said said", "said")
    other = editor.actions(uri, second.range)
    assert other[0].is_preferred is None
    assert editor.applied(uri, other[0].edit) == text.replace(", two U.S. officials said", "")
    assert "Replace with “said”" not in titles(other)


def test_what_was_asked_of_another_text_is_not_answered(editor: Editor, uri: str) -> None:
    editor.open(uri, FAULTY * 1000)
    everywhere = types.Range(types.Position(0, 0), types.Position(1000, 0))
    context = types.CodeActionContext([])
    asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), everywhere, context)
    future = editor.client.protocol.send_request(types.TEXT_DOCUMENT_CODE_ACTION, asked)
    editor.type(uri, "The minister", "A minister")
    editor.until(future.done)
    # The question may have been taken up before the text changed, or after: no edit is for what is gone.
    edits = [action.edit for action in future.result() or () if action.edit]
    versions = {change.text_document.version for edit in edits for change in edit.document_changes or ()}
    assert versions <= {2, None}
    # Who takes such a question back does not hold up the next.
    editor.client.protocol.send_request(types.TEXT_DOCUMENT_CODE_ACTION, asked, msg_id="long")
    editor.client.cancel_request(types.CancelParams("long"))
    editor.type(uri, editor.texts[uri], FAULTY)
    assert len(editor.diagnostics(uri)) == 1


def test_all_safe_replacements_are_set_at_once(editor: Editor, uri: str) -> None:
    text = "The the the minister left.\nShe waits.\n\nHe said said 🦊 that that that it was was over.\n"
    editor.open(uri, text)
    everywhere = types.Range(types.Position(0, 0), types.Position(0, 0))
    for only in (["source.fixAll"], ["source.fixAll.copydesk"], ["source"]):
        (action,) = editor.actions(uri, everywhere, only)
        assert action.kind == "source.fixAll.copydesk"
    fixed = editor.applied(uri, action.edit)
    (tmp := Path(uri.removeprefix("file://"))).write_text(text, encoding="utf-8")
    subprocess.run([COPYDESK, "check", "--no-config", "--tiers", "local", "--fix", str(tmp)], capture_output=True)
    assert fixed == tmp.read_text(encoding="utf-8") != text
    changed_lines = {edit.range.start.line for edit in action.edit.document_changes[0].edits}
    assert changed_lines == {0, 3}
    assert editor.actions(uri, everywhere, ["refactor"]) == []


def test_an_article_without_safe_replacements_has_nothing_to_set(editor: Editor, uri: str) -> None:
    editor.open(uri, "Two U.S. officials said, two U.S. officials said.\n")
    assert editor.actions(uri, types.Range(types.Position(0, 0), types.Position(0, 0)), ["source.fixAll"]) == []


@pytest.mark.parametrize(
    ("name", "language", "text", "kept"),
    [
        ("a.txt", "plaintext", "First line.\nHe said said it.\n", "He said said it. <!-- stet repeated-word -->"),
        ("a.md", "markdown", "# A\n\nHe *said\nsaid* it **now.**\n", "it **now.** <!-- stet repeated-word -->"),
        ("b.md", "markdown", "| a | b |\n|---|---|\n| He said said it. | no |\n", "it. <!-- stet repeated-word --> |"),
        ("a.html", "html", "<body>\n<p>He said <b>said it</b></p></body>", "it <!-- stet repeated-word --></b></p>"),
        ("untitled", "markdown", "- one\n- He said said it\n- two\n", "said it <!-- stet repeated-word -->\n- two"),
    ],
)
def test_a_stet_keeps_the_passage(
    editor: Editor, tmp_path: Path, name: str, language: str, text: str, kept: str
) -> None:
    uri = f"untitled:{name}-{tmp_path.name}" if name == "untitled" else (tmp_path / name).as_uri()
    found = [d for d in editor.open(uri, text, language) if d.code == "repeated-word"]
    actions = editor.actions(uri, found[0].range)
    after = editor.applied(uri, titled(actions, "Stet: keep this passage").edit)
    assert kept in after
    whole = editor.applied(uri, titled(actions, "Stet: keep this file").edit)
    assert "<!-- stet-file repeated-word -->\n" in whole
    for number, changed in enumerate((after, whole)):
        other = f"{uri}{number}"
        assert [d.code for d in editor.open(other, changed, language)] == []


def test_a_name_is_accepted_in_the_nearest_configuration(editor: Editor, tmp_path: Path) -> None:
    text = "Volodymyr Zelenskyy came. Later Volodymyr Zelenskiy left.\n"
    config = tmp_path / "copydesk.toml"
    config.write_text('# Ours.\naccept = [\n  "One",  # [the first]\n]\n\n[severity]\nbyline = "off"\n')
    (tmp_path / "deeper").mkdir()
    uri = (tmp_path / "deeper" / "a.txt").as_uri()
    found = editor.open(uri, text)
    assert [d.code for d in found] == ["name-variant"]
    action = titled(editor.actions(uri, found[0].range), "Accept “")
    editor.texts[config.as_uri()] = config.read_text()
    config.write_text(editor.applied(config.as_uri(), action.edit))
    entry = editor.passage(uri, found[0].range)
    assert f'  "One",\n  "{entry}",  # [the first]\n]' in config.read_text()
    changed = types.FileEvent(config.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    editor.until(lambda: not editor.published[uri][-1].diagnostics)


def test_a_name_is_accepted_in_a_new_configuration(editor: Editor, tmp_path: Path, uri: str) -> None:
    found = editor.open(uri, "Volodymyr Zelenskyy came. Later Volodymyr Zelenskiy left.\n")
    edit = titled(editor.actions(uri, found[0].range), "Accept “").edit
    made, written = edit.document_changes
    assert isinstance(made, types.CreateFile)
    assert made.uri == written.text_document.uri == (tmp_path / "copydesk.toml").as_uri()
    assert written.edits[0].new_text == f'accept = ["{editor.passage(uri, found[0].range)}"]\n'


def test_a_name_is_accepted_in_a_configuration_as_the_editor_has_it(editor: Editor, tmp_path: Path, uri: str) -> None:
    asked = {r.method for r in editor.registered if "**/copydesk.toml" in str(r.register_options)}
    assert {types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE} <= asked
    config = tmp_path / "copydesk.toml"
    config.write_text('accept = ["One"]\n')
    found = editor.open(uri, "Volodymyr Zelenskyy came. Later Volodymyr Zelenskiy left.\n")
    entry = editor.passage(uri, found[0].range)

    def accept() -> Any:
        return titled(editor.actions(uri, found[0].range), "Accept “")

    editor.show(config.as_uri(), '# 🦊 the the\naccept = ["One"]\n', "toml")
    editor.type(config.as_uri(), "accept", "# More.\naccept")
    edit = accept().edit
    assert editor.applied(config.as_uri(), edit) == f'# 🦊 the the\n# More.\naccept = ["One", "{entry}"]\n'
    assert edit.document_changes[0].text_document.version == 2
    assert not any(published.diagnostics for published in editor.published.get(config.as_uri(), ()))
    editor.type(config.as_uri(), '"One"', f'"One", "{entry}"')
    assert accept().disabled.reason == "it stands there already; save the file"
    editor.type(config.as_uri(), "]", "")
    assert (accept().edit, accept().disabled.reason) == (None, "the file that is open cannot be read as it stands")
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(config.as_uri()))
    )
    editor.texts[config.as_uri()] = config.read_text()
    assert editor.applied(config.as_uri(), accept().edit) == f'accept = ["One", "{entry}"]\n'


def test_nothing_is_accepted_where_no_configuration_counts(tmp_path: Path) -> None:
    editor = Editor(capabilities(), tmp_path, "--tiers", "local", "--no-config")
    uri = (tmp_path / "a.txt").as_uri()
    found = editor.open(uri, "Volodymyr Zelenskyy came. Later Volodymyr Zelenskiy left.\n")
    assert [t for t in titles(editor.actions(uri, found[0].range)) if t.startswith("Accept")] == []
    assert editor.close() == 0


def test_a_rule_is_explained(editor: Editor, uri: str) -> None:
    found = editor.open(uri, "The *minister* said said it.\n")
    text = editor.hover(uri, "said said")
    assert text.startswith("**The word “said” stands twice in a row.**")
    assert "→ “said”" in text
    assert "**Why it matters**" in text
    assert editor.hover(uri, "The *minister*") == ""
    assert "Explain repeated-word" in titles(editor.actions(uri, found[0].range))
    asked = types.ExecuteCommandParams("copydesk.explain", ["repeated-word"])
    assert str(editor.run(editor.client.workspace_execute_command_async(asked))).startswith("# repeated-word")
    editor.until(lambda: any("repeated-word: " in m.message for m in editor.client.messages))


def test_evidence_is_quoted_as_it_stands(editor: Editor, editors: Callable[..., Editor], uri: str) -> None:
    text = "James Cowan [leads](x) the charity. “It is *late*,” Cohen said. “Very,” Cohen said.\n"
    found = editor.open(uri, text)
    assert [d.code for d in found] == ["unintroduced-surname"]
    (near,) = found[0].related_information or ()
    assert (near.location.uri, editor.passage(uri, near.location.range)) == (uri, "James Cowan")
    assert "> “James Cowan”" in editor.hover(uri, "Cohen")
    plain = editors(more=False)
    assert plain.open(uri, text)[0].related_information is None
    assert "\n“James Cowan”" in plain.hover(uri, "Cohen")


def test_a_simple_client_gets_simple_edits(editors: Callable[..., Editor], uri: str) -> None:
    editor = editors(more=False)
    found = editor.open(uri, FAULTY)
    action = editor.actions(uri, found[0].range)[0]
    assert action.edit.document_changes is None
    assert editor.applied(uri, action.edit) == FAULTY.replace("said said", "said")


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


def test_what_the_configuration_says_holds_at_once(editor: Editor, tmp_path: Path) -> None:
    uri = (tmp_path / "a.txt").as_uri()
    config = tmp_path / "copydesk.toml"
    assert [d.severity for d in editor.open(uri, FAULTY)] == [types.DiagnosticSeverity.Warning]
    watched = [r.register_options["watchers"] for r in editor.registered if "Watched" in r.method]  # type: ignore[index]
    assert {"globPattern": "**/copydesk.toml"} in [dict(w) for w in watched[0]]

    def told(text: str) -> list[types.Diagnostic]:
        seen = len(editor.published[uri])
        config.write_text(text)
        event = types.FileEvent(config.as_uri(), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        editor.until(lambda: len(editor.published[uri]) > seen)
        return [*editor.published[uri][-1].diagnostics]

    assert [d.severity for d in told('[severity]\nrepeated-word = "info"\n')] == [types.DiagnosticSeverity.Information]
    assert [d.severity for d in told('[severity]\nrepeated-word = "error"\n')] == [types.DiagnosticSeverity.Error]
    assert told('exclude = ["*.txt"]\n') == []
    # Who is told of nothing notices it with the next change.
    config.write_text('ignore = ["typos"]\n')
    editor.type(uri, "talks", "walks")
    assert len(editor.diagnostics(uri)) == 1


def test_a_configuration_that_becomes_faulty_counts_as_it_was(tmp_path: Path) -> None:
    config, words = tmp_path / "copydesk.toml", tmp_path / "words.txt"
    words.write_text("Ukrayinsk\n")
    config.write_text('vocabulary = ["words.txt"]\n[severity]\nrepeated-word = "info"\n')
    editor = Editor(capabilities(), tmp_path)
    uri, other = (tmp_path / "a.txt").as_uri(), (tmp_path / "deeper" / "b.txt").as_uri()
    assert [d.severity for d in editor.open(uri, FAULTY)] == [types.DiagnosticSeverity.Information]
    config.write_text('vocabulary = ["words.txt"]\n[severity]\nrepeated-word = "inf"\n')
    for name, text in ((uri, "talks"), (other, "")):
        editor.type(name, text, "walks") if text else editor.show(name, FAULTY)
        fault, found = editor.diagnostics(name)
        assert "so it counts as it was: copydesk.toml:3: " in fault.message
        assert (fault.severity, fault.range.start.line, fault.code) == (types.DiagnosticSeverity.Error, 0, None)
        assert (found.severity, found.code) == (types.DiagnosticSeverity.Information, "repeated-word")
    assert titled(editor.actions(uri, found.range), "Replace with “said”")
    assert [m.message for m in editor.client.messages] == [f"copydesk: {fault.message}"]
    # What it names may be faulty as well.
    config.write_text('vocabulary = ["gone.txt"]\n')
    editor.type(uri, "walks", "talks")
    assert [d.severity for d in editor.diagnostics(uri)][1:] == [types.DiagnosticSeverity.Information]
    (tmp_path / "gone.txt").write_text("Ukrayinsk\n")
    editor.type(uri, "talks", "walks")
    assert [d.severity for d in editor.diagnostics(uri)] == [types.DiagnosticSeverity.Warning]
    assert editor.close() == 0


def test_with_a_configuration_that_was_never_sound_the_defaults_count(tmp_path: Path) -> None:
    inner = tmp_path / "workspace" / "news"
    inner.mkdir(parents=True)
    (inner / "copydesk.toml").write_text("selct = []\n")
    editor = Editor(capabilities(pulls=True), tmp_path / "workspace")
    uri = (inner / "a.txt").as_uri()
    text = FAULTY + "Volodymyr Zelenskyy came. Later Volodymyr Zelenskiy left.\n"
    editor.show(uri, text)
    fault, *found = editor.pull(uri).items
    assert f"so the defaults count: news{os.sep}copydesk.toml:1: unknown key" in fault.message
    assert [d.code for d in found] == ["repeated-word", "name-variant"]
    assert not [t for t in titles(editor.actions(uri, found[1].range)) if t.startswith("Accept")]
    (inner / "copydesk.toml").write_text("")
    editor.type(uri, "talks", "walks")
    assert [d.code for d in editor.pull(uri).items] == ["repeated-word", "name-variant"]
    assert editor.close() == 0


def test_a_clients_bad_request_is_answered_and_told_to_nobody(editor: Editor, uri: str) -> None:
    editor.client.messages.clear()
    with pytest.raises(JsonRpcException, match="is not defined"):
        editor.run(editor.client.workspace_execute_command_async(types.ExecuteCommandParams("copydesk.absent")))
    assert editor.open(uri, FAULTY)
    assert editor.client.messages == []


def test_the_baseline_keeps_what_it_knows_quiet(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FAULTY)
    subprocess.run([COPYDESK, "baseline", "."], cwd=tmp_path, check=True, capture_output=True)
    uri = path.as_uri()
    assert editor.open(uri, FAULTY + "She sat at the the table.\n")[0].range.start.line == 1
    assert len(editor.published[uri][-1].diagnostics) == 1
    (action,) = editor.actions(uri, types.Range(types.Position(0, 0), types.Position(0, 0)), ["source.fixAll"])
    assert editor.applied(uri, action.edit) == FAULTY + "She sat at the table.\n"


def test_what_was_never_saved_is_checked(editor: Editor) -> None:
    assert [d.code for d in editor.open("untitled:Untitled-1", FAULTY)] == ["repeated-word"]
    assert [d.code for d in editor.open("vscode-vfs://github/a/b.md", FAULTY)] == ["repeated-word"]


def test_several_folders_have_each_their_configuration(editor: Editor, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, level in zip(folders, ("info", "error"), strict=True):
        folder.mkdir()
        (folder / "copydesk.toml").write_text(f'[severity]\nrepeated-word = "{level}"\n')
    added = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
    event = types.WorkspaceFoldersChangeEvent(added, [])
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
    levels = [editor.open((folder / "a.txt").as_uri(), FAULTY)[0].severity for folder in folders]
    assert levels == [types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Error]


# A server of its own has what follows: it ends, or is told how to begin.


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
