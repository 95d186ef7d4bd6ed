"""An exported model: sentences to vectors with ONNX Runtime and the model's tokenizer, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from checker.services.batches import FEWEST_ROWS, batched, padded
from checker.services.network import network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
FACTS_FILE = "facts.json"
OUTPUT = "sentence_vector"

# Beyond this many characters a token no sentence goes on: the tokenizer would cut it anyway.
_CHARACTERS_A_TOKEN = 20


Precision = Literal["fp32", "int8"]


class ExportFacts(msgspec.Struct, frozen=True):
    """What is known of an export: `least_cosine` is the smallest between its vectors and the original's, on samples."""

    model: str
    dimension: int
    most_tokens: int
    prefix: str
    bytes: int
    least_cosine: float
    precision: Precision


class ExportedModel:
    """A model loaded from the folder of its export."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self.facts = msgspec.json.decode((folder / FACTS_FILE).read_bytes(), type=ExportFacts)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.facts.most_tokens)
        self._session = network(folder / MODEL_FILE)
        self._inputs = [item.name for item in self._session.get_inputs()]

    def vectors(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """One row a sentence, of unit length; the same bits whatever the other sentences are."""
        import numpy as np

        longest = self.facts.most_tokens * _CHARACTERS_A_TOKEN
        encodings = self._tokenizer.encode_batch([self.facts.prefix + sentence[:longest] for sentence in sentences])
        found = np.zeros((len(sentences), self.facts.dimension), np.float32)
        if self.facts.precision == "int8":
            # The range of a whole batch scales its integers, so a sentence that shall not hang on others goes alone.
            for row, encoding in enumerate(encodings):
                found[row] = self._run([encoding])[0]
            return found
        for rows in batched([len(encoding.ids) for encoding in encodings]):
            together = rows * FEWEST_ROWS if len(rows) < FEWEST_ROWS else rows
            found[rows] = self._run([encodings[row] for row in together])[: len(rows)]
        return found

    def _run(self, encodings: list[Any]) -> NDArray[np.float32]:
        import numpy as np

        length = padded(max(len(encoding.ids) for encoding in encodings))
        shape = (len(encodings), length)
        feed = {name: np.zeros(shape, np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
        for row, encoding in enumerate(encodings):
            count = len(encoding.ids)
            feed["input_ids"][row, :count] = encoding.ids
            feed["attention_mask"][row, :count] = 1
            feed["token_type_ids"][row, :count] = encoding.type_ids
        vectors: NDArray[np.float32] = self._session.run([OUTPUT], {name: feed[name] for name in self._inputs})[0]
        return vectors
