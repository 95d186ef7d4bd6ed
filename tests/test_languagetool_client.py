"""The client of LanguageTool: exact spans, one request a paragraph and no more, and faults that lose nothing."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec
import pytest

from checker.article import Article
from checker.engine import Engine, Outcome, run
from checker.services.languagetool import asking
from checker.services.languagetool import server as real
from checker.services.languagetool.annotated import Units, annotated, find_markup, trimmed
from checker.services.languagetool.client import LanguageTool
from checker.services.languagetool.pieces import Piece, packed, spans
from checker.services.services import Services, ServiceUnavailableError
from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings
from checker.settings import Settings


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


def client_of(services: Services, servers: list[Any], off: str = "OFF") -> LanguageTool:
    """A client that finds the last of the servers; a run's own `connect` asks whether it lives, which is not here."""
    client = LanguageTool(services, disabled=frozenset((off,)), connect=lambda: servers[-1])
    services.__dict__["languagetool"] = client
    return client


def story(number: int = 0) -> Article:
    paragraphs = [f"In town {number} teh mayor spoke {n} times of the bridge." for n in range(3)]
    return Article(id=f"a{number}", text="\n\n".join(paragraphs), title=f"Bridge {number} opens")


def marked(client: LanguageTool, article: Article) -> list[str]:
    return [p.text[m.start : m.end] for p in article.fields() for m in client.matches(article, p)]


def test_all_paragraphs_of_a_short_article_share_one_request(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    assert marked(client_of(services, [fake]), story()) == ["teh"] * 3
    (request,) = fake.requests
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
    assert fake.requests[-1].text == "In town 0 teh mayor spoke one time of the bridge."
    services.close()


@pytest.mark.parametrize("change", ["disabled", "language", "version"])
def test_other_settings_are_other_answers(fake: Fake, tmp_path: Path, change: str) -> None:
    services = services_for(fake.url, tmp_path)
    marked(client_of(services, [fake]), story())
    services.close()
    before = len(fake.requests)
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake], "ANOTHER" if change == "disabled" else "OFF")
    if change == "version":
        fake.version, client._version = "6.9", "6.9"
    article = story()
    client.matches(article, article.body, "en-GB" if change == "language" else "auto")
    assert len(fake.requests) == before + 1
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
        if left[0] == 0:
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
    assert len(second.requests) == 1
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
    assert len(fake.requests) < 50
    services.close()


