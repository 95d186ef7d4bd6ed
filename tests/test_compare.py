"""`copydesk compare`: an article beside its siblings, with the real encoder."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from checker.annotations.prose import Span
from checker.article import Article
from checker.printable import columns
from checker.registry import comparison_class
from checker.reporting import RunFacts
from checker.services.services import Services
from checker.siblings.aligned import Counterpart
from checker.siblings.comparison import Beside, Comparison, Row
from checker.siblings.comparison import compare as compare_articles
from tests.conftest import Command

ARTICLE = """\
The harbour board voted on Monday to close the ferry line, which carried 4,200 passengers last year.

Marta Ruiz, who runs the café on the quay, said nobody had asked her.

An owl was seen on the roof of the town hall.
"""
SIBLING = """\
Marta Ruiz runs the café on the quay and says nobody asked her about it.

The harbour board voted on Monday to close the ferry line, which carried 2,400 passengers last year.

The weather will be fine at the weekend, forecasters say.
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "b.txt").write_text(SIBLING, "utf-8")
    return tmp_path


@pytest.fixture
def compare(files: Path, siblings_command: Command) -> Command:
    return lambda *arguments: siblings_command("compare", *arguments)


def test_sentences_stand_beside_what_the_sibling_has_and_what_differs_is_marked(files: Path, compare: Command) -> None:
    done = compare("a.txt", "b.txt")
    assert done.returncode == 0, done.stderr
    assert "[4,200]" in done.stdout
    assert "[2,400]" in done.stdout
    owl = next(line for line in done.stdout.splitlines() if "owl" in line)
    assert "nothing near this" in owl
    only = done.stdout.split("Only in b.txt:")[1]
    assert "weather" in only
    assert "harbour" not in only
    assert done.stdout.endswith("2 of 3 sentences have a counterpart.\n")


def test_on_a_terminal_what_differs_is_bold(files: Path, compare: Command) -> None:
    done = compare("a.txt", "b.txt", "--color")
    assert "\x1b[1m4,200\x1b[0m" in done.stdout


def test_the_page_marks_the_words_and_holds_no_markup_of_an_article(files: Path, compare: Command) -> None:
    (files / "b.txt").write_text(SIBLING + "\n<script>alert(1)</script> said the sign on the quay.\n", "utf-8")
    done = compare("a.txt", "b.txt", "--format", "html", "-o", "c.html")
    assert (done.returncode, done.stdout) == (0, "")
    page = (files / "c.html").read_text("utf-8")
    assert "<b>4,200</b>" in page
    assert "<b>2,400</b>" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.txt", "b.txt"), "no such file"),
        ((".", "b.txt"), "holds 2 articles"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_line(
    files: Path, compare: Command, arguments: tuple[str, ...], said: str
) -> None:
    done = compare(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sibling_that_cannot_be_read_is_said_and_the_others_are_compared(files: Path, compare: Command) -> None:
    done = compare("a.txt", "b.txt", "missing.txt")
    assert done.returncode == 2
    assert "missing.txt" in done.stderr
    assert "[2,400]" in done.stdout


def test_sentences_that_stand_together_for_one_of_a_sibling_are_counted_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = Article("a", "The board voted on Monday. The line will close. An owl was seen.")
    sibling = Article("b", "The board voted on Monday to close the line.")
    ours, theirs = article.body.sentences, sibling.body.sentences
    both = Counterpart(sibling, 0, 2, tuple(ours[:2]), 0, 1, tuple(theirs), 0.9, 0.5)
    monkeypatch.setattr("checker.siblings.aligned.aligned", lambda *_: SimpleNamespace(differences=[(both, [])]))
    compared = compare_articles(article, (sibling,), Services())
    assert [len(row.beside) for row in compared.rows] == [1, 0]
    for name in ("text", "html"):
        out, cls = StringIO(), comparison_class(name)
        assert cls is not None
        cls(out, RunFacts("0.1", ("siblings",))).write(compared)
        assert "2 of 3 sentences have a counterpart." in out.getvalue()


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize(
    "text",
    ["東京" * 60, "Zu\u0308rich 😀 " * 30, "See https://example.org/" + "a" * 90 + " and 東京 there.", "x" * 200],
)
def test_the_columns_stand_whatever_the_characters(text: str, color: bool) -> None:
    article, sibling = Article("a", text), Article("b", "The board voted.")
    mark = Span(len(text) // 3, 2 * len(text) // 3)
    beside = Beside(sibling, 0, len(sibling.text), 0.9, (mark,), ())
    compared = Comparison(article, (sibling,), (Row(0, len(text), (beside,)),), ((),), 1, 1)
    out, cls = StringIO(), comparison_class("text")
    assert cls is not None
    cls(out, RunFacts("0.1", ("siblings",), color=color, width=100)).write(compared)
    lines = re.sub(r"\x1b\[\dm", "", out.getvalue()).splitlines()[:-2]
    assert len(lines) > 2
    assert {columns(line.partition("│")[0]) for line in lines} == {50}
    written = re.sub(r"[\s\[\]]", "", "".join(line.partition("│")[0] for line in lines))
    assert written == re.sub(r"\s", "", text)
