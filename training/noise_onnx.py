"""The trained noise network as an ONNX graph, put together by hand from ONNX Runtime's own operators.

Inputs: "ids" and "mask" (batch, tokens), int32, and "bounds" (2), float. Outputs: the logits "words" (batch, tokens)
and "sentence" (batch). A sentence whose logit at the first look is below the first bound, and all of whose tokens' are
below the second, stops there, and keeps what that look said.

Products of matrices are products of integers, with a scale for each row: so they are exact, and no answer hangs on the
other sentences of a batch. In the file the integers of weights have four bits; ONNX Runtime widens them as it loads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.noise_network import EPSILON, FIRST_LOOK, HEADS, LOWEST, POSITIONS, classes_of_distance
from training.noise_rounding import LEVELS, STEPS

Matrix = NDArray[np.float32]
Weights = dict[str, Matrix]

# Integers of a row of hidden states lie around it. Two products of them with those of weights add up to 16 bits at
# most, as processors without VNNI need it.
MIDDLE = 128
_OURS = "com.microsoft"


class Nodes:
    """Operators in order, with their constants."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, op: str, *inputs: str, domain: str = "", **about: Any) -> str:
        """Adds an operator; the name of its result."""
        name = f"{self.prefix}{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], domain=domain, **about))
        return name

    def constant(self, values: Any) -> str:
        name = f"{self.prefix}c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def four_bits(self, integers: Matrix) -> str:
        """Integers from -LEVELS to LEVELS, two in a byte; the name of what they are once they are read."""
        low, high = integers.astype(np.uint8).reshape(-1, 2).T & 15
        name = f"{self.prefix}c{len(self.constants)}"
        packed = (low | high << 4).tobytes()
        self.constants.append(helper.make_tensor(name, TensorProto.INT4, integers.shape, packed, raw=True))
        return self.add("Cast", name, to=TensorProto.INT8)

    def halves(self, values: Matrix) -> str:
        """Numbers of 16 bits; the name of what they are once they are read."""
        return self.add("Cast", self.constant(values.astype(np.float16)), to=TensorProto.FLOAT)

    def products(self, x: str, *weights: Rounded) -> list[str]:
        """x · weightᵀ for each of the weights, for x (rows, in): of integers, with a scale for each row of x and for
        each row of a weight."""
        largest = self.add("ReduceMax", self.add("Abs", x), self.constant(np.array([1], np.int64)), keepdims=0)
        scale = self.add("Mul", largest, self.constant(np.float32(1 / STEPS)))
        scale = self.add("Max", scale, self.constant(np.float32(1e-9)))
        rows = self.add("Shape", scale)
        middle = self.add("Expand", self.constant(np.uint8(MIDDLE)), rows)
        small = self.add("QuantizeLinear", x, scale, middle, axis=0)
        column = self.add("Unsqueeze", scale, self.constant(np.array([1], np.int64)))
        found = []
        for integers, scales in weights:
            said = self.add(
                "MatMulIntegerToFloat", small, self.four_bits(integers.T), self.constant(np.float32(1)),
                self.constant(scales), self.constant(np.uint8(MIDDLE)), domain=_OURS,
            )  # fmt: skip
            found.append(self.add("Mul", said, column))
        return found

    def gelu(self, x: str, bias: Matrix) -> str:
        return self.add("BiasGelu", x, self.constant(bias), domain=_OURS)

    def heads(self, weights: Weights, which: str, x: str, shape: str, mask: str) -> tuple[str, str]:
        """The logits of tokens and of the sentence, from hidden states (rows, width)."""
        get = partial(_weight, weights, which)
        (inner,) = self.products(x, rounded(weights, f"{which}.token.0"))
        words = self.add("MatMul", self.gelu(inner, get("token.0.bias")), self.constant(get("token.2.weight").T))
        words = self.add("Reshape", self.add("Add", words, self.constant(get("token.2.bias"))), self.add("Shape", mask))
        hidden = self.add("Reshape", x, shape)
        said = self.add("MatMul", hidden, self.constant(get("attention.weight").T))
        there = self.add("Cast", mask, to=TensorProto.BOOL)
        there = self.add("Unsqueeze", there, self.constant(np.array([2], np.int64)))
        said = self.add("Where", there, said, self.constant(np.float32(LOWEST)))
        said = self.add("Transpose", self.add("Softmax", said, axis=1), perm=[0, 2, 1])
        size = get("sentence.0.weight").shape[1]
        pooled = self.add("Reshape", self.add("MatMul", said, hidden), self.constant(np.array([-1, size], np.int64)))
        (inner,) = self.products(pooled, rounded(weights, f"{which}.sentence.0"))
        inner = self.gelu(inner, get("sentence.0.bias"))
        # A product of one row alone takes another path: two rows more, of nothing, keep to one.
        inner = self.add("Concat", inner, self.constant(np.zeros((2, size // 4), np.float32)), axis=0)
        whole = self.add("MatMul", inner, self.constant(get("sentence.2.weight").T))
        whole = self.add("Add", whole, self.constant(get("sentence.2.bias")))
        whole = self.add("Slice", whole, *(self.constant(np.array([n], np.int64)) for n in (0, -2, 0)))
        return words, self.add("Squeeze", whole, self.constant(np.array([1], np.int64)))

    def layer(self, weights: Weights, number: int, x: str, states: States) -> str:
        """One layer of the encoder, from hidden states to hidden states (rows, width)."""
        part = f"layers.{number}"
        get = partial(_weight, weights, part)
        query, key, value, out, inner, outer = (
            rounded(weights, f"{part}.{name}") for name in ("query", "key", "value", "out", "inner", "outer")
        )
        parts = self.products(x, query, key, value)
        # The bias of keys changes nothing, for it raises what a token gives to all others alike; that of values comes
        # through as it is, for what a token gives adds up to one.
        parts[0] = self.add("Add", parts[0], self.constant(get("query.bias")))
        seen = self.add(
            "MultiHeadAttention", *(self.add("Reshape", each, states.shape) for each in parts), "", states.mask,
            states.distances, domain=_OURS, num_heads=HEADS, mask_filter_value=LOWEST,
        )  # fmt: skip
        width = self.constant(np.array([-1, len(get("query.bias"))], np.int64))
        (new,) = self.products(self.add("Reshape", seen, width), out)
        through = out.integers @ get("value.bias") * out.scales
        x = self._added(new, x, get("out.bias") + through, get("norm.weight"), get("norm.bias"))
        (new,) = self.products(x, inner)
        (new,) = self.products(self.gelu(new, get("inner.bias")), outer)
        return self._added(new, x, get("outer.bias"), get("last.weight"), get("last.bias"))

    def _added(self, new: str, x: str, more: Matrix, gamma: Matrix, beta: Matrix) -> str:
        x = self.add("Add", self.add("Add", new, x), self.constant(more))
        # Not SkipLayerNormalization: on processors it takes five times as long as its two parts.
        return self.norm(x, gamma, beta)

    def norm(self, x: str, gamma: Matrix, beta: Matrix) -> str:
        return self.add("LayerNormalization", x, self.constant(gamma), self.constant(beta), axis=-1, epsilon=EPSILON)


class Rounded(NamedTuple):
    """A weight as integers (out, in), and the scale of each of its rows."""

    integers: Matrix
    scales: Matrix


class States(NamedTuple):
    """What every layer needs beside the hidden states: their shape, the mask, and what attention adds for how far
    tokens are from each other."""

    shape: str
    mask: str
    distances: str


def rounded(weights: Weights, name: str) -> Rounded:
    """A weight in four bits, with the steps it learned."""
    steps = np.exp(weights[f"{name}.log_step"])
    integers = np.clip(np.round(weights[f"{name}.weight"] / steps), -LEVELS, LEVELS)
    return Rounded(integers.astype(np.int8), steps[:, 0].astype(np.float32))


def embedded(nodes: Nodes, weights: Weights) -> tuple[str, str]:
    """The embeddings of the tokens, by parts; and what attention adds for how far tokens are from each other."""
    get = partial(_weight, weights, "embeddings")
    rank = nodes.add("Gather", nodes.constant(get("rank").astype(np.uint16)), "ids", axis=0)
    rank = nodes.add("Cast", rank, to=TensorProto.INT32)
    words = _by_parts(nodes, get("codes"), get("books"), rank)
    rank = nodes.add("Min", rank, nodes.constant(np.int32(len(get("more")) - 1)))
    words = nodes.add("Add", words, _by_parts(nodes, get("more"), get("more_books"), rank))
    zero, one, two = (nodes.constant(np.array([n], np.int64)) for n in (0, 1, 2))
    size = nodes.add("Slice", nodes.add("Shape", "ids"), one, two)
    x = nodes.add("Add", words, nodes.add("Slice", nodes.halves(get("places")), zero, size, zero))
    x = nodes.norm(x, get("norm.weight"), get("norm.bias"))
    classes = nodes.constant(classes_of_distance(POSITIONS).numpy().astype(np.uint8))
    both = nodes.add("Concat", size, size, axis=0)
    classes = nodes.add("Slice", classes, nodes.constant(np.array([0, 0], np.int64)), both)
    distances = nodes.add(
        "Gather", nodes.constant(weights["relative"]), nodes.add("Cast", classes, to=TensorProto.INT32)
    )
    distances = nodes.add("Unsqueeze", nodes.add("Transpose", distances, perm=[2, 0, 1]), zero)
    return x, distances


def _by_parts(nodes: Nodes, codes: Matrix, books: Matrix, rank: str) -> str:
    """The vectors (batch, tokens, width) of rows of a table that is kept by parts."""
    parts, part = codes.shape[1], books.shape[1]
    found = nodes.add("Cast", nodes.add("Gather", nodes.constant(codes), rank, axis=0), to=TensorProto.INT32)
    found = nodes.add("Add", found, nodes.constant(np.arange(parts, dtype=np.int32) * (len(books) // parts)))
    found = nodes.add("Gather", nodes.halves(books), found, axis=0)
    return nodes.add("Reshape", found, nodes.constant(np.array([0, 0, parts * part], np.int64)))


def network_graph(weights: Weights) -> onnx.ModelProto:
    """The graph of a network, from the weights of training/noise_network.py by name."""
    below = Nodes("b")
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    hidden, distances = embedded(below, weights)
    width = len(weights["embeddings.norm.weight"])
    flat, shape = below.constant(np.array([-1, width], np.int64)), below.add("Shape", hidden)
    x = below.add("Reshape", hidden, flat)
    for number in range(FIRST_LOOK):
        x = below.layer(weights, number, x, States(shape, "mask", distances))
    words, whole = below.heads(weights, "first", x, shape, "mask")
    bound_whole, bound_words = (
        below.add("Gather", "bounds", below.constant(np.array(n, np.int64)), axis=0) for n in (0, 1)
    )
    there = below.add("Cast", "mask", to=TensorProto.BOOL)
    worst = below.add("Where", there, words, below.constant(np.float32(LOWEST)))
    worst = below.add("ReduceMax", worst, below.constant(np.array([1], np.int64)), keepdims=0)
    doubtful = below.add("GreaterOrEqual", whole, bound_whole), below.add("GreaterOrEqual", worst, bound_words)
    further = below.add("Or", *doubtful)
    any_further = below.add("ReduceMax", below.add("Cast", further, to=TensorProto.INT32), keepdims=0)
    any_further = below.add("Cast", any_further, to=TensorProto.BOOL)

    above = Nodes("a")
    hidden = above.add("Compress", below.add("Reshape", x, shape), further, axis=0)
    mask = above.add("Compress", "mask", further, axis=0)
    y, shape = above.add("Reshape", hidden, flat), above.add("Shape", hidden)
    for number in range(FIRST_LOOK, layers):
        y = above.layer(weights, number, y, States(shape, mask, distances))
    new = above.heads(weights, "last", y, shape, mask)
    rows = above.add("Transpose", above.add("NonZero", further), perm=[1, 0])
    there_ = [above.add("ScatterND", old, rows, said) for old, said in zip((words, whole), new, strict=True)]
    stay = Nodes("s")
    kept = [stay.add("Identity", old) for old in (words, whole)]
    then, other = (_branch(nodes, names) for nodes, names in ((above, there_), (stay, kept)))
    below.nodes.append(
        helper.make_node("If", [any_further], ["words", "sentence"], then_branch=then, else_branch=other)
    )
    graph = helper.make_graph(
        below.nodes,
        "noise",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, ["batch", "tokens"]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "tokens"]),
            helper.make_tensor_value_info("bounds", TensorProto.FLOAT, [2]),
        ],
        [
            helper.make_tensor_value_info("words", TensorProto.FLOAT, ["batch", "tokens"]),
            helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["batch"]),
        ],
        below.constants,
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_OURS, 1)]
    model: onnx.ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    return model


def _weight(weights: Weights, part: str, name: str) -> Matrix:
    return weights[f"{part}.{name}"]


def _branch(nodes: Nodes, results: Sequence[str]) -> Any:
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in results]
    return helper.make_graph(nodes.nodes, f"{nodes.prefix}_branch", [], outputs, nodes.constants)
