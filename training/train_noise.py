"""Trains the noise model on what training/noise_data.py made.

    .venv/bin/python -m training.train_noise FOLDER --out FOLDER --minutes 100 --start start.pt
    .venv/bin/python -m training.train_noise FOLDER --out FOLDER --minutes 100 --teacher MPNET [--start checkpoint.pt]

The second trains a teacher, from the folder of all-mpnet-base-v2; training/noise_start.py makes of it the network that
the first trains, on what training/noise_teaching.py wrote of the teacher's answers.

FOLDER has train-0.jsonl, train-1.jsonl … and held.jsonl; parts that are made while it trains are taken up when they are
there. The network learns of each word and each sentence whether it is broken, and of the sentences of a group (one
sentence whole and broken, a reference and its translations) which reads worse: that is what its scores are for, and it
can be learned where nobody can say how bad a sentence is. The heads of the first look learn the same with a small
weight (deep supervision, Lee and others 2015). After a quarter of the time the network works with the few bits that its
weights will have (training/noise_rounding.py). The rate of learning rises for a twentieth of the time and then falls to
nothing at its end, so a run of any length ends well. Every eight minutes the moving average of the weights is kept in
--out as checkpoint.pt; every --report minutes it is measured on held-out sentences by kind.

Each worker is a process of one thread that takes its own share of the sentences and writes to weights that all share,
without locks (Hogwild, Recht and others 2011): on a busy machine threads that wait for each other lose most of their
time. The arithmetic is bfloat16 where that is faster, the weights are float32.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.multiprocessing as processes
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.nn.functional import smooth_l1_loss, softplus

from checker.services.noise.graph import MARKS
from training.noise_network import LONGEST, Logits, NoiseNetwork, State, checkpoint, minilm_folder, network_of
from training.noise_rounding import FourBits
from training.noise_teacher import NoiseTeacher, new_teacher, trained_teacher

Network = NoiseNetwork | NoiseTeacher

TOKENS_A_BATCH = 2048
POOL = 100 * 64  # groups
SAVE_EVERY = 480.0
DECAY = 0.985
BROKEN_WEIGHT = 2.0
CLEAN = ("news", "reference", "title", "technical")
# Many of the smallest faults leave a sentence that might have been written so: they say little of the whole.
COARSE = frozenset(("spun", "wrong-word", "wrong-run", "collocation", "mixture", "shuffle", "splice", "stray"))
SMALL_WEIGHT = 0.35
FIRST_WEIGHT = 0.25
# Sentences of a group are told apart that differ so much.
FARTHER = 0.15
# From this part of the time on, weights have few bits.
ROUNDED = 0.25
# How fast parts of the network learn, beside its body.
_OTHER_RATES = {"heads": 3.0, "books": 0.5, "steps": 2.0}
# How much the label counts beside what the teacher says, and how much its logits beside its probabilities.
LABEL_SHARE, LOGIT_WEIGHT = 0.25, 0.2


class Example(NamedTuple):
    """A sentence: token ids, for each token 0 clean, 1 broken, -1 unknown; of the whole the same, its weight, and how
    much worse it reads than others of its group."""

    ids: Tensor
    labels: Tensor
    label: float
    weight: float
    worse: float
    kind: str
    group: int
    taught: Tensor | None = None


def sentence_tokenizer() -> Tokenizer:
    """How the networks cut a sentence; what is too long is left off."""
    tokenizer = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def read(
    path: Path, tokenizer: Tokenizer, worker: int = 0, workers: int = 1, limit: int | None = None
) -> list[Example]:
    """A worker's share of the groups of a file, as tokens with labels."""
    rows = (json.loads(line) for line in path.read_text("utf-8").split("\n")[:limit] if line)
    return [example(row, tokenizer) for row in rows if row["group"] % workers == worker]


