"""What the noise model is made of and learns from: the whole of MPNet-base, with the same two heads. It never leaves
training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.noise_network import LOWEST, Heads, Logits, State

# The layers nearest to the words stay as they are: what they know holds for any task, and a third of the time is saved.
FROZEN = 3
# MPNet has the word pieces of BERT after four marks of its own.
_BEFORE = 4
_CLS, _SEP, _PAD = 101, 102, 0
_BOS, _EOS, _NONE = 0, 2, 1


class NoiseTeacher(nn.Module):
    """From token ids of BERT and mask (batch, tokens) to logits. MPNet cuts words in the same way, so its answers are
    on the same tokens as those of the noise model."""

    def __init__(self, encoder: Any, width: int = 768) -> None:
        super().__init__()
        self.encoder = encoder
        self.last = Heads(width)

    def forward(self, ids: Tensor, mask: Tensor) -> Logits:
        return self.looks(ids, mask)[-1]

    def looks(self, ids: Tensor, mask: Tensor) -> tuple[Logits, ...]:
        """What the heads say at the end; there is no first look."""
        hidden = self.encoder.embeddings(input_ids=teacher_ids(ids))
        lacking = (mask == 0)[:, None, None, :] * torch.tensor(LOWEST, dtype=hidden.dtype)
        bias = self.encoder.encoder.compute_position_bias(hidden)
        for layer in self.encoder.encoder.layer:
            hidden = layer(hidden, lacking, bias)[0]
        return (self.last(hidden, mask),)


def teacher_ids(ids: Tensor) -> Tensor:
    """MPNet's own ids of tokens of BERT."""
    own = ids + _BEFORE
    for bert, mpnet in ((_CLS, _BOS), (_SEP, _EOS), (_PAD, _NONE)):
        own = own.masked_fill(ids == bert, mpnet)
    return own


def new_teacher(folder: Path) -> NoiseTeacher:
    """The network before training; `folder` holds all-mpnet-base-v2."""
    from transformers import AutoModel

    encoder: Any = AutoModel.from_pretrained(folder, add_pooling_layer=False)
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    still = ("embeddings.", "encoder.relative", *(f"encoder.layer.{i}." for i in range(FROZEN)))
    for name, parameter in encoder.named_parameters():
        if name.startswith(still):
            parameter.requires_grad = False
    return NoiseTeacher(encoder)


def trained_teacher(folder: Path, state: State) -> NoiseTeacher:
    """The teacher with these weights."""
    teacher = new_teacher(folder)
    teacher.load_state_dict(state)
    return teacher
