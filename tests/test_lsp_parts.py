"""What the language server is made of: positions, edits, entries in configurations."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from checker.errors import (
    ConfigurationError,
    CopydeskError,
    FixError,
    PackageError,
    ReadError,
    UsageError,
    WorkerLostError,
)
from checker.finding import Finding, Severity
from checker.lsp.accepting import acceptable, accepting, new_configuration
from checker.lsp.documents import Document
from checker.lsp.edits import edits_between
from checker.lsp.faults import told
from checker.lsp.house import Wishes
from checker.lsp.judging import Judge
from checker.lsp.lane import Lane, Stopped, SupersededError
from checker.lsp.positions import Positions

ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXTS = st.text(st.sampled_from("ab é€🦊\n\r\x0b\x0c\x1c\x85\u2028"), max_size=30)


@pytest.mark.parametrize(
    ("error", "of_settings"),
    [
        (ConfigurationError(["a.toml:1: no"]), True),
        (UsageError("no rule is named so"), True),
        (PackageError("the package x could not be loaded"), False),
        (FixError("a.wire: files of the format wire are not fixed"), False),
        (ReadError("a.wire: under embargo"), False),
        (WorkerLostError("it has gone"), False),
    ],
)
def test_only_an_error_of_the_settings_is_called_a_faulty_configuration(
    error: CopydeskError, of_settings: bool
) -> None:
    said = f"The configuration is faulty, so nothing is checked: {error}" if of_settings else str(error)
    assert told(error, "/nowhere", "nothing is checked") == said


@given(TEXTS, st.sampled_from(sorted(ENCODINGS)))
def test_positions_count_as_the_protocol_says(text: str, encoding: str) -> None:
    codec, unit = ENCODINGS[encoding]
    positions = Positions(text, encoding)
    for offset in range(len(text) + 1):
        if text[max(0, offset - 1) : offset + 1] == "\r\n":
            continue  # in a line end there is no position
        lines = re.split(r"\r\n?|\n", text[:offset])
        expected = types.Position(len(lines) - 1, len(lines[-1].encode(codec)) // unit)
        assert positions.position(offset) == expected
        assert positions.offset(expected) == offset


def test_a_position_that_is_none_is_taken_back() -> None:
    positions = Positions("a🦊b\nc", "utf-16")
    assert positions.offset(types.Position(0, 2)) == 1  # inside the pair
    assert positions.offset(types.Position(0, 99)) == 3
    assert positions.offset(types.Position(7, 0)) == 5


@given(TEXTS, TEXTS, st.sampled_from(sorted(ENCODINGS)))
def test_edits_make_one_text_of_another(before: str, after: str, encoding: str) -> None:
    positions = Positions(before, encoding)
    text = before
    for edit in reversed(edits_between(before, after, positions)):  # all of them speak of the text before
        text = text[: positions.offset(edit.range.start)] + edit.new_text + text[positions.offset(edit.range.end) :]
    assert text == after


@pytest.mark.parametrize(
    ("before", "after"), [("a\r\n", "a\n"), ("a\rb", "a\r\nb"), ("a\r\n", "a\rb\n"), ("a\n", "a\r\n")]
)
def test_no_edit_begins_or_ends_within_a_line_end(before: str, after: str) -> None:
    document = Document(types.TextDocumentItem("untitled:a", "plaintext", 1, before), "utf-16")
    for edit in edits_between(before, after, Positions(before, "utf-16")):
        document.change(2, [types.TextDocumentContentChangePartial(range=edit.range, text=edit.new_text)])
    assert document.text == after


def test_edits_are_short() -> None:
    before = "One line.\nThe the other line.\nA third.\n"
    (edit,) = edits_between(before, before.replace("The the", "The"), Positions(before, "utf-16"))
    assert (edit.range.start.line, edit.range.end.character - edit.range.start.character, edit.new_text) == (1, 4, "")


def test_a_change_without_a_range_is_the_whole_text() -> None:
    document = Document(types.TextDocumentItem("untitled:a", "plaintext", 1, "Old."), "utf-16")
    document.change(2, [types.TextDocumentContentChangeWholeDocument("New.")])
    assert (document.text, document.version) == ("New.", 2)


@pytest.mark.parametrize(
    ("uri", "language", "path", "format_"),
    [
        ("file:///a/b%20c.md", "plaintext", "/a/b c.md", "markdown"),
        ("file:///a/b", "", "/a/b", "text"),
        ("untitled:Untitled-1", "html", "/work/Untitled-1", "html"),
        ("file:///a/b;c.md", "", "/a/b;c.md", "markdown"),
        ("untitled:a%00b.md", "", "/work/untitled", "text"),
        ("untitled:", "text", "/work/untitled", "text"),
        ("vfs://[/x.htm", "plaintext", "/work/untitled", "text"),
    ],
)
def test_a_document_has_a_path_and_a_format(uri: str, language: str, path: str, format_: str) -> None:
    snapshot = Document(types.TextDocumentItem(uri, language, 1, ""), "utf-16").snapshot("/work")
    assert snapshot is not None
    assert (snapshot.path, snapshot.format, snapshot.saved) == (path, format_, uri.startswith("file:"))


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("copydesk.toml", "", 'accept = ["X"]\n'),
        ("copydesk.toml", "accept = []\n", 'accept = ["X"]\n'),
        ("copydesk.toml", 'accept = ["A"] # b\n', 'accept = ["A", "X"] # b\n'),
        ("copydesk.toml", "accept = ['A]',]\n", "accept = ['A]', \"X\",]\n"),
        ("copydesk.toml", 'accept = [\n  "A", # ]\n  "B"\n]\n', 'accept = [\n  "A", # ]\n  "B",\n  "X"\n]\n'),
        ("copydesk.toml", 'tiers = ["local"]', 'tiers = ["local"]\naccept = ["X"]\n'),
        ("copydesk.toml", "# a\n\n# of b\n[b]\nc = 1\n", '# a\n\naccept = ["X"]\n\n# of b\n[b]\nc = 1\n'),
        ("copydesk.toml", '[[overrides]]\naccept = ["A"]\n', 'accept = ["X"]\n\n[[overrides]]\naccept = ["A"]\n'),
        ("copydesk.toml", 'a = """\n[b]\n"""\n', 'a = """\n[b]\n"""\naccept = ["X"]\n'),
        ("pyproject.toml", "[tool.copydesk]\n[c]\n", '[tool.copydesk]\naccept = ["X"]\n[c]\n'),
        ("pyproject.toml", '[a]\naccept = ["A"]\n[tool.copydesk]\naccept = ["B"]\n', None),
        ("pyproject.toml", "[tool]\ncopydesk = {}\n", ""),
        ("copydesk.toml", 'accept = ["X"]\n', ""),
        ("copydesk.toml", "accept = [\n", ""),
    ],
)
def test_an_entry_is_written_where_it_belongs(path: str, before: str, after: str | None) -> None:
    insertion = accepting(path, before, "X")
    if after == "":
        assert insertion is None
        return
    assert insertion is not None
    changed = before[: insertion.offset] + insertion.text + before[insertion.offset :]
    assert changed == (before.replace('"B"', '"B", "X"') if after is None else after)


def test_a_new_configuration_holds_any_entry() -> None:
    import tomllib

    assert tomllib.loads(new_configuration('O\\"Neill')) == {"accept": ['O\\"Neill']}


@pytest.mark.parametrize(
    ("category", "passage", "entry"),
    [
        ("names", "Volodymyr  Zelensky’s", "Volodymyr Zelensky"),
        ("typos", "teh", "teh"),
        ("noise", "said said", ""),
        ("names", "one two three four five six seven", ""),
        ("typos", "…", ""),
        ("names", "", ""),
    ],
)
def test_names_and_words_can_be_accepted(category: str, passage: str, entry: str) -> None:
    finding = Finding("some-rule", category, Severity.WARNING, 0, len(passage), "Some sentence.")
    assert acceptable(finding, passage) == entry


def test_a_check_that_nobody_waits_for_stops(tmp_path: Path) -> None:
    item = types.TextDocumentItem((tmp_path / "a.txt").as_uri(), "plaintext", 1, "He said said it.\n")
    snapshot = Document(item, "utf-16").snapshot("/")
    assert snapshot is not None
    judge, wishes = Judge(Wishes(), print, print), Wishes(("local",))
    looks = iter([False, False, True])
    with pytest.raises(SupersededError):
        judge.judge(snapshot, wishes, lambda: next(looks))
    judged = judge.judge(snapshot, wishes, lambda: False)
    assert judged.outcome is not None
    assert [f.rule for f in judged.outcome.findings] == ["repeated-word"]


def test_what_is_cancelled_makes_room_for_what_comes() -> None:
    async def both() -> str:
        lane, begun = Lane("test"), threading.Event()

        def endless(stopped: Stopped) -> str:
            begun.set()
            while not stopped():
                time.sleep(0.001)
            raise SupersededError

        first = asyncio.ensure_future(lane.run(endless))
        never = asyncio.ensure_future(lane.run(endless))
        await asyncio.to_thread(begun.wait)
        first.cancel()
        never.cancel()
        answer = await asyncio.wait_for(lane.run(lambda _: "next"), 10)
        with pytest.raises(ZeroDivisionError):
            await lane.run(lambda _: 1 // 0)
        assert lane.close(10)
        return answer

    assert asyncio.run(both()) == "next"


def test_very_many_changes_find_their_places_as_they_are_sent() -> None:
    text = "the the\r\n🦊 the\n" * 20_000
    changes = []
    for line in reversed(range(40_000)):
        for at in (4, 0) if line % 2 == 0 else (3,):
            span = types.Range(types.Position(line, at), types.Position(line, at + 3))
            changes.append(types.TextDocumentContentChangePartial(range=span, text="those\n"))
    document = Document(types.TextDocumentItem("untitled:a", "plaintext", 1, text), "utf-16")
    began = time.process_time()
    document.change(2, changes)
    assert document.text == text.replace("the", "those\n")
    assert time.process_time() - began < 10


@given(TEXTS, st.lists(st.tuples(*(st.integers(0, 9),) * 4, TEXTS), max_size=6))
def test_changes_are_made_to_what_those_before_have_left(
    text: str, changes: list[tuple[int, int, int, int, str]]
) -> None:
    document = Document(types.TextDocumentItem("untitled:a", "plaintext", 1, text), "utf-16")
    sent = []
    for line, character, end_line, end_character, new in changes:
        start, end = sorted([(line, character), (end_line, end_character)])
        span = types.Range(types.Position(*start), types.Position(*end))
        sent.append(types.TextDocumentContentChangePartial(range=span, text=new))
        positions = Positions(text, "utf-16")
        text = text[: positions.offset(span.start)] + new + text[positions.offset(span.end) :]
    document.change(2, sent)
    assert document.text == text


@pytest.mark.parametrize("name", ["copydesk.toml", "Cargo.toml", "many.jsonl"])
def test_what_is_no_article_is_not_judged(name: str) -> None:
    item = types.TextDocumentItem(f"file:///house/{name}", "plaintext", 1, "He said said it.")
    assert Document(item, "utf-16").snapshot("/") is None


def test_a_document_that_is_opened_again_is_another() -> None:
    item = types.TextDocumentItem("untitled:a", "plaintext", 1, "One.")
    first, again = Document(item, "utf-16"), Document(item, "utf-16")
    numbers = [first.revision, again.revision]
    first.change(2, [])
    again.renew()
    assert len({*numbers, first.revision, again.revision}) == 4


def test_edits_of_a_long_document_are_found_at_once() -> None:
    before = "The the minister left.\n\n" * 20_000 + "He said\nsaid it.\n"
    after = before.replace("The the", "The").replace("said\nsaid", "said")
    began = time.process_time()
    edits = edits_between(before, before.replace("said\nsaid", "said"), Positions(before, "utf-16"))
    assert [edit.range.start.line for edit in edits] == [40_000]
    edits = edits_between(before, after, Positions(before, "utf-16"))
    assert time.process_time() - began < 20
    assert edits[0].range.start.line == 0
