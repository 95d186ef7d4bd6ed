"""The baseline: findings that were there before, by fingerprint, so that only what is new is reported.

A file of lines that sort, merge and compare well: a first line with the version, then a JSON list for each finding (the
path seen from the baseline's folder, the article's id where a file holds many, the rule, the fingerprint, the words, a
digest of the sentence), then a last line. Lines that begin with "#" say nothing, so that a union merge does no harm.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from checker.article import Article
from checker.errors import CopydeskError
from checker.filters.stet import STET_FINDINGS
from checker.finding import Finding
from checker.printable import clipped, encodable

if TYPE_CHECKING:
    from checker.engine import Outcome
    from checker.rule import Rule

FILE_NAME = "copydesk.baseline"
VERSION = 1

_HEADER = re.compile(r"# copydesk baseline ([0-9]{1,9})\b")
_LAST = "# end"
_EXCERPT = 60
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class BaselineError(CopydeskError):
    """A baseline that cannot be read; it is left as it is."""


class Entry(NamedTuple):
    """A finding that is known: `path` is seen from the baseline's folder, `article` the id of an article in a file of
    many, else ""; `words` show a person what was found; `context` stands for the sentence round it, and tells a file
    that was renamed from another one with a like fault."""

    path: str
    article: str
    rule: str
    fingerprint: str
    words: str = ""
    context: str = ""


Key = tuple[str, str, str]
"""What names a finding within a file: article, rule and fingerprint."""


class Baseline:
    """Known findings by file, and what a run sees of them."""

    def __init__(self, path: str, entries: Iterable[Entry] = ()) -> None:
        self.path = path
        self.rules: Mapping[str, Rule] | None = None
        """The rules that there are, those of packs included; without it, the installed ones."""
        self.collects = False
        """Whether what is new is kept, for `renewed`."""
        self._folder = os.path.dirname(os.path.realpath(path))
        self._of: dict[str, dict[Key, Entry]] = {}
        for entry in entries:
            self._of.setdefault(entry.path, {})[entry[1:4]] = entry
        self._ran: dict[str, set[str]] = {}  # the files that were judged, and by which rules
        self._met: dict[str, set[Key]] = {}
        self._new: list[Entry] = []
        self._words: dict[int, dict[tuple[str, str], list[Key]]] = {}  # by the identity of a file's entries
        self._files = frozenset(self._of)
        self._gone: dict[tuple[str, str, str], list[Entry]] | None = None

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    def judged(self, outcome: Outcome) -> Outcome:
        """The outcome with its known findings set apart."""
        from dataclasses import replace

        path = self._shown(outcome.article.origin.path)
        if path is None:
            return outcome
        self._ran.setdefault(path, set()).update(outcome.ran)
        if not outcome.article.stets:
            self._ran[path].update(STET_FINDINGS)  # there is none left to say them of
        article = _article_name(outcome.article)
        keyed = [((article, f.rule, f.fingerprint), f) for f in outcome.findings]
        if path not in self._files and keyed and self._files:
            self._take_renamed(path, outcome.article, keyed)
        entries = self._of.get(path, {})
        met = {key for key, _ in keyed if key in entries}
        known = [f for key, f in keyed if key in met or self._by_a_relative(entries, met, key, outcome.article, f)]
        self._met.setdefault(path, set()).update(met)
        taken = set(map(id, known))
        left = [(key, f) for key, f in keyed if id(f) not in taken]
        if self.collects:
            self._new += [_entry(path, key, outcome.article, f) for key, f in left]
        if not known:
            return outcome
        return replace(outcome, findings=tuple(f for _, f in left), known=tuple(known))

    def _by_a_relative(
        self, entries: dict[Key, Entry], met: set[Key], key: Key, article: Article, finding: Finding
    ) -> bool:
        """Whether another rule of the category has an entry on the same words, not met yet: which of two rules speaks
        may hang on the other articles of the run. Adds what it finds to `met`."""
        if not entries or len(met) == len(entries):
            return False
        if id(entries) not in self._words:
            by_words = self._words[id(entries)] = {}
            for other, entry in entries.items():
                by_words.setdefault((entry.article, entry.words), []).append(other)
        rules = self._rules()
        for other in self._words[id(entries)].get((key[0], _words(article, finding)), ()):
            rule = rules.get(other[1])
            if other[1] != finding.rule and other not in met and rule and rule.category == finding.category:
                met.add(other)
                return True
        return False

    def unneeded(self, named: Iterable[str] = ()) -> list[Entry]:
        """The entries that a run over the paths `named` has shown to be of no use any more: the rule has judged the
        file and found nothing of the kind, or is no more, or the file is gone."""
        existing = {*self._rules(), *STET_FINDINGS}
        folders = [f for f in map(self._shown, named) if f is not None]
        found = []
        for path, entries in self._of.items():
            if path in self._ran:
                met, ran = self._met.get(path, set()), self._ran[path]
                found += [e for k, e in entries.items() if k not in met and (e.rule in ran or e.rule not in existing)]
            elif any(f in (".", path) or path.startswith(f"{f}/") for f in folders) and self._is_gone(path):
                found += entries.values()
        return sorted(found)

    def renewed(self, named: Iterable[str]) -> list[Entry]:
        """The entries of the file after a run: those still needed, and the new ones where they were collected."""
        unneeded = {*self.unneeded(named)}
        kept = [
            entry._replace(path=path) for path, of in self._of.items() for entry in of.values() if entry not in unneeded
        ]
        return sorted({e[:4]: e for e in [*kept, *self._new]}.values())

    def _rules(self) -> Mapping[str, Rule]:
        from checker.registry import all_rules

        return all_rules() if self.rules is None else self.rules

    def _shown(self, path: str) -> str | None:
        """A path as entries name it; None for what is no file."""
        if path in ("", "-"):
            return None
        try:
            below = os.path.relpath(os.path.realpath(os.path.dirname(path)), self._folder)
        except ValueError:  # another drive
            return None
        return encodable(os.path.normpath(os.path.join(below, os.path.basename(path)))).replace(os.sep, "/")

    def _is_gone(self, path: str) -> bool:
        return not os.path.lexists(os.path.join(self._folder, path))

    def _take_renamed(self, path: str, article: Article, keyed: list[tuple[Key, Finding]]) -> None:
        """Moves to this file the entries of files that are gone, where the same was found in the same sentence."""
        if self._gone is None:
            self._gone = {}
            for other in filter(self._is_gone, self._files):
                for entry in self._of[other].values():
                    if entry.context:
                        self._gone.setdefault((entry.rule, entry.fingerprint, entry.context), []).append(entry)
        if not self._gone:
            return
        for key, finding in keyed:
            left = self._gone.get((finding.rule, finding.fingerprint, _context(article, finding)))
            if left:
                entry = left.pop(0)
                del self._of[entry.path][entry[1:4]]
                self._of.setdefault(path, {})[key] = entry._replace(path=path, article=key[0])


def read(path: str) -> Baseline:
    """The baseline in a file.

    Raises:
        BaselineError: it is not there, is no baseline, is cut off, or is of a newer version.
    """
    from checker.config.reading import shown

    name = shown(path)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        reason = "is not there; `copydesk baseline` writes it" if isinstance(error, FileNotFoundError) else None
        raise BaselineError(f"{name}: {reason or f'could not be read ({error.strerror or error})'}") from None
    mend = "take the file from git again, or write it anew: delete it and run `copydesk baseline`"
    try:
        lines = data.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise BaselineError(f"{name}: not UTF-8, so it is no baseline; {mend}") from None
    header = _HEADER.match(lines[0])
    if not header:
        raise BaselineError(f"{name}:1: not a baseline of copydesk; name another file")
    if int(header[1]) > VERSION:
        told = f"a baseline of version {header[1]}, and this copydesk reads version {VERSION}; upgrade copydesk"
        raise BaselineError(f"{name}:1: {told}")
    entries = []
    decode = msgspec.json.Decoder(Entry).decode
    for number, line in enumerate(lines[1:], 2):
        if line.startswith(_CONFLICT):
            raise BaselineError(f"{name}:{number}: a merge has left its marks; keep the lines of both sides")
        if not line or line.startswith("#"):
            continue
        try:
            entries.append(decode(line))
        except msgspec.MsgspecError:
            raise BaselineError(f"{name}:{number}: no entry of a baseline; {mend}") from None
    if next((line for line in reversed(lines) if line), "") != _LAST:
        raise BaselineError(f"{name}: cut off, for its last line is not “{_LAST}”; {mend}")
    return Baseline(path, entries)


def write(path: str, entries: Iterable[Entry]) -> None:
    """Writes a baseline, whole or not at all.

    Raises:
        WriteError: the file cannot be written.
    """
    from checker.writing import atomic_write

    with atomic_write(path) as file:
        file.write(f"# copydesk baseline {VERSION}: findings that are known, written by `copydesk baseline`\n")
        file.writelines(f"{_line(entry)}\n" for entry in entries)
        file.write(f"{_LAST}\n")


def nearest(folder: str) -> str | None:
    """The baseline of a folder: the file of the usual name in it or in the nearest folder above."""
    folder = os.path.abspath(folder)
    while True:
        path = os.path.join(folder, FILE_NAME)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _entry(path: str, key: Key, article: Article, finding: Finding) -> Entry:
    return Entry(path, *key, _words(article, finding), _context(article, finding))


def _context(article: Article, finding: Finding) -> str:
    """A digest of the sentence that a finding begins in, white space evened out."""
    prose = article.field(finding.field)
    number = bisect_right(prose.sentences, finding.start, key=lambda sentence: sentence.start) - 1
    sentence = prose[prose.sentences[number]] if number >= 0 else ""
    return blake2b(" ".join(encodable(sentence).split()).encode(), digest_size=4).hexdigest()


def _words(article: Article, finding: Finding) -> str:
    """What a finding is on, as a person may see it in the file."""
    text = article.field(finding.field).text
    return clipped(" ".join(encodable(text[finding.start : finding.end][: 4 * _EXCERPT]).split()), _EXCERPT)


def _article_name(article: Article) -> str:
    """The id of an article in a file of many; where the record has none, its line."""
    origin = article.origin
    if origin.line is None:
        return ""
    return encodable(f":{origin.line}" if article.id == f"{origin.path}:{origin.line}" else article.id)


def _line(entry: Any) -> str:
    return msgspec.json.encode([*map(encodable, entry)]).decode()
