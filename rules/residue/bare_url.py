"""Addresses that nobody turned into a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid


class BareUrl(Rule):
    """The address of a page in the middle of the prose.

    What it finds:
        Addresses that begin with http:// or https://, and the shortened ones of posts (“pic.twitter.com/…”, “t.co/…”).
        The name of a site (“nasa.gov”) is left alone.

    Why it matters:
        A reader cannot follow an address in print, and on a page it should be a link; a shortened one is what is left
        of a post whose picture is gone.

    Example:
        “He posted a picture. pic.twitter.com/a1B2c3”
    """

    name = "bare-url"
    category = "residue"
    severity = Severity.INFO
    invalid = (
        Invalid("He posted a picture. pic.twitter.com/a1B2c3", ("pic.twitter.com/a1B2c3",)),
        Invalid(
            "The report (https://example.org/report?id=7) names nine ferries.", ("https://example.org/report?id=7",)
        ),
        Invalid("See http://example.org/a.", ("http://example.org/a",)),
    )
    valid = (
        Valid("The agency's site, example.org, was down for an hour."),
        Valid("He spoke of http and https as if they were one."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text = prose.text
        if "://" not in text and "t.co/" not in text and ".twitter.com/" not in text:
            return
        for match in _address().finditer(text):
            end = match.end()
            while text[end - 1] in ".,;:!?\"'”’)]":
                end -= 1
            if end - match.start() > 8:
                message = "This is the bare address of a page; make it a link, or leave it out."
                yield self.finding(prose, match.start(), end, message)


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"https?://[^\s<>\"“”\[\]{}]{3,}|(?<![\w/.])(?:pic\.twitter\.com|t\.co|bit\.ly)/\w{3,}")
