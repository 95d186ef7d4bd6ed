"""Outcomes of earlier runs, kept on disk: an article that is as it was is not judged again.

The key of an outcome is a digest of all that it hangs on: what rules see of the article, its lines that recur in the
run, its siblings, the settings with their packs, and the code. An outcome with a gap, a defect or a tier that could not
run is not kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import fields
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from checker.article import Article
from checker.engine import LEAST, Engine, Engines, Outcome, Work
from checker.environment import environment
from checker.registry import readers
from checker.services.settings import EncoderSettings
from checker.version import VERSION

if TYPE_CHECKING:
    from checker.readers.unreadable import Unreadable
    from checker.services.cache import Cache

KIND = "outcome"
_AT_ONCE = 64

# What no earlier run could know, or is not kept: an outcome with the first three is incomplete.
_INCOMPLETE = ("defects", "gaps", "missing")
_NOT_KEPT = frozenset({"article", "ran", "known", "untouched", *_INCOMPLETE})
_OURS = ("checker", "rules")


class Results:
    """What earlier runs found, and what this one finds for later ones."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._opened = False
        self._pending: dict[int, tuple[bytes, int]] = {}
        self._new: dict[bytes, bytes] = {}
        self._begins: dict[int, bytes | None] = {}
        self._sets: dict[tuple[int, tuple[str, ...]], frozenset[str]] = {}

    def recalled(self, items: Iterator[Work | Unreadable]) -> Iterator[Work | Unreadable | Outcome]:
        """The items, each article whose outcome is known with it."""
        while batch := list(islice(items, _AT_ONCE)):
            keys = self._keys(batch)
            found = self._cache.get_many(KIND, list(keys.values())) if keys else {}
            for item in batch:
                key = keys.get(id(item))
                known = self._read(item, found.get(key, b"")) if key and isinstance(item, Work) else None
                if key and isinstance(item, Work) and known is None:
                    self._pending[id(item.article)] = key, item.number
                yield item if known is None else known

    def kept(self, items: Iterator[Outcome | Unreadable]) -> Iterator[Outcome | Unreadable]:
        """The items; the outcomes among them that were not known are kept."""
        try:
            for item in items:
                pending = self._pending.pop(id(item.article), None) if isinstance(item, Outcome) else None
                if pending and isinstance(item, Outcome):
                    self._keep(item, *pending)
                yield item
        finally:
            self._write()
            if self._opened:
                self._cache.close()

    @cached_property
    def _cache(self) -> Cache:
        from checker.services.cache import Cache

        self._opened = True
        services = self._engines.services
        return Cache(services.settings.cache, services.note)

    def _keys(self, batch: list[Work | Unreadable]) -> dict[int, bytes]:
        """The key of each article of a batch, by the identity of its item; none where looking is not worth it."""
        work = [item for item in batch if isinstance(item, Work)]
        slow = any(self._engines[number].is_slow for number in {item.number for item in work})
        if not slow and len(work) < LEAST and not self._opened:
            return {}
        return {id(item): key for item in work if (key := self._key(item)) is not None}

    def _key(self, work: Work) -> bytes | None:
        if work.number not in self._begins:
            self._begins[work.number] = settings_digest(self._engines[work.number])
        begin = self._begins[work.number]
        if begin is None:
            return None
        digest = hashlib.blake2b(begin, digest_size=20)
        _add(digest, work.article)
        digest.update(repr(sorted(work.recurring)).encode("utf-8", "surrogatepass"))
        for sibling in work.siblings:
            _add(digest, sibling)
        return digest.digest()

    def _read(self, work: Work, value: bytes) -> Outcome | None:
        if not value:
            return None
        try:
            kept, skipped = _decoder().decode(value)
        except msgspec.DecodeError:
            return None  # another run will write it anew
        at = work.number, skipped
        if at not in self._sets:
            self._sets[at] = frozenset(rule.name for rule in self._engines[work.number].rules).difference(skipped)
        return Outcome(article=work.article, ran=self._sets[at], **msgspec.structs.asdict(kept))

    def _keep(self, outcome: Outcome, key: bytes, number: int) -> None:
        if any(getattr(outcome, name) for name in _INCOMPLETE):
            return
        skipped = sorted({rule.name for rule in self._engines[number].rules} - outcome.ran)
        kept = _kept_class()(*(getattr(outcome, name) for name in _kept_names()))
        try:
            self._new[key] = msgspec.msgpack.encode((kept, skipped))
        except UnicodeEncodeError:
            return  # a lone surrogate in a message
        if len(self._new) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._new:
            self._cache.put_many(KIND, self._new)
            self._new = {}


