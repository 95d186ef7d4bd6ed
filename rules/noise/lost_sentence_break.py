"""The rule `lost-sentence-break`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.annotations.repeats import copy_of
from checker.article import Article
from checker.finding import Finding
from checker.grammar.verbs import AUXILIARIES, is_finite, may_be_finite
from checker.rule import Context, Invalid, Rule, Valid

# Words that open a sentence and never have a capital inside one; "The" and "In" also open titles of works.
_OPENER = re.compile(
    r"[IHSWTBAO](?<=[a-z] .)(?:t|e|he|hey|his|hese|hose|here|ut|owever|f|hen|hile|lthough|n|fter|ur|er|heir|ts)"
    r"(?= [a-z])"
)
_OPENERS = frozenset(
    "It He She We They This These Those There But However The If When While Although In After Our Her Their Its".split()
)
_PRONOUNS = frozenset("It He She We They There".split())
_NEAR = 12
_LEAST_BEFORE = 4
# So many words that stand elsewhere too were pasted there a second time.
_COPIED = 6
# Words behind which a title or a quoted word follows without marks.
_INTRODUCES = frozenset(
    "film movie book novel song album play show series magazine newspaper band poem essay article musical single"
    " documentary memoir game called titled entitled named dubbed caption captions photos photo video highlights word"
    " words phrase by via".split()
)
# Words that no sentence ends with.
_OPEN_ENDED = frozenset(
    "of to at for with from as like than that and or but so because if when where while until before the a an this such"
    " without about into through between during against whether called titled by via is are was were in".split()
)
_DIVINE = ("god", "jesus", "christ", "allah", "almighty", "savior", "saviour")


class LostSentenceBreak(Rule):
    """A sentence that begins in the middle of another, the full stop between them lost.

    What it finds: a clause in lower case, then, with nothing but a space between, a word such as "It" or "The" that has
    a capital only where a sentence begins, and a verb behind it.

    Why it matters: two sentences run into one, and the reader has to find where the first one ended; machine
    translators lose the stop when the source has a mark they do not know.

    Example: "They are free to sell what they grow It would be a mistake to stop them."
    """

    name = "lost-sentence-break"
    category = "noise"
    invalid = (
        Invalid("They are free to sell what they grow It would be a mistake to stop them.", ("grow It",), "grow. It"),
        Invalid("The council was asked for a new bridge last year The mayor said it was too dear.", ("year The",)),
        Invalid(
            "The villagers have left their homes along the river They do not know when the water will fall.",
            ("river They",),
        ),
    )
    valid = (
        Valid("Critics were kind to the film It is not over yet, which opened last week."),
        Valid("The believers said that they would follow where He would lead, for God is kind."),
        Valid("A new survey for the newspaper The editor will be printed tomorrow."),
        Valid("The mayor had no time so far The mayor had no time so far to see the bridge."),
        Valid("Image caption The bridge was closed for a week"),
        Valid("Reporters for The New York Times were there, and The Hague was mentioned."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        if prose.field == "title":
            return
        for match in _OPENER.finditer(prose.text):
            opener = match.group()
            here = prose.words.at(match.start()) if opener in _OPENERS else None
            if here is None or not self._breaks(prose, here, opener):
                continue
            before = here - 1
            start, end = prose.words.starts[before], prose.words.ends[here]
            message = f"A sentence seems to end before “{opener}” without a full stop."
            yield self.finding(prose, start, end, message, replace=f"{prose.words.texts[before]}. {opener}")

    def _breaks(self, prose: Prose, here: int, opener: str) -> bool:
        words, text = prose.words, prose.text
        line_start = text.rfind("\n", 0, words.starts[here]) + 1
        first = max(words.first_at(line_start), here - 3 * _NEAR)
        if here - first < _LEAST_BEFORE or not words.texts[here - 1].islower() or not words.texts[here - 2].islower():
            return False
        if words.lowers[here - 1] in _OPEN_ENDED or "Caption" in text[words.starts[first] : words.starts[here]]:
            return False
        if not _INTRODUCES.isdisjoint(words.lowers[max(first, here - 3) : here]) or not any(
            (may_be_finite if self._speaks(words.lowers, here, opener) else is_finite)(word)
            for word in words.lowers[first:here]
        ):
            return False
        if opener == "He" and any(word in words.index for word in _DIVINE):
            return False
        return self._clause_follows(prose, here, opener) and copy_of(prose, here, _COPIED) is None

    @staticmethod
    def _speaks(lowers: list[str], here: int, opener: str) -> bool:
        """Whether a pronoun and its auxiliary leave no doubt that a clause begins."""
        return opener in _PRONOUNS and here + 1 < len(lowers) and lowers[here + 1] in AUXILIARIES

    def _clause_follows(self, prose: Prose, here: int, opener: str) -> bool:
        words = prose.words
        if opener in _PRONOUNS:
            following = words.lowers[here + 1 : here + 3]
            return bool(following) and (
                following[0] in AUXILIARIES
                or is_finite(following[0])
                or (
                    following[0] in {"also", "now", "still", "never"} and len(following) > 1 and is_finite(following[1])
                )
            )
        last = min(len(words), here + _NEAR)
        return any(is_finite(words.lowers[i]) for i in range(here + 1, last))
