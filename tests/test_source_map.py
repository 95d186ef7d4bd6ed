"""Every span of an article maps back to its place in the source."""

from __future__ import annotations

import json
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.jsonl import read_jsonl
from checker.readers.reading import read_text
from checker.source import Lines, Segment, SourceMap

# Words of all kinds: combining marks, characters outside the BMP, a joiner, letters that mean nothing in any markup.
WORDS = st.sampled_from(
    [
        "ferry",
        "Marta",
        "cafe\u0301",
        "\U0001f6a2",
        "\u05d0\u05d1",
        "naïve",
        "“harbour”",
        "e\u0301\u0323",
        "日本",
        "x\u200dy",
    ]
)
LINE_END = st.sampled_from(["\n", "\r\n", "\r"])
ENTITIES = {"&amp;": "&", "&eacute;": "é", "&#x1F6A2;": "\U0001f6a2", "&NotEqualTilde;": "≂̸", "&nbsp;": "\xa0"}
ENTITY = st.sampled_from(sorted(ENTITIES))


def article_of(source: str, format_: str) -> Article:
    return next(a for a in read_text("story", Decoded(source), format_) if isinstance(a, Article))


def holds(article: Article) -> None:
    """What holds of any map: segments cover the field in order, and a verbatim one is the same on both sides."""
    for name, text in (("text", article.text), ("title", article.title)):
        source_map = article.origin.maps.get(name)
        if source_map is None:
            assert not text or name == "title"
            continue
        source = article.origin.text
        at = source_at = 0
        for segment in source_map.segments():
            assert segment.start == at < segment.end or not text
            assert source_at <= segment.source_start <= segment.source_end <= len(source)
            if segment.verbatim:
                assert text[segment.start : segment.end] == source[segment.source_start : segment.source_end]
            at, source_at = segment.end, segment.source_end
        assert at == len(text)


def origin_of(article: Article, start: int, end: int) -> str:
    place = article.origin.place("text", start, end)
    return article.origin.text[place.start : place.end]


@given(st.lists(st.tuples(WORDS, LINE_END | st.just(" ")), max_size=30))
def test_plain_text_maps_character_for_character_through_any_line_ends(parts: list[tuple[str, str]]) -> None:
    source = "".join(word + gap for word, gap in parts)
    article = article_of(source, "text")
    holds(article)
    assert article.text == source.replace("\r\n", "\n").replace("\r", "\n")
    for at, character in enumerate(article.text):
        assert origin_of(article, at, at + 1) in ({character} if character != "\n" else {"\n", "\r\n", "\r"})


INLINE = st.sampled_from(
    [
        ("", ""),
        ("<b>", "</b>"),
        ("<a href='x>y' title=\"a &gt; b\">", "</a>"),
        ("<!-- a -- > b -->", ""),
        ("<em\n>", "</em>"),
    ]
)


@given(st.lists(st.lists(st.tuples(INLINE, WORDS | ENTITY), min_size=1, max_size=8), max_size=6), LINE_END)
def test_html_maps_through_entities_and_inline_markup(
    paragraphs: list[list[tuple[tuple[str, str], str]]], end: str
) -> None:
    source = f"<title>x</title>{end}<script>if (a < b) 'p'</script>"
    wanted = []
    for words in paragraphs:
        source += f"<p class=a>{end}" + f"{end} ".join(before + word + after for (before, after), word in words) + end
        wanted.append(" ".join(ENTITIES.get(word, word) for _, word in words))
    article = article_of(source, "html")
    holds(article)
    assert article.text == "\n\n".join(wanted)
    at = 0
    for words in paragraphs:
        for _, word in words:
            shown = ENTITIES.get(word, word)
            assert origin_of(article, at, at + len(shown)) == word
            at += len(shown) + 1
        at += 1


MARKS = st.sampled_from(
    [("", ""), ("*", "*"), ("**", "**"), ("[", '](http://e.org/a "the ferry (x")'), ("<i>", "</i>")]
)
ESCAPED = {**ENTITIES, "\\*": "*", "\\#": "#", "\\\\": "\\"}
PREFIX = st.sampled_from(["", "> ", "- ", "1. ", "> - "])


