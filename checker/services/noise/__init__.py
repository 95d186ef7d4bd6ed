"""The noise model: sees that a sentence is broken when no rule can name why."""

from checker.services.noise.model import ArticleNoise, NoiseModel, SentenceNoise, WordNoise

__all__ = ["ArticleNoise", "NoiseModel", "SentenceNoise", "WordNoise"]
