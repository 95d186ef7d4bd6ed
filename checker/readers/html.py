"""HTML: the prose that a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.html_tokens import Token, attributes, references, tokens
from checker.readers.metadata import iso_day
from checker.readers.prose_builder import OMITTED, ProseBuilder
from checker.readers.stets import comments, stets
from checker.readers.unreadable import Note
from checker.source import Source, field_maps

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# No prose (what is preformatted is code, mostly), or the furniture of a page.
_UNSEEN = frozenset(
    "script style template noscript nav footer aside svg math canvas audio video iframe object noembed noframes select"
    " textarea button datalist dialog menu map rp rt title xmp pre listing".split()
)
_CODE = frozenset("code kbd samp tt".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre search"
    " section summary table tbody td tfoot th thead tr ul".split()
)
# An open element on the left ends where one of its kind begins, unless an element on the right was opened in between.
_ENDED_BY = {"li": "ul ol menu", "dt": "dl", "dd": "dl", "tr": "table", "td": "tr table", "th": "tr table"}
_SIBLINGS = {"dt": ("dt", "dd"), "dd": ("dt", "dd"), "td": ("td", "th"), "th": ("td", "th")}
_SECTIONS = ("article", "main", "section")
_ROLES = frozenset("navigation banner contentinfo search complementary".split())
_HIDING = re.compile(r"hidden|display|visibility|role", re.I)
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_DAY = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "parsely-pub-date")
_NEVER = -1


def read_html(path: str, decoded: Decoded) -> Iterator[Article | Note]:
    """The prose of a page. Its title is the first <h1> outside the furniture, else <title>; its day, outlet and
    language are those that its <meta> elements and <html lang> name."""
    source = decoded.text
    page = _Page(source, ProseBuilder(source), ProseBuilder(source))
    page.read(0, len(source))
    text, text_map = page.out.finish()
    assert page.heading
    title, title_map = page.heading.finish()
    if not title:
        title, title_map = page.head_title.finish()
    day = next((d for key in _DAY if (d := iso_day(page.meta.get(key, "")))), None)
    origin = Source(
        path, maps=field_maps(text=text_map, title=title_map), text=source, format="html", fixable=decoded.exact,
        encoding=decoded.encoding, bom=decoded.bom,
    )  # fmt: skip
    yield Article(
        id=path, text=text, title=title, source=page.meta.get("og:site_name") or None, date=day,
        language=page.language or None, origin=origin,
        stets=stets(source, comments(source, 0, len(source)), {"title": (title, title_map), "text": (text, text_map)}),
    )  # fmt: skip


def build_prose(source: str, start: int, end: int, builder: ProseBuilder) -> None:
    """Adds the prose of a stretch of HTML, headings included, such as a block inside a Markdown file."""
    _Page(source, builder, None).read(start, end)


class _Page:
    """Walks a page with a stack of its open elements, each of them pushed and popped once, so that it is linear."""

    def __init__(self, source: str, out: ProseBuilder, heading: ProseBuilder | None) -> None:
        self.source = source
        self.out = out
        self.heading = heading  # takes the first <h1>
        self.head_title = ProseBuilder(source)
        self.meta: dict[str, str] = {}
        self.language = ""
        self._open: list[str] = []
        self._places: dict[str, list[int]] = {}  # the places of the open elements of a name in the stack
        self._hidden = _NEVER  # the place in the stack of the outermost element that is not shown
        self._in_heading = _NEVER
        self._heading_taken = heading is None

    def read(self, start: int, end: int) -> None:
        """Takes in `source[start:end]`."""
        for token in tokens(self.source, start, end):
            if token.kind == "open":
                self._start(token)
            elif token.kind == "close":
                self._end(token)
            elif token.name == "title":
                if not self._place("svg"):
                    for part in references(self.source, token.start, token.end):
                        _take(part, self.head_title)
            elif self._hidden == _NEVER:
                _take(token, self._builder)

    @property
    def _builder(self) -> ProseBuilder:
        return self.heading if self._in_heading != _NEVER and self.heading else self.out

    def _place(self, *names: str) -> int:
        """1 plus the place of the innermost open element of these names, or 0."""
        return max((self._places[n][-1] + 1 for n in names if self._places.get(n)), default=0)

    def _start(self, token: Token) -> None:
        name = token.name
        if name in _BLOCKS:
            if self._place("p") > self._place("button", "td", "th"):
                self._pop_to(self._places["p"][-1])
            self._break()
        if name in _ENDED_BY and (place := self._place(*_SIBLINGS.get(name, (name,)))) > self._place(
            *_ENDED_BY[name].split()
        ):
            self._pop_to(place - 1)
        if name in _VOID:
            self._void(token)
            return
        if name == "html" and not self.language:
            self.language = attributes(token.value).get("lang", "")
        place = len(self._open)
        self._open.append(name)
        self._places.setdefault(name, []).append(place)
        if self._hidden != _NEVER:
            return
        if name in _CODE:
            self._builder.substitute(OMITTED, token.start, token.end)
        if name in _UNSEEN or name in _CODE or self._furniture(name) or _is_hidden(token.value):
            self._hidden = place
        elif name == "h1" and not self._heading_taken:
            self._heading_taken = True
            self._in_heading = place
        elif name == "q":
            self._builder.substitute("“", token.start, token.end)

    def _end(self, token: Token) -> None:
        name = token.name
        if name in ("br", "p") and not self._places.get(name):  # browsers take both for opening tags
            self._break() if name == "p" else self._void(token)
            return
        if name in _BLOCKS:
            self._break()
        if name == "q" and self._hidden == _NEVER and self._places.get(name):
            self._builder.substitute("”", token.start, token.end)
        if name not in ("body", "html") and self._places.get(name):
            self._pop_to(self._places[name][-1])

    def _pop_to(self, place: int) -> None:
        while len(self._open) > place:
            self._places[self._open.pop()].pop()
        if self._hidden >= place:
            self._hidden = _NEVER
        if self._in_heading >= place:
            self._in_heading = _NEVER

    def _void(self, token: Token) -> None:
        if token.name == "meta":
            found = attributes(token.value)
            key = found.get("property") or found.get("name") or found.get("itemprop") or ""
            self.meta.setdefault(key.lower(), " ".join(found.get("content", "").split()))
        elif token.name == "br" and self._hidden == _NEVER:
            if self._in_heading != _NEVER:
                self._builder.space(token.start, token.end)
            else:
                self._builder.line_break(token.start, token.end)

    def _break(self) -> None:
        if self._hidden != _NEVER:
            return
        if self._in_heading == _NEVER:
            self._builder.paragraph_break()

    def _furniture(self, name: str) -> bool:
        """The header of the page, unlike that of an article in it."""
        return name == "header" and not self._place(*_SECTIONS)


def _is_hidden(written: str) -> bool:
    if not _HIDING.search(written):
        return False
    found = attributes(written)
    return (
        "hidden" in found
        or found.get("aria-hidden", "").lower() == "true"
        or found.get("role", "").lower() in _ROLES
        or bool(_HIDING_STYLE.search(found.get("style", "")))
    )


def _take(token: Token, builder: ProseBuilder) -> None:
    """Adds text or a character reference; runs of white space read as one space, as in a browser."""
    if token.kind == "reference":
        if token.value.strip(" \t\n\r\f"):
            builder.substitute(token.value, token.start, token.end)
        else:
            builder.space(token.start, token.end)
        return
    builder.flowing(token.start, token.end)
