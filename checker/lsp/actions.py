"""What can be done about a finding: set a replacement, keep the passage, accept the name, explain the rule."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from lsprotocol import types
from pygls.uris import from_fs_path

from checker.article import Article
from checker.config.keys import FILE_NAME
from checker.errors import FixError
from checker.finding import Finding, Replacement
from checker.fixes import fixed_source
from checker.lsp.accepting import acceptable, accepted, accepting, new_configuration
from checker.lsp.diagnostics import diagnostic, findings_in
from checker.lsp.documents import Document
from checker.lsp.edits import Insertion, edits_between
from checker.lsp.judging import Judged
from checker.lsp.lane import Stopped, SupersededError
from checker.lsp.positions import Positions
from checker.lsp.stetting import stet_here, stet_in_file
from checker.printable import clipped

EXPLAIN = "copydesk.explain"
FIX_ALL = "source.fixAll.copydesk"
_QUICK_FIX = "quickfix"
_SHOWN = 60
_MOST_FINDINGS = 30  # more is no menu; each finding takes reading the document again


class Abilities(NamedTuple):
    """What the client can do with an answer."""

    related: bool = False
    versioned_edits: bool = False
    creates_files: bool = False
    disabled_actions: bool = False
    markdown: bool = False


def place_of_names(judged: Judged) -> str:
    """The file that a name is accepted in: the nearest configuration, or a new one where one would stand; "" for none,
    as while the configuration is faulty."""
    folder = judged.snapshot.folder
    new = os.path.join(folder, FILE_NAME) if folder else ""
    return "" if judged.fault else judged.configuration or new


class Actions:
    """The actions for one document, of which `judged` is the last judgement. `configuration` is the file that a name is
    accepted in, where the client has it open, and maybe otherwise than it lies on the disk."""

    def __init__(self, judged: Judged, abilities: Abilities, configuration: Document | None = None) -> None:
        self._judged = judged
        self._abilities = abilities
        self._configuration = configuration
        self._positions = judged.snapshot.positions()

    def in_range(
        self, wanted: types.Range, known: Iterable[types.Diagnostic], stopped: Stopped = bool
    ) -> list[types.CodeAction]:
        """The quick fixes for the first findings in a range, those with a replacement first. `known` are the client's
        diagnostics there: each action says which of them it mends. Raises SupersededError once nobody waits."""
        start, end = self._positions.offset(wanted.start), self._positions.offset(wanted.end)
        shown = {_identity(each): each for each in known}
        setting: list[types.CodeAction] = []
        keeping: list[types.CodeAction] = []
        article = self._judged.article
        for finding in findings_in(self._judged, start, end)[:_MOST_FINDINGS] if article else ():
            if stopped():
                raise SupersededError
            assert article is not None
            fresh = diagnostic(self._judged, finding, self._positions, related=self._abilities.related)
            mends = [shown.get(_identity(fresh), fresh)]
            setting += self._replacing(article, finding, mends)
            keeping += [*self._stetting(article, finding, mends), *self._accepting(article, finding, mends)]
            if finding.rule in self._judged.rules:
                keeping.append(_explaining(finding, mends))
        return [*setting, *keeping]

    def all_fixed(self, text: str) -> types.CodeAction | None:
        """The action that sets all safe replacements, after which the document has that text."""
        before = self._judged.snapshot.text
        if text == before:
            return None
        edits = edits_between(before, text, self._positions)
        return types.CodeAction("Set all safe replacements (copydesk)", FIX_ALL, edit=self._edit(edits))

    def _replacing(
        self, article: Article, finding: Finding, mends: list[types.Diagnostic]
    ) -> Iterator[types.CodeAction]:
        preferred = False
        for replacement in finding.replacements:
            alone = msgspec.structs.replace(finding, replacements=(Replacement(replacement.text, safe=True),))
            try:
                fixed = fixed_source(article, [alone])
            except FixError:
                continue
            if not fixed.applied:
                continue  # markup stands in it, or it would read as markup
            edits = edits_between(article.origin.text, fixed.source, self._positions)
            text = article.field(finding.field).text
            passage = _short(text[finding.start : finding.end])
            title = f"Replace with “{_short(replacement.text)}”" if replacement.text else f"Take out “{passage}”"
            first = replacement.safe and not preferred
            preferred = preferred or first
            yield self._action(title, edits, mends, preferred=first)

    def _stetting(
        self, article: Article, finding: Finding, mends: list[types.Diagnostic]
    ) -> Iterator[types.CodeAction]:
        if finding.rule not in self._judged.rules:
            return  # what is found of the stets themselves
        if here := stet_here(article, finding):
            yield self._action(f"Stet: keep this passage from {finding.rule}", self._insertion(here), mends)
        if in_file := stet_in_file(article, finding):
            yield self._action(f"Stet: keep this file from {finding.rule}", self._insertion(in_file), mends)

    def _accepting(
        self, article: Article, finding: Finding, mends: list[types.Diagnostic]
    ) -> Iterator[types.CodeAction]:
        text = article.field(finding.field).text
        entry = acceptable(finding, text[finding.start : finding.end])
        path = place_of_names(self._judged)
        if not entry or not path:
            return
        title = f"Accept “{_short(entry)}” in {os.path.basename(path)}"
        if self._configuration is not None:
            yield from self._into_open(self._configuration, path, entry, title, mends)
        elif edit := self._into_file(path, entry) if self._judged.configuration else self._new_file(path, entry):
            yield types.CodeAction(title, _QUICK_FIX, diagnostics=mends, edit=edit)

    def _into_open(
        self, document: Document, path: str, entry: str, title: str, mends: list[types.Diagnostic]
    ) -> Iterator[types.CodeAction]:
        insertion = accepting(path, document.text, entry)
        if insertion is not None:
            edits = [_inserted(insertion, Positions(document.text, self._judged.snapshot.encoding))]
            edit = self._workspace_edit(document.uri, edits, document.version)
            yield types.CodeAction(title, _QUICK_FIX, diagnostics=mends, edit=edit)
        elif self._abilities.disabled_actions:
            why = _why_not(path, document.text, entry)
            yield types.CodeAction(title, _QUICK_FIX, diagnostics=mends, disabled=types.CodeActionDisabled(why))

    def _into_file(self, path: str, entry: str) -> types.WorkspaceEdit | None:
        try:
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError):
            return None
        insertion = accepting(path, text, entry)
        if insertion is None:
            return None
        uri = from_fs_path(path)
        positions = Positions(text, self._judged.snapshot.encoding)
        return self._workspace_edit(uri, [_inserted(insertion, positions)], None) if uri else None

    def _new_file(self, path: str, entry: str) -> types.WorkspaceEdit | None:
        uri = from_fs_path(path)
        if uri is None or os.path.lexists(path):
            return None
        written = types.TextEdit(types.Range(types.Position(0, 0), types.Position(0, 0)), new_configuration(entry))
        edit = self._workspace_edit(uri, [written], None)
        if self._abilities.creates_files and edit.document_changes:
            made = types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True))
            edit.document_changes = [made, *edit.document_changes]
        return edit

    def _insertion(self, insertion: Insertion) -> list[types.TextEdit]:
        return [_inserted(insertion, self._positions)]

    def _action(
        self, title: str, edits: list[types.TextEdit], mends: list[types.Diagnostic], *, preferred: bool = False
    ) -> types.CodeAction:
        return types.CodeAction(
            title, _QUICK_FIX, diagnostics=mends, edit=self._edit(edits), is_preferred=preferred or None
        )

    def _edit(self, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        return self._workspace_edit(self._judged.snapshot.uri, edits, self._judged.snapshot.version)

    def _workspace_edit(self, uri: str, edits: list[types.TextEdit], version: int | None) -> types.WorkspaceEdit:
        if not self._abilities.versioned_edits:
            return types.WorkspaceEdit(changes={uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*edits])])


def _identity(diagnostic: types.Diagnostic) -> tuple[object, ...]:
    """What a diagnostic is known by when the client sends it back."""
    return diagnostic.code, diagnostic.range.start.line, diagnostic.range.start.character, diagnostic.message


def _why_not(path: str, text: str, entry: str) -> str:
    """Why a name cannot be put into a configuration that is open."""
    known = accepted(path, text)
    if known is None:
        return "the file that is open cannot be read as it stands"
    return (
        "it stands there already; save the file" if entry in known else "the file is written otherwise; add it by hand"
    )


def _explaining(finding: Finding, mends: list[types.Diagnostic]) -> types.CodeAction:
    title = f"Explain {finding.rule}"
    return types.CodeAction(
        title, _QUICK_FIX, diagnostics=mends, command=types.Command(title, EXPLAIN, arguments=[finding.rule])
    )


def _inserted(insertion: Insertion, positions: Positions) -> types.TextEdit:
    offset, text = insertion
    return types.TextEdit(positions.range(offset, offset), text)


def _short(text: str) -> str:
    return clipped(" ".join(text.split()), _SHOWN)
