"""The rule `wrong-article`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker import lexicon
from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid
from checker.surroundings import opens_sentence

# Words that begin with a vowel letter and the sound of a consonant: university, useful, European, one.
_YOU = re.compile(r"unan|uni(?!n|m[ap]|dent|ss)|us[aeu]|ut[eio]|ur[aei]|ubi|ufo|uk|e[uw]|one(?!rous)|once|oui")


class WrongArticle(Rule):
    """“A” before a vowel, “an” before a consonant.

    What it finds: “a” before a usual word in lower case that begins with the sound of a vowel, and “an” before one that
    begins with a consonant. Abbreviations, names, numbers, and words with h that some say without it are left alone.

    Why it matters: it is what is left where one word was put in another's place, by a spinner or by a hurried hand.

    Example: "He bought a apple and an book."
    """

    name = "wrong-article"
    category = "typos"
    invalid = (
        Invalid("He bought a apple.", ("a",), "an"),
        Invalid("She read an book about it.", ("an",), "a"),
        Invalid("A investigation was opened.", ("A",), "An"),
        Invalid("She gave a intervew and then an stament.", ("a", "an"), "an"),
        Invalid("It was an voluntary act, not a unusual one.", ("an", "a"), "a"),
    )
    valid = (
        Valid("It took an hour to find a one-off European solution at a university."),
        Valid("An MP and an 8-year-old met an FBI agent, a US envoy and an historic figure."),
        Valid("The vitamin A intake and grade A eggs were fine; from A to an A."),
        Valid("A uniform, a unanimous vote, a useful tool, a eulogy, an heir, an unidentified man."),
        Valid("He drew an x. A “and” is missing. In a, a or an, an e."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        for article_word, vowels in (("a", True), ("an", False)):
            for i in words.index.get(article_word, ()):
                if i + 1 < len(words) and prose.text[words.ends[i] : words.starts[i + 1]] == " ":
                    following = words.texts[i + 1]
                    if following[0] in "aeiou" if vowels else following[0] in "bcdfgjklmnpqrstvwz":
                        finding = self._wrong(prose, i, following)
                        if finding:
                            yield finding

    def _wrong(self, prose: Prose, i: int, following: str) -> Finding | None:
        words = prose.words
        written = words.texts[i]
        head = following.partition("-")[0].removesuffix("'s")
        if written not in ("a", "an") and not (written in ("A", "An") and opens_sentence(prose, i)):
            return None
        if len(head) < 3 or not head.isalpha() or not head.islower():
            return None
        if not lexicon.known(head):
            head = _meant(head)
        if lexicon.frequency(head) < 0.5:
            return None
        parts = lexicon.parts_of_speech(head)
        if _YOU.match(head) or "F" in parts:
            return None
        right = "a" if written.lower() == "an" else "an"
        right = right.capitalize() if written[0].isupper() else right
        message = f"“{written}” should be “{right}” before “{following}”."
        return self.finding(
            prose, words.starts[i], words.ends[i], message, replace=right, safe="N" in parts or "J" in parts
        )


def _meant(head: str) -> str:
    """The word that a misspelled one stands for, where the slip leaves its first letters alone: they are what the
    article hangs on."""
    from checker import spelling

    meant = spelling.correction(head) or ""
    return meant if meant.isalpha() and meant[:2] == head[:2] else ""
