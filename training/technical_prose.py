"""Sentences of technical prose that people wrote: the descriptions of the installed packages and their docstrings."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from checker.annotations.sentences import find_paragraphs, find_sentences
from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.markdown import read_markdown
from training.forbidden_text import Forbidden
from training.news_sentences import is_prose

# So many docstrings of one package, that a large one does not drown the others.
_DOCSTRINGS = 250
_TESTS = frozenset(("test", "tests", "testing"))
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_CODE = re.compile(
    r"\b(?:Args|Parameters|Raises|Returns|Yields):|:param|>>>|::|\.\. |:\w+:`|[|{}\\]|^\s*[-=~*#]{3,}", re.MULTILINE
)


def technical_sentences(
    forbidden: Forbidden, seed: int, packages: Iterable[Distribution] | None = None
) -> list[tuple[str, str]]:
    """(package, sentence), each sentence once, in an order of chance; `packages` are the installed ones by default."""
    draw = random.Random(seed)
    found: dict[str, str] = {}
    for package in sorted(distributions() if packages is None else packages, key=lambda d: d.name or ""):
        if package.name in (None, "copydesk"):
            continue  # its own pages are what it is tried on
        docstrings = sorted(set(_docstrings(package)))
        texts = [*_description(package), *draw.sample(docstrings, min(_DOCSTRINGS, len(docstrings)))]
        for text in texts:
            for span in find_sentences(text, find_paragraphs(text)):
                sentence = text[span.start : span.end]
                if is_prose(sentence) and not forbidden.has(sentence):
                    found.setdefault(sentence, package.name)
    sentences = [(package, sentence) for sentence, package in found.items()]
    draw.shuffle(sentences)
    return sentences


def _description(package: Distribution) -> Iterator[str]:
    """What the package says of itself, where that is Markdown."""
    if (package.metadata["Description-Content-Type"] or "").startswith("text/markdown"):
        said = str(package.metadata.json.get("description", ""))
        for item in read_markdown(package.name, Decoded(said)):
            if isinstance(item, Article):
                yield item.text


def _docstrings(package: Distribution) -> Iterator[str]:
    """Paragraphs of docstrings, each as one line, without those that have code in them."""
    for file in package.files or ():
        if file.suffix != ".py" or not _TESTS.isdisjoint(file.parts) or file.name.startswith("test_"):
            continue
        try:
            tree = ast.parse(Path(str(file.locate())).read_text("utf-8"))
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, _Documented) and (said := ast.get_docstring(node)):
                for paragraph in said.split("\n\n"):
                    if len(paragraph) > 60 and not _CODE.search(paragraph):
                        yield " ".join(paragraph.replace("``", "").replace("`", "").split())
