"""Markup and escapes that a program should have turned into text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.patterns import compiled

_TAGS = (
    r"a|abbr|b|blockquote|body|br|caption|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|"
    r"header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|noscript|object|ol|option|p|picture|pre|q|s|script|"
    r"section|select|small|source|span|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|u|ul|video"
)
# A sign that each pattern must hold; each names what it is, and how the text reads without it (None: leave it out).
_SIGNED = (
    ("&", "entity", r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});"),
    ("<", "tag", rf"</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?\s?/?>"),
    ('="', "tag", r"(?<!\w)(?:poster|src|href|alt|class|style|width|height|srcset|target|rel)=\"[^\"\n<>]{0,300}\""),
    ("<!--", "tag", r"<!--[^<>]{0,300}-->"),
    ("<", "translation", r"</?(?:unk|pad|s|eos|bos|mask|start_of_turn|end_of_turn)>|<\|[a-z_]{2,20}\|>|<2[a-z]{2,3}>"),
    ("@-@", "translation", r"(?<=\w) @-@ (?=\w)"),
    ("⁇", "translation", r"⁇"),
    ("▁", "translation", r"▁"),
    ("\\u", "escape", r"\\u[0-9A-Fa-f]{4}"),
    ("\\x", "escape", r"\\x[0-9A-Fa-f]{2}"),
    ("\\n", "line", r"(?<![A-Za-z]:)(?<!\\)(?:\\r)?\\n(?:\\n)*"),
    ("\\t", "line", r"(?<=[\s.,;:!?”\"'])\\t(?=[A-Z\s])"),
    ("\\", "escape", r"\\[\"'](?![\\])"),
    ("](", "link", r"!?\[[^\[\]\n]{1,120}\]\((?:https?://|/|www\.)[^()\s]{1,300}\)"),
    ("**", "emphasis", r"\*\*(?<![\w*]\*\*)(?=[^\s*])[^*\n]{1,120}(?<=[^\s*])\*\*(?![\w*])"),
    ("## ", "heading", r"(?m)^#{2,6} (?=\S)"),
    ("```", "fence", r"(?m)^```\w*$"),
    ("[/", "shortcode", r"\[/?[a-z][a-z_]{1,20}(?: [^\[\]\n]{0,200})?\]"),
    ("[caption", "shortcode", r"\[caption [^\[\]\n]{0,300}\]"),
    ("[embed", "shortcode", r"\[embed[^\[\]\n]{0,200}\]"),
)
_SAYS = {
    "entity": "“{}” is a character written in code.",
    "tag": "“{}” is a tag of the page, not text.",
    "translation": "“{}” is a mark of a translation program, not text.",
    "escape": "“{}” is a character written in code.",
    "line": "“{}” is a line break written in code.",
    "link": "“{}” is a link in the notation of Markdown.",
    "emphasis": "“{}” is emphasis in the notation of Markdown.",
    "heading": "“{}” marks a heading in the notation of Markdown.",
    "fence": "“{}” marks code in the notation of Markdown.",
    "shortcode": "“{}” is a command to the program behind the page.",
}


class LeftoverMarkup(Rule):
    """Markup, an entity or an escape left in the text.

    What it finds:
        “&nbsp;”, “<br>”, “\\u2019”, “\\n”, “[caption …]”, Markdown's “**bold**” and “[text](address)”, and the marks of
        translation programs such as “<unk>” and “@-@”. The first of a kind in an article is a warning, the others are
        notes.

    Why it matters:
        The reader sees the code instead of the character.

    Example:
        “Fish &amp; chips cost more.” wants “Fish & chips cost more.”
    """

    name = "leftover-markup"
    category = "residue"
    invalid = (
        Invalid("Fish &amp; chips cost more by the harbour.", ("&amp;",), becomes="&"),
        Invalid("The strike ended.<br>Boats left at dawn.", ("<br>",), becomes=" "),
        Invalid("The mayor\\u2019s deputy takes over.", ("\\u2019",), becomes="’"),
        Invalid("The strike ended.\\nBoats left at dawn.", ("\\n",), becomes="\n"),
        Invalid("A well @-@ known captain spoke.", (" @-@ ",), becomes="-"),
        Invalid("The captain <unk> spoke.", ("<unk>",)),
        Invalid("It was a **very** long strike.", ("**very**",), becomes="very"),
    )
    valid = (
        Valid("Marks & Spencer and AT&T; both closed their shops by the harbour."),
        Valid("He typed <name> into the field, and the price was < 5 and > 3."),
        Valid("The file is in C:\\news on the server, and f*** was all he said."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text, last = prose.text, 0
        seen: set[str] = set()
        found = [
            (*m.span(), kind)
            for sign, kind, pattern in _SIGNED
            if sign[0] in text and sign in text
            for m in compiled(pattern).finditer(text)
        ]
        for start, end, kind in sorted(found):
            if start < last:
                continue
            literal = text[start:end]
            replacement = _plain(literal, kind, text[start - 1 : start], text[end : end + 1])
            if kind == "entity" and replacement is None:
                continue
            last = end
            shown = literal.strip() if len(literal) <= 40 else literal[:39] + "…"
            safe = kind in ("entity", "escape") and replacement is not None
            severity = Severity.INFO if kind in seen else self.severity  # one fault of the program, seen again
            seen.add(kind)
            message = _SAYS[kind].format(shown)
            yield self.finding(prose, start, end, message, replace=replacement, safe=safe, severity=severity)


def _plain(literal: str, kind: str, before: str, after: str) -> str | None:
    """What a reader should see, or None where that cannot be told."""
    if kind == "entity":
        plain = html.unescape(literal)
        return None if plain == literal or len(plain) > 2 or (not plain.isprintable() and plain != "\u00a0") else plain
    if kind == "escape":
        if literal[1] in "\"'":
            return literal[1]
        character = chr(int(literal[2:], 16))
        return character if character.isprintable() else None
    if kind == "tag":
        return " " if before.strip() and after.strip() and re.match(r"</?(?:br|p|div|li|tr|h\d)\b", literal) else ""
    if kind == "line":
        return "\t" if "t" in literal else "\n"
    if kind == "link":
        return literal.lstrip("!")[1 : literal.lstrip("!").index("](")]
    if literal == " @-@ ":
        return "-"
    if kind == "emphasis":
        return literal[2:-2]
    return "" if kind in ("heading", "fence", "shortcode") else None
