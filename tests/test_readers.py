"""What the readers take for prose, for a title and for metadata."""

from __future__ import annotations

import datetime
import io
import time

import pytest

from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.jsonl import read_jsonl
from checker.readers.reading import read_paths, read_text
from checker.readers.unreadable import Note, Unreadable


def article_of(source: str, format_: str) -> Article:
    return next(a for a in read_text("story", Decoded(source), format_) if isinstance(a, Article))


def markdown(source: str) -> str:
    return article_of(source, "markdown").text


def html(source: str) -> str:
    return article_of(source, "html").text


def records(*lines: str | bytes) -> list[Article | Unreadable | Note]:
    return list(read_jsonl("a.jsonl", [(x.encode() if isinstance(x, str) else x) + b"\n" for x in lines]))


# Markdown


def test_hard_wrapped_markdown_reads_as_one_paragraph() -> None:
    assert markdown("The ferry left\nat noon,\r\nhalf empty.\n\nNobody minded.") == (
        "The ferry left at noon, half empty.\n\nNobody minded."
    )


def test_headings_list_items_quotes_and_cells_are_paragraphs() -> None:
    source = "Start\n\n## Boats ##\n\n- one\n- two\n\n> three\n> four\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert markdown(source).split("\n\n") == ["Start", "Boats", "one", "two", "three four", "a", "b", "c", "d"]


def test_code_is_not_prose_and_leaves_a_sign_inside_a_sentence() -> None:
    assert markdown("Type `ls ls` twice twice.\n\n```\ncode code\n```\n\n    more code\n\n`alone`\n") == (
        "Type \ufffc twice twice."
    )


def test_links_images_and_marks_leave_their_words() -> None:
    assert markdown('A [**red** boat](x "y") ![a picture](z.png) *left*~~!~~ <https://e.org> \\*') == (
        "A red boat left! https://e.org *"
    )


def test_html_in_markdown_is_read_as_html() -> None:
    assert markdown(
        "Before\n\n<div class='x'>\n<p>Inside <b>it</b></p>\n<script>x</script>\n</div>\n\nAfter<br>all"
    ) == ("Before\n\nInside it\n\nAfter\nall")


def test_front_matter_gives_title_day_outlet_and_language() -> None:
    entries = "title: 'It''s on'\nDate: 2025-02-27T10:00:00Z\nsource: The Islander # daily\nlang: en\ntags: [a]\n"
    source = f"---\n{entries}---\nText\n"
    article = article_of(source, "markdown")
    assert (article.title, article.text, article.source, article.language) == ("It's on", "Text", "The Islander", "en")
    assert article.date == datetime.date(2025, 2, 27)
    assert article.origin.front_matter == entries


def test_toml_front_matter_is_read_too() -> None:
    article = article_of('+++\ntitle = "Boats"\n+++\nText\n', "markdown")
    assert (article.title, article.text) == ("Boats", "Text")


def test_front_matter_that_is_not_closed_is_text() -> None:
    assert markdown("---\ntitle: x\n\nText") == "title: x\n\nText"


def test_a_day_in_a_style_of_its_own_is_noted_and_ignored() -> None:
    note, article = read_text("story.md", Decoded("---\ntitle: x\ndate: Feb. 27\n---\nText"), "markdown")
    assert isinstance(note, Note)
    assert str(note) == "story.md:3: the date “Feb. 27” is ignored: write it as 2025-02-27"
    assert isinstance(article, Article)
    assert article.date is None


def test_a_first_heading_is_the_title() -> None:
    article = article_of("# The *ferry*\n\nText\n\n# Again\n", "markdown")
    assert (article.title, article.text) == ("The ferry", "Text\n\nAgain")


def test_a_heading_that_repeats_the_title_is_not_read_twice() -> None:
    assert markdown("---\ntitle: Boats\n---\n# Boats\n\nText") == "Text"
    assert markdown("---\ntitle: Boats\n---\n# Ferries\n\nText") == "Ferries\n\nText"


# HTML


def test_a_page_without_its_furniture() -> None:
    page = """<!DOCTYPE html><html lang="en"><head><title>Boats - Site</title><style>p {}</style>
    <meta property="article:published_time" content="2025-02-27T10:00:00Z">
    <meta property="og:site_name" content="The Islander">
    </head><body><header><h1>Logo</h1></header><nav><ul><li>Home</ul></nav>
    <main><header><h1>Boats <i>go</i></h1></header>
    <!-- <p>no --><p>One<p hidden>Two<p>Three <span style="color:red; DISPLAY : none">four</span>five</p>
    <aside>Related</aside><button>Share</button><noscript>No</noscript><div role=navigation>Next</div></main>
    <footer>End</footer>"""
    article = article_of(page, "html")
    assert (article.title, article.text) == ("Boats go", "One\n\nThree five")
    assert (article.source, article.language, article.date) == ("The Islander", "en", datetime.date(2025, 2, 27))


def test_blocks_are_paragraphs_and_breaks_are_lines() -> None:
    source = "a<div>b<ul><li>c<li>d</ul>e</div><table><tr><td>f<td>g</table>h<br>i<br/><br>j<hr>k"
    assert html(source) == "a\n\nb\n\nc\n\nd\n\ne\n\nf\n\ng\n\nh\ni\n\nj\n\nk"


