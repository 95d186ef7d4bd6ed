"""What a client of LanguageTool asks for: its parameters, checked in the order and with the words of LanguageTool 6.8.

Its server reads parameters from the address and from a body in the form of an HTML form, whatever that says of its
type; of a parameter that comes twice the last counts.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

import msgspec

from checker.printable import encodable
from checker.serve.refused import RefusedError

MODES = ("textLevelOnly", "allButTextLevelOnly", "all")
LEVELS = (
    "default", "picky", "academic", "clarity", "professional", "creative", "customer", "jobapp", "objective", "elegant",
)  # fmt: skip
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MOST_PARAMETERS = 1_000
_TRUE = ("yes", "true")
# What the real server is sent beside the text.
_PASSED_ON = frozenset(
    "language motherTongue preferredVariants preferredLanguages noopLanguages enabledRules disabledRules"
    " enabledCategories disabledCategories enabledOnly level mode allowIncompleteResults dicts".split()
)


class LanguageToolError(RefusedError):
    """A request that LanguageTool refuses, with its status and its words."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(status, f"Error: {error}")


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """A piece of the text: prose, or markup that reads as something else."""

    text: str = ""
    markup: str = ""
    reads: str = ""


class Asked(msgspec.Struct, frozen=True, omit_defaults=True, tag="languagetool"):
    """A check in LanguageTool's terms; `rest` are the parameters as they were sent, for the real server."""

    pieces: tuple[Piece, ...]
    language: str
    preferred_variants: tuple[str, ...] = ()
    enabled_rules: tuple[str, ...] = ()
    disabled_rules: tuple[str, ...] = ()
    enabled_categories: tuple[str, ...] = ()
    disabled_categories: tuple[str, ...] = ()
    enabled_only: bool = False
    level: str = "default"
    mode: str = "all"
    rest: dict[str, str] = {}

    @property
    def characters(self) -> int:
        """The length of the text with its markup."""
        return sum(len(piece.text) + len(piece.markup) for piece in self.pieces)


def parameters(query: bytes, body: bytes, method: str) -> dict[str, str]:
    """The parameters of a request. Raises LanguageToolError where they cannot be read."""
    found: dict[str, str] = {}
    for part in (query, body):
        if part.count(b"&") > _MOST_PARAMETERS or _BAD_PERCENT.search(part):
            raise LanguageToolError(400, f"Could not decode query. Query length: {len(part)} Request method: {method}")
        for pair in part.split(b"&"):
            name, _, value = pair.partition(b"=")
            if name:
                found[_unquoted(name)] = _unquoted(value)
    return found


def asked(given: dict[str, str], most_characters: int) -> Asked:
    """The check that parameters ask for. Raises LanguageToolError."""
    pieces = _pieces(given)
    if not given.get("language"):
        raise LanguageToolError(
            400, "Missing 'language' parameter, e.g. 'language=en-US' for American English or 'language=fr' for French"
        )
    found = Asked(
        pieces,
        given["language"],
        _listed(given, "preferredVariants"),
        _listed(given, "enabledRules"),
        _listed(given, "disabledRules"),
        _listed(given, "enabledCategories"),
        _listed(given, "disabledCategories"),
        given.get("enabledOnly", "").lower() in _TRUE,
        given.get("level", "default").lower(),
        given.get("mode", "all"),
        {name: value for name, value in given.items() if name in _PASSED_ON},
    )
    if found.characters > most_characters:
        raise LanguageToolError(
            413,
            f"Your text exceeds the limit of {most_characters} characters (it's {found.characters} characters)."
            " Please submit a shorter text.",
        )
    return found


def agree(asked: Asked) -> None:
    """Raises LanguageToolError where what is asked for does not go together."""
    if asked.preferred_variants and asked.language != "auto":
        raise LanguageToolError(400, "You specified 'preferredVariants' but you didn't specify 'language=auto'")
    for variant in asked.preferred_variants:
        if "-" not in variant:
            raise LanguageToolError(
                400, f"Invalid format for 'preferredVariants', expected a dash as in 'en-GB': '{variant}'"
            )
    if asked.enabled_only and (asked.disabled_rules or asked.disabled_categories):
        raise LanguageToolError(400, "You cannot specify disabled rules or categories using enabledOnly=true")
    if asked.enabled_only and not (asked.enabled_rules or asked.enabled_categories):
        raise LanguageToolError(400, "You must specify enabled rules or categories when using enabledOnly=true")
    if asked.level not in LEVELS:
        raise LanguageToolError(
            400, f"Unknown value '{asked.level}' for parameter 'level'. Valid values: {', '.join(LEVELS)}"
        )
    if asked.mode not in MODES:
        raise LanguageToolError(
            400, f"Mode must be one of 'textLevelOnly', 'allButTextLevelOnly', or 'all' but was: '{asked.mode}'"
        )


def data_of(asked: Asked) -> str:
    """The text as the `data` parameter of another server."""
    parts = [
        {"text": piece.text} if piece.text else {"markup": piece.markup, "interpretAs": piece.reads}
        for piece in asked.pieces
    ]
    return json.dumps({"annotation": parts}, ensure_ascii=False)


def _pieces(given: dict[str, str]) -> tuple[Piece, ...]:
    text, data = given.get("text"), given.get("data")
    if text is None and data is None:
        raise LanguageToolError(400, "Missing 'text' or 'data' parameter")
    if text is not None and data is not None:
        raise LanguageToolError(400, "Set only 'text' or 'data' parameter, not both")
    if text is not None:
        return (Piece(text),) if text else ()
    try:
        found = json.loads(data or "{}")
    except (ValueError, RecursionError):
        raise LanguageToolError(400, "Could not parse JSON from 'data' parameter") from None
    if not isinstance(found, dict) or ("text" not in found and "annotation" not in found):
        raise LanguageToolError(400, "'data' key in JSON requires 'text' or 'annotation' key")
    if "text" in found and "annotation" in found:
        raise LanguageToolError(400, "'data' key in JSON requires either 'text' or 'annotation' key, not both")
    if "text" in found:
        return (Piece(_string(found["text"])),)
    annotation = found["annotation"]
    return tuple(_piece(part) for part in annotation) if isinstance(annotation, list) else ()


def _piece(part: Any) -> Piece:
    has = part.keys() if isinstance(part, dict) else ()
    if "text" in has and "markup" in has:
        fault = "Only either 'text' or 'markup' are supported in an object in 'annotation' list, not both"
    elif "text" in has and "interpretAs" in has:
        fault = "'text' cannot be used with 'interpretAs' (only 'markup' can)"
    elif "text" in has:
        return Piece(_string(part["text"]))
    elif "markup" in has:
        return Piece(markup=_string(part["markup"]), reads=_string(part.get("interpretAs", "")))
    else:
        fault = "Only 'text' and 'markup' are supported in 'annotation' list"
    raise LanguageToolError(400, f"{fault}: {json.dumps(part, ensure_ascii=False, separators=(',', ':'))}")


def _string(value: Any) -> str:
    if isinstance(value, str):
        return encodable(value)
    return "" if value is None else json.dumps(value)


def _listed(given: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _unquoted(value: bytes) -> str:
    return unquote_to_bytes(value.replace(b"+", b" ")).decode("utf-8", "replace")
