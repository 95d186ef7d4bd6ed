"""The trained noise network as an ONNX graph, put together by hand from ONNX Runtime's own operators.

Inputs: "ids" and "mask" (batch, tokens), int32, and "bounds" (2), float. Outputs: the logits "words" (batch, tokens)
and "sentence" (batch). A sentence whose logit half-way up is below the first bound, and all of whose tokens' are below
the second, stops there, and keeps what the first look said.

Products of matrices are products of integers, with a scale for each row: so they are exact, and no answer hangs on the
other sentences of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.noise_network import HALFWAY, POSITIONS

Matrix = NDArray[np.float32]
Weights = dict[str, Matrix]

HEADS = 12
# Integers of a row of hidden states lie so far around the middle, those of weights around nothing: two products of them
# add up to 16 bits at most, as processors without VNNI need it.
MIDDLE, STEPS, WEIGHT_STEPS = 128, 127, 63
_EPSILON = 1e-12
_LOWEST = -1e4
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

    def products(self, x: str, *weights: Matrix) -> list[str]:
        """x · weightᵀ for each of the weights (out, in), for x (rows, in): of integers, with a scale for each row of
        x and for each row of a weight."""
        largest = self.add("ReduceMax", self.add("Abs", x), self.constant(np.array([1], np.int64)), keepdims=0)
        scale = self.add("Mul", largest, self.constant(np.float32(1 / STEPS)))
        scale = self.add("Max", scale, self.constant(np.float32(1e-9)))
        rows = self.add("Shape", scale)
        middle = self.add("Expand", self.constant(np.uint8(MIDDLE)), rows)
        small = self.add("QuantizeLinear", x, scale, middle, axis=0)
        column = self.add("Unsqueeze", scale, self.constant(np.array([1], np.int64)))
        found = []
        for weight in weights:
            scales = np.maximum(np.abs(weight).max(axis=1) / WEIGHT_STEPS, 1e-12)
            integers = np.round(weight / scales[:, None]).astype(np.int8).T
            said = self.add(
                "MatMulIntegerToFloat", small, self.constant(integers), self.constant(np.float32(1)),
                self.constant(scales.astype(np.float32)), self.constant(np.uint8(MIDDLE)), domain=_OURS,
            )  # fmt: skip
            found.append(self.add("Mul", said, column))
        return found

    def gelu(self, x: str, bias: Matrix) -> str:
        return self.add("BiasGelu", x, self.constant(bias), domain=_OURS)

    def heads(self, weights: Weights, which: str, x: str, shape: str, mask: str) -> tuple[str, str]:
        """The logits of tokens and of the sentence, from hidden states (rows, width)."""
        get = partial(_weight, weights, which)
        (inner,) = self.products(x, get("token.0.weight"))
        words = self.add("MatMul", self.gelu(inner, get("token.0.bias")), self.constant(get("token.2.weight").T))
        words = self.add("Reshape", self.add("Add", words, self.constant(get("token.2.bias"))), self.add("Shape", mask))
        hidden = self.add("Reshape", x, shape)
        said = self.add("MatMul", hidden, self.constant(get("attention.weight").T))
        there = self.add("Cast", mask, to=TensorProto.BOOL)
        there = self.add("Unsqueeze", there, self.constant(np.array([2], np.int64)))
        said = self.add("Where", there, said, self.constant(np.float32(_LOWEST)))
        said = self.add("Transpose", self.add("Softmax", said, axis=1), perm=[0, 2, 1])
        size = get("sentence.0.weight").shape[1]
        pooled = self.add("Reshape", self.add("MatMul", said, hidden), self.constant(np.array([-1, size], np.int64)))
        (inner,) = self.products(pooled, get("sentence.0.weight"))
        inner = self.gelu(inner, get("sentence.0.bias"))
        # A product of one row alone takes another path: two rows more, of nothing, keep to one.
        inner = self.add("Concat", inner, self.constant(np.zeros((2, size // 4), np.float32)), axis=0)
        whole = self.add("MatMul", inner, self.constant(get("sentence.2.weight").T))
        whole = self.add("Add", whole, self.constant(get("sentence.2.bias")))
        whole = self.add("Slice", whole, *(self.constant(np.array([n], np.int64)) for n in (0, -2, 0)))
        return words, self.add("Squeeze", whole, self.constant(np.array([1], np.int64)))

    def layer(self, weights: Weights, number: int, x: str, shape: str, mask: str) -> str:
        """One layer of the encoder, from hidden states to hidden states (rows, width)."""
        get = partial(_weight, weights, f"encoder.encoder.layer.{number}")
        query, key, value = (f"attention.self.{name}" for name in ("query", "key", "value"))
        parts = self.products(x, *(get(f"{part}.weight") for part in (query, key, value)))
        # The bias of keys changes nothing, for it raises what a token gives to all others alike; that of values comes
        # through as it is, for what a token gives adds up to one.
        parts[0] = self.add("Add", parts[0], self.constant(get(f"{query}.bias")))
        seen = self.add(
            "MultiHeadAttention", *(self.add("Reshape", part, shape) for part in parts), "", mask,
            domain=_OURS, num_heads=HEADS, mask_filter_value=_LOWEST,
        )  # fmt: skip
        width = self.constant(np.array([-1, len(get(f"{query}.bias"))], np.int64))
        out = get("attention.output.dense.weight")
        (new,) = self.products(self.add("Reshape", seen, width), out)
        x = self._added(new, x, get, "attention.output", np.dot(out, get(f"{value}.bias")))
        (inner,) = self.products(x, get("intermediate.dense.weight"))
        (new,) = self.products(self.gelu(inner, get("intermediate.dense.bias")), get("output.dense.weight"))
        return self._added(new, x, get, "output", np.zeros_like(get("output.dense.bias")))

    def _added(self, new: str, x: str, get: Callable[[str], Matrix], part: str, more: Matrix) -> str:
        x = self.add("Add", self.add("Add", new, x), self.constant(get(f"{part}.dense.bias") + more))
        gamma, beta = (self.constant(get(f"{part}.LayerNorm.{name}")) for name in ("weight", "bias"))
        # Not SkipLayerNormalization: on processors it takes five times as long as its two parts.
        return self.add("LayerNormalization", x, gamma, beta, axis=-1, epsilon=_EPSILON)


def embedded(nodes: Nodes, weights: Weights) -> str:
    """The embeddings of the tokens: those of words as 8-bit integers with a scale a row."""
    table = weights["encoder.embeddings.word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    small = np.round(table / np.maximum(scale, 1e-12)).astype(np.int8)
    words = nodes.add("Cast", nodes.add("Gather", nodes.constant(small), "ids", axis=0), to=TensorProto.FLOAT)
    words = nodes.add("Mul", words, nodes.add("Gather", nodes.constant(scale.astype(np.float32)), "ids", axis=0))
    places = weights["encoder.embeddings.position_embeddings.weight"][:POSITIONS]
    places = places + weights["encoder.embeddings.token_type_embeddings.weight"][0]
    zero, one, two = (nodes.constant(np.array([n], np.int64)) for n in (0, 1, 2))
    size = nodes.add("Slice", nodes.add("Shape", "ids"), one, two)
    x = nodes.add("Add", words, nodes.add("Slice", nodes.constant(places), zero, size, zero))
    gamma, beta = (nodes.constant(weights[f"encoder.embeddings.LayerNorm.{n}"]) for n in ("weight", "bias"))
    return nodes.add("LayerNormalization", x, gamma, beta, axis=-1, epsilon=_EPSILON)


def network_graph(weights: Weights) -> onnx.ModelProto:
    """The graph of a network, from the weights of training/noise_network.py by name."""
    below = Nodes("b")
    layers = 1 + max(int(name.split(".")[3]) for name in weights if name.startswith("encoder.encoder.layer."))
    hidden = embedded(below, weights)
    width = len(weights["encoder.embeddings.LayerNorm.weight"])
    flat, shape = below.constant(np.array([-1, width], np.int64)), below.add("Shape", hidden)
    x = below.add("Reshape", hidden, flat)
    for number in range(HALFWAY):
        x = below.layer(weights, number, x, shape, "mask")
    words, whole = below.heads(weights, "first", x, shape, "mask")
    bound_whole, bound_words = (
        below.add("Gather", "bounds", below.constant(np.array(n, np.int64)), axis=0) for n in (0, 1)
    )
    there = below.add("Cast", "mask", to=TensorProto.BOOL)
    worst = below.add("Where", there, words, below.constant(np.float32(_LOWEST)))
    worst = below.add("ReduceMax", worst, below.constant(np.array([1], np.int64)), keepdims=0)
    doubtful = below.add("GreaterOrEqual", whole, bound_whole), below.add("GreaterOrEqual", worst, bound_words)
    further = below.add("Or", *doubtful)
    any_further = below.add("ReduceMax", below.add("Cast", further, to=TensorProto.INT32), keepdims=0)
    any_further = below.add("Cast", any_further, to=TensorProto.BOOL)

    above = Nodes("a")
    hidden = above.add("Compress", below.add("Reshape", x, shape), further, axis=0)
    mask = above.add("Compress", "mask", further, axis=0)
    y, shape = above.add("Reshape", hidden, flat), above.add("Shape", hidden)
    for number in range(HALFWAY, layers):
        y = above.layer(weights, number, y, shape, mask)
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
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_OURS, 1)]
    model: onnx.ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    return model


def _weight(weights: Weights, part: str, name: str) -> Matrix:
    return weights[f"{part}.{name}"]


def _branch(nodes: Nodes, results: Sequence[str]) -> Any:
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in results]
    return helper.make_graph(nodes.nodes, f"{nodes.prefix}_branch", [], outputs, nodes.constants)
