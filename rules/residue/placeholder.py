"""Places that were to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid
from rules.residue.patterns import compiled

# A sign that each pattern must hold, looked for first because that costs nothing.
_SIGNED = (
    ("{{", r"\{\{[^{}\n]{0,60}\}\}"),
    ("${", r"\$\{[A-Za-z_][\w.]{0,40}\}"),
    ("{%", r"\{%[^{}\n]{0,60}%\}"),
    ("<%", r"<%[^<>\n]{0,60}%>"),
    ("%(", r"%\(\w{1,30}\)[sd]\b"),
    ("__", r"__(?<!\w__)[A-Z][A-Z0-9_]{1,30}__(?!\w)"),
    ("XXXX", r"XXXX(?<!\wXXXX)X*(?!\w)"),
    (
        "[",
        r"\[(?:INSERT|ADD|ENTER|YOUR|FULL)(?: [A-Z][A-Z'’]*){0,6}\]|\[(?:Insert|insert|Your|Enter) (?!your own)"
        r"[\w '’]{2,40}\]",
    ),
    ("[", r"\[(?:NAME|DATE|CITY|TITLE|LOCATION|COMPANY|PLACE|COUNTRY|LINK|IMAGE|PHOTO|QUOTE|TK|TBD|TBC|TODO)\]"),
    ("<", r"<(?:INSERT|insert) [\w '’]{2,40}>|<(?:NAME|DATE|TITLE|CITY)>"),
)
# The same under a word, in lower case.
_WORDED = (
    ("lorem", r"(?i)\blorem ipsum\b(?:[^\n.]{0,200}\.)?"),
    ("tktk", r"\bTKTK\w*"),
    # Alone "TK" is an abbreviation of much else: it must stand where a number belongs, or in brackets.
    (
        "tk",
        r"\[TK\]|\$TK\b"
        r"|(?<=[a-z] )(?<!and )(?<!or )TK(?= (?:[a-z]+s|percent|per cent|million|billion|people|men|women)\b)",
    ),
    ("tk-year-old", r"\bTK(?=-year-old\b)"),
    ("todo", r"\bTODO:[^\n]{0,80}"),
    ("undefined", r"(?m)^undefined$|\[object Object\]"),
    ("object", r"\[object Object\]"),
    ("null", r"(?m)^null$"),
    ("nan", r"(?m)^NaN$"),
)


class Placeholder(Rule):
    """A place in a template that nobody filled in.

    What it finds:
        {{name}}, ${city}, [INSERT NAME], [Your name], __VAR__, TK, “Lorem ipsum …”, [object Object].

    Why it matters:
        The reader sees the template instead of the fact.

    Example:
        “The vote in {{city}} is due on Friday.”
    """

    name = "placeholder"
    category = "residue"
    invalid = (
        Invalid("The vote in {{city}} is due on Friday.", ("{{city}}",)),
        Invalid("The mayor, [INSERT NAME], resigned on Monday.", ("[INSERT NAME]",)),
        Invalid("Lorem ipsum dolor sit amet.\n\nThe strike ended.", ("Lorem ipsum dolor sit amet.",)),
        Invalid("The strike ended after ${days} days.", ("${days}",)),
        Invalid("The ferry carried TK passengers.", ("TK",)),
        Invalid("The captain, [TK], resigned.", ("[TK]",)),
    )
    valid = (
        Valid("“I know [the mayor] well,” he said, and “[Insert] is a key” was the answer."),
        Valid("The set {1, 2} has two members; the price is $30."),
        Valid("The code is Talent Keyhole (TK), and the SI and TK files were sealed."),
        Valid("TK Maxx opened a shop by the harbour."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        text, index = prose.text, prose.words.index
        patterns = [p for sign, p in _SIGNED if sign[0] in text and sign in text] + [
            p for word, p in _WORDED if word in index
        ]
        found: list[tuple[int, int]] = []
        for start, end in sorted(m.span() for p in patterns for m in compiled(p).finditer(text)):
            if found and not text[found[-1][1] : start].strip():
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((start, end))
        for start, end in found:
            message = f"“{_shown(text[start:end])}” is a place in a template that nobody filled in."
            severity = Severity.INFO if text[start:end] == "TK" else self.severity  # an abbreviation, too
            yield self.finding(prose, start, end, message, severity=severity)


def _shown(literal: str) -> str:
    """Enough of a literal for a message."""
    even = " ".join(literal.split())
    return even if len(even) <= 40 else even[:39] + "…"
