"""What several test modules share."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests import corpus_in_browser
    from tests.desk_in_browser import Opener
    from tests.lsp_editor import Editor


@pytest.fixture(scope="session")
def languagetool_jars() -> Path:
    """The folder of LanguageTool's jars in the user's cache, installed as a user would have it installed."""
    from checker.services.languagetool.install import install, jar_folder

    settings = ServiceSettings()
    install(settings, print)
    return jar_folder(settings)


@pytest.fixture(scope="session")
def languagetool_settings(
    languagetool_jars: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServiceSettings]:
    """Settings with which `connect` finds one real server for the whole session, all workers of it included. Its cache
    is not the user's, nor is its server."""
    from checker.services.languagetool.running import end, records

    worker = os.environ.get("PYTEST_XDIST_WORKER")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if worker else base) / "languagetool-cache"
    link_jars(languagetool_jars, folder)
    settings = ServiceSettings(
        cache=CacheSettings(folder=str(folder)), languagetool=LanguageToolSettings(idle_minutes=2.0, memory_mb=1000)
    )
    yield settings
    if not worker:  # other workers may still need it: then it ends by itself
        for state, record in records(settings.cache):
            end(record, state)


@pytest.fixture(scope="module")
def languagetool_url(languagetool_settings: ServiceSettings) -> str:
    """The address of a real server: started anew where the last module that asked for it was long ago, for an idle one
    ends."""
    from checker.services.languagetool.server import connect

    return connect(languagetool_settings, print).url


def link_jars(jars: Path, cache: Path) -> None:
    """Makes a cache folder whose LanguageTool is that of another one."""
    place = cache / "languagetool" / jars.name
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.symlink_to(jars, target_is_directory=True)
    except FileExistsError:  # another worker was first
        assert place.is_dir()


@pytest.fixture(scope="session")
def encoder_export() -> Path:
    """The folder of the default model's export in the user's cache, made at its first use as a user's would be."""
    from checker.services.cache import cache_folder
    from checker.services.services import Services

    services = Services(ServiceSettings())
    services.encoder.prepare()
    services.close()
    return cache_folder(CacheSettings()) / "models"


@pytest.fixture
def encoder_settings(encoder_export: Path, tmp_path: Path) -> ServiceSettings:
    """Settings with an empty cache of their own, but for the exported model."""
    folder = tmp_path / "encoder-cache"
    folder.mkdir()
    (folder / "models").symlink_to(encoder_export, target_is_directory=True)
    return ServiceSettings(cache=CacheSettings(folder=str(folder)))


Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def siblings_command(encoder_settings: ServiceSettings, tmp_path: Path) -> Command:
    """Runs the installed command in the test's folder, with a cache that is empty but for the session's export."""
    config = tmp_path / "encoder-cache" / "house.toml"
    config.write_text(f"[cache]\nfolder = {json.dumps(encoder_settings.cache.folder)}\n", "utf-8")
    program = str(Path(sys.executable).with_name("copydesk"))

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments],
            cwd=tmp_path,
            env={**os.environ, "COPYDESK_CONFIG": str(config), **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def desk_address(encoder_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a desk of the tiers local and siblings answers."""
    from tests.desk_in_browser import desk_with_siblings

    with desk_with_siblings(encoder_export, tmp_path_factory.mktemp("desk")) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    from tests.browsing import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture
def open_desk(chromium: Browser, desk_address: str) -> Iterator[Opener]:
    """Opens the desk in the browser, as often as a test likes."""
    from tests.desk_in_browser import Opener

    opener = Opener(chromium, desk_address)
    yield opener
    opener.close()


@pytest.fixture(scope="module")
def report_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of some corpus reports by name, whose path has what an address must escape."""
    from tests.corpus_in_browser import write_reports

    return write_reports(tmp_path_factory.mktemp("a folder #1 [of] reports?"))


@pytest.fixture
def open_report(chromium: Browser, report_folders: dict[str, Path]) -> Iterator[corpus_in_browser.Opener]:
    """Opens these reports in the browser, as often as a test likes."""
    from tests.corpus_in_browser import Opener

    opener = Opener(chromium, report_folders)
    yield opener
    opener.close()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a corpus of several shards."""
    from tests.batch_corpus import write_corpus

    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder)
    return folder


@pytest.fixture(scope="session")
def undisturbed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a report on the corpus, from a run that nothing disturbed."""
    from tests.batch_corpus import report

    out = tmp_path_factory.mktemp("undisturbed") / "out"
    report([corpus], out)
    return out


@pytest.fixture
def encoder_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of the encoder one for which a text is its words."""
    from checker.services.services import Services
    from tests.corpus_events import Words

    monkeypatch.setattr(Services, "encoder", Words())


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Editor]]:
    """Editors that tests share, by what they can do."""
    from tests.lsp_editor import Editor, capabilities

    made: dict[str, Editor] = {}

    def editor(encoding: str = "utf-16", *, pulls: bool = False, more: bool = True) -> Editor:
        key = f"{encoding}-{pulls}-{more}"
        if key not in made:
            folder = tmp_path_factory.mktemp("workspace")
            made[key] = Editor(capabilities(encoding, pulls=pulls, more=more), folder)
        return made[key]

    yield editor
    statuses = {key: each.close() for key, each in made.items()}
    assert set(statuses.values()) <= {0}


@pytest.fixture
def editor(editors: Callable[..., Editor]) -> Editor:
    """An editor that counts UTF-16 units and takes what it is sent."""
    return editors()


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """A plain text of this test."""
    return (tmp_path / "article.txt").as_uri()


def _say_no_more() -> None:
    """DuckDB's binding tells, behind pytest's summary, which of its objects live when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


atexit.register(_say_no_more)
