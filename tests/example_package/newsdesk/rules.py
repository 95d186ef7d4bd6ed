"""Rules, found by their entry points. Everything that a rule needs comes from `copydesk`."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Article, Context, Finding, Invalid, Options, Prose, Rule, Valid


class ShoutedSentenceOptions(Options, frozen=True):
    """`marks` is how many exclamation marks are too many."""

    marks: int = 3


class ShoutedSentence(Rule):
    """Exclamation marks in a row.

    What it finds: three exclamation marks or more, one behind the other.

    Why it matters: nobody shouts in print.

    Example: "He came!!!"

    Options: `marks`, how many are too many.
    """

    name = "shouted-sentence"
    category = "punctuation"
    since = "0.1"
    options = ShoutedSentenceOptions
    invalid = (Invalid("He came!!!", ("!!!",), "!"), Invalid("No!!!! It rained.", ("!!!!",), "!"))
    valid = (Valid("He came!"), Valid("He came."))

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        options = context.options
        least = options.marks if isinstance(options, ShoutedSentenceOptions) else 3
        start = prose.text.find("!" * least)
        while start >= 0:
            end = start + least
            while prose.text[end : end + 1] == "!":
                end += 1
            yield self.finding(prose, start, end, "Nobody shouts in print.", replace="!", safe=True)
            start = prose.text.find("!" * least, end)


class _Word(Rule):
    """The rules below mark a word."""

    category = "consistency"
    word = ""

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        for i in prose.words.index.get(self.word, ()):
            start, end = prose.words.starts[i], prose.words.ends[i]
            yield self.finding(prose, start, end, f"The word “{self.word}” is here.")


class NewerRule(_Word):
    """A word that a later version minds.

    What it finds: the word “newer”.

    Why it matters: it shows what `since` does.

    Example: "The newer one."
    """

    name = "newer-rule"
    word = "newer"
    since = "99.0"
    invalid = (Invalid("The newer one.", ("newer",)),)
    valid = (Valid("The new one."),)


class TrialRule(_Word):
    """A word that is looked for on trial.

    What it finds: the word “trial”.

    Why it matters: it shows what the status preview does.

    Example: "The trial went on."
    """

    name = "trial-rule"
    word = "trial"
    status = "preview"
    invalid = (Invalid("The trial went on.", ("trial",)),)
    valid = (Valid("The court rose."),)


class OldRule(_Word):
    """A word that will soon be nobody's business.

    What it finds: the word “old”.

    Why it matters: it shows what the status deprecated does.

    Example: "The old one."
    """

    name = "old-rule"
    word = "old"
    status = "deprecated"
    invalid = (Invalid("The old one.", ("old",)),)
    valid = (Valid("The one before."),)
