from __future__ import annotations

import gc
import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from checker.services.languagetool import install as installing
from checker.services.languagetool.install import MIRROR, InstallError, broken_jars, distribution, install, jar_folder
from checker.services.languagetool.pinned import Jar, pinned_jars, pinned_megabytes
from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings

# jgo leaves the answers that it refuses open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONTENTS = {"first": b"one" * 1000, "second": b"two" * 50_000, "third": b"three" * 10}
JARS = tuple(
    Jar("org.example", name, "1.0", len(content), hashlib.sha256(content).hexdigest())
    for name, content in CONTENTS.items()
)


class Mirror:
    """A Maven repository on this machine, which can be made to fail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        mirror = self

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *arguments: object) -> None:
                super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

            def do_GET(self) -> None:
                if self.path.endswith(".jar"):
                    mirror.asked.append(self.path.rsplit("/", 1)[1])
                super().do_GET()

            def log_message(self, *_: object) -> None:
                pass

        for jar in JARS:
            self.path_of(jar.name).parent.mkdir(parents=True)
            self.path_of(jar.name).write_bytes(CONTENTS[jar.name])
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def path_of(self, name: str) -> Path:
        return self.folder / "org" / "example" / name / "1.0" / f"{name}-1.0.jar"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setattr(installing, "pinned_jars", lambda: JARS)
    monkeypatch.delenv(MIRROR, raising=False)
    repository = Mirror(tmp_path / "repository")
    yield repository
    repository.close()
    gc.collect()


def settings_for(tmp_path: Path, mirror: str = "", offline: bool = False) -> ServiceSettings:
    return ServiceSettings(
        cache=CacheSettings(folder=str(tmp_path / "cache")),
        languagetool=LanguageToolSettings(mirror=mirror),
        offline=offline,
    )


def told(settings: ServiceSettings) -> str:
    with pytest.raises(InstallError) as caught:
        install(settings, print)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_every_jar_comes_from_the_mirror_and_is_kept(tmp_path: Path, mirror: Mirror) -> None:
    settings = settings_for(tmp_path, f"{mirror.url}/")
    lines: list[str] = []
    classpath = install(settings, lines.append).classpath
    assert [path.read_bytes() for path in classpath] == list(CONTENTS.values())
    assert sorted(mirror.asked) == sorted(jar.file for jar in JARS)
    assert lines[0].startswith("LanguageTool 6.8 for English: 3 files,")
    assert [path.name for path in jar_folder(settings).parent.iterdir() if path.is_dir()] == [jar_folder(settings).name]
    install(settings, lines.append)
    assert len(mirror.asked) == len(JARS)


def test_the_mirror_may_be_named_by_the_environment(
    tmp_path: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MIRROR, mirror.url)
    assert install(settings_for(tmp_path), print).classpath


def test_a_file_that_was_changed_is_refused_deleted_and_named(tmp_path: Path, mirror: Mirror) -> None:
    mirror.path_of("second").write_bytes(b"TWO" * 50_000)
    settings = settings_for(tmp_path, mirror.url)
    line = told(settings)
    assert "second-1.0.jar" in line
    assert "deleted" in line
    assert distribution(settings) is None
    assert not list((tmp_path / "cache").rglob("second-1.0.jar"))


def test_what_arrived_is_not_fetched_again(tmp_path: Path, mirror: Mirror) -> None:
    mirror.path_of("third").rename(tmp_path / "away")
    settings = settings_for(tmp_path, mirror.url)
    told(settings)
    (tmp_path / "away").rename(mirror.path_of("third"))
    mirror.asked.clear()
    install(settings, print)
    assert mirror.asked == ["third-1.0.jar"]


def test_half_a_file_of_a_killed_run_is_fetched_again(tmp_path: Path, mirror: Mirror) -> None:
    settings = settings_for(tmp_path, mirror.url)
    unfinished = jar_folder(settings).with_name(f"{jar_folder(settings).name}.unfinished")
    half = unfinished / "repository" / "org" / "example" / "first" / "1.0" / "first-1.0.jar"
    other_half = unfinished / "jars" / "second-1.0.jar"
    for path in (half, other_half):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"onetwo")
    assert [path.read_bytes() for path in install(settings, print).classpath] == list(CONTENTS.values())


def test_two_that_install_at_once_fetch_each_file_once(tmp_path: Path, mirror: Mirror) -> None:
    settings = settings_for(tmp_path, mirror.url)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: install(settings, print), range(4)))
    assert len(set(found)) == 1
    assert sorted(mirror.asked) == sorted(jar.file for jar in JARS)


def test_a_mirror_without_a_file_is_told(tmp_path: Path, mirror: Mirror) -> None:
    mirror.path_of("first").unlink()
    line = told(settings_for(tmp_path, mirror.url))
    assert "org.example:first:1.0 is not there" in line
    assert mirror.url in line
    assert "languagetool.mirror" in line


def test_a_password_in_the_address_of_the_mirror_is_not_told(tmp_path: Path, mirror: Mirror) -> None:
    mirror.path_of("first").unlink()
    line = told(settings_for(tmp_path, mirror.url.replace("//", "//editor:secret@")))
    assert "secret" not in line
    assert "127.0.0.1" in line


def test_a_mirror_that_cannot_be_reached_is_told(
    tmp_path: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "_PAUSE_SECONDS", 0)
    assert "it cannot be reached" in told(settings_for(tmp_path, "http://127.0.0.1:9"))


def test_a_mirror_that_is_no_address_is_told(tmp_path: Path, mirror: Mirror) -> None:
    assert "must begin with https://" in told(settings_for(tmp_path, "maven.example.org"))


def test_offline_nothing_is_asked_for(tmp_path: Path, mirror: Mirror) -> None:
    line = told(settings_for(tmp_path, mirror.url, offline=True))
    assert "copydesk doctor --install" in line
    assert mirror.asked == []


def test_a_full_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    assert "no room for LanguageTool" in told(settings_for(tmp_path, mirror.url))
    assert mirror.asked == []


def test_a_cache_that_is_a_file_is_told(tmp_path: Path, mirror: Mirror) -> None:
    (tmp_path / "cache").write_text("")
    assert "LanguageTool cannot be kept there" in told(settings_for(tmp_path, mirror.url))


def test_damaged_files_are_named(tmp_path: Path, mirror: Mirror) -> None:
    settings = settings_for(tmp_path, mirror.url)
    install(settings, print)
    (jar_folder(settings) / "second-1.0.jar").write_bytes(b"")
    assert broken_jars(settings) == ["second-1.0.jar"]


def test_the_pinned_jars_are_whole_and_have_a_name_each() -> None:
    jars = pinned_jars()
    assert len({jar.file for jar in jars}) == len(jars)
    assert all(len(jar.sha256) == 64 and jar.bytes for jar in jars)
    assert "languagetool-server-6.8.jar" in {jar.file for jar in jars}
    assert 90 < pinned_megabytes() < 120
