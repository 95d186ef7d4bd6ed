"""The rule `confused-word`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from checker import lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid

_MODALS = frozenset("could should would might must couldn't shouldn't wouldn't".split())
_COMPARED = frozenset("more less fewer rather greater higher lower larger smaller longer better worse other".split())
_MEASURES = frozenset(
    "half twice double any anyone anything ever usual expected previously two three four five six seven eight nine ten"
    " twenty thirty forty fifty hundred one a".split()
)
_BE = frozenset("is are was were has have will would".split())
_FEW_AFTER_ITS = frozenset("a an the been not just also because really very going getting unclear".split())


class _Confusion(NamedTuple):
    """A word that stands for another where its neighbours are such: `fits` takes the words before and after."""

    word: str
    meant: str
    fits: Callable[[str, str], bool]


_CONFUSIONS = (
    _Confusion("of", "have", lambda a, b: a in _MODALS and bool({"P"} & {*lexicon.parts_of_speech(b)})),
    _Confusion("then", "than", lambda a, b: a in _COMPARED and (b in _MEASURES or b[:1].isdigit())),
    _Confusion("it's", "its", lambda a, b: b == "own"),
    _Confusion("there", "their", lambda a, b: b == "own"),
    _Confusion("they're", "their", lambda a, b: b == "own"),
    _Confusion("who's", "whose", lambda a, b: b == "own"),
    _Confusion("your", "you're", lambda a, b: b in ("welcome", "going", "an")),
    _Confusion("its", "it's", lambda a, b: b in _FEW_AFTER_ITS and a not in ("of", "in", "on", "for", "to", "and", "with")),
    _Confusion("their", "there", lambda a, b: b in _BE),
    _Confusion("affect", "effect", lambda a, b: a in ("take", "took", "takes", "an", "in", "into") and b != "of"),
    _Confusion("loose", "lose", lambda a, b: a in ("to", "will", "could", "would", "might") and b in ("the", "a", "their", "his", "her", "its", "my", "our", "your")),
    _Confusion("to", "too", lambda a, b: b in ("late", "early", "often", "soon") and a in ("far", "is", "was", "not", "much")),
    _Confusion("lead", "led", lambda a, b: a in ("has", "have", "had", "was", "were", "been") and b in ("to", "by")),
)  # fmt: skip


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
        Invalid("Each had there own plan.", ("there",), "their"),
        Invalid("The rule takes affect on Monday.", ("affect",), "effect"),
        Invalid("The storm has lead to floods.", ("lead",), "led"),
    )
    valid = (
        Valid("They could of course have gone. She did what she could of the work."),
        Valid("It was better then. More then came."),
        Valid("It's our own. There, own goals are rare."),
        Valid("The rules affect all. He had lead in his blood and took the lead to work."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for word, meant, fits in _CONFUSIONS:
            for i in words.index.get(word, ()):
                before = words.lowers[i - 1] if i and _close(prose, i - 1) else ""
                after = words.lowers[i + 1] if i + 1 < len(words) and _close(prose, i) else ""
                if fits(before, after) and (words.texts[i].islower() or words.texts[i][1:].islower()):
                    right = meant.capitalize() if words.texts[i][0].isupper() else meant
                    message = f"“{words.texts[i]}” should be “{right}” here."
                    yield self.finding(prose, words.starts[i], words.ends[i], message, replace=right)


def _close(prose: Prose, i: int) -> bool:
    """Whether nothing but a space stands between a word and the next."""
    return prose.text[prose.words.ends[i] : prose.words.starts[i + 1]] == " "
