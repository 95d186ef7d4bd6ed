"""Writes the trained noise model as the one file that the package ships.

    .venv/bin/python -m training.export_noise checkpoint.pt [checkpoint.pt…] checker/tables/noise.onnx

Of several checkpoints of one course of training the mean of the weights is taken (Wortsman and others 2022, "Model
soups"): what a later run forgot for what it learned, the mean mostly has.

Weights of matrix products become 8-bit integers with a scale for every 128 of a column (ONNX Runtime's MatMulNBits,
which quantises activations row by row, so that no sentence's score hangs on its neighbours); the table of word
embeddings becomes 8-bit integers with a scale a row. The vocabulary travels in the file's metadata. What
training/calibrate_noise.py finds out of the network belongs beside it, in a file of the same name that ends in .json:
it can be made anew for another house, and the network stays.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer  # type: ignore[import-untyped]

from training.noise_network import POSITIONS, NoiseNetwork, checkpoint, load, minilm_folder, new_network, shorten

BLOCK = 128
BATCH = torch.export.Dim("batch", min=1, max=4_096)
TOKENS = torch.export.Dim("tokens", min=2, max=POSITIONS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    network = new_network(minilm_folder())
    load(network, mean([checkpoint(path) for path in options.checkpoints]))
    model = exported(network)
    vocabulary = (minilm_folder() / "vocab.txt").read_text("utf-8")
    helper.set_model_props(model, {"vocabulary": vocabulary})
    options.out.write_bytes(model.SerializeToString(deterministic=True))
    print(f"{options.out.stat().st_size / 1e6:.1f} MB")


def mean(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights, of each over those that have it; what is no number with a fraction is that of the
    last."""
    found = {}
    for key, value in states[-1].items():
        same = [state[key] for state in states if key in state]
        found[key] = torch.stack(same).mean(0) if value.is_floating_point() else value
    return found


def exported(network: NoiseNetwork) -> onnx.ModelProto:
    """The network with 8-bit weights; inputs "ids" and "mask" (batch, tokens), outputs the logits "words" (batch,
    tokens) and "sentence" (batch)."""
    network = network.eval()
    shorten(network)
    ids = torch.randint(1000, 20000, (3, 17))
    with torch.no_grad(), tempfile.TemporaryDirectory() as folder:
        program = torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            dynamo=True,
            verbose=False,
            input_names=["ids", "mask"],
            output_names=["words", "sentence"],
            dynamic_shapes=({0: BATCH, 1: TOKENS}, {0: BATCH, 1: TOKENS}),
        )
        assert program is not None
        path = Path(folder) / "network.onnx"
        program.save(str(path))
        whole = onnx.load(str(path))
    quantizer = MatMulNBitsQuantizer(whole, bits=8, block_size=BLOCK, is_symmetric=True, accuracy_level=4)
    quantizer.process()
    model: onnx.ModelProto = quantizer.model.model
    _shrink_embeddings(model)
    return model


def _shrink_embeddings(model: onnx.ModelProto) -> None:
    """The largest table that is looked up, as 8-bit integers with a scale a row."""
    graph: Any = model.graph
    tables = {t.name: t for t in graph.initializer}
    gathers = [n for n in graph.node if n.op_type == "Gather" and n.input[0] in tables]
    gather = max(gathers, key=lambda n: np.prod(tables[n.input[0]].dims))
    table = tables[gather.input[0]]
    values = numpy_helper.to_array(table)
    scale = np.abs(values).max(axis=1, keepdims=True) / 127
    small = np.round(values / np.maximum(scale, 1e-12)).astype(np.int8)
    name, at = table.name, list(graph.node).index(gather)
    graph.initializer.remove(table)
    graph.initializer.append(numpy_helper.from_array(small, f"{name}_small"))
    graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale"))
    rows = f"{name}_rows"
    new = [
        helper.make_node("Gather", [f"{name}_small", gather.input[1]], [rows], axis=0),
        helper.make_node("Cast", [rows], [f"{rows}_float"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}_scale", gather.input[1]], [f"{rows}_scale"], axis=0),
        helper.make_node("Mul", [f"{rows}_float", f"{rows}_scale"], [gather.output[0]]),
    ]
    graph.node.remove(gather)
    for i, node in enumerate(new):
        graph.node.insert(at + i, node)


if __name__ == "__main__":
    main()