def test_a_server_that_was_given_up_is_tried_again_when_asked_to(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_GIVE_UP_AFTER", 3)
    monkeypatch.setattr(LanguageTool, "_connect_as_set", lambda _: fake)
    services = services_for(fake.url, tmp_path)
    assert marked(services.languagetool, story()) == ["teh"] * 3
    sound = services.languagetool
    services.retry()
    assert services.languagetool is sound
    fake.before = failing(4, hang_up)
    assert marked(services.languagetool, story(1)) == []
    fake.before = failing(0, hang_up)
    assert marked(services.languagetool, story(2)) == []  # given up
    services.retry()
    assert marked(services.languagetool, story(3)) == ["teh"] * 3
    services.close()


def test_what_was_looked_ahead_is_asked_for_once(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    articles = [story(n) for n in range(30)]
    client.begin(articles)
    for article in articles:
        assert marked(client, article) == ["teh"] * 3
    assert len(fake.requests) == 30
    assert client._coming == {}
    services.close()


def test_nothing_touches_the_cache_after_the_end(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    fake.before = failing(-1, lambda _: time.sleep(0.2))
    client.begin([story(n) for n in range(100)])
    time.sleep(0.05)
    threads = list(client._threads)
    services.close()
    assert not any(thread.is_alive() for thread in threads)
    assert services.__dict__.get("cache") is None


def test_a_run_tells_what_was_not_checked_and_keeps_the_rest(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client_of(services, [fake])
    articles = [Article(id=str(n), text=f"The the bridge of town {n} was closed for teh day.") for n in range(3)]
    fake.before = lambda _, request, handler: "town 1" in request.text and reply(handler, b"Error: out of memory", 500)
    settings = Settings(select=("repeated-word", "misspelled-word"), tiers=("local", "grammar"))
    outcomes = [o for o in run(articles, settings, services=services) if isinstance(o, Outcome)]
    assert [{f.rule for f in o.findings} for o in outcomes] == [
        {"repeated-word", "misspelled-word"},
        {"repeated-word"},
        {"repeated-word", "misspelled-word"},
    ]
    assert [len(o.gaps) for o in outcomes] == [0, 1, 0]


def test_what_was_not_checked_is_told_each_time_an_article_is_judged(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    marked(client, story(1))
    fake.before = lambda _, request, handler: "town 2" in request.text and reply(handler, b"Error: out of memory", 500)
    engine = Engine(Settings(select=("misspelled-word", "wrong-word"), tiers=("grammar",)), services)
    article = story(2)
    first, second = engine.check(article), engine.check(article)
    assert first.gaps == second.gaps != ()
    services.close()


@pytest.mark.parametrize("when", ["before", "while"])
def test_nobody_waits_for_ever_when_the_run_ends(fake: Fake, tmp_path: Path, when: str) -> None:
    services = services_for(fake.url, tmp_path)
    client = client_of(services, [fake])
    fake.before = failing(-1, lambda _: time.sleep(0.2))
    client.begin([story(n) for n in range(30)])
    if when == "before":
        services.close()
    with ThreadPoolExecutor(1) as pool:
        last = pool.submit(marked, client, story(29))
        services.close()
        assert last.result(timeout=30) == []
    assert services.take_gaps("a29")


def test_articles_that_are_siblings_of_each_other_do_not_stay_in_memory(fake: Fake, tmp_path: Path) -> None:
    services = services_for(fake.url, tmp_path)
    client_of(services, [fake])
    engine = Engine(Settings(select=("misspelled-word",), tiers=("grammar",)), services)
    one, other = story(1), story(2)
    engine.check(one, siblings=(other,))
    engine.check(other, siblings=(one,))
    bodies = [weakref.ref(one.body), weakref.ref(other.body)]
    del one, other
    gc.collect()
    assert [body() for body in bodies] == [None, None]
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


SPANS = {
    "an emoji before": ("She 😀 recieve mony.", ("recieve", "mony")),
    "many emoji": ("🇺🇸👩‍👩‍👧👍🏽 A famly of peple 😀😀😀 went hoem.", ("famly", "peple", "hoem")),
    "letters outside the plane": ("The 𝓐𝓑𝓒 sign and teh 𐍈 stone of 𝓹eple.", ("teh", "𝓹eple")),
    "combining marks": ("The cafe\u0301s in Ma\u0301laga sold beautifull things.", ("beautifull",)),
    "a lone surrogate": ("A lone \ud83d one and teh othr half \ude00 of it.", ("teh", "othr")),
    "NUL": ("It was\x00 teh first\x00 of them.", ("teh",)),
    "line breaks of Windows": ("The first line\r\nof teh paragraph\r\nends with nothng.", ("teh", "nothng")),
    "soft hyphens": ("The gov\u00adern\u00adment did not anser.", ("anser",)),
    "a misspelling with a soft hyphen": ("The gover\u00adment spoke.", ("gover\u00adment",)),
    "zero width": ("The\u200b mayor\u200b saw \ufeffteh bridge.", ("teh",)),
    "tags": ("The <b>mayor</b> saw <i>teh</i> bridge.", ("teh",)),
    "entities": ("Smith &amp; Sons sold &quot;teh&quot; bridge.", ("teh",)),
    "emphasis": ("The *mayor* saw **teh** bridge and _nothng_ else.", ("teh", "nothng")),
    "footnotes": ("The mayor[1] saw the bridge[23] and teh river.²", ("teh",)),
    "addresses": ("See https://example.org/recieve?a=teh or write to teh.mony@example.org for teh rest.", ("teh",)),
    "ligatures": ("They found the ﬁve ﬁles and teh ﬂag.", ("teh",)),
    "a no-break space": ("It cost\u00a010\u00a0million for teh town.", ("teh",)),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", SPANS)
def test_a_span_is_where_the_fault_is(languagetool_url: str, tmp_path: Path, what: str) -> None:
    text, literals = SPANS[what]
    services = services_for(languagetool_url, tmp_path, timeout=60)
    client = LanguageTool(services, disabled=frozenset())
    for before in ("", "One 😀 paragraph stands before.\n\n"):
        article = Article(id="spans", text=before + text)
        matches = client.matches(article, article.body)
        found = [article.text[m.start : m.end] for m in matches if m.lt_category == "TYPOS"]
        assert tuple(found) == literals
        for m in matches:
            assert 0 <= m.sentence_start <= m.start < m.end <= len(article.text)
    services.close()


@pytest.mark.slow
def test_an_answer_hangs_on_its_paragraph_alone(languagetool_url: str, tmp_path: Path) -> None:
    paragraphs = [
        "He go home. He go home. He went home. He saw it.",
        "“They was late, said the mayor.",
        "a list of names,",
        "toggle the switch (and wait",
        "We recieve mail. It's colour is grey; it's color is gray.",
        "The end of of it.",
    ]
    alone = []
    for number, paragraph in enumerate(paragraphs):
        services = services_for(languagetool_url, tmp_path / str(number), timeout=60)
        article = Article(id="alone", text=paragraph)
        alone.append(LanguageTool(services, disabled=frozenset()).matches(article, article.body))
        services.close()
    services = services_for(languagetool_url, tmp_path / "together", timeout=60)
    article = Article(id="together", text="\n\n".join(paragraphs))
    together = LanguageTool(services, disabled=frozenset()).matches(article, article.body)
    services.close()
    found = [(m.lt_rule, article.text[m.start : m.end], m.message) for m in together]
    expected = [
        (m.lt_rule, p[m.start : m.end], m.message) for p, those in zip(paragraphs, alone, strict=True) for m in those
    ]
    assert found == expected


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "odd"), [("en-US", "colour"), ("en-GB", "color")])
def test_the_variant_decides_the_spelling(languagetool_url: str, tmp_path: Path, variant: str, odd: str) -> None:
    services = services_for(languagetool_url, tmp_path, timeout=60)
    article = Article(id="v", text="The colour was bright. The color was bright.")
    matches = LanguageTool(services, disabled=frozenset()).matches(article, article.body, variant)
    assert {article.text[m.start : m.end] for m in matches} == {odd}
    services.close()


@pytest.mark.slow
def test_killing_the_server_among_two_hundred_articles_loses_no_finding(
    languagetool_settings: ServiceSettings, tmp_path: Path
) -> None:
    other_memory = LanguageToolSettings(memory_mb=701, idle_minutes=1)  # so it is another server than that of the rest
    own = msgspec.structs.replace(languagetool_settings, languagetool=other_memory)
    servers: list[real.Server] = []

    def connect() -> real.Server:
        servers.append(real.connect(own, print))
        return servers[-1]

    services = services_for("", tmp_path, timeout=120)
    client = LanguageTool(services, disabled=frozenset(), connect=connect)
    articles = [
        Article(id=str(n), text=f"In town {n} peple waited for {n} hours.\n\nThe goverment of town {n} did not anser.")
        for n in range(2, 202)
    ]
    client.begin(articles)
    found = []
    for number, article in enumerate(articles):
        found += [article.text[m.start : m.end] for m in client.matches(article, article.body)]
        if number in (20, 90):
            os.kill(servers[-1].pid or 0, signal.SIGKILL)
    assert found == ["peple", "goverment", "anser"] * 200
    assert [services.take_gaps(a.id) for a in articles] == [()] * 200
    assert len({s.pid for s in servers}) == 3
    services.close()
    os.kill(servers[-1].pid or 0, signal.SIGTERM)
