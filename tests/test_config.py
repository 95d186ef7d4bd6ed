"""Configuration: where it is found, how files add up, what holds for a path, and what a mistake says."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.article import Article
from checker.config import per_path
from checker.config.merging import merged
from checker.config.per_path import Configurations
from checker.config.reading import Table, read_table
from checker.config.schema import schema
from checker.config.toml_lines import lines_of
from checker.config.validating import problems
from checker.engine import Outcome, run
from checker.errors import ConfigurationError, UsageError
from checker.finding import Severity
from checker.source import Source

DOCS = Path(__file__).parents[1] / "docs"
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file below an empty working folder."""
    monkeypatch.chdir(tmp_path)

    def do(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return do


def faults(path: str = "a.md", **options: Any) -> list[str]:
    """What is said of the configuration of a path."""
    with pytest.raises(ConfigurationError) as caught:
        Configurations(**options).settings(path)
    return caught.value.faults


# Finding.


def test_the_nearest_parent_counts_and_only_it(write: Write) -> None:
    write("copydesk.toml", 'ignore = ["noise"]')
    write("a/copydesk.toml", 'accept = ["Word"]')
    found = Configurations()
    assert found.settings("a/b/c/x.md").ignore == ()
    assert found.settings("a/b/c/x.md").accepted == {"word"}
    assert found.settings("b/x.md").ignore == ("noise",)


def test_copydesk_toml_outweighs_pyproject_in_the_same_folder(write: Write) -> None:
    write("pyproject.toml", '[tool.copydesk]\nignore = ["noise"]\n')
    assert Configurations().settings("x.md").ignore == ("noise",)
    write("copydesk.toml", "")
    assert Configurations().settings("x.md").ignore == ()


@pytest.mark.parametrize(
    "text",
    [
        '[tool.copydesk]\nignore = ["noise"]',
        '[tool]\ncopydesk = { ignore = ["noise"] }',
        '[ tool . "copydesk" ]\nignore = ["noise"]',
        'tool.copydesk.ignore = ["noise"]',
        '[tool]\n"copydesk".ignore = ["noise"]',
        'tool = { ruff = { line-length = 9 }, copydesk = { ignore = ["noise"] } }',
    ],
)
def test_a_pyproject_speaks_of_us_in_any_notation(write: Write, text: str) -> None:
    write("pyproject.toml", text)
    assert Configurations().settings("x.md").ignore == ("noise",)


def test_a_pyproject_without_our_table_is_passed_over(write: Write) -> None:
    write("copydesk.toml", 'ignore = ["noise"]')
    write("a/pyproject.toml", '[project]\nname = "x"\n[project.scripts]\ncopydesk = "x"\n')
    write("b/pyproject.toml", "[broken\n")
    found = Configurations()
    assert found.settings("a/x.md").ignore == found.settings("b/x.md").ignore == ("noise",)


def test_a_given_file_counts_for_every_path_and_none_for_no_config(write: Write) -> None:
    write("a/copydesk.toml", 'ignore = ["noise"]')
    given = write("house/my.toml", 'ignore = ["names"]')
    assert Configurations(str(given)).settings("a/x.md").ignore == ("names",)
    assert Configurations(none=True).settings("a/x.md").ignore == ()
    assert faults(given="missing.toml") == [
        "missing.toml: could not be read (No such file or directory); check the path"
    ]


def test_an_empty_file_and_one_with_a_mark_at_its_begin_are_fine(write: Write) -> None:
    write("copydesk.toml", "")
    assert Configurations().settings("x.md").select == ()
    write("a/copydesk.toml", '\ufeffignore = ["noise"]\r\n')
    assert Configurations().settings("a/x.md").ignore == ("noise",)


def test_ten_thousand_paths_read_each_file_once_and_share_their_settings(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("copydesk.toml", '[[overrides]]\npaths = ["*7.md"]\nignore = ["noise"]\n')
    write("b/copydesk.toml", 'extend = "../copydesk.toml"\n')
    read: list[str] = []

    def counted(path: str, **options: Any) -> Any:
        read.append(path)
        return read_table(path, **options)

    monkeypatch.setattr(per_path, "read_table", counted)
    found = Configurations()
    held = [found.settings(f"{'ab'[n // 5000]}/{n}.md") for n in range(10_000)]
    assert len(read) == 2
    assert len({id(s) for s in held}) == 4


# Merging.


def test_extend_adds_some_lists_and_replaces_the_rest(write: Write) -> None:
    write(
        "house/base.toml",
        'select = ["noise"]\nignore = ["names"]\naccept = ["One"]\nlanguage = "en-GB"\nvocabulary = "words.txt"\n'
        '[severity]\nrepeated-word = "info"\nname-variant = "info"\n[prefer]\nadvisor = "adviser"\n'
        '[[overrides]]\npaths = ["deep/*.md"]\nlanguage = "en-AU"\n',
    )
    write("house/words.txt", "three\n")
    write(
        "copydesk.toml",
        'extend = "house/base.toml"\nselect = ["typos"]\nignore = ["residue"]\naccept = ["Two"]\n'
        '[severity]\nname-variant = "error"\n[prefer]\nUS = "U.S."\n',
    )
    held = Configurations().settings("x.md")
    assert held.select == ("typos",)
    assert held.ignore == ("names", "residue")
    assert held.accepted == {"one", "two", "three"}
    assert held.language == "en-GB"
    assert held.severities == {"repeated-word": Severity.INFO, "name-variant": Severity.ERROR}
    assert msgspec.to_builtins(held.options["house-style"])["prefer"] == {"advisor": "adviser", "US": "U.S."}
    assert Configurations().settings("deep/x.md").language == "en-AU"  # globs are seen from the file that was found


def test_a_rule_selected_by_name_is_no_longer_ignored_or_off(write: Write) -> None:
    write("base.toml", 'ignore = ["repeated-word"]\nseverity = { repeated-phrase = "off", crowded-word = "off" }')
    write("copydesk.toml", 'extend = "base.toml"\nselect = ["repeated-word", "repeated-phrase"]')
    held = Configurations().settings("x.md")
    assert [r.name for r in held.rules()] == ["repeated-phrase", "repeated-word"]
    assert held.ignore == ("crowded-word",)


def test_extend_that_leads_in_a_circle_says_the_way(write: Write) -> None:
    write("copydesk.toml", '\nextend = "a/b.toml"')
    write("a/b.toml", 'extend = "../copydesk.toml"')
    assert faults() == ["a/b.toml:1: “extend” leads back to the same file (copydesk.toml → a/b.toml → copydesk.toml)"]


@pytest.mark.parametrize(
    ("target", "said"), [("none.toml", "none.toml is not there"), ("a", "a is a folder; name the file in it")]
)
def test_extend_of_what_is_not_there_names_the_line(write: Write, target: str, said: str) -> None:
    write("a/x.md", "")
    write("copydesk.toml", f'# house\nextend = "{target}"')
    assert faults() == [f"copydesk.toml:2: “extend”: {said}"]


# What holds for a path.


def test_overrides_hold_for_the_paths_that_their_globs_take_the_later_first(write: Write) -> None:
    write(
        "copydesk.toml",
        'accept = ["a"]\n'
        '[[overrides]]\npaths = ["opinion/"]\nignore = ["noise"]\nlanguage = "en-GB"\naccept = ["b"]\n'
        '[[overrides]]\npaths = ["*.html"]\nlanguage = "en-CA"\nseverity = { name-variant = "info" }\n',
    )
    found = Configurations()
    assert found.settings("opinion/deep/x.html").language == "en-CA"
    assert found.settings("opinion/deep/x.html").ignore == ("noise",)
    assert found.settings("opinion/x.md").accepted == {"a", "b"}
    assert found.settings("opinion/x.md").severities == {}
    assert found.settings("x.md").language == "auto"


def test_flags_outweigh_every_file(write: Write) -> None:
    write("copydesk.toml", 'select = ["repeated-word", "typos"]\nignore = ["misspelling"]\nfail-on = "error"')
    held = Configurations(flags={"select": ["misspelling"]}).settings("x.md")
    assert [r.name for r in held.rules()] == ["misspelling"]
    names = [r.name for r in Configurations(flags={"ignore": ["noise"]}).settings("x.md").rules()]
    assert "repeated-word" not in names
    assert "confused-word" in names
    assert Configurations(flags={"fail-on": "info"}).run_settings(["x.md"]).fail_on == "info"


def test_a_run_is_configured_by_the_folder_that_its_paths_share(write: Write) -> None:
    write("copydesk.toml", 'fail-on = "info"\nsiblings = ["wire"]\n[languagetool]\nmemory-mb = 900')
    write("a/copydesk.toml", 'fail-on = "never"\noffline = true')
    write("a/x.md", "")
    write("b/y.md", "")
    found = Configurations()
    assert found.run_settings(["a/x.md"]).fail_on == "never"
    assert found.run_settings(["a/x.md"]).services.offline
    shared = found.run_settings(["a/x.md", "b/y.md"])
    assert shared == found.run_settings(["b/y.md", "a/x.md"]) == found.run_settings(["b/*.md"])
    assert (shared.fail_on, shared.services.languagetool.memory_mb) == ("info", 900)
    assert [Path(path) for path in shared.siblings] == [Path.cwd() / "wire"]


def test_exclude_is_seen_from_the_folder_of_the_configuration(write: Write) -> None:
    write("a/copydesk.toml", 'exclude = ["drafts/", "/top.md"]')
    found = Configurations()
    assert found.excluded("a/drafts", True)
    assert found.excluded("a/drafts/x.md")
    assert found.excluded("a/top.md")
    assert not found.excluded("a/b/top.md")
    assert not found.excluded("drafts/x.md")


# Mistakes.


def test_every_mistake_of_a_file_is_said_with_its_line_and_the_nearest_key(write: Write) -> None:
    write(
        "copydesk.toml",
        'selct = ["noise"]\n'
        'ignore = [\n  "noise",\n  3,\n]\n'
        'fail-on = "eror"\n'
        'vocabulary = ["a", 1]\n'
        "accept = true\n"
        'select = ["repeated-wrod"]\n'
        '[severity]\nname-varaint = "error"\nrepeated-word = "loud"\n'
        '[rules.verbless-sentence]\nleast-words = "many"\nmost-words = 3\n'
        "[rules.repeated-word]\nx = 1\n"
        "[rules.long-sentence]\nmax-words = []\n"
        "[languagetool]\nmemory_mb = 100\n"
        "[[overrides]]\nignore = []\n"
        '[[overrides]]\npaths = ["x"]\nfail-on = "error"\n',
    )
    assert faults() == [
        "copydesk.toml:1: unknown key “selct”; did you mean “select”?",
        "copydesk.toml:4: item 2 of “ignore” must be a text in quotation marks, not a whole number",
        "copydesk.toml:6: “fail-on” must be one of “error”, “warning”, “info”, “never”, not “eror”"
        "; did you mean “error”?",
        "copydesk.toml:7: item 2 of “vocabulary” must be a text in quotation marks, not a whole number",
        "copydesk.toml:8: “accept” must be a list of texts, not true or false",
        "copydesk.toml:9: “select”: no rule or category is named “repeated-wrod”; did you mean “repeated-word”?",
        "copydesk.toml:11: “severity”: no rule is named “name-varaint”; did you mean “name-variant”?",
        "copydesk.toml:12: “repeated-word” must be one of “error”, “warning”, “info”, “off”, not “loud”",
        "copydesk.toml:14: “least-words” must be a whole number, not a text in quotation marks",
        "copydesk.toml:15: unknown key “most-words”; did you mean “least-words”?",
        "copydesk.toml:16: the rule “repeated-word” has no options",
        "copydesk.toml:19: “max-words” must be a whole number, not a list",
        "copydesk.toml:21: unknown key “memory_mb”; did you mean “memory-mb”?",
        "copydesk.toml:22: “paths” is missing",
        "copydesk.toml:26: “fail-on” holds for a whole run or tree, not for some paths; move it to the top",
    ]


def test_the_lines_of_a_pyproject_are_those_of_the_file(write: Write) -> None:
    write("pyproject.toml", '[project]\nname = "x"\n\n[tool.copydesk]\n\nselct = 1\n')
    assert faults() == ["pyproject.toml:6: unknown key “selct”; did you mean “select”?"]
    write("pyproject.toml", "[tool]\ncopydesk = 3\n")
    assert faults() == ["pyproject.toml:2: “copydesk” must be a table: [tool.copydesk]"]


@pytest.mark.parametrize(
    ("text", "line"), [('a = 1\nb = "open\n', 2), ("a = [1,\n", 1), ("a = 1\na = 2\n", 2), ("a = " + "[" * 5000, 1)]
)
def test_a_syntax_error_names_file_and_line(write: Write, text: str, line: int) -> None:
    write("copydesk.toml", text)
    (said,) = faults()
    assert said.startswith((f"copydesk.toml:{line}: no valid TOML: ", "copydesk.toml: nested too deep"))


def test_a_file_in_another_encoding_names_the_line(write: Write) -> None:
    write("copydesk.toml", "").write_bytes(b'# one\naccept = ["caf\xe9"]\n')
    assert faults() == ["copydesk.toml:2: not UTF-8; save the file so"]


def test_a_link_that_leads_nowhere_is_said(write: Write) -> None:
    write("a.md", "").with_name("copydesk.toml").symlink_to("nowhere.toml")
    assert faults() == ["copydesk.toml: could not be read (No such file or directory); check the path"]


def test_what_has_no_end_is_not_read(write: Write) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("no such device here")
    path = write("copydesk.toml", f"vocabulary = '{endless}'")
    assert faults() == ["copydesk.toml:1: the vocabulary /dev/zero could not be read (it is no file)"]
    path.unlink()
    path.symlink_to(endless)
    assert faults() == ["copydesk.toml: no file; only a file that you name may be something else"]


def test_a_repository_cannot_say_what_is_run_loaded_or_sent_text(write: Write) -> None:
    text = (
        '[languagetool]\njava = "./java"\npath = "jars"\nurl = "http://example.org/v2"\nmirror = "http://example.org"\n'
        '[encoder]\nmodel = "./model"\n[cache]\nfolder = "kept"\n'
    )
    path = write("copydesk.toml", text)
    assert [said.split(":")[1] for said in faults()] == ["2", "3", "4", "5", "7", "9"]
    assert Configurations(str(path)).run_settings(["x.md"]).services.languagetool.mirror == "http://example.org"
    write("copydesk.toml", '[languagetool]\nurl = "http://127.0.0.1:8081"\n')
    assert Configurations().run_settings(["x.md"]).services.languagetool.url == "http://127.0.0.1:8081"
    write("copydesk.toml", '[languagetool]\nurl = "http://127.0.0.1.example.org"\n')
    assert len(faults()) == 1


def test_paths_of_services_are_seen_from_the_file_that_names_them(write: Write) -> None:
    path = write("house/my.toml", '[languagetool]\npath = "lt"\njava = "~/java"\n[cache]\nfolder = ""\n')
    services = Configurations(str(path)).run_settings(["x.md"]).services
    assert Path(services.languagetool.path) == path.parent / "lt"
    assert Path(services.languagetool.java) == Path.home() / "java"
    assert services.cache.folder == ""


def test_a_preference_without_a_word_is_refused(write: Write) -> None:
    write("copydesk.toml", '[prefer]\n"%" = "percent"\n')
    assert faults() == ["copydesk.toml:1: “prefer”: there is no word in “%”"]


def test_a_vocabulary_has_comments_and_a_faulty_one_names_its_line(write: Write) -> None:
    write("copydesk.toml", '\nvocabulary = "words.txt"')
    assert faults() == ["copydesk.toml:2: the vocabulary words.txt could not be read (No such file or directory)"]
    write("words.txt", "\ufeff# ours\nZelenskyy  # so\n\nC#\nOlena\u00a0O’Hara\n")
    assert Configurations().settings("x.md").accepted == {"zelenskyy", "c#", "olena o'hara"}
    write("other.txt", "").write_bytes(b"one\ncaf\xe9\n")
    write("copydesk.toml", 'vocabulary = "other.txt"')
    assert faults() == ["other.txt:2: not UTF-8; save the vocabulary so (named at copydesk.toml:1)"]


# Running.


def test_articles_are_judged_by_their_own_settings_in_any_number_of_processes(write: Write) -> None:
    write("copydesk.toml", '[severity]\nrepeated-word = "info"\nmissing-final-punctuation = "off"')
    write("a/copydesk.toml", 'ignore = ["repeated-word"]')
    write("c/copydesk.toml", '[severity]\nrepeated-word = "error"')
    text = "The minister said said that the talks would go on.\n"
    articles = [Article(f"{n}", text, origin=Source(f"{'abc'[n % 3]}/{n}.md")) for n in range(60)]
    found = Configurations()
    alone = [o for o in run(articles, found.settings_of, 1) if isinstance(o, Outcome)]
    together = [o for o in run(articles, Configurations().settings_of, 3) if isinstance(o, Outcome)]
    assert [[f.severity for f in o.findings] for o in alone[:3]] == [[], [Severity.INFO], [Severity.ERROR]]
    assert [(o.article.id, o.findings, o.scores) for o in alone] == [
        (o.article.id, o.findings, o.scores) for o in together
    ]


def test_settings_that_a_process_has_not_met_reach_it_when_they_come_late(write: Write) -> None:
    write("late/copydesk.toml", 'ignore = ["repeated-word"]')
    text = "The minister said said that the talks would go on.\n"
    paths = [f"{'late' if n > 50 else 'early'}/{n}.md" for n in range(80)]
    articles = [Article(path, text, origin=Source(path)) for path in paths]
    outcomes = [o for o in run(articles, Configurations().settings_of, 2) if isinstance(o, Outcome)]
    assert [len(o.findings) for o in outcomes] == [1] * 51 + [0] * 29


def test_a_path_for_which_no_rule_is_left_is_no_error_but_a_run_without_any_is(write: Write) -> None:
    write("copydesk.toml", '[[overrides]]\npaths = ["raw/"]\nselect = ["names"]\nignore = ["names"]\n')
    found = Configurations()
    (outcome,) = run([Article("x", "He said said so.", origin=Source("raw/x.md"))], found.settings_of)
    assert isinstance(outcome, Outcome)
    assert outcome.findings == ()
    with pytest.raises(UsageError, match="no rule is left"):
        found.settings("raw/x.md").some_rules()


# Lines and schema.

TRICKY = """\
a = 1 # [not]
"b c".d = "x = 1\\n[y]"
e = '''
[no]
f = 2'''
g = [ # one
  { h = 1, i.j = [2] }, # two
  3,
]
k = \"\"\"a\\\\\\\"\"\"\"\"\"

[l . m]
'n"o' = 1979-05-27T07:32:00Z
[[p]]
q = {}
[[p]]
[[p.r]]
s = []
[p.t]
u = "\\u0041]"
"""


def _paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, item in items for path in [(*at, key), *_paths(item, (*at, key))]]


def test_every_key_of_any_notation_has_its_line() -> None:
    lines = lines_of(TRICKY)
    assert set(_paths(tomllib.loads(TRICKY))) == set(lines)
    wanted: dict[tuple[str | int, ...], int] = {
        ("a",): 1,
        ("b c", "d"): 2,
        ("e",): 3,
        ("g", 0, "i", "j", 0): 7,
        ("g", 1): 8,
        ("k",): 10,
        ("l", "m", 'n"o'): 13,
        ("p", 0, "q"): 15,
        ("p", 1): 16,
        ("p", 1, "r", 0, "s"): 18,
        ("p", 1, "t", "u"): 20,
    }
    assert {at: lines[at] for at in wanted} == wanted


def _example() -> dict[str, Any]:
    text = (DOCS / "configuration.md").read_text("utf-8")
    return tomllib.loads(text.partition("against the schema. -->\n```toml\n")[2].partition("```")[0])


def test_the_schema_takes_the_documented_example_and_refuses_wrong_ones() -> None:
    shape = schema()
    jsonschema.Draft7Validator.check_schema(shape)
    validator = jsonschema.Draft7Validator(shape)
    assert [*validator.iter_errors(_example())] == []
    mistakes: list[dict[str, Any]] = [
        {"selct": []},
        {"select": ["repeated-wrod"]},
        {"fail-on": "eror"},
        {"severity": {"repeated-word": "loud"}},
        {"severity": {"repeated-wrod": "info"}},
        {"rules": {"verbless-sentence": {"least-words": "x"}}},
        {"rules": {"verbless-sentence": {"lest-words": 1}}},
        {"overrides": [{"ignore": []}]},
        {"languagetool": {"memory_mb": 1}},
    ]
    for wrong in mistakes:
        assert [*validator.iter_errors(wrong)], wrong


def test_the_documented_example_is_read(write: Write) -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    write("copydesk.toml", text.partition("against the schema. -->\n```toml\n")[2].partition("```")[0])
    write("house/copydesk.toml", "")
    write("house/words.txt", "word\n")
    held = Configurations().settings("letters/x.md")
    assert held.language == "en-GB"
    assert {"gotten", "word", "duran duran"} <= held.accepted


def test_every_key_is_documented() -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    definitions = schema()["definitions"]
    assert [key for key in definitions["Keys"]["properties"] if f"| `{key}` |" not in text] == []
    for struct in ("LanguageToolSettings", "EncoderSettings", "CacheSettings"):
        assert [k for k in definitions[struct]["properties"] if f"`{k}`" not in text and f"{k} = " not in text] == []


def test_the_shipped_schema_is_current() -> None:
    from scripts.write_config_schema import FILE, text

    assert json.loads(FILE.read_text("utf-8")) == json.loads(text())


KEYS = st.sampled_from(
    ["select", "ignore", "paths", "overrides", "rules", "house-style", "prefer", "severity", "repeated-word", "extend",
     "languagetool", "url", "encoder", "model", "tiers", "vocabulary", "exclude", "accept", "siblings", "fail-on", "x"]
)  # fmt: skip
LEAVES = st.one_of(st.integers(), st.booleans(), st.floats(), st.dates(), st.sampled_from(["noise", "error", "", "%"]))
TABLES = st.dictionaries(
    KEYS,
    st.recursive(
        LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4))
    ),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_any_table_is_either_taken_or_told_what_is_wrong(values: dict[str, Any]) -> None:
    found = problems(values, trusted=False)
    assert all(p.message and "\n" not in p.message for p in found)
    if not found and not values.get("extend"):
        table = Table(str(Path.cwd() / "copydesk.toml"), str(Path.cwd()), values, {})
        layer = merged(table, str(Path.cwd())).layer
        assert all(value.origins for value in layer.values())
