"""Pay for torch once: a model is exported in a process of its own, and kept in the cache folder."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from checker.environment import LIBRARIES
from checker.services.cache import cache_folder
from checker.services.encoder.graph import FACTS_FILE, MODEL_FILE, ExportedModel, ExportFacts, Precision
from checker.services.encoder.models import ModelError

if TYPE_CHECKING:
    from checker.services.services import Services

REFUSED = 3
"""The exit status of a process that says on standard output why it cannot export."""

# To be raised when an export of before would give other vectors.
_FORMAT = 1
# `-P`: a folder of the same name where the command was started must not be imported instead.
_PROGRAM = "from checker.services.encoder.torch_export import main; main()"
_LONGEST_SECONDS = 1_800.0
_DAY_SECONDS = 86_400
_UNUSED_SECONDS = 30 * _DAY_SECONDS


def versions() -> str:
    """The versions that an export and its vectors hang on.

    Raises:
        ModelError: a package is missing.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{_FORMAT} " + " ".join(f"{name} {version(name)}" for name in LIBRARIES["siblings"])
    except PackageNotFoundError as error:
        raise ModelError(
            f"the encoder needs {error.name}, which is not installed: `pip install 'copydesk[siblings]'`"
        ) from error


def is_exported(name: str, services: Services) -> bool:
    """Whether a folder of exports holds one of this name, whole."""
    return _complete(_home(services) / name)


def exported(model: str, folder: Path, name: str, precision: Precision, services: Services) -> ExportedModel:
    """The model in `folder`, from its export of this name, which is made where there is none.

    Raises:
        ModelError: it cannot be exported or loaded.
    """
    target = _home(services) / name
    if _complete(target):
        with suppress(Exception):  # what cannot be loaded is exported anew
            loaded = ExportedModel(target)
            _mark_used(target)
            return loaded
        shutil.rmtree(target, ignore_errors=True)
    services.note(f"exporting the model {model}, once, so that later runs start fast; it takes about half a minute")
    try:
        _export_into(model, folder, target, precision)
    except OSError as error:
        services.note(
            f"{target.parent}: cannot be written ({error.strerror or error}); the model is kept for this run alone"
        )
        return _for_this_run(model, folder, precision)
    return ExportedModel(target)


def _home(services: Services) -> Path:
    return cache_folder(services.settings.cache) / "models"


def _complete(target: Path) -> bool:
    try:
        facts = msgspec.json.decode((target / FACTS_FILE).read_bytes(), type=ExportFacts)
        return (target / MODEL_FILE).stat().st_size == facts.bytes
    except (OSError, msgspec.MsgspecError):
        return False


def _export_into(model: str, folder: Path, target: Path, precision: Precision) -> None:
    """Puts the export at `target`, whole or not at all; a second process waits for the first, and finds it there."""
    from filelock import FileLock

    home = target.parent
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "exporting.lock"):
        if _complete(target):
            return
        for remains in home.glob("*.tmp"):  # of a process that was killed: whoever exports holds the lock
            shutil.rmtree(remains, ignore_errors=True)
        temporary = home / f"{secrets.token_hex(8)}.tmp"
        temporary.mkdir()
        try:
            _run_torch(model, folder, temporary, precision)
            shutil.rmtree(target, ignore_errors=True)
            os.replace(temporary, target)
            _drop_unused(home)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _mark_used(target: Path) -> None:
    """Gives the facts of an export the time of its last use, by the day."""
    facts = target / FACTS_FILE
    with suppress(OSError):
        if time.time() - facts.stat().st_mtime > _DAY_SECONDS:
            os.utime(facts)


def _drop_unused(home: Path) -> None:
    """Takes exports away that no run has used for long: of other versions, of models that have changed."""
    for facts in home.glob(f"*/{FACTS_FILE}"):
        with suppress(OSError):
            if time.time() - facts.stat().st_mtime > _UNUSED_SECONDS:
                shutil.rmtree(facts.parent, ignore_errors=True)


def _for_this_run(model: str, folder: Path, precision: Precision) -> ExportedModel:
    try:
        with tempfile.TemporaryDirectory() as temporary:
            _run_torch(model, folder, Path(temporary), precision)
            return ExportedModel(Path(temporary))
    except OSError as error:
        raise ModelError(f"the model {model} cannot be exported ({error.strerror or error})") from error


def _run_torch(model: str, folder: Path, into: Path, precision: Precision) -> None:
    """Exports in a process of its own, whose memory and imports end with it.

    Raises:
        ModelError: the model cannot be exported.
        OSError: the disk does not take it.
    """
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _PROGRAM, model, str(folder), str(into), precision],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError(f"the model {model} was not exported within {_LONGEST_SECONDS / 60:.0f} minutes") from error
    if done.returncode == 0:
        return
    if done.returncode == REFUSED:
        raise ModelError(done.stdout.strip().split("\n")[-1])
    full = shutil.disk_usage(into).free < 10_000_000
    if full:
        raise OSError(None, "the disk is full")
    last = (done.stderr.strip() or "it was killed").split("\n")[-1]
    raise ModelError(f"the model {model} cannot be exported ({last})")
