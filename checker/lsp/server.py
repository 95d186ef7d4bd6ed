"""The protocol: what the client sends, and what is answered."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import (
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcRequestCancelled,
)
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from checker.lsp.actions import Abilities
from checker.lsp.diagnostics import SOURCE, diagnostics
from checker.lsp.documents import CONFIGURATIONS, Document
from checker.lsp.house import Wishes
from checker.lsp.judging import Judged
from checker.lsp.session import Session
from checker.printable import printable
from checker.version import VERSION

_WATCHED = ("**/copydesk.toml", "**/pyproject.toml", "**/*.baseline")
_SECTION = "copydesk"
_BUSY_AFTER_SECONDS = 0.5
CLIENT_FAULTS = (
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcRequestCancelled,
)
"""What a client did wrong, or took back: its answer says so, and the person has nothing to do with it."""


class _Protocol(LanguageServerProtocol):
    """pygls' own keeping of documents is left aside: it ends lines where editors do not."""

    _server: Server

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        self._server.status = 0 if self._shutdown else 1
        self._server.ending.set()

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        server = self._server
        server.session.open(Document(params.text_document, server.encoding))

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        document = self._server.session.document(uri)
        if document:
            document.change(params.text_document.version, params.content_changes)
            self._server.session.changed(uri)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.session.close_document(params.text_document.uri)