def test_white_space_reads_as_a_browser_shows_it() -> None:
    assert html("<p> a  <b> b</b>\n\t c&#32; d&nbsp; e </p><pre>f\n  g</pre>") == "a b c d\xa0 e"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("5 < 6 & AT&T", "5 < 6 & AT&T"),
        ("a <3 b", "a <3 b"),
        ("a<!--b", "a"),
        ("a<b title='>'>c</b>", "ac"),
        ("a<b title=it's>c</b>", "ac"),
        ("a<p title=", "a"),
        ("&lt;b&gt; &copy &bogus; &#0; &#x110000; &#xD800;", "<b> © &bogus; \ufffd \ufffd \ufffd"),
        ("a<script>b</scripts>c</SCRIPT >d", "ad"),
        ("a</p>b", "a\n\nb"),
        ("a<svg><title>t</title></svg>b", "ab"),
        ("<q>a</q>", "“a”"),
        ("Type <code>a<i>b</i></code> now", "Type \ufffc now"),
    ],
)
def test_broken_and_odd_html(source: str, text: str) -> None:
    assert html(source) == text


def test_a_character_reference_of_thousands_of_digits_is_text() -> None:
    assert html("&#" + "9" * 5000 + ";").endswith("9;")


def test_hidden_ends_with_its_element_also_where_the_end_tag_is_left_out() -> None:
    assert html("<ul><li hidden>a<ul><li>b</ul><li>c</ul><table><tr hidden><td>d<tr><td>e</table>") == "c\n\ne"


# Hostile input: with a parser whose time grows with the square of the input these take minutes.

_MANY = 30_000


@pytest.mark.parametrize(
    "unit",
    [
        "<b>",
        "</b>",
        "<!--",
        "<a b='\"",
        "<li><a>",
        "<p hidden>",
        "<![CDATA[",
        "&#1",
        "&",
        "<",
        "[",
        "*a ",
        "`a``",
        "> ",
    ],
)
@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_hostile_markup_takes_linear_time(unit: str, format_: str) -> None:
    started = time.process_time()
    article_of(unit * _MANY, format_)
    assert time.process_time() - started < 15


# JSON lines


def test_optional_fields_and_unknown_ones() -> None:
    line = (
        '{"id": 7, "text": "A", "title": "T", "source": "S", "date": "2025-02-27 10:00", "language": "en",'
        ' "siblings": ["b", 3], "x": {}}'
    )
    (article,) = records(line)
    assert isinstance(article, Article)
    assert (article.id, article.title, article.source, article.language) == ("7", "T", "S", "en")
    assert (article.date, article.siblings) == (datetime.date(2025, 2, 27), ("b", "3"))


def test_an_optional_field_that_cannot_be_understood_is_noted_once_and_counted() -> None:
    lines = [f'{{"id": "{i}", "text": "A", "date": "Feb. {i}", "title": ""}}' for i in range(3)]
    found = records(*lines)
    assert sum(isinstance(f, Article) for f in found) == 3
    assert [str(f) for f in found if isinstance(f, Note)] == [
        "a.jsonl:1: the empty “title” is ignored",
        "a.jsonl:1: the date “Feb. 0” is ignored: write it as 2025-02-27",
        "a.jsonl: 2 more lines have an empty “title”",
        "a.jsonl: 2 more lines have a date that is ignored",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1]", "not a JSON object, as an article is, but a list"),
        ("7", "not a JSON object, as an article is, but a number"),
        ('{"id": "a"}', "there is no “text”"),
        ('{"text": 7}', "“text” is a number and not a string"),
        ('{"text": null}', "“text” is null and not a string"),
        ('{"text": "a"', "not JSON (input data was truncated)"),
        (b'{"text": "\xe9"}', "not UTF-8; save the file as UTF-8"),
        ("[" * 100_000, "not an article: brackets are nested too deep"),
        ('{"text": "a\0"}', "not JSON (invalid character"),
    ],
)
def test_a_bad_line_is_one_error_and_the_others_are_read(line: str | bytes, message: str) -> None:
    first, bad, last = records('{"id": "1", "text": "A"}', line, '{"id": "2", "text": "B"}')
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, Unreadable)
    assert str(bad).startswith(f"a.jsonl:2: {message}")
    assert "\n" not in str(bad)


def test_lines_end_at_line_feeds_only() -> None:
    found = list(
        read_jsonl("a.jsonl", io.BytesIO('{"id": "1", "text": "A\u2028B\x85"}\r\n\n{"id": "2", "text": "C"}'.encode()))
    )
    assert [(a.text, a.origin.line) for a in found if isinstance(a, Article)] == [("A\u2028B\x85", 1), ("C", 3)]


def test_half_a_character_is_noted_and_keeps_the_offsets() -> None:
    note, article = records('{"id": "1", "text": "a\\ud83d b"}')
    assert isinstance(note, Note)
    assert isinstance(article, Article)
    assert article.text == "a\ufffd b"


def test_an_article_without_an_id_is_named_by_its_line() -> None:
    note, article = records('{"text": "A"}')
    assert isinstance(article, Article)
    assert article.id == "a.jsonl:1"
    assert "there is no usable “id”" in str(note)


# Standard input


def read_stdin(data: bytes, name: str | None = None) -> tuple[list[Article | Unreadable], list[str]]:
    notes: list[str] = []
    read = read_paths(["-", "-"], stdin_filename=name, stdin=io.BytesIO(data), note=lambda n: notes.append(str(n)))
    return list(read), notes


def test_standard_input_is_text_and_is_read_once() -> None:
    (article,), notes = read_stdin(b"*One*\r\ntwo")
    assert isinstance(article, Article)
    assert (article.id, article.text, article.origin.path, notes) == ("-", "*One*\ntwo", "-", [])
    assert not article.origin.fixable


def test_a_name_gives_standard_input_its_reader() -> None:
    (article,), _ = read_stdin(b"*One*", "draft.md")
    assert isinstance(article, Article)
    assert (article.id, article.text, article.origin.fixable) == ("draft.md", "One", False)
    found, _ = read_stdin(b'{"id": "1", "text": "A"}\n{"id": "2", "text": "B"}', "x.jsonl")
    assert len(found) == 2