def example(row: dict[str, Any], tokenizer: Tokenizer) -> Example:
    """A sentence of training/noise_data.py as tokens with labels."""
    encoding = tokenizer.encode(row["text"].translate(MARKS))
    offsets = np.array(encoding.offsets)
    labels = np.zeros(len(offsets), np.float32)
    for start, end, label in row["spans"]:
        labels[(offsets[:, 0] < end) & (offsets[:, 1] > start)] = label
    labels[offsets[:, 1] == offsets[:, 0]] = -1
    ids = torch.tensor(encoding.ids, dtype=torch.int32)
    kind, label = row["kind"], row["label"]
    weight = 0.0 if label < 0 else 1.0
    if kind.startswith("broken/") and kind.removeprefix("broken/") not in COARSE:
        weight = SMALL_WEIGHT
    taught = torch.tensor(row["taught"]) if "taught" in row else None
    return Example(ids, torch.from_numpy(labels), label, weight, row["worse"], kind, row["group"], taught)


def batches(examples: list[Example], draw: random.Random) -> Iterator[list[Example]]:
    """All examples once, in batches of about TOKENS_A_BATCH tokens of like length; groups stay together."""
    of: defaultdict[int, list[Example]] = defaultdict(list)
    for e in examples:
        of[e.group].append(e)
    order = list(of.values())
    draw.shuffle(order)
    for i in range(0, len(order), POOL):
        pool = sorted(order[i : i + POOL], key=_longest)
        made: list[list[Example]] = []
        batch: list[Example] = []
        for group in pool:
            if batch and (len(batch) + len(group)) * _longest(group) > TOKENS_A_BATCH:
                made.append(batch)
                batch = []
            batch += group
        made.append(batch)
        draw.shuffle(made)
        yield from made


def _longest(group: list[Example]) -> int:
    return max(len(e.ids) for e in group)


