"""The rule `repeated-sentence`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.annotations.repeats import FUNCTION_WORDS, copy_of, quoted
from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.noise.page_matter import is_page_matter

_FEWEST_WORDS = 6
# A shorter sentence may come back in a text of many parts ("More was requested for 2013.").
_FEWEST_LOUD = 10
_FEWEST_SHARED = 5
_STOPS = frozenset(".!?")
# A sentence of so many paragraphs at the top that comes back so many paragraphs later stands in a summary there.
_TOP, _FAR = 5, 3
# So many words of a piece that begins in lower case are compared.
_PIECE = 8
_LONGEST = 60
# A longer paragraph, in characters, is no line of the page.
_LONGEST_LINE = 3000


class RepeatedSentence(Rule):
    """A sentence that stands twice.

    What it finds: a sentence of six words or more again, word for word; a sentence that ends as the one before it does
    and has no word of weight of its own; and a piece of a sentence, without its head, behind a full stop. Sentences of
    speech, summaries at the top of a page, pull quotes and sentences of less than ten words are only noted.

    Why it matters: it is left by pasting, by merging versions and by translation engines that lose their place.

    Example: "The plant will close in May. The union was told. The plant will close in May."
    """

    name = "repeated-sentence"
    category = "noise"
    invalid = (
        Invalid(
            "The plant will close in late May. The union was told at noon. The plant will close in late May.",
            ("The plant will close in late May.",),
        ),
        Invalid(
            "Berg was born in Halden, a town in Norway. He was born in Halden, a town in Norway.",
            ("He was born in Halden, a town in Norway.",),
        ),
        Invalid(
            "The board wants to shut the older of the two plants by the end of May.\n\n"
            "older of the two plants by the end of May. The union was told at noon.",
            ("older of the two plants by the end of May.",),
        ),
    )
    valid = (
        Valid("It is over. The plant will close. It is over."),
        Valid("The upside is that the state has a plan. The downside is that the state has a plan."),
        Valid("The north voted for the bill on Monday. The south voted against the bill on Monday."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        seen: dict[str, Span] = {}
        sentences, ranges = prose.sentences, prose.sentence_words
        for number, (sentence, (first, last)) in enumerate(zip(sentences, ranges, strict=True)):
            if last - first < _FEWEST_WORDS or prose.text[sentence.end - 1] not in _STOPS:
                continue
            text = prose[sentence]
            earlier = seen.setdefault(text, sentence)
            if earlier is not sentence:
                message = "This sentence stands twice in the article."
                yield self._found(prose, article, context, earlier, sentence, message)
            elif number and _ends_like_the_one_before(prose, number):
                before = sentences[number - 1]
                yield self._found(prose, article, context, before, sentence, "This sentence repeats the one before it.")
        for earlier, piece in _pieces(prose):
            yield self._found(
                prose, article, context, earlier, piece, "This piece of a sentence stands in a whole sentence, too."
            )

    def _found(
        self, prose: Prose, article: Article, context: Context, earlier: Span, sentence: Span, message: str
    ) -> Finding:
        spoken = '"' in prose[sentence] or "“" in prose[sentence] or quoted(prose, *sentence) or quoted(prose, *earlier)
        numbers = [bisect_right(prose.paragraphs, (span.start, len(prose.text))) - 1 for span in (earlier, sentence)]
        around = [prose.paragraphs[number] for number in numbers]
        lines = [prose[paragraph] for paragraph in around if paragraph.end - paragraph.start <= _LONGEST_LINE]
        furniture = any(line in context.recurring or is_page_matter(line) for line in lines)
        short = prose[sentence].count(" ") < _FEWEST_LOUD - 1 and not message.endswith("before it.")
        apart = abs(numbers[1] - numbers[0])
        summary = apart >= _FAR and min(numbers) < _TOP
        pulled = apart > 1 and (sentence == around[1]) != (earlier == around[0])
        return self.finding(
            prose,
            sentence.start,
            sentence.end,
            message,
            evidence=(
                Evidence(article.id, earlier.start, earlier.end, prose[earlier], "The first time it stands here."),
            ),
            severity=Severity.INFO if spoken or furniture or short or summary or pulled else None,
        )


def _pieces(prose: Prose) -> Iterator[tuple[Span, Span]]:
    """Pieces of sentences that were pasted without their heads, so that they begin in lower case behind a full stop,
    each after the place in a whole sentence where the same words stand."""
    text, words = prose.text, prose.words
    lowers = words.lowers
    starts = [start for start, _ in prose.paragraphs if text[start].islower()]
    starts += [lowered.start for lowered in prose.lowered_starts if not lowered.misplaced]
    for start in sorted(starts):
        first = words.first_at(start)
        copy = copy_of(prose, first, _PIECE)
        if not copy or not {".", "\n"}.isdisjoint(text[words.ends[copy - 1] : words.starts[copy]]):
            continue
        length = _PIECE
        while (
            length < _LONGEST
            and lowers[first + length : first + length + 1] == lowers[copy + length : copy + length + 1]
        ):
            length += 1
        spans = []
        for place in (copy, first):
            end = words.ends[place + length - 1]
            spans.append(Span(words.starts[place], end + (text[end : end + 1] in _STOPS)))
        yield spans[0], spans[1]


def _ends_like_the_one_before(prose: Prose, number: int) -> bool:
    """Whether a sentence shares its end with the one before it and only a word of grammar or two besides."""
    if "\n" in prose.text[prose.sentences[number - 1].end : prose.sentences[number].start]:
        return False
    keys = prose.words.lowers
    (first_before, last_before), (first, last) = prose.sentence_words[number - 1 : number + 1]
    shared = 0
    while (
        shared < min(last - first, last_before - first_before)
        and keys[last - 1 - shared] == keys[last_before - 1 - shared]
    ):
        shared += 1
    own = keys[first : last - shared]
    return shared >= _FEWEST_SHARED and len(own) <= 2 and FUNCTION_WORDS.issuperset(own)
