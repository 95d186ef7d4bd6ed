"""What a program that wrote or read the text said about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.annotations.prose import Prose
from checker.article import Article
from checker.finding import Finding
from checker.grammar.phrases import quotation_round
from checker.rule import Context, Invalid, Rule, Valid

_HERE = r"(?:here(?:['’]s| is| are)|below (?:is|are)|I can|I['’]ll)\b.{0,140}"
_MADE = r"(?:created|generated|produced|written|translated|read|voiced|summari[sz]ed|made|edited|drafted)"
_REWORKED = r"(?:rewritten|translated|revised|paraphrased|rephrased|improved|edited|summari[sz]ed|polished)"
_TEXT = r"(?:audio|article|story|text|translation|summary|content|image|video|transcript|post|report|piece|page)"
# Under a word that it must hold, how a program speaks of itself: OPENING a line, or anywhere in one.
_OPENING = {
    "ai": (
        rf"(?:this|the) {_TEXT} (?:\S+ ){{1,3}}{_MADE} (?:\S+ ){{0,4}}AI\b.{{0,40}}",
        r"AI-(?:generated|translated) .{0,60}$",
    ),
    "sure": (rf"sure(?: thing)?[,!.]? {_HERE}",),
    "certainly": (rf"certainly[,!.] {_HERE}",),
    "course": (rf"of course[,!.] {_HERE}",),
    "here": (rf"here(?:['’]?s| is) (?:the|an?|your) (?:\w+ )?{_REWORKED} (?:version|{_TEXT})\b.{{0,80}}",),
    "here's": (rf"here['’]s (?:the|an?|your) (?:\w+ )?{_REWORKED} (?:version|{_TEXT})\b.{{0,80}}",),
    "know": (
        r"(?:please )?let me know if (?:you(?:['’]d like|['’]ll need| need| would like| have any| want)|I can)\b"
        r".{0,120}$",
    ),
    "regenerate": (r"regenerate response$",),
    "hope": (r"I hope (?:this|that) (?:helps|is helpful|(?:translation|rewrite|version|article) \w+)\b.{0,60}?[.!]",),
    "translated": (
        r"(?:machine[- ])?translated (?:by|with|using) (?:google|deepl|bing|microsoft|AI|chatgpt)\b.{0,40}$",
    ),
}
_ANYWHERE = {
    "ai": (r"\bas an AI(?: language)? (?:model|assistant)\b", r"\bI(?:['’]m| am) (?:just |only )?an AI\b"),
    "language": (r"\bas a (?:large )?language model\b",),
    "automatically": (rf"\bthis {_TEXT} (?:was|is|has been) automatically (?:translated|generated)\b",),
    "machine-translated": (rf"\bthis {_TEXT} (?:was|is|has been) machine-translated\b",),
    "knowledge": (r"\bmy (?:last )?knowledge (?:update|cutoff)\b",),
    "cannot": (r"\bI cannot (?:fulfill?|assist with|complete) (?:this|that|your) request\b",),
}
_FARTHEST, _LONGEST = 120, 300


class MachineDisclosure(Rule):
    """A program speaking of itself, or to the person who used it.

    What it finds:
        “This audio is created with AI assistance”, “As an AI language model”, “Sure, here is the rewritten article:”,
        “I hope this helps!”, “Translated with DeepL”. A speaker quoted as saying so is left alone.

    Why it matters:
        Readers learn that nobody read the story before they did; where the line is a disclosure, it belongs beside the
        story and not in it.

    Example:
        “Certainly! Here is a revised version of the article:” above the first paragraph.
    """

    name = "machine-disclosure"
    category = "residue"
    invalid = (
        Invalid(
            "This story was generated with AI assistance\n\nThe strike ended on Monday.",
            ("This story was generated with AI assistance",),
        ),
        Invalid(
            "Sure, here is the rewritten article:\n\nThe strike ended on Monday.",
            ("Sure, here is the rewritten article:",),
        ),
        Invalid("The strike ended on Monday.\n\nI hope this helps!", ("I hope this helps!",)),
        Invalid("As an AI language model, I cannot confirm the date.", ("As an AI language model",)),
        Invalid("The strike ended on Monday.\n\nTranslated with DeepL.com", ("Translated with DeepL.com",)),
    )
    valid = (
        Valid("The firm said the image was created by its competitors, and AI had no part in it until 2023."),
        Valid("“Sure, here is my answer,” the mayor said. “I hope this helps the crews.”"),
        Valid("Certainly the crews had hoped for more, and let the mayor know it."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        index, starts, text = prose.words.index, prose.words.starts, prose.text
        found: set[tuple[int, int]] = set()
        for table, opening in ((_OPENING, True), (_ANYWHERE, False)):
            for word in table:
                for position in index.get(word, ()):
                    place = starts[position]
                    line = text.rfind("\n", max(0, place - _FARTHEST), place) + 1
                    if line == 0 and place > _FARTHEST:
                        if opening:
                            continue
                        line = place - _FARTHEST
                    end = text.find("\n", place, place + _LONGEST)
                    end = end if end >= 0 else min(len(text), place + _LONGEST)
                    for pattern in _compiled(table[word], opening):
                        match = pattern.search(text[line:end])
                        if match is not None:
                            found.add((line + match.start(1), line + match.end(1)))
        last = 0
        for start, end in sorted(found):
            if start >= last and quotation_round(prose, start) is None:
                last = end
                yield self.finding(
                    prose, start, end, "A program speaks here of its own work, not the author of the story."
                )


@cache
def _compiled(patterns: tuple[str, ...], opening: bool) -> tuple[re.Pattern[str], ...]:
    before = r"^[^\w\"“‘'(]*" if opening else ""
    return tuple(re.compile(f"{before}({pattern})", re.I) for pattern in patterns)
