"""CTranslate2 alone: texts in, what its beam likes best out, no cutting, no guards, no cache.

In: an Argos package's folder. Out: translations. It is the limit that the engine's speed is held against
and the anchor of its quality. This module must know nothing of the engine.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.translation.argos import bpe_tokenizer
from bot.translation.package import Package
from bot.translation.packages import find_packages, install_file

MODELS = Path(__file__).resolve().parents[1] / "models"
BEAM_SIZE = 4
"""What Argos decodes with, and the engine."""
COMPUTE_TYPE = "int8"
"""What the packages are stored in, and what the engine computes with."""
BATCH_TOKENS = 512


class Plain:
    """One package, decoded without anything around it."""

    def __init__(
        self,
        package: Package,
        *,
        workers: int,
        threads: int = 1,
        batch_tokens: int = BATCH_TOKENS,
        shortlist: bool = False,
    ) -> None:
        """`workers` sentences at the same time, each by `threads` threads.

        `shortlist`: whether the package's own is used, where it has one; Argos never does.
        """
        import ctranslate2

        self._prefix = package.target_prefix
        self._batch_tokens, self._shortlist = batch_tokens, shortlist
        self._subwords = _Subwords(package)
        self._translator: Any = ctranslate2.Translator(
            str(package.path / "model"), compute_type=COMPUTE_TYPE,
            inter_threads=workers, intra_threads=threads,
        )  # fmt: skip

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """The subwords of each text."""
        return [self._subwords.encode(text) for text in texts]

    def decode(self, subwords: Sequence[Sequence[str]]) -> list[list[str]]:
        """The likeliest translation of each text, as subwords."""
        prefix = [[self._prefix]] * len(subwords) if self._prefix else None
        results = self._translator.translate_batch(
            subwords, target_prefix=prefix, beam_size=BEAM_SIZE,
            batch_type="tokens", max_batch_size=self._batch_tokens, use_vmap=self._shortlist,
        )  # fmt: skip
        return [result.hypotheses[0][1 if prefix else 0 :] for result in results]

    def translate(self, texts: Sequence[str]) -> list[str]:
        """The likeliest translation of each text."""
        return [self.text(target) for target in self.decode(self.encode(texts))]

    def text(self, subwords: Sequence[str]) -> str:
        """The text of subwords."""
        return self._subwords.text(subwords)


class _Subwords:
    """A package's vocabulary."""

    def __init__(self, package: Package) -> None:
        path = package.path / "sentencepiece.model"
        if path.is_file():
            import sentencepiece

            processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(path))
            self._encode: Any = lambda text: processor.encode(text, out_type=str)
            self._decode: Any = processor.decode_pieces
        else:
            tokenizer = bpe_tokenizer(package)
            self._encode, self._decode = tokenizer.encode, tokenizer.decode

    def encode(self, text: str) -> list[str]:
        subwords: list[str] = self._encode(text)
        return subwords

    def text(self, subwords: Sequence[str]) -> str:
        return str(self._decode(list(subwords))).replace("▁", " ").strip()


@contextmanager
def packages_of(paths: Sequence[Path] = ()) -> Iterator[tuple[Package, ...]]:
    """The packages that ship, and before them those in the `.argosmodel` files named; unpacked in a scratch
    folder that goes afterwards. Raises ConfigError."""
    with tempfile.TemporaryDirectory() as scratch:
        for path in paths:
            install_file(path, Path(scratch))
        yield find_packages(MODELS, Path(scratch))


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
