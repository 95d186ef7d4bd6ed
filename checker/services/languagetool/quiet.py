"""Which of LanguageTool's matches an editor should see: its good ones without its noise.

On edited news LanguageTool marks 19 places in 1,000 words, of which 18 are names. A table decides for each of its
rules (checker/services/languagetool/decisions.py); here a match must also stand where its rule holds: in prose, not in
a headline, a caption or a list of links, on no name, in no phrase of another language, and not in a form that the
speaker chose. The matches of its spelling checker are judged word by word (unknown_words.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from checker import lexicon
from checker.annotations.prose import Prose
from checker.annotations.repeats import quoted
from checker.article import Article
from checker.finding import Severity
from checker.rule import Context
from checker.services.languagetool.decisions import Decision, decision
from checker.services.languagetool.match import Match
from checker.services.languagetool.unknown_words import misspelled, openings_of
from checker.surroundings import left_alone

_SPELLER = "MORFOLOGIK_RULE_EN"
_ENDED = re.compile(r"[.?!…:;][\"”’')\]]*\Z")
_GLUED_BEFORE = frozenset("/-–@#_&[’'‘")
_GLUED_AFTER = frozenset("/-–@_]’'")
_MANY_CAPITALS = 0.5
_SHORT_LINE = 5  # words: of fewer, a share of capitals says nothing
_NEAR = 4  # words round a match where a phrase of another language would show
_SUBJUNCTIVE = re.compile(
    r"\b(?:propos|suggest|demand|insist|recommend|request|urg|requir|order|advis|prefer|ask|stipulat|mandat|decree"
    r"|instruct|direct|command|plead|rule|ruling|condition|essential|important|vital|necessary|imperative|crucial|lest)"
    r"\w*\b[^.?!]{0,60}\Z",
    re.IGNORECASE,
)
# Words that some say without their h: "an historian", "an Henri".
_SILENT_H = re.compile(r" (?:H|h(?:ist|otel|eroi|abit|yst|ered|omage|orri|erb|umbl|armon))")
_KINDS = {
    "CONFUSED_WORDS": "confused-word",
    "TYPOS": "misspelling",
    "MULTITOKEN_SPELLING": "misspelling",
    "PUNCTUATION": "punctuation-fault",
    "TYPOGRAPHY": "punctuation-fault",
}


class Verdict(NamedTuple):
    """What copydesk makes of a match: the kind of fault ("misspelling", "confused-word", "grammar-fault" or
    "punctuation-fault"), its severity, the half-open code-point offsets of what is wrong, and replacements, the
    likeliest first."""

    kind: str
    severity: Severity
    start: int
    end: int
    replacements: tuple[str, ...]


def judge(match: Match, prose: Prose, article: Article, context: Context) -> Verdict | None:
    """The verdict on a match, or None where it is no fault, or one that a rule of copydesk finds better."""
    if not 0 <= match.start < match.end <= len(prose.text):
        return None
    if match.lt_rule.startswith(_SPELLER):
        return _judged_word(match, prose, article, context)
    decided = decision(match)
    if decided.off or not _holds(match, prose, decided):
        return None
    severity = Severity(decided.use)
    if decided.spoken and quoted(prose, match.start, match.end):
        severity = Severity.INFO
    kind = _KINDS.get(match.lt_category, "grammar-fault")
    return Verdict(kind, severity, match.start, match.end, match.replacements)


def _judged_word(match: Match, prose: Prose, article: Article, context: Context) -> Verdict | None:
    slip = misspelled(prose, match.start, match.end, match.replacements, article, context.siblings)
    return slip and Verdict("misspelling", Severity.WARNING, slip.start, slip.end, slip.meant)


def _holds(match: Match, prose: Prose, decided: Decision) -> bool:
    """Whether a match stands where what its rule says is true."""
    text, start, end = prose.text, match.start, match.end
    if text[max(0, start - 1) : start] in _GLUED_BEFORE or text[end : end + 1] in _GLUED_AFTER:
        return False
    if left_alone(prose, start, end) or _among_foreign_words(prose, match):
        return False
    if not decided.headlines and not _in_prose(prose, match):
        return False
    if not decided.names and _on_name(prose, match):
        return False
    if decided.ends_phrase and not _ends_phrase(prose, match):
        return False
    if text[start:end] == "i" and _between_names(prose, match):
        return False  # "Fabra i Coats"
    if match.lt_rule == "EN_A_VS_AN" and _SILENT_H.match(text, end):
        return False
    return not (match.lt_rule == "HE_VERB_AGR" and _SUBJUNCTIVE.search(text, max(0, start - 160), start))


def _in_prose(prose: Prose, match: Match) -> bool:
    """Whether the match stands in a sentence of prose: not in a headline or a caption that ends without a mark, nor
    in a row of headlines."""
    if prose.field == "title":
        return False
    start, end = match.sentence_start, match.sentence_end
    sentence = prose.text[start:end].rstrip()
    if not _ENDED.search(sentence, max(0, len(sentence) - 4)):
        return False
    first, last = prose.words.within(start, end)
    capitals = sum(word[0].isupper() for word in prose.words.texts[first:last])
    return last - first <= _SHORT_LINE or capitals <= _MANY_CAPITALS * (last - first)


def _on_name(prose: Prose, match: Match) -> bool:
    """Whether a marked word, but for one that opens the sentence, has a capital."""
    first, last = prose.words.within(match.start, match.end)
    openings = prose.kept(openings_of)
    texts = prose.words.texts
    return any(
        texts[i][0].isupper() and i not in openings and prose.words.lowers[i].partition("'")[0] != "i"
        for i in range(first, last)
    )


def _between_names(prose: Prose, match: Match) -> bool:
    first, last = prose.words.within(match.start, match.end)
    around = prose.words.texts[max(0, first - 1) : first] + prose.words.texts[last : last + 1]
    return len(around) > 1 and all(word[0].isupper() for word in around)


def _among_foreign_words(prose: Prose, match: Match) -> bool:
    """Whether two of the words near it, in lower case, are no English ones."""
    first, last = prose.words.within(match.start, match.end)
    near = prose.words.texts[max(0, first - _NEAR) : last + _NEAR]
    return sum(word.isalpha() and word.islower() and not lexicon.known(word) for word in near) > 1


def _ends_phrase(prose: Prose, match: Match) -> bool:
    """Whether no noun follows that the marked words would only describe: a mark or a word of function does."""
    _, last = prose.words.within(match.start, match.end)
    if last == len(prose.words) or prose.text[match.end : prose.words.starts[last]] != " ":
        return True
    return "F" in lexicon.parts_of_speech(prose.words.lowers[last])
