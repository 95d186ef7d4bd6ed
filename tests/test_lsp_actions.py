"""What an editor can do about a finding: replacements, stets, names that are accepted, explanations."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp_editor import COPYDESK, FAULTY, Editor, capabilities, titled, titles


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
    actions = [action for action in future.result() or () if isinstance(action, types.CodeAction)]
    edits = [action.edit for action in actions if action.edit]
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
