"""Exports a sentence-transformers model to ONNX and compares the two; the one file that imports torch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from checker.services.encoder.exporting import REFUSED
from checker.services.encoder.graph import (
    FACTS_FILE,
    MODEL_FILE,
    OUTPUT,
    TOKENIZER_FILE,
    ExportedModel,
    ExportFacts,
    Precision,
)
from checker.services.encoder.samples import SENTENCES

_LEAST_COSINE = 0.999
_LEAST_COSINE_INT8 = 0.96
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# What a tokenizer says where a model has no limit of its own.
_MOST_TOKENS = 512


class _UnfitError(Exception):
    """A model that cannot be exported: why."""


def main() -> None:
    """Exports the model named by the arguments: its name, its folder, the folder to write into, and the precision."""
    name, folder, into, precision = sys.argv[1:5]
    try:
        export(name, folder, Path(into), msgspec.convert(precision, Precision))
    except _UnfitError as error:
        print(f"the model {name} cannot be used: {error}")
        sys.exit(REFUSED)


def export(name: str, folder: str, into: Path, precision: Precision = "fp32") -> ExportFacts:
    """Writes the graph, with pooling and normalisation inside, the tokenizer and the facts."""
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(folder, device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise _UnfitError(f"sentence-transformers cannot load it ({str(error).strip().splitlines()[0]})") from error
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise _UnfitError("it has no fast tokenizer")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(into / TOKENIZER_FILE))
    _write_graph(model, into / MODEL_FILE)
    facts = ExportFacts(
        model=name,
        dimension=int(model.encode(SENTENCES[0]).shape[-1]),
        most_tokens=min(model.max_seq_length or _MOST_TOKENS, 8_192),
        prefix=model.prompts.get(model.default_prompt_name or "") or "",
        bytes=(into / MODEL_FILE).stat().st_size,
        least_cosine=0.0,
        precision="fp32",
    )
    facts = _checked(facts, model, into, _LEAST_COSINE)
    if precision == "int8":
        _quantize(into / MODEL_FILE)
        size = (into / MODEL_FILE).stat().st_size
        facts = msgspec.structs.replace(facts, bytes=size, precision="int8")
        facts = _checked(facts, model, into, _LEAST_COSINE_INT8)
    return facts


def _checked(facts: ExportFacts, model: Any, into: Path, limit: float) -> ExportFacts:
    """Writes the facts, with the smallest cosine between the vectors of the model and of its export."""
    (into / FACTS_FILE).write_bytes(msgspec.json.encode(facts))
    own = model.encode(list(SENTENCES), normalize_embeddings=True)
    least = float((own * ExportedModel(into).vectors(SENTENCES)).sum(axis=1).min())
    if not least >= limit:
        raise _UnfitError(f"its export gives other vectors than itself (cosine {least:.4f})")
    facts = msgspec.structs.replace(facts, least_cosine=round(least, 6))
    (into / FACTS_FILE).write_bytes(msgspec.json.encode(facts))
    return facts


def _quantize(path: Path) -> None:
    """Makes the weights integers of eight bits, each channel with a scale of its own."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
    from onnxruntime.quantization.shape_inference import quant_pre_process  # type: ignore[import-untyped]

    prepared, quantized = path.with_suffix(".prepared"), path.with_suffix(".quantized")
    quant_pre_process(str(path), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(quantized), per_channel=True, weight_type=QuantType.QInt8)
    prepared.unlink()
    quantized.replace(path)


def _write_graph(model: Any, path: Path) -> None:
    import torch

    class Pooled(torch.nn.Module):
        """The whole model as one function of the tokens."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tokens: Any) -> Any:
            found = self.model(dict(zip(names, tokens, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(found, dim=-1)

    example = model.preprocess(list(SENTENCES[:2]))
    names = [name for name in _INPUTS if name in example]
    shape = {
        0: torch.export.Dim("batch", min=1, max=4_096),
        1: torch.export.Dim("sequence", min=2, max=_longest(model)),
    }
    with torch.no_grad():
        program = torch.onnx.export(
            Pooled().eval(),
            tuple(example[name] for name in names),
            dynamo=True,
            verbose=False,
            input_names=names,
            output_names=[OUTPUT],
            dynamic_shapes=(tuple(shape for _ in names),),
        )
    if program is None:
        raise _UnfitError("torch exported nothing")
    program.save(str(path))


def _longest(model: Any) -> int:
    return int(min(model.max_seq_length or _MOST_TOKENS, 8_192))
