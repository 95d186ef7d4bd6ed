"""Fetches LanguageTool's jars from a Maven repository: once, whole or not at all, each with its pinned SHA-256.

jgo knows repositories; the pinned coordinates spare it the two minutes that resolving 130 POMs takes.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from checker.services.cache import cache_folder
from checker.services.languagetool.pinned import VERSION, Jar, pinned_jars, pinned_megabytes, pinned_name
from checker.services.languagetool.progress import Progress
from checker.services.services import ServiceUnavailableError

if TYPE_CHECKING:
    from jgo.maven import MavenContext

    from checker.services.settings import ServiceSettings

MIRROR = "COPYDESK_MAVEN_MIRROR"
"""The environment variable with the address of a Maven repository; `languagetool.mirror` outweighs it."""

COMMAND = "copydesk doctor --install"

_AT_ONCE = 8  # more do not make it faster
_TRIES = 3
_PAUSE_SECONDS = 1.0
_TIMEOUT_SECONDS = 60


class InstallError(ServiceUnavailableError):
    """LanguageTool's jars are not here and cannot be had."""


class Distribution(NamedTuple):
    """A LanguageTool on this machine: `classpath` in order; `identity` differs where the files differ."""

    identity: str
    classpath: tuple[Path, ...]


def jar_folder(settings: ServiceSettings) -> Path:
    """Where the pinned jars lie once they are installed; the folder exists when they all do."""
    return cache_folder(settings.cache) / "languagetool" / pinned_name()


def distribution(settings: ServiceSettings) -> Distribution | None:
    """The LanguageTool that the settings mean, or None where it has to be installed first.

    Raises:
        InstallError: `languagetool.path` is no unpacked distribution.
    """
    if settings.languagetool.path:
        return _unpacked(Path(settings.languagetool.path).expanduser().absolute())
    folder = jar_folder(settings)
    if not folder.is_dir():
        return None
    return Distribution(pinned_name(), tuple(folder / jar.file for jar in pinned_jars()))


def install(settings: ServiceSettings, note: Callable[[str], None]) -> Distribution:
    """The LanguageTool that the settings mean, fetched if need be.

    Raises:
        InstallError: it is not here and cannot be had; its text says why and what to do.
    """
    found = distribution(settings)
    if found:
        return found
    if settings.offline:
        raise InstallError(
            f"LanguageTool {VERSION} is not installed, and offline nothing is fetched: run `{COMMAND}` with a network"
        )
    folder = jar_folder(settings)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _install_once(settings, folder, note)
    except OSError as error:
        raise InstallError(_explained(error, folder.parent)) from error
    found = distribution(settings)
    assert found
    return found


def broken_jars(settings: ServiceSettings) -> list[str]:
    """The names of installed jars whose bytes are not the pinned ones."""
    folder = jar_folder(settings)
    return [jar.file for jar in pinned_jars() if not jar.is_at(folder / jar.file)] if folder.is_dir() else []


def _unpacked(folder: Path) -> Distribution:
    server, libraries = folder / "languagetool-server.jar", folder / "libs"
    if not server.is_file() or not libraries.is_dir():
        raise InstallError(
            f"{folder}: languagetool.path must be an unpacked LanguageTool, with languagetool-server.jar and libs/"
        )
    state = server.stat()
    # The server's manifest names what lies beside it: rules in org/, and the libraries.
    return Distribution(f"{server.resolve()}:{state.st_mtime_ns}", (server, *sorted(libraries.glob("*.jar"))))