@given(
    st.lists(
        st.tuples(PREFIX, st.lists(st.tuples(MARKS, WORDS | st.sampled_from(sorted(ESCAPED))), min_size=1, max_size=8)),
        max_size=6,
    ),
    LINE_END,
    st.booleans(),
)
def test_markdown_maps_through_marks_escapes_and_soft_breaks(
    paragraphs: list[tuple[str, list[tuple[tuple[str, str], str]]]], end: str, front: bool
) -> None:
    source = f'---{end}title: "Ferry \\"x\\""{end}---{end}' if front else ""
    wanted = []
    for prefix, words in paragraphs:
        source += (
            prefix + end.join(before + word + after for (before, after), word in words) + end + end + f"***{end}{end}"
        )
        wanted.append([ESCAPED.get(word, word) for _, word in words])
    article = article_of(source, "markdown")
    holds(article)
    assert article.title == ('Ferry "x"' if front else "")
    assert [p.split(" ") for p in article.text.split("\n\n") if p] == wanted
    at = 0
    for _, words in paragraphs:
        for _, word in words:
            shown = ESCAPED.get(word, word)
            assert origin_of(article, at, at + len(shown)) == word
            at += len(shown) + 1
        at += 1


@given(
    st.text(alphabet="ab *_`[]()<>!&;#|~-=+.:'\"/\\\n\r\t\u00a0\u0301\U0001f6a2\0", max_size=200),
    st.sampled_from(["html", "markdown", "text"]),
)
def test_the_map_holds_for_any_text(source: str, format_: str) -> None:
    article = article_of(source, format_)
    holds(article)
    for at in range(0, len(article.text), 7):
        place = article.origin.place("text", at, len(article.text))
        assert 0 <= place.start <= place.end <= len(source)
        assert place.line >= 1
        assert place.column >= 1


@given(st.text(max_size=60), st.text(max_size=20), st.booleans())
def test_a_json_string_maps_into_its_line(text: str, title: str, plain_ascii: bool) -> None:
    record = {"id": "a", "meta": {"text": "no"}, "text": text + "x", "title": title + "y"}
    above = json.dumps({"text": "é"}, ensure_ascii=False) + "\n"
    line = json.dumps(record, ensure_ascii=plain_ascii)
    whole = above + line
    raw = whole.encode("utf-8", "surrogatepass").split(b"\n")
    article = [a for a in read_jsonl("a.jsonl", [raw[0] + b"\n", raw[1]]) if isinstance(a, Article)][-1]
    for name, value in (("text", article.text), ("title", article.title)):
        for at in range(len(value)):
            place = article.origin.place(name, at, at + 1)
            assert place.line == 2
            assert json.loads(f'"{whole[place.start : place.end]}"') == value[at]
            assert place.column == place.start - len(above) + 1


def test_a_line_ends_at_every_kind_of_line_end() -> None:
    lines = Lines("a\r\nb\rc\nd")
    assert [lines.place(at) for at in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_columns_count_code_points() -> None:
    article = article_of("one\ncafe\u0301 \U0001f6a2 end", "text")
    place = article.origin.place("text", article.text.index("end"), len(article.text))
    assert (place.line, place.column) == (2, 9)


def test_a_byte_order_mark_moves_no_offset() -> None:
    from checker.readers.decoding import decode

    decoded, _ = decode("a.txt", b"\xef\xbb\xbfone two")
    assert isinstance(decoded, Decoded)
    article = article_of(decoded.text, "text")
    assert article.origin.place("text", 4, 7).column == 5


@pytest.mark.parametrize(
    ("html", "span", "whole"),
    [
        ("<p>one two</p>", "one two", True),
        ("<p>one &amp; two</p>", "one & two", True),
        ("<p>one <b>two</b></p>", "one two", False),
        ("<p>one<!-- x --> two</p>", "one two", False),
        ("<p>one</p><p>two</p>", "one\n\ntwo", False),
        ("<p>one\n   two</p>", "one two", True),
    ],
)
def test_a_span_is_whole_when_no_markup_stands_inside_it(html: str, span: str, whole: bool) -> None:
    article = article_of(html, "html")
    source_map = article.origin.maps.get("text")
    assert source_map
    start = article.text.index(span)
    assert source_map.whole(start, start + len(span)) is whole


def test_half_of_an_entity_is_not_whole() -> None:
    source_map = SourceMap([Segment(0, 2, 0, 15, verbatim=False), Segment(2, 4, 15, 17)])
    assert source_map.whole(0, 3)
    assert not source_map.whole(1, 3)
    assert not source_map.verbatim(0, 2)
    assert source_map.verbatim(2, 4)
    assert source_map.span(0, 3) == (0, 16)


def test_an_empty_span_maps_to_an_empty_one() -> None:
    source_map = SourceMap([Segment(0, 3, 5, 8)])
    assert source_map.span(1, 1) == (6, 6)
    assert source_map.span(3, 3) == (8, 8)
    assert SourceMap().span(0, 0) == (0, 0)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_escaped_html_reads_back(words: list[str]) -> None:
    text = " <&> ".join(words)
    assert article_of(f"<p>{escape(text)}</p>", "html").text == text
