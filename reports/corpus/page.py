"""Writes the files of a corpus report that people and other programs open: the page, its data, the totals."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

import msgspec

from checker.errors import UsageError
from checker.summary import counted
from checker.writing import fresh_folder, write_bytes
from reports.corpus.chunks import DETAILS, TITLES, embedded, first_rows, shown, write_chunks
from reports.corpus.quoting import quoted
from reports.corpus.summary import summarized
from reports.corpus.tables import opened, run_facts
from reports.page import asset, digest

_PAGE = 50  # articles
# With what a desktop leaves in each folder that was looked at.
_OURS = re.compile(r"columns\.js|(titles|details)-\d+\.js|\.DS_Store|Thumbs\.db|desktop\.ini")
_SCRIPTS = ("elements.js", "charts.js", "notes.js", "sections.js", "store.js", "list.js")


def write_page(folder: Path) -> None:
    """Makes `summary.json`, `data/` and `index.html` in the folder of a report, in this order: the page comes last, so
    that it never stands beside data of another run for longer than it takes to write it."""
    facts = run_facts(folder)
    _refuse_what_is_not_ours(folder / "data")
    with opened(report=folder) as connection:
        summary = summarized(connection, facts)
        # The page is asked for clusters and sources by their names as it shows them.
        clusters = [cluster["cluster"] for cluster in summary["clusters"]["most"]]
        with fresh_folder(str(folder / "data")) as write:
            listed = write_chunks(connection, clusters, write)
        listing = {"page": _PAGE, "titles": TITLES, "details": DETAILS, "count": listed}
        first = first_rows(connection, _PAGE)
    write_bytes(str(folder / "summary.json"), msgspec.json.format(msgspec.json.encode(summary), indent=1) + b"\n")
    write_bytes(str(folder / "index.html"), _page(summary, listing, first).encode())


def _refuse_what_is_not_ours(data: Path) -> None:
    """A report written into a project may meet a folder `data` that somebody needs."""
    foreign = next((f.name for f in data.iterdir() if not _OURS.fullmatch(f.name)), None) if data.is_dir() else ""
    if foreign or (data.exists() and not data.is_dir()):
        raise UsageError(f"{data}: holds what no report wrote; write the report into a folder of its own")


def _page(summary: dict[str, Any], listing: dict[str, int], first: list[dict[str, Any]]) -> str:
    """The page, in which nothing runs but the script that stands in it and the data beside it, and which asks nothing
    of any network. `file:` is for a page opened from a disk, where some browsers hold no other file for its own."""
    style = asset("page.css") + corpus_asset("corpus.css")
    script = '"use strict";\n(() => {\n' + "".join(map(corpus_asset, _SCRIPTS)) + "})();\n"
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}' 'self' file:; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    drawn = {name: value for name, value in summary.items() if name != "worst"}
    drawn["clusters"] = {**summary["clusters"], "most": [_cluster(each) for each in summary["clusters"]["most"]]}
    data = shown(drawn) | {"listing": listing, "first": first}
    title = f"{counted(summary['articles'], 'article')} · copydesk"
    return Template(corpus_asset("index.html")).substitute(
        policy=policy, style=style, script=script, data=embedded(data), title=title
    )


def _cluster(cluster: dict[str, Any]) -> dict[str, Any]:
    examples = [
        {**each, "evidence": quoted(each["excerpt"], each["replacement"], each["evidence"] or ())}
        for each in cluster["examples"]
    ]
    return {**cluster, "examples": examples}


def corpus_asset(name: str) -> str:
    """A file of the page, as it lies in the package."""
    return (resources.files("reports.corpus") / "assets" / name).read_text("utf-8")
