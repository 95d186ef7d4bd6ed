"""The forms of English words, from the lexicon's parts of speech and WordNet's lists of irregular forms."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path

from checker.lexicon import common, frequency, parts_of_speech

_BASE = {"N": "N", "S": "N", "V": "V", "Z": "V", "D": "V", "P": "V", "G": "V", "J": "J", "R": "R"}
WORDNET_POS = {"N": "noun", "V": "verb", "J": "adj", "R": "adv"}
_DERIVING = {"S": ("ies:y", "es:", "s:"), "Z": ("ies:y", "es:", "s:"), "G": ("ing:", "ing:e")}
_DERIVING["D"] = _DERIVING["P"] = ("ied:y", "ed:", "ed:e", "d:")


class WordForms:
    """Base forms and inflections. Codes are those of the lexicon: N noun singular, S plural, V verb base form, Z third
    person, D past tense, P participle, G -ing form, J adjective, R adverb."""

    def __init__(self, exceptions: Path) -> None:
        """`exceptions` is a folder with WordNet's noun.exc and verb.exc."""
        self._irregular: dict[str, dict[str, str]] = {"N": {}, "V": {}}
        for base, name in (("N", "noun"), ("V", "verb")):
            for line in (exceptions / f"{name}.exc").read_text("utf-8").splitlines():
                form, *lemmas = line.split()
                if lemmas and "_" not in line:
                    self._irregular[base][form] = lemmas[0]

    def lemma(self, word: str, code: str) -> str | None:
        """The base form of a word in lower case that is used as `code`, or None where the lexicon has none."""
        base = _BASE.get(code)
        if base is None:
            return None
        if code in "NVJR":
            return word
        irregular = self._irregular[base].get(word)
        if irregular and base in parts_of_speech(irregular):
            return irregular
        found = []
        for rule in _DERIVING[code]:
            ending, put = rule.split(":")
            if word.endswith(ending):
                stem = word[: -len(ending)] + put
                found.append(stem)
                if put == "" and len(stem) > 3 and stem[-1] == stem[-2]:
                    found.append(stem[:-1])
        found = [f for f in found if len(f) > 1 and base in parts_of_speech(f)]
        return max(found, key=frequency, default=None)

    @cached_property
    def _forms(self) -> dict[tuple[str, str], str]:
        best: dict[tuple[str, str], str] = {}
        for word in common():
            for code in parts_of_speech(word):
                if code in "SZDPG":
                    lemma = self.lemma(word, code)
                    if lemma and lemma != word:
                        key = (lemma, code)
                        if key not in best or frequency(word) > frequency(best[key]):
                            best[key] = word
        return best

    @cached_property
    def by_lemma(self) -> dict[str, list[str]]:
        """The inflected forms of each base form."""
        found: dict[str, list[str]] = defaultdict(list)
        for (lemma, _), form in self._forms.items():
            if form not in found[lemma]:
                found[lemma].append(form)
        return found

    def inflect(self, lemma: str, code: str) -> str | None:
        """The form of a base form that is used as `code`, or None where news has none."""
        if code in "NVJR":
            return lemma
        return self._forms.get((lemma, code))

    @cached_property
    def _stems(self) -> dict[str, str]:
        stems: dict[str, str] = {}
        for (lemma, _), form in self._forms.items():
            if frequency(form) < 3 * frequency(lemma) or form not in stems:
                stems[form] = lemma
        return stems

    def stem(self, word: str) -> str:
        """One key for all forms of a word, in lower case."""
        lower = word.lower().replace("’", "'").removesuffix("'s")
        return self._stems.get(lower, lower)
