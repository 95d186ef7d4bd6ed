"""The rule `wrong-article`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import adjacent
from checker.lexicon import known, parts_of_speech
from checker.rule import Context, Invalid, Rule, Valid

# Sounds, not letters, choose the article. Left out is what is written both ways or nobody can tell: "an historic".
_VOWEL = re.compile(
    r"[ai]|o(?!nce\b|ne\b|neself|netime|uija)|e(?!u|we)|u(?:n(?!i|anim)|nin|nim|p|l|m|nd|sh|t[tm])|hour|honou?r|honest|heir"
)
_CONSONANT = re.compile(r"[bcdfgjklmnpqrstvwyz]|uni(?![nmd])|use|usu|eu|one\b|once\b|onetime")

_OPENS = re.compile(r"[.!?\n“\"‘:—]")


class WrongArticle(Rule):
    """An "a" that should be "an", or the other way round.

    What it finds: "an" before a known word that begins with the sound of a consonant, and "a" before one that begins
    with that of a vowel. Names, abbreviations and words that take either ("historic") are left alone.

    Why it matters: the word behind the article was changed and the article was not; readers stumble.

    Example: "The firm bought an site near the river."
    """

    name = "wrong-article"
    category = "grammar"
    invalid = (
        Invalid("The firm bought an site near the river.", ("an",), "a"),
        Invalid("She gave a interview about an union and a honest man.", ("a", "an", "a"), "an"),
    )
    valid = (
        Valid("A unanimous court gave an honest man a one-year term, an hour and a uniform."),
        Valid("It was an historic vote on a European union, a once and an SEC filing."),
        Valid("He took an x-ray of a ewe for an unidentified man, a onetime friend, and an herb in a utopia."),
        Valid("The a and the an are articles."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        lowers, last = words.lowers, len(words) - 1
        for wrong, right, sound in (("a", "an", _VOWEL), ("an", "a", _CONSONANT)):
            for i in words.index.get(wrong, ()):
                if i == last or not sound.match(lowers[i + 1]) or not adjacent(prose, i):
                    continue
                text, word = words.texts[i], lowers[i + 1].split("-")[0]
                if text == "A" and i and not _OPENS.search(prose.text[words.ends[i - 1] : words.starts[i]]):
                    continue  # a letter: "Exhibit A and"
                tags = set(parts_of_speech(word))
                if len(word) < 3 or not known(word) or tags <= {"F", "R"}:
                    continue
                # Before "about" or "even" it may be the article that is too many.
                sure = not tags.isdisjoint("NJ") and tags.isdisjoint("RF")
                right_text = right.capitalize() if text[0] == "A" else right
                message = f"Before “{words.texts[i + 1]}” the article is “{right_text}”."
                yield self.finding(prose, words.starts[i], words.ends[i], message, replace=right_text, safe=sure)
