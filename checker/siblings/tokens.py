"""The words of a passage as they are compared with those of a sibling."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from checker.annotations.prose import Prose, Span
from checker.grammar.base_forms import base_form

_CODES = frozenset("USD EUR GBP PLN CHF JPY CNY INR RUB SEK NOK DKK CZK HKD AUD CAD".split())
_BE = dict.fromkeys("am is are was were been being 's 're 'm".split(), "be")
_HAVE = dict.fromkeys("has had having 've".split(), "have")
_DO = dict.fromkeys("does did done doing".split(), "do")
_SPELLED = {"u.s": "u.s.", "us": "u.s.", "usa": "u.s.", "u.s.a.": "u.s.", "u.k.": "uk", "eu": "eu", "e.u.": "eu"}


class Token(NamedTuple):
    """A word: `base` is its base form, `name` tells that it belongs to a name, `number` that it is one, `content` that
    it says something by itself."""

    start: int
    end: int
    text: str
    lower: str
    base: str
    name: bool
    number: bool
    content: bool


def adjoining(before: Token, token: Token) -> bool:
    """Whether at most one character, a space or a hyphen, stands between two words."""
    return token.start - before.end <= 1


def goes_on(before: Token, token: Token) -> bool:
    """Whether a word goes on with the name that ends with the word before it."""
    return token.name and not token.number and adjoining(before, token)


def tokens_of(prose: Prose, spans: Iterable[Span]) -> list[Token]:
    """The words in some spans of a field, those joined by hyphens taken apart."""
    words = prose.words
    names = prose.kept(_named)
    titled = prose.kept(_titled)
    numbers = prose.kept(_numbered)
    found: list[Token] = []
    for start, end in spans:
        first, last = words.within(start, end)
        for i in range(first, last):
            at = words.starts[i]
            if words.texts[i] == "S" and prose.text.startswith("U.S", at - 2):
                continue  # "China-U.S." is "China-U" and "S" among the words
            pieces = _pieces(words.texts[i], words.lowers[i])
            glued = len(pieces) > 1 and not pieces[0][1]
            for piece, lower in pieces:
                stop = at + len(piece)
                if lower == "u" and prose.text.startswith("U.S", at) and at:
                    found.append(Token(at, at + 4, "U.S.", "u.s", "u.s.", True, False, True))
                elif lower:
                    name = (i in names and not piece[0].islower()) or i in titled
                    name = name and (lower not in _FUNCTION or (piece.isupper() and len(piece) > 1))
                    found.append(_token(at, stop, piece, lower, name, at in numbers))
                at = stop + (not glued)
    return found


def _named(prose: Prose) -> frozenset[int]:
    """The positions of the words of names."""
    openings = {first for first, _ in prose.sentence_words}
    found = {i for name in prose.names for i in range(name.first, name.last)}
    return frozenset(i for i in found if i not in openings or not _plain(prose.words.lowers[i]))


def _titled(prose: Prose) -> frozenset[int]:
    """The positions of the words of titles in quotation marks."""
    from checker.siblings.titles import titles_of

    return frozenset(i for title in titles_of(prose) for i in range(*prose.words.within(*title)))


@lru_cache(maxsize=50_000)
def _plain(lower: str) -> bool:
    """Whether a word with a capital at the start of a sentence is likely none of a name."""
    from checker.lexicon import known, name_share

    lower = lower.removesuffix("'s")
    return lower in _FUNCTION or (known(lower) and name_share(lower) < 0.5)


def _numbered(prose: Prose) -> frozenset[int]:
    """The offsets of the characters of numbers."""
    from checker.siblings.numbers import numbers_of

    return frozenset(at for n in numbers_of(prose) for at in range(n.start, n.end))


def _pieces(text: str, lower: str) -> list[tuple[str, str]]:
    """The parts of a word between hyphens."""
    if "-" not in text and "\u2010" not in text and "\u2011" not in text:
        if text[:3] in _CODES and text[3:4].isdigit():
            return [(text[:3], ""), (text[3:], lower[3:])]
        if text[:2] == "US" and text[2:3].isdigit():
            return [(text[:2], ""), (text[2:], lower[2:])]  # "$US40"
        return [(text, lower)]
    parts = text.replace("\u2010", "-").replace("\u2011", "-").split("-")
    if len(parts) > 1 and parts[0].lower() == "non" and parts[1]:  # "non-violent" is "nonviolent", not "violent"
        parts[:2] = ["-".join(parts[:2])]
    return [(part, part.lower().replace("’", "'").replace("-", "")) for part in parts]


def _token(start: int, end: int, text: str, lower: str, name: bool, number: bool) -> Token:
    plain = lower
    for suffix in ("'s", "s'"):
        if plain.endswith(suffix) and len(plain) > len(suffix) + 1:
            plain = plain[: -len(suffix)] + ("s" if suffix == "s'" else "")
            if suffix == "'s" and text[-2:] in ("'s", "’s"):
                end -= 2
                text = text[:-2]
            break
    base = plain if plain == "us" and not text.isupper() else _SPELLED.get(plain) or _base(plain)
    return Token(start, end, text, plain, base, name, number, name or number or plain not in _FUNCTION)


@lru_cache(maxsize=50_000)
def _base(plain: str) -> str:
    from checker.spelling_varieties import spellings

    if plain in _BE or plain in _HAVE or plain in _DO:
        return _BE.get(plain) or _HAVE.get(plain) or _DO[plain]
    spelling = spellings().get(plain)
    if spelling and spelling.british:
        plain = spelling.other
    return base_form(plain)


_FUNCTION = frozenset(
    "a an the this that these those each every either neither some any no all both half several enough such another i"
    " you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself yourself"
    " himself herself itself ourselves yourselves themselves oneself who whom whose which what whoever whatever"
    " of in to for on with at by from about into through after over between out against during without before under"
    " around among within along across behind beyond up down off above near toward towards upon onto since until till"
    " despite except besides beneath below amid amidst amongst via like unlike than as throughout and or but nor so yet"
    " if because although though while whereas unless whether once when where why how whenever wherever not never n't"
    " there here then too also only just even can could may might must shall should will would ought am is are was"
    " were be been being have has had having do does did done doing cannot can't don't doesn't didn't won't wouldn't"
    " shouldn't couldn't isn't aren't wasn't weren't haven't hasn't hadn't mustn't many much more most own same other"
    " very etc they're we're you're i'm he's she's it's that's there's they've we've you've i've he'd she'd we'd they'd"
    " i'd he'll she'll it'll we'll they'll you'll i'll let's s d ll ve re t said say says mr mrs ms dr".split()
)


def is_function_word(lower: str) -> bool:
    """Whether a word in lower case says nothing by itself."""
    return lower in _FUNCTION