def _install_once(settings: ServiceSettings, folder: Path, note: Callable[[str], None]) -> None:
    """Lets one process install; the others wait for it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder.parent / "install.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        note("waiting for another copydesk, which is installing LanguageTool")
        lock.acquire()
    try:
        if not folder.is_dir():
            _fetch_all(settings, folder, note)
    finally:
        lock.release()


def _fetch_all(settings: ServiceSettings, folder: Path, note: Callable[[str], None]) -> None:
    jars = pinned_jars()
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    done = unfinished / "jars"
    done.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(unfinished / "repository", ignore_errors=True)  # what a killed run left may be half a file
    missing = [jar for jar in jars if not jar.is_at(done / jar.file)]
    size = sum(jar.bytes for jar in missing)
    if shutil.disk_usage(unfinished).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    again = "" if len(missing) == len(jars) else f", {len(missing)} of them still to fetch"
    note(f"LanguageTool {VERSION} for English: {len(jars)} files, {pinned_megabytes()} MB, once{again}")
    with Progress("LanguageTool", size, note) as progress:
        _Fetching(settings, unfinished / "repository", done, progress).run(missing)
    shutil.rmtree(unfinished / "repository", ignore_errors=True)
    os.replace(done, folder)
    shutil.rmtree(unfinished, ignore_errors=True)


class _Fetching:
    """The download of many jars at a time into one folder."""

    def __init__(self, settings: ServiceSettings, repository: Path, done: Path, progress: Progress) -> None:
        self._done = done
        self._progress = progress
        self._stopped = threading.Event()
        self._mirror = (settings.languagetool.mirror or os.environ.get(MIRROR, "")).rstrip("/")
        if self._mirror and not self._mirror.startswith(("http://", "https://")):
            raise InstallError(f"languagetool.mirror must begin with https:// or http://, not {self._mirror!r}")
        try:
            from jgo.maven import MavenContext
        except ImportError as error:
            raise InstallError("jgo is missing: pip install 'copydesk[grammar]'") from error
        remotes = {"mirror": self._mirror} if self._mirror else None
        self._context: MavenContext = MavenContext(
            repo_cache=repository, local_repos=[], remote_repos=remotes, timeout=_TIMEOUT_SECONDS
        )

    def run(self, jars: list[Jar]) -> None:
        """Fetches all, or raises the first error; what has arrived whole stays for the next time."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            largest_first = sorted(jars, key=lambda jar: -jar.bytes)
            running = [pool.submit(self._fetch, jar) for jar in largest_first]
            try:
                wait(running, return_when=FIRST_EXCEPTION)
                failed = [future for future in running if future.done() and future.exception()]
            finally:
                self._stopped.set()
                for future in running:
                    future.cancel()
        for future in failed:
            future.result()

    def _fetch(self, jar: Jar) -> None:
        import requests

        artifact = self._context.project(jar.group, jar.name).at_version(jar.version).artifact()
        for left in reversed(range(_TRIES)):
            if self._stopped.is_set():
                return
            try:
                path = artifact.resolve()
                break
            except (requests.RequestException, RuntimeError) as error:
                if artifact.cached_path:
                    artifact.cached_path.unlink(missing_ok=True)
                if left and isinstance(error, requests.ConnectionError | requests.Timeout):
                    self._stopped.wait(_PAUSE_SECONDS)
                    continue
                raise InstallError(self._refusal(jar, error)) from error
        if not jar.is_at(path):
            path.unlink(missing_ok=True)
            raise InstallError(
                f"{jar.file} from {self._source} is not the pinned file (its SHA-256 is another), and was deleted: "
                f"try again, or point languagetool.mirror at a repository that does not change files"
            )
        os.replace(path, self._done / jar.file)
        self._progress.add(jar.bytes)

    def _refusal(self, jar: Jar, error: Exception) -> str:
        import requests

        if isinstance(error, RuntimeError):
            why = f"{jar.group}:{jar.name}:{jar.version} is not there"
        elif isinstance(error, requests.exceptions.SSLError):
            why = "its certificate is not trusted here (REQUESTS_CA_BUNDLE names a file of certificates)"
        elif isinstance(error, requests.Timeout):
            why = f"it did not answer within {_TIMEOUT_SECONDS} s"
        elif isinstance(error, requests.ConnectionError):
            why = "it cannot be reached"
        else:
            why = type(error).__name__
        return (
            f"LanguageTool {VERSION} could not be fetched from {self._source}: {why}; "
            f"set languagetool.mirror (or {MIRROR}) to a repository that has it, or leave the tier grammar out"
        )

    @property
    def _source(self) -> str:
        """The repository, without the password that its address may hold."""
        if not self._mirror:
            return "Maven Central"
        parts = urlsplit(self._mirror)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _explained(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"{folder}: no room for LanguageTool, {pinned_megabytes()} MB; make room, or move the cache (cache.folder)"
        )
    where = error.filename or folder
    return f"{where}: LanguageTool cannot be kept there ({error.strerror}); move the cache (cache.folder)"
