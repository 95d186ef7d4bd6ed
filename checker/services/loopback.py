"""Which addresses are of this machine: what is sent there leaves it not, and goes through no proxy."""

from __future__ import annotations

import re

_LOOPBACK = re.compile(r"https?://(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:/|\Z)", re.IGNORECASE)


def is_loopback(url: str) -> bool:
    """Whether a URL names a server on this machine."""
    return _LOOPBACK.match(url) is not None
