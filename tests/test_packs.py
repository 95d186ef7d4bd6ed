"""Rules as data: what each kind finds, what a pack that errs is told, and that no pattern can hang a check."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.annotations.prose import Prose
from checker.article import Article
from checker.errors import ConfigurationError
from checker.examples import examples_of, failures
from checker.finding import Finding
from checker.packs.library import PackRule
from checker.packs.loading import pack_rules
from checker.packs.matching import Pattern, Sweep, literal
from checker.rule import Context

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
SHIPPED = Path(__file__).parents[1] / "rules" / "packs"

MakeRule = Callable[[str], PackRule]


@pytest.fixture
def rule(tmp_path: Path) -> MakeRule:
    """Makes a rule of the lines that follow its name."""

    def made(text: str) -> PackRule:
        path = tmp_path / f"pack{len([*tmp_path.iterdir()])}.yaml"
        lines = "".join(f"    {line.strip()}\n" for line in text.splitlines() if line.strip())
        path.write_text(f"rules:\n  - name: under-test\n{lines}", "utf-8")
        (found,) = pack_rules((str(path),))
        return found

    return made


def found(rule: PackRule, text: str, title: str = "") -> list[Finding]:
    return [*rule.check(Article("a", text, title), Context())]


def marked(rule: PackRule, text: str, title: str = "") -> list[str]:
    return [(title if f.field == "title" else text)[f.start : f.end] for f in found(rule, text, title)]


# What the kinds find.


def test_the_examples_of_the_shipped_packs_hold() -> None:
    rules = pack_rules((str(SHIPPED),))
    assert {rule.form.kind for rule in rules} == {
        *("existence", "substitution", "consistency", "occurrence", "conditional", "capitalisation"),
    }
    assert [line for rule in rules for line in failures(rule)] == []
    assert all(examples_of(rule) for rule in rules)


def test_words_are_whole_in_any_alphabet_and_cross_a_line_end_but_no_paragraph(rule: MakeRule) -> None:
    of = rule('kind: existence\nwords: [caf, in order, "it\'s", Ω]')
    text = "The café had caf, caf9 and écaf. In\norder in\n\norder IN ORDER it’s Ωmega Ω 😀caf😀"
    assert marked(of, text) == ["caf", "In\norder", "it’s", "Ω", "caf"]


def test_case_and_boundaries_can_be_left_out(rule: MakeRule) -> None:
    assert marked(rule("kind: existence\nwords: [Cat]"), "cat Cat CAT") == ["Cat"]
    assert marked(rule("kind: existence\nwords: [Cat]\nignore-case: true"), "cat Cat CAT") == ["cat", "Cat", "CAT"]
    assert marked(rule("kind: existence\nwords: [cat]\nwhole-words: false"), "concat") == ["cat"]
    assert marked(rule("kind: existence\npatterns: ['c.t']\nwhole-words: true"), "cut concat") == ["cut"]


def test_exceptions_leave_a_longer_phrase_alone(rule: MakeRule) -> None:
    of = rule("kind: existence\nwords: [regime]\nexceptions: [training regime, regime change]")
    assert marked(of, "His training regime under the regime, and a regime change.") == ["regime"]


def test_a_replacement_takes_the_capital_of_its_place(rule: MakeRule) -> None:
    of = rule("kind: substitution\nsafe: true\nswap: {prior to: before, US: U.S., gotten: [got, become]}")
    replaced = [[r.text for r in f.replacements] for f in found(of, "Prior to that, the US had gotten tired.")]
    assert replaced == [["Before"], ["U.S."], ["got", "become"]]
    assert [f.replacements[0].safe for f in found(of, "prior to, gotten")] == [True, False]


def test_groups_of_a_pattern_go_into_its_replacement(rule: MakeRule) -> None:
    of = rule("kind: substitution\nswap-patterns: {'(\\d+) ?per ?cent': '\\1 percent'}")
    (finding,) = found(of, "It rose 3.5 per cent.")
    assert (finding.message, finding.replacements[0].text) == (
        "Write “5 percent” instead of “5 per cent”.",
        "5 percent",
    )


def test_the_rarer_form_of_a_pair_is_marked_with_a_place_of_the_other(rule: MakeRule) -> None:
    of = rule("kind: consistency\npairs: [[adviser, advisor]]")
    text = "An advisor, an advisor and an adviser."
    (finding,) = found(of, text)
    assert text[finding.start : finding.end] == "adviser"
    assert finding.replacements[0].text == "advisor"
    assert [(e.id, e.text) for e in finding.evidence] == [("a", "advisor")]
    assert marked(of, "Advisor here, adviser there.") == ["adviser"]
    assert marked(of, "An adviser.", "Advisor named") == ["adviser"]


@pytest.mark.parametrize(
    ("keys", "text", "marks"),
    [
        ("at-most: 1", "x x\n\nx", ["x"]),
        ("at-most: 1\nper: paragraph", "x x\n\nx", ["x"]),
        ("at-most: 1\nper: sentence", "An x here. An x there.", []),
        ("at-most: 0", "x", ["x"]),
        ("at-least: 2", "An x stood here. It fell.", ["An x stood here."]),
        ("at-least: 1", "An x.", []),
        ("at-least: 1", " ", []),
    ],
)
def test_what_may_stand_so_often_is_counted(rule: MakeRule, keys: str, text: str, marks: list[str]) -> None:
    assert marked(rule(f"kind: occurrence\nwords: [x]\n{keys}"), text) == marks


def test_what_is_explained_too_late_or_never_is_marked_once(rule: MakeRule) -> None:
    of = rule("kind: conditional\nuse: '\\b([A-Z]{3,})\\b'\ndefinition: '(?:[A-Z][a-z]+ )+\\(([A-Z]{3,})\\)'")
    text = "The ABC met. The Airport Building Council (ABC) left. ABC DEF DEF. The Gate House Inn (GHI) shut. GHI"
    assert marked(of, text) == ["ABC", "DEF"]


def test_capitals_of_terms_and_of_headlines(rule: MakeRule) -> None:
    terms = rule("kind: capitalisation\nterms: [iPhone, O'Hara]")
    assert marked(terms, "An Iphone, an iPhone, O’hara and O’Hara.\nALL IPHONES SOLD\nTHE IPHONE SOLD") == [
        "Iphone",
        "O’hara",
    ]
    title = rule("kind: capitalisation\nstyle: title")
    assert marked(title, "", "Minister leaves for the talks") == ["Minister leaves for the talks"]
    assert marked(title, "", "Minister Leaves for the Talks") == []
    sentence = rule("kind: capitalisation\nstyle: sentence\nexceptions: [Talks]")
    assert marked(sentence, "", "Minister Leaves After Long Talks") == ["Minister Leaves After Long Talks"]
    assert marked(sentence, "", "Minister leaves Geneva after Talks") == []


def test_a_scope_leaves_the_other_field_alone(rule: MakeRule) -> None:
    of = rule("kind: existence\nwords: [x]\nscope: title")
    assert [f.field for f in found(of, "An x.", "The x")] == ["title"]


def test_rules_travel_to_other_processes_and_still_share_one_pass() -> None:
    rules = pickle.loads(pickle.dumps(pack_rules((str(SHIPPED),))))
    assert len({id(rule.library) for rule in rules}) == 1
    assert [line for rule in rules for line in failures(rule)] == []


# Matching.


def test_odd_characters_keep_the_offsets_right() -> None:
    text = "\ud800é😀 x\u0301 x \0x 😀x\ud800"
    hits = [*literal("x").hits(Prose("text", text))]
    assert [text[h.start : h.end] for h in hits] == ["x"] * len(hits)
    assert [h.start for h in hits] == [7, 10, 13]


@pytest.mark.parametrize("source", ["(a*)*b", "(a|aa)+$", "(.*)(.*)(.*)x", "(?:a?){50}a{50}c"])
def test_a_pattern_that_hangs_elsewhere_takes_linear_time(rule: MakeRule, source: str) -> None:
    of = rule(f"kind: existence\npatterns: ['{source}']")
    begun = time.process_time()
    found(of, "a" * 200_000)
    assert time.process_time() - begun < 5


def test_a_pattern_that_reads_on_at_each_match_is_given_up_in_a_long_text_and_named(rule: MakeRule) -> None:
    of = rule("kind: existence\npatterns: ['x(?s:.*)y|x', 'xz']")
    context = Context()
    begun = time.process_time()
    assert [f.start for f in of.check(Article("a", "x" * 2_000_000 + "z"), context)] == [1_999_999]
    assert time.process_time() - begun < 5
    [told] = context.services.take_gaps("a")
    assert "pack0.yaml:2: the pattern “x(?s:.*)y|x” of under-test was not looked for" in told
    assert len([*of.check(Article("a", "x" * 2_000), context)]) == 2_000
    assert context.services.take_gaps("a") == ()


@pytest.mark.slow
def test_ten_megabytes_take_linear_time_whatever_the_pattern(rule: MakeRule) -> None:
    begun = time.process_time()
    of = rule("kind: existence\npatterns: ['(?:x|xx)(?:a?){20}(?s:.*)y|x']")
    assert of.hits(Prose("text", "x" * 10_000_000), Article("a", ""), Context()) == []
    assert time.process_time() - begun < 30


def test_a_rule_whose_exceptions_are_given_up_marks_nothing_and_says_so(
    rule: MakeRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    import checker.packs.matching as matching

    of = rule("kind: existence\nwords: [tide]\nexceptions: [low tide, a]")
    article, context = Article("a", "A tide. " + "a " * 100), Context()
    assert [f.start for f in of.check(article, context)] == [2]
    monkeypatch.setattr(matching, "_WATCHED_BYTES", 1000)
    monkeypatch.setattr(matching, "_SECONDS", -60.0)
    assert [*of.check(article, context)] == []
    [told] = context.services.take_gaps("a")
    assert "pack0.yaml:2: the exceptions of under-test stand too often in this long text" in told


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("kind: occurrence\nwords: [tide, a]\nat-least: 100", "A tide. "),
        ("kind: occurrence\nwords: [tide, a]\nat-most: 0", "A tide. "),
        ("kind: occurrence\nwords: [tide]\nat-least: 1\nexceptions: [a]", "A tide. "),
        ("kind: conditional\nuse: '[A-Z]{3,}'\ndefinition: '\\(([A-Z]{3,})\\)|a'", "The Port (PRT) shut. PRT DEF "),
        ("kind: consistency\npairs: [[a, an]]", "An a. "),
    ],
)
def test_a_rule_that_saw_only_part_of_a_text_does_not_say_what_is_not_there_nor_how_often(
    rule: MakeRule, monkeypatch: pytest.MonkeyPatch, keys: str, text: str
) -> None:
    import checker.packs.matching as matching

    of, context = rule(keys), Context()
    monkeypatch.setattr(matching, "_WATCHED_BYTES", 1000)
    monkeypatch.setattr(matching, "_SECONDS", -60.0)
    assert [*of.check(Article("a", text + "a " * 100, title=text), context)] == []
    [told] = context.services.take_gaps("a")
    assert "pack0.yaml:2: the " in told


def test_many_matches_of_a_pattern_that_stops_in_time_are_all_found(rule: MakeRule) -> None:
    context = Context()
    of = rule("kind: existence\npatterns: ['said \\w+']")
    assert sum(1 for _ in of.check(Article("a", "He said so. " * 50_000), context)) == 50_000
    assert context.services.take_gaps("a") == ()


def test_a_line_of_megabytes_with_many_terms_is_looked_at_once(rule: MakeRule) -> None:
    of = rule("kind: capitalisation\nterms: [Black Sea]")
    begun = time.process_time()
    assert len(found(of, "by the black sea " * 20_000)) == 20_000
    assert time.process_time() - begun < 5
    assert marked(of, "BLACK SEA REPORT\nby the BLACK SEA\nBLACK SEA") == ["BLACK SEA"]


def test_a_hundred_thousand_hits_and_exceptions_take_seconds(rule: MakeRule) -> None:
    of = rule("kind: existence\nwords: [a, a b]\nexceptions: [b a b]")
    begun = time.process_time()
    assert len(found(of, "a é " * 100_000)) == 100_000
    assert time.process_time() - begun < 10


def test_a_set_that_does_not_fit_falls_back_to_each_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    import checker.packs.matching as matching

    monkeypatch.setattr(matching, "_SET_BYTES", 1000)
    sweep = Sweep([Pattern("cat"), Pattern("dog")])
    assert sweep(Prose("text", "no such beast")) == {0, 1}


# Packs that err.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: [", ": no valid YAML"),
        ("rulse: []", "pack.yaml:1: unknown key “rulse”; did you mean “rules”?"),
        ("rules:\n- name: a\n", "pack.yaml:2: “kind” is missing"),
        ("rules:\n- {kind: existence, words: [x]}", "pack.yaml:2: “name” is missing"),
        ("rules:\n- name: a\n  kind: existance\n", "pack.yaml:3: “kind” must be one of"),
        (
            "rules:\n- name: a\n  kind: existence\n",
            "pack.yaml:2: a rule of the kind existence needs “words” or “patterns”",
        ),
        (
            "rules:\n- name: a\n  kind: existence\n  wrods: [x]\n",
            "pack.yaml:4: unknown key “wrods”; did you mean “words”?",
        ),
        (
            "rules:\n- name: a\n  kind: existence\n  words: [x]\n  swap: {a: b}",
            "“swap” is a key of the kind substitution",
        ),
        (
            "rules:\n- name: a\n  kind: existence\n  patterns:\n  - x\n  - '(x'\n",
            "pack.yaml:6: the pattern “(x” is not right",
        ),
        (
            "rules:\n- name: a\n  kind: existence\n  patterns: ['(?=x)']",
            "pack.yaml:4: the pattern “(?=x)” is not right",
        ),
        ("rules:\n- name: a\n  kind: existence\n  patterns: ['a)(b']", "pack.yaml:4: the pattern “a)(b” is not right"),
        (
            "rules:\n- name: a\n  kind: existence\n  words: [x]\n  message: No {fuond}.",
            "pack.yaml:5: “message”: nothing",
        ),
        (
            "rules:\n- name: a\n  kind: existence\n  words: [x]\n  severity: loud",
            "pack.yaml:5: “severity” must be one of",
        ),
        (
            "rules:\n- name: a\n  kind: occurrence\n  words: [x]\n  at-most: two",
            "pack.yaml:5: “at-most” must be a whole",
        ),
        ("rules:\n- name: a\n  kind: substitution\n  swap-patterns: {'x': '\\1'}", "“x” has no group \\1"),
        ("rules:\n- name: A b\n  kind: existence\n  words: [x]", "pack.yaml:2: “name” must be words in lower case"),
        (
            "rules:\n- name: noise\n  kind: existence\n  words: [x]",
            "pack.yaml:2: the name “noise” is taken by a category",
        ),
        ("rules:\n- name: repeated-word\n  kind: existence\n  words: [x]", "is taken by an installed rule"),
        ("rules:\n- &a {name: a, kind: existence, words: [x]}\n- *a", "pack.yaml:2: anchors and aliases are not read"),
        ("rules: !!python/object/apply:os.system [ls]", "pack.yaml:1: tags are not read"),
        ("rules: " + "[" * 50 + "]" * 50, "pack.yaml:1: nested too deep"),
        ("rules: []\nrules: []", "pack.yaml:2: “rules” stands twice, first in line 1"),
        ("rules: []\n---\nrules: []", "pack.yaml:2: a pack is one document"),
        ("- a", "pack.yaml:1: a pack must have a list “rules”"),
        ("rules:\n- name: a\n  kind: existence\n  words: [x]\n  tests: {invalid: [{text: x}]}", "a test lacks “finds”"),
    ],
)
def test_a_broken_pack_names_file_and_line(
    tmp_path: Path, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pack.yaml").write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        pack_rules(("pack.yaml",))
    assert said in str(caught.value)


def test_a_pack_nested_a_hundred_thousand_deep_is_refused(tmp_path: Path) -> None:
    for text in ("[" * 100_000, "- " * 100_000, "{a: " * 100_000):
        path = tmp_path / f"pack{len([*tmp_path.iterdir()])}.yaml"
        path.write_text(f"rules: \n  {text}")
        with pytest.raises(ConfigurationError):
            pack_rules((str(path),))


def test_what_yaml_would_make_of_a_word_stays_a_word(rule: MakeRule) -> None:
    assert marked(rule("kind: existence\nwords: [no, null, 1.10, 2024-01-01]"), "no 1.10 null 2024-01-01 1.1") == [
        *("no", "1.10", "null", "2024-01-01"),
    ]


# In the command.


@pytest.fixture
def house(tmp_path: Path) -> Callable[..., Any]:
    """Runs the command in a folder whose configuration names a pack."""
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "words.yaml").write_text((SHIPPED / "plain_words.yaml").read_text())
    (tmp_path / "copydesk.toml").write_text(
        'packs = "house"\nignore = ["loaded-word"]\n[severity]\nwordy-phrase = "error"\n'
    )
    (tmp_path / "a.txt").write_text("The council met in order to vote on the so-called plan.\n")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([COPYDESK, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_the_rules_of_a_pack_are_rules_like_others(house: Callable[..., Any]) -> None:
    def rules_found(*more: str) -> list[tuple[str, str]]:
        done = house("check", "a.txt", "--tiers", "local", "--format", "jsonl", *more)
        return [(f["rule"], f["severity"]) for f in json.loads(done.stdout)["findings"]]

    assert rules_found() == [("wordy-phrase", "error")]
    assert rules_found("--jobs", "2") == [("wordy-phrase", "error")]
    assert rules_found("--select", "loaded-word") == [("loaded-word", "info")]
    assert rules_found("--ignore", "wordy-phrase") == []
    assert rules_found("--no-config") == []
    assert "wordy-phrase" in house("rules").stdout
    assert "wordy-phrase" not in house("rules", "--no-config").stdout
    assert "## Marked" in house("explain", "wordy-phrase").stdout
    assert house("explain", "wordy-phrase", "--no-config").returncode == 2
    done = house("check", "a.txt", "--tiers", "local", "--select", "wordy-phrse")
    assert (done.returncode, "did you mean “wordy-phrase”?" in done.stderr) == (2, True)


def test_packs_of_an_extended_configuration_hold_too(house: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "copydesk.toml").write_text('extend = "../copydesk.toml"\nselect = ["wordy-phrase"]\n')
    (tmp_path / "desk" / "b.txt").write_text("They met in order to vote.\n")
    done = house("check", "desk", "--tiers", "local")
    assert (done.returncode, "wordy-phrase" in done.stdout, done.stderr) == (1, True, "")


def test_a_stet_may_name_a_rule_of_a_pack(house: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("They met in order to vote. <!-- stet wordy-phrase -->\n")
    done = house("check", "a.md", "--tiers", "local")
    assert (done.returncode, done.stderr) == (0, "")
    assert "wordy-phrase" not in done.stdout


def test_the_examples_of_a_pack_run_by_a_command(house: Callable[..., Any], tmp_path: Path) -> None:
    done = house("rules", "test", "house")
    assert (done.returncode, done.stdout) == (0, "6 rules, 15 tests: all hold\n")
    (tmp_path / "bad.yaml").write_text(
        "rules:\n  - name: no-cats\n    kind: existence\n    words: [cats]\n    replacements: [dogs]\n"
        "    tests:\n      invalid:\n        - {text: Cats sat., finds: [cats]}\n"
        "        - {text: The cats sat., finds: cats, becomes: pigs}\n      valid: [The dogs sat.]\n"
    )
    done = house("rules", "test", "bad.yaml")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "bad.yaml:8: no-cats: marks “Cats”, and should mark “cats”",
        "bad.yaml:9: no-cats: puts “dogs” in the place of “cats”, and should put “pigs”",
        "1 rule, 3 tests: 2 failed",
    ]
    (tmp_path / "bad.yaml").write_text("rules:\n  - nmae: x\n")
    done = house("rules", "test", "bad.yaml", "none.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_no_pack_means_neither_yaml_nor_re2_is_imported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The minister left.\n")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", COPYDESK, "check", "a.txt", "--tiers", "local"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for heavy in ("yaml", "re2", "sqlite3", "checker.packs.loading", "checker.results"):
        assert f" {heavy}\n" not in done.stderr
