"""The rule `dangling-pronoun`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_SAYS = (
    "said|says|added|adds|stressed|stresses|noted|insisted|insists|claimed|claims|argued|admitted|explained|recalled"
    "|believes|believed|thinks|thought|hopes|hoped|promised|declared|complained|denied|told \\w+"
)
_IT_SPEAKS = rf"It (?:also |further |then |later )?(?:{_SAYS}),? (?:that )?(his|her|he|she)\b"
_PERSON_SPEAKS = (
    rf"(?:He|She|(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep)\. )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,3}}) (?:also )?(?:{_SAYS})\b"
)
# Whatever else may speak as "it" in the sentence before.
_SPEAKERS = (
    r"(?i)statement|report\b|letter|document|court|ministry|office|company|agency|paper|magazine|Times|Post|Guardian|Journal"
    r"|Reuters|news\b|embassy|party|group|committee|commission|council|bank|police|book|article|suit|indictment|order"
    r"|government|department|union|army|military|team|club|firm|association|organi[sz]ation|White House|Kremlin|memo"
    r"|study|survey|poll|message|tweet|post\b|video|board|panel|university|campaign|website|site\b"
)


class DanglingPronoun(Rule):
    """An "it" that speaks where a man or a woman was speaking.

    What it finds: a sentence such as "It also said that his …" behind one in which a person spoke and nothing did that
    could be "it".

    Why it matters: languages that drop the pronoun, or give things a sex, come out of a translator with "it" for "he".

    Example: "Hall said the talks would go on. It also said that his ministry was ready."
    """

    name = "dangling-pronoun"
    category = "noise"
    status = "preview"  # it has found nothing true yet outside the article that it was written for
    invalid = (
        Invalid("Hall said the talks would go on. It also said that his ministry was ready.", ("It",), "He"),
        Invalid("She told reporters about the flood. It added that her house was dry.", ("It",), "She"),
    )
    valid = (
        Valid("The ministry spoke of a mistake. It said he had been warned."),
        Valid("Hall said the paper was wrong. It said that he had left."),
        Valid("He said it was late. It also said that in the book."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if prose.field == "title" or "It " not in text:
            return
        for match in re.finditer(_IT_SPEAKS, text):
            number = self._sentence_at(prose, match.start())
            if number is None:
                continue
            before = prose[prose.sentences[number - 1]]
            if re.match(_PERSON_SPEAKS, before) and not re.search(_SPEAKERS, before):
                right = "He" if match[1] in {"his", "he"} else "She"
                message = f"“It” seems to stand for a person: the sentence before has “{before.split()[0]}”."
                yield self.finding(prose, match.start(), match.start() + 2, message, replace=right)

    def _sentence_at(self, prose: Prose, start: int) -> int | None:
        """The number of the sentence that starts at an offset, or None; the first has nothing before it."""
        from bisect import bisect_left

        number = bisect_left(prose.sentences, (start, start))
        found = 0 < number < len(prose.sentences) and prose.sentences[number].start == start
        return number if found else None
