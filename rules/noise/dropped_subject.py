"""The rule `dropped-subject`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose, Span
from checker.annotations.repeats import quoted
from checker.article import Article
from checker.finding import Finding, Severity
from checker.grammar.phrases import adjacent
from checker.lexicon import parts_of_speech
from checker.rule import Context, Invalid, Rule, Valid

# Verbs that need a subject before them. Not “have”, which may be an imperative (“For one thing, have a rest”), nor what
# opens a condition or a negative clause (“However, should talks fail”, “In no case, did they agree”).
_FINITE = frozenset("is was has are isn't wasn't hasn't aren't cannot couldn't wouldn't doesn't didn't won't".split())
# With these a noun or a condition may begin (“will power”, “had he known”), so that only what cannot be one tells.
_UNSURE = frozenset("will would can could may might must should had were".split())
_VERBAL = frozenset("be been being have not also never always already".split())
_JOINING = ("because", "although", "whereas", "unless", "if")
# “If necessary”, “if at all”, “if is to be believed” is none; “because is” has nothing behind it that would save it.
_SHORT = frozenset("to any possible necessary needed only ever even then and or".split())
# What may stand behind the verb and be its subject after all: “In the garden was it found” (names, numbers and opening
# quotation marks, too).
_SUBJECTS = frozenset(
    "it he she they we you i there this that these those the his her their our your my its no not anyone someone"
    " everyone anybody everybody somebody people some any all both one such what who which a an each every another"
    " nobody nothing something anything either neither many much most more few several two three other others so"
    " n't".split()
)
# With these an adverbial opens a sentence; what goes on after its comma needs a subject.
_OPENERS = frozenset(
    "however moreover furthermore therefore thus meanwhile besides then finally now today yesterday since before after"
    " in on at during according when if as because although for from with despite due".split()
)
_ADVERBIAL = re.compile(r"[^,;:–—\"“”()\n]{1,110}, (?=[a-z])")
_NEGATIVE = re.compile(r"(?:in|at|on|for|under) no\b|not\b", re.IGNORECASE)
# Behind a verb that opens a sentence: what begins no subject. A question may be put without its mark, so few are safe;
# and but for “was” the notes of programmers, labels and reviews open so.
_BEHIND = {
    "Was": "also now not one being born known considered located able due going expected a an",
    "Is": "also now one being considered located going expected",
    "Has": "also now never always already been",
    "Will": "be have remain continue become",
    "Would": "also be have remain",
    "Can": "also be",
    "Could": "also be have",
}
_BEHIND_OPENING = {verb: frozenset(words.split()) for verb, words in _BEHIND.items()}
_SURE = "Was"


class DroppedSubject(Rule):
    """A verb that has lost its subject.

    What it finds: a sentence that begins with “Was born”, one that goes on with “, has” after an adverbial, and
    “because is”: “it”, “he” or “there” is missing. “Is also” and other verbs at the beginning, which notes and labels
    have, are a note. Titles and quotations are left alone.

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
        Valid("However, should talks fail, the union will strike. In addition, had they met, they would have agreed."),
        Valid("For many smokers, will power is not enough. In no case, is somebody else to blame for it, she wrote."),
        Valid("The song Because was written in a day, and the poem If was not.", title="Shop shut because was losing"),
        Valid("May also saw a sharp rise in the number of people out of work. Will never knew his father."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title":
            return  # headlines have no room for subjects
        for start, end in sorted({*_openings(prose), *_behind_adverbials(prose), *_behind_joining(prose)}):
            if not quoted(prose, start, end):
                text = prose.text[start:end]
                severity = Severity.INFO if text.partition(" ")[0] in _BEHIND.keys() - {_SURE} else self.severity
                yield self.finding(prose, start, end, f"“{text}” has no subject: who or what?", severity=severity)


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
        adverbial = _ADVERBIAL.match(prose.text, span.start, span.end) if words.lowers[first] in _OPENERS else None
        if adverbial and not _NEGATIVE.match(prose.text, span.start):
            verb = words.first_at(adverbial.end())
            if verb + 1 < last and _stands_alone(prose, verb):
                yield words.starts[verb], words.ends[verb + 1]


def _behind_joining(prose: Prose) -> Iterator[tuple[int, int]]:
    """Verbs right behind a conjunction."""
    words = prose.words
    for joining in _JOINING:
        for i in words.index.get(joining, ()):
            verb = i + 1
            small = words.texts[i].islower() and adjacent(prose, i)
            if small and _stands_alone(prose, verb) and words.lowers[verb + 1] not in _SHORT:
                yield words.starts[i], words.ends[verb]


def _stands_alone(prose: Prose, verb: int) -> bool:
    """Whether a finite verb has nothing behind it that may be its subject."""
    lowers = prose.words.lowers
    if not adjacent(prose, verb):
        return False
    behind = lowers[verb + 1]
    if lowers[verb] in _UNSURE:
        return behind in _VERBAL or parts_of_speech(behind) == "V"
    return lowers[verb] in _FINITE and behind not in _SUBJECTS


def _statements(prose: Prose) -> Iterator[tuple[Span, int, int]]:
    """The sentences that end with a full stop, with the half-open range of their words."""
    for span in prose.sentences:
        if prose.text[span.start : span.end].rstrip("\"”’')]").endswith("."):
            first, last = prose.words.within(span.start, span.end)
            if last - first > 2:
                yield span, first, last
