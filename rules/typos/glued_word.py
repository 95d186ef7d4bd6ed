"""The rule `glued-word`."""

from __future__ import annotations

from collections.abc import Iterator

from checker import lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid
from checker.surroundings import in_odd_company, left_alone

_OFTEN = 3  # a word that stands so often in an article is a name


class GluedWord(Rule):
    """Two words with no space between them.

    What it finds: a string that English does not have and that is a word with a function word before or behind it, and
    "alot".

    Why it matters: spaces are lost where lines, links and tags are joined by machine, and no reader takes it for style.

    Example: "The end ofthe war was near."
    """

    name = "glued-word"
    category = "typos"
    invalid = (
        Invalid("The end ofthe war was near.", ("ofthe",), "of the"),
        Invalid("It was unclear whetherhe would stay.", ("whetherhe",), "whether he"),
        Invalid("The minister announcedthat talks would go on.", ("announcedthat",), "announced that"),
        Invalid("It was asubject of ridicule.", ("asubject",), "a subject"),
        Invalid("They talked alot about money.", ("alot",), "a lot"),
    )
    valid = (
        Valid("He was thereby forewarned, nevertheless."),
        Valid("See the page at saidthat.example or write to @ofthe today."),
        Valid("The goverment met."),
        Valid("They allot a lot to each farmer."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for lower in prose.unknown_words:
            positions = words.index[lower]
            if len(lower) < 4 or not words.texts[positions[0]].islower() or lower in context.accepted:
                continue
            apart = "a lot" if lower == "alot" else _apart(lower)
            for i in positions if apart and len(positions) < _OFTEN else ():
                start, end = words.starts[i], words.ends[i]
                if (
                    words.texts[i].islower()
                    and not left_alone(prose, start, end)
                    and not in_odd_company(prose, i, context.accepted)
                ):
                    message = f"A space is missing in “{words.texts[i]}”."
                    yield self.finding(prose, start, end, message, replace=apart)


def _apart(lower: str) -> str | None:
    from checker import spelling

    if lexicon.misspelling(lower) is not None:
        return None
    return spelling.taken_apart(lower)