def tensors(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    width = _longest(batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    labels = torch.full((len(batch), width), -1.0)
    for i, e in enumerate(batch):
        ids[i, : len(e.ids)] = e.ids
        labels[i, : len(e.ids)] = e.labels
    return ids, (ids != 0).long(), labels


def loss_of(network: Network, batch: list[Example]) -> Tensor:
    """The loss at the end and, with a small weight, that of the first look."""
    ids, mask, labels = tensors(batch)
    with torch.autocast("cpu", torch.bfloat16):
        *early, last = network.looks(ids, mask)
    of_look = loss_of_look if batch[0].taught is None else loss_as_taught
    loss = of_look(last, batch, labels)
    for look in early:
        loss = loss + FIRST_WEIGHT * of_look(look, batch, labels)
    return loss


def loss_as_taught(logits: Logits, batch: list[Example], labels: Tensor) -> Tensor:
    """How far the logits are from those of a teacher, and to a part from the labels (distillation, Hinton and others
    2015)."""
    words, whole = (part.float() for part in logits)
    taught = torch.zeros(labels.shape)
    for i, e in enumerate(batch):
        assert e.taught is not None
        taught[i, : len(e.ids)] = e.taught[1:]
    known = (labels >= 0).float() * LABEL_SHARE
    wanted = (1 - known) * taught.sigmoid() + known * labels.clamp(min=0)
    real = torch.tensor([[1.0] * len(e.ids) + [0.0] * (labels.shape[1] - len(e.ids)) for e in batch])
    weight = real * (1 + (BROKEN_WEIGHT - 1) * wanted)
    token_loss = (cross_entropy(words, wanted, reduction="none") * weight).sum() / weight.sum()
    taught_whole = torch.stack([e.taught[0] for e in batch if e.taught is not None]).clamp(-6, 6)
    known = torch.tensor([e.weight for e in batch]) * LABEL_SHARE
    wanted = (1 - known) * taught_whole.sigmoid() + known * torch.tensor([max(0.0, e.label) for e in batch])
    sentence_loss = cross_entropy(whole, wanted) + LOGIT_WEIGHT * smooth_l1_loss(whole, taught_whole)
    loss: Tensor = 2 * token_loss + sentence_loss + LABEL_SHARE * order_loss(whole, batch)
    return loss


def loss_of_look(logits: Logits, batch: list[Example], labels: Tensor) -> Tensor:
    words, whole = (part.float() for part in logits)
    weight = (labels >= 0).float() * torch.where(labels > 0, BROKEN_WEIGHT, 1.0)
    token_loss = (cross_entropy(words, labels.clamp(min=0), reduction="none") * weight).sum() / weight.sum()
    wanted = torch.tensor([max(0.0, e.label) for e in batch])
    weights = torch.tensor([e.weight for e in batch])
    sentence_loss = (cross_entropy(whole, wanted, reduction="none") * weights).sum() / weights.sum().clamp(min=1)
    loss: Tensor = token_loss + sentence_loss + order_loss(whole, batch)
    return loss


def order_loss(whole: Tensor, batch: list[Example]) -> Tensor:
    """How far the logits of the sentences of each group are from the order they should have, the mean over pairs
    (RankNet, Burges and others 2005)."""
    group = torch.tensor([e.group for e in batch])
    worse = torch.tensor([e.worse for e in batch])
    apart = (group[:, None] == group) & (worse[:, None] - worse >= FARTHER)
    if not apart.any():
        return whole.sum() * 0
    return softplus(-(whole[:, None] - whole)[apart]).mean()


def judge(network: Network, examples: list[Example]) -> tuple[np.ndarray, list[np.ndarray]]:
    """The probability of being broken of each sentence, and of each of its tokens."""
    network.eval()
    answers = logits(network, examples)
    network.train()
    return np.array([whole.sigmoid().item() for whole, _ in answers]), [words.sigmoid().numpy() for _, words in answers]


@torch.no_grad()
def logits(network: Network, examples: list[Example]) -> list[tuple[Tensor, Tensor]]:
    """The logit of each sentence, and those of its tokens."""
    found: list[Any] = [None] * len(examples)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    while order:
        size = max(1, TOKENS_A_BATCH // len(examples[order[-1]].ids))
        part, order = order[-size:], order[:-size]
        ids, mask, _ = tensors([examples[i] for i in part])
        with torch.autocast("cpu", torch.bfloat16):
            words, wholes = network(ids, mask)
        for i, of, whole in zip(part, words.float(), wholes.float(), strict=True):
            found[i] = whole, of[: len(examples[i].ids)]
    return found


def auc(positive: np.ndarray, negative: np.ndarray) -> float:
    """The chance that a positive scores above a negative."""
    both = np.concatenate([positive, negative])
    ranks = np.empty(len(both))
    ranks[both.argsort(kind="stable")] = np.arange(1, len(both) + 1)
    n, m = len(positive), len(negative)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m)) if n and m else math.nan


def report(network: Network, held: list[Example]) -> str:
    """AUC by kind against the clean sentences of the same source, the share found where 1 % of clean news alarms, and
    for words: AUC within broken sentences."""
    scores, words = judge(network, held)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for i, e in enumerate(held):
        if e.label >= 0:
            by_kind[e.kind].append(i)
    news, references = scores[by_kind["news"]], scores[by_kind["reference"]]
    limit = np.quantile(news, 0.99)
    above = {kind: np.mean(scores[by_kind[kind]] > limit) for kind in CLEAN if by_kind[kind] and kind != "news"}
    ordered = [
        scores[i] > scores[k]
        for group in _groups(held)
        for i in group
        for k in group
        if held[i].worse - held[k].worse >= FARTHER
    ]
    lines = [
        f"  of a group in order {np.mean(ordered):.3f}; 1 % of news above {limit:.3f}; "
        + ", ".join(f"{kind} {share:.3f}" for kind, share in above.items())
    ]
    for kind in sorted(by_kind):
        if kind in CLEAN:
            continue
        s = scores[by_kind[kind]]
        ones, zeros = (_words(words, held, by_kind[kind], label) for label in (1, 0))
        against = references if kind == "translation" else news
        found, inside = np.mean(s > limit), auc(ones, zeros)
        lines.append(f"  {kind:24} {len(s):5}  auc {auc(s, against):.3f}  at 1 % {found:.2f}  words {inside:.3f}")
    clean = _words(words, held, by_kind["news"], 0)
    shares = " ".join(f"{np.mean(clean > p):.5f}" for p in (0.5, 0.9, 0.97))
    lines.append(f"  clean words above .5/.9/.97: {shares}")
    return "\n".join(lines)


def _groups(examples: list[Example]) -> list[list[int]]:
    of: defaultdict[int, list[int]] = defaultdict(list)
    for i, e in enumerate(examples):
        of[e.group].append(i)
    return list(of.values())


def _words(scores: list[np.ndarray], examples: list[Example], picked: list[int], label: int) -> np.ndarray:
    """The scores of the tokens with a label."""
    return np.concatenate([scores[i][examples[i].labels.numpy() == label] for i in picked])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument("--report", type=float, default=30)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rounded", type=float, default=ROUNDED, help="from this part of the time on; 0 to go on from a checkpoint"
    )
    parser.add_argument("--teacher", type=Path, help="the folder of all-mpnet-base-v2: train a teacher instead")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    if not (options.start or options.teacher):
        parser.error("--start or --teacher is needed")
    network = _new(options)
    network.share_memory()
    started = time.time()
    processes.spawn(_work, (network, options, started), nprocs=options.workers)  # type: ignore


