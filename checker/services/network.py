"""A network in ONNX Runtime, as every service that has one loads it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def network(path: Path, *, as_it_is: bool = False) -> Any:
    """An inference session on all the cores of this process, which writes nothing to standard error. A graph that is to
    run `as_it_is` is fused no further, and each run of it takes one core: its batches may run side by side."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = cores()
    if as_it_is:
        options.intra_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
