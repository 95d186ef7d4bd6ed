"""The rule `untranslated-word`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid
from checker.services.noise.doubts import unknown_words


class UntranslatedWord(Rule):
    """A word that English does not have, where the sentence wants one that it has.

    What it finds: words in lower case that no dictionary of English has, nor makes up from others, and of which the
    noise model is nearly sure that they do not belong where they stand. Quotations, names and what an article uses more
    than once are left alone. `leftover-source-word` finds those with letters that English lacks; this rule finds the
    others. It runs where the tier `noise` does, too.

    Why it matters: a translator did not know the word and left it, or a hurried hand hit the wrong keys.

    Example: "The tiger appartiene to the same family as the lion."
    """

    name = "untranslated-word"
    category = "noise"
    tier = "grammar"
    asks = "noise"
    invalid = (
        Invalid("The tiger appartiene to the same family as the lion, the keeper told the children.", ("appartiene",)),
        Invalid("The court has rechazado the appeal, so the two men will stay in prison until June.", ("rechazado",)),
    )
    valid = (
        Valid("The tiger belongs to the same family as the lion, the keeper told the children."),
        Valid("The play, “La corte ha rechazado”, will be shown in June, the director told reporters on Friday."),
        Valid("The chef served gnudi with butter, and said that gnudi are made without potatoes."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        model = context.services.noise
        least = model.facts["untranslated"]
        for word in unknown_words(prose, model.of(prose), least):
            text = prose.text[word.start : word.end]
            if any(w in context.accepted or len(article.body.words.index.get(w, ())) > 1 for w in text.split()):
                continue
            message = f"“{text}” is not English, and does not fit here."
            yield self.finding(prose, word.start, word.end, message)
