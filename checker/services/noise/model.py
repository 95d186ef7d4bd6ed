"""The noise model as rules use it: sentences in, probabilities out, through the cache."""

from __future__ import annotations

import hashlib
import math
import struct
import threading
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.printable import encodable

if TYPE_CHECKING:
    from checker.annotations.prose import Prose
    from checker.article import Article
    from checker.services.noise.graph import Judged, NoiseGraph
    from checker.services.services import Services

_KIND = "noise"
# Answers held in memory; a sentence of news is about 400 bytes of them.
_HELD, _HELD_OF_TRIED = 50_000, 10_000
# Fields whose answers are at hand: title and body of an article that is checked, and of one in another thread.
_FIELDS = 4
# Logits are kept in steps of 1/256, so that the last bits of a machine's arithmetic decide nothing.
_STEPS = 256
_WORDS_OF_A_SENTENCE = 25
_FEW = 3
# Where it alone calls an article broken: sport, speech and essays get more than even odds now and then.
_NEARLY_SURE = 0.97
# What an article lacks of so many words counts as clean, before it is called broken.
_LEAST_WORDS = 100
# For one who is to grade it, one article in ten is broken: with that, of 569 articles of edited news that the network
# was not trained on, a table of sums loses a quarter of its quality, and no other a twentieth.
_PRIOR = math.log(0.1 / 0.9)
# So many rules with signs of noise, and one sign in so many words, are enough to call an article broken: of 569
# articles of held-out news two have signs of two rules and none of three; ten articles in one text may well have.
_MANY_SIGNS, _WORDS_OF_A_SIGN = 3, 250
# More of one rule say no more: a manual repeats its sentences throughout.
_SIGNS_OF_A_RULE = 3
_WORD = struct.Struct("<IIh")
_WHOLE = struct.Struct("<h")


class WordNoise(NamedTuple):
    """A word of a sentence, by half-open offsets into it, and the probability that it is broken."""

    start: int
    end: int
    probability: float


class SentenceNoise(NamedTuple):
    """The probability that a sentence is broken, and its words in order."""

    probability: float
    words: tuple[WordNoise, ...]


class ArticleNoise(NamedTuple):
    """What the model says of a whole text, from 0 to 1: how broken its language is, on a scale on which texts of all
    lengths compare; and the probability that it was machine-made or spun throughout, where one in ten are."""

    noise: float
    broken: float


class _Field(NamedTuple):
    prose: Prose
    sentences: list[SentenceNoise]
    noise: ArticleNoise


