"""The trained network in ONNX Runtime, with its vocabulary; beside it its facts: calibration and thresholds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from checker.services.batches import batched, padded
from checker.services.network import cores, network

MODEL_FILE = Path(__file__).parents[2] / "tables" / "noise.onnx"
# Marks that are written in several ways, one character for one: no source is to be told by its quotation marks.
MARKS = str.maketrans("“”„«»‘’‚`´–—‑−\u00a0\u202f\u2009", "\"\"\"\"\"'''''----   ")

# The network was trained on up to 96 tokens; a longer sentence is read in windows.
_WINDOW = 112
# Bounds of the first look below all logits and above: with them no sentence stops there, or every one.
READ_ALL, STOP_ALL = (-1e9, -1e9), (1e9, 1e9)


class Judged(NamedTuple):
    """The network's answer on a text: the logit of its being broken, and for each word start, end and logit."""

    whole: float
    words: list[tuple[int, int, float]]


class NoiseGraph:
    """The network, loaded from its file. After some of its layers it takes a first look: a sentence whose logit is
    below the first of `bounds`, and all of whose words' are below the second, is read no further. The bounds are those
    beside the file, or none."""

    def __init__(self, path: Path = MODEL_FILE, bounds: tuple[float, float] | None = None) -> None:
        # Threads that share a batch wait for each other, so each takes one of its own. And fused further, the graph's
        # normalisations would take five times as long.
        self._session = network(path, as_it_is=True)
        about = self._session.get_modelmeta().custom_metadata_map
        facts = facts_of(path)
        self._blend: list[float] = facts.get("blend", [1.0, 0.0, 0.0, 0.0])
        self._bounds: tuple[float, float] = bounds or tuple(facts.get("first_look", READ_ALL))
        self._tokenizer = _tokenizer(about["vocabulary"].split("\n"))

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """One answer a text, the same bits whatever the other texts are."""
        encodings = self._tokenizer.encode_batch([text.translate(MARKS) for text in texts])
        windows = [(i, window) for i, whole in enumerate(encodings) for window in (whole, *whole.overflowing)]
        wholes: list[list[tuple[float, int]]] = [[] for _ in texts]
        words: list[list[tuple[int, int, float]]] = [[] for _ in texts]
        answers: list[Any] = [None] * len(windows)
        batches = batched([len(window.ids) for _, window in windows])
        for rows, (tokens, sentences) in zip(batches, self._run_all(windows, batches), strict=True):
            for k, row in enumerate(rows):
                answers[row] = (tokens[k], float(sentences[k]))
        for (i, window), (tokens, sentence) in zip(windows, answers, strict=True):
            wholes[i].append((sentence, len(window.ids)))
            words[i] += _by_word(window, tokens)
        return [
            Judged(self._blended(sum(s * n for s, n in whole) / sum(n for _, n in whole), of), of)
            for whole, of in zip(wholes, words, strict=True)
        ]

    def _blended(self, whole: float, words: list[tuple[int, int, float]]) -> float:
        """The calibrated logit of a text, from the network's own and those of its worst words."""
        return sum(a * b for a, b in zip(self._blend, features(whole, words), strict=True))

    def _run_all(self, windows: list[tuple[int, Any]], batches: list[list[int]]) -> list[tuple[Any, Any]]:
        """The logits of words and of sentences for each batch, on all cores."""
        run = partial(self._run, windows)
        threads = min(cores(), len(batches))
        if threads < 2:
            return [run(rows) for rows in batches]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(run, batches))

    def _run(self, windows: list[tuple[int, Any]], rows: list[int]) -> tuple[Any, Any]:
        import numpy as np

        shape = (len(rows), padded(max(len(windows[row][1].ids) for row in rows)))
        ids, mask = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        for place, row in enumerate(rows):
            encoded = windows[row][1].ids
            ids[place, : len(encoded)] = encoded
            mask[place, : len(encoded)] = 1
        inputs = {"ids": ids, "mask": mask, "bounds": np.array(self._bounds, np.float32)}
        words, sentences = self._session.run(["words", "sentence"], inputs)
        return words, sentences


def facts_of(path: Path) -> dict[str, Any]:
    """What training/calibrate_noise.py found out of a network, from the file beside it; {} where there is none."""
    file = path.with_suffix(".json")
    facts: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return facts


def features(whole: float, words: list[tuple[int, int, float]]) -> tuple[float, float, float, float]:
    """What the calibrated logit is a weighted sum of: the network's logit, that of the worst word, the mean of those of
    the three worst, and one."""
    worst = sorted((logit for _, _, logit in words), reverse=True)[:3] or [0.0]
    return whole, worst[0], sum(worst) / len(worst), 1.0


def _by_word(window: Any, logits: Any) -> list[tuple[int, int, float]]:
    """Start, end and mean logit of each word, from its pieces."""
    found: list[tuple[int, int, float]] = []
    last, total, count = None, 0.0, 0
    for word, (start, end), logit in zip(window.word_ids, window.offsets, logits.tolist(), strict=False):
        if word is None:
            continue
        if word != last:
            found.append((start, end, logit))
            last, total, count = word, logit, 1
        else:
            total, count = total + logit, count + 1
            found[-1] = (found[-1][0], end, total / count)
    return found


def _tokenizer(vocabulary: list[str]) -> Any:
    """BERT's lower-case word pieces, in windows."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    ids = {token: i for i, token in enumerate(vocabulary) if token}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    tokenizer.enable_truncation(_WINDOW)
    return tokenizer
