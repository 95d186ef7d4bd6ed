"""LanguageTool as a service: matches of an article's fields, from the cache on disk or from a server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from checker.services.languagetool.asking import Asking, Result, Unchecked
from checker.services.languagetool.match import Match
from checker.services.languagetool.pieces import Piece, packed, spans
from checker.services.languagetool.variety import variant_of
from checker.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.annotations.prose import Prose
    from checker.article import Article
    from checker.services.languagetool.server import Server
    from checker.services.services import Services

_KIND, _VERSION_KIND = "languagetool", "languagetool-version"
# One more than the cores that LanguageTool then keeps busy: the next request waits at its door.
_IN_FLIGHT = 3
_IN_FLIGHT_EACH = 1  # of several processes
# Coming paragraphs that are held at a time; about three hundred articles.
_LOOK_AHEAD = 10_000
# A server that somebody else runs may be another version tomorrow.
_DAY_SECONDS = 86_400
# How long the end of a run waits for a request that nobody wants any more.
_PATIENCE_SECONDS = 1.0
# Each of these judges a paragraph by its neighbours, which would make an answer hang on what else is sent and cached.
# copydesk has rules of its own for all that they find.
ACROSS_PARAGRAPHS = frozenset(
    (
        "CONSISTENT_APOSTROPHES",
        "ENGLISH_WORD_REPEAT_BEGINNING_RULE",
        "EN_UNPAIRED_BRACKETS",
        "EN_UNPAIRED_QUOTES",
        "EN_WORD_COHERENCY",
        "PUNCTUATION_PARAGRAPH_END",
        "SENTENCE_WHITESPACE",
        "UPPERCASE_SENTENCE_START",
        "WHITESPACE_RULE",
    )
)

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[Match, ...]).decode
_decode_version = msgspec.msgpack.Decoder(tuple[str, float]).decode


class _Judged(NamedTuple):
    """The matches in a field, and what could not be checked of its article, or ""."""

    matches: list[Match]
    gap: str


class LanguageTool:
    """What LanguageTool says of articles. Threads may share it.

    Every paragraph's answer is kept on disk by its text, the versions of LanguageTool and copydesk, the variant of
    English and the rules that are off; what is there is not asked for. The rest goes out in requests of near size, a
    few at a time.
    """

    def __init__(
        self,
        services: Services,
        *,
        disabled: frozenset[str] | None = None,
        connect: Callable[[], Server] | None = None,
    ) -> None:
        """`disabled` are the LanguageTool rules that are off, by default those of the table of its rules; `connect`
        finds or starts a server, by default as the settings say."""
        self._services = services
        self._settings = services.settings.languagetool
        self._connect = connect or self._connect_as_set
        if disabled is None:
            from checker.services.languagetool.decisions import disabled as off_by_table

            disabled = off_by_table()
        self._disabled = disabled | ACROSS_PARAGRAPHS
        self._asking = Asking(self._connect, self._disabled, self._settings.timeout_seconds)
        self._closed = False
        self._lock = threading.Lock()
        self._version_lock = threading.Lock()
        self._version = ""
        self._coming: dict[bytes, Result | Future[Result]] = {}
        self._judged: WeakKeyDictionary[Prose, dict[str, _Judged]] = WeakKeyDictionary()
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def begin(self, articles: Iterable[Article], language: str = "auto") -> None:
        """Asks for coming articles in the background, where the cache does not have them; finds or starts the server
        for it. What is too far ahead is left until it is asked for."""
        for article in articles:
            self._submit(partial(self._look_ahead, article, language))

    def matches(self, article: Article, prose: Prose, language: str = "auto") -> list[Match]:
        """The matches in a field of an article, in its order; none where the article is not in English. `language` is
        a variant of English, or "auto". What could not be checked is told to the services as a gap, each time; as long
        as the article lives it is not asked for again, and the answer is the same list.

        Raises:
            ServiceUnavailableError: there is no server, and none can be started.
        """
        variant = variant_of(article, language)
        if variant is None:
            return []
        with self._lock:
            known = self._judged.get(prose, {}).get(variant)
        if known is not None:
            if known.gap:
                self._services.gap(article.id, known.gap)
            return known.matches
        places = [
            (field, start, Piece(field.text[start:end])) for field in article.fields() for start, end in spans(field)
        ]
        results = self._results(variant, [piece for _, _, piece in places])
        found: dict[Prose, list[Match]] = {field: [] for field in article.fields()}
        unchecked: list[tuple[str, Unchecked]] = []
        for (field, offset, piece), result in zip(places, results, strict=True):
            if isinstance(result, Unchecked):
                unchecked.append((piece.text, result))
            else:
                found[field] += [match.moved(offset) for match in result] if offset else result
        gap = _gap(unchecked, len(places)) if unchecked else ""
        if gap:
            self._services.gap(article.id, gap)
        with self._lock:
            for field, matches in found.items():
                self._judged.setdefault(field, {})[variant] = _Judged(matches, gap)
        return found[prose]

    @property
    def is_sound(self) -> bool:
        """Whether a server has answered, and has not been given up since."""
        return self._asking.is_sound

    def close(self) -> None:
        """Ends the threads; what they still ask for is given up. A server that was started lives on for other runs."""
        self._asking.close()
        with self._lock:
            self._closed = True
            threads, self._threads = self._threads, []
            for _ in threads:
                self._jobs.put(None)
        patience_ends = time.monotonic() + _PATIENCE_SECONDS
        for thread in threads:
            thread.join(max(0.0, patience_ends - time.monotonic()))

    def _look_ahead(self, article: Article, language: str) -> None:
        variant = None if self._closed else variant_of(article, language)
        if variant is None:
            return
        with self._lock:
            if len(self._coming) > _LOOK_AHEAD:  # of articles that nobody asked for in the end
                for key in [k for k, result in self._coming.items() if not isinstance(result, Future) or result.done()]:
                    del self._coming[key]
            if len(self._coming) > _LOOK_AHEAD:
                return
        pieces = [Piece(field.text[start:end]) for field in article.fields() for start, end in spans(field)]
        results = self._started(variant, pieces)
        with self._lock:
            for key, result in results:
                self._coming.setdefault(key, result)

    def _results(self, variant: str, pieces: list[Piece]) -> list[Result]:
        """The result of each piece; waits for those that are on their way."""
        started = self._started(variant, pieces)
        results = [result.result() if isinstance(result, Future) else result for _, result in started]
        with self._lock:
            for key, _ in started:
                self._coming.pop(key, None)
        return results

    def _started(self, variant: str, pieces: list[Piece]) -> list[tuple[bytes, Result | Future[Result]]]:
        """The key of each piece with its result, where it is known, or with the future of what is asked."""
        keys = self._keys(variant, pieces)
        with self._lock:
            known = {key: self._coming[key] for key in keys if key in self._coming}
        known.update(self._kept([key for key in dict.fromkeys(keys) if key not in known]))
        asked: dict[int, tuple[bytes, Future[Result]]] = {}  # by the identity of the piece
        for_request = []
        with self._lock:
            for key, piece in zip(keys, pieces, strict=True):
                if key not in known and key in self._coming:  # another thread was quicker
                    known[key] = self._coming[key]
                elif key not in known:
                    future: Future[Result] = Future()
                    known[key] = self._coming[key] = future
                    asked[id(piece)] = key, future
                    for_request.append(piece)
        for request in packed(for_request):
            self._submit(partial(self._ask, variant, request, [asked[id(piece)] for piece in request]))
        return [(key, known[key]) for key in keys]

    def _ask(self, variant: str, request: list[Piece], answers: list[tuple[bytes, Future[Result]]]) -> None:
        try:
            version, results = self._asking.answers(variant, request)
            if version and not self._closed:
                keys = [key for key, _ in answers]
                if version != self._version:  # a server of somebody else's that is another version by now
                    self._know_version(version)
                    keys = self._keys(variant, request)
                kept = {key: _encode(r) for key, r in zip(keys, results, strict=True) if isinstance(r, tuple)}
                self._services.cache.put_many(_KIND, kept)
        except BaseException as error:
            for _, future in answers:
                future.set_exception(error)
            return
        for (_, future), result in zip(answers, results, strict=True):
            future.set_result(result)

    def _kept(self, keys: list[bytes]) -> dict[bytes, Result]:
        """What the cache has; it is not opened again after the end."""
        kept: dict[bytes, Result] = {}
        if self._closed:
            return kept
        for key, answer in self._services.cache.get_many(_KIND, keys).items():
            try:
                kept[key] = _decode(answer)
            except msgspec.DecodeError:
                continue  # written by another version of copydesk; it is asked for again
        return kept

    def _keys(self, variant: str, pieces: list[Piece]) -> list[bytes]:
        settings = "\0".join((VERSION, self._known_version(), variant, *sorted(self._disabled)))
        base = blake2b(settings.encode(), digest_size=20)
        keys = []
        for piece in pieces:
            digest = base.copy()
            digest.update(msgspec.json.encode(piece.parts) if piece.markup else piece.text.encode())
            keys.append(digest.digest())
        return keys

    def _known_version(self) -> str:
        """The version that this run's answers come from, known without a server where copydesk brings its own, and
        for a day where the server is another's."""
        with self._version_lock:
            if not self._version:
                self._version = self._find_version()
            return self._version

    def _find_version(self) -> str:
        if not (self._settings.url or self._settings.path):
            from checker.services.languagetool.pinned import VERSION as pinned

            return pinned
        key = self._version_key()
        kept = self._services.cache.get_many(_VERSION_KIND, [key]).get(key)
        now = time.time()
        if kept is not None:
            with suppress(msgspec.DecodeError):  # written by another version of copydesk
                version, since = _decode_version(kept)
                if 0 <= now - since < _DAY_SECONDS:
                    return version
        version = self._asking.version()
        if not self._closed:
            self._services.cache.put_many(_VERSION_KIND, {key: _encode((version, now))})
        return version

    def _know_version(self, version: str) -> None:
        with self._version_lock:
            self._version = version
        if self._settings.url or self._settings.path:
            self._services.cache.put_many(_VERSION_KIND, {self._version_key(): _encode((version, time.time()))})

    def _version_key(self) -> bytes:
        """What stands for a server of somebody else's: its address, or the files it is started from."""
        what = self._settings.url
        if not what:
            from checker.services.languagetool.install import distribution

            program = distribution(self._services.settings)
            what = program.identity if program else self._settings.path
        return blake2b(what.encode("utf-8", "surrogatepass"), digest_size=20).digest()

    def _submit(self, job: Callable[[], None]) -> None:
        """Has a job done; after the end at once, for then a question is answered without a server: not checked."""
        with self._lock:
            if not self._closed:
                if len(self._threads) < (_IN_FLIGHT if self._services.processes == 1 else _IN_FLIGHT_EACH):
                    thread = threading.Thread(target=self._work, name="languagetool", daemon=True)
                    self._threads.append(thread)
                    thread.start()
                self._jobs.put(job)
                return
        job()

    def _work(self) -> None:
        # Every job is done, also after the end, when it takes no time: somebody may wait for what it promised.
        while (job := self._jobs.get()) is not None:
            # What fails while looking ahead fails again when it is asked for, and is told there.
            with suppress(Exception):
                job()

    def _connect_as_set(self) -> Server:
        from checker.services.languagetool.server import connect

        return connect(self._services.settings, self._services.note)


def _gap(unchecked: list[tuple[str, Unchecked]], pieces: int) -> str:
    begin = " ".join(unchecked[0][0][:80].split()[:6])
    reasons = "; ".join(dict.fromkeys(result.why for _, result in unchecked))
    return (
        f"LanguageTool did not check {len(unchecked)} of {pieces} paragraphs, the first at “{begin}”: {reasons}; run it"
        " again to check what is left"
    )
