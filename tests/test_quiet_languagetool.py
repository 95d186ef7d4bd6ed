"""What becomes of LanguageTool's matches; the matches are made by hand, so no server is needed."""

from __future__ import annotations

import time

import pytest

from checker.article import Article
from checker.finding import Severity
from checker.registry import all_rules
from checker.rule import Context
from checker.services.languagetool.decisions import Decision, disabled, table
from checker.services.languagetool.match import Match
from checker.services.languagetool.quiet import Verdict, judge

_SPELLER = "MORFOLOGIK_RULE_EN_US"


def _judged(
    text: str,
    marked: str,
    rule: str = _SPELLER,
    *meant: str,
    subrule: str = "",
    category: str = "GRAMMAR",
    title: bool = False,
    siblings: tuple[Article, ...] = (),
) -> Verdict | None:
    """The verdict on the first place of `marked` in a text of one sentence, or in a title."""
    article = Article("a", "Nothing else was said." if title else text, text if title else "")
    prose = article.headline if title else article.body
    start = text.index(marked)
    sentence = next(s for s in prose.sentences if s.start <= start < s.end)
    where = (start, start + len(marked), rule, subrule, category, "grammar")
    match = Match(*where, "A message.", "", meant, sentence.start, sentence.end)
    return judge(match, prose, article, Context(siblings=siblings))


def _spelled(text: str, marked: str, *meant: str, siblings: tuple[Article, ...] = ()) -> tuple[str, str] | None:
    """The misspelled passage and what it was meant to be."""
    verdict = _judged(text, marked, _SPELLER, *meant, category="TYPOS", siblings=siblings)
    if verdict is None:
        return None
    assert verdict.kind == "misspelling"
    assert verdict.severity is Severity.WARNING
    return text[verdict.start : verdict.end], verdict.replacements[0]


@pytest.mark.parametrize(
    ("text", "marked", "meant"),
    [
        ("The envoy, Steve Witkoff, left on Monday.", "Witkoff", "Wit koff"),
        ("Talks with Witkoff failed.", "Witkoff", "Without"),
        ("Boak reported from Cleveland.", "Boak", "Book"),
        ("“We sold it,” Mr. Nunn said.", "Nunn", "Nun"),
        ("The paper Bild also had the story.", "Bild", "Build"),
        ("Brazile took over the committee.", "Brazile", "Brazil"),
        ("Then Raf Raf Raffensperger spoke.", "Raf", "Ray"),
        ("The talks took place in Usti nad Labem.", "nad", "and"),
    ],
)
def test_names_are_no_misspellings(text: str, marked: str, meant: str) -> None:
    assert _spelled(text, marked, meant) is None


def test_a_place_of_several_words_is_marked_whole() -> None:
    text = "The king of Saudia Arabia stayed at home."
    assert _spelled(text, "Saudia", "Saudi") == ("Saudia Arabia", "Saudi Arabia")


def test_a_well_known_name_with_a_slip_is_marked_where_it_can_be_nobodys_surname() -> None:
    assert _spelled("He won in Wisconson by a hair.", "Wisconson", "Wisconsin") == ("Wisconson", "Wisconsin")
    assert _spelled("He beat Peter Wisconson by a hair.", "Wisconson", "Wisconsin") is None
    assert _spelled("He met Wisconson. Then Wisconson left.", "Wisconson", "Wisconsin") is None
    assert _spelled("He met Jasen at home.", "Jasen", "Jason") is None


@pytest.mark.parametrize(
    ("text", "marked", "meant"),
    [
        ("It begins at 8 p.m. locl time.", "locl", "local"),
        ("She lso took the train.", "lso", "also"),
        ("The goverment met.", "goverment", "government"),
        ("They put thier names on the list.", "thier", "their"),
        ("Thsoe who stayed were fed.", "Thsoe", "Those"),
        ("Whn the rain stopped, they left.", "Whn", "When"),
        ("The goverment's plan failed.", "goverment", "government"),
    ],
)
def test_a_letter_lost_put_in_or_swapped_is_a_misspelling(text: str, marked: str, meant: str) -> None:
    assert _spelled(text, marked, meant) == (marked, meant)


