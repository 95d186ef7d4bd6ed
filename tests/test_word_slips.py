"""Which changes are tried on doubted words, and which of them are proposed. Without the network: words are doubted here
by a list."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.annotations.prose import Prose
from checker.article import Article
from checker.engine import Engine
from checker.errors import UsageError
from checker.registry import all_rules
from checker.services.noise.changes import Slip
from checker.services.noise.model import SentenceNoise, WordNoise
from checker.services.noise.slips import FORM, NEEDLESS, ORDER, OTHER_FORM, slips
from checker.settings import Settings


class Doubting:
    """Doubts the words that begin at some places of a sentence, and then all words of what is tried in its stead,
    unless it reads in one of the sound ways."""

    def __init__(self, places: Iterable[int], *sound: str) -> None:
        self._places, self._sound = set(places), sound
        self.tried: list[str] = []

    def judged(self, sentence: str) -> SentenceNoise:
        return self._with(sentence, self._places)

    def try_out(self, sentences: Sequence[str]) -> list[SentenceNoise]:
        self.tried += sentences
        return [self._with(s, () if any(w in s for w in self._sound) else range(len(s))) for s in sentences]

    def _with(self, sentence: str, doubted: Container[int]) -> SentenceNoise:
        words = [m.span() for m in re.finditer(r"\w+|[^\w\s]", sentence)]
        return SentenceNoise(
            max([0.95 * (word[0] in doubted) for word in words] + [0.02]),
            tuple(WordNoise(*word, 0.95 if word[0] in doubted else 0.02) for word in words),
        )


def found(text: str, doubted: str, *sound: str) -> list[Slip]:
    prose, model = Prose("text", text), Doubting([text.find(doubted)], *sound)
    return slips(prose, [model.judged(prose[span]) for span in prose.sentences], model)


@pytest.mark.parametrize(
    ("text", "said", "instead"),
    [
        ("The runner broke him own record in the last race.", "him", "his"),
        ("Them were not told of the new plan for the harbour.", "Them", "They"),
        ("The road was closed because my saw smoke over the hill.", "my", "I"),
        ("The ferry to island the was late again on Monday.", "island the", "the island"),
        ("Ferry the was late again on Monday, the company said.", "Ferry the", "The ferry"),
    ],
)
def test_the_change_that_takes_the_doubt_away_is_proposed(text: str, said: str, instead: str) -> None:
    mended = [slip for slip in found(text, said, text.replace(said, instead)) if slip.score > 4]
    assert [(text[slip.start : slip.end], slip.text) for slip in mended] == [(said, instead)]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("The council said that the decision to resign was his.", "his"),
        ("The mayor said that his was not the only case of the kind.", "his"),
        ("The council tried to sway it Berg's way before the vote in the spring.", "it Berg"),
        ("The others came late, and theirs were among the worst seats.", "theirs"),
        ("The old man said that it was he who had opened the gate.", "he who"),
    ],
)
def test_forms_that_may_stand_there_are_not_changed_on_a_doubt_alone(text: str, doubted: str) -> None:
    sound = ("him", "he was", "they were", "them were", "his who", "its Berg")
    assert not [slip for slip in found(text, doubted, *sound) if slip.kind == FORM]


def test_a_change_that_leaves_the_doubt_scores_low() -> None:
    (slip,) = found("The runner broke him own record in the last race.", "him")
    assert slip.score < 3
    (slip,) = found("The runner broke him own record in the last race.", "him", "his own")
    assert slip.score > 5


@pytest.mark.parametrize(
    "text",
    [
        "“The runner broke him own record in the last race,” said the mayor of the town.",  # somebody's words
        "Runner Broke Him Own Record In Last Race.",  # a headline
        "Broke him own record",  # no sentence
    ],
)
def test_quotations_headlines_and_lines_are_left_alone(text: str) -> None:
    assert not found(text, "him", "his") + found(text, "Him", "His")


def test_names_numbers_and_compounds_are_not_changed() -> None:
    text = "In 2020 the voters of Bohr re-elected a mayor whom they don't like at all."
    prose = Prose("text", text)
    for kept in ("2020", "Bohr", "re-elected", "don't like"):
        model = Doubting([text.find(kept)])
        slips(prose, [model.judged(prose[span]) for span in prose.sentences], model)
        assert all(kept in sentence for sentence in model.tried)
    model = Doubting([text.find("they")])
    slips(prose, [model.judged(prose[span]) for span in prose.sentences], model)
    assert model.tried


def test_in_a_doubted_sentence_any_form_is_tried_and_must_mend_it() -> None:
    text = "The old man said that his did not know who had opened the gate."
    (slip,) = [slip for slip in found(text, "his did", "that he did") if slip.kind == OTHER_FORM]
    assert (text[slip.start : slip.end], slip.text) == ("his", "he")
    assert slip.score > 7
    assert not [slip for slip in found(text, "his did") if slip.kind == OTHER_FORM]
    text = "The old man said that companies like his had no part in the plan."
    assert not [slip for slip in found(text, "his had", "like him") if slip.kind == OTHER_FORM]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("US troops left the town on Monday after the talks.", "US"),
        ("WHO doctors left the town on Monday after the talks.", "WHO"),
        ("In the town World War I was remembered on Monday.", "I was"),
    ],
)
def test_capitals_and_numerals_are_no_pronouns(text: str, doubted: str) -> None:
    assert not [slip for slip in found(text, doubted, "") if slip.kind in (FORM, OTHER_FORM)]


def test_a_name_that_opens_a_sentence_keeps_its_place() -> None:
    def exchanged(text: str) -> list[str]:
        return [slip.text for slip in found(text, "the", "") if slip.kind == ORDER]

    assert "The london" not in exchanged("London the was late again on Monday, he said.")
    assert "The ferry" in exchanged("Ferry the was late again on Monday, he said.")


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("The party long has said that he would go.", "long"),  # an adverb
        ("They were asked whether he meant officials to go.", "officials"),
        ("The two sides appeared to near a pact again.", "near"),
    ],
)
def test_words_that_may_stand_either_way_are_not_exchanged(text: str, doubted: str) -> None:
    before, after = text.split(doubted)
    assert not [
        slip
        for sound in (f"{doubted} {before.split()[-1]}", f"{after.split()[0]} {doubted}")
        for slip in found(text, doubted, sound)
        if slip.kind == ORDER
    ]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("There was no vote on it in the Senate this term, he said.", "this term"),
        ("The minister stopped by to greet the old man at the gate.", "by to"),
    ],
)
def test_a_word_that_begins_a_time_and_the_particle_of_a_verb_are_not_too_many(text: str, doubted: str) -> None:
    gone = text.replace(f" {doubted.split()[0]} ", " ", 1)
    assert not [slip for slip in found(text, doubted, gone) if slip.kind == NEEDLESS]


def test_a_place_is_told_once_though_all_its_words_are_doubted() -> None:
    text = "The minister has seen is his numbers fall since the spring."
    prose, model = Prose("text", text), Doubting([text.find(w) for w in ("seen", "is his", "his")], "has seen his")
    made = [slip for slip in slips(prose, [model.judged(text)], model) if slip.kind == NEEDLESS]
    assert [(text[slip.start : slip.end], slip.text) for slip in made] == [("seen is", "seen")]
    assert len(model.tried) == len(set(model.tried))


def test_a_word_of_grammar_too_many_is_taken_out() -> None:
    text = "The minister has seen is his numbers fall since the spring."
    (slip,) = found(text, "is his", "has seen his numbers")
    assert (text[slip.start : slip.end], slip.text, slip.kind) == ("seen is", "seen", NEEDLESS)
    assert not found(text, "is his")  # it mends nothing
    text = "They would not speak about the the report that came on Monday."
    made = [slip for slip in found(text, "the", "about the report") if slip.kind == NEEDLESS]
    assert [(text[slip.start : slip.end], slip.text) for slip in made] == [("the the", "the")]


def test_sentences_that_are_broken_all_over_or_endless_are_not_tried() -> None:
    broken = Prose("text", "Them runner broke him own record in they last race, and him club said us so.")
    endless = Prose("text", "The runner broke him own record in the last race " + "of the season " * 60 + "on Monday.")
    model = Doubting(range(0))
    assert not slips(broken, [Doubting(range(80)).judged(broken.text)], model)
    assert not slips(endless, [Doubting([endless.text.find("him")]).judged(endless.text)], model)
    assert not model.tried


@given(st.text(max_size=60))
def test_any_text_is_fine_and_slips_lie_in_it(text: str) -> None:
    prose = Prose("text", f"{text} and the mayor said to them that he would not go.")
    model = Doubting(range(prose.text.rfind("said"), 150))
    made = slips(prose, [model.judged(prose[span]) for span in prose.sentences], model)
    assert all(0 <= slip.start < slip.end <= len(prose.text) for slip in made)


def test_the_rule_runs_where_both_its_tiers_do() -> None:
    assert runs("local", "noise", "grammar")
    assert not runs("local", "grammar")
    assert not runs("local", "noise")
    with pytest.raises(UsageError, match="no rule is left"):
        Settings(tiers=("local", "grammar"), select=("word-slip",)).some_rules()


def runs(*tiers: str) -> bool:
    return any(rule.name == "word-slip" for rule in Settings(tiers=tiers).rules())


def test_a_model_that_cannot_be_used_is_missed_by_its_own_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.services.noise.model import NoiseModel
    from checker.services.services import ServiceUnavailableError

    def unusable(model: NoiseModel) -> None:
        raise ServiceUnavailableError("the noise model cannot be used (tried)")

    monkeypatch.setattr(NoiseModel, "facts", property(unusable))
    settings = Settings(tiers=("noise", "grammar"), select=("word-slip",))
    engine = Engine(settings)
    outcome = engine.check(Article("a", "The mayor said to them that he would not go."))
    engine.close()
    assert outcome.missing == (("noise", "the noise model cannot be used (tried)"),)
    assert all_rules()["word-slip"].tier == "grammar"
