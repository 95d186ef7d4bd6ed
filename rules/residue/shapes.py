"""Furniture that is known by the shape of its line: dates, bylines, buttons, labels, headlines of other stories."""

from __future__ import annotations

import re

from rules.residue.page import Line, Verdict
from rules.residue.patterns import compiled

_TOKEN = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*|\d+|@\w+")
# The words of dates and hours. Those of _CLOCK make a line one; the others may stand among them.
_CLOCK = frozenset(
    """january february march april june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun ago am pm a.m p.m min mins read updated published posted""".split()
)
_DATE_WORDS = _CLOCK | frozenset(
    """may est edt et pst pdt pt cst cdt ct mst mdt gmt bst utc ist cet cest hst amt aest wat eat sgt jst st nd rd th
    last first originally update post modified created date time at on by day days hour hours hr hrs minute minutes
    month months week weeks year years second seconds local yesterday today""".split()
)
# A date with one of these was written by the page; a bare one may be the dateline that a house prints.
_OF_PAGES = frozenset({"ago", "read", "updated", "published", "posted", "modified"})
# The words of buttons. Those of _FILL stand with them, but make no button alone.
_BUTTONS = frozenset(
    """share shares shared tweet tweets email e-mail mail pin print facebook twitter linkedin reddit pinterest whatsapp
    messenger flipboard instagram youtube tumblr google rss sms telegram snapchat comment comments reply replies like
    likes search menu close tags tag topics video videos watch photos photo gallery slideshow subscribe login register
    loading replay play advertisement advert sponsored trending next prev previous home save copied copy bookmark follow
    download submit retweet views view newsletter newsletters""".split()
)
_FILL = frozenset(
    """this story article page post link links us on via now here more read click sign up in log to back of image images
    picture the a with your all most popular related stories articles news top latest or and for our by from also you
    may might recommended not just show hide full expand toggle caption below continue reading write rating votes vote
    account must watching""".split()
)
_HEADINGS = frozenset(
    """read more|read next|read on|read the letter|see more|see also|see related|you may also like|you might also like|
    quick links|don't miss|what to read next|up next|editors' picks|editor's picks|back to top|
    sponsored links|get it|just watched|must watch|further reading|
    advert|commentary|opinion|analysis|loading|sorry|highlights|interview highlights|related stories|
    related articles|related links|related content|related posts|related videos|recommended stories|top stories|
    top local stories|latest news|latest stories|trending stories|most popular|most read|most viewed|most shared|
    most recent|most commented|join the conversation|opinion columnist|opinion contributor|
    read the full story|share this""".replace("\n    ", "").split("|")
)
_HEADED = re.compile(r"(?i)(?:more (?:from|on|in) .{2,30}|top stories in .{2,20}|images? \d+ of \d+)\W*$")
_BIO_ROLE = (
    r"(?:reporter|correspondent|columnist|editor|journalist|contributor|fellow|host|author|professor|blogger|anchor|"
    r"commentator|attorney|producer|historian|writer|analyst|director)s?\b"
)
_OUTLETS = frozenset(
    """post times journal review news tribune press herald globe examiner chronicle gazette telegraph guardian magazine
    today correspondent contributor columnist editor reporter staff service bureau network writer writers board reuters
    bloomberg contributors columnists""".split()
)
_NAME = r"(?:[A-Z][\w.’'-]+|[A-Z]\.|de|van|von|del|la|al|bin|ben|di|da)"
_WEB_SIGNS = ("http", "www.", ".com", ".org", ".net", ".co.uk")


def judge(line: Line, position: int, count: int) -> Verdict | None:
    """What the shape of a line says, if anything; the line stands at `position` of `count`."""
    text = line.text
    size = len(text)
    if size <= 110 and (verdict := _label(text) or _vocabulary(text, line.first)):
        return verdict
    if _is_byline(line, position, count):
        return Verdict("byline", False)
    if size >= 24 and not line.closed and _in_capitals(text) and text.count(" ") >= 4:
        return Verdict("related", False)
    return None


def _in_capitals(text: str) -> bool:
    """Whether nine letters of ten are capitals and most characters letters."""
    if sum(map(str.islower, text[1:9] + text[-9:])) > 9:
        return False  # what most lines are, told from their ends
    capitals, letters = sum(map(str.isupper, text)), sum(map(str.isalpha, text))
    return capitals >= 0.9 * letters >= 0.5 * len(text)