@pytest.mark.parametrize(
    ("text", "marked", "meant"),
    [
        ("The tweetosphere railed against it.", "tweetosphere", "thermosphere"),
        ("They organised a fair for the neighbours.", "organised", "organized"),
        ("He rides in the toney part of town.", "toney", "tone"),
        ("A prebuttal came a day early.", "prebuttal", "rebuttal"),
        ("The old ebooks were sold.", "ebooks", "e-books"),
        ("They fear the zikka virus and the boeing jets.", "boeing", "Boeing"),
        ("He sang of the “locl” bar.", "locl", "local"),
        ("The letter said “the locl bar burned” in red.", "locl", "local"),
        ("The locl [sic] bar burned.", "locl", "local"),
        ("Write to locl@example.org today.", "locl", "local"),
        ("They sell locl. Every locl has a locl of its own.", "locl", "local"),
        ("He said doveryai, no locl proveryai, and left.", "locl", "local"),
        ("It was done by un-locl hands.", "locl", "local"),
        ("They ate figura.", "figura", "figure"),
        ("It is 20 vm.", "vm", "km"),
    ],
)
def test_what_is_new_foreign_quoted_or_meant_is_left_alone(text: str, marked: str, meant: str) -> None:
    assert _spelled(text, marked, meant) is None


def test_a_word_that_a_sibling_writes_as_a_name_is_left_alone() -> None:
    sibling = Article("b", "The start-up, called Movd, was sold.")
    assert _spelled("They say that movd was sold.", "movd", "moved", siblings=(sibling,)) is None


def test_a_fault_of_grammar_is_a_warning_with_its_replacements() -> None:
    verdict = _judged("That may seems strange.", "seems", "MD_BASEFORM", "seem", subrule="3")
    assert verdict == Verdict("grammar-fault", Severity.WARNING, 9, 14, ("seem",))


def test_rules_of_taste_say_nothing_and_unread_rules_of_grammar_give_a_note() -> None:
    text = "They came back to the very unique place."
    assert _judged(text, "very unique", "VERY_UNIQUE", category="REDUNDANCY") is None
    assert _judged(text, "back", "NEVER_HEARD_OF", category="UNHEARD_OF") is None
    verdict = _judged(text, "back", "NEVER_HEARD_OF")
    assert verdict is not None
    assert verdict.severity is Severity.INFO


def test_what_copydesk_finds_better_gives_way() -> None:
    assert _judged("The the vote was lost.", "The the", "ENGLISH_WORD_REPEAT_RULE", category="MISC") is None
    assert _judged("It cost $5 .", " .", "COMMA_PARENTHESIS_WHITESPACE", category="TYPOGRAPHY") is None


def test_a_subrule_has_a_decision_of_its_own() -> None:
    text = "It is a shame, and its wrong."
    assert _judged(text, "its", "IT_IS", "it's", subrule="9", category="TYPOS") is not None
    assert _judged(text, "its", "IT_IS", "it's", subrule="44", category="TYPOS") is None


def test_headlines_and_lines_without_an_end_are_not_judged_by_rules_of_prose() -> None:
    assert _judged("Voters will got the vote", "got", "MD_BASEFORM", "get", title=True) is None
    assert _judged("Voters will got the vote", "got", "MD_BASEFORM", "get") is None
    assert _judged("Voters Will Got The New Vote Today.", "Got", "MD_BASEFORM", "get") is None
    assert _judged("He has a ABC show", "a", "EN_A_VS_AN", "an", category="MISC", title=True) is not None


def test_a_word_with_a_capital_is_a_name_and_no_verb() -> None:
    assert _judged("They will Got it.", "Got", "MD_BASEFORM", "get") is None
    assert _judged("The Unites States agreed.", "Unites States", "UNITES_UNITED", category="TYPOS") is not None


def test_a_particle_between_two_names_is_no_pronoun() -> None:
    assert _judged("They met at Fabra i Coats.", "i", "I_LOWERCASE", "I", category="TYPOS") is None
    assert _judged("They say that i am late.", "i", "I_LOWERCASE", "I", category="TYPOS") is not None


