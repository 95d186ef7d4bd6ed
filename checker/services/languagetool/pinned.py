"""The jars of the LanguageTool that copydesk installs: which they are, and what their bytes must be."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import NamedTuple

VERSION = "6.8"
"""The version of LanguageTool that the table pins."""

TABLE = Path(__file__).parents[2] / "tables" / "languagetool.tsv"
"""Coordinate, bytes and SHA-256 of each jar; `scripts/pin_languagetool.py` writes it."""


class Jar(NamedTuple):
    """One artifact: `bytes` long, with this SHA-256 in hexadecimal."""

    group: str
    name: str
    version: str
    bytes: int
    sha256: str

    @property
    def file(self) -> str:
        """The name of its file, the same in every Maven repository."""
        return f"{self.name}-{self.version}.jar"

    def is_at(self, path: Path) -> bool:
        """Whether the file at `path` is this jar, to the byte."""
        try:
            if path.stat().st_size != self.bytes:
                return False
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        except OSError:
            return False


@functools.cache
def pinned_jars() -> tuple[Jar, ...]:
    """All jars, in the order of the class path."""
    jars = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            coordinate, size, sha256 = line.split("\t")
            group, name, version = coordinate.split(":")
            jars.append(Jar(group, name, version, int(size), sha256))
    return tuple(jars)


def pinned_megabytes() -> int:
    """The size of all jars together, in MB."""
    return round(sum(jar.bytes for jar in pinned_jars()) / 1e6)


def pinned_name() -> str:
    """The name of the folder of exactly these jars, `6.8-` and a digest."""
    content = "".join(jar.sha256 for jar in pinned_jars())
    return f"{VERSION}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
