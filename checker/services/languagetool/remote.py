"""One LanguageTool server, spoken to through language-tool-python. Importing this takes a quarter of a second: only
inside functions.

The library gives the handshake (its languages, the tag of a variant), the address, the parameters and the transport.
Its `check` and its `Match` are not used: `check` sends plain text alone, where markup has to be told from language,
and `Match` keeps the last text in class attributes, which threads would share, and counts the characters outside the
Basic Multilingual Plane in offsets that it has already shifted.
"""

from __future__ import annotations

import http.client
from typing import Any, cast
from urllib.parse import urljoin

import language_tool_python
import msgspec
from language_tool_python.exceptions import LanguageToolError

from checker.services.languagetool.annotated import Part
from checker.services.loopback import is_loopback

# A proxy of the environment has no business with this machine's own server, and must not see its text.
_NO_PROXY = cast("dict[str, str]", {"http": None, "https": None, "all": None})
_LINE = 160  # characters of a server's own words that a person is shown


class AnswerError(Exception):
    """A request that got no usable answer; its text says why, as a clause."""


class _Category(msgspec.Struct):
    id: str = ""


class _Rule(msgspec.Struct, rename="camel"):
    id: str
    sub_id: str = ""
    issue_type: str = ""
    category: _Category = msgspec.field(default_factory=_Category)


class _Replacement(msgspec.Struct):
    value: str = ""


class RawMatch(msgspec.Struct, rename="camel"):
    """A match as the server tells it; `offset` and `length` are in UTF-16 units of the whole request."""

    offset: int
    length: int
    rule: _Rule
    message: str = ""
    short_message: str = ""
    replacements: list[_Replacement] = []


class _Warnings(msgspec.Struct, rename="camel"):
    incomplete_results: bool = False


class _Software(msgspec.Struct):
    version: str = ""


class Answer(msgspec.Struct, rename="camel"):
    """What a server answers; `sentence_ranges` are half-open, in UTF-16 units."""

    matches: list[RawMatch]
    software: _Software = msgspec.field(default_factory=_Software)
    warnings: _Warnings = msgspec.field(default_factory=_Warnings)
    sentence_ranges: list[tuple[int, int]] = []


class Remote(language_tool_python.LanguageTool):
    """A server for one variant of English and one set of rules. Threads may share it."""

    def __init__(self, url: str, variant: str, disabled: frozenset[str], timeout: float) -> None:
        """Raises AnswerError where the server does not say its languages, or lacks the variant."""
        self._TIMEOUT = timeout  # type: ignore[assignment]  # seconds to connect, and of silence
        base = url.rstrip("/").removesuffix("/v2") + "/"
        try:
            super().__init__(variant, remote_server=base, proxies=_NO_PROXY if is_loopback(base) else None)
        except (LanguageToolError, OSError, ValueError, TypeError, AttributeError, http.client.HTTPException) as error:
            raise AnswerError(_reason(error)) from error
        self.disabled_rules = set(disabled)

    def ask(self, parts: list[Part]) -> Answer:
        """What the server says of an annotated text. Raises AnswerError."""
        params = self._create_params("")
        del params["text"]
        params["data"] = msgspec.json.encode({"annotation": parts}).decode()
        try:
            raw: Any = self._query_server(urljoin(self._url, "check"), params, num_tries=1, method="post")
            answer = msgspec.convert(raw, Answer)
        except (LanguageToolError, OSError, ValueError, http.client.HTTPException) as error:
            raise AnswerError(_reason(error)) from error
        if answer.warnings.incomplete_results:
            raise AnswerError("it stopped before it was through")
        return answer


def _reason(error: BaseException) -> str:
    """Why a request failed, for a person: short, on one line."""
    said = " ".join(str(error).split())
    if isinstance(error, msgspec.ValidationError | UnicodeError | TypeError | AttributeError):
        return "its answer is not LanguageTool's"
    lower = said.lower()
    if "timed out" in lower or "timeout" in lower:
        return "it did not answer in time"
    if "refused" in lower or "reset" in lower or "aborted" in lower or "max retries" in lower or "broken" in lower:
        return "the connection was lost"
    if not said or said[0] in "<[{":
        return "its answer is not LanguageTool's"
    return f"it answered “{said[:_LINE]}”"
