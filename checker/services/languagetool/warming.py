"""The first check of a server, which loads its rules."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request

_PATIENCE_SECONDS = 120


def warm(url: str, variant: str = "en-US") -> bool:
    """Has one sentence checked, so that the next check finds the rules loaded; whether the server answered."""
    form = urllib.parse.urlencode({"language": variant, "text": "A sentence to warm up with."}).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/v2/check", data=form, timeout=_PATIENCE_SECONDS) as answer:
            return "matches" in json.load(answer)
    except (OSError, ValueError):
        return False
