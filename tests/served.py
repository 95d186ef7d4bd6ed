"""A desk that is served by the installed command, for tests that speak to it over a socket."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

from checker.serve.openapi import description

PROGRAM = str(Path(sys.executable).with_name("copydesk"))
# Two sentences, in the second of which a word stands twice.
TEXT = "The mayor spoke on Monday. She said that the the bridge will open in May."
TWICE = (TEXT.index("the the"), TEXT.index("the the") + len("the the"))


def long_text(sentences: int) -> str:
    """A text that takes long to judge; 20,000 sentences are about a megabyte."""
    return "".join(f"Number {n} came to the town, said the mayor {n}. " for n in range(sentences))


class Served(NamedTuple):
    """A running desk: its address without a path, the line that it printed, and its process."""

    address: str
    line: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def end(self) -> int:
        """Asks it to end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[Served]:
    """A desk on a free port, with the local tier unless the arguments say otherwise."""
    tiers = () if "--tiers" in arguments else ("--tiers", "local")
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0", *tiers, *arguments],
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        encoding="utf-8",
    )
    assert process.stderr
    try:
        line = process.stderr.readline()
        found = re.search(r"http://[^\s/]+", line)
        assert found, line + process.stderr.read()
        yield Served(found.group(), line, process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)
        process.stderr.close()


def holds(value: Any, name: str) -> None:
    """Holds a value to a schema of the API's description."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)
