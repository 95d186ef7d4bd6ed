"""The noise model as the package ships it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.annotations.prose import Prose
from checker.article import Article
from checker.engine import Engine
from checker.finding import Finding, Severity
from checker.readers.reading import read_paths
from checker.registry import all_rules
from checker.rule import Invalid
from checker.score import score
from checker.services.noise.doubts import garbled, is_running_prose, mean_noise, out_of_place
from checker.services.noise.graph import MODEL_FILE, READ_ALL, Judged, NoiseGraph
from checker.services.noise.model import NoiseModel, SentenceNoise, WordNoise
from checker.services.services import Services
from checker.services.settings import CacheSettings, ServiceSettings
from checker.settings import Settings
from rules.noise.broken_article import BrokenArticle

SEEDS = Path(__file__).parents[1] / "seeds"
BY_MODEL = {name for name, rule in all_rules().items() if rule.tier == "noise"}
PLAIN = (
    "The council voted on Tuesday to close two of the town's four libraries, saying it could no longer pay for them.",
    "Rescue teams were searching for a second day on Friday after a ferry with 40 people on board sank off the coast.",
    "Shares in the company fell by 3 percent after it said that sales in the spring had been lower than it expected.",
)
BROKEN = (
    "The chamber balloted on Tuesday to shut two of the township's bookshops, proverb it could refuse lengthier.",
    "Salvage crews was look for to a second day in Friday after that one ferry with 40 persons by edge has been sink.",
    "Portions in the corporation tumbled of 3 percent when it has told the sells of the spring were low as waited.",
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NoiseModel]:
    made = fresh(tmp_path_factory.mktemp("cache"))
    yield made
    made.close()


def fresh(folder: Path) -> NoiseModel:
    return NoiseModel(Services(ServiceSettings(cache=CacheSettings(folder=str(folder)))))


def without_keeping() -> Services:
    return Services(ServiceSettings(cache=CacheSettings(limit_mb=1)))


def test_the_file_is_small_enough_to_travel() -> None:
    assert MODEL_FILE.stat().st_size <= 25_000_000


def test_broken_sentences_score_above_plain_ones(model: NoiseModel) -> None:
    plain, broken = ([n.probability for n in model.score(texts)] for texts in (PLAIN, BROKEN))
    assert max(plain) + 0.2 < min(broken)


def test_a_score_does_not_hang_on_the_neighbours(tmp_path: Path) -> None:
    together_ = fresh(tmp_path / "a").score([*PLAIN, *BROKEN, "Yes.", "", PLAIN[0] + " " + BROKEN[0]])
    for n, text in enumerate((*PLAIN, *BROKEN)):
        assert fresh(tmp_path / str(n)).score([text]) == [together_[n]]


def test_what_looks_broken_at_first_is_read_to_its_end() -> None:
    texts = [*PLAIN, *BROKEN, "It was late.", "The two of them went home on Sunday."]
    stopped, ended, chosen = (NoiseGraph(bounds=bounds).judge(texts) for bounds in ((1e9, 1e9), READ_ALL, None))
    assert all(answer in (first, last) for first, last, answer in zip(stopped, ended, chosen, strict=True))
    assert chosen[len(PLAIN) : len(PLAIN + BROKEN)] == ended[len(PLAIN) : len(PLAIN + BROKEN)]
    assert chosen != ended


def test_a_kept_answer_is_the_computed_one(tmp_path: Path) -> None:
    first, second = fresh(tmp_path), fresh(tmp_path)
    computed = first.score(BROKEN)
    first.close()
    assert second.score(BROKEN) == computed
    assert second.article(Prose("text", BROKEN[0])).noise > 0
    assert "_graph" not in second.__dict__  # nothing was computed


def test_what_was_tried_is_held_for_the_next_look_and_not_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    judge = NoiseGraph.judge

    def counting(graph: NoiseGraph, texts: Sequence[str]) -> list[Judged]:
        asked.append(list(texts))
        return judge(graph, texts)

    monkeypatch.setattr(NoiseGraph, "judge", counting)
    trying = fresh(tmp_path)
    plain, broken, again = trying.try_out([PLAIN[0], BROKEN[0], PLAIN[0]])
    assert plain == again != broken
    assert trying.try_out([BROKEN[0], PLAIN[0]]) == [broken, plain]
    assert asked == [[PLAIN[0], BROKEN[0]]]
    monkeypatch.setattr("checker.services.noise.model._HELD_OF_TRIED", 2)
    assert trying.try_out([PLAIN[1]]) == trying.try_out([PLAIN[1], BROKEN[0]])[:1]
    assert asked[1:] == [[PLAIN[1]], [BROKEN[0]]]
    trying.try_out([*PLAIN, *BROKEN])
    trying.try_out([PLAIN[2]])
    assert asked[-1] == [PLAIN[2]]
    trying.close()


def test_words_lie_where_they_stand(model: NoiseModel) -> None:
    text = "“Naïve” café-goers—all 1,200 of them—didn’t pay."
    (noise,) = model.score([text])
    words = [text[w.start : w.end] for w in noise.words]
    assert words[:5] == ["“", "Naïve", "”", "café", "-"]
    assert {"goers", "pay"} <= set(words)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(), max_size=60))
def test_any_text_is_judged(text: str) -> None:
    (noise,) = NoiseModel(without_keeping()).score([text])
    assert 0 <= noise.probability <= 1
    assert all(0 <= w.start < w.end <= len(text) for w in noise.words)


def test_a_very_long_sentence_is_read_to_its_end(model: NoiseModel) -> None:
    text = "and the boat went on " * 400
    (noise,) = model.score([text])
    assert noise.words[-1].end == len(text.rstrip())


def test_torch_is_never_imported() -> None:
    code = (
        "import sys; from checker.services.services import Services; m = Services().noise; m.score(['It was late.']);"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def judged(text: str, probability: float, words: dict[str, float]) -> tuple[Prose, list[SentenceNoise]]:
    prose = Prose("text", text)
    (span,) = prose.sentences
    assert span.start == 0
    noise = tuple(WordNoise(text.index(w), text.index(w) + len(w), p) for w, p in words.items())
    return prose, [SentenceNoise(probability, noise)]


def test_neighbouring_doubts_are_one() -> None:
    prose, noise = judged(
        "The minister signed the hidden uppercase accord in the morning.",
        0.9,
        {"hidden": 0.99, "uppercase": 0.2, "accord": 0.98, "in": 0.1, "the morning": 0.1, "morning": 0.97},
    )
    assert [prose.text[d.start : d.end] for d in out_of_place(prose, noise, 0.9)] == [
        "hidden uppercase accord",
        "morning",
    ]


def test_names_and_quotations_raise_no_doubt_about_words() -> None:
    prose, noise = judged(
        "The minister told Uppercase that the “unbroken wolves” must go home soon.",
        0.9,
        {"Uppercase": 0.99, "wolves": 0.99},
    )
    assert out_of_place(prose, noise, 0.9) == []


def test_a_garbled_sentence_is_marked_from_its_first_broken_word_to_its_last() -> None:
    prose, noise = judged(
        "On Monday the chamber balloted to refuse lengthier the shops of books.",
        0.99,
        {"On": 0.1, "balloted": 0.9, "lengthier": 0.8, "books": 0.1},
    )
    (doubt,) = garbled(prose, noise, 0.95)
    assert prose.text[doubt.start : doubt.end] == "balloted to refuse lengthier"
    assert garbled(prose, noise, 0.995) == []


@pytest.mark.parametrize(
    "line",
    [
        "Man bites dog in dark of night",
        "Photo: the quay at night, seen from the old harbour.",
        "1. FC Hulda 3, Viking 2.",
    ],
)
def test_lines_that_are_no_running_prose_are_left_alone(line: str) -> None:
    assert not is_running_prose(line)


def test_an_article_is_as_broken_as_its_sentences() -> None:
    prose = Prose("text", "It was late and dark now. The boat did not come back to us.")
    noise = [SentenceNoise(1.0, ()), SentenceNoise(0.0, ())]
    assert mean_noise(prose, noise, 0.3, 0) == pytest.approx((6 / 14, 14))
    assert mean_noise(prose, noise, 0.3, 28) == pytest.approx(((6 + 14 * 0.3) / 28, 28))
    assert mean_noise(Prose("text", ""), [], 0.3, 0)[0] == 0


def test_an_article_of_broken_sentences_is_called_broken_and_a_sound_one_is_not(model: NoiseModel) -> None:
    sound, broken = (model.article(Prose("text", " ".join(texts * 4))) for texts in (PLAIN, BROKEN))
    assert sound.broken < 0.02
    assert sound.noise < 0.3
    assert broken.broken > 0.7
    assert broken.noise > 0.8


def test_a_few_words_are_not_called_broken(model: NoiseModel) -> None:
    assert model.article(Prose("text", BROKEN[1])).broken < 0.5
    assert model.article(Prose("text", "")).broken < 0.05


@pytest.mark.parametrize("example", BrokenArticle.invalid)
def test_what_is_said_of_the_whole_article_stands_beside_what_is_found_in_it(example: Invalid) -> None:
    outcome = Engine(Settings(tiers=("local", "noise"))).check(Article("a", example.text))
    rules = [finding.rule for finding in outcome.findings]
    assert rules.count("broken-article") == 1
    assert len(rules) > 1


def test_a_place_is_loud_at_less_in_a_text_that_is_broken_throughout(model: NoiseModel) -> None:
    sound, broken = (model.broken_by(Article("a", " ".join(texts * 4))) for texts in (PLAIN, BROKEN))
    assert (sound, broken) == ("", "model")
    alone, by_model, by_signs = (model.thresholds("broken-sentence", by) for by in ("", "model", "signs"))
    assert by_signs[0] < by_model[0] < alone[0]
    assert all(note <= loud for loud, note in (alone, by_model, by_signs))


def test_signs_of_several_rules_that_are_not_far_between_speak_for_a_broken_article(
    model: NoiseModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_by(rules: list[str], texts: int) -> str:
        found = [Finding(rule, "noise", Severity.WARNING, n, n + 1, "tried") for n, rule in enumerate(rules)]
        monkeypatch.setattr("checker.signs.signs", lambda _article: found)
        return model.broken_by(Article("a", " ".join(PLAIN * texts)))

    assert [broken_by(["one", "two", "three"][:many], 4) for many in range(4)] == ["", "", "", "signs"]
    assert broken_by(["one"] * 9, 4) == ""
    assert broken_by(["one", "two", "three"], 40) == ""
    assert broken_by(["one", "two", "three"] * 5, 30) == "signs"
    assert broken_by(["one"] * 20 + ["two", "three"], 30) == ""


def test_in_a_broken_text_short_sentences_and_quotations_are_judged_too() -> None:
    prose = Prose("text", "The bridge was greened. He said “the sum of moneys has been overeaten by them” on Monday.")
    spans = [prose.text.index(word) for word in ("greened", "overeaten")]
    judged = [
        SentenceNoise(0.9, (WordNoise(at - span.start, at - span.start + 5, 0.8),))
        for span, at in zip(prose.sentences, spans, strict=True)
    ]
    assert garbled(prose, judged, 0.8) == []
    assert [doubt.start for doubt in garbled(prose, judged, 0.8, all_over=True)] == spans


def test_what_the_model_finds_is_the_same_whichever_local_rules_run() -> None:
    (article,) = (a for a in read_paths([str(SEEDS / "002_c5427fcba0c65c2d.txt")]) if isinstance(a, Article))
    found = []
    for tiers in (("noise",), ("local", "noise")):
        with contextlib.closing(Engine(Settings(tiers=tiers), without_keeping())) as engine:
            found.append([f for f in engine.check(article).findings if f.rule in BY_MODEL])
    assert found[0] == found[1] != []


def test_a_file_that_cannot_be_loaded_is_a_tier_that_cannot_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "noise.onnx"
    wrong.write_bytes(b"no network")
    wrong.with_suffix(".json").write_bytes(MODEL_FILE.with_suffix(".json").read_bytes())
    monkeypatch.setattr("checker.services.noise.graph.NoiseGraph.__init__.__defaults__", (wrong, None))
    services = Services(ServiceSettings(cache=CacheSettings(folder=str(tmp_path))))
    with contextlib.closing(Engine(Settings(tiers=("noise",)), services)) as engine:
        outcome = engine.check(Article("a", " ".join(PLAIN)))
    assert outcome.defects == ()
    ((tier, why),) = outcome.missing
    assert tier == "noise"
    assert why.startswith("the noise model cannot be used")


def test_in_the_seed_that_a_machine_garbled_most_wrong_words_are_in_warnings_and_in_the_others_none() -> None:
    expected = tomllib.loads((SEEDS / "expected.toml").read_text("utf-8"))["article"]
    with contextlib.closing(Engine(Settings(tiers=("local", "noise")), without_keeping())) as engine:
        for about in expected:
            (article,) = (a for a in read_paths([str(SEEDS / about["file"])]) if isinstance(a, Article))
            found = [f for f in engine.check(article).findings if f.severity.loud and f.rule in BY_MODEL]
            places = [fault["text"] for fault in about["fault"] if fault["tier"] == "noise"]
            at = [(article.text.index(place), article.text.index(place) + len(place)) for place in places]
            hit = [any(f.start < end and start < f.end for f in found) for start, end in at]
            assert len(hit) == (7 if about["file"].startswith("002") else 0)
            assert sum(hit) >= 6 * bool(hit)
            assert len(found) <= len(hit)


def test_the_model_counts_once_in_the_scores() -> None:
    article = Article("a", " ".join(PLAIN * 4))
    with contextlib.closing(Engine(Settings(tiers=("local", "noise")), without_keeping())) as engine:
        outcome = engine.check(article)
    said = NoiseModel(without_keeping()).article(article.body)
    findings = [finding for finding in outcome.findings if finding.rule not in BY_MODEL]
    assert outcome.scores == score(article, findings, None, said)
    assert outcome.scores.quality <= 100 * (1 - said.broken) + 0.1