def settings_digest(engine: Engine) -> bytes | None:
    """A digest of all that an engine's outcomes hang on beside the articles, None where that cannot be known: a server
    or a model of the user's own may change unseen."""
    services = engine.services.settings
    server, model = services.languagetool, services.encoder.model
    if engine.is_slow and (server.url or server.path or model != EncoderSettings().model):
        return None
    return code_and_settings_digest(engine)


def code_and_settings_digest(engine: Engine) -> bytes:
    """As `settings_digest`, taking it that a server or a model of the user's own has not changed. The code of the
    readers counts, for the shards of a corpus are known by the bytes of their files."""
    services, settings = engine.services.settings, engine.settings
    told = {f.name: getattr(settings, f.name) for f in fields(settings) if f.name != "packs"}
    packs = [getattr(rule, "form", rule.name) for rule in settings.packs]
    parts = [*(rule for rule in engine.rules if rule not in settings.packs), *readers().values()]
    modules = sorted({type(part).__module__.partition(".")[0] for part in parts})
    material = (
        environment(engine.settings.tiers),
        [code_digest(name) for name in (*_OURS, *(name for name in modules if name not in _OURS))],
        [(rule.name, rule.tier) for rule in engine.rules],
        told,
        packs,
        services.encoder,
    )
    return hashlib.blake2b(msgspec.msgpack.encode(material, order="deterministic")).digest()


def article_fields() -> list[str]:
    """The names of an article's fields that rules see: all but the way back to its file."""
    return [f.name for f in fields(Article) if f.name != "origin"]


@cache
def _names() -> tuple[str, ...]:
    return tuple(article_fields())


def _add(digest: Any, article: Article) -> None:
    told = repr([getattr(article, name) for name in _names()])
    digest.update(f"{len(told)}:{told}".encode("utf-8", "surrogatepass"))


@cache
def _kept_names() -> tuple[str, ...]:
    return tuple(f.name for f in fields(Outcome) if f.name not in _NOT_KEPT)


@cache
def _kept_class() -> type[msgspec.Struct]:
    """The fields of an outcome that are kept, as one struct."""
    types = get_type_hints(Outcome)
    return msgspec.defstruct("Kept", [(name, types[name]) for name in _kept_names()], array_like=True)


@cache
def _decoder() -> msgspec.msgpack.Decoder[tuple[Any, tuple[str, ...]]]:
    return msgspec.msgpack.Decoder(tuple[_kept_class(), tuple[str, ...]])  # type: ignore[misc]


@cache
def code_digest(name: str) -> str:
    """A digest of the files of a top-level module or package, tables included: what their contents are where an
    installer has written it down, else their sizes and times, so that an edited rule is noticed."""
    import importlib

    module = importlib.import_module(name)
    file = Path(module.__file__ or "")
    record = file.parent.parent / f"copydesk-{VERSION}.dist-info" / "RECORD"
    digest = hashlib.blake2b(digest_size=20)
    if name in _OURS:
        try:
            written = record.read_bytes()
        except OSError:
            written = b""
        if f"{name}/__init__.py,sha256=".encode() in written:
            return hashlib.blake2b(written, digest_size=20).hexdigest()
    # A namespace package has folders and no file.
    tops = [file] if module.__file__ and file.name != "__init__.py" else [*map(Path, module.__path__)]
    for path, size, time in sorted(row for top in tops for row in _files(top)):
        digest.update(f"{path}\0{size}\0{time}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(top: Path) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of each file, without what Python keeps of it; of what is within an archive, the archive."""
    if not top.exists():
        top = next((parent for parent in top.parents if parent.is_file()), top)
        if not top.exists():
            return
    if top.is_file():
        stat = top.stat()
        yield str(top), stat.st_size, stat.st_mtime_ns
        return
    waiting = [str(top)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting += [entry.path] if entry.name != "__pycache__" else []
                else:
                    stat = entry.stat()
                    yield entry.path, stat.st_size, stat.st_mtime_ns
