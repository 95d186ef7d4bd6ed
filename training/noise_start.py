"""Makes of a teacher the network that is to learn from it.

    .venv/bin/python -m training.noise_start MPNET teacher.pt DATA --out start.pt

MPNET is the folder of all-mpnet-base-v2, teacher.pt what training/train_noise.py trained from it, DATA a folder of
training/noise_data.py or noise_teaching.py. The network takes the teacher's lower layers, as many as INNER has, and
its heads. Of the neurons of each layer those stay that tell tokens apart most: of the others their mean goes into the
bias. The word embeddings are kept by parts, those closest that are needed most.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from checker.services.noise.graph import MARKS
from training.noise_network import POSITIONS, Embeddings, NoiseNetwork, checkpoint
from training.noise_rounding import FourBits, coded
from training.noise_teacher import NoiseTeacher, teacher_ids, trained_teacher
from training.train_noise import Example, example, sentence_tokenizer, tensors

# Inner width of each layer taken, of 3,072: where a layer has more that hardly tells tokens apart, less of it stays.
INNER = (2432, 2560, 2688, 2560, 2496, 2048)
# So many of the most frequent word pieces have a second book; a piece in another script stays if it is met so often.
CLOSER, OFTEN = 12_000, 20
# A piece that was not met counts as met so often.
_UNMET = 0.3
_SPECIAL = frozenset(("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"))
# Neurons are looked at on so many sentences, in batches.
_LOOKED_AT, _BATCH = 3_000, 64


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mpnet", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    teacher = trained_teacher(options.mpnet, checkpoint(options.checkpoint))
    tokenizer = sentence_tokenizer()
    rows = [json.loads(line) for part in sorted(options.data.glob("train-*.jsonl")) for line in part.open()]
    met = times_met([row["text"] for row in rows], tokenizer)
    some = [example(row, tokenizer) for row in rows[:: max(1, len(rows) // _LOOKED_AT)]]
    network = started(teacher, Pieces(met, frequent(tokenizer, met), tokenizer.token_to_id("[UNK]")), some, INNER)
    torch.save(network.state_dict(), options.out)
    print(f"{sum(p.numel() for p in network.layers.parameters()) / 1e6:.1f} million weights in {len(INNER)} layers")


class Pieces(NamedTuple):
    """How often each token id is met; those that have an embedding of their own, the most frequent first; and the one
    whose embedding the others share."""

    met: Tensor
    kept: Tensor
    unknown: int


def times_met(texts: list[str], tokenizer: Tokenizer) -> Tensor:
    """How often each token id is met."""
    met = torch.zeros(tokenizer.get_vocab_size())
    for i in range(0, len(texts), 2_000):
        for encoding in tokenizer.encode_batch([text.translate(MARKS) for text in texts[i : i + 2_000]]):
            met.index_add_(0, torch.tensor(encoding.ids), torch.ones(len(encoding.ids)))
    return met


def frequent(tokenizer: Tokenizer, met: Tensor) -> Tensor:
    """The token ids that English has a use for, the most frequent first; the unknown word is among them."""
    kept = [i for token, i in tokenizer.get_vocab().items() if token in _SPECIAL or _latin(token) or met[i] > OFTEN]
    return torch.tensor(sorted(kept, key=lambda i: (-met[i].item(), i)))


def _latin(token: str) -> bool:
    return not token.startswith("[unused") and all(c < "\u0250" or "\u2010" <= c <= "\u20bf" for c in token)


def started(
    teacher: NoiseTeacher, pieces: Pieces, some: list[Example], inner: Sequence[int], closer: int = CLOSER
) -> NoiseNetwork:
    """The network before training, from the weights of its teacher; `some` sentences show which neurons it needs."""
    encoder = teacher.encoder
    table = encoder.embeddings.word_embeddings.weight.detach()[teacher_ids(torch.arange(len(pieces.met)))]
    network = NoiseNetwork(_embeddings(table, pieces, closer), list(inner))
    network.embeddings.places.data = _rows_of_places(encoder).clone()
    _copy(encoder.embeddings.LayerNorm, network.embeddings.norm)
    network.relative.data = encoder.encoder.relative_attention_bias.weight.detach().clone()
    for own, layer, (mean, spread) in zip(
        network.layers, encoder.encoder.layer, activity(teacher, some, len(inner)), strict=False
    ):
        attention = layer.attention
        for part, of in (("query", "q"), ("key", "k"), ("value", "v"), ("out", "o")):
            _copy(getattr(attention.attn, of), getattr(own, part))
        _copy(attention.LayerNorm, own.norm)
        _copy(layer.output.LayerNorm, own.last)
        _prune(layer, own, mean, spread)
    for heads in (network.first, network.last):
        _copy(teacher.last, heads)
    for module in network.modules():
        if isinstance(module, FourBits):
            module.choose_steps()
    return network


def _rows_of_places(encoder: Any) -> Tensor:
    """The embeddings of positions: those of MPNet begin after that of the padding."""
    places = encoder.embeddings.position_embeddings
    first = places.padding_idx + 1
    rows: Tensor = places.weight.detach()[first : first + POSITIONS]
    return rows


def _embeddings(table: Tensor, pieces: Pieces, closer: int) -> Embeddings:
    """The embeddings by parts, from those of all token ids (ids, width)."""
    met, kept, unknown = pieces
    draw = torch.Generator().manual_seed(1)
    needed = (met[kept] + _UNMET).sqrt()
    first = coded(table[kept], needed, draw)
    off = table[kept] - first.table()
    second = coded(off[:closer], needed[:closer], draw, nothing=True)
    nothing = torch.zeros(1, second.codes.shape[1], dtype=torch.uint8)
    rank = torch.full((len(met),), kept.tolist().index(unknown), dtype=torch.int32)
    rank[kept] = torch.arange(len(kept), dtype=torch.int32)
    return Embeddings(first, second._replace(codes=torch.cat([second.codes, nothing])), rank)


@torch.no_grad()
def activity(teacher: NoiseTeacher, some: list[Example], layers: int) -> list[tuple[Tensor, Tensor]]:
    """Of the inner neurons of each of the lower layers, the mean and the spread (standard deviation) over the tokens of
    some sentences."""
    found: list[list[Tensor]] = [[] for _ in range(layers)]
    real = torch.empty(0)

    def noted(number: int) -> Any:
        def note(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
            of = output[real].double()
            found[number].append(torch.stack([torch.ones_like(of[0]) * len(of), of.sum(0), of.square().sum(0)]))

        return note

    inner = [layer.intermediate for layer in teacher.encoder.encoder.layer[:layers]]
    hooks = [module.register_forward_hook(noted(number)) for number, module in enumerate(inner)]
    some = sorted(some, key=lambda e: len(e.ids))
    teacher.eval()
    for i in range(0, len(some), _BATCH):
        ids, mask, labels = tensors(some[i : i + _BATCH])
        real = labels >= 0
        teacher(ids, mask)
    for hook in hooks:
        hook.remove()
    moments = []
    for parts in found:
        count, total, square = torch.stack(parts).sum(0)
        mean = total / count
        moments.append((mean.float(), (square / count - mean.square()).clamp(min=0).sqrt().float()))
    return moments


def _prune(layer: Any, own: Any, mean: Tensor, spread: Tensor) -> None:
    """Gives `own` those neurons of the layer that change its result most, and to its bias the mean of the others."""
    into, out = layer.intermediate.dense, layer.output.dense
    change = spread * out.weight.detach().norm(dim=0)
    stay = change.topk(len(own.inner.bias)).indices.sort().values
    gone = torch.ones(len(change), dtype=torch.bool)
    gone[stay] = False
    own.inner.weight.data = into.weight.detach()[stay].clone()
    own.inner.bias.data = into.bias.detach()[stay].clone()
    own.outer.weight.data = out.weight.detach()[:, stay].clone()
    own.outer.bias.data = out.bias.detach() + out.weight.detach()[:, gone] @ mean[gone]


def _copy(of: nn.Module, to: nn.Module) -> None:
    """Gives `to` the weights of `of`; the steps of rounded weights are its own."""
    lacking, unknown = to.load_state_dict(of.state_dict(), strict=False)
    assert not unknown
    assert all(name.endswith("log_step") for name in lacking)


if __name__ == "__main__":
    main()
