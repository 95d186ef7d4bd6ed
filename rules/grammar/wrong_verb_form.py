"""The rule `wrong-verb-form`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import DETERMINERS, adjacent
from checker.grammar.verbs import MODALS
from checker.lexicon import parts_of_speech
from checker.rule import Context, Invalid, Rule, Valid

# Behind these "to" takes a verb in its plain form and nothing else.
_BEFORE_INFINITIVE = frozenset(
    "have has had having want wants wanted going able unable order need needs needed try tries tried trying decide"
    " decided hope hopes hoped ought likely unlikely forced begin began chose choose plan plans planned refused refuses"
    " willing seek seeks sought threatened vowed promised failed fails afford attempt attempts effort efforts"
    " how".split()
)
_DO = frozenset("don't doesn't didn't".split())
# Behind these the subject follows the helper: "How would overwhelmed doctors choose?"
_INVERTS = frozenset("how why when where what which who but and or nor so if then only so whether than as".split())
_NOUNS_TOO = frozenset("will can may might must".split())
_BEFORE_NOUN = frozenset(
    "military free final ill own living last his no any of with garbage trash tin beer soda soup paint gas spray oil"
    " petrol water milk aluminum".split()
)
_NEVER_PLAIN = frozenset("been has had does did".split())


class WrongVerbForm(Rule):
    """A verb in a form that the word before it does not take.

    What it finds: a past form, or a form in -s, behind "will", "could", "didn't" or the like, or behind "to" where a
    verb must follow ("have to chose").

    Why it matters: a sentence with two tenses in one verb was patched or translated word by word.

    Example: "The council will met on Monday."
    """

    name = "wrong-verb-form"
    category = "grammar"
    invalid = (
        Invalid("The council will met on Monday.", ("will met",)),
        Invalid("Nobody should have to chose between work and home.", ("to chose",)),
        Invalid("She didn't went to the meeting.", ("didn't went",)),
        Invalid("The bank would had to pay for it.", ("would had",)),
    )
    valid = (
        Valid("The final will purporting to be his was read, and what he referred to came as a surprise."),
        Valid("How will lobbyists protect it? Whoever wants to can leave."),
        Valid("They cut costs and could put it off; it must be said."),
        Valid("The free will gave him, in the end, no peace."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        lowers, last = words.lowers, len(words) - 1
        for helper in MODALS | _DO:
            for i in words.index.get(helper, ()):
                if (
                    i in (0, last)
                    or not words.texts[i].islower()
                    or lowers[i - 1] in _INVERTS
                    or not self._not_plain(lowers[i + 1])
                ):
                    continue
                if adjacent(prose, i) and not (helper in _NOUNS_TOO and self._may_be_noun(lowers[i - 1])):
                    yield self._found(prose, i)
        for i in words.index.get("to", ()):
            if not 0 < i < last or lowers[i - 1] not in _BEFORE_INFINITIVE or not self._not_plain(lowers[i + 1]):
                continue
            if adjacent(prose, i) and adjacent(prose, i - 1):
                yield self._found(prose, i)

    def _found(self, prose: Prose, at: int) -> Finding:
        words = prose.words
        start, end = words.starts[at], words.ends[at + 1]
        return self.finding(
            prose, start, end, f"“{words.texts[at + 1]}” is not the form that “{words.texts[at]}” takes."
        )

    def _not_plain(self, word: str) -> bool:
        """Whether a word is a verb in the past or in -s and nothing else that could stand there."""
        if word in _NEVER_PLAIN:
            return True
        tags = set(parts_of_speech(word))
        return bool(tags) and (tags <= {"D", "P"} or tags == {"Z"})

    def _may_be_noun(self, before: str) -> bool:
        """Whether "will" and the like may be a noun behind this word: "the will", "free will", "Mr. Hall's will"."""
        if before in DETERMINERS or before in _BEFORE_NOUN or before.endswith("'s"):
            return True
        tags = parts_of_speech(before)
        return "J" in tags and "N" not in tags
