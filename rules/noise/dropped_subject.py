"""The rule `dropped-subject`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.annotations.repeats import quoted
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import adjacent
from checker.rule import Context, Invalid, Rule, Valid

# Not “have”, which may be an imperative: “For one thing, have a rest.”
_FINITE = frozenset(
    "is was has had are were will would must can could should may might does did isn't wasn't hasn't aren't"
    " weren't won't wouldn't couldn't cannot doesn't didn't".split()
)
_JOINING = ("because", "although", "whereas", "unless", "if")
# “If necessary”, “if at all”, “if is to be believed” is none; “because is” has nothing behind it that would save it.
_SHORT = frozenset("to any possible necessary needed only ever even then and or".split())
# What may stand behind the verb and be its subject after all: “In the garden was it found” (names, numbers and opening
# quotation marks, too).
_SUBJECTS = frozenset(
    "it he she they we you i there this that these those the his her their our your my its no not anyone someone"
    " everyone anybody everybody people some any all both one such what who which a an each every another nobody"
    " nothing something anything either neither many much most more few several two three other others so n't".split()
)
# With these an adverbial opens a sentence; what goes on after its comma needs a subject.
_OPENERS = frozenset(
    "however moreover furthermore therefore thus meanwhile besides then finally now today yesterday since before after"
    " in on at during according when if as because although for from with despite due".split()
)
_ADVERBIAL = re.compile(r"[^,;:–—\"“”()\n]{1,110}, (?=[a-z])")
# Behind a verb that opens a sentence: what begins no subject. A question may be put without its mark, so few are safe.
_BEHIND = {
    "Is": "also now not one being known considered located able due going expected a an",
    "Was": "also now not one being born known considered located able due going expected a an",
    "Has": "also now not never always already been a an",
    "Does": "not also",
    "Will": "also not never be have remain continue become",
    "Would": "also not never be have remain only",
    "May": "also be have",
    "Can": "also be",
    "Could": "also be have",
}
_BEHIND_OPENING = {verb: frozenset(words.split()) for verb, words in _BEHIND.items()}


class DroppedSubject(Rule):
    """A verb that has lost its subject.

    What it finds: a sentence that begins with “Is also” or “Was born”, one that goes on with “, has” after an
    adverbial, and “because is”: “it”, “he” or “there” is missing. Quotations are left alone.

    Why it matters: Spanish, Italian, Russian and many other languages leave such a subject out, and machines that
    translate word by word leave it out in English, where nothing else can say who did it.

    Example: "Since the founding of the town in 1537, has managed to retain much of its charm."
    """

    name = "dropped-subject"
    category = "noise"
    invalid = (
        Invalid("Since the founding of the town, has managed to retain much of its charm.", ("has managed",)),
        Invalid("Was one of the few members of the party who spoke.", ("Was one",)),
        Invalid("He did not go, because was planned another meeting on that day.", ("because was",)),
        Invalid("In London, can see many visitors from the north.", ("can see",)),
    )
    valid = (
        Valid("In the garden, was the old tree still standing?"),
        Valid("Will Young sang, and May was told to go. Has anyone seen it? Is a man's home his castle?"),
        Valid("Should a bill pass the House, it could face trouble. Had he known, he would have gone."),
        Valid("If necessary, the road will be closed. The plan, if any, is not known, because it is late."),
        Valid("“Was one of those days,” he said. “In London, can see many visitors.”"),
        Valid("After the rain, is it wise to go? At the top, are two rooms. For him, was there no help?"),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for start, end in sorted({*_openings(prose), *_behind_adverbials(prose), *_behind_joining(prose)}):
            if not quoted(prose, start, end):
                message = f"“{prose.text[start:end]}” has no subject: who or what does it is missing."
                yield self.finding(prose, start, end, message)


def _openings(prose: Prose) -> Iterator[tuple[int, int]]:
    """Sentences that begin with a verb."""
    words = prose.words
    for _, first, last in _statements(prose):
        behind = _BEHIND_OPENING.get(words.texts[first])
        if behind and last - first > 4 and words.texts[first + 1] in behind and adjacent(prose, first):
            yield words.starts[first], words.ends[first + 1]


def _behind_adverbials(prose: Prose) -> Iterator[tuple[int, int]]:
    """Verbs that go on with a sentence after its adverbial."""
    words = prose.words
    for span, first, last in _statements(prose):
        if words.lowers[first] in _OPENERS and (m := _ADVERBIAL.match(prose.text, span.start, span.end)):
            verb = words.first_at(m.end())
            if verb + 1 < last and _stands_alone(prose, verb):
                yield words.starts[verb], words.ends[verb + 1]


def _behind_joining(prose: Prose) -> Iterator[tuple[int, int]]:
    """Verbs right behind a conjunction."""
    words = prose.words
    for joining in _JOINING:
        for i in words.index.get(joining, ()):
            verb = i + 1
            if adjacent(prose, i) and _stands_alone(prose, verb) and words.lowers[verb + 1] not in _SHORT:
                yield words.starts[i], words.ends[verb]


def _stands_alone(prose: Prose, verb: int) -> bool:
    """Whether a finite verb has nothing behind it that may be its subject."""
    lowers = prose.words.lowers
    return lowers[verb] in _FINITE and adjacent(prose, verb) and lowers[verb + 1] not in _SUBJECTS


def _statements(prose: Prose) -> Iterator[tuple[Span, int, int]]:
    """The sentences that end with a full stop, with the half-open range of their words."""
    for span in prose.sentences:
        if prose.text[span.start : span.end].rstrip("\"”’')]").endswith("."):
            first, last = prose.words.within(span.start, span.end)
            if last - first > 2:
                yield span, first, last
