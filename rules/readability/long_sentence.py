"""The rule `long-sentence`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.running_text import find_running_sentences
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Options, Rule, Valid


class LongSentenceOptions(Options, frozen=True, forbid_unknown_fields=True):
    """`max_words`: the words that a sentence may have."""

    max_words: int | None = None


class LongSentence(Rule):
    """A sentence of more words than the house allows.

    What it finds: each sentence of the text with more than `max-words` words. A quotation of several sentences counts
    as several; headings, captions and lists do not count. Without a limit it finds nothing.

    Why it matters: the end of a long sentence comes when its start is forgotten, and many houses have a limit.

    Example: with the limit 12: "The council, which had met in the old school because the hall was flooded, refused."

    Options: `max-words`: the words that a sentence may have; no limit where it is left out.
    """

    name = "long-sentence"
    category = "readability"
    severity = Severity.INFO
    options = LongSentenceOptions
    invalid = (
        Invalid(
            "It was late. The council, which had met in the old school because the hall was flooded, voted it down. Few"
            " stayed.",
            ("The council, which had met in the old school because the hall was flooded, voted it down.",),
            options=LongSentenceOptions(max_words=12),
        ),
        Invalid(
            "“We waited. The boat that was to bring us back to the island never came,” she said.",
            ("The boat that was to bring us back to the island never came,” she said.",),
            options=LongSentenceOptions(max_words=12),
        ),
    )
    valid = (
        Valid("The council, which had met in the old school because the hall was flooded, voted no to it."),
        Valid(
            "“We waited for the boat. It never came. We swam back,” she said.", options=LongSentenceOptions(max_words=8)
        ),
        Valid("The U.S. officials met at 3 p.m. on Friday.", options=LongSentenceOptions(max_words=9)),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        most = context.options.max_words if isinstance(context.options, LongSentenceOptions) else None
        if most is None or prose.field == "title":
            return
        for sentence in prose.kept(find_running_sentences):
            if sentence.words > most:
                message = f"This sentence has {sentence.words} words; the limit is {most}."
                yield self.finding(prose, sentence.start, sentence.end, message)
