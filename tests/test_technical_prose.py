"""The technical prose among the clean sentences that the noise model learns from."""

from __future__ import annotations

from importlib.metadata import Distribution
from pathlib import Path

from training.forbidden_text import Forbidden
from training.technical_prose import technical_sentences

_DESCRIPTION = """\
Metadata-Version: 2.4
Name: pulley
Version: 1.0
Description-Content-Type: text/markdown

# Pulley

Pulley lifts heavy tables into memory, and lets go of them when `close` is called.

```
pulley lift this table into memory at once please.
```
"""
_MODULE = '''"""Ropes and what hangs from them.

A rope is drawn tight before the first weight is hung on it,
and it stays ``tight`` until the last is gone.

Parameters: the length of the rope in metres, which must be more than nothing at all.
"""


def lift():
    """Too short."""
    # Nobody reads a comment such as this one in the text that is learned from.
'''


class _NothingForbidden(Forbidden):
    def __init__(self) -> None:
        pass

    def has(self, text: str) -> bool:
        return False


def package(folder: Path) -> Distribution:
    about = folder / "pulley-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(_DESCRIPTION)
    (about / "RECORD").write_text("pulley.py,,\ntest_pulley.py,,\n")
    (folder / "pulley.py").write_text(_MODULE)
    (folder / "test_pulley.py").write_text(_MODULE.replace("rope", "chain"))
    return Distribution.at(about)


def test_sentences_of_a_description_and_of_docstrings_are_found_without_code(tmp_path: Path) -> None:
    assert set(technical_sentences(_NothingForbidden(), 1, [package(tmp_path)])) == {
        ("pulley", "Pulley lifts heavy tables into memory, and lets go of them when \ufffc is called."),
        (
            "pulley",
            "A rope is drawn tight before the first weight is hung on it, and it stays tight until the last is gone.",
        ),
    }


def test_what_a_measure_has_is_left_out(tmp_path: Path) -> None:
    class Everything(_NothingForbidden):
        def has(self, text: str) -> bool:
            return "rope" in text

    found = technical_sentences(Everything(), 1, [package(tmp_path)])
    assert [sentence.split()[0] for _, sentence in found] == ["Pulley"]
