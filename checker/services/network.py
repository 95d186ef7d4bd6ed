"""A network in ONNX Runtime, as every service that has one loads it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def network(path: Path, *, spinning: bool = True) -> Any:
    """An inference session on all the cores of this process, which writes nothing to standard error. `spinning` tells
    whether its threads wait for each other awake: the quickest where nothing else runs, and where something does they
    take more than they give."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cores()
    options.log_severity_level = 3
    if not spinning:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
