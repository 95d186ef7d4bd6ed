"""What the client asks and tells, each with what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability

from checker.explaining import explanation, sections, summary
from checker.lsp.actions import EXPLAIN, FIX_ALL, Actions, place_of_names
from checker.lsp.diagnostics import SOURCE, diagnostics, findings_in, span_in_source
from checker.lsp.explaining import hover
from checker.lsp.server import Server
from checker.printable import printable


def add_features(server: Server) -> None:
    """Has a server answer what is answered here."""
    for method, handler, options in _FEATURES:
        server.feature(method, options)(handler)
    server.command(EXPLAIN)(_explain)


def _initialize(server: Server, params: types.InitializeParams) -> None:
    server.begin(params)
    if server.pulls:
        options = types.DiagnosticOptions(identifier=SOURCE, inter_file_dependencies=False, workspace_diagnostics=False)
        server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(_diagnostic)


async def _initialized(server: Server, _: types.InitializedParams) -> None:
    await server.register()
    await server.ask_for_settings()


def _did_change_folders(server: Server, _: types.DidChangeWorkspaceFoldersParams) -> None:
    server.take_folders()
    server.renew()


def _did_change_files(server: Server, _: types.DidChangeWatchedFilesParams) -> None:
    server.renew()


async def _did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    if get_capability(server.client_capabilities, "workspace.configuration", False):
        await server.ask_for_settings()
    else:
        server.take_settings(params.settings)


async def _diagnostic(server: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    judged = await server.session.judged(params.text_document.uri)
    if judged is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    name = f"{judged.snapshot.revision}{'' if judged.to_come else '+'}"
    if params.previous_result_id == name:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
    found = diagnostics(judged, related=server.abilities.related)
    return types.RelatedFullDocumentDiagnosticReport(items=found, result_id=name)


async def _code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    only = params.context.only
    uri = params.text_document.uri
    actions: list[types.CodeAction] = []
    document = server.session.document(uri)
    asked_of = document.text if document else ""
    judged = await server.session.judged(uri)
    if judged is None or judged.article is None or document is None:
        return actions
    possible = Actions(judged, server.abilities, server.session.document_at(place_of_names(judged)))
    if _is_wanted(types.CodeActionKind.QuickFix, only):
        actions += await server.session.beside(
            lambda stopped: possible.in_range(params.range, params.context.diagnostics, stopped)
        )
    if _is_wanted(FIX_ALL, only) and (text := await server.session.mended(judged)) is not None:
        all_fixed = await server.session.beside(lambda _: possible.all_fixed(text))
        actions += [all_fixed] if all_fixed else []
    return actions if document.text == asked_of else []  # what was asked of another text would be set in wrong places


async def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    judged = await server.session.judged(params.text_document.uri)
    if judged is None or judged.article is None:
        return None
    positions = judged.snapshot.positions()
    at = positions.offset(params.position)
    found = findings_in(judged, at, at)
    if not found:
        return None
    spans = [span_in_source(judged.article, f.field, f.start, f.end) for f in found]
    markdown = server.abilities.markdown
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    text = hover(judged, found, markdown=markdown)
    return types.Hover(types.MarkupContent(kind, text), positions.range(*min(spans, key=lambda s: s[1] - s[0])))


def _cancel_progress(server: Server, params: types.WorkDoneProgressCancelParams) -> None:
    server.cancel_progress(params.token)


async def _explain(server: Server, rule: str) -> str:
    """Shows what a rule is for, and answers with its page in Markdown."""
    known = server.session.rules().get(rule)
    if known is None:
        return ""
    said = [f"{rule}: {summary(known)}", sections(known).get("Why it matters", "")]
    server.window_show_message(types.ShowMessageParams(types.MessageType.Info, printable(" ".join(filter(None, said)))))
    return explanation(known)


def _is_wanted(kind: str, only: Any) -> bool:
    return not only or any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in map(str, only))


_FEATURES: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (types.INITIALIZE, _initialize, None),
    (types.INITIALIZED, _initialized, None),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, _did_change_folders, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _did_change_files, None),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, _did_change_configuration, None),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        _code_action,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
    ),
    (types.TEXT_DOCUMENT_HOVER, _hover, None),
    (types.WINDOW_WORK_DONE_PROGRESS_CANCEL, _cancel_progress, None),
)