def _new(options: argparse.Namespace) -> Network:
    state = checkpoint(options.start) if options.start else None
    if not options.teacher:
        assert state is not None
        return network_of(state)
    return new_teacher(options.teacher) if state is None else trained_teacher(options.teacher, state)


def _part(name: str) -> str:
    """To which part of the network a parameter belongs."""
    if name.endswith("log_step"):
        return "steps"
    if name.startswith(("first.", "last.")):
        return "heads"
    return "books" if "books" in name else "body"


def _work(worker: int, network: Network, options: argparse.Namespace, started: float) -> None:
    """One worker's training, from its share of the sentences."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    tokenizer = sentence_tokenizer()
    taken: Counter[Path] = Counter()
    held = read(options.data / "held.jsonl", tokenizer, limit=2200) if worker == 0 else []
    parts: defaultdict[str, list[torch.nn.Parameter]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            parts[_part(name)].append(parameter)
    learned = [parameter for of in parts.values() for parameter in of]
    groups = [
        {"params": of, "scale": _OTHER_RATES.get(part, 1.0), "weight_decay": 0.0 if part == "steps" else 0.01}
        for part, of in parts.items()
    ]
    still = {n for n, p in network.named_parameters() if not p.requires_grad}
    optimizer = torch.optim.AdamW(groups, lr=options.rate)
    average = {k: v.clone() for k, v in network.state_dict().items()}
    draw = random.Random(options.seed + worker)
    saved = reported = time.time()
    seconds, steps, seen, running, epoch = 60 * options.minutes, 0, 0, 1.0, 0
    fraction = 0.0
    while fraction < 1:
        epoch += 1
        part = min(sorted(options.data.glob("train-*.jsonl")), key=taken.__getitem__)
        taken[part] += 1
        examples = read(part, tokenizer, worker, options.workers)
        for batch in batches(examples, draw):
            fraction = (time.time() - started) / seconds
            if fraction >= 1:
                break
            FourBits.rounded = fraction >= options.rounded
            rate = options.rate * min(1.0, fraction / 0.05 + 0.02, 1.05 * (1 - fraction) + 0.01)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["scale"]
            loss = loss_of(network, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            steps, seen = steps + 1, seen + len(batch)
            running += 0.02 * (loss.item() - running)
            if worker:
                continue
            _blend(average, network, still, min(DECAY, steps / (steps + 10)))
            if steps % 50 == 0:
                pace = options.workers * seen / (time.time() - started)
                minutes = (time.time() - started) / 60
                print(f"{minutes:6.1f} min  step {steps}  part {epoch}  {pace:.1f}/s  loss {running:.4f}", flush=True)
            if time.time() - saved > SAVE_EVERY:
                saved = time.time()
                _save(average, options.out)
            if time.time() - reported > 60 * options.report:
                print(_report(network, average, held), flush=True)
                reported = time.time()
    if worker == 0:
        _save(average, options.out)
        print(_report(network, average, held), flush=True)


@torch.no_grad()
def _blend(average: State, network: Network, still: set[str], decay: float) -> None:
    """Moves the average of the weights towards the weights of now; those `still` have not moved."""
    for key, value in network.state_dict().items():
        if value.dtype.is_floating_point and key not in still:
            average[key].lerp_(value, 1 - decay)


def _save(average: State, out: Path) -> None:
    torch.save(average, out / "new.pt")
    (out / "new.pt").replace(out / "checkpoint.pt")


def _report(network: Network, average: State, held: list[Example]) -> str:
    measured = copy.deepcopy(network)
    measured.load_state_dict(average)
    return report(measured, held)


if __name__ == "__main__":
    main()
