"""Writes what a teacher says of the sentences that the noise model is to learn from.

    .venv/bin/python -m training.noise_teaching MPNET checkpoint.pt DATA --out FOLDER [--groups 20000]

DATA is a folder of training/noise_data.py, checkpoint.pt a teacher that training/train_noise.py trained from MPNET.
Every line of its parts is written again with "taught": the teacher's logit for the sentence, then those of its tokens.
--groups: so many of each part, those that come last in it. A part that is there already is left alone.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import torch
import torch.multiprocessing as processes

from training.noise_network import checkpoint
from training.noise_teacher import NoiseTeacher, trained_teacher
from training.train_noise import example, logits, sentence_tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mpnet", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--groups", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    teacher = trained_teacher(options.mpnet, checkpoint(options.checkpoint))
    teacher.share_memory()
    processes.spawn(_work, (teacher, options), nprocs=options.workers)  # type: ignore


def _work(worker: int, teacher: NoiseTeacher, options: argparse.Namespace) -> None:
    """Every so many parts are one worker's."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    tokenizer = sentence_tokenizer()
    teacher.eval()
    for part in sorted(options.data.glob("train-*.jsonl"))[worker :: options.workers]:
        out = options.out / part.name
        if out.exists():
            continue
        rows = [json.loads(line) for line in part.read_text("utf-8").splitlines()]
        wanted = set(list(dict.fromkeys(row["group"] for row in rows))[-options.groups :])
        rows = [row for row in rows if row["group"] in wanted]
        started = time.time()
        answers = logits(teacher, [example(row, tokenizer) for row in rows])
        print(f"{part.name}: {len(rows)} sentences, {len(rows) / (time.time() - started):.1f}/s", flush=True)
        lines = [
            json.dumps({**row, "taught": _rounded(*answer)}, ensure_ascii=False)
            for row, answer in zip(rows, answers, strict=True)
        ]
        new = out.with_suffix(".new")
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.replace(out)


def _rounded(whole: torch.Tensor, words: torch.Tensor) -> list[float]:
    """The logit of a sentence, then those of its tokens."""
    return [round(logit, 2) for logit in (whole.item(), *words.tolist())]


if __name__ == "__main__":
    main()