def test_how_people_speak_is_only_noted() -> None:
    said = _judged("“Then he go to the bank,” she said.", "go", "HE_VERB_AGR", "goes", subrule="1")
    written = _judged("Then he go to the bank.", "go", "HE_VERB_AGR", "goes", subrule="1")
    assert said is not None
    assert written is not None
    assert (said.severity, written.severity) == (Severity.INFO, Severity.WARNING)


def test_a_subjunctive_agrees_with_nobody() -> None:
    assert _judged("The board had proposed she give it back.", "give", "HE_VERB_AGR", "gives", subrule="1") is None


def test_a_plural_that_describes_the_next_noun_may_have_an_article() -> None:
    text = "He saw a women there, and a weapons program."
    assert _judged(text, "a women", "A_NNS", "a woman", subrule="3") is not None
    assert _judged(text, "a weapons", "A_NNS", "a weapon", subrule="3") is None


def test_what_is_glued_or_among_foreign_words_is_left_alone() -> None:
    assert _judged("They tended to neighbors' gardens.", "neighbors", "MD_BASEFORM", "neighbor") is None
    text = "He wrote l’amitié entre nos peuples ne sera pas la même."
    assert _judged(text, "ne", "MD_BASEFORM", "be") is None


@pytest.mark.parametrize("text", ["", "\ud800", "a", "\n\n", "👩‍👩‍👧 \x00"])
def test_no_match_and_no_text_is_too_odd(text: str) -> None:
    article = Article("a", text)
    for start, end in ((0, 0), (0, len(text)), (-3, 2), (5, 4), (0, 99)):
        for rule in (_SPELLER, "MD_BASEFORM", "EN_A_VS_AN"):
            match = Match(start, end, rule, "", "GRAMMAR", "grammar", "", "", (), 0, len(text))
            judge(match, article.body, article, Context())


def _entries() -> list[tuple[str, Decision]]:
    decisions = table()
    return [
        *decisions.rules.items(),
        *decisions.families.items(),
        *decisions.categories.items(),
        ("silent", decisions.silent),
    ]


def test_every_decision_has_a_reason_and_counts_and_what_is_loud_is_mostly_right() -> None:
    for name, decided in _entries():
        assert decided.reason, name
        assert 0 <= decided.right <= decided.read, name
        assert decided.per_1000_words >= 0, name
        if decided.use in ("error", "warning"):
            assert decided.read > 0, name
            assert decided.right >= 0.8 * decided.read, name


def test_every_decision_can_be_carried_out() -> None:
    ours = set(all_rules())
    for name, decided in _entries():
        if decided.use.startswith("gives way to "):
            assert decided.use.removeprefix("gives way to ") in ours, name
        else:
            assert decided.use in ("error", "warning", "info", "off"), name


def test_what_is_switched_off_in_the_server_is_off_in_all_its_subrules() -> None:
    off = disabled()
    assert "ALLY_ALLAY" in off
    assert "IT_IS" not in off
    assert _SPELLER not in off
    assert not off & table().silent.rules


def test_a_megabyte_full_of_matches_takes_seconds_at_the_most() -> None:
    text = "They met Qxvw at the locl bar. “It may seems odd,” he said of Saudia Arabia.\n\n" * 12_000
    article = Article("a", text)
    step = text.index("\n\n") + 2
    began = time.process_time()
    for start in range(0, len(text), step):
        for at, length, rule in ((9, 4, _SPELLER), (21, 4, _SPELLER), (39, 5, "MD_BASEFORM"), (62, 6, _SPELLER)):
            match = Match(
                start + at, start + at + length, rule, "3", "GRAMMAR", "", "", "", ("local",), start, start + 30
            )
            judge(match, article.body, article, Context())
    assert time.process_time() - began < 8


def test_an_before_a_word_that_some_say_without_its_h_is_left_alone() -> None:
    assert _judged("He is an historian.", "an", "EN_A_VS_AN", "a", category="MISC") is None
    assert _judged("It is an hypersonic jet.", "an", "EN_A_VS_AN", "a", category="MISC") is not None
    assert _judged("He is an painter.", "an", "EN_A_VS_AN", "a", category="MISC") is not None
