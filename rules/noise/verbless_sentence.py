"""The rule `verbless-sentence`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.grammar.phrases import quotation_round
from checker.grammar.verbs import AUXILIARIES, is_finite, may_be_finite
from checker.lexicon import parts_of_speech
from checker.rule import Context, Invalid, Options, Rule, Valid


class VerblessSentenceOptions(Options, frozen=True, forbid_unknown_fields=True):
    """`least_words`: shorter sentences are left alone; writers mean them so."""

    least_words: int = 14


# Openings of captions, credits and lists, which have no verb by right.
_FURNITURE = re.compile(
    r"photo|caption|image|contribut|getty|reuters|video|picture|pictured|correction|click|\bby\b|\bleft\b|\bright\b"
    r"|e-?mail|editor|©|\||https?:|@|—|–|--|:|…|\d{3}-|\d [ap]\.?m",
    re.IGNORECASE,
)
# What takes up a list of names that stands as a sentence of its own.
_TAKES_UP = re.compile(r"(?:None|All|Both|Each|Neither|Some|Most|Many|Few|Any|Either)\b|The (?:list|names)\b")
_ABBREVIATED = re.compile(r"\b[A-Z]\w{0,3}\.$|\.\w\.$|\b(?:vs|no|p|pp)\.$")
_NOMINAL, _VERBAL = frozenset("NSJ"), frozenset("VZG")
# Words with no verb behind them: what follows is a noun or its adjective.
_BEFORE_NOUNS = frozenset("the a an of in on at for with from by his its their our your my every any another".split())
_AFTER_IS = frozenset("been got not a the now going already no never".split())
_ENTERS = frozenset("enter gone cue welcome so and or but not no because then hence thus congratulations".split())


class VerblessSentence(Rule):
    """A long sentence without a verb that says what happens.

    What it finds: a sentence of running prose, at least fourteen words long, none of which can be a finite verb. It may
    stand in a paragraph with other sentences, or list its members with semicolons. Captions, credits and quotations
    are left alone.

    Why it matters: the verb was lost, so nobody is said to do anything; translators drop it when it stands far from its
    subject in the source.

    Example: "Foreign Minister Ann Hall's visit to Oslo; the Norwegian envoy Lars Berg; and an adviser to the king."

    Options: `least_words`: the length, in words, from which a sentence is looked at.
    """

    name = "verbless-sentence"
    category = "noise"
    severity = Severity.INFO  # right in translations, but in news a list or a fragment may be meant so
    options = VerblessSentenceOptions
    invalid = (
        Invalid(
            "The talks were short.\nForeign Minister Ann Hall’s trip to Oslo on Tuesday; the envoy Lars Berg;"
            " and Per Dahl, an adviser to the king.\nThey will meet again.",
            (
                "Foreign Minister Ann Hall’s trip to Oslo on Tuesday; the envoy Lars Berg;"
                " and Per Dahl, an adviser to the king.",
            ),
        ),
        Invalid(
            "The team lost at home. Four days after the defeat in Lisbon the Dutch before another angry audience, again"
            " without any luck at all. They went home.",
            (
                "Four days after the defeat in Lisbon the Dutch before another angry audience, again"
                " without any luck at all.",
            ),
        ),
    )
    valid = (
        Valid("It was over. A war that has killed thousands of people and driven many more from their homes."),
        Valid("It was over. No food, no water, no light."),
        Valid(
            "Photo: The annual procession of the Station of the Cross on Good Friday in Saint-Germain church in April."
        ),
        Valid(
            "Growth is slow. Ann Berg, chief economist of the bank of the north at Sparby’s, forecasts growth of two"
            " percent. Others agree."
        ),
        Valid(
            "He read out names. Ann Berg of Oslo, Per Dahl of Bergen, Ole Lund of Molde and the two old sisters from"
            " Hamar. None of them was there."
        ),
        Valid("The mayor of the town with the president of the republic and the archbishop in the cathedral in June."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        least = context.options.least_words if isinstance(context.options, VerblessSentenceOptions) else 14
        if prose.field == "title":
            return
        words = prose.words
        for number, (first, last) in enumerate(prose.sentence_words):
            if last - first < least or not AUXILIARIES.isdisjoint(words.lowers[first:last]):
                continue
            if self._no_verb(prose, first, last) and self._runs(prose, number):
                start, end = prose.sentences[number]
                yield self.finding(prose, start, end, "This sentence has no verb that says what happens.")

    def _no_verb(self, prose: Prose, first: int, last: int) -> bool:
        """Whether none of the words can be a finite verb; a word nobody knows may be one."""
        words = prose.words
        opener = words.lowers[first]
        if opener in _ENTERS or not _VERBAL.isdisjoint(parts_of_speech(opener)):
            return False  # an order or a list of doings is meant
        for i in range(first, last):
            text, word, before = words.texts[i], words.lowers[i], words.lowers[i - 1]
            if "'" in word and (is_finite(word) or words.lowers[min(i + 1, last - 1)] in _AFTER_IS):
                return False
            if (
                i > first
                and (before in _BEFORE_NOUNS or before.endswith("'s"))
                and prose.text[words.ends[i - 1] : words.starts[i]].isspace()
                and _NOMINAL & set(parts_of_speech(word))
            ):
                continue
            if "-" in word and word.endswith("ed"):
                return False
            if text[0].islower() and (may_be_finite(word) or not (parts_of_speech(word) or "-" in word or "'" in word)):
                return False
        return True

    def _runs(self, prose: Prose, number: int) -> bool:
        """Whether the sentence is running prose: whole, no caption, no quotation, with prose before and behind it."""
        start, end = prose.sentences[number]
        text = prose.text
        sentence = text[start:end]
        if sentence.isupper() or _ABBREVIATED.search(sentence, max(0, len(sentence) - 8)):
            return False
        if not (sentence[0].isupper() and sentence.endswith(".") and 0 < number < len(prose.sentences) - 1):
            return False
        around = text[max(0, start - 30) : end + 30]
        if _FURNITURE.search(around) or any(mark in sentence for mark in '"“”()'):
            return False
        before, behind = prose.sentences[number - 1], prose.sentences[number + 1]
        if ";" not in sentence and _TAKES_UP.match(text, behind.start):
            return False
        if text[before.end - 1] not in '.!?”"' or text[behind.end - 1] not in '.!?”"':
            return False
        if _ABBREVIATED.search(text, max(0, before.end - 8), before.end):
            return False
        alone = "\n" in text[before.end : start] and "\n" in text[end : behind.start]
        if alone:
            return sentence.count(";") >= 2
        return quotation_round(prose, start) is None
