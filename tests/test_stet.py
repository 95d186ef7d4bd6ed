"""What an author asks to keep is kept, and nothing else."""

from __future__ import annotations

import json

import pytest

from checker.article import Article
from checker.engine import Engine, Outcome, run
from checker.filters.stet import FAULTY, UNUSED
from checker.fixes import fixed_source
from checker.readers.decoding import Decoded
from checker.readers.jsonl import read_jsonl
from checker.readers.reading import read_text
from checker.settings import Settings

TWICE = "The minister said said that it was so."
AGAIN = "The fire began began at night."


def read(source: str, format_: str = "markdown") -> Article:
    return next(a for a in read_text("story", Decoded(source), format_) if isinstance(a, Article))


def judged(source: str, format_: str = "markdown", **settings: tuple[str, ...]) -> Outcome:
    return Engine(Settings(**settings)).check(read(source, format_))  # type: ignore[arg-type]


def said(outcome: Outcome) -> list[str]:
    """What is still reported, each finding as "rule: words"."""
    texts = {"title": outcome.article.title, "text": outcome.article.text}
    return [f"{f.rule}: {texts[f.field][f.start : f.end]}" for f in outcome.findings]


SAID, BEGAN = "repeated-word: said said", "repeated-word: began began"


@pytest.mark.parametrize(
    ("format_", "source"),
    [
        ("markdown", f"{TWICE} <!-- stet -->\n\n{AGAIN}\n"),
        ("markdown", f"The minister said <!-- stet repeated-word -->\nsaid that it was so.\n\n{AGAIN}\n"),
        ("markdown", f"<!-- stet noise: as he spoke -->\n{TWICE}\n\n{AGAIN}\n"),
        ("markdown", f"{TWICE}\n<!-- STET -->\n\n{AGAIN}\n"),
        ("markdown", f"- {TWICE} <!--stet-->\n- {AGAIN}\n"),
        ("markdown", f"> {TWICE} <!-- stet -->\n\n{AGAIN}\n"),
        ("markdown", f"<!-- stet-next-line -->\n\n{TWICE}\n\n{AGAIN}\n"),
        ("markdown", f"<!-- stet-start repeated-word -->\n\n{TWICE}\n\n<!-- stet-end -->\n\n{AGAIN}\n"),
        ("html", f"<p>{TWICE}<!-- stet --></p><p>{AGAIN}</p>"),
        ("html", f"<p>\n<!-- stet -->\n{TWICE}</p>\n<p>{AGAIN}</p>"),
        ("html", f"<p>{TWICE}\n<!-- stet -->\n</p>\n<p>{AGAIN}</p>"),
        ("html", f"<div><!-- stet-start --><p>{TWICE}</p><!-- stet-end --><p>{AGAIN}</p></div>"),
        ("text", f"{TWICE} <!-- stet -->\r\n\r\n{AGAIN}\r\n"),
        ("text", f"<!-- stet-next-line repeated-word -->\n{TWICE}\n{AGAIN}\n"),
        ("text", f"{AGAIN}\n\n<!-- stet-start -->\n{TWICE}\n<!-- stet-end -->\n"),
    ],
)
def test_a_stet_keeps_the_passage_that_it_stands_by_and_no_other(format_: str, source: str) -> None:
    outcome = judged(source, format_)
    assert said(outcome) == [BEGAN]
    assert [f.rule for f in outcome.stetted] == ["repeated-word"]


def test_the_next_line_is_a_line_of_the_file_not_a_paragraph() -> None:
    source = f"<!-- stet-next-line -->\n{TWICE}\n{AGAIN}\n"
    assert said(judged(source)) == [BEGAN]


@pytest.mark.parametrize(
    "source",
    [
        f"{TWICE}\n\n{AGAIN}\n\n<!-- stet-file -->\n",
        f"---\nstet: [repeated-word]\n---\n{TWICE}\n\n{AGAIN}\n",
        f"---\ntitle: A headline\nstet:\n  - names\n  - 'repeated-word'  # he stutters\n---\n{TWICE}\n\n{AGAIN}\n",
        f"---\nstet: true\n---\n{TWICE}\n\n{AGAIN}\n",
        f'+++\nstet = ["noise"]\n+++\n{TWICE}\n\n{AGAIN}\n',
    ],
)
def test_a_stet_for_the_file_keeps_all_of_it(source: str) -> None:
    assert [s for s in said(judged(source)) if "names" not in s] == []


def test_a_stet_keeps_the_headline() -> None:
    assert said(judged("# Mayor of of the town resigns <!-- stet -->\n\nNobody was hurt.\n")) == []
    assert len(said(judged("# Mayor of of the town resigns\n\nNobody was hurt.\n"))) == 1


def test_a_stet_shown_as_code_keeps_nothing() -> None:
    source = f"Write `<!-- stet-file -->` for that.\n\n```\n<!-- stet-file -->\n```\n\n{TWICE}\n"
    assert read(source).stets == ()
    assert said(judged(source)) == [SAID]


def test_a_stet_for_another_rule_keeps_nothing_and_is_reported() -> None:
    outcome = judged(f"{TWICE} <!-- stet typos, lost-capitals -->\n")
    assert said(outcome) == [SAID, f"{UNUSED}: so."]
    assert "line 1" in outcome.findings[1].message


