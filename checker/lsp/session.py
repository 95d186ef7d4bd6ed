"""One session with an editor: which documents are open, what is known of each, and what is still being found out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

from checker.errors import CopydeskError
from checker.lsp.documents import Document, Snapshot
from checker.lsp.faults import told
from checker.lsp.house import Wishes
from checker.lsp.judging import Judge, Judged
from checker.lsp.lane import Lane, Stopped
from checker.registry import all_rules
from checker.rule import Rule

T = TypeVar("T")

PAUSE_SECONDS = 0.2
"""So long nothing is typed before a document is judged."""
SLOW_PAUSE_SECONDS = 0.5
"""So much longer before the slower tiers begin."""
_GOODBYE_SECONDS = 1.0


class Client(Protocol):
    """What a session asks of the editor."""

    def show(self, judged: Judged, *, late: bool) -> None:
        """Shows what is known of a document now; `late` where something was shown of it before."""

    def clear(self, uri: str) -> None:
        """Shows nothing of a document any more."""

    def tell(self, line: str) -> None:
        """Tells the person one line."""

    def log(self, line: str) -> None:
        """Writes a line where someone may look for it."""

    async def while_busy(self, title: str, on_cancel: Callable[[], None]) -> None:
        """Shows that something slow is at work, until it is cancelled itself."""


class _Open:
    """An open document, what is known of it, and the check that is under way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.judged: Judged | None = None
        self.whole: Judged | None = None
        """The last judgement by all tiers."""
        self.done = -1
        """The revision that was judged last, or could not be."""
        self.check: asyncio.Task[None] | None = None
        self.hurry = asyncio.Event()
        self.news = asyncio.Event()
        self.waiting = 0
        self.mended: tuple[int, str] | None = None

    @property
    def is_current(self) -> bool:
        return self.done == self.document.revision

    def stop(self) -> None:
        if self.check:
            self.check.cancel()
            self.check = None


