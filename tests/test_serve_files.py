"""Files that are sent to the desk: what is read of them, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise

import httpx
import pytest

from checker.article import Article
from checker.reader import Reader
from checker.readers.prose_builder import ProseBuilder
from checker.readers.unreadable import Unreadable
from checker.serve.files import read_file
from checker.serve.prose import prose_of
from checker.serve.refused import RefusedError
from tests.served import TEXT, holds, served


@pytest.fixture(scope="module")
def desk() -> Iterator[httpx.Client]:
    with served("--no-config") as server, httpx.Client(base_url=server.address, timeout=60) as client:
        yield client


@pytest.mark.parametrize(
    ("name", "content", "title", "text", "kind"),
    [
        ("a.txt", "Ænglisc\r\ntwo".encode("utf-16"), "", "Ænglisc\ntwo", "plain"),
        ("a.md", b"# Head\n\nSome *prose*.", "Head", "Some prose.", "markdown"),
        ("a.html", b"<h1>Head</h1><p>Some &amp; prose.<script>no()</script>", "Head", "Some & prose.", "html"),
        ("../../etc/a.md", b"# Head\n\nSome *prose*.", "Head", "Some prose.", "markdown"),
    ],
)  # fmt: skip
def test_a_file_is_read_by_its_name(
    desk: httpx.Client, name: str, content: bytes, title: str, text: str, kind: str
) -> None:
    read = desk.post("/api/read", params={"name": name}, content=content).json()
    assert read == {"title": title, "text": text, "kind": kind, "stets": []}
    holds(read, "Prose")


def test_the_stets_of_a_file_are_told_with_the_prose_that_they_keep(desk: httpx.Client) -> None:
    content = (
        "# The the bridge\n\nThe mayor said that the the bridge will open. <!-- stet names repeated-word -->\n\n"
        "He said that the the road is late.\n\n<!-- stet-file typos -->\n<!-- stet-end -->\n"
    )
    read = desk.post("/api/read", params={"name": "a.md"}, content=content).json()
    holds(read, "Prose")
    told = [(stet["rules"], read[stet["field"]][stet["start"] : stet["end"]]) for stet in read["stets"]]
    assert told == [
        (["names", "repeated-word"], "The mayor said that the the bridge will open."),
        (["typos"], "The the bridge"),
        (["typos"], read["text"]),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "# The `a a` script\n\nShe wrote ``b `b`` and <!-- stet names --> `c c` twice twice.\n"),
        (
            "a.html",
            "<h1>The <code>a a</code> script</h1><p>She wrote <kbd>b `b</kbd> and <!-- stet names -->"
            " <code><i>c</i>\nc</code> twice twice.",
        ),
    ],
)
def test_code_in_a_sentence_is_shown_and_kept(desk: httpx.Client, name: str, content: str) -> None:
    read = desk.post("/api/read", params={"name": name}, content=content).json()
    assert (read["title"], read["text"]) == ("The a a script", "She wrote b `b and c c twice twice.")
    kept = {(*stet["rules"], read[stet["field"]][stet["start"] : stet["end"]]) for stet in read["stets"]}
    assert kept == {("names", read["text"]), ("a a",), ("b `b",), ("c c",)}


def test_a_page_is_read_in_the_encoding_that_it_declares(desk: httpx.Client) -> None:
    page = '<meta charset="windows-1251"><p>Мэр города открыл мост.</p>'.encode("windows-1251")
    assert desk.post("/api/read", params={"name": "a.html"}, content=page).json()["text"] == "Мэр города открыл мост."


def test_a_report_of_ours_is_no_article(desk: httpx.Client) -> None:
    page = desk.post("/api/report", json={"text": TEXT}).content
    answer = desk.post("/api/read", params={"name": "report.html"}, content=page)
    assert (answer.status_code, "a report of copydesk" in answer.json()["error"]) == (415, True)


class Feed(Reader):
    """Of each line an article, an empty one of a dash; a line that begins with # cannot be read."""

    name, suffixes = "feed", (".feed",)

    def read(self, path: str, data: bytes) -> Iterator[Article | Unreadable]:
        for number, line in enumerate(data.decode().strip().splitlines(), 1):
            prose = ProseBuilder(line)
            prose.flowing(0, len(line) * (line != "-"))
            if line.startswith("#"):
                yield Unreadable(path, "under embargo; wait", number)
            else:
                yield self.article(f"{path}#{number}", line, prose)


