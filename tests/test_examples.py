"""What a rule is told whose examples do not hold."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.examples import failures
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class WrongExamples(Rule):
    """Marks "better", and fails over "worst"."""

    name = "wrong-examples"
    category = "consistency"
    invalid = (
        Invalid("The better one.", ("better",), "good"),
        Invalid("The better one.", ("better",), "best"),
        Invalid("The worse one.", ("worse",)),
        Invalid("", ("better",), title="No better"),
    )
    valid = (Valid("A better one."), Valid("The good one."), Valid("The worst one " + "of all " * 20))

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if "worst" in prose.text:
            raise ValueError("out of ideas")
        if (at := prose.text.find("better")) >= 0:
            yield self.finding(prose, at, at + 6, "It is not good.", replace="good")


def test_an_example_that_does_not_hold_is_said_with_what_is_marked_and_what_should_be() -> None:
    told = [line.removeprefix("tests/test_examples.py: ") for line in failures(WrongExamples())]
    assert told == [
        "“The better one.”: wrong-examples: puts “good” in the place of “better”, and should put “best”",
        "“The worse one.”: wrong-examples: marks nothing, and should mark “worse”",
        "“A better one.”: wrong-examples: marks “better”, and should mark nothing",
        f"“The worst one {'of all ' * 6}of …”: wrong-examples: raises ValueError: out of ideas",
    ]
