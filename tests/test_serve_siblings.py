"""Siblings at the desk: results as the slower tier finishes, the comparison, and siblings that the server is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served import served
from tests.test_serve_api import events

pytestmark = pytest.mark.slow

ARTICLE = (
    "The council of Alderton voted on Tuesday to close the old bridge over the river. Five people were hurt there in"
    " March, when a lorry broke through the railing. Mayor Ruth Calder said that the work would take a year."
)
SIBLING = (
    "The council of Alderton has voted on Tuesday to close the old bridge over the river. Seven people were hurt there"
    " in March, when a lorry broke through the railing. Mayor Ruth Calder said the work would take a year."
)


@pytest.fixture(scope="module")
def config(encoder_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration whose cache is empty but for the exported model."""
    folder = tmp_path_factory.mktemp("served")
    cache = folder / "cache"
    cache.mkdir()
    (cache / "models").symlink_to(encoder_export, target_is_directory=True)
    found = folder / "house.toml"
    found.write_text(f"[cache]\nfolder = {json.dumps(str(cache))}\n", "utf-8")
    return found


@pytest.fixture(scope="module")
def desk(config: Path) -> Iterator[httpx.Client]:
    given = config.with_name("given.jsonl")
    given.write_text(json.dumps({"id": "the wire", "text": SIBLING}) + "\n", "utf-8")
    arguments = ("--tiers", "local,siblings", "--config", str(config), "--siblings", str(given))
    with served(*arguments) as server, httpx.Client(base_url=server.address, timeout=120) as client:
        yield client


def differences(result: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [
        (f["rule"], ARTICLE[f["start"] : f["end"]], [e["id"] for e in f["evidence"]])
        for f in result["findings"]
        if f["category"] == "siblings"
    ]


def test_results_come_as_the_tiers_finish(desk: httpx.Client) -> None:
    body = {"text": ARTICLE, "siblings": [{"id": "sent", "text": SIBLING}]}
    found = [data for kind, data in events(desk.post("/api/check/stream", json=body)) if kind == "result"]
    assert [result["tiers"] for result in found] == [["local"], ["local", "siblings"]]
    assert differences(found[0]) == []
    [(_, text, ids)] = [d for d in differences(found[1]) if d[0] == "quantity-differs"]
    assert (text.startswith("Five"), ids[0]) == (True, "sent")


def test_the_siblings_of_the_server_stand_beside_an_article_on_their_event(desk: httpx.Client) -> None:
    result = desk.post("/api/check", json={"text": ARTICLE}).json()
    assert ["the wire"] in [ids for _, _, ids in differences(result)]
    assert result["tiers"] == ["local", "siblings"]


def test_a_comparison_lays_sentences_beside_each_other(desk: httpx.Client) -> None:
    body = {"article": {"text": ARTICLE}, "siblings": [{"text": SIBLING}, {"text": "Rain fell on the coast."}]}
    answer = desk.post("/api/compare", json=body).json()
    rows = answer["rows"]
    assert [ARTICLE[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert len(rows) == 3
    [beside] = [b for row in rows for b in row["siblings"] if "Seven" in b["text"]]
    assert SIBLING[beside["start"] : beside["end"]] == beside["text"]
    assert 0.5 < beside["score"] <= 1
    [difference] = beside["differences"]
    assert ARTICLE[difference["start"] : difference["end"]].startswith("Five")
    assert SIBLING[difference["sibling_start"] : difference["sibling_end"]].startswith("Seven")
    assert difference["what"] == "quantity"


def test_siblings_with_one_name_are_told_apart(desk: httpx.Client) -> None:
    body = {"article": {"text": ARTICLE}, "siblings": [{"id": "a", "text": SIBLING}, {"id": "a", "text": SIBLING}]}
    rows = desk.post("/api/compare", json=body).json()["rows"]
    names = {b["id"] for row in rows for b in row["siblings"]}
    assert len(names) == 2


def test_an_empty_article_or_no_siblings_compare_to_nothing(desk: httpx.Client) -> None:
    assert (
        desk.post("/api/compare", json={"article": {"text": ""}, "siblings": [{"text": SIBLING}]}).json()["rows"] == []
    )
    rows = desk.post("/api/compare", json={"article": {"text": ARTICLE}, "siblings": []}).json()["rows"]
    assert [row["siblings"] for row in rows] == [[], [], []]


def test_a_server_without_the_encoder_says_what_is_missing(tmp_path: Path) -> None:
    config = tmp_path / "house.toml"
    config.write_text(f'[encoder]\nmodel = "{tmp_path}/nowhere"\n[cache]\nfolder = "{tmp_path}/cache"\n', "utf-8")
    with served("--tiers", "local,siblings", "--config", str(config)) as server:
        body = {"article": {"text": ARTICLE}, "siblings": [{"text": SIBLING}]}
        answer = httpx.post(f"{server.address}/api/compare", json=body, timeout=60)
        assert (answer.status_code, "nowhere" in answer.json()["error"]) == (503, True)
        checked = httpx.post(
            f"{server.address}/api/check", json={"text": ARTICLE, "siblings": [{"text": SIBLING}]}, timeout=60
        ).json()
        assert checked["tiers"] == ["local"]
        assert "the tier siblings could not run" in checked["unchecked"][0]
