"""How the language server judges a document: by what its files say now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lsprotocol import types

from checker.article import Article
from checker.config.per_path import Configurations
from checker.engine import Engine, Outcome
from checker.lsp.documents import Document
from checker.lsp.house import Wishes
from checker.lsp.judging import Judge, Judged
from checker.readers.reading import read_paths
from checker.services.services import Services
from checker.siblings.given import GivenSiblings


def judgement(judge: Judge, path: Path) -> Judged:
    """What is said of a text that would stand in a file."""
    text = "Volodymyr Zelenskyy came. Later Volodymyr Zelenskiy left.\n"
    snapshot = Document(types.TextDocumentItem(path.as_uri(), "plaintext", 1, text), "utf-16").snapshot("/")
    assert snapshot is not None
    return judge.judge(snapshot, Wishes(("local",)), lambda: False)


def judged(judge: Judge, path: Path) -> list[str] | None:
    """The rules that find something in it; None where it is left out."""
    outcome = judgement(judge, path).outcome
    return [f.rule for f in outcome.findings] if outcome else None


def test_what_is_written_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "copydesk.toml"
    config.write_text("")
    read = Configurations.run_settings

    def slowly(self: Configurations, paths: list[str]) -> object:
        answer = read(self, paths)
        config.write_text('exclude = ["*.txt"]\n')
        return answer

    judge = Judge(Wishes(("local",)), print, print)
    with monkeypatch.context() as patch:
        patch.setattr(Configurations, "run_settings", slowly)
        assert judged(judge, tmp_path / "a.txt") == ["name-variant"]
    assert judged(judge, tmp_path / "a.txt") is None


def test_a_vocabulary_of_some_paths_alone_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('[[overrides]]\npaths = ["b.txt"]\nvocabulary = "names.txt"\n')
    names = tmp_path / "names.txt"
    names.write_text("")
    judge = Judge(Wishes(("local",)), print, print)
    for path in (tmp_path / "a.txt", tmp_path / "b.txt"):
        assert judged(judge, path) == ["name-variant"]
    names.write_text("Volodymyr Zelenskyy\nVolodymyr Zelenskiy\n")
    assert judged(judge, tmp_path / "b.txt") == []
    assert judged(judge, tmp_path / "a.txt") == ["name-variant"]


def test_a_changed_configuration_ends_the_services_that_it_sets_otherwise_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(Services, "close", lambda services: ended.append(services.settings.encoder.precision))
    judge = Judge(Wishes(("local",)), print, print)
    one, other = tmp_path / "one", tmp_path / "other"

    def configure(folder: Path, said: str) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "copydesk.toml").write_text(said)
        for each in (one, other):
            judged(judge, each / "a.txt")

    configure(one, '[encoder]\nprecision = "int8"\n')
    configure(other, '[encoder]\nprecision = "fp32"\n')
    ended.clear()
    configure(one, 'accept = ["Zelenskiy"]\n[encoder]\nprecision = "int8"\n')
    configure(one, "[encoder]\nprecision = 1\n")  # faulty: what was sound still counts
    assert ended == []
    configure(one, "")
    assert ended == ["int8"]
    configure(other, "")
    assert ended == ["int8", "fp32"]


def test_services_that_could_not_be_used_are_tried_again_once_a_configuration_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Services] = []
    monkeypatch.setattr(Services, "retry", lambda services: tried.append(services))
    judge, path = Judge(Wishes(("local",)), print, print), tmp_path / "a.txt"
    judged(judge, path)
    judged(judge, path)
    assert tried == []
    (tmp_path / "copydesk.toml").write_text("")
    judged(judge, path)
    judged(judge, path)
    assert len(tried) == 1


def test_what_was_saved_is_no_sibling_of_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text("He left.\n")
    articles = [item for item in read_paths([str(tmp_path)]) if isinstance(item, Article)]
    given: list[tuple[Article, ...]] = []

    def check(self: Engine, article: Article, siblings: tuple[Article, ...] = ()) -> Outcome:
        given.append(siblings)
        return real(self, article)

    real = Engine.check
    monkeypatch.setattr(GivenSiblings, "of", lambda *_: tuple(articles))
    monkeypatch.setattr(Engine, "check", check)
    monkeypatch.setattr("checker.lsp.house.installed", lambda: ("local", "siblings"))
    (tmp_path / "copydesk.toml").write_text('siblings = "."\n')
    item = types.TextDocumentItem(paths[0].as_uri(), "plaintext", 1, "He left at once.\n")
    snapshot = Document(item, "utf-16").snapshot("/")
    assert snapshot is not None
    judge, wishes = Judge(Wishes(), print, print), Wishes()
    judge.judge(snapshot, wishes, lambda: False, judge.judge(snapshot, wishes, lambda: False))
    assert [[a.origin.path for a in siblings] for siblings in given] == [[], [str(paths[1])]]


def test_a_pipe_is_no_baseline_and_no_sibling(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "endless")
    for line in ('baseline = "endless"', 'siblings = ["endless"]'):
        (tmp_path / "copydesk.toml").write_text(line)
        said = judgement(Judge(Wishes(), print, print), tmp_path / "a.txt")
        assert "endless is neither a file nor a folder" in said.fault
        assert said.outcome
        assert [f.rule for f in said.outcome.findings] == ["name-variant"]
