"""The frame of a self-contained page: the style and the script stand in it, and nothing else may be loaded."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from reports.marking import shown


def page(title: str, body: str, more_style: str = "") -> str:
    """A whole HTML document. Its policy names our style and script by their hashes, so that no other code runs.
    `more_style` follows the style that every page has."""
    style, script = asset("page.css") + more_style, asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="copydesk">
<title>{shown(title)}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def asset(name: str) -> str:
    """A file of the page, as it lies in the package."""
    return (resources.files("reports") / "assets" / name).read_text("utf-8")


def digest(text: str) -> str:
    """A style or a script as a page's policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
