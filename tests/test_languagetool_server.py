from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from checker.services.languagetool.install import InstallError
from checker.services.languagetool.java import JavaMissingError, find_java
from checker.services.languagetool.pinned import pinned_name
from checker.services.languagetool.running import Record, end, is_alive, read_record, records, version_at
from checker.services.languagetool.server import Server, ServerError, connect
from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings
from tests.conftest import link_jars

on_unix = pytest.mark.skipif(os.name == "nt", reason="the fake java is a shell script")


def silent(_: str) -> None:
    pass


def eventually(holds: Callable[[], bool], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def is_gone(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def only_record(settings: ServiceSettings) -> tuple[Path, Record]:
    ((state, record),) = records(settings.cache)
    return state, record


def ended(settings: ServiceSettings) -> None:
    for state, record in records(settings.cache):
        end(record, state)


def connecting(settings: ServiceSettings) -> subprocess.Popen[str]:
    """Another process that connects, and prints what it got."""
    code = (
        "import sys, msgspec; from checker.services.settings import ServiceSettings;"
        "from checker.services.languagetool.server import connect;"
        "s = connect(msgspec.json.decode(sys.argv[1], type=ServiceSettings), lambda _: None);"
        "print(s.url, s.pid, s.started_by_us)"
    )
    import msgspec

    command = [sys.executable, "-c", code, msgspec.json.encode(settings).decode()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServiceSettings]:
    """Settings with a Java that plays LanguageTool."""
    home = tmp_path / "jdk"
    java = home / "bin" / "java"
    java.parent.mkdir(parents=True)
    script = Path(__file__).with_name("fake_languagetool.py")
    java.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    (home / "release").write_text('JAVA_VERSION="21.0.2"\n')
    (tmp_path / "cache" / "languagetool" / pinned_name()).mkdir(parents=True)
    monkeypatch.setenv("FAKE_STARTS", str(tmp_path / "starts"))
    settings = ServiceSettings(
        cache=CacheSettings(folder=str(tmp_path / "cache")),
        languagetool=LanguageToolSettings(java=str(home), idle_minutes=1.0),
    )
    yield settings
    ended(settings)


@pytest.fixture
def real(languagetool_jars: Path, tmp_path: Path) -> Iterator[ServiceSettings]:
    """Settings with the real LanguageTool and no server yet."""
    link_jars(languagetool_jars, tmp_path / "cache")
    settings = ServiceSettings(
        cache=CacheSettings(folder=str(tmp_path / "cache")),
        languagetool=LanguageToolSettings(memory_mb=600, idle_minutes=1.0),
    )
    yield settings
    ended(settings)


def test_the_real_server_finds_a_fault(languagetool_url: str) -> None:
    form = urllib.parse.urlencode({"language": "en-US", "text": "They have went home."}).encode()
    with urllib.request.urlopen(f"{languagetool_url}/v2/check", data=form, timeout=120) as answer:
        matches = json.load(answer)["matches"]
    assert [match["rule"]["id"] for match in matches] == ["HAVE_PART_AGREEMENT"]


def test_the_server_listens_on_loopback_alone(languagetool_settings: ServiceSettings, languagetool_url: str) -> None:
    server = connect(languagetool_settings, silent)
    assert server.pid is not None
    listening = {c.laddr.ip for c in psutil.Process(server.pid).net_connections() if c.status == psutil.CONN_LISTEN}
    assert {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}


def test_a_second_connect_finds_the_server_of_the_first(languagetool_settings: ServiceSettings) -> None:
    first, second = connect(languagetool_settings, silent), connect(languagetool_settings, silent)
    assert (second.url, second.pid) == (first.url, first.pid)
    assert not second.started_by_us
    assert second.version == "6.8"


def test_the_keeper_is_small_and_knows_nothing_of_the_folder(languagetool_settings: ServiceSettings) -> None:
    connect(languagetool_settings, silent)
    _, record = only_record(languagetool_settings)
    keeper = psutil.Process(record.keeper)
    assert keeper.memory_info().rss < 20_000_000
    assert Path(keeper.cwd()) == Path(os.path.abspath(os.sep))
    assert keeper.cmdline()[1:3] == ["-I", "-S"]


@pytest.mark.slow
def test_processes_that_start_at_the_same_moment_share_one_server(real: ServiceSettings) -> None:
    started = [connecting(real) for _ in range(3)]
    told = [process.communicate(timeout=120)[0].split() for process in started]
    assert len({(url, pid) for url, pid, _ in told}) == 1
    assert sorted(by_us for _, _, by_us in told) == ["False", "False", "True"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next copydesk ends it")
def test_no_java_stays_when_its_keeper_is_killed(real: ServiceSettings) -> None:
    server = connect(real, silent)
    _, record = only_record(real)
    os.kill(record.keeper, signal.SIGKILL)
    assert server.pid is not None
    assert eventually(lambda: is_gone(record.pid))
    again = connect(real, silent)
    assert again.started_by_us
    assert again.pid != server.pid


@pytest.mark.slow
def test_a_server_that_nobody_uses_ends_and_one_in_use_does_not(real: ServiceSettings) -> None:
    import msgspec

    short = msgspec.structs.replace(real.languagetool, idle_minutes=2 / 60)
    settings = msgspec.structs.replace(real, languagetool=short)
    server = connect(settings, silent)
    state, record = only_record(settings)
    for _ in range(8):
        time.sleep(0.5)
        assert version_at(server.url) == "6.8"
    assert eventually(lambda: is_gone(record.pid) and is_gone(record.keeper))
    assert not state.exists()


@on_unix
def test_a_killed_copydesk_leaves_a_server_that_the_next_one_finds(
    fake: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_FAULT", "slow")
    starter = connecting(fake)
    assert eventually(lambda: bool(records(fake.cache)))
    starter.kill()
    starter.communicate()
    _, starting = only_record(fake)
    assert not starting.ready
    server = connect(fake, silent)
    assert server.pid == starting.pid
    assert not server.started_by_us


@on_unix
def test_the_file_of_a_dead_server_is_replaced(fake: ServiceSettings) -> None:
    connect(fake, silent)
    state, record = only_record(fake)
    kept = state.read_bytes()
    os.kill(record.keeper, signal.SIGKILL)
    psutil.Process(record.pid).kill()
    assert eventually(lambda: is_gone(record.pid))
    state.write_bytes(kept)
    assert connect(fake, silent).started_by_us


@on_unix
def test_a_process_that_got_the_number_of_a_dead_server_is_left_alone(fake: ServiceSettings) -> None:
    connect(fake, silent)
    state, record = only_record(fake)
    end(record, state)
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        told = {**json.loads(_encoded(record)), "pid": bystander.pid, "keeper": bystander.pid}
        state.write_text(json.dumps(told))
        assert connect(fake, silent).started_by_us
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def _encoded(record: Record) -> bytes:
    import msgspec

    return msgspec.json.encode(record)


@on_unix
@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', "\x00" * 100])
def test_a_file_that_tells_nothing_is_replaced(fake: ServiceSettings, content: str) -> None:
    connect(fake, silent)
    state, record = only_record(fake)
    end(record, state)
    state.write_text(content)
    assert connect(fake, silent).started_by_us


@on_unix
def test_a_server_that_is_stuck_is_ended_and_replaced(fake: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.services.languagetool.running._PATIENCE_SECONDS", (0.2,))
    monkeypatch.setattr("checker.services.languagetool.running._GRACE_SECONDS", 0.5)
    monkeypatch.setattr(version_at, "__defaults__", ((0.5,),))
    stuck = connect(fake, silent)
    assert stuck.pid is not None
    os.kill(stuck.pid, signal.SIGSTOP)
    again = connect(fake, silent)
    assert again.pid != stuck.pid
    assert is_gone(stuck.pid)


@on_unix
def test_a_port_that_another_program_took_is_left_for_another(
    fake: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_FAULT", "port taken once")
    assert connect(fake, silent).started_by_us
    assert Path(os.environ["FAKE_STARTS"]).read_text() == "xx"


@on_unix
def test_java_that_cannot_start_is_told_with_its_own_words(
    fake: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_FAULT", "dies")
    with pytest.raises(ServerError, match="Error occurred during initialization of VM"):
        connect(fake, silent)
    assert records(fake.cache) == []


@on_unix
def test_a_server_that_dies_takes_its_keeper_and_its_file_along(fake: ServiceSettings) -> None:
    server = connect(fake, silent)
    state, record = only_record(fake)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert eventually(lambda: is_gone(record.keeper) and not state.exists())


@on_unix
def test_ending_a_server_ends_both_processes(fake: ServiceSettings) -> None:
    connect(fake, silent)
    state, record = only_record(fake)
    end(record, state)
    assert is_gone(record.pid)
    assert is_gone(record.keeper)
    assert not is_alive(record)
    assert read_record(state) is None


@on_unix
def test_many_threads_share_one_server(fake: ServiceSettings) -> None:
    with ThreadPoolExecutor(8) as pool:
        servers: list[Server] = list(pool.map(lambda _: connect(fake, silent), range(8)))
    assert len({server.pid for server in servers}) == 1
    assert sum(server.started_by_us for server in servers) == 1


@on_unix
def test_more_memory_is_another_server(fake: ServiceSettings) -> None:
    import msgspec

    larger = msgspec.structs.replace(fake.languagetool, memory_mb=fake.languagetool.memory_mb + 1)
    first, second = connect(fake, silent), connect(msgspec.structs.replace(fake, languagetool=larger), silent)
    assert first.pid != second.pid


def test_a_named_server_is_used_and_nothing_is_started(languagetool_url: str, tmp_path: Path) -> None:
    for url in (languagetool_url, f"{languagetool_url}/", f"{languagetool_url}/v2/"):
        settings = ServiceSettings(
            cache=CacheSettings(folder=str(tmp_path)), languagetool=LanguageToolSettings(url=url), offline=True
        )
        server = connect(settings, silent)
        assert server == Server(languagetool_url, "6.8", None, False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "127.0.0.1:8081", "ftp://somewhere"])
def test_a_named_server_that_does_not_answer_is_told(url: str) -> None:
    with pytest.raises(ServerError, match=r"languagetool\.url must"):
        connect(ServiceSettings(languagetool=LanguageToolSettings(url=url)), silent)


@pytest.mark.slow
def test_an_unpacked_distribution_is_served(languagetool_jars: Path, real: ServiceSettings, tmp_path: Path) -> None:
    import msgspec

    unpacked = tmp_path / "LanguageTool-6.8"
    (unpacked / "libs").mkdir(parents=True)
    for jar in languagetool_jars.iterdir():
        server = jar.name.startswith("languagetool-server")
        (unpacked / "languagetool-server.jar" if server else unpacked / "libs" / jar.name).symlink_to(jar)
    chosen = msgspec.structs.replace(real.languagetool, path=str(unpacked))
    assert connect(msgspec.structs.replace(real, languagetool=chosen, offline=True), silent).version == "6.8"


def test_a_folder_that_is_no_distribution_is_told(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match=r"languagetool-server\.jar and libs/"):
        connect(ServiceSettings(languagetool=LanguageToolSettings(path=str(tmp_path))), silent)


def test_a_java_is_found_without_being_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("started a process"))
    assert find_java().version >= 17


@on_unix
def test_a_java_that_is_too_old_is_told(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n")
    java.chmod(0o755)
    with pytest.raises(JavaMissingError, match="is Java 8; LanguageTool needs 17"):
        find_java(str(java))


@on_unix
def test_no_java_at_all_is_told_with_the_command_that_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.services.languagetool.java._HOMES", ())
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(JavaMissingError, match=r"no Java was found: `.* install"):
        find_java()


def test_a_setting_that_names_no_java_is_told(tmp_path: Path) -> None:
    with pytest.raises(JavaMissingError, match=r"languagetool\.java names no Java"):
        find_java(str(tmp_path))


def test_offline_no_text_goes_to_another_machine() -> None:
    settings = ServiceSettings(languagetool=LanguageToolSettings(url="http://192.0.2.1:8081"), offline=True)
    with pytest.raises(ServerError, match="is another machine, and offline no text is sent there"):
        connect(settings, silent)
