"""What the house accepts is no fault, and what it prefers is one."""

from __future__ import annotations

from typing import Any

import pytest

from checker.accepted import normal
from checker.article import Article
from checker.engine import Engine
from checker.rule import Context
from checker.settings import Settings
from rules.consistency.house_style import HouseStyle, HouseStyleOptions


def found(text: str, *accepted: str, title: str = "") -> list[tuple[str, str]]:
    """The findings with these names and words accepted, as rule and literal span."""
    settings = Settings(accepted=frozenset(map(normal, accepted)))
    article = Article("a", text, title)
    marked = Engine(settings).check(article).findings
    return [(f.rule, (text if f.field == "text" else title)[f.start : f.end]) for f in marked]


VARIANTS = "The court heard Qasem Moradi. A lawyer for Ghasem Moradi was there too."


@pytest.mark.parametrize(
    ("text", "rule", "accepted"),
    [
        (VARIANTS, "name-variant", "Ghasem Moradi"),
        (VARIANTS, "name-variant", "Ghasem"),
        ("He flew to Buenos Airies on Friday.", "known-name", "Buenos Airies"),
        ("James Cowan leads the charity. “It will take years,” Cohen, a retired general, said.",
         "unintroduced-surname", "Ruth Cohen"),
        ("The goverment said it would answer.", "misspelling", "Goverment"),
        ("They read the goverment’s answer.", "misspelling", "goverment"),
        ("The end ofthe war was near.", "glued-word", "ofthe"),
        ("The govern ment denied it.", "split-word", "govern ment"),
        ("They moved to Norway Norway last spring.", "repeated-word", "Norway Norway"),
        ("They moved to Norway Norway last spring.", "repeated-word", "Moved to Norway Norway"),
        ("An adviser said so, and another advisor agreed with the adviser.", "mixed-word-forms", "advisor"),
        ("The U.S. economy grew, but U.S. exports fell, and the US deficit is large.", "mixed-abbreviations", "US"),
        ("The colour of the harbour was odd, and the center was closed.", "mixed-british-american-spelling", "center"),
    ],
)  # fmt: skip
def test_an_accepted_name_or_word_is_neither_typo_nor_variant(text: str, rule: str, accepted: str) -> None:
    assert rule in [name for name, _ in found(text)]
    assert rule not in [name for name, _ in found(text, accepted)]
    assert rule in [name for name, _ in found(text, "Something Else")]


def test_an_accepted_spelling_is_what_the_other_is_held_against() -> None:
    assert found(VARIANTS, "Qasem Moradi") == [("name-variant", "Ghasem Moradi")]


def test_an_accepted_word_does_not_make_a_misspelling_look_foreign() -> None:
    text = "They sell the fine krummholzly goverment in town."
    assert ("misspelling", "goverment") not in found(text)
    assert ("misspelling", "goverment") in found(text, "krummholzly")


def test_what_only_touches_an_accepted_word_stays() -> None:
    assert ("repeated-word", "said said") in found("The minister said said so.", "said", "minister")


def test_acceptance_holds_in_the_title_too() -> None:
    text = "It has a text."
    assert found(text, title="Duran Duran play the the hall") == [("repeated-word", "the the")]
    assert found(text, "the the hall", title="Duran Duran play the the hall") == []


def house(text: str, prefer: dict[str, str], *accepted: str, title: str = "") -> str:
    """The text (or title) with every replacement of the rule made."""
    article = Article("a", text, title)
    context = Context(HouseStyleOptions(prefer), frozenset(map(normal, accepted)))
    made = title or text
    found = [f for f in HouseStyle().check(article, context) if f.field == ("title" if title else "text")]
    for finding in sorted(found, key=lambda f: -f.start):
        made = made[: finding.start] + finding.replacements[0].text + made[finding.end :]
    return made


def test_the_longest_preference_counts() -> None:
    prefer = {"New York": "NY", "New York City": "NYC", "York": "Eboracum"}
    assert house("New York City, New York and York.", prefer) == "NYC, NY and Eboracum."


def test_a_full_stop_is_neither_lost_nor_doubled() -> None:
    assert house("In the US. The US’s role. “The US.”", {"US": "U.S."}) == "In the U.S. The U.S.’s role. “The U.S.”"
    assert house("He left the U.S. It rained in the U.S. today.", {"U.S.": "US"}) == (
        "He left the US. It rained in the US today."
    )


def test_capitals_of_place_are_kept_and_names_left_alone() -> None:
    prefer = {"advisor": "adviser", "Internet": "internet", "per cent": "percent"}
    assert house("Advisor to advisor: Acme Advisor said. “Advisor!”", prefer) == (
        "Adviser to adviser: Acme Advisor said. “Adviser!”"
    )
    assert house("The Open Internet Order holds.", prefer) == "The Open Internet Order holds."
    assert house("Internet use grew. The Internet is big.", prefer) == "Internet use grew. The internet is big."
    assert house("Text.", prefer, title="Chief Advisor Quits") == "Chief Adviser Quits"
    assert (
        house("Ten per\ncent, 10 per\u00a0cent and ten per  cent.", prefer)
        == "Ten percent, 10 percent and ten per  cent."
    )


def test_an_accepted_name_keeps_the_form_that_the_house_does_not_write() -> None:
    assert house("The US flew US Airways.", {"US": "U.S."}, "US Airways") == "The U.S. flew US Airways."


def test_addresses_and_longer_words_are_left_alone() -> None:
    text = "See advisor.example.org, @advisor, /advisor and advisor-led advisory."
    assert house(text, {"advisor": "adviser"}) == text


def test_many_preferences_that_begin_alike_cost_one_look_a_place() -> None:
    class Counting(dict[tuple[str, ...], Any]):
        looks = 0

        def get(self, key: tuple[str, ...], default: Any = ()) -> Any:
            Counting.looks += 1
            return super().get(key, default)

    options = HouseStyleOptions({f"the word{n}": "x" for n in range(3000)})
    options.table["the"][:] = [(size, Counting(forms)) for size, forms in options.table["the"]]
    article = Article("a", "the end " * 1000)
    assert list(HouseStyle().check(article, Context(options))) == []
    assert Counting.looks == 1000
