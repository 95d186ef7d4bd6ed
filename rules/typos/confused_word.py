"""The rule `confused-word`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker import lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class _Confusion(NamedTuple):
    """A word that stands for another where the words before and after it are among these; none given, any will do.
    "9" is any number in digits, "P" any past participle."""

    word: str
    meant: str
    before: frozenset[str]
    after: frozenset[str]


def _confusion(word: str, meant: str, before: str = "", after: str = "") -> _Confusion:
    return _Confusion(word, meant, frozenset(before.split()), frozenset(after.split()))


_CONFUSIONS = (
    _confusion("of", "have", "could should would might must couldn't shouldn't wouldn't", "P"),
    _confusion(
        "then",
        "than",
        "more less fewer rather greater higher lower larger smaller longer better worse other",
        "9 half twice double any anyone anything ever usual expected previously two three four five six seven eight"
        " nine ten twenty thirty forty fifty hundred one a",
    ),
    _confusion("it's", "its", after="own"),
    _confusion("there", "their", after="own"),
    _confusion("they're", "their", after="own"),
    _confusion("who's", "whose", after="own"),
    _confusion("your", "you're", after="welcome going an"),
    _confusion(
        "its", "it's", "that so because but think say says said know if", "a an the been not just also going getting"
    ),
    _confusion("its", "it's", after="a an the been going"),
    _confusion("their", "there", after="is are was were has have"),
    _confusion("affect", "effect", "take took takes an", ""),
    _confusion("to", "too", "far is was", "late early often soon"),
    _confusion("lead", "led", "has have had was were been", "to by"),
)

# What takes a noun behind it, and never a clause: "lost it's licence", but not "said it's money".
_TAKE_A_NOUN = frozenset(
    "of to with by in on at from into under over within during through has have had having cut cuts cutting"
    " lose loses losing lost keep keeps keeping kept hold holds holding held sell sells selling sold buy buys buying"
    " bought raise raises raising raised lower lowers lowering lowered move moves moving moved close closes closing"
    " closed open opens opening opened change changes changing changed give gives giving gave given use uses using used"
    " build builds building built launch launches launching launched withdraw withdraws withdrawing withdrew withdrawn"
    " reach reaches reaching reached leave leaves leaving left lead leads leading led improve improves improving"
    " improved increase increases increasing increased reduce reduces reducing reduced expand expands expanding"
    " expanded extend extends extending extended publish publishes publishing published release releases releasing"
    " released suspend suspends suspending suspended renew renews renewing renewed defend defends defending defended"
    " protect protects protecting protected bring brings bringing brought send sends sending sent".split()
)
_VERBS_OF_ITS = frozenset("is are was were has have had will would".split())


class ConfusedWord(Rule):
    """A word that sounds like the one that is meant.

    What it finds: “should of gone”, “more then ten”, “it's own”, “there own”, “has lead to” and the like: pairs that
    the words beside them tell apart for certain.

    Why it matters: a spelling checker passes them, since both are words.

    Example: "The town lost it's own newspaper."
    """

    name = "confused-word"
    category = "typos"
    invalid = (
        Invalid("They should of gone home.", ("of",), "have"),
        Invalid("It cost more then 300 dollars.", ("then",), "than"),
        Invalid("The town lost it's own newspaper.", ("it's",), "its"),
        Invalid("The bank cut it's main rate.", ("it's",), "its"),
        Invalid("The firm lost it's licence in May.", ("it's",), "its"),
        Invalid("The union and it's leader were fined.", ("it's",), "its"),
        Invalid("Each had there own plan.", ("there",), "their"),
        Invalid("The rule takes affect on Monday.", ("affect",), "effect"),
        Invalid("The storm has lead to floods.", ("lead",), "led"),
    )
    valid = (
        Valid(
            "They could of course have gone against their will, by its very nature. She did what she could of the work."
        ),
        Valid("It was better then. More then came."),
        Valid("He said it's money that counts, and it's time to go. We know it's winter, and it's fun."),
        Valid("Of all it's the best. What she has it's hard to say. Within it's cold, it's clear they left it's been."),
        Valid("It's our own. There, own goals are rare."),
        Valid("The rules affect all. He had lead in his blood and took the lead to work."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for word, meant, before, after in _CONFUSIONS:
            positions: Sequence[int] = words.index.get(word, ())
            if before:
                positions = [i for i in positions if i and words.lowers[i - 1] in before]
            for i in positions:
                if _spaced(prose, i, before) and _among(after, prose, i + 1):
                    right = meant.capitalize() if words.texts[i][0].isupper() else meant
                    message = f"“{words.texts[i]}” should be “{right}” here."
                    yield self.finding(prose, words.starts[i], words.ends[i], message, replace=right)
        for i in words.index.get("it's", ()):
            if _owns(prose, i):
                right = "Its" if words.texts[i][0].isupper() else "its"
                message = f"“{words.texts[i]}” should be “{right}” here."
                yield self.finding(prose, words.starts[i], words.ends[i], message, replace=right)


def _owns(prose: Prose, i: int) -> bool:
    """Whether "it's" stands before what it owns: behind a verb or a preposition that takes no clause, before a noun or
    an adjective and a noun; or before a noun that has a verb of its own ("it's leader was")."""
    words = prose.words
    if not _follows(prose, i + 1) or words.lowers[i + 1] in ("time", "own"):
        return False
    parts = lexicon.parts_of_speech(words.lowers[i + 1])
    noun = _is_noun(parts)
    if noun and parts == "N" and _follows(prose, i + 2) and words.lowers[i + 2] in _VERBS_OF_ITS:
        return True
    if not words.texts[i].islower() or not i or words.lowers[i - 1] not in _TAKE_A_NOUN or not _follows(prose, i):
        return False
    described = "J" in parts and _follows(prose, i + 2) and _is_noun(lexicon.parts_of_speech(words.lowers[i + 2]))
    return described or (noun and "J" not in parts)


def _follows(prose: Prose, i: int) -> bool:
    """Whether there is a word at `i`, with only a space before it."""
    words = prose.words
    return i < len(words) and prose.text[words.ends[i - 1] : words.starts[i]] == " "


def _is_noun(parts: str) -> bool:
    return not {"N", "S"}.isdisjoint(parts) and {"F", "R", "P", "G"}.isdisjoint(parts)


def _spaced(prose: Prose, i: int, before: frozenset[str]) -> bool:
    """Whether only a space stands before the word, where the one before counts."""
    return not before or prose.text[prose.words.ends[i - 1] : prose.words.starts[i]] == " "


def _among(wanted: frozenset[str], prose: Prose, i: int) -> bool:
    """Whether the word at `i` is one that is wanted, and only a space stands before it."""
    words = prose.words
    if not wanted:
        return True
    if i >= len(words):
        return False
    lower = words.lowers[i]
    if not (
        lower in wanted
        or ("9" in wanted and lower[0].isdigit())
        or ("P" in wanted and "P" in lexicon.parts_of_speech(lower))
    ):
        return False
    return prose.text[words.ends[i - 1] : words.starts[i]] == " "