@pytest.mark.parametrize(
    ("content", "text", "note"),
    [
        ("One.", "One.", None),
        ("-\nTwo.\n-", "Two.", None),
        (
            "One.\nTwo.\nThree.",
            "One.",
            "a.feed holds 3 articles, and this is the first; `copydesk check` checks all of them",
        ),
        (
            "#\nTwo.\nThree.",
            "Two.",
            "a.feed holds 2 articles that can be read, and this is the first; `copydesk check` checks all of them",
        ),
        ("One.\n#", "One.", "a.feed holds more that could not be read: a.feed:2: under embargo; wait"),
    ],
)
def test_a_file_of_several_articles_gives_the_first_and_says_what_is_left(
    monkeypatch: pytest.MonkeyPatch, content: str, text: str, note: str | None
) -> None:
    monkeypatch.setattr("checker.readers.reading.readers", lambda: {".feed": Feed()})
    read = prose_of(*read_file("a.feed", content.encode()))
    holds(read, "Prose")
    assert (read["text"], read.get("note")) == (text, note)


def test_a_file_in_which_a_reader_finds_no_article_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.readers.reading.readers", lambda: {".feed": Feed()})
    with pytest.raises(RefusedError, match="its reader finds no article in it; paste the text instead"):
        read_file("a.feed", b"\n")
    with pytest.raises(RefusedError, match="under embargo; wait"):
        read_file("a.feed", b"#\n-")
    with pytest.raises(RefusedError, match="there is no prose in it; paste the text instead"):
        read_file("a.feed", b"-\n-")


def word_file(paragraphs: list[tuple[str, str]], more: dict[str, bytes] | None = None) -> bytes:
    """A .docx of paragraphs, each with the name of its style."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    files = {
        "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns='
        b'"http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{relations}"><Relationship Id="r1" '
        f'Type="{office}" Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body>'
        f"</w:document>".encode(),
        "word/styles.xml": f'<?xml version="1.0"?><w:styles xmlns:w="{space}"><w:style w:type="paragraph" '
        f'w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'.encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, **(more or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_word_file_gives_its_headline_and_paragraphs(desk: httpx.Client) -> None:
    data = word_file(
        [("Heading1", "Bridge to open"), ("Normal", "The mayor &amp; council."), ("Normal", "It is late.")]
    )
    read = desk.post("/api/read", params={"name": "Story.DOCX"}, content=data).json()
    assert read["kind"] == "docx"
    assert "Bridge to open" in (read["title"], read["text"].split("\n")[0])
    assert "The mayor & council." in read["text"]


def test_a_word_file_that_unpacks_to_gigabytes_is_refused(desk: httpx.Client) -> None:
    bomb = word_file([("Normal", "x")], {"word/media/zeros": bytes(120_000_000)})
    answer = desk.post("/api/read", params={"name": "a.docx"}, content=bomb)
    assert len(bomb) < 1_000_000
    assert (answer.status_code, "unpacks to" in answer.json()["error"]) == (413, True)


def test_a_word_file_whose_entities_multiply_is_refused(desk: httpx.Client) -> None:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {n} "{f"&{last};" * 10}">' for last, n in pairwise(names))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{entities}]><d>&j;</d>'
    data = word_file([("Normal", "x")], {"word/document.xml": bomb.encode()})
    answer = desk.post("/api/read", params={"name": "a.docx"}, content=data)
    assert answer.status_code in (413, 415)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"PK\x03\x04 no archive", "no Word file"),
        ("a.docx", b"A plain text.", "no Word file"),
        ("a.docx", b"", "the file is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not text but binary data; send plain text"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj", "a PDF is not read here"),
        ("a.txt", b"  \n", "there is no prose in it"),
        ("many.jsonl", b'{"text": "a"}\n', "JSON lines hold many articles"),
    ],
)
def test_a_file_without_prose_is_refused_by_name(desk: httpx.Client, name: str, content: bytes, said: str) -> None:
    answer = desk.post("/api/read", params={"name": name}, content=content)
    assert answer.status_code == 415
    assert answer.json()["error"].startswith(f"{name}: {said}")
