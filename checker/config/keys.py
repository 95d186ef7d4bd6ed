"""What a configuration file may say: every key, its type, its default and what it means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from checker.services.settings import CacheSettings, EncoderSettings, LanguageToolSettings

FILE_NAME = "copydesk.toml"
PYPROJECT = "pyproject.toml"
PYPROJECT_TABLE = ("tool", "copydesk")

Level = Literal["error", "warning", "info", "off"]
FailOn = Literal["error", "warning", "info", "never"]
Tier = Literal["local", "noise", "grammar", "siblings"]
Variety = Literal["auto", "en", "en-US", "en-GB", "en-AU", "en-CA", "en-NZ", "en-ZA"]

_Select = Annotated[
    tuple[str, ...],
    Meta(description="Rules or categories to run; without it, every stable rule.", examples=[["names", "typos"]]),
]
_Ignore = Annotated[
    tuple[str, ...], Meta(description="Rules or categories to leave out.", examples=[["mixed-hyphenation"]])
]
_Language = Annotated[Variety, Meta(description="The variety of English that the house writes.", examples=["en-GB"])]
_Accept = Annotated[
    tuple[str, ...],
    Meta(description="Names and words that are right as they stand.", examples=[["Zelenskyy", "Duran Duran"]]),
]
_Vocabulary = Annotated[
    str | tuple[str, ...],
    Meta(description="Files of accepted names and words, one a line; # begins a comment.", examples=["house.txt"]),
]
_Packs = Annotated[
    str | tuple[str, ...],
    Meta(description="Files of rules in YAML, or folders of them.", examples=["house/rules"]),
]
_Prefer = Annotated[
    dict[str, str],
    Meta(description="What the house writes: the unwanted form = the wanted one.", examples=[{"advisor": "adviser"}]),
]
_Severity = Annotated[
    dict[str, Level], Meta(description="The severity of a rule's findings.", examples=[{"name-variant": "error"}])
]
_Rules = Annotated[dict[str, dict[str, Any]], Meta(description="Options of a rule, by the rule's name.")]


class Override(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What holds for some paths alone."""

    paths: Annotated[
        tuple[str, ...], Meta(description="Globs as in .gitignore, seen from the configuration's folder.", min_length=1)
    ]
    select: _Select = ()
    ignore: _Ignore = ()
    language: _Language = "auto"
    accept: _Accept = ()
    vocabulary: _Vocabulary = ()
    prefer: _Prefer = {}
    severity: _Severity = {}
    rules: _Rules = {}


class Keys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Everything that copydesk.toml, or [tool.copydesk] in pyproject.toml, may hold."""

    extend: Annotated[str, Meta(description="A file to begin from; relative to this one.")] = ""
    tiers: Annotated[
        tuple[Tier, ...], Meta(description="Exactly the tiers to run; without it, all that are installed.")
    ] = ()
    select: _Select = ()
    ignore: _Ignore = ()
    exclude: Annotated[
        tuple[str, ...],
        Meta(description="Globs of what is not checked, as in .gitignore, seen from the configuration's folder."),
    ] = ()
    fail_on: Annotated[FailOn, Meta(description="Exit with 1 for a finding of this severity or graver.")] = "warning"
    language: _Language = "auto"
    siblings: Annotated[
        str | tuple[str, ...],
        Meta(description='Files, folders or globs of sibling articles, or "auto" for the checked files themselves.'),
    ] = ()
    baseline: Annotated[
        str, Meta(description="The file of known findings; without it, copydesk.baseline here or in a folder above.")
    ] = ""
    accept: _Accept = ()
    vocabulary: _Vocabulary = ()
    prefer: _Prefer = {}
    packs: _Packs = ()
    rules_as_of: Annotated[
        str,
        Meta(
            description="A version: newer rules run only when selected by name.",
            pattern=r"^([0-9]+(\.[0-9]+)*)?$",
            examples=["0.1"],
        ),
    ] = ""
    severity: _Severity = {}
    rules: _Rules = {}
    languagetool: LanguageToolSettings = LanguageToolSettings()
    encoder: EncoderSettings = EncoderSettings()
    cache: CacheSettings = CacheSettings()
    offline: Annotated[bool, Meta(description="Never use the network, not even to install what is missing.")] = False
    overrides: Annotated[tuple[Override, ...], Meta(description="What holds for some paths alone.")] = ()


RUN_KEYS = frozenset({"tiers", "fail-on", "siblings", "baseline", "languagetool", "encoder", "cache", "offline"})
"""What concerns a run as a whole; all other keys hold for each path by itself."""

ADDED_UP = frozenset({"ignore", "exclude", "accept", "vocabulary", "packs"})
"""The lists to which a file adds when it extends another; any other key takes the other's place."""

VOUCHED_FOR = frozenset(
    {
        ("languagetool", "url"),
        ("languagetool", "path"),
        ("languagetool", "mirror"),
        ("languagetool", "java"),
        ("encoder", "model"),
        ("cache", "folder"),
    }
)
"""What names a program to run, a model to load or a place to send text to: it is taken only from a file that the user
has named, so that a checked repository cannot make copydesk run what it brings along."""

PLACES = frozenset({("languagetool", "path"), ("languagetool", "java"), ("cache", "folder")})
"""Paths in tables of their own; relative to the file that names them, as those of "vocabulary" and "siblings" are."""

HOUSE_STYLE = "house-style"
"""The rule whose option "prefer" the key of that name is."""
