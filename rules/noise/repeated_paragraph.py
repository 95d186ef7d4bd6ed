"""The rule `repeated-paragraph`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.annotations.repeats import quoted
from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.noise.page_matter import is_page_matter

_FEWEST_WORDS = 10
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "…")


class RepeatedParagraph(Rule):
    """A paragraph that stands twice.

    What it finds: a paragraph of ten words or more again, word for word. Speech, which pages set again as a pull
    quote, lines that other articles share and lines that end in no full stop, such as captions, are only noted.

    Why it matters: a reader takes it for a fault of the whole page; it is left by pasting and by merging versions.

    Example: a paragraph of the lead comes back under the third subheading.
    """

    name = "repeated-paragraph"
    category = "noise"
    invalid = (
        Invalid(
            "The plant will close in May and two hundred people lose work.\n\nThe union was told.\n\n"
            "The plant will close in May and two hundred people lose work.",
            ("The plant will close in May and two hundred people lose work.",),
        ),
        Invalid(
            "Ships wait off the coast. Some have waited there for a week.\nNobody knows why.\n"
            "Ships wait off the coast. Some have waited there for a week.",
            ("Ships wait off the coast. Some have waited there for a week.",),
        ),
    )
    valid = (
        Valid("Read on.\n\nThe plant will close.\n\nRead on."),
        Valid(
            "The plant will close in May and two hundred lose work.\n\nThe plant will close in June and ten lose work."
        ),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        seen: dict[str, Span] = {}
        for paragraph in prose.paragraphs:
            text = prose[paragraph]
            earlier = seen.setdefault(text, paragraph)
            if earlier is paragraph or text.count(" ") < _FEWEST_WORDS - 1:
                continue
            plain = text.endswith(_SENTENCE_ENDS) and text not in context.recurring and not is_page_matter(text)
            spoken = quoted(prose, paragraph.start, paragraph.end)
            yield self.finding(
                prose,
                paragraph.start,
                paragraph.end,
                "This paragraph stands twice in the article.",
                evidence=(Evidence(article.id, earlier.start, earlier.end, text, "The first time it stands here."),),
                severity=None if plain and not spoken else Severity.INFO,
            )
