"""A check in LanguageTool's terms: our findings, and beside them what a real LanguageTool says, where one is there."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import msgspec

from checker.article import Article
from checker.finding import Finding
from checker.rule import Rule
from checker.serve.jobs import Choice
from checker.serve.languagetool.asked import Asked, LanguageToolError, agree, data_of
from checker.serve.languagetool.languages import known, language_of, listed, variety
from checker.serve.languagetool.matches import (
    Match,
    Text,
    beside,
    configured,
    extended_sentence_ranges,
    match_of,
    sentence_ranges,
    wanted,
)
from checker.services.services import ServiceUnavailableError
from checker.source import Source
from checker.version import VERSION

if TYPE_CHECKING:
    from checker.engine import Engine
    from checker.services.services import Services

# Ours without the rules that only pass on what LanguageTool says, and without siblings, which its clients cannot send.
_TIERS = ("local", "noise")
_SECONDS = 120.0
_BAD_REQUEST = 400
SOFTWARE_IN_SHORT = ("name", "version", "buildDate", "premium")
"""What of `software` the other endpoints tell."""


def software(version: str = VERSION) -> dict[str, Any]:
    """What answers, in LanguageTool's form."""
    return {
        "name": "copydesk",
        "version": version,
        "buildDate": "",
        "apiVersion": 1,
        "premium": False,
        "premiumHint": "",
        "status": "",
    }


class LanguageToolAnswers:
    """Answers checks; `engine_of` gives the engine for a choice, `tiers` are those of the server."""

    def __init__(self, tiers: tuple[str, ...], services: Services, engine_of: Any) -> None:
        self._tiers = tuple(tier for tier in _TIERS if tier in tiers)
        self._with_real_one = "grammar" in tiers
        self._services = services
        self._engine_of = engine_of
        self._url = ""

    def check(self, asked: Asked) -> bytes:
        """The answer to a check, in JSON. Raises LanguageToolError."""
        text = Text(asked.pieces)
        variant = variety(asked)
        article = Article(id="text", text=text.prose, language=_declared(asked), origin=Source("-"))
        real, gap = self._real_answer(asked)
        if real is None:
            language: Any = language_of(asked, Article(id="text", text=text.prose))
            agree(asked)
        else:
            language = real["language"]
        ours = self._matches(asked, article, text, variant)
        answer: dict[str, Any] = {
            "software": real["software"] if real else software(),
            "warnings": {"incompleteResults": bool(gap)},
            "language": language,
        }
        if gap:
            answer["warnings"]["incompleteResultsReason"] = gap
        if real is None:
            answer["matches"] = sorted(ours, key=lambda match: match.offset)
            answer["sentenceRanges"] = sentence_ranges(article, text)
            answer["extendedSentenceRanges"] = extended_sentence_ranges(article, text, language.code)
            return msgspec.json.encode(answer)
        theirs = real.pop("matches")
        kept = beside(ours, [(match["offset"], match["offset"] + match["length"]) for match in theirs])
        answer["matches"] = sorted([*theirs, *kept], key=_offset)
        rest = {name: value for name, value in real.items() if name not in answer}
        return msgspec.json.encode(answer | rest)

    def languages(self) -> bytes:
        """The languages that can be asked for, in JSON."""
        if self._with_real_one:
            try:
                return self._ask("languages")
            except (OSError, ServiceUnavailableError):
                self._url = ""
        return msgspec.json.encode(listed())

    def configuration(self, language: str, most_characters: int) -> bytes:
        """The rules for a language, in JSON: of the real LanguageTool, and ours. Raises LanguageToolError."""
        engine: Engine = self._engine_of(Choice(self._tiers))
        ours = [configured(rule) for rule in engine.rules]
        answer: dict[str, Any] = {}
        if self._with_real_one:
            try:
                query = urllib.parse.urlencode({"language": language})
                answer = msgspec.json.decode(self._ask(f"configinfo?{query}"))
            except urllib.error.HTTPError as error:
                said = error.read().decode("utf-8", "replace").strip()
                raise LanguageToolError(error.code, said.removeprefix("Error: ")) from None
            except (OSError, ValueError, ServiceUnavailableError):
                self._url = ""
        if not answer:
            known(language)
            answer = {"software": {n: v for n, v in software().items() if n in SOFTWARE_IN_SHORT}}
        answer["parameter"] = {"maxTextLength": most_characters}
        answer["rules"] = [*answer.get("rules", ()), *ours]
        return msgspec.json.encode(answer)

    def _matches(self, asked: Asked, article: Article, text: Text, variant: str) -> list[Match]:
        # A client that asks for both kinds asks twice; our rules judge a text as a whole.
        if asked.mode == "allButTextLevelOnly":
            return []
        everything: Engine = self._engine_of(Choice(self._tiers, language=variant))
        rules: dict[str, Rule] = {rule.name: rule for rule in everything.rules}
        run, named = wanted(everything.rules, asked)
        if not run:
            return []
        off = tuple(sorted(rules.keys() - run))
        engine: Engine = self._engine_of(Choice(self._tiers, ignore=off, language=variant)) if off else everything
        notes = rules.keys() if asked.level == "picky" else named
        return [
            match_of(finding, rules[finding.rule], article, text)
            for finding in engine.check(article).findings
            if finding.rule in rules and (finding.severity.loud or finding.rule in notes) and _in_text(finding)
        ]

    def _real_answer(self, asked: Asked) -> tuple[dict[str, Any] | None, str]:
        """What the real LanguageTool answers, and why it does not. Raises LanguageToolError where it refuses."""
        if not self._with_real_one:
            return None, ""
        form = urllib.parse.urlencode({**asked.rest, "data": data_of(asked)}).encode()
        why = ""
        for _ in range(2):  # a server that has ended since is started again
            try:
                answer = msgspec.json.decode(self._ask("check", form))
                if isinstance(answer, dict) and "matches" in answer and "software" in answer:
                    return answer, ""
                why = "its answer is not LanguageTool's"
            except urllib.error.HTTPError as error:
                said = error.read().decode("utf-8", "replace").strip()
                if error.code == _BAD_REQUEST:
                    raise LanguageToolError(error.code, said.removeprefix("Error: ")) from None
                why = said or str(error)
            except (OSError, ValueError) as error:
                why = str(error)
            except ServiceUnavailableError as error:
                return None, f"LanguageTool is not there: {error}"
            self._url = ""
        return None, f"LanguageTool did not answer: {why}"

    def _ask(self, action: str, form: bytes | None = None) -> bytes:
        if not self._url:
            from checker.services.languagetool.server import connect

            self._url = connect(self._services.settings, self._services.note).url
        # No proxy has any business with this machine's own server.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self._url}/v2/{action}", data=form, timeout=_SECONDS) as answer:
            return bytes(answer.read())


def _declared(asked: Asked) -> str | None:
    """The language that the client says the text is in."""
    return None if asked.language == "auto" else asked.language


def _in_text(finding: Finding) -> bool:
    return finding.field == "text"


def _offset(match: Any) -> int:
    return int(match.offset if isinstance(match, Match) else match["offset"])
