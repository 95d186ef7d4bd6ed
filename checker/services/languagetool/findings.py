"""LanguageTool's matches as findings of copydesk's rules, of which each takes one kind of fault."""

from __future__ import annotations

from collections.abc import Iterator
from operator import is_
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary, ref

from checker.finding import Finding, Replacement
from checker.rule import Options, Rule

if TYPE_CHECKING:
    from checker.annotations.prose import Prose
    from checker.article import Article
    from checker.rule import Context
    from checker.services.languagetool.match import Match
    from checker.services.languagetool.quiet import Verdict

_SPELLER = "MORFOLOGIK_RULE_"
_REPLACEMENTS = 5


class LanguageToolOptions(Options, frozen=True, forbid_unknown_fields=True):
    """`disabled` names rules of LanguageTool, as the messages do, that this house does not want."""

    disabled: tuple[str, ...] = ()


class _Judged(NamedTuple):
    """The verdicts on the matches in a field, and what they hang on. The siblings are held weakly: two articles that
    are each other's siblings would keep each other for ever."""

    matches: list[Match]
    siblings: tuple[ref[Article], ...]
    accepted: frozenset[str]
    verdicts: list[tuple[Match, Verdict]]


_judged: WeakKeyDictionary[Prose, _Judged] = WeakKeyDictionary()


class LanguageToolRule(Rule):
    """Base of the rules that carry LanguageTool's findings: those whose verdict is of the kind `kind`."""

    tier = "grammar"
    since = "0.2"
    options = LanguageToolOptions
    kind: str

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        disabled = context.options.disabled if isinstance(context.options, LanguageToolOptions) else ()
        for match, verdict in _verdicts(prose, article, context):
            if verdict.kind == self.kind and match.lt_rule not in disabled:
                yield Finding(
                    rule=self.name,
                    category=self.category,
                    severity=verdict.severity,
                    start=verdict.start,
                    end=verdict.end,
                    message=_message(match, verdict, prose.text[verdict.start : verdict.end]),
                    field=prose.field,
                    replacements=tuple(Replacement(text) for text in verdict.replacements[:_REPLACEMENTS]),
                )


def _verdicts(prose: Prose, article: Article, context: Context) -> list[tuple[Match, Verdict]]:
    """The matches in a field that an editor should see, each with its verdict; judged once for all rules."""
    from checker.services.languagetool.quiet import judge

    matches = context.services.languagetool.matches(article, prose, context.language)
    known = _judged.get(prose)
    if known is None or known.matches is not matches or not _same(known, context):
        judged = [(match, verdict) for match in matches if (verdict := judge(match, prose, article, context))]
        known = _Judged(matches, tuple(map(ref, context.siblings)), context.accepted, judged)
        _judged[prose] = known
    return known.verdicts


def _same(known: _Judged, context: Context) -> bool:
    siblings = [sibling() for sibling in known.siblings]
    alike = len(siblings) == len(context.siblings) and all(map(is_, siblings, context.siblings))
    return alike and known.accepted == context.accepted


def _message(match: Match, verdict: Verdict, written: str) -> str:
    """LanguageTool's words as one sentence, with the name by which its rule can be switched off."""
    if match.lt_rule.startswith(_SPELLER):
        if not verdict.replacements:
            return f"“{written}” may be misspelled: no dictionary has it."
        return f"“{written}” is likely a misspelling of “{verdict.replacements[0]}”."
    said = " ".join(match.message.split()).rstrip(".")
    said = said[:1].upper() + said[1:] if said else match.lt_rule
    return f"{said} (LanguageTool’s {match.lt_rule})."