def _label(text: str) -> Verdict | None:
    """A line that is a label: a tag in brackets, an address, a number, a heading of the page."""
    first = text[0]
    if first.isdigit() and len(text) < 24:
        if text.isdigit() and len(text) >= 6:
            return Verdict("stray", False)
        if compiled(r"\d{1,4}(?: ?(?:/|of) ?\d{1,4})?$").match(text):
            return Verdict("button", False)
        if compiled(r"(?i)\d+ (?:votes?|likes?|replies|reply|comments?|shares?)$").match(text):
            return Verdict("button", True)
    if first == "[" and compiled(r"\[/?\w[\w =”“\"':/.-]{0,80}\](?:.*\[/\w+\])?$").match(text):
        return Verdict("stray", False)
    if first in "#@" and text[1:].isidentifier():
        return Verdict("stray", False)
    if " " not in text and any(sign in text for sign in _WEB_SIGNS) and len(text) > 6:
        return Verdict("stray", False)
    if compiled(r"(?i)(?:tags?|filed under|posted in|word ?count|topics?) ?:").match(text):
        return Verdict("stray", False)
    if compiled(r"Rating: \d+ Votes?$").match(text):
        return Verdict("comment", False)
    bare = text.lower().replace("’", "'").strip(" .:…!?-–—*•|")
    if bare in _HEADINGS or _HEADED.match(text):
        return Verdict("heading", True)
    return None


def _vocabulary(text: str, first: str) -> Verdict | None:
    """A line that holds nothing but the words of dates, or of buttons; `first` is its first word in lower case."""
    if first.isalpha() and first not in _BUTTONS and first not in _FILL and not compiled(r"\D*\d").match(text):
        return None
    tokens = _TOKEN.findall(text)
    if not tokens or len(tokens) > 24:
        return None
    words = [t.lower().replace("’", "'") for t in tokens]
    digits = any(map(str.isdigit, words))
    clock = sum(w in _CLOCK for w in words)
    if digits and all(w in _DATE_WORDS or w.isdigit() for w in words):
        if not clock and not compiled(r"\D*(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\b").match(text):
            return None
        return Verdict("date", not _OF_PAGES.isdisjoint(words))
    strong = sum(w in _BUTTONS for w in words)
    if strong and all(w in _BUTTONS or w in _FILL or w.isdigit() for w in words):
        return Verdict("button", True) if len(words) <= 2 or strong * 3 >= len(words) else None
    if digits and clock and len(words) <= 16 and text[-1] not in ".:" and words[0] != "update":
        others = [t for t, w in zip(tokens, words, strict=True) if w not in _DATE_WORDS and not w.isdigit()]
        dated = len(words) - len(others)
        if dated >= 3 and dated >= len(others) and all(t[0].isupper() or t[0] == "@" or t == "and" for t in others):
            return Verdict("date", False)
    return None


def _is_byline(line: Line, position: int, count: int) -> bool:
    """A byline, an address for letters, who the author is, or names alone at the head or the foot."""
    text, size = line.text, line.size
    if line.first in ("by", "written", "author", "story", "posted", "reported") and size <= 130:
        byline = rf"\W*(?:[Bb]y|BY|Written by|Posted by|Author:?|Story by|Reported by) {_NAME}(?: {_NAME}){{0,5}}\b"
        if compiled(byline).match(text) and not (line.closed and size > 60):
            return True
    if "@" in text and size <= 140 and compiled(r".*?[\w.+-]@[\w-]+\.\w").match(text):
        return True
    if line.at_edge and size < 260:
        who = r"[\W_]*(?!M(?:r|s|rs)\.? )(?:[A-Z][\w.’'-]*\.? ){2,5}(?:is|writes|covers|reports) (?:(?:an?|the) )?"
        if (
            line.closed
            and text[0] not in "\"“‘'"
            and compiled(rf"{who}(?:[\w,’'.&/-]+ ){{0,5}}?{_BIO_ROLE}").match(text)
        ):
            return True
    if size > 60 or line.closed or not text[0].isupper():
        return False
    if position < 3 or position == count - 1:
        names = rf"{_NAME}(?: {_NAME}){{1,3}}(?:(?:,| and|; | &) {_NAME}(?: {_NAME}){{0,3}})*$"
        if size < 45 and not text.isupper() | text.endswith(":") and compiled(names).match(text):
            return True
    words = text.split()
    return position < 5 and len(words) <= 7 and words[-1].lower() in _OUTLETS and (text.istitle() or "," in text)
