"""What `copydesk doctor` says of one thing that a service needs."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["ok", "later", "missing", "broken"]
"""`later`: copydesk gets it by itself when it is needed. `missing`: not there, and nothing that is there needs it."""


class Part(NamedTuple):
    """`detail` is what was found, `remedy` the command or the step that mends it, or ""."""

    name: str
    state: State
    detail: str
    remedy: str = ""
