"""Finds a Java that LanguageTool runs on."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker.services.services import ServiceUnavailableError

OLDEST = 17
"""The oldest Java that LanguageTool 6.8 runs on."""

_PROGRAM = "java.exe" if os.name == "nt" else "java"
# Where the packages of operating systems, version managers and cjdk put a Java: the folder that holds `bin`.
_HOMES = (
    "/usr/lib/jvm/*",
    "/opt/java/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*",
    "/usr/local/opt/openjdk*",
    "~/.sdkman/candidates/java/*",
    "~/.cache/cjdk/v0/jdks/*/*",
    "~/Library/Caches/cjdk/v0/jdks/*/*",
    "C:/Program Files/*/jdk*",
    "C:/Program Files/*/jre*",
)
_VERSION = re.compile(r'(?:version "|^JAVA_VERSION=")(?:1\.)?(\d+)', re.MULTILINE)
_PATIENCE_SECONDS = 20


class JavaMissingError(ServiceUnavailableError):
    """No Java that is new enough."""


class Java(NamedTuple):
    """A Java program and its major version."""

    path: str
    version: int


def find_java(setting: str = "") -> Java:
    """The Java that the setting names (the program, or the folder with `bin/java`), else the first one new enough.

    Raises:
        JavaMissingError: there is none; its text says how to get one.
    """
    if setting:
        return _named(os.path.abspath(os.path.expanduser(setting)))
    too_old: Java | None = None
    for path in map(os.path.abspath, _candidates()):  # whoever starts it may stand in another folder
        version = _version(path)
        if version is None:
            continue
        if version >= OLDEST:
            return Java(path, version)
        too_old = too_old or Java(path, version)
    found = f"only Java {too_old.version} was found ({too_old.path})" if too_old else "no Java was found"
    raise JavaMissingError(f"LanguageTool needs Java {OLDEST} or newer, and {found}: {_how_to_get_one()}")


def _named(path: str) -> Java:
    inside = os.path.join(path, "bin", _PROGRAM)
    program = inside if os.path.isfile(inside) else path
    version = _version(program) if os.path.isfile(program) else None
    if version is None:
        raise JavaMissingError(f"{path}: languagetool.java names no Java; leave it out to have one found")
    if version < OLDEST:
        raise JavaMissingError(f"{path}: languagetool.java is Java {version}; LanguageTool needs {OLDEST} or newer")
    return Java(program, version)


def _candidates() -> Iterator[str]:
    home = os.environ.get("JAVA_HOME")
    if home:
        yield os.path.join(home, "bin", _PROGRAM)
    on_path = shutil.which(_PROGRAM)
    if on_path:
        yield on_path
    for pattern in _HOMES:
        for folder in sorted(glob.glob(os.path.expanduser(pattern)), reverse=True):
            yield os.path.join(folder, "bin", _PROGRAM)


def _version(program: str) -> int | None:
    """The major version of a Java program, or None where it is none."""
    if not os.path.isfile(program) or not os.access(program, os.X_OK):
        return None
    release = Path(os.path.realpath(program)).parent.parent / "release"
    try:
        said = release.read_text(encoding="utf-8", errors="replace")
    except OSError:
        said = ""
    found = _VERSION.search(said) or _VERSION.search(_asked(program))  # asking starts a Java, a tenth of a second
    return int(found[1]) if found else None


def _asked(program: str) -> str:
    try:
        done = subprocess.run(
            [program, "-version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stderr + done.stdout if done.returncode == 0 else ""


def _how_to_get_one() -> str:
    if sys.platform == "darwin":
        command = "brew install openjdk"
    elif sys.platform == "win32":
        command = "winget install EclipseAdoptium.Temurin.21.JRE"
    elif shutil.which("dnf"):
        command = "dnf install java-21-openjdk-headless"
    else:
        command = "apt install default-jre-headless"
    return f"`{command}` gets one, and JAVA_HOME or languagetool.java names one that is elsewhere"
