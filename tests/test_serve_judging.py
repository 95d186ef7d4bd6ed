"""What a worker does with a job: exactly the tiers that it is for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.serve.jobs import ArticleForm, Check, Choice, Fix, Warm
from checker.serve.judging import Judge, Setup
from checker.serve.refused import RefusedError
from checker.services.services import Services, ServiceUnavailableError
from checker.services.settings import EncoderSettings, ServiceSettings
from checker.settings import Settings
from tests.served import TEXT

_BOTH = Setup(Settings(tiers=("local", "siblings")), ServiceSettings())


def test_the_local_tier_does_not_wait_for_the_siblings_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("read for a tier that does not look at them")

    monkeypatch.setattr("checker.siblings.source.read_siblings", read)
    judge = Judge(replace(_BOTH, siblings=("others.jsonl",)), lambda _: None)
    results = judge.do(Check(ArticleForm(TEXT)))
    assert b"repeated-word" in next(results)
    with pytest.raises(AssertionError):
        next(results)
    assert len(list(judge.do(Check(ArticleForm(TEXT), Choice(("local",)))))) == 1


def test_siblings_of_the_server_that_cannot_be_read_are_told_when_it_starts(tmp_path: Path) -> None:
    services = ServiceSettings(encoder=EncoderSettings(model=str(tmp_path / "no-model")))
    told: list[str] = []
    judge = Judge(replace(_BOTH, services=services, siblings=(str(tmp_path / "absent.md"),)), told.append)
    list(judge.do(Warm()))
    assert "absent.md" in told[0]
    assert any("the tier siblings could not run" in line for line in told)


def test_what_could_not_be_had_is_tried_again_and_what_is_loaded_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    closed: list[Services] = []

    def encode(*_: object) -> None:
        tried.append(1)
        raise ServiceUnavailableError("there is no model")

    monkeypatch.setattr("checker.services.encoder.encoder.Encoder.encode", encode)
    monkeypatch.setattr(Services, "close", lambda services: closed.append(services))
    judge = Judge(_BOTH, lambda _: None)
    check = Check(ArticleForm(TEXT), siblings=(ArticleForm(TEXT.replace("May", "June"), id="other"),))
    for seconds, tries in ((60.0, 1), (60.0, 1), (-1.0, 2)):
        monkeypatch.setattr("checker.serve.judging._TRY_AGAIN_SECONDS", seconds)
        assert b"there is no model" in list(judge.do(check))[-1]
        assert len(tried) == tries
    assert closed == []


def test_replacements_are_those_of_the_local_tier_and_of_no_other() -> None:
    judge = Judge(_BOTH, lambda _: None)
    with pytest.raises(RefusedError, match="the tier local alone") as refused:
        list(judge.do(Fix(ArticleForm(TEXT), Choice(("siblings",)))))
    assert refused.value.status == 409
