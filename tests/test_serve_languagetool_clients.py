"""LanguageTool's HTTP API as copydesk speaks it: through clients that nobody here wrote,
and beside a real server."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.served import TEXT, TWICE, Served, served


@pytest.fixture(scope="module")
def desk() -> Iterator[Served]:
    with served("--no-config") as server:
        yield server


def test_the_client_language_tool_python_finds_and_corrects(desk: Served) -> None:
    import language_tool_python

    tool = language_tool_python.LanguageTool("en-US", remote_server=desk.address)
    try:
        [match] = tool.check(TEXT)
        assert (match.rule_id, match.offset, match.error_length) == ("COPYDESK_REPEATED_WORD", TWICE[0], 7)
        assert match.replacements == ["the"]
        assert match.matched_text == "the the"
        assert tool.correct(TEXT) == TEXT.replace("the the", "the")
        tool.disabled_rules = {"COPYDESK_REPEATED_WORD"}
        assert tool.check(TEXT) == []
    finally:
        tool.close()


def test_the_client_pylanguagetool_finds(desk: Served) -> None:
    with warnings.catch_warnings():  # of its own imports
        warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
        from pylanguagetool import api

    url = f"{desk.address}/v2/"
    [match] = api.check(TEXT, api_url=url, lang="en-US")["matches"]
    assert (match["rule"]["id"], match["offset"]) == ("COPYDESK_REPEATED_WORD", TWICE[0])
    assert api.check(TEXT, api_url=url, lang="auto", preferred_variants="en-GB", pwl=["the the"])["matches"] == []
    assert "en-GB" in [language["longCode"] for language in api.get_languages(url)]


@pytest.fixture(scope="module")
def beside(languagetool_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A desk with the tier grammar, beside a real LanguageTool."""
    folder = tmp_path_factory.mktemp("beside")
    config = folder / "copydesk.toml"
    config.write_text(
        f'[languagetool]\nurl = "{languagetool_url}"\n[cache]\nfolder = {json.dumps(str(folder / "cache"))}\n', "utf-8"
    )
    with (
        served("--tiers", "local,grammar", "--config", str(config)) as server,
        httpx.Client(base_url=f"{server.address}/v2", timeout=120) as found,
    ):
        yield found


FAULTS = "This are a test of an engine. The the mayor said so, and the dog 😀 it eat an apple. A two of them were."


@pytest.mark.slow
@pytest.mark.parametrize(
    "form",
    [
        {"text": FAULTS},
        {"text": FAULTS, "level": "picky"},
        {"text": FAULTS, "language": "auto", "preferredVariants": "en-GB"},
        {"text": FAULTS, "disabledCategories": "GRAMMAR", "disabledRules": "EN_A_VS_AN"},
        {"text": FAULTS, "enabledOnly": "true", "enabledRules": "ENGLISH_WORD_REPEAT_RULE"},
        {"data": json.dumps({"annotation": [{"markup": "<p>"}, {"text": FAULTS}, {"markup": "</p>"}]})},
        {"text": FAULTS, "mode": "allButTextLevelOnly"},
        {"text": ""},
        {"text": "Esta es una frase en español que es bastante larga.", "language": "es"},
    ],
)
def test_all_that_languagetool_says_is_passed_on(
    beside: httpx.Client, languagetool_url: str, form: dict[str, str]
) -> None:
    form = {"language": "en-US", **form}
    real = httpx.post(f"{languagetool_url}/v2/check", data=form, timeout=120).json()
    ours = beside.post("/check", data=form).json()
    assert [m for m in ours["matches"] if not m["rule"]["id"].startswith("COPYDESK_")] == real["matches"]
    assert list(ours) == list(real)
    assert {**ours, "matches": []} == {**real, "matches": []}
    offsets = [match["offset"] for match in ours["matches"]]
    assert offsets == sorted(offsets)


@pytest.mark.slow
def test_our_findings_stand_beside_but_not_twice(beside: httpx.Client) -> None:
    said = "The the strike was approved, two officials of the city said, two officials of the city said on Monday."
    found = beside.post("/check", data={"language": "en-US", "text": said}).json()["matches"]
    ids = {match["rule"]["id"] for match in found}
    assert "ENGLISH_WORD_REPEAT_RULE" in ids
    assert "COPYDESK_REPEATED_WORD" not in ids
    assert "COPYDESK_REPEATED_PHRASE" in ids


@pytest.mark.slow
def test_what_the_real_server_refuses_and_lists_is_passed_on(beside: httpx.Client, languagetool_url: str) -> None:
    for form in ({"language": "xx", "text": "a"}, {"language": "en", "text": "a", "level": "foo"}):
        real = httpx.post(f"{languagetool_url}/v2/check", data=form, timeout=120)
        ours = beside.post("/check", data=form)
        assert (ours.status_code, ours.text) == (real.status_code, real.text)
    here, there = (
        httpx.get(f"{address}/configinfo?language=en-US", timeout=60).json()["rules"]
        for address in (str(beside.base_url).rstrip("/"), f"{languagetool_url}/v2")
    )
    assert here[: len(there)] == there
    assert here[-1]["ruleId"].startswith("COPYDESK_")
    assert beside.get("/languages").json() == httpx.get(f"{languagetool_url}/v2/languages").json()


def test_without_the_real_server_ours_are_told_to_be_incomplete(tmp_path: Path) -> None:
    config = tmp_path / "copydesk.toml"
    config.write_text('[languagetool]\nurl = "http://127.0.0.1:9"\n', "utf-8")
    with served("--tiers", "local,grammar", "--config", str(config)) as server:
        form = {"language": "en-US", "text": TEXT}
        answer = httpx.post(f"{server.address}/v2/check", data=form, timeout=60).json()
        assert answer["warnings"]["incompleteResults"] is True
        assert "no LanguageTool answers there" in answer["warnings"]["incompleteResultsReason"]
        assert [match["rule"]["id"] for match in answer["matches"]] == ["COPYDESK_REPEATED_WORD"]
        result = httpx.post(f"{server.address}/api/check", json={"text": TEXT}, timeout=60).json()
        assert result["findings"][0]["rule"] == "repeated-word"
        assert "the tier grammar could not run" in result["unchecked"][0]


@pytest.mark.slow
def test_a_tier_that_could_not_run_is_tried_again_after_a_while(
    languagetool_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from checker.serve import judging
    from checker.serve.jobs import ArticleForm, Check
    from checker.services.languagetool import server
    from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings
    from checker.settings import Settings

    services = ServiceSettings(
        languagetool=LanguageToolSettings(url=languagetool_url), cache=CacheSettings(folder=str(tmp_path))
    )
    notes: list[str] = []
    judge = judging.Judge(judging.Setup(Settings(tiers=("local", "grammar")), services), notes.append)

    def unchecked() -> list[str]:
        return list(json.loads(list(judge.do(Check(ArticleForm(TEXT))))[-1])["unchecked"])

    with monkeypatch.context() as gone:
        gone.setattr(server, "version_at", lambda *_: None)
        assert "the tier grammar could not run" in unchecked()[0]
    assert unchecked()  # not asked again at once
    monkeypatch.setattr(judging, "_TRY_AGAIN_SECONDS", 0.0)
    assert unchecked() == []
    judge.close()
