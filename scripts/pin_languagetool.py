"""Writes checker/tables/languagetool.tsv: every jar of LanguageTool for English, with its size and SHA-256.

    python -m scripts.pin_languagetool [VERSION]

The jars are resolved by jgo from Maven Central. The server's language detector reads word lists of Spanish, Catalan and
Portuguese at start, so these three come along; the other languages stay away, 100 MB instead of 300.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import tomllib
from pathlib import Path

from jgo.env import EnvironmentBuilder, EnvironmentSpec
from jgo.maven import MavenContext

from checker.services.languagetool.pinned import TABLE, VERSION

_LANGUAGES = ("en", "es", "ca", "pt")
_HEADING = """\
# LanguageTool for English, LGPL-2.1: the jars that copydesk fetches from a Maven repository, written by
# scripts/pin_languagetool.py. Coordinate, bytes, SHA-256.
"""


def main(version: str) -> None:
    """Resolves a version and writes the table."""
    group = "org.languagetool"
    spec = EnvironmentSpec(
        name="languagetool",
        coordinates=[
            f"{group}:languagetool-server:{version}",
            *(f"{group}:language-{x}:{version}" for x in _LANGUAGES),
        ],
        exclusions=[f"{group}:language-all"],
        entrypoints={"main": f"{group}.server.HTTPServer"},
        default_entrypoint="main",
    )
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(timeout=60, repo_cache=Path(folder, "repository"))
        environment = EnvironmentBuilder(context, cache_dir=Path(folder, "environment")).from_spec(spec)
        lock = tomllib.loads(Path(environment.path, "jgo.lock.toml").read_text(encoding="utf-8"))
        lines = []
        for jar in lock["dependencies"]:
            coordinate = (jar["groupId"], jar["artifactId"], jar["version"])
            path = context.project(*coordinate[:2]).at_version(coordinate[2]).artifact().resolve()
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            if digest != jar["sha256"]:
                raise SystemExit(f"{path.name} is not what was resolved")
            lines.append("\t".join((":".join(coordinate), str(len(content)), digest)))
    TABLE.write_text(_HEADING + "\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(lines)} jars")


if __name__ == "__main__":
    main(*sys.argv[1:] or [VERSION])