class Server(LanguageServer):
    """The language server."""

    session: Session
    encoding: str
    pulls: bool
    abilities: Abilities
    status: int = 0
    """The exit status: 1 where the client ended the server without asking it to shut down."""

    def __init__(self, wishes: Wishes) -> None:
        super().__init__(SOURCE, VERSION, protocol_cls=_Protocol)
        self.ending = threading.Event()
        self._wishes = wishes
        self._told: set[str] = set()
        self._tokens = itertools.count(1)
        self._on_cancel: dict[str | int, Callable[[], None]] = {}

    def begin(self, params: types.InitializeParams) -> None:
        """Begins the session with a client."""
        can = params.capabilities
        refreshes = get_capability(can, "workspace.diagnostics.refresh_support", False)
        # Without a word that there is news, what comes late would never be asked for; so only then may the client ask.
        self.pulls = get_capability(can, "text_document.diagnostic") is not None and bool(refreshes)
        related = "text_document.diagnostic" if self.pulls else "text_document.publish_diagnostics"
        creates = get_capability(can, "workspace.workspace_edit.resource_operations", None) or ()
        formats = get_capability(can, "text_document.hover.content_format", None) or ()
        self.abilities = Abilities(
            related=bool(get_capability(can, f"{related}.related_information", False)),
            versioned_edits=bool(get_capability(can, "workspace.workspace_edit.document_changes", False)),
            creates_files=types.ResourceOperationKind.Create in creates,
            disabled_actions=bool(get_capability(can, "text_document.code_action.disabled_support", False)),
            markdown=not formats or types.MarkupKind.Markdown in formats,
        )
        self.encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        self._wishes = self._wished(params.initialization_options)
        self.session = Session(self, self._wishes, self.encoding, pulls=self.pulls)
        self.take_folders()

    def take_folders(self) -> None:
        """Takes over the folders of the workspace."""
        uris = [folder.uri for folder in self.workspace.folders.values()] or [self.workspace.root_uri]
        paths = [to_fs_path(uri) for uri in uris if uri]
        self.session.folders = [os.path.normpath(path) for path in paths if path]

    def take_settings(self, settings: Any) -> None:
        """Takes the client's settings: `tiers`, a list."""
        wishes = self._wished(settings)
        if wishes != self.session.wishes:
            self.session.wishes = wishes
            self.renew()

    def renew(self) -> None:
        """Has everything judged again, for what holds for it has changed."""
        self._told.clear()
        self.session.renew()
        self._refresh()

    def show(self, judged: Judged, *, late: bool) -> None:
        if self.pulls:
            if late:
                self._refresh()
            return
        snapshot = judged.snapshot
        found = diagnostics(judged, related=self.abilities.related)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(snapshot.uri, found, snapshot.version))

    def clear(self, uri: str) -> None:
        if not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def tell(self, line: str) -> None:
        """Tells the person each line once, until the configuration changes."""
        if line not in self._told:
            self._told.add(line)
            message = f"copydesk: {printable(line)}"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def log(self, line: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, f"copydesk: {printable(line)}"))

    async def while_busy(self, title: str, on_cancel: Callable[[], None]) -> None:
        if not get_capability(self.client_capabilities, "window.work_done_progress", False):
            return
        await asyncio.sleep(_BUSY_AFTER_SECONDS)
        token = f"copydesk-{next(self._tokens)}"
        creating = asyncio.ensure_future(self.work_done_progress.create_async(token))
        try:
            await asyncio.shield(creating)  # pygls fails where an answer comes that nobody waits for any more
        except Exception:  # the client will not have it
            return
        begin = types.WorkDoneProgressBegin(title=f"copydesk: {title}", cancellable=True)
        self._on_cancel[token] = on_cancel
        self.work_done_progress.begin(token, begin)
        try:
            await asyncio.Event().wait()
        finally:
            self.work_done_progress.end(token, types.WorkDoneProgressEnd())
            self.work_done_progress.tokens.pop(token, None)
            self._on_cancel.pop(token, None)

    def cancel_progress(self, token: str | int) -> None:
        """The person does not want to wait for something slow."""
        if token in self._on_cancel:
            self._on_cancel[token]()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """What went wrong here, once; the server goes on."""
        if isinstance(error, CLIENT_FAULTS):
            return
        logging.getLogger(__name__).debug("%s: %s", source, error)
        self.tell(f"something went wrong ({' '.join(str(error).split())}): a defect; the server goes on")

    async def ask_for_settings(self) -> None:
        """Asks the client for its settings, where it answers."""
        if not get_capability(self.client_capabilities, "workspace.configuration", False):
            return
        item = types.ConfigurationItem(section=_SECTION)
        with suppress(Exception):  # the client has none
            answer = await self.workspace_configuration_async(types.ConfigurationParams([item]))
            self.take_settings(answer[0] if answer else None)

    async def register(self) -> None:
        """Asks the client to tell of changed settings and configuration files, and what it has of those that are
        open: they are no documents of the languages that it sends otherwise."""
        wanted = []
        if get_capability(self.client_capabilities, "workspace.did_change_watched_files.dynamic_registration", False):
            watchers = [types.FileSystemWatcher(glob) for glob in _WATCHED]
            options: Any = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted.append(types.Registration("copydesk-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        if get_capability(self.client_capabilities, "workspace.did_change_configuration.dynamic_registration", False):
            options = types.DidChangeConfigurationRegistrationOptions(section=_SECTION)
            wanted.append(types.Registration("copydesk-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, options))
        if get_capability(self.client_capabilities, "text_document.synchronization.dynamic_registration", False):
            these = [types.TextDocumentFilterPattern(f"**/{name}") for name in CONFIGURATIONS]
            opened = types.TextDocumentRegistrationOptions(these)
            edited = types.TextDocumentChangeRegistrationOptions(types.TextDocumentSyncKind.Incremental, these)
            wanted += [
                types.Registration("copydesk-open", types.TEXT_DOCUMENT_DID_OPEN, opened),
                types.Registration("copydesk-change", types.TEXT_DOCUMENT_DID_CHANGE, edited),
                types.Registration("copydesk-close", types.TEXT_DOCUMENT_DID_CLOSE, opened),
            ]
        if wanted:
            with suppress(Exception):  # what the client does not tell is noticed when the next document is judged
                await self.client_register_capability_async(types.RegistrationParams(wanted))

    def _refresh(self) -> None:
        if self.pulls:
            self.workspace_diagnostic_refresh(None)

    def _wished(self, settings: Any) -> Wishes:
        """What the client wishes, before what the command line did."""
        settings = _plain(settings)
        if isinstance(settings, dict) and isinstance(settings.get(_SECTION), dict):
            settings = settings[_SECTION]
        tiers = settings.get("tiers") if isinstance(settings, dict) else None
        if not isinstance(tiers, list) or not all(isinstance(tier, str) for tier in tiers):
            return self._wishes
        return self._wishes._replace(tiers=tuple(tiers)) if tiers else self._wishes


def _plain(value: Any) -> Any:
    """What pygls may have made objects of, as dicts and lists again."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
