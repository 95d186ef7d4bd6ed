"""From bytes to text."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from checker.article import Article
from checker.readers.decoding import Decoded, decode
from checker.readers.reading import read_paths
from checker.readers.unreadable import Unreadable

ENGLISH = "The café’s owner said “no” to the ferry company, and the harbour board agreed with her at once."
RUSSIAN = "Паром отошёл от причала в полдень, и никто на берегу не удивился этому обстоятельству."
JAPANESE = "フェリーは正午に港を出たが、岸にいた人々は誰も驚かなかった。町長も同じ意見だった。"


def text_of(data: bytes) -> tuple[Decoded, list[str]]:
    decoded, notes = decode("story.txt", data)
    assert isinstance(decoded, Decoded)
    return decoded, [str(n) for n in notes]


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        (ENGLISH.encode(), "utf-8", False),
        (b"\xef\xbb\xbf" + ENGLISH.encode(), "utf-8", True),
        (b"\xff\xfe" + ENGLISH.encode("utf-16-le"), "utf-16-le", True),
        (b"\xfe\xff" + ENGLISH.encode("utf-16-be"), "utf-16-be", True),
        (b"\xff\xfe\0\0" + ENGLISH.encode("utf-32-le"), "utf-32-le", True),
        (ENGLISH.encode("utf-16-le"), "utf-16-le", False),
        (ENGLISH.encode("cp1252"), "cp1252", False),
    ],
)
def test_an_encoding_is_recognised_and_gives_the_bytes_back(data: bytes, encoding: str, bom: bool) -> None:
    decoded, notes = text_of(data)
    assert decoded == Decoded(ENGLISH, encoding, bom)
    assert decoded.encode(decoded.text) == data
    assert len(notes) == (encoding != "utf-8")


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (JAPANESE, "shift_jis")])
def test_older_encodings_of_other_scripts_are_recognised_with_a_note(text: str, encoding: str) -> None:
    decoded, notes = text_of((text * 3).encode(encoding))
    assert decoded.text == text * 3
    assert "because it is not UTF-8; save it as UTF-8" in notes[0]


def test_a_few_broken_bytes_do_not_make_utf_8_another_encoding() -> None:
    decoded, notes = text_of(ENGLISH.encode() + b" caf\xc3")
    assert decoded.text == ENGLISH + " caf\ufffd"
    assert not decoded.exact
    assert notes == [
        "story.txt: 1 byte is not UTF-8 and read as “\ufffd”; save it as UTF-8, or restore it from its origin"
    ]


def test_a_nul_in_a_text_is_noted_and_read() -> None:
    decoded, notes = text_of(ENGLISH.encode() + b"\0 and on.")
    assert decoded.text == ENGLISH + "\0 and on."
    assert "a NUL character" in notes[0]


@pytest.mark.parametrize(
    "data",
    [gzip.compress(ENGLISH.encode() * 50), b"\x7fELF\x02\x01\x01" + b"\0" * 50, bytes(range(256)) * 4, b"\0" * 40],
)
def test_binary_data_is_one_clear_line(data: bytes) -> None:
    unreadable, notes = decode("a.txt", data)
    assert str(unreadable) == "a.txt: not text but binary data; copydesk reads text, Markdown, HTML and JSON lines"
    assert notes == []


def test_a_mark_that_lies_is_one_clear_line() -> None:
    unreadable, _ = decode("a.txt", b"\xff\xfea\0b")
    assert isinstance(unreadable, Unreadable)
    assert str(unreadable).startswith("a.txt: begins as UTF-16 but is not (byte 3")


def read(tmp_path: Path, name: str, data: bytes) -> tuple[list[Article | Unreadable], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    notes: list[str] = []
    found = list(read_paths([str(path)], note=lambda n: notes.append(n.message)))
    return found, notes


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = f'<meta http-equiv=x content="text/html; charset=windows-1251"><p>The {RUSSIAN[:5]} ferry left the town of'
    (article,), notes = read(tmp_path, "a.html", (page + " the islands at noon" * 9).encode("cp1251"))
    assert isinstance(article, Article)
    assert article.text.startswith(f"The {RUSSIAN[:5]} ferry")
    assert notes == ["read as Windows-1251, as it says; save it as UTF-8"]


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("a.txt", b"", "nothing to check: it is empty"),
        ("a.txt", b" \n\t\n", "nothing to check: it is empty"),
        ("a.md", b"```\ncode\n```\n", "nothing to check: there is no prose in it"),
        ("a.jsonl", b'{"id": "a", "text": " "}', "nothing to check: the text is empty"),
    ],
)
def test_nothing_to_check_is_noted_and_no_error(tmp_path: Path, name: str, data: bytes, note: str) -> None:
    (article,), notes = read(tmp_path, name, data)
    assert isinstance(article, Article)
    assert notes == [note]


def test_an_empty_jsonl_file_is_noted(tmp_path: Path) -> None:
    assert read(tmp_path, "a.jsonl", b"") == ([], ["nothing to check: it is empty"])


def test_json_lines_in_utf_16_are_read_with_a_note(tmp_path: Path) -> None:
    lines = '{"id": "1", "text": "café"}\r\n{"id": "2", "text": "ferry"}\r\n' * 300
    found, notes = read(tmp_path, "a.jsonl", b"\xff\xfe" + lines.encode("utf-16-le"))
    assert [a.text for a in found if isinstance(a, Article)] == ["café", "ferry"] * 300
    assert notes == ["read as UTF-16; JSON lines are UTF-8: save it so"]


def test_binary_data_named_jsonl_is_one_clear_line(tmp_path: Path) -> None:
    (unreadable,), _ = read(tmp_path, "a.jsonl", gzip.compress(b"x" * 5000) + b"\0\n\0\n")
    assert "not JSON lines but binary data" in str(unreadable)


def test_a_long_jsonl_file_streams_past_its_first_block(tmp_path: Path) -> None:
    lines = "".join(f'{{"id": "{i}", "text": "The ferry left {i} times."}}\n' for i in range(2000))
    found, _ = read(tmp_path, "a.ndjson", b"\xef\xbb\xbf" + lines.encode())
    assert [a.id for a in found if isinstance(a, Article)] == [str(i) for i in range(2000)]
