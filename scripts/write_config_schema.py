"""Writes docs/copydesk.schema.json from the configuration's keys; with --check it only says whether it is current.

.venv/bin/python -m scripts.write_config_schema [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from checker.config.schema import schema

FILE = Path(__file__).parents[1] / "docs" / "copydesk.schema.json"


def text() -> str:
    """The schema as the file holds it."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"


def main() -> int:
    wanted = text()
    if "--check" not in sys.argv:
        FILE.write_text(wanted, "utf-8")
    elif not FILE.exists() or FILE.read_text("utf-8") != wanted:
        print(f"docs/{FILE.name} is not current: run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