class Session:
    """The open documents and their checks. Lives on the event loop; judging is done in two threads, one for the local
    tier, one for the slower ones, so that nobody waits for a server to see a doubled word."""

    def __init__(self, client: Client, wishes: Wishes, encoding: str, *, pulls: bool) -> None:
        """With `pulls`, the client asks for diagnostics: then nothing is checked before it does."""
        loop = asyncio.get_running_loop()

        def tell(line: str) -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(client.tell, line)

        def log(line: str) -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(client.log, line)

        self.folders: list[str] = []
        """The folders of the workspace, the first being that of documents that were never saved."""
        self.wishes = wishes
        self._client = client
        self._encoding = encoding
        self._pulls = pulls
        self._open: dict[str, _Open] = {}
        self._judges = Judge(wishes, tell, log), Judge(wishes, tell, log)
        self._lanes = Lane("local"), Lane("slow")
        self._warming = asyncio.ensure_future(self._lanes[0].run(lambda _: self._judges[0].warm()))

    def open(self, document: Document) -> None:
        """Takes a document in, and judges it at once."""
        self.close_document(document.uri)
        self._open[document.uri] = _Open(document)
        if not self._pulls:
            self._begin(self._open[document.uri], 0)

    def document(self, uri: str) -> Document | None:
        """An open document."""
        return self._open[uri].document if uri in self._open else None

    def document_at(self, path: str) -> Document | None:
        """The open document of a file."""
        if not path:
            return None
        real = os.path.realpath(path)
        for known in self._open.values():
            own = known.document.path
            if own and os.path.realpath(own) == real:
                return known.document
        return None

    def changed(self, uri: str) -> None:
        """A document has changed: what is under way for it is stopped, and it is judged after a pause."""
        known = self._open[uri]
        known.stop()
        if not self._pulls or known.waiting:
            self._begin(known, PAUSE_SECONDS)

    def close_document(self, uri: str) -> None:
        """Forgets a document."""
        known = self._open.pop(uri, None)
        if known:
            known.stop()
            known.news.set()
            self._client.clear(uri)

    def renew(self) -> None:
        """What holds for the documents has changed: all are judged again."""
        for known in self._open.values():
            known.stop()
            known.whole = None
            known.document.renew()
            if not self._pulls or known.waiting:
                self._begin(known, 0)

    async def judged(self, uri: str) -> Judged | None:
        """What is known of a document as it is now, by the local tier at least; None for one that is not open, or that
        cannot be judged."""
        known = self._open.get(uri)
        if known is None:
            return None
        known.waiting += 1
        try:
            while self._open.get(uri) is known and not known.is_current:
                if known.check is None or known.check.done():
                    self._begin(known, 0)
                known.hurry.set()
                news = known.news
                await news.wait()
        finally:
            known.waiting -= 1
            if self._pulls and not known.waiting and not known.is_current:
                known.stop()  # nobody asks any more
        return known.judged if self._open.get(uri) is known else None

    async def mended(self, judged: Judged) -> str | None:
        """The text of a document with all safe replacements; None where there is nothing to set."""
        found = judged.outcome.findings if judged.outcome else ()
        known = self._open.get(judged.snapshot.uri)
        if known is None or not any(r.safe for f in found for r in f.replacements):
            return None
        if known.mended is None or known.mended[0] != judged.snapshot.revision:
            judge, wishes = self._judges[0], self.wishes
            try:
                text = await self._lanes[0].run(lambda stopped: judge.mended(judged.snapshot, wishes, stopped))
            except CopydeskError as error:  # the configuration has become faulty since
                self._client.tell(told(error, judged.snapshot.folder, "nothing is set"))
                return None
            known.mended = judged.snapshot.revision, text
        return known.mended[1]

    async def beside(self, work: Callable[[Stopped], T]) -> T:
        """What work gives that may take a while with a long document: the loop goes on meanwhile."""
        return await self._lanes[0].run(work)

    def end(self) -> bool:
        """Stops all checks and ends the services; whether all came to an end in time."""
        for known in self._open.values():
            known.stop()
        self._warming.cancel()
        ended = [lane.close(_GOODBYE_SECONDS) for lane in self._lanes]
        for judge, has_ended in zip(self._judges, ended, strict=True):
            if has_ended:
                judge.close()
        return all(ended)

    def rules(self) -> dict[str, Rule]:
        """The rules that were heard of: the installed ones, and those of packs."""
        return all_rules() | {
            k: v for known in self._open.values() if known.judged for k, v in known.judged.rules.items()
        }

    def _snapshot(self, document: Document) -> Snapshot | None:
        """A document now. A configuration for it would stand in the innermost workspace folder that it lies in, else in
        its own; nowhere for one that was never saved, and where no configuration counts."""
        made = document.snapshot(self.folders[0] if self.folders else os.getcwd())
        if made is None or self.wishes.no_config:
            return made
        above = [f for f in self.folders if made.path.startswith(f.rstrip(os.sep) + os.sep)]
        return made._replace(folder=max(above, key=len, default=os.path.dirname(made.path) if made.saved else ""))

    def _begin(self, known: _Open, pause: float) -> None:
        known.stop()
        known.hurry.clear()
        known.check = asyncio.ensure_future(self._check(known, pause))

    async def _check(self, known: _Open, pause: float) -> None:
        """Judges a document by the local tier, then by all."""
        with suppress(asyncio.TimeoutError):
            if pause:
                await asyncio.wait_for(known.hurry.wait(), pause)
        revision = known.document.revision
        snapshot = self._snapshot(known.document)
        judged = await self._judge(0, snapshot, None, known.whole) if snapshot else None
        self._take(known, revision, judged, late=False)
        if judged is None or not judged.to_come:
            return
        await asyncio.sleep(SLOW_PAUSE_SECONDS)
        check = known.check

        def cancel() -> None:
            if check:
                check.cancel()

        busy = asyncio.ensure_future(self._client.while_busy(", ".join(judged.to_come), cancel))
        try:
            whole = await self._judge(1, judged.snapshot, judged, None)
        finally:
            busy.cancel()
        if whole is not None:
            self._take(known, revision, whole, late=True)

    async def _judge(
        self, number: int, snapshot: Snapshot, earlier: Judged | None, whole: Judged | None
    ) -> Judged | None:
        judge, wishes = self._judges[number], self.wishes

        def work(stopped: Stopped) -> Judged:
            return judge.judge(snapshot, wishes, stopped, earlier, whole)

        try:
            judged = await self._lanes[number].run(work)
            if judged.fault:
                self._client.tell(judged.fault)
            return judged
        except CopydeskError as error:
            said = told(error, snapshot.folder, "nothing is checked")
            self._client.tell(said)
            if earlier is None:
                return Judged(snapshot, fault=said)
        except Exception as error:
            self._client.tell(f"a check failed ({type(error).__name__}: {' '.join(str(error).split())}): a defect")
        return None

    def _take(self, known: _Open, revision: int, judged: Judged | None, *, late: bool) -> None:
        if revision != known.document.revision or self._open.get(known.document.uri) is not known:
            return
        known.done, known.judged = revision, judged
        known.whole = judged if late else known.whole
        known.news.set()
        known.news = asyncio.Event()
        if judged is None:
            self._client.clear(known.document.uri)
        else:
            self._client.show(judged, late=late)
