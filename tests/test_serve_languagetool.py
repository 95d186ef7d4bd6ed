"""LanguageTool's HTTP API as copydesk speaks it: held to the real server's words and form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.served import TEXT, TWICE, Served, served

_CODES = "en, en-AU, en-CA, en-GB, en-NZ, en-US, en-ZA"
_LEVELS = "default, picky, academic, clarity, professional, creative, customer, jobapp, objective, elegant"


@pytest.fixture(scope="module")
def desk() -> Iterator[Served]:
    with served("--no-config") as server:
        yield server


@pytest.fixture(scope="module")
def client(desk: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{desk.address}/v2", timeout=60) as found:
        yield found


def check(client: httpx.Client, **form: str) -> dict[str, Any]:
    answer = client.post("/check", data={"language": "en-US", **form})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def shape(value: Any) -> Any:
    """The names of a value's fields, in their order, and the kinds of what they hold."""
    if isinstance(value, dict):
        return [(name, shape(inner)) for name, inner in value.items()]
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def test_a_match_has_the_fields_of_languagetool_in_their_order(client: httpx.Client) -> None:
    answer = check(client, text=TEXT)
    assert list(answer) == [
        "software", "warnings", "language", "matches", "sentenceRanges", "extendedSentenceRanges",
    ]  # fmt: skip
    assert list(answer["software"]) == [
        "name", "version", "buildDate", "apiVersion", "premium", "premiumHint", "status",
    ]  # fmt: skip
    [match] = answer["matches"]
    assert shape(match) == [
        ("message", "str"), ("shortMessage", "str"), ("replacements", [[("value", "str")]]), ("offset", "int"),
        ("length", "int"), ("context", [("text", "str"), ("offset", "int"), ("length", "int")]), ("sentence", "str"),
        ("type", [("typeName", "str")]),
        ("rule", [("id", "str"), ("description", "str"), ("issueType", "str"),
                  ("category", [("id", "str"), ("name", "str")])]),
        ("ignoreForIncompleteSentence", "bool"), ("contextForSureMatch", "int"),
    ]  # fmt: skip
    assert match["rule"]["id"] == "COPYDESK_REPEATED_WORD"
    assert (match["offset"], match["offset"] + match["length"]) == TWICE
    assert match["sentence"] == "She said that the the bridge will open in May."
    assert match["replacements"] == [{"value": "the"}]


def test_offsets_and_sentences_count_utf_16_units(client: httpx.Client) -> None:
    answer = check(client, text=f"😀 {TEXT}")
    [match] = answer["matches"]
    assert match["offset"] == TWICE[0] + 3
    first = len("The mayor spoke on Monday.")
    assert answer["sentenceRanges"] == [[0, first + 3], [first + 4, len(TEXT) + 3]]
    assert [(r["from"], r["to"]) for r in answer["extendedSentenceRanges"]] == [(0, 29), (30, len(TEXT) + 3)]


def test_the_context_is_forty_units_on_both_sides_on_one_line(client: httpx.Client) -> None:
    before, after = (
        "Someone who spoke long before that had said no.\n",
        " bridge would open, and that then there was more to say.",
    )
    [match] = check(client, text=f"{before}They said that the the{after}")["matches"]
    context = match["context"]
    assert context["text"].startswith("...") and context["text"].endswith("...")  # noqa: PT018
    assert "\n" not in context["text"]
    assert context["offset"] == 43
    assert context["text"][43 : 43 + context["length"]] == "the the"
    assert len(context["text"]) == 43 + context["length"] + 43


def test_markup_is_passed_over_and_counted(client: httpx.Client) -> None:
    parts = [
        {"markup": "<p>"}, {"text": "She said "}, {"markup": "<b>"}, {"text": "the the"}, {"markup": "</b>"},
        {"text": " bridge "}, {"markup": "&amp;", "interpretAs": "&"}, {"text": " road will open."},
    ]  # fmt: skip
    answer = check(client, data=json.dumps({"annotation": parts}))
    sent = "".join(part.get("markup", "") + part.get("text", "") for part in parts)
    [match] = answer["matches"]
    assert sent[match["offset"] : match["offset"] + match["length"]] == "the the"
    assert match["sentence"] == "She said the the bridge & road will open."
    assert match["context"]["text"] == sent[: match["offset"] + match["length"] + 40] + "..." * (len(sent) > 63)
    assert answer["sentenceRanges"] == [[3, len(sent)]]
    assert answer["extendedSentenceRanges"][0]["to"] == len("She said the the bridge & road will open.")


