"""The rule `foreign-language`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding, Severity
from checker.language import declared, foreign, language_name
from checker.rule import Context, Invalid, Rule, Valid


class ForeignLanguage(Rule):
    """An article that is not in English.

    What it finds: an article whose text is in another language, or that says so itself (`language` in JSON lines,
    `lang` in HTML). No other rule judges such an article, for all of them are about English. An article that is partly
    in English is judged, and nothing is said of less than twenty words.

    Why it matters: an article without findings looks clean; this one was not checked. In a set of translations, it was
    left untranslated.

    Example: "Le conseil a décidé de fermer la piscine, parce que les travaux sont trop chers pour la ville et que …"
    """

    name = "foreign-language"
    category = "noise"
    severity = Severity.INFO
    any_language = True
    of_whole = True
    invalid = (
        Invalid(
            "La mairie ferme la piscine. Les travaux sont trop chers pour la ville, et le toit ne tient plus, dit le"
            " maire dans une lettre aux habitants.",
            ("La mairie ferme la piscine.",),
        ),
        Invalid(
            "Der Rat hat die Brücke gesperrt. Die Pfeiler sind nicht mehr sicher, und für eine neue fehlt der Stadt"
            " das Geld, sagte die Sprecherin.",
            ("Der Rat hat die Brücke gesperrt.",),
        ),
        Invalid(
            "Совет закрыл старый мост. Его опоры больше не безопасны, и жители вынуждены ехать в объезд.",
            ("Совет закрыл старый мост.",),
        ),
    )
    valid = (
        Valid(
            "“Les travaux sont trop chers pour la ville, et le toit ne tient plus,” the mayor wrote, and the letter"
            " that he sent to the council was read out by a clerk who said that there had been no time to translate it."
        ),
        Valid("La mairie ferme la piscine. Les travaux sont trop chers."),
        Valid(
            "1. Real Madrid 34 24 6 4\n2. Atlético de Madrid 34 22 7 5\n3. Villarreal 34 18 9 7\n4. La Coruña 34 9 9 16"
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        tag = foreign(article)
        prose = article.body
        if tag is None or not prose.sentences:
            return
        name = language_name(tag)
        start, end = prose.sentences[0]
        if declared(article.language):
            said = f"The article is marked as {name or f'of the language “{article.language}”'}"
        else:
            said = f"The article is in {name}" if name else "The article is not in English"
        yield self.finding(prose, start, end, f"{said}, so that no rule for English was applied to it.")
