"""What a run leaves for a later one: by which settings the shards were judged, and which files the finished report is
made of."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from checker.batch.store import STATE, Store
from checker.errors import CopydeskError

_SETTINGS = f"{STATE}/settings.json"
_OUTCOME = f"{STATE}/outcome.json"
_LOCK = f"{STATE}/lock"
_READ_AT_ONCE = 1 << 20


class _Outcome(msgspec.Struct, frozen=True):
    plan: str
    files: dict[str, str]


class BusyError(CopydeskError):
    """Another run is writing the same report."""


@contextlib.contextmanager
def locked(store: Store) -> Iterator[None]:
    """Keeps other runs on this machine from writing the same report.

    Raises:
        BusyError: one is at it.
    """
    if not store.is_local:
        yield
        return
    try:
        import fcntl
    except ImportError:  # a system without such locks
        yield
        return
    with open(store.path(_LOCK), "wb") as file:
        try:
            # This kind of lock ends with the process, and is not handed on to those that it starts.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(f"{store.out}: another run is writing this report; wait for its end") from None
        yield


def changed(store: Store, told: dict[str, Any]) -> list[str]:
    """The names of the settings that have changed since the run before; none where there was no run, or it had none of
    that name. Keeps the present ones.

    Raises:
        WriteError: the store cannot be written.
    """
    now = {name: _digest(msgspec.msgpack.encode(value, order="deterministic")) for name, value in told.items()}
    try:
        before = msgspec.json.decode(store.read(_SETTINGS) or b"null", type=dict[str, str] | None)
    except msgspec.MsgspecError:
        before = None
    if before != now:
        store.write(_SETTINGS, msgspec.json.encode(now))
    return [name for name in now if before is not None and before.get(name, now[name]) != now[name]]


def is_finished(store: Store, plan: str) -> bool:
    """Whether the report of this plan is there, and every file of it as it was written."""
    outcome = _outcome(store)
    return outcome.plan == plan and all(digest_of(store, name) == digest for name, digest in outcome.files.items())


def keep_outcome(store: Store, plan: str, names: list[str]) -> None:
    """Remembers that the report of this plan is finished, and its files.

    Raises:
        WriteError: the store cannot be written.
    """
    store.write(_OUTCOME, msgspec.json.encode(_Outcome(plan, {name: digest_of(store, name) for name in names})))


def forget_outcome(store: Store) -> set[str]:
    """What is there is about to be replaced: the names of its files."""
    files = set(_outcome(store).files)
    store.remove(_OUTCOME)
    return files


def _outcome(store: Store) -> _Outcome:
    try:
        return msgspec.json.decode(store.read(_OUTCOME) or b"", type=_Outcome)
    except msgspec.MsgspecError:
        return _Outcome("", {})


def digest_of(store: Store, name: str) -> str:
    """A digest of a file in the store, "" where it cannot be read."""
    digest = hashlib.blake2b(digest_size=20)
    try:
        with store.opened(name) as file:
            while block := file.read(_READ_AT_ONCE):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()
