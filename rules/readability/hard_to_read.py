"""The rule `hard-to-read`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.running_text import find_running_sentences
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Options, Rule, Valid
from checker.score import Readability

_LONGEST = (
    "The reconsideration of the proposed reorganisation of regional transportation, which the opposition had demanded"
    " since September, necessitated an unusually complicated consultation with environmental organisations,"
    " neighbourhood representatives and independent engineering specialists, whose recommendations, notwithstanding"
    " considerable disagreement, were eventually incorporated into the supplementary documentation."
)
_HARD = (
    f"{_LONGEST} The administration's representative acknowledged that the anticipated expenditure would exceed the"
    " original estimate, and attributed the difference to inflation, to additional security requirements and to the"
    " insolvency of a principal contractor. Parliamentary authorisation is considered improbable before the"
    " forthcoming regional elections. Several municipalities have meanwhile announced that they will investigate"
    " alternative arrangements, among them a cooperative association of neighbouring communities that would administer"
    " the existing infrastructure independently."
)
_PLAIN = (
    "The town wants a new bus line. It asked the people who live by the river what they think of it. Most of them said"
    " that they would ride the bus to work if it came on time. The old line stops at the mill and turns back there."
    " From the mill it is a walk of half an hour, and in the winter the path is wet. The mayor said the bus could cost"
    " the town as much as a school each year. She wants to hear from all sides before the vote. The vote will be held"
    " in May. If the plan wins, the first bus will run in the fall."
)


class HardToReadOptions(Options, frozen=True, forbid_unknown_fields=True):
    """The most or the least that the house allows; None where it has no limit."""

    max_grade: float | None = None
    min_reading_ease: float | None = None
    max_dale_chall: float | None = None
    max_mean_sentence_words: float | None = None
    max_passive_share: float | None = None


class HardToRead(Rule):
    """An article that is harder to read than the house allows.

    What it finds: an article whose readability passes a limit that the house has set. The finding stands on its
    longest sentence, which is where to begin. Without a limit it finds nothing, and nothing is said of an article of
    less than a hundred words.

    Why it matters: readers give up. Plain English has a reading ease of 60 and more; news is often about 45.

    Example: with the limit `max-grade = 12`, an article that takes sixteen years of school to follow.

    Options: `max-grade`: the highest school grade of Flesch and Kincaid; `min-reading-ease`: the lowest reading ease
    of Flesch (100 is very easy, 30 difficult); `max-dale-chall`: the highest score of Dale and Chall (9 is college);
    `max-mean-sentence-words`: the words that a sentence may have on average; `max-passive-share`: the share of
    sentences, from 0 to 1, that may have a verb in the passive.
    """

    name = "hard-to-read"
    category = "readability"
    tier = "grammar"
    severity = Severity.INFO
    options = HardToReadOptions
    invalid = (
        Invalid(_HARD, (_LONGEST,), options=HardToReadOptions(max_grade=12)),
        Invalid(_HARD, (_LONGEST,), options=HardToReadOptions(min_reading_ease=30)),
    )
    valid = (
        Valid(_PLAIN, options=HardToReadOptions(max_grade=8, min_reading_ease=60, max_dale_chall=7)),
        Valid(_LONGEST, options=HardToReadOptions(max_grade=12)),
        Valid(_HARD),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        limits = context.options if isinstance(context.options, HardToReadOptions) else HardToReadOptions()
        if limits == HardToReadOptions():
            return
        from checker.readability import readability  # its dictionaries come with the tier

        measured = readability(article)
        passed = [] if measured is None else _passed(measured, limits)
        if passed:
            prose = article.body
            longest = max(prose.kept(find_running_sentences), key=lambda sentence: sentence.words)
            message = (
                f"The article is harder to read than allowed: {', '.join(passed)}; this is its longest sentence,"
                f" of {longest.words} words."
            )
            yield self.finding(prose, longest.start, longest.end, message)


def _passed(measured: Readability, limits: HardToReadOptions) -> list[str]:
    """Each limit that is passed, in words."""
    most = (
        ("grade level", measured.grade, limits.max_grade),
        ("Dale–Chall score", measured.dale_chall, limits.max_dale_chall),
        ("words in a sentence on average", measured.mean_sentence_words, limits.max_mean_sentence_words),
        ("share of sentences in the passive", measured.passive_share, limits.max_passive_share),
    )
    passed = [
        f"{what} {value:g} (at most {limit:g})" for what, value, limit in most if limit is not None and value > limit
    ]
    least = limits.min_reading_ease
    if least is not None and measured.reading_ease < least:
        passed.insert(0, f"reading ease {measured.reading_ease:g} (at least {least:g})")
    return passed
