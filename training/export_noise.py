"""Writes the trained noise model as the one file that the package ships.

    .venv/bin/python -m training.export_noise checkpoint.pt [checkpoint.pt…] checker/tables/noise.onnx

Of several checkpoints of one course of training the mean of the weights is taken (Wortsman and others 2022, "Model
soups"): what a later run forgot for what it learned, the mean mostly has.

training/noise_onnx.py has the graph. The vocabulary travels in the file's metadata. What training/calibrate_noise.py
finds out of the network belongs beside it, in a file of the same name that ends in .json: it can be made anew for
another house, and the network stays.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from onnx import helper

from training.noise_network import checkpoint, minilm_folder, network_of
from training.noise_onnx import network_graph


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    network = network_of(mean([checkpoint(path) for path in options.checkpoints]))
    model = network_graph({name: value.numpy() for name, value in network.state_dict().items()})
    vocabulary = (minilm_folder() / "vocab.txt").read_text("utf-8")
    helper.set_model_props(model, {"vocabulary": vocabulary})
    options.out.write_bytes(model.SerializeToString(deterministic=True))
    print(f"{options.out.stat().st_size / 1e6:.1f} MB")


def mean(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights, of each over those that have it.

    Raises:
        ValueError: they are no course of training from one start: the codes of their words differ.
    """
    found = {}
    for key, value in states[-1].items():
        same = [state[key] for state in states if key in state]
        if not value.is_floating_point() and any(not torch.equal(other, value) for other in same):
            raise ValueError(f"checkpoints of different starts: their {key} differ")
        found[key] = torch.stack(same).mean(0) if value.is_floating_point() else value
    return found


if __name__ == "__main__":
    main()
