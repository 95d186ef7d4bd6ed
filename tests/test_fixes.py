"""Safe replacements in the files that articles came from."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.article import Article
from checker.errors import FixError, WriteError
from checker.finding import Finding, Replacement, Severity
from checker.fixes import fixed_source, unified_diff, write_fixed
from checker.readers.decoding import Decoded
from checker.readers.reading import read_paths, read_text


def article_of(source: str, format_: str) -> Article:
    return next(a for a in read_text("story", Decoded(source), format_) if isinstance(a, Article))


def finding(
    article: Article, wrong: str, right: str, *, safe: bool = True, field: str = "text", nth: int = 0
) -> Finding:
    text = article.field(field).text
    start = text.index(wrong)
    for _ in range(nth):
        start = text.index(wrong, start + 1)
    replacements = (Replacement(right, safe),)
    return Finding("a-rule", "noise", Severity.ERROR, start, start + len(wrong), "Wrong.", field, replacements)


def fixed(source: str, format_: str, *changes: tuple[str, str]) -> str:
    article = article_of(source, format_)
    return fixed_source(article, [finding(article, *change) for change in changes]).source


def test_plain_text_keeps_its_line_ends() -> None:
    assert fixed("The the ferry\r\nleft left.\r\n", "text", ("left left", "left")) == "The the ferry\r\nleft.\r\n"
    assert fixed("left\r\nleft. Gone.\r\n", "text", ("left\nleft", "left")) == "left. Gone.\r\n"
    assert fixed("it end.It began\r\n", "text", (".It", ".\nIt")) == "it end.\r\nIt began\r\n"


def test_only_safe_replacements_are_applied() -> None:
    article = article_of("said said", "text")
    assert fixed_source(article, [finding(article, "said said", "said", safe=False)]).applied == ()


def test_overlapping_replacements_are_never_applied_together() -> None:
    article = article_of("one two two three", "text")
    findings = [finding(article, "two two", "2"), finding(article, "two three", "3"), finding(article, "one", "1")]
    done = fixed_source(article, findings)
    assert done.source == "1 2 three"
    assert done.applied == (findings[2], findings[0])


def test_html_is_escaped_and_markup_stays() -> None:
    page = "<p>The <b>ferry</b> &amp; the the boat&nbsp;left left</p>"
    assert fixed(page, "html", ("the the", "the"), ("left left", "left <5 & on")) == (
        "<p>The <b>ferry</b> &amp; the boat&nbsp;left &lt;5 &amp; on</p>"
    )


def test_a_span_with_markup_inside_is_left_alone() -> None:
    page = "<p>left <b>left</b></p>"
    assert fixed(page, "html", ("left left", "left")) == page
    assert fixed("left *left*", "markdown", ("left left", "left")) == "left *left*"


def test_markup_outside_what_changes_does_no_harm() -> None:
    assert fixed("The **Saudia Arabia** talks", "markdown", ("The Saudia Arabia", "The Saudi Arabia")) == (
        "The **Saudi Arabia** talks"
    )


def test_markdown_that_would_read_otherwise_is_left_alone() -> None:
    source = "Some *words* here and and there.\n\n1) x\n"
    assert fixed(source, "markdown", ("here", "1*2"), ("and and", "and")) == ("Some *words* 1\\*2 and there.\n\n1) x\n")
    article = article_of("One\n\nTwo two\n\nThree three", "markdown")
    # A line that begins with a number sign would become a heading: the text reads otherwise.
    done = fixed_source(article, [finding(article, "Two two", "# Two"), finding(article, "Three three", "Three")])
    assert done.source == "One\n\nTwo two\n\nThree"


def test_a_soft_break_inside_the_span_goes_with_it() -> None:
    assert fixed("> The ferry\n> ferry left.\n", "markdown", ("ferry ferry", "ferry")) == "> The ferry left.\n"


def test_a_title_is_fixed_where_it_stands() -> None:
    article = article_of("---\ntitle: The the ferry\n---\nText", "markdown")
    done = fixed_source(article, [finding(article, "The the", "The", field="title")])
    assert done.source == "---\ntitle: The ferry\n---\nText"
    article = article_of("<title>x</title><h1>The <i>the the</i> ferry</h1>", "html")
    done = fixed_source(article, [finding(article, "the the", "the", field="title")])
    assert done.source == "<title>x</title><h1>The <i>the</i> ferry</h1>"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_deleted_line_takes_its_line_end_along(end: str) -> None:
    lines = ["One.", "", "ADVERTISEMENT", "", "Two.", "SHARE", "Three.", ""]
    assert fixed(end.join(lines), "text", ("ADVERTISEMENT", ""), ("SHARE", "")) == end.join(
        ["One.", "", "Two.", "Three.", ""]
    )
    assert fixed(end.join(["AD", "", "One."]), "text", ("AD", "")) == "One."


def test_json_lines_are_refused() -> None:
    from checker.readers.jsonl import article_of as record

    article = record("a.jsonl", 1, {"id": "a", "text": "said said"})
    assert isinstance(article, Article)
    with pytest.raises(FixError, match=r"a\.jsonl: JSON lines are not fixed"):
        fixed_source(article, [finding(article, "said said", "said")])


def from_disk(path: Path, data: bytes) -> Article:
    path.write_bytes(data)
    (article,) = read_paths([str(path)], note=lambda _: None)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"\xef\xbb\xbfsaid said\r\ncaf\xc3\xa9\r", b"\xef\xbb\xbfsaid\r\ncaf\xc3\xa9\r"),
        ("said said café".encode("cp1252"), "said café".encode("cp1252")),
        (b"\xff\xfe" + "said said é".encode("utf-16-le"), b"\xff\xfe" + "said é".encode("utf-16-le")),
    ],
)
def test_a_file_keeps_encoding_mark_line_ends_and_mode(tmp_path: Path, data: bytes, after: bytes) -> None:
    path = tmp_path / "a.txt"
    article = from_disk(path, data)
    path.chmod(0o640)
    done = fixed_source(article, [finding(article, "said said", "said")])
    assert write_fixed(article, done)
    assert path.read_bytes() == after
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.txt"]
    again = from_disk(path, after)
    assert not write_fixed(again, fixed_source(again, []))


def test_a_character_that_the_encoding_lacks_is_not_written(tmp_path: Path) -> None:
    article = from_disk(tmp_path / "a.txt", "said said é".encode("cp1252"))
    assert fixed_source(article, [finding(article, "said said", "сказал")]).applied == ()
    article = from_disk(tmp_path / "a.html", "<p>said said é".encode("cp1252"))
    assert fixed_source(article, [finding(article, "said said", "ж")]).source == "<p>&#1078; é"


def test_a_link_goes_on_pointing_at_the_fixed_file(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("said said")
    os.symlink("real.txt", tmp_path / "link.txt")
    (article,) = read_paths([str(tmp_path / "link.txt")])
    assert isinstance(article, Article)
    write_fixed(article, fixed_source(article, [finding(article, "said said", "said")]))
    assert (tmp_path / "real.txt").read_text() == "said"
    assert (tmp_path / "link.txt").is_symlink()


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    article = from_disk(path, b"said said")
    path.write_text("said said so")
    with pytest.raises(WriteError, match="has changed while it was checked"):
        write_fixed(article, fixed_source(article, [finding(article, "said said", "said")]))
    assert path.read_text() == "said said so"


def test_a_file_with_broken_bytes_is_not_rewritten(tmp_path: Path) -> None:
    article = from_disk(tmp_path / "a.txt", "said said é".encode() + b"\xff")
    with pytest.raises(WriteError, match="not all of it could be decoded"):
        write_fixed(article, fixed_source(article, [finding(article, "said said", "said")]))


def test_a_failing_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    article = from_disk(path, b"said said")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"a\.txt: could not be written \(No space left on device\)"):
        write_fixed(article, fixed_source(article, [finding(article, "said said", "said")]))
    assert path.read_bytes() == b"said said"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_the_diff_is_one_that_patch_takes() -> None:
    assert unified_diff("/a/b.txt", "one\r\ntwo two", "one\r\ntwo") == (
        "--- a/a/b.txt\n+++ b/a/b.txt\n@@ -1,2 +1,2 @@\n one\r\n-two two\n\\ No newline at end of file\n"
        "+two\n\\ No newline at end of file\n"
    )
    assert unified_diff("b.txt", "one", "one") == ""


PIECES = st.sampled_from(
    ["said said", " <b>", "</b> ", "the the", "&amp; ", " *and*", "\n", "\r\n\r\n", "> ", "Paris. ", "\\*"]
)


@given(
    st.lists(PIECES, max_size=12),
    st.sampled_from(["html", "markdown", "text"]),
    st.sampled_from(["", "x", "*a*", "<&"]),
)
def test_a_fixed_file_reads_as_the_fixed_text(pieces: list[str], format_: str, right: str) -> None:
    article = article_of("".join(pieces), format_)
    findings = [
        finding(article, wrong, right, nth=n)
        for wrong in ("said said", "the the", "Paris. ")
        for n in range(article.text.count(wrong))
    ]
    done = fixed_source(article, findings)
    text = article.text
    for f in sorted(done.applied, key=lambda f: -f.start):
        text = text[: f.start] + right + text[f.end :]
    again = article_of(done.source, format_)
    assert again.text.split() == text.split()
    assert fixed_source(article, done.applied) == done
