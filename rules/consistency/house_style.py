"""The rule `house-style`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import msgspec

from checker.accepted import stands_in_accepted
from checker.annotations.prose import Prose
from checker.annotations.words import WORD
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Options, Rule, Valid

# Beside these a word belongs to an address, a handle or a path.
_NET = frozenset("@#/\\_=&~")
_APART = frozenset((" ", "\u00a0", "\n"))


class _Preference(NamedTuple):
    """An unwanted form: as it is written, its words, and what stands between them; and the wanted form."""

    wrong: str
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    right: str


_Table = dict[str, list[tuple[int, dict[tuple[str, ...], list[_Preference]]]]]


class HouseStyleOptions(Options, frozen=True, dict=True):
    """`prefer` is what the house writes, by what it does not; `quotations` tells whether quoted words count."""

    prefer: dict[str, str] = msgspec.field(default_factory=dict)
    quotations: bool = True

    def __post_init__(self) -> None:
        """Raises ValueError for a form without a word."""
        for wrong in self.prefer:
            if not WORD.search(wrong):
                raise ValueError(f"“prefer”: there is no word in “{wrong}”")

    @cached_property
    def table(self) -> _Table:
        """First word → the numbers of words of the forms that begin with it, the highest first, each with the forms by
        their words: so a place costs the same however many forms begin alike."""
        found: dict[str, dict[int, dict[tuple[str, ...], list[_Preference]]]] = {}
        for wrong, right in self.prefer.items():
            spans = [m.span() for m in WORD.finditer(wrong)]
            words = tuple(wrong[start:end].replace("’", "'") for start, end in spans)
            gaps = tuple(wrong[end:start] for (_, end), (start, _) in pairwise(spans))
            key = tuple(word.lower().removesuffix("'s") for word in words)
            row = found.setdefault(key[0], {}).setdefault(len(key), {})
            row.setdefault(key, []).append(_Preference(wrong, words, gaps, right))
        return {first: sorted(sizes.items(), reverse=True) for first, sizes in found.items()}


class HouseStyle(Rule):
    """A form that the house does not write.

    What it finds: each form that the configuration's `prefer` has a better one for: “US” for “U.S.”, “advisor” for
    “adviser”. A form in lower case is found at the start of a sentence too; one with a capital only as it is written.
    Longer words, addresses, words in capitals throughout and accepted names (`accept = ["US Airways"]`) are left alone.
    Without preferences the rule says nothing.

    Why it matters: readers notice that a paper cannot decide, and a search finds only half of the stories.

    Example: "An advisor to the minister said so." in a house that writes “adviser”

    Options: `prefer`, a table of unwanted form = wanted form, which the key `prefer` of the configuration fills; each
    form of a word (“advisor”, “advisors”) is an entry of its own. `quotations = false` leaves quoted words as they are.
    """

    name = "house-style"
    category = "consistency"
    options = HouseStyleOptions
    invalid = (
        Invalid(
            "An advisor spoke. Advisor’s fees are up.",
            ("advisor", "Advisor"),
            "adviser",
            options=HouseStyleOptions({"advisor": "adviser"}),
        ),
        Invalid("The US agreed.", ("US",), "U.S.", options=HouseStyleOptions({"US": "U.S."})),
        Invalid("They left the US.", ("US",), "U.S", options=HouseStyleOptions({"US": "U.S."})),
        Invalid("They left the U.S. It rained.", ("U.S.",), "US.", options=HouseStyleOptions({"U.S.": "US"})),
        Invalid("It rose by 3 per cent.", ("per cent",), "percent", options=HouseStyleOptions({"per cent": "percent"})),
    )
    valid = (
        Valid("An advisor to the US spoke."),
        Valid("Give us the advisory.", options=HouseStyleOptions({"US": "U.S.", "advisor": "adviser"})),
        Valid("See example.org/advisor or @advisor.", options=HouseStyleOptions({"advisor": "adviser"})),
        Valid("LET US GO NOW.", options=HouseStyleOptions({"US": "U.S."})),
        Valid("“My advisor left,” he said.", options=HouseStyleOptions({"advisor": "adviser"}, quotations=False)),
        Valid("Internet use grew.", options=HouseStyleOptions({"Internet": "internet"})),
        Valid("The driver’s licence was new.", options=HouseStyleOptions({"driver licence": "driving licence"})),
        Valid("They met the staff of Acme Advisor.", options=HouseStyleOptions({"advisor": "adviser"})),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        options = context.options
        if not isinstance(options, HouseStyleOptions) or not options.prefer:
            return
        keys, index = prose.word_keys
        table, done = options.table, 0
        for i in sorted(i for first in table.keys() & index.keys() for i in index[first]):
            found = _preference_at(prose, keys, i, table[keys[i]]) if i >= done else None
            if found is None:
                continue
            done = i + len(found.words)
            start = prose.words.starts[i]
            end = prose.words.starts[done - 1] + len(found.words[-1])
            if not options.quotations and _quoted(prose, start):
                continue
            if not context.accepted or not stands_in_accepted(context.accepted, prose, start, end):
                yield from self._found(prose, i, start, end, found.right)

    def _found(self, prose: Prose, i: int, start: int, end: int, right: str) -> Iterator[Finding]:
        written = prose.text[start:end]
        if written[:1].isupper() and _may_be_raised(prose, i):
            right = right[:1].upper() + right[1:]
        if right == written or (written[:1].isupper() and right[:1].islower() and _in_name(prose, i, end)):
            return
        message = f"The house writes “{right}”, not “{written}”."
        # One full stop ends the abbreviation and the sentence.
        if right.endswith(".") and prose.text[end : end + 1] == ".":
            right = right[:-1]
        elif written.endswith(".") and not right.endswith(".") and _ends_sentence(prose, end):
            right += "."
        yield self.finding(prose, start, end, message, replace=right, safe=True)


def _preference_at(
    prose: Prose, keys: list[str], i: int, row: list[tuple[int, dict[tuple[str, ...], list[_Preference]]]]
) -> _Preference | None:
    """The longest unwanted form that begins with a word."""
    for size, forms in row:
        for preference in forms.get(tuple(keys[i : i + size]), ()):
            if _written_so(prose, i, preference):
                return preference
    return None


def _written_so(prose: Prose, i: int, preference: _Preference) -> bool:
    """Whether the words stand as in the unwanted form: with its capitals, or one where a sentence or a headline has
    one; with its spaces and marks; in no address; and, where it is all capitals, among words that are not."""
    text, words, last = prose.text, prose.words, i + len(preference.words) - 1
    for k, gap in enumerate(preference.gaps, i):
        between = text[words.ends[k] : words.starts[k + 1]]
        if between != gap and not (gap == " " and between in _APART):
            return False
    start, end = words.starts[i], words.ends[last]
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before in _NET or before == "." or after[:1] in _NET or (after[:1] == "." and after[1:].isalnum()):
        return False
    forms = [words.texts[k].replace("’", "'") for k in range(i, last + 1)]
    if forms[-1].lower().endswith("'s") and not preference.words[-1].lower().endswith("'s"):
        forms[-1] = forms[-1][:-2]
    wanted = list(preference.words)
    if forms == wanted:
        return not preference.wrong.isupper() or not _among_capitals(prose, i - 1, last + 1)
    if not preference.wrong.islower():
        return False
    raised = [f if f == w else f[:1].lower() + f[1:] for f, w in zip(forms, wanted, strict=True)]
    if raised != wanted:
        return False
    return prose.field == "title" or (forms[1:] == wanted[1:] and _may_be_raised(prose, i))


def _may_be_raised(prose: Prose, i: int) -> bool:
    """Whether a word may owe its capital to its place: in a headline, or at the start of a sentence or of speech."""
    if prose.field == "title":
        return True
    ranges = prose.sentence_words
    at = bisect_left(ranges, (i,))
    start = prose.words.starts[i]
    return (at < len(ranges) and ranges[at][0] == i) or prose.text[max(0, start - 1) : start] in ("“", '"')


def _in_name(prose: Prose, i: int, end: int) -> bool:
    """Whether a capitalised word stands beside what begins with a word and ends at an offset: "Open Internet Order"."""
    words, text = prose.words, prose.text
    after = words.first_at(end)
    if after < len(words) and text[end : words.starts[after]] in _APART and words.texts[after][0].isupper():
        return True
    beside = i > 0 and text[words.ends[i - 1] : words.starts[i]] in _APART
    return beside and words.texts[i - 1][0].isupper() and not _may_be_raised(prose, i - 1)


def _among_capitals(prose: Prose, before: int, after: int) -> bool:
    beside = [prose.words.texts[k] for k in (before, after) if 0 <= k < len(prose.words)]
    return bool(beside) and all(len(word) > 1 and word.isupper() for word in beside)


def _ends_sentence(prose: Prose, end: int) -> bool:
    at = bisect_left(prose.sentences, (end,)) - 1
    return at >= 0 and prose.sentences[at].end == end


def _quoted(prose: Prose, start: int) -> bool:
    starts, ends = prose.speech
    at = bisect_right(starts, start) - 1
    return at >= 0 and start < ends[at]
