"""An editor for the tests: a real client that talks to `copydesk lsp` over its standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

T = TypeVar("T")

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
PATIENCE_SECONDS = 60.0
FAULTY = "The minister said said that the talks would go on.\n"
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def capabilities(encoding: str = "utf-16", *, pulls: bool = False, more: bool = True) -> types.ClientCapabilities:
    """What an editor can do; with `more`, all that copydesk makes use of."""
    diagnostic = types.DiagnosticClientCapabilities(related_information=more)
    edits = types.WorkspaceEditClientCapabilities(
        document_changes=more, resource_operations=[types.ResourceOperationKind.Create] if more else None
    )
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)]),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=more),
            diagnostic=diagnostic if pulls else None,
            synchronization=types.TextDocumentSyncClientCapabilities(dynamic_registration=more),
            code_action=types.CodeActionClientCapabilities(disabled_support=more),
            hover=types.HoverClientCapabilities(
                content_format=[types.MarkupKind.Markdown if more else types.MarkupKind.PlainText]
            ),
        ),
        window=types.WindowClientCapabilities(work_done_progress=more),
        workspace=types.WorkspaceClientCapabilities(
            configuration=more,
            workspace_edit=edits,
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=more),
            did_change_configuration=types.DidChangeConfigurationClientCapabilities(dynamic_registration=more),
        ),
    )


class Editor:
    """One editor with a server of its own. Its methods wait for what they ask for."""

    def __init__(self, can: types.ClientCapabilities, folder: Path, *arguments: str, environment: Any = None) -> None:
        self.loop = asyncio.new_event_loop()
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.registered: list[types.Registration] = []
        self.progress: list[Any] = []
        self.texts: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        encodings = can.general.position_encodings if can.general else None
        self._codec, self._unit = _UNITS[encodings[0] if encodings else "utf-16"]
        self.client = LanguageClient(converter_factory=default_converter)
        register_lsp_features(
            self.client,
            DEFAULT_CLIENT_FEATURES
            | {
                types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: self._publish(),
                types.CLIENT_REGISTER_CAPABILITY: self._register(),
                types.PROGRESS: self._progress(),
            },
        )
        arguments = arguments or ("--tiers", "local")
        self.run(self.client.start_io(COPYDESK, "lsp", *arguments, cwd=folder, env=environment))
        self.answer = self.run(
            self.client.initialize_session(
                types.InitializeParams(
                    capabilities=can, workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name)]
                )
            )
        )

    def run(self, waited: Awaitable[T]) -> T:
        """What is waited for, unless it takes too long."""
        return self.loop.run_until_complete(asyncio.wait_for(waited, PATIENCE_SECONDS))

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits until something holds."""

        async def look() -> None:
            while not holds():
                await asyncio.sleep(0.005)

        self.run(look())

    def rest(self, seconds: float) -> None:
        """Lets time go by."""
        self.run(asyncio.sleep(seconds))

    def open(self, uri: str, text: str, language: str = "plaintext") -> list[types.Diagnostic]:
        """Opens a document, and answers with what the server publishes of it."""
        self.texts[uri], self._versions[uri] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )
        return self.diagnostics(uri)

    def show(self, uri: str, text: str, language: str = "plaintext") -> None:
        """Opens a document and waits for nothing."""
        self.texts[uri], self._versions[uri] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )

    def type(self, uri: str, old: str, new: str) -> None:
        """Replaces the first occurrence of a passage, as an incremental change."""
        text = self.texts[uri]
        at = text.index(old)
        wanted = types.Range(self.position(uri, at), self.position(uri, at + len(old)))
        self._versions[uri] += 1
        self.texts[uri] = text.replace(old, new, 1)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=uri, version=self._versions[uri]),
                [types.TextDocumentContentChangePartial(range=wanted, text=new)],
            )
        )

    def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """The diagnostics that the server publishes of a document as it is now."""
        version = self._versions[uri]
        self.until(lambda: any(p.version == version for p in self.published.get(uri, ())))
        return [*self.published[uri][-1].diagnostics]

    def pull(self, uri: str, previous: str | None = None) -> Any:
        """The report that the client asks for."""
        asked = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=previous)
        return self.run(self.client.text_document_diagnostic_async(asked))

    def actions(self, uri: str, at: types.Range, only: Sequence[str] | None = None) -> list[Any]:
        """The code actions for a range."""
        context = types.CodeActionContext([], only=only)
        asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), at, context)
        return [*(self.run(self.client.text_document_code_action_async(asked)) or ())]

    def hover(self, uri: str, passage: str) -> str:
        """What is said when the pointer rests on the first letter of a passage."""
        at = self.position(uri, self.texts[uri].index(passage))
        asked = types.HoverParams(types.TextDocumentIdentifier(uri), at)
        found = self.run(self.client.text_document_hover_async(asked))
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    def passage(self, uri: str, at: types.Range) -> str:
        """What stands in a range."""
        return self.texts[uri][self.offset(uri, at.start) : self.offset(uri, at.end)]

    def applied(self, uri: str, edit: types.WorkspaceEdit | None) -> str:
        """The text of a document after an edit."""
        assert edit is not None
        changes = [*(edit.changes or {}).get(uri, ())]
        for change in edit.document_changes or ():
            if isinstance(change, types.TextDocumentEdit) and change.text_document.uri == uri:
                changes += [e for e in change.edits if isinstance(e, types.TextEdit)]
        text = self.texts[uri]
        for one in sorted(changes, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
            text = text[: self.offset(uri, one.range.start)] + one.new_text + text[self.offset(uri, one.range.end) :]
        return text

    def position(self, uri: str, offset: int) -> types.Position:
        """The position of an offset, told in another way than the server does."""
        before = self.texts[uri][:offset].split("\n")
        return types.Position(len(before) - 1, len(before[-1].encode(self._codec)) // self._unit)

    def offset(self, uri: str, position: types.Position) -> int:
        """The offset of a position."""
        lines = self.texts[uri].split("\n")
        inside = lines[position.line].encode(self._codec)[: position.character * self._unit].decode(self._codec)
        return sum(len(line) + 1 for line in lines[: position.line]) + len(inside)

    def close(self) -> int | None:
        """Shuts the server down; its exit status."""
        self.run(self.client.shutdown_session())
        return self.end()

    def end(self) -> int | None:
        """Waits for the end of the server; its exit status."""
        server = self.client._server
        assert server is not None
        if server.stdin is not None:
            server.stdin.close()
        self.run(self.client.stop())  # type: ignore[no-untyped-call]
        status = server.returncode
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        return status

    # pygls writes on what it registers, which a bound method does not bear.

    def _publish(self) -> Callable[[types.PublishDiagnosticsParams], None]:
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.setdefault(params.uri, []).append(params)

        return publish

    def _register(self) -> Callable[[types.RegistrationParams], None]:
        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations

        return register

    def _progress(self) -> Callable[[types.ProgressParams], None]:
        def progress(params: types.ProgressParams) -> None:
            self.progress.append(params.value)

        return progress


def titles(actions: Sequence[Any]) -> list[str]:
    """What the actions are called."""
    return [action.title for action in actions]


def titled(actions: Sequence[Any], begin: str) -> Any:
    """The first action whose title begins so."""
    return next(action for action in actions if action.title.startswith(begin))
