"""Tells paragraphs that belong to the page (captions, credits, posts set into it) from the story, for rules that look
for whole sentences again: the page shows such lines twice by design."""

from __future__ import annotations

import re
from functools import cache

_LISTS = ("•", "- ", "— ", "* ", "(", "[", "FILE")


def is_page_matter(paragraph: str) -> bool:
    """Whether a paragraph looks like a caption, a credit, a post or a note of the page."""
    return paragraph.startswith(_LISTS) or bool(_credit().search(paragraph))


@cache
def _credit() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:AP|AFP|EPA|Reuters|REUTERS|Getty|GETTY|Photos?|PHOTOS?|[Pp]hotograph(?:s|er|ed)?|[Ff]ile photo"
        r"|[Cc]aption|Images?|Advertisement|Video|Twitter|Hide|Newsletter|Subscribe|Editor[’']s [Nn]ote|Correction"
        r"|Read [Mm]ore|Listen|sign up|cookies?|Cookies?|article is more|said in a tweet)\b"
        r"|[@©|#{]|https?:|\d\d:\d\d\s*$"
    )
