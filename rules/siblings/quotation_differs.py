"""The rule `quotation-differs`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.rule import Context, Invalid, Rule, Valid

_SAME_WORDING = 0.9


class QuotationDiffers(Rule):
    """A quotation whose words differ from the same quotation in another article, or that is given to someone else.

    What it finds: words inside quotation marks that another article has otherwise in the same quotation, and a speaker
    who is another person there. An ellipsis, a bracket, a longer or a shorter cut of the speech, contractions and
    British or American spelling are no difference. Where many words differ, as in two translations of one speech, or
    only small words, it is a note.

    Why it matters: what stands between quotation marks was said like that, by that person, or it does not belong
    between them.

    Example: “We will never leave this valley to the miners” where another article has “We will never leave this valley
    to the mines”.
    """

    name = "quotation-differs"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "“We will never leave this valley to the miners of the company,” Ana Duarte said.",
            ("miners",),
            siblings=("“We will never leave this valley to the friends of the company,” Ana Duarte said on Friday.",),
        ),
        Invalid(
            "“Nobody in this town will pay for that bridge again,” Piet Vermeer said.",
            ("Piet Vermeer",),
            siblings=("“Nobody in this town will pay for that bridge again,” said Karin Holm.",),
        ),
    )
    valid = (
        Valid(
            "“We will never … leave this valley [to the company],” Ana Duarte said.",
            siblings=("“We will never, as long as we live, leave this valley to them,” Ana Duarte said.",),
        ),
        Valid(
            "“We won't leave this valley to the company's neighbors,” Duarte said.",
            siblings=("“We won’t leave this valley to the company’s neighbours. Never,” Ana Duarte said.",),
        ),
        Valid(
            "“Nobody in this town will pay for that bridge again,” Vermeer said.",
            siblings=("“Nobody in this town will pay for that bridge again,” said Piet Vermeer, the mayor.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.quoted import OtherSpeaker, quoted_differences
        from checker.siblings.verdicts import called, shortened

        seen: set[tuple[int, int]] = set()
        for d in quoted_differences(article, context.siblings):
            if (d.start, d.end) in seen:
                continue
            seen.add((d.start, d.end))
            ours, theirs = article.text[d.start : d.end], d.sibling.text[d.other_start : d.other_end]
            start, end = d.quotation
            evidence = Evidence(d.sibling.id, start, end, d.sibling.text[start:end], f"{called(d.sibling)} quotes this")
            if isinstance(d, OtherSpeaker):
                message = f"The article lets “{ours}” say what {called(d.sibling)} quotes from “{theirs}”."
                yield self.finding(article.body, d.start, d.end, message, evidence=(evidence,))
                continue
            message = f"The quotation has “{shortened(ours)}” where {called(d.sibling)} quotes “{shortened(theirs)}”."
            severity = None if d.likeness >= _SAME_WORDING and d.telling else Severity.INFO
            yield self.finding(
                article.body, d.start, d.end, message, replace=theirs, evidence=(evidence,), severity=severity
            )