class NoiseModel:
    """Judges sentences. Threads may share it; the network is loaded on first use."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._held: dict[bytes, bytes] = {}
        self._tried: dict[bytes, bytes] = {}
        self._fields: tuple[_Field, ...] = ()
        self._lock = threading.Lock()

    def score(self, sentences: Sequence[str]) -> list[SentenceNoise]:
        """One answer a sentence; it hangs on that sentence alone.

        Raises:
            ServiceUnavailableError: ONNX Runtime, the tokenizer or the model's file is missing.
        """
        texts = [encodable(sentence) for sentence in sentences]
        with self._lock:
            keys = [self._key(text) for text in texts]
            found = self._found(dict(zip(keys, texts, strict=True)))
        return [self._read(found[key]) for key in keys]

    def try_out(self, sentences: Sequence[str]) -> list[SentenceNoise]:
        """As `score`, for sentences that nobody wrote: they are held for the next look at the same text, as an editor
        takes it who goes on writing, and not kept.

        Raises:
            ServiceUnavailableError: as `score`.
        """
        texts = [encodable(sentence) for sentence in sentences]
        with self._lock:
            keys = [self._key(text) for text in texts]
            answers = {key: self._tried[key] for key in keys if key in self._tried}
            lacking = {key: text for key, text in zip(keys, texts, strict=True) if key not in answers}
            if lacking:
                answers |= self._computed(lacking)
                if len(self._tried) + len(lacking) > _HELD_OF_TRIED:
                    self._tried.clear()
                if len(answers) <= _HELD_OF_TRIED:
                    self._tried |= answers
        return [self._read(answers[key]) for key in keys]

    def of(self, prose: Prose) -> list[SentenceNoise]:
        """The answers for a field's sentences, in order."""
        return self._field(prose).sentences

    def article(self, prose: Prose) -> ArticleNoise:
        """How broken the language of a whole field is."""
        return self._field(prose).noise

    def _field(self, prose: Prose) -> _Field:
        """What is known of a field, of which each rule asks anew."""
        for field in self._fields:
            if field.prose is prose:
                return field
        sentences = self.score([prose[span] for span in prose.sentences])
        field = _Field(prose, sentences, _of_article(prose, sentences, self.facts["article"]))
        self._fields = (field, *self._fields)[:_FIELDS]
        return field

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What was found out of the network on held-out text: its calibration, and the thresholds of the rules.

        Raises:
            ServiceUnavailableError: There is no such file.
        """
        from checker.services.noise.graph import MODEL_FILE, facts_of
        from checker.services.services import ServiceUnavailableError

        facts = facts_of(MODEL_FILE)
        if not facts:
            raise ServiceUnavailableError(f"the noise model cannot be used ({MODEL_FILE.stem}.json is missing)")
        return facts

    def broken_by(self, article: Article) -> str:
        """What shows that an article is broken as a whole: "signs" (checker/signs.py) of several rules that are not far
        between, the "model" alone, or nothing, ""."""
        from checker.signs import signs

        found = Counter(sign.rule for sign in signs(article))
        counted = sum(min(of_rule, _SIGNS_OF_A_RULE) for of_rule in found.values())
        if len(found) >= _MANY_SIGNS and counted * _WORDS_OF_A_SIGN >= len(article.body.words):
            return "signs"
        return "model" if self.article(article.body).broken >= _NEARLY_SURE else ""

    def thresholds(self, rule: str, broken_by: str) -> tuple[float, float]:
        """The least probabilities of a rule's warnings and of its notes in a text, chosen on held-out news: in a text
        that is broken as a whole, a place needs to be less sure than where it stands alone, and is no mere note."""
        chosen = self.facts["thresholds"][rule]
        loud = float(chosen[f"warning_by_{broken_by}" if broken_by else "warning"])
        return loud, min(loud, float(chosen["note"]))

    def close(self) -> None:
        """Lets go of the network."""
        self.__dict__.pop("_graph", None)
        self._held.clear()
        self._tried.clear()
        self._fields = ()

    def _found(self, wanted: dict[bytes, str]) -> dict[bytes, bytes]:
        """The packed answers by key: held, kept, or computed now."""
        found = {key: self._held[key] for key in wanted if key in self._held}
        lacking = [key for key in wanted if key not in found]
        if lacking:
            new = self._services.cache.get_many(_KIND, lacking)
            lacking = [key for key in lacking if key not in new]
            if lacking:
                computed = self._computed({key: wanted[key] for key in lacking})
                self._services.cache.put_many(_KIND, computed)
                new = {**new, **computed}
            found |= new
            if len(self._held) + len(new) > _HELD:
                self._held.clear()
            self._held |= new
        return found

    def _computed(self, texts: dict[bytes, str]) -> dict[bytes, bytes]:
        """The packed answers of the network, by key."""
        judged = self._graph.judge(list(texts.values()))
        return {key: _packed(answer) for key, answer in zip(texts, judged, strict=True)}

    def _read(self, packed: bytes) -> SentenceNoise:
        (whole,) = _WHOLE.unpack_from(packed)
        words = _WORD.iter_unpack(packed[_WHOLE.size :])
        return SentenceNoise(
            _probability(whole / _STEPS),
            tuple(WordNoise(start, end, _probability(logit / _STEPS)) for start, end, logit in words),
        )

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), digest_size=16, key=self._identity).digest()

    @cached_property
    def _identity(self) -> bytes:
        """What an answer hangs on beside its sentence."""
        from importlib.metadata import version

        from checker.environment import LIBRARIES
        from checker.services.noise.graph import MODEL_FILE
        from checker.services.services import ServiceUnavailableError

        try:
            file = MODEL_FILE.stat()
            libraries = [f"{name} {version(name)}" for name in LIBRARIES["noise"]]
        except (ImportError, OSError) as error:
            raise ServiceUnavailableError(f"the noise model cannot be used ({error})") from error
        about = f"{file.st_size} {file.st_mtime_ns} {libraries} {self.facts['blend']} {self.facts.get('first_look')}"
        return hashlib.blake2b(about.encode(), digest_size=32).digest()

    @cached_property
    def _graph(self) -> NoiseGraph:
        from checker.services.noise.graph import NoiseGraph
        from checker.services.services import ServiceUnavailableError

        try:
            return NoiseGraph()
        except MemoryError:
            raise
        except Exception as error:  # an older ONNX Runtime raises what it likes
            reason = str(error).partition("\n")[0] or type(error).__name__
            remedy = "`pip install --upgrade 'copydesk[noise]'`"
            raise ServiceUnavailableError(f"the noise model cannot be used ({reason}): {remedy}") from error


def _of_article(prose: Prose, judged: list[SentenceNoise], facts: dict[str, float]) -> ArticleNoise:
    from checker.services.noise.doubts import mean_noise

    even, steady, single = facts["even"], facts["width"], facts["width_of_a_sentence"]
    mean, _ = mean_noise(prose, judged, facts["typical"], 0)
    sure, words = mean_noise(prose, judged, facts["typical"], _LEAST_WORDS)
    # The fewer the sentences, the less their mean says. `noise` takes every text for one of a few, so that texts of
    # all lengths compare; `broken` takes each for what it is.
    noise = (mean - even) / (steady + single / _FEW)
    broken = (sure - even) / (steady + single * _WORDS_OF_A_SENTENCE / words) + _PRIOR
    return ArticleNoise(_probability(noise), _probability(broken))


def _packed(answer: Judged) -> bytes:
    parts = [_WHOLE.pack(_step(answer.whole))]
    parts += [_WORD.pack(start, end, _step(logit)) for start, end, logit in answer.words]
    return b"".join(parts)


def _step(logit: float) -> int:
    return max(-32_000, min(32_000, round(logit * _STEPS)))


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0
