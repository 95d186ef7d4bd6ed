"""The run: order, processes, defects, and what holds for any text at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.article import Article
from checker.engine import Engine, Outcome, run
from checker.errors import UsageError
from checker.finding import Finding, Severity
from checker.readers.unreadable import Unreadable
from checker.registry import all_rules
from checker.rule import Context, Rule
from checker.settings import Settings

ENGINE = Engine(Settings())


class Raises(Rule):
    """A rule that fails."""

    name = "raises"
    category = "noise"

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        raise ValueError("out\nof ideas")


def assert_sound(outcome: Outcome) -> None:
    """What holds for the outcome of any article."""
    assert outcome.defects == ()
    places = [(f.field != "title", f.start, f.end) for f in outcome.findings]
    assert places == sorted(places)
    for finding in outcome.findings:
        text = outcome.article.field(finding.field).text
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.fingerprint
        for evidence in finding.evidence:
            assert 0 <= evidence.start < evidence.end <= len(outcome.article.text)
    assert len({f.fingerprint for f in outcome.findings}) == len(outcome.findings)
    assert 0 <= outcome.scores.noise <= 1
    assert 0 <= outcome.scores.quality <= 100


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_gives_findings_that_lie_in_it(text: str, title: str) -> None:
    assert_sound(ENGINE.check(Article("any", text, title)))


PIECES = (
    "the The said U.S. US President Donald Trump Zelensky Zelenskyy “ ” \" ' ( ) [ ] , . .. … — – it It his will 2022",
    "His 1,000 $5 % recieve ofthe \n \n\n {{name}} &nbsp; <br> http://a.b © | Share ADVERTISEMENT a an apple and and",
    "Ukraine in Saudia Arabia 's n't ’s é e\u0301 😀 \u202e \x00 \ud800 rare-earth rare earth minerals adviser advisor",
)
WORDS = st.sampled_from([piece for line in PIECES for piece in line.split(" ")])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=80), st.sampled_from(["", " ", "  "]))
def test_broken_prose_gives_findings_that_lie_in_it(pieces: list[str], glue: str) -> None:
    text = (glue or " ").join(pieces)
    assert_sound(ENGINE.check(Article("any", text, text[:50])))


def test_a_rule_that_raises_is_a_defect_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    word = all_rules()["repeated-word"]
    monkeypatch.setattr("checker.settings.all_rules", lambda: {"raises": Raises(), "repeated-word": word})
    engine = Engine(Settings())
    outcome = engine.check(Article("a", "The minister said said so."))
    assert [(d.rule, d.article, d.error) for d in outcome.defects] == [("raises", "a", "ValueError: out of ideas")]
    assert [f.rule for f in outcome.findings] == ["repeated-word"]


def test_processes_change_nothing_and_what_could_not_be_read_keeps_its_place() -> None:
    items: list[Article | Unreadable] = [
        Article(f"a{n}", f"The minister said said so {n} times, and the talks went on in the the capital.\n\nSubscribe")
        for n in range(200)
    ]
    items[70] = Unreadable("b.txt", "no such file")
    alone = list(run(iter(items), Settings(), 1))
    together = list(run(iter(items), Settings(), 3))
    assert [type(o) for o in alone] == [type(o) for o in together]
    assert alone[70] == items[70] == together[70]
    for a, b in zip(alone, together, strict=True):
        if isinstance(a, Outcome) and isinstance(b, Outcome):
            assert (a.article.id, a.findings, a.scores) == (b.article.id, b.findings, b.scores)


@pytest.mark.parametrize(
    ("settings_", "said"),
    [
        (Settings(select=("repeated-wrod",)), "did you mean “repeated-word”?"),
        (Settings(ignore=("punctation",)), "did you mean “punctuation”?"),
        (Settings(tiers=("local", "tidal")), "no tier is named “tidal”"),
    ],
)
def test_what_does_not_exist_is_said_with_the_nearest_name(settings_: Settings, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        Engine(settings_)


def test_a_named_rule_outweighs_a_named_category() -> None:
    names = {r.name for r in Settings(select=("noise",), ignore=("repeated-word",)).rules()}
    assert "repeated-word" not in names
    assert all(r.category == "noise" for r in Settings(select=("noise",)).rules())
    assert [r.name for r in Settings(select=("repeated-word",), ignore=("noise",)).rules()] == ["repeated-word"]


def test_only_warnings_and_errors_are_loud() -> None:
    assert [s.loud for s in (Severity.ERROR, Severity.WARNING, Severity.INFO)] == [True, True, False]


def test_lines_that_articles_of_a_source_share_recur_and_others_do_not() -> None:
    from checker.recurring import Recurring

    recurring = Recurring()
    pages = [Article(str(n), f"Story {n} of the day.\nSign up now", source="A") for n in range(3)]
    other = Article("x", "Another story.\nSign up now", source="B")
    recurring.count([*pages, other])
    assert recurring.lines(pages[0]) == {"Sign up now"}
    assert recurring.lines(other) == frozenset()


def test_what_recurs_is_kept_when_there_are_too_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker import recurring as module

    monkeypatch.setattr(module, "_MOST_LINES", 50)
    recurring = module.Recurring()
    for n in range(200):
        recurring.count([Article(str(n), f"Story {n} of the day.\nSign up now")])
    assert recurring.lines(Article("x", "Sign up now")) == {"Sign up now"}
    assert len(recurring._counts) <= 52