def test_markup_that_stands_for_words_is_marked_whole(client: httpx.Client) -> None:
    parts = [
        {"text": "She said that "},
        {"markup": "the t<i></i>he", "interpretAs": "the the"},
        {"text": " road opens."},
    ]
    [match] = check(client, data=json.dumps({"annotation": parts}))["matches"]
    assert (match["offset"], match["length"]) == (14, len("the t<i></i>he"))


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "Missing 'text' or 'data' parameter"),
        ({"language": "en-US"}, 400, "Missing 'text' or 'data' parameter"),
        (
            {"text": "a"}, 400,
            "Missing 'language' parameter, e.g. 'language=en-US' for American English or 'language=fr' for French",
        ),
        ({"text": "a", "data": "{}", "language": "en"}, 400, "Set only 'text' or 'data' parameter, not both"),
        ({"data": "no", "language": "en"}, 400, "Could not parse JSON from 'data' parameter"),
        ({"data": "[]", "language": "en"}, 400, "'data' key in JSON requires 'text' or 'annotation' key"),
        (
            {"data": '{"text":"a","annotation":[]}', "language": "en"}, 400,
            "'data' key in JSON requires either 'text' or 'annotation' key, not both",
        ),
        (
            {"data": '{"annotation":[{"foo":"x"}]}', "language": "en"}, 400,
            "Only 'text' and 'markup' are supported in 'annotation' list: {\"foo\":\"x\"}",
        ),
        (
            {"data": '{"annotation":[{"text":"x","markup":"y"}]}', "language": "en"}, 400,
            "Only either 'text' or 'markup' are supported in an object in 'annotation' list, not both: "
            '{"text":"x","markup":"y"}',
        ),
        (
            {"data": '{"annotation":[{"text":"x","interpretAs":"y"}]}', "language": "en"}, 400,
            "'text' cannot be used with 'interpretAs' (only 'markup' can): {\"text\":\"x\",\"interpretAs\":\"y\"}",
        ),
        (
            {"text": "a", "language": "xx"}, 400,
            f"'xx' is not a language code known to LanguageTool. Supported language codes are: {_CODES}.",
        ),
        (
            {"text": "a", "language": "en", "motherTongue": "xx"}, 400,
            f"'xx' is not a language code known to LanguageTool. Supported language codes are: {_CODES}.",
        ),
        (
            {"text": "a", "language": "en", "preferredVariants": "en-GB"}, 400,
            "You specified 'preferredVariants' but you didn't specify 'language=auto'",
        ),
        (
            {"text": "a", "language": "auto", "preferredVariants": "en"}, 400,
            "Invalid format for 'preferredVariants', expected a dash as in 'en-GB': 'en'",
        ),
        (
            {"text": "a", "language": "en", "enabledOnly": "yes"}, 400,
            "You must specify enabled rules or categories when using enabledOnly=true",
        ),
        (
            {"text": "a", "language": "en", "enabledOnly": "true", "enabledRules": "A", "disabledRules": "B"}, 400,
            "You cannot specify disabled rules or categories using enabledOnly=true",
        ),
        (
            {"text": "a", "language": "en", "level": "foo"}, 400,
            f"Unknown value 'foo' for parameter 'level'. Valid values: {_LEVELS}",
        ),
        (
            {"text": "a", "language": "en", "mode": "foo"}, 400,
            "Mode must be one of 'textLevelOnly', 'allButTextLevelOnly', or 'all' but was: 'foo'",
        ),
        (
            {"text": "a" * 1_000_001, "language": "en"}, 413,
            "Your text exceeds the limit of 1000000 characters (it's 1000001 characters)."
            " Please submit a shorter text.",
        ),
    ],
)  # fmt: skip
def test_what_languagetool_refuses_is_refused_in_its_words(
    client: httpx.Client, form: dict[str, str], status: int, error: str
) -> None:
    answer = client.post("/check", data=form)
    assert (answer.status_code, answer.text) == (status, f"Error: {error}")


def test_a_broken_form_is_refused_in_its_words(client: httpx.Client) -> None:
    answer = client.post("/check", content=b"language=en-US&text=%zz")
    assert (answer.status_code, answer.text) == (
        400, "Error: Could not decode query. Query length: 23 Request method: POST",
    )  # fmt: skip


def test_parameters_come_from_the_address_too(client: httpx.Client) -> None:
    assert client.get("/check", params={"language": "en-US", "text": TEXT}).json()["matches"]
    assert client.post("/check?language=en-US", data={"text": TEXT}).json()["matches"]
    assert client.put("/check", data={"language": "en-US", "text": TEXT}).status_code == 400


def test_an_empty_text_has_no_matches(client: httpx.Client) -> None:
    answer = check(client, text="")
    assert (answer["matches"], answer["sentenceRanges"], answer["extendedSentenceRanges"]) == ([], [], [])


