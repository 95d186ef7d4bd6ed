"""The client of LanguageTool: exact spans, one request a paragraph and no more, and faults that lose nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec
import pytest

from checker.article import Article
from checker.services.languagetool import asking
from checker.services.languagetool.annotated import Units, annotated, find_markup, trimmed
from checker.services.languagetool.client import LanguageTool
from checker.services.languagetool.pieces import Piece, packed, spans
from checker.services.services import Services, ServiceUnavailableError
from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings


class Request(NamedTuple):
    """What a fake server was asked to check."""

    text: str
    parameters: dict[str, str]


class Fake:
    """A server that marks every "teh", and before that does what a test wants of it."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.before: Callable[[Fake, Request, BaseHTTPRequestHandler], bool] = lambda *_: False
        self.version = "6.8"
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                languages = [{"name": "English (US)", "code": "en", "longCode": f"en-{r}"} for r in ("US", "GB")]
                reply(self, msgspec.json.encode(languages))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                parameters = {name: values[0] for name, values in parse_qs(body).items()}
                parts = msgspec.json.decode(parameters.pop("data"))["annotation"]
                request = Request("".join(p.get("text") or p["markup"] for p in parts), parameters)
                fake.requests.append(request)
                if not fake.before(fake, request, self):
                    reply(self, msgspec.json.encode(fake.answer(request.text)))

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, text: str) -> dict[str, Any]:
        rule = {"id": "MORFOLOGIK_RULE_EN_US", "issueType": "misspelling", "category": {"id": "TYPOS"}}
        matches = [
            {"offset": at, "length": 3, "message": "A slip.", "replacements": [{"value": "the"}], "rule": rule}
            for at in range(len(text))
            if text.startswith("teh", at)
        ]
        return {
            "software": {"version": self.version},
            "warnings": {"incompleteResults": False},
            "sentenceRanges": [[0, len(text)]],
            "matches": matches,
        }

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def reply(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> bool:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
    return True


@pytest.fixture
def fake() -> Iterator[Fake]:
    server = Fake()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_PAUSES", (0.01, 0.01, 0.01))


def services_for(url: str, folder: Path, timeout: float = 5.0) -> Services:
    """Services of one run, with a cache in a folder and a server that runs already."""
    return Services(
        ServiceSettings(
            languagetool=LanguageToolSettings(url=url, timeout_seconds=timeout), cache=CacheSettings(folder=str(folder))
        )
    )


def client_of(services: Services, servers: list[Any]) -> LanguageTool:
    """A client that finds the last of the servers; a run's own `connect` asks whether it lives, which is not here."""
    client = LanguageTool(services, disabled=frozenset(("OFF",)), connect=lambda: servers[-1])
    services.__dict__["languagetool"] = client
    return client


def story(number: int = 0) -> Article:
    paragraphs = [f"In town {number} teh mayor spoke {n} times of the bridge." for n in range(3)]
    return Article(id=f"a{number}", text="\n\n".join(paragraphs), title=f"Bridge {number} opens")


def marked(client: LanguageTool, article: Article) -> list[str]:
    return [p.text[m.start : m.end] for p in article.fields() for m in client.matches(article, p)]


def checks(fake: Fake) -> list[Request]:
    return [r for r in fake.requests if r.text != "Yes."]


def test_all_paragraphs_of_a_short_article_share_one_request(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    assert marked(client_of(services, [fake]), story()) == ["teh"] * 3
    (request,) = checks(fake)
    assert request.parameters["language"] == "en-US"
    assert "OFF" in request.parameters["disabledRules"].split(",")
    services.close()


def test_a_second_run_sends_no_request(fake: Fake, tmp_path: Path) -> None:
    sent = []
    for _ in range(2):
        services = services_for(fake.url, tmp_path)
        client = client_of(services, [fake])
        client.begin([story(1), story(2)])
        assert marked(client, story(1)) + marked(client, story(2)) == ["teh"] * 6
        services.close()
        sent.append(len(fake.requests))
    assert sent[0] == sent[1] > 0


def test_a_paragraph_that_changed_is_asked_for_alone(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    marked(client, story())
    edited = Article(id="b", text=story().text.replace("1 times", "one time"), title=story().title)
    assert marked(client, edited) == ["teh"] * 3
    assert checks(fake)[-1].text == "In town 0 teh mayor spoke one time of the bridge."
    services.close()


@pytest.mark.parametrize("change", ["disabled", "language", "version"])
def test_other_settings_are_other_answers(fake: Fake, tmp_path: Path, change: str) -> None:
    services = services_for(fake.url, tmp_path)
    marked(client_of(services, [fake]), story())
    services.close()
    before = len(checks(fake))
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    if change == "disabled":
        client = LanguageTool(services, disabled=frozenset(("ANOTHER",)), connect=lambda: fake)
    if change == "version":
        fake.version, client._version = "6.9", "6.9"
    article = story()
    client.matches(article, article.body, "en-GB" if change == "language" else "auto")
    assert len(checks(fake)) == before + 1
    services.close()


def test_an_article_in_another_language_is_not_sent(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    article = Article(id="f", text="Le maire a parlé.", language="fr")
    assert client_of(services, [fake]).matches(article, article.body) == []
    assert fake.requests == []
    services.close()


def failing(times: int, how: Callable[[BaseHTTPRequestHandler], object]) -> Callable[..., bool]:
    left = [times]

    def before(fake: Fake, request: Request, handler: BaseHTTPRequestHandler) -> bool:
        if request.text == "Yes." or left[0] == 0:
            return False
        left[0] -= 1
        how(handler)
        return True

    return before


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


INCOMPLETE = b'{"matches": [], "warnings": {"incompleteResults": true}}'
OUTSIDE = b'{"matches": [{"offset": 9999, "length": 3, "rule": {"id": "X"}}]}'
FAULTS: dict[str, Callable[[BaseHTTPRequestHandler], object]] = {
    "it hangs up": hang_up,
    "an error": lambda h: reply(h, b"Error: Internal Error: java.lang.OutOfMemoryError: Java heap space", 500),
    "too many requests": lambda h: reply(h, b"Error: too many requests", 429),
    "too long": lambda h: reply(h, b"Error: Your text exceeds the limit of 10 characters", 413),
    "a page": lambda h: reply(h, b"<html><body>It works!</body></html>"),
    "other JSON": lambda h: reply(h, b'{"status": "ok"}'),
    "no JSON object": lambda h: reply(h, b"[]"),
    "nothing": lambda h: reply(h, b""),
    "wrong bytes": lambda h: reply(h, b"\xff\xfe\x00\xd8 {"),
    "an incomplete answer": lambda h: reply(h, INCOMPLETE),
    "a place outside the text": lambda h: reply(h, OUTSIDE),
    "silence": lambda _: time.sleep(0.7),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_passing_fault_loses_nothing(fake: Fake, tmp_path: Path, fault: str) -> None:
    services = services_for(fake.url, tmp_path, timeout=0.4)
    fake.before = failing(2, FAULTS[fault])
    assert marked(client_of(services, [fake]), story()) == ["teh"] * 3
    assert services.take_gaps("a0") == ()
    services.close()


@pytest.mark.parametrize("fault", [f for f in FAULTS if f != "silence"])
def test_a_lasting_fault_is_told(fake: Fake, tmp_path: Path, fault: str) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    marked(client, story(1))
    fake.before = failing(-1, FAULTS[fault])
    assert marked(client, story(2)) == []
    (gap,) = services.take_gaps("a2")
    assert gap.startswith("LanguageTool did not check 4 of 4 paragraphs, the first at “Bridge 2 opens”: ")
    services.close()


def test_a_paragraph_that_nothing_can_answer_is_the_only_one_lost(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    fake.before = lambda _, request, handler: "spoke 1" in request.text and reply(handler, b"Error: out of memory", 500)
    assert marked(client_of(services, [fake]), story()) == ["teh"] * 2
    (gap,) = services.take_gaps("a0")
    assert "1 of 4 paragraphs" in gap
    assert "out of memory" in gap
    fake.before = lambda *_: False
    assert marked(client_of(services, [fake]), story()) == ["teh"] * 3  # what failed was not kept
    services.close()


def test_a_server_that_died_is_replaced(fake: Fake, tmp_path: Path) -> None:
    servers = [fake]
    services = services_for(fake.url, tmp_path)
    client = client_of(services, servers)
    assert marked(client, story(1)) == ["teh"] * 3
    second = Fake()
    fake.close()
    servers.append(second)
    assert marked(client, story(2)) == ["teh"] * 3
    assert services.take_gaps("a2") == ()
    assert len(checks(second)) == 1
    services.close()
    second.close()


def test_a_server_that_cannot_be_had_at_all_is_a_missing_service(tmp_path: Path) -> None:
    def connect() -> Any:
        raise ServiceUnavailableError("no Java of 17 or newer: install one")

    services = services_for("", tmp_path)
    client = LanguageTool(services, disabled=frozenset(), connect=connect)
    article = story()
    with pytest.raises(ServiceUnavailableError, match="no Java"):
        client.matches(article, article.body)
    services.close()


def test_a_dead_server_is_given_up_after_a_bounded_number_of_tries(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    marked(client, story())
    fake.before = failing(-1, hang_up)
    for number in range(1, 40):
        marked(client, story(number))
        assert services.take_gaps(f"a{number}")
    assert len(checks(fake)) < 25
    services.close()


def test_what_was_looked_ahead_is_asked_for_once(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    articles = [story(n) for n in range(30)]
    client.begin(articles)
    for article in articles:
        assert marked(client, article) == ["teh"] * 3
    assert len(checks(fake)) == 30
    assert client._coming == {}
    services.close()


def test_markup_is_told_from_language() -> None:
    text = "The <b>cafe\u0301s</b> are ﬁne[2] &amp; “[t]he” soft\u00adly 2*3*4 *so*\x00 R&D."
    read = "".join(
        part.text if part.text is not None else part.reads or "" for part in annotated(text, find_markup(text))
    )
    assert read == "The cafés are fine & “the” softly 2*3*4 so R&D."


def test_units_find_the_code_points() -> None:
    text = "a😀b𝓒d\ud800e"
    units = Units(text)
    assert units.length == 9
    assert [units.code_point(u) for u in range(10)] == [0, 1, 1, 2, 3, 3, 4, 5, 6, 7]
    assert [units.end(u) for u in range(10)] == [0, 1, 2, 2, 3, 4, 4, 5, 6, 7]


def test_a_span_inside_an_address_is_no_span() -> None:
    text = "See https://example.org/recieve now."
    markup = find_markup(text)
    assert trimmed(text, 10, 20, markup) is None
    assert trimmed(text, 3, 4, markup) is None
    assert trimmed(text, 31, 36, markup) == (32, 36)


def test_pieces_cover_a_text_without_line_breaks() -> None:
    for text in ("word " * 40_000, "x" * 50_000, "He came. " * 20_000):
        article = Article(id="long", text=text)
        cut = list(spans(article.body))
        assert max(end - start for start, end in cut) <= 6_000
        assert "".join(text[start:end] for start, end in cut).replace(" ", "") == text.replace(" ", "")


def test_requests_are_of_near_size() -> None:
    sizes = [sum(len(p.text) for p in request) for request in packed([Piece("x" * 300) for _ in range(40)])]
    assert sum(sizes) == 12_000
    assert max(sizes) - min(sizes) <= 300