def test_a_stet_is_only_unused_where_its_rule_ran() -> None:
    source = f"{AGAIN.replace('began began', 'began')} <!-- stet repeated-word -->\n"
    assert [f.rule for f in judged(source).findings] == [UNUSED]
    assert [f.rule for f in judged(source, select=("repeated-word", UNUSED)).findings] == [UNUSED]
    assert judged(source, select=("repeated-word",)).findings == ()
    assert judged(source, select=("typos", UNUSED)).findings == ()
    assert judged(source, ignore=("repeated-word",)).findings == ()
    assert judged(source, ignore=(UNUSED,)).findings == ()
    assert judged(source.replace("repeated-word", "grammar-fault")).findings == ()
    assert judged(source.replace(" repeated-word", ""), select=("typos", UNUSED)).findings == ()


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("<!-- stet repeatd-word -->", "did you mean “repeated-word”?"),
        ("<!-- stet-nextline -->", "did you mean “stet-next-line”?"),
        ("<!-- stet-start -->", "has no “stet-end”"),
        ("<!-- stet-end -->", "ends nothing"),
    ],
)
def test_a_stet_that_cannot_be_understood_is_told_and_keeps_nothing(comment: str, told: str) -> None:
    findings = judged(f"{TWICE} {comment}\n").findings
    assert sorted(f.rule for f in findings) == [FAULTY, "repeated-word"]
    assert told in next(f.message for f in findings if f.rule == FAULTY)


@pytest.mark.parametrize(
    "comment", ["<!-- stets -->", "<!-- a stet -->", "<!-- stetson hats -->", "<!- stet ->", "<!--stet"]
)
def test_what_is_no_stet_is_none(comment: str) -> None:
    for format_ in ("markdown", "html", "text"):
        assert read(f"Nobody was hurt. {comment}\n", format_).stets == ()


def test_sic_keeps_the_word_before_it() -> None:
    assert said(judged(f"He told told [sic] us so. {TWICE}")) == [SAID]
    assert said(judged("He “told told” (sic) us so.")) == []
    assert said(judged(f"{TWICE} The word [sic] means so.")) == [SAID]


def test_plain_text_without_its_stets_still_leads_back_to_the_file() -> None:
    source = f"{AGAIN} <!-- stet -->\r\n<!-- stet-file typos -->\r\nNow.\r\n\r\n{TWICE}\r\n"
    article = read(source, "text")
    assert article.text == f"{AGAIN}\nNow.\n\n{TWICE}\n"
    (finding,) = (f for f in judged(source, "text").findings if f.rule == "repeated-word")
    place = article.origin.place("text", finding.start, finding.end)
    assert (place.line, source[place.start : place.end]) == (5, "said said")


def test_no_fix_touches_what_is_kept() -> None:
    source = f"The talks said said <!-- stet --> so.\n\n{TWICE}\n"
    article = read(source)
    fixed = fixed_source(article, judged(source).findings)
    assert fixed.source == f"The talks said said <!-- stet --> so.\n\n{TWICE.replace('said said', 'said')}\n"


def test_processes_keep_what_one_keeps() -> None:
    articles = [
        read(f"{TWICE} <!-- stet repeated-word -->\n\n{AGAIN}\n\n{n} <!-- stet lost-capitals -->") for n in range(20)
    ]
    here, there = (list(run(articles, Settings(), jobs)) for jobs in (1, 2))
    assert [(o.findings, o.stetted) for o in here if isinstance(o, Outcome)] == [
        (o.findings, o.stetted) for o in there if isinstance(o, Outcome)
    ]
    assert isinstance(there[0], Outcome)
    assert there[0].stetted


def test_a_file_of_nothing_but_stets_is_read_in_a_moment() -> None:
    for source in (
        "<!-- stet -->\n" * 3_000,
        "<!-- stet " * 20_000,
        "<!--" + " " * 200_000,
        "<!-- stet" + " " * 200_000,
    ):
        for format_ in ("html", "text"):
            read(source, format_)


def test_stets_for_the_next_line_stand_on_each_other() -> None:
    stets = "<!-- stet-next-line repeated-word -->\n<!-- stet-next-line lost-capitals -->\n"
    for format_ in ("markdown", "html", "text"):
        assert [f.rule for f in judged(f"{stets}{AGAIN}\n", format_).stetted] == ["repeated-word"]


def test_a_stet_of_very_many_names_is_quoted_in_part() -> None:
    names = " ".join(f"no-rule-{number}" for number in range(500))
    outcome = judged(f"{AGAIN} <!-- stet {names} -->\n")
    assert len(outcome.findings) == 501
    assert all(len(finding.message) < 300 for finding in outcome.findings)


@pytest.mark.parametrize(
    ("stet", "left"),
    [
        (True, []),
        (["repeated-word"], []),
        ("Noise", []),
        (["typos"], [SAID]),
        (False, [SAID]),
        ([], [SAID]),
        ([3], [SAID]),
    ],
)
def test_a_record_of_json_lines_is_kept_by_its_field(stet: object, left: list[str]) -> None:
    line = json.dumps({"id": "a", "text": TWICE, "stet": stet}).encode()
    items = list(read_jsonl("a.jsonl", [line]))
    article = next(item for item in items if isinstance(item, Article))
    outcome = Engine(Settings()).check(article)
    assert [s for s in said(outcome) if s.startswith("repeated-word")] == left
    assert any("“stet” is neither" in str(item) for item in items) == (stet == [3])
    assert [f.rule for f in outcome.findings if f.category == "residue"] == ([UNUSED] if stet == ["typos"] else [])