def test_rules_and_categories_are_switched_off_and_on(client: httpx.Client) -> None:
    def ids(**form: str) -> list[str]:
        return [match["rule"]["id"] for match in check(client, text=text, **form)["matches"]]

    text = f"{TEXT} It was an test."
    assert ids() == ["COPYDESK_REPEATED_WORD", "COPYDESK_WRONG_ARTICLE"]
    assert ids(disabledRules="COPYDESK_REPEATED_WORD,UNKNOWN") == ["COPYDESK_WRONG_ARTICLE"]
    assert ids(disabledCategories="TYPOS") == ["COPYDESK_REPEATED_WORD"]
    assert ids(disabledCategories="TYPOS", enabledRules="COPYDESK_WRONG_ARTICLE") == ids()
    assert ids(enabledOnly="true", enabledRules="COPYDESK_WRONG_ARTICLE") == ["COPYDESK_WRONG_ARTICLE"]
    assert ids(enabledOnly="true", enabledCategories="NOISE") == ["COPYDESK_REPEATED_WORD"]
    assert ids(enabledOnly="true", enabledRules="EN_A_VS_AN") == []


def test_notes_come_with_the_picky_level(client: httpx.Client) -> None:
    text = "Read more at https://www.example.com/news on the day that it opens."
    assert check(client, text=text)["matches"] == []
    picky = check(client, text=text, level="picky")["matches"]
    named = check(client, text=text, enabledRules="COPYDESK_BARE_URL")["matches"]
    assert [m["rule"]["id"] for m in picky] == [m["rule"]["id"] for m in named] == ["COPYDESK_BARE_URL"]


def test_a_client_that_asks_for_both_modes_gets_a_match_once(client: httpx.Client) -> None:
    found = [len(check(client, text=TEXT, mode=m)["matches"]) for m in ("all", "textLevelOnly", "allButTextLevelOnly")]
    assert found == [1, 1, 0]


@pytest.mark.parametrize(
    ("form", "code", "detected"),
    [
        ({"language": "auto", "preferredVariants": "en-GB,de-DE"}, "en-GB", "en-GB"),
        ({"language": "auto"}, "en-US", "en-US"),
        ({"language": "EN-gb"}, "en-GB", "en-GB"),
        ({"language": "en"}, "en", "en"),
    ],
)
def test_the_language_is_that_which_was_asked_for(
    client: httpx.Client, form: dict[str, str], code: str, detected: str
) -> None:
    language = check(client, text=TEXT, **form)["language"]
    assert (language["code"], language["detectedLanguage"]["code"]) == (code, detected)
    assert list(language["detectedLanguage"]) == ["name", "code", "confidence", "source"]


def test_another_language_is_detected(client: httpx.Client) -> None:
    text = "Le maire a dit que le pont sera ouvert dans la ville avec les routes qui sont dans le nord. " * 3
    answer = check(client, language="auto", text=text)
    assert answer["language"]["code"] == "fr"
    assert answer["language"]["detectedLanguage"]["confidence"] == 0.5
    assert answer["extendedSentenceRanges"][0]["detectedLanguages"][0]["language"] == "fr"


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("He walked slowly to the old bridge.", 0.99, 0.99),
        ("Der Bürgermeister sagte gestern, dass die Brücke geschlossen wird.", 0.0, 0.4),
        ("Kalder Vonn 1234", 0.0, 0.0),
    ],
)
def test_nobody_is_sure_of_a_language_of_which_nothing_was_recognised(
    client: httpx.Client, text: str, least: float, most: float
) -> None:
    detected = check(client, language="auto", text=text)["language"]["detectedLanguage"]
    assert least <= detected["confidence"] <= most


def test_the_other_endpoints_answer_in_their_form(client: httpx.Client) -> None:
    languages = client.get("/languages").json()
    assert {"name": "English (US)", "code": "en", "longCode": "en-US"} in languages
    info = client.get("/info").json()["software"]
    assert set(info) == {"name", "version", "buildDate", "commit", "premium"}
    health = client.get("/healthcheck")
    assert (health.text, health.headers["content-type"].partition(";")[0]) == ("OK", "text/plain")
    assert client.get("/maxtextlength").text == "1000000"
    rules = client.get("/configinfo", params={"language": "en-US"}).json()
    assert rules["parameter"] == {"maxTextLength": 1_000_000}
    assert "COPYDESK_REPEATED_WORD" in [rule["ruleId"] for rule in rules["rules"]]
    assert client.get("/configinfo", params={"language": "xx"}).text.startswith("Error: 'xx' is not a language code")
    answer = client.get("/nope")
    assert (answer.status_code, answer.text.startswith("Error: Unsupported action: 'nope'.")) == (404, True)
    assert client.post("/words", data={}).text == "Error: This end point needs a user id"
