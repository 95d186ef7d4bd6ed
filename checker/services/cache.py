"""Answers of services, kept on disk by their content: no paragraph and no sentence is asked for twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import sqlite3

    from checker.services.settings import CacheSettings

Answer = TypeVar("Answer")

_FILE = "answers.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    kind TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL, UNIQUE (kind, key)
);
CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used);
"""
# SQLite takes at most 32,766 parameters a statement.
_AT_ONCE = 5_000
_DAY_SECONDS = 86_400
# How long a process waits for another one that writes.
_PATIENCE_SECONDS = 20.0
# What is left of the limit once the answers unused for longest have gone.
_KEPT_SHARE = 0.7
_MB = 1_000_000


def cache_folder(settings: CacheSettings) -> Path:
    """The folder of what is kept between runs: answers, models, programs. It may not exist yet."""
    if settings.folder:
        return Path(settings.folder).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("copydesk", appauthor=False)


class Cache:
    """Answers by kind and key, in one SQLite file that any number of processes and threads share.

    A key is a digest of everything that its answer hangs on. Where the disk is full, read-only or broken, `note` is
    told once and the run goes on without. When the file passes the limit, the answers unused for longest go.
    """

    def __init__(self, settings: CacheSettings, note: Callable[[str], None]) -> None:
        self._settings = settings
        self._note = note
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._given_up = not settings.enabled

    @cached_property
    def path(self) -> Path:
        """The file; beside it SQLite keeps two more."""
        return cache_folder(self._settings) / _FILE

    @property
    def is_sound(self) -> bool:
        """Whether nothing has gone wrong with it so far."""
        return not self._given_up

    def get_many(self, kind: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The answers that are there, by key."""
        return self._try(lambda connection: _read(connection, kind, keys), {})

    def put_many(self, kind: str, items: Mapping[bytes, bytes]) -> None:
        """Keeps answers."""
        rows = [(kind, key, value, _today()) for key, value in items.items()]
        if rows:
            self._try(lambda connection: _write(connection, rows), None)

    def sizes(self) -> dict[str, tuple[int, int]]:
        """For each kind how many answers there are, and their bytes; nothing where the file cannot be read. The file is
        left as it is, even a broken one."""
        import sqlite3
        from contextlib import closing

        query = "SELECT kind, count(*), sum(length(key) + length(value)) FROM answers GROUP BY kind ORDER BY kind"
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
                return {kind: (count, size) for kind, count, size in connection.execute(query)}
        except sqlite3.Error:
            return {}

    def close(self) -> None:
        """Lets go of the file, and makes it smaller where it has passed its limit."""
        if self._connection is not None:
            self._try(lambda connection: _shrink(connection, self._settings.limit_mb * _MB), None)
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _try(self, use: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        import sqlite3

        with self._lock:
            if self._given_up:
                return otherwise
            for again in (True, False):
                try:
                    if self._connection is None:
                        self._connection = _open(self.path)
                    with self._connection:
                        return use(self._connection)
                except (sqlite3.Error, OSError) as error:
                    self._drop()
                    broken = isinstance(error, sqlite3.DatabaseError) and not isinstance(
                        error, sqlite3.OperationalError
                    )
                    if again and broken:
                        self._remove()  # it holds nothing that cannot be had again
                        continue
                    self._given_up = True
                    self._note(f"{self.path}: the cache cannot be used ({error}); going on without it")
                    return otherwise
        return otherwise

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    import sqlite3

    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, check_same_thread=False)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")  # a lost answer is asked for again
        connection.executescript(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


def _read(connection: sqlite3.Connection, kind: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    stale: list[bytes] = []
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
        query = f"SELECT key, value, used FROM answers WHERE kind = ? AND key IN ({marks})"
        for key, value, used in connection.execute(query, (kind, *part)):
            found[key] = value
            if used != _today():
                stale.append(key)
    if stale:
        renewal = "UPDATE answers SET used = ? WHERE kind = ? AND key = ?"
        connection.executemany(renewal, [(_today(), kind, key) for key in stale])
    return found


def _write(connection: sqlite3.Connection, rows: list[tuple[str, bytes, bytes, int]]) -> None:
    connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)


def _shrink(connection: sqlite3.Connection, limit: int) -> None:
    """Takes the answers unused for longest away, until the file is well below the limit in bytes."""
    (size,) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    if size <= limit:
        return
    (count,) = connection.execute("SELECT count(*) FROM answers").fetchone()
    surplus = count - int(count * _KEPT_SHARE * limit / size)
    connection.execute(
        "DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers ORDER BY used LIMIT ?)", (surplus,)
    )
    connection.commit()
    connection.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page


def _today() -> int:
    return int(time.time() // _DAY_SECONDS)
