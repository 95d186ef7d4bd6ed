"""Whether the grammar tier can run here, and what gets it ready ahead of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.services.languagetool.install import COMMAND, InstallError, broken_jars, distribution, install, jar_folder
from checker.services.languagetool.java import JavaMissingError, find_java
from checker.services.languagetool.pinned import VERSION, pinned_jars, pinned_megabytes
from checker.services.languagetool.running import is_alive, records, version_at
from checker.services.loopback import is_loopback
from checker.services.part import Part
from checker.services.services import ServiceUnavailableError
from checker.services.settings import ServiceSettings


def prepare(settings: ServiceSettings, note: Callable[[str], None]) -> None:
    """Fetches LanguageTool, or fetches it again where files are broken.

    Raises:
        InstallError: it cannot be had.
    """
    if settings.languagetool.url:
        return
    if not settings.languagetool.path and broken_jars(settings):
        import shutil

        try:
            shutil.rmtree(jar_folder(settings))
        except OSError as error:
            raise InstallError(
                f"{error.filename}: a damaged LanguageTool cannot be taken away ({error.strerror})"
            ) from error
    install(settings, note)


def parts(settings: ServiceSettings) -> Iterator[Part]:
    """What the tier needs, in the order in which it needs it."""
    if settings.languagetool.url:
        yield _named_server(settings)
        return
    yield _java(settings)
    yield _program(settings)
    yield from _servers(settings)


def _named_server(settings: ServiceSettings) -> Part:
    url = settings.languagetool.url
    if settings.offline and not is_loopback(url):
        return Part("LanguageTool server", "broken", f"{url} is another machine, and offline no text is sent there")
    version = version_at(url.rstrip("/").removesuffix("/v2"))
    if version:
        return Part("LanguageTool server", "ok", f"LanguageTool {version} at {url}")
    return Part("LanguageTool server", "broken", f"no answer from {url}", "start it, or mend languagetool.url")


def _java(settings: ServiceSettings) -> Part:
    try:
        java = find_java(settings.languagetool.java)
    except JavaMissingError as error:
        found, _, remedy = str(error).rpartition(": ")
        return Part("Java", "broken", found, remedy)
    return Part("Java", "ok", f"Java {java.version}, {java.path}")


def _program(settings: ServiceSettings) -> Part:
    name = "LanguageTool"
    try:
        found = distribution(settings)
    except InstallError as error:
        return Part(name, "broken", str(error), "mend languagetool.path")
    if settings.languagetool.path:
        return Part(name, "ok", f"unpacked in {settings.languagetool.path}")
    if found is None:
        size = f"{len(pinned_jars())} files, {pinned_megabytes()} MB"
        return Part(name, "broken" if settings.offline else "later", f"{VERSION} is not fetched yet ({size})", COMMAND)
    broken = broken_jars(settings)
    if broken:
        return Part(name, "broken", f"{len(broken)} of {len(pinned_jars())} files are damaged ({broken[0]})", COMMAND)
    return Part(name, "ok", f"{VERSION}, {jar_folder(settings)}")


def _servers(settings: ServiceSettings) -> Iterator[Part]:
    name = "LanguageTool server"
    try:
        alive = [record for _, record in records(settings.cache) if is_alive(record)]
    except ServiceUnavailableError as error:
        yield Part(name, "broken", str(error))
        return
    for record in alive:
        version = version_at(record.url)
        if version:
            yield Part(name, "ok", f"LanguageTool {version} at {record.url}, process {record.pid}")
        else:
            detail = f"process {record.pid} does not answer at {record.url}"
            yield Part(name, "broken", detail, "copydesk languagetool stop")
    if not alive:
        yield Part(name, "later", "none is running; `copydesk check` starts one when it needs it")
