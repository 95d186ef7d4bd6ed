"""The encoder that rules share: each sentence is encoded once, and its vector kept."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.printable import encodable
from checker.services.encoder.graph import ExportedModel, Precision
from checker.services.encoder.models import file_checksum, find_model, fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from checker.services.services import Services

_KIND = "vector"
_CHECKSUM_KIND = "checksum"
# Vectors held in memory: 65,536 of 384 half-precision numbers are 50 MB.
_HELD = 65_536
# Smaller files are read sooner than asked for.
_SMALL_BYTES = 2_000_000


class Encoder:
    """Sentences to vectors, through the cache. Threads may share it.

    The first use of a model exports it; later runs never import torch. A sentence has the same vector whatever it is
    encoded with, and whether it comes from the cache or not: vectors are kept, and used, in half precision.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._settings = services.settings.encoder
        self._held: dict[bytes, bytes] = {}
        self._lock = threading.Lock()

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """One row a sentence, of unit length: shape (n, d).

        Raises:
            ServiceUnavailableError: the model is not there, not what it should be, or cannot be exported.
        """
        import numpy as np

        texts = [" ".join(encodable(sentence).split()) for sentence in sentences]
        with self._lock:
            keys = [self._key(text) for text in texts]
            found = self._found(dict(zip(keys, texts, strict=True)))
        if not keys:
            return np.zeros((0, self._model.facts.dimension), np.float32)
        rows = np.frombuffer(b"".join(found[key] for key in keys), np.float16).reshape(len(keys), -1)
        vectors = rows.astype(np.float32)
        vectors /= np.maximum(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)), 1e-12)[:, None]
        return vectors

    def uncached(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """As `encode`, but computed now, in full precision and not kept: to measure by."""
        return self._model.vectors(sentences)

    def prepare(self) -> None:
        """Does what a first use would: finds, checks, exports and loads the model.

        Raises:
            ServiceUnavailableError: as `encode`.
        """
        with self._lock:
            self._model  # noqa: B018

    @property
    def export_name(self) -> str:
        """The name of the folder, among the exported models, of this one."""
        return f"{Path(self._settings.model).name}-{self._identity.hex()[:16]}"

    @property
    def is_exported(self) -> bool:
        """Whether the model was exported by an earlier run, so that this one starts fast."""
        from checker.services.encoder.exporting import is_exported

        return is_exported(self.export_name, self._services)

    def close(self) -> None:
        """Lets go of the model."""
        self.__dict__.pop("_model", None)
        self._held.clear()

    def _found(self, wanted: dict[bytes, str]) -> dict[bytes, bytes]:
        """The vectors by key: held, kept, or computed now."""
        import numpy as np

        found = {key: self._held[key] for key in wanted if key in self._held}
        lacking = [key for key in wanted if key not in found]
        if lacking:
            new = self._services.cache.get_many(_KIND, lacking)
            lacking = [key for key in lacking if key not in new]
            if lacking:
                vectors = self._model.vectors([wanted[key] for key in lacking]).astype(np.float16)
                computed = {key: row.tobytes() for key, row in zip(lacking, vectors, strict=True)}
                self._services.cache.put_many(_KIND, computed)
                new = {**new, **computed}
            found |= new
            if len(self._held) + len(new) > _HELD:
                self._held.clear()
            self._held |= new
        return found

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), digest_size=16, key=self._identity).digest()

    @cached_property
    def _folder(self) -> Path:
        return find_model(self._settings.model)

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self._settings.model, self._folder, self._checksum)

    @cached_property
    def _identity(self) -> bytes:
        """What a vector hangs on beside its sentence."""
        from checker.services.encoder.exporting import versions

        about = f"{self._fingerprint} {self._precision} {versions()}"
        return hashlib.blake2b(about.encode(), digest_size=32).digest()

    @property
    def _precision(self) -> Precision:
        """ "auto" is full precision: with integers a vector hangs on its batch, or the batch is of one and the gain is
        half as large; and the vectors are a little off."""
        return "int8" if self._settings.precision == "int8" else "fp32"

    @cached_property
    def _model(self) -> ExportedModel:
        from checker.services.encoder.exporting import exported

        return exported(self._settings.model, self._folder, self.export_name, self._precision, self._services)

    def _checksum(self, path: Path) -> str:
        """The checksum of a file; that of a large one is kept as long as the file stays as it is."""
        about = path.stat()
        if about.st_size < _SMALL_BYTES:
            return file_checksum(path)
        key = f"{path.resolve()} {about.st_size} {about.st_mtime_ns} {about.st_ino}".encode()
        kept = self._services.cache.get_many(_CHECKSUM_KIND, [key]).get(key)
        if kept is None:
            kept = file_checksum(path).encode()
            self._services.cache.put_many(_CHECKSUM_KIND, {key: kept})
        return kept.decode()
