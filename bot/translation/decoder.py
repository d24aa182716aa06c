"""Runs one Argos package: subwords in, the likeliest translations in subwords out.

In: an unpacked package, and sentences as subwords. Out: for each the beam's translations with the decoder's
attention. This module owns ctranslate2 and sentencepiece; it must not know sentences' content, names or
numbers.

Sentences of one request are cut into batches by length, and the batches of all requests take turns.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from bot.errors import TranslationFailed
from bot.translation.argos import bpe_tokenizer
from bot.translation.package import Package
from bot.translation.turns import Turns

BEAM_SIZE = 4
"""What the Argos packages are tuned for."""
BATCH_TOKENS = 256
"""Subwords decoded together. With two workers and the first model (id_en 1.0), 128 to 1,024 differ by less
than the noise on replies of 8 to 10 sentences and on articles of 19 to 29; 64 is slower. Small, because an
urgent batch waits for one that has begun (`python -m benchmarks.turns`)."""
LEAST_BATCH_TOKENS = 32
"""A request that would fill fewer batches than there are workers is cut finer, down to about a sentence:
eight sentences in one batch take a worker five times as long as one, so that idle workers had better have
them."""
THREADS_PER_WORKER = 1
"""On two cores, with models of 8, 39 and 60 MB and 1, 8 and 30 sentences, two workers of one thread each took
0.2 to 0.9 times the time of one worker of two threads: Argos' largest packages are no exception."""
SHORTLIST = "vmap.txt"
"""CTranslate2's file of the subwords that are worth rating for each of the source's. Few have it."""
COMPUTE_TYPE = "int8"
"""CTranslate2 falls back by itself where the processor lacks it. "auto" has chosen types in which some
models repeat themselves."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation of the beam."""

    subwords: list[str]
    attention: list[list[float]]
    """A row for each of its subwords, a column for each of the source's; each row sums to about 1."""


class Subwords(Protocol):
    """A package's vocabulary: text to subwords and back."""

    def encode(self, text: str) -> list[str]: ...
    def decode(self, subwords: list[str]) -> str: ...


class Decoder:
    """One package, loaded. Thread-safe."""

    def __init__(self, package: Package, turns: Turns, *, beam_size: int = BEAM_SIZE) -> None:
        """`turns`: has as many threads as batches are to be decoded at once. Raises TranslationFailed."""
        self._package, self._turns = package, turns
        self._beam_size = beam_size
        self._has_shortlist = (package.path / "model" / SHORTLIST).is_file()
        self.tokens = 0
        """How many subwords were read so far; threads that count at once may lose a few."""
        try:
            self._subwords = _subwords(package)
            self._translator = _loaded(package.path / "model", turns.threads)
        except Exception as exc:
            raise TranslationFailed(package.source, package.target) from exc

    def encode(self, text: str) -> list[str]:
        """The subwords of a text."""
        return self._subwords.encode(text)

    def text(self, subwords: list[str]) -> str:
        """The text of subwords."""
        return self._subwords.decode(subwords)

    def decode(
        self, sources: Sequence[list[str]], *, urgent: bool, **options: Any
    ) -> list[tuple[Hypothesis, ...]]:
        """The translations of each source, the likeliest first. `options`: CTranslate2's, for this call.

        Raises TranslationFailed.
        """
        options = {"beam_size": self._beam_size, "num_hypotheses": self._beam_size, **options}
        batches = cut_batches([len(source) for source in sources], self._turns.threads)
        jobs = []
        for batch in batches:
            chosen = [sources[at] for at in batch]
            jobs.append((float(sum(map(len, chosen))), partial(self._decode, chosen, options)))
        results = self._turns.run(jobs, urgent=urgent)
        found = dict(zip(chain.from_iterable(batches), chain.from_iterable(results), strict=True))
        return [found[at] for at in range(len(sources))]

    def _decode(self, sources: list[list[str]], options: dict[str, Any]) -> list[tuple[Hypothesis, ...]]:
        prefix = self._package.target_prefix
        self.tokens += sum(map(len, sources))
        try:
            results = self._translator.translate_batch(
                sources, target_prefix=[[prefix]] * len(sources) if prefix else None,
                replace_unknowns=True, return_attention=True, use_vmap=self._has_shortlist, **options,
            )  # fmt: skip
        except Exception as exc:
            raise TranslationFailed(self._package.source, self._package.target) from exc
        return [tuple(map(self._hypothesis, result.hypotheses, result.attention)) for result in results]

    def _hypothesis(self, subwords: list[str], attention: list[list[float]]) -> Hypothesis:
        prefix = self._package.target_prefix
        skip = 1 if prefix and subwords[:1] == [prefix] else 0
        return Hypothesis(subwords[skip:], attention[skip:])


def cut_batches(lengths: Sequence[int], workers: int) -> list[list[int]]:
    """The places of sentences with these lengths in batches, sentences of like length together, long ones
    first.

    Work for fewer batches than workers is spread over more of them.
    """
    share = math.ceil(sum(lengths) / workers)
    limit = max(LEAST_BATCH_TOKENS, min(BATCH_TOKENS, share))
    batches: list[list[int]] = []
    room = 0
    for at in sorted(range(len(lengths)), key=lambda at: -lengths[at]):
        if not batches or room < lengths[at]:
            batches.append([])
            room = limit
        batches[-1].append(at)
        room -= lengths[at]
    return batches


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _loaded(model: Path, workers: int) -> Any:
    import ctranslate2

    return ctranslate2.Translator(
        str(model),
        device="cpu",
        compute_type=COMPUTE_TYPE,
        inter_threads=workers,
        intra_threads=THREADS_PER_WORKER,
    )


class _SentencePiece:
    """The vocabulary of most packages."""

    def __init__(self, path: str) -> None:
        import sentencepiece

        self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=path)

    def encode(self, text: str) -> list[str]:
        subwords: list[str] = self._processor.encode(text, out_type=str)
        return subwords

    def decode(self, subwords: list[str]) -> str:
        return str(self._processor.decode_pieces(subwords)).replace("▁", " ")


def _subwords(package: Package) -> Subwords:
    path = package.path / "sentencepiece.model"
    return _SentencePiece(str(path)) if path.is_file() else bpe_tokenizer(package)
