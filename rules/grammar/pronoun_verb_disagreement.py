"""The rule `pronoun-verb-disagreement`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import adjacent, quotation_round
from checker.grammar.verbs import AUXILIARIES
from checker.rule import Context, Invalid, Rule, Valid

_ONE = {"have": "has", "are": "is", "do": "does", "am": "is", "aren't": "isn't", "haven't": "hasn't"}
_MANY = {"has": "have", "is": "are", "was": "were", "does": "do", "am": "are", "isn't": "aren't", "wasn't": "weren't",
         "hasn't": "haven't", "doesn't": "don't"}  # fmt: skip
_RIGHT = {"he": _ONE, "she": _ONE, "they": _MANY, "we": _MANY}
# Behind these "he have" is a question, a wish or a demand ("did he have", "essential that he do", "lest she have").
_LICENSE = AUXILIARIES | frozenset(
    "that lest than let if though whether unless until till as and or nor who whom".split()
)
_LOOK_BACK = 2


class PronounVerbDisagreement(Rule):
    """A verb that does not go with the pronoun before it.

    What it finds: "he have", "they has", "we was" and the like, outside quotations.

    Why it matters: news does not write so; translators take the number from the source.

    Example: "They was told to leave."
    """

    name = "pronoun-verb-disagreement"
    category = "grammar"
    invalid = (
        Invalid("They was told to leave.", ("They was",), "They were"),
        Invalid("On Friday he have no plans to resign.", ("he have",), "he has"),
    )
    valid = (
        Valid("Should he have known? He asked that it have no effect. What more could he do?"),
        Valid("“We was robbed,” she said."),
        Valid("Neither of them, they say, is at home, and the man who beat them is free."),
        Valid("One of the laws they passed was void; everyone who helped it are heroes."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        lowers = words.lowers
        for pronoun, wrong in _RIGHT.items():
            for i in words.index.get(pronoun, ()):
                if i + 1 < len(lowers) and lowers[i + 1] in wrong and adjacent(prose, i):
                    if self._licensed(lowers[max(0, i - _LOOK_BACK) : i], pronoun) or quotation_round(
                        prose, words.starts[i]
                    ):
                        continue
                    start, end = words.starts[i], words.ends[i + 1]
                    right = f"{words.texts[i]} {wrong[lowers[i + 1]]}"
                    message = f"“{words.texts[i + 1]}” does not go with “{words.texts[i]}”."
                    yield self.finding(prose, start, end, message, replace=right)

    def _licensed(self, before: list[str], pronoun: str) -> bool:
        """Whether the words before the pronoun call for the plain form; "they is" is never called for."""
        return pronoun in {"he", "she"} and not _LICENSE.isdisjoint(before)
