"""Page furniture: what examples on the rules cannot show."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.annotations.prose import Prose
from checker.article import Article
from checker.registry import all_rules
from checker.rule import Context, Options
from rules.residue.furniture import furniture
from rules.residue.recurring_line import RecurringLine

RESIDUE = [rule for rule in all_rules().values() if rule.category == "residue"]
PARAGRAPH = (
    "The ferries of the northern line had not sailed for nine days when the crews and the owners met in the town hall, "
    "and nobody who was there expected the meeting to last until the morning, as it did."
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[f.start : f.end], f.kind) for f in furniture(Prose("text", text))]


def recurring(text: str, *lines: str) -> list[str]:
    context = Context(Options(), recurring=frozenset(lines))
    return [text[f.start : f.end] for f in RecurringLine().check(Article("a", text), context)]


def test_a_line_that_other_articles_share_is_marked() -> None:
    notice = "The Harbour News is a member of the press council."
    assert recurring(f"{PARAGRAPH}\n\n{PARAGRAPH} Again.\n\n{notice}", notice) == [notice]


def test_a_second_copy_of_an_article_is_not_all_furniture() -> None:
    copied = [PARAGRAPH, PARAGRAPH.replace("nine", "ten")]
    assert recurring("\n\n".join([*copied, "A line of its own."]), *copied) == []


def test_the_entries_of_a_chronicle_are_no_readers_comments() -> None:
    days = ("March 3, 2024", "April 4, 2024", "May 5, 2024")
    text = "\n\n".join(f"{day}\n\n{PARAGRAPH}" for day in days)
    assert not any(kind == "comment" for _, kind in kinds(f"{PARAGRAPH}\n\n{text}"))


def test_subheads_between_paragraphs_are_prose() -> None:
    text = "\n\n".join(f"{PARAGRAPH}\n\n{head}" for head in ("What happens next", "A long night", "Who pays"))
    assert kinds(f"{text}\n\n{PARAGRAPH}") == []


def test_a_short_list_inside_a_story_is_prose() -> None:
    text = f"{PARAGRAPH}\n\nNorth quay\n\nSouth quay\n\nThe old fish market\n\n{PARAGRAPH}"
    assert kinds(text) == []


def test_headlines_at_the_foot_are_links() -> None:
    links = ["Harbour mayor resigns after nine days of strike", "Ferry prices to rise in spring for the third time"]
    assert kinds("\n\n".join([PARAGRAPH, PARAGRAPH, *links])) == [(link, "related") for link in links]


def test_a_line_worded_as_pages_repeat_is_found_without_a_rule_for_it() -> None:
    line = "Newsletter Sign Up Invalid email address"
    assert kinds(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}") == [(line, "stray")]


@settings(deadline=None)  # the first call of ftfy imports it
@given(
    st.text(
        alphabet=st.sampled_from("ab AZ09.,:;!?\n\n[](){}<>&;#*_\\/|@©“”\"'’�ÃÂâ€™\u0301\u2028\x00\ud83d"), max_size=120
    )
)
def test_any_text_gives_spans_that_lie_in_it(text: str) -> None:
    article = Article("a", text, title=text[:40])
    for rule in RESIDUE:
        for finding in rule.check(article, Context(rule.options())):
            field = article.title if finding.field == "title" else text
            assert 0 <= finding.start < finding.end <= len(field)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "{{",
        "<",
        "&a",
        "**",
        "\\n",
        "Ã©",
        "here is the ",
        "Sign up\n",
        "2 days ago\n",
        "http://a",
        "“",
        "know ",
        "below ",
        "© 2020 ",
    ],
)
def test_the_time_for_much_of_one_thing_is_bounded(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    article = Article("a", text)
    article.body.words.index  # noqa: B018 - computes it
    article.body.quotations  # noqa: B018
    started = time.process_time()
    for rule in RESIDUE:
        for _ in rule.check(article, Context(rule.options())):
            pass
    assert time.process_time() - started < 6
