"""The settings of the services: one struct each, the same for a whole run."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

_Positive = Annotated[float, msgspec.Meta(gt=0)]


class LanguageToolSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`url` is a server that runs already, `path` an unpacked distribution, `mirror` the address of a Maven repository,
    `java` a Java program; each "" where copydesk is to find its own. The server may take `memory_mb` and ends after
    `idle_minutes` without a request; a request may take `timeout_seconds`."""

    url: str = ""
    path: str = ""
    mirror: str = ""
    java: str = ""
    memory_mb: Annotated[int, msgspec.Meta(ge=256)] = 1500
    idle_minutes: _Positive = 15.0
    timeout_seconds: _Positive = 60.0


class EncoderSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`model` is the name or the folder of a sentence-transformers model; `precision` that of its weights."""

    model: str = "all-MiniLM-L6-v2"
    precision: Literal["auto", "fp32", "int8"] = "auto"


class CacheSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`folder` is "" for the user's cache folder; the answers that are kept take at most `limit_mb`. Where it is not
    `enabled`, no answer and no result is kept or used."""

    folder: str = ""
    limit_mb: Annotated[int, msgspec.Meta(ge=1)] = 500
    enabled: bool = True


class ServiceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """With `offline`, nothing is ever fetched from the network."""

    languagetool: LanguageToolSettings = LanguageToolSettings()
    encoder: EncoderSettings = EncoderSettings()
    cache: CacheSettings = CacheSettings()
    offline: bool = False
