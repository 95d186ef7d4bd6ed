"""What the files of a folder say holds for the documents of an editor."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from lsprotocol import types

from tests.lsp_editor import COPYDESK, FAULTY, Editor, capabilities, titled, titles


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


def test_the_baseline_keeps_what_it_knows_quiet(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FAULTY)
    subprocess.run([COPYDESK, "baseline", "."], cwd=tmp_path, check=True, capture_output=True)
    uri = path.as_uri()
    assert editor.open(uri, FAULTY + "She sat at the the table.\n")[0].range.start.line == 1
    assert len(editor.published[uri][-1].diagnostics) == 1
    (action,) = editor.actions(uri, types.Range(types.Position(0, 0), types.Position(0, 0)), ["source.fixAll"])
    assert editor.applied(uri, action.edit) == FAULTY + "She sat at the table.\n"


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
