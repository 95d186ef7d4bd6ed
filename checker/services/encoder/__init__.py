"""The sentence encoder: sentences to vectors, by a sentence-transformers model that was exported once."""

from checker.services.encoder.encoder import Encoder

__all__ = ["Encoder"]
