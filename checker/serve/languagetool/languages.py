"""The languages that copydesk knows by itself, as LanguageTool lists them."""

from __future__ import annotations

from itertools import islice

import msgspec

from checker.article import Article
from checker.language import foreign, language_name
from checker.lexicon import known as known_word
from checker.serve.languagetool.asked import Asked, LanguageToolError
from checker.spelling_varieties import variant_of

NAMES = {
    "en": "English",
    "en-US": "English (US)",
    "en-GB": "English (GB)",
    "en-AU": "English (Australian)",
    "en-CA": "English (Canadian)",
    "en-NZ": "English (New Zealand)",
    "en-ZA": "English (South African)",
}
_AUTO = "auto"
_SURE = 0.99
# So sure of a language other than English; and at most so sure of English where fewer of the words are English ones.
_GUESSED = 0.5
_ENGLISH_SHARE = 0.8
# Of so many different words the lexicon is asked.
_SAMPLE = 200


class Detected(msgspec.Struct, frozen=True):
    """A language as it was detected; the source says by what."""

    name: str
    code: str
    confidence: float
    source: str | None


class Language(msgspec.Struct, frozen=True, rename="camel"):
    """The language of a text, and the one that it seems to be in."""

    name: str
    code: str
    detected_language: Detected


def listed() -> list[dict[str, str]]:
    """The answer of /v2/languages."""
    return [{"name": name, "code": "en", "longCode": tag} for tag, name in NAMES.items()]


def known(tag: str) -> str:
    """A tag as it is written. Raises LanguageToolError for a language that is not known."""
    for name in NAMES:
        if tag.lower().replace("_", "-") == name.lower():
            return name
    codes = ", ".join(sorted(NAMES))
    raise LanguageToolError(
        400, f"'{tag}' is not a language code known to LanguageTool. Supported language codes are: {codes}."
    )


def language_of(asked: Asked, article: Article) -> Language:
    """The language that was asked for, or with "auto" that of the text. Raises LanguageToolError."""
    tag = None if asked.language == _AUTO else known(asked.language)
    if mother := asked.rest.get("motherTongue"):
        known(mother)
    other = foreign(article)
    if other:
        name = language_name(other)
        detected = Detected(name or other, other, _GUESSED if name else 0.0, "copydesk")
    else:
        preferred = [variant for variant in asked.preferred_variants if variant in NAMES]
        seen = preferred[0] if preferred else tag or variant_of(article)
        detected = Detected(NAMES[seen], seen, _certainty(article), "copydesk")
    if tag is not None:
        return Language(NAMES[tag], tag, detected)
    return Language(detected.name, detected.code, detected)


def _certainty(article: Article) -> float:
    """How sure it is, from 0 to 1, that a text is in English that nothing shows to be in another language: a few words
    show nothing."""
    words = article.body.words
    lowered = (word for word, places in words.index.items() if words.texts[places[0]] == word and word.isalpha())
    sample = list(islice(lowered, _SAMPLE))
    share = sum(map(known_word, sample)) / len(sample) if sample else 0.0
    return _SURE if share >= _ENGLISH_SHARE else round(share * _GUESSED, 2)


def variety(asked: Asked) -> str:
    """The variety of English that a check is to hold the text to, "" where the text is to tell."""
    for tag in (asked.language, *asked.preferred_variants):
        if tag in NAMES and "-" in tag:
            return tag
    return ""
