"""Learn word vectors from plain news text and write models/word-vectors.npz.

In: ../shared/data/translation/mono. Out: the model, remade the same from the same data on the same machine.
This module must not know what the vectors are for; bot/digest/word_vectors.py reads them.

    python -m training.word_vectors [--out models/word-vectors.npz]

Words get the positive pointwise mutual information with the frequent words around them (Levy and Goldberg
2014), reduced by a singular value decomposition: latent semantic analysis over a window.
"""

from __future__ import annotations

import argparse
import lzma
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.summary import SHARED
from bot.digest.word_vectors import STEPS, subject_words
from training.word_clusters import SMOOTHING, Matrix, embed

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "models" / "word-vectors.npz"
TEXT = SHARED / "translation" / "mono" / "news_misc.id.txt.xz"

SEED = 20230915
FEWEST_OCCURRENCES = 10
"""Of a word that gets a vector: fewer neighbours say little, and the file grows."""
NEIGHBOURS = 4_000
"""Frequent words that are counted around each word; more of them take more memory than they tell."""
REACH = 5
"""Words to each side that count as neighbours, a farther one less, by its distance."""
DIMENSIONS = 32
"""Of 32 and 64 the ranker of summaries did better with these."""

NO_WORD = -1


def count_neighbours(sentences: Sequence[Sequence[int]], words: int, contexts: int) -> Matrix:
    """How often each of the first `words` words has each of the first `contexts` words within its reach.

    Words go by their numbers, the most frequent first.
    """
    gap = [NO_WORD] * REACH
    text = np.array([word for sentence in sentences for word in (*sentence, *gap)], dtype=np.int64)
    counts = np.zeros(words * contexts, dtype=np.float32)
    for distance in range(1, REACH + 1):
        first, second = text[:-distance], text[distance:]
        for word, around in ((first, second), (second, first)):
            kept = (word >= 0) & (word < words) & (around >= 0) & (around < contexts)
            found = np.bincount(word[kept] * contexts + around[kept], minlength=words * contexts)
            counts += found.astype(np.float32) / distance
    return counts.reshape(words, contexts)


def information(counts: Matrix) -> Matrix:
    """Positive pointwise mutual information, the frequencies of the neighbours smoothed."""
    shares = counts.sum(axis=0, keepdims=True) ** SMOOTHING
    shares /= shares.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.log(counts / (counts.sum(axis=1, keepdims=True) + 1) / shares)
    scores[~np.isfinite(scores)] = 0
    positive: Matrix = np.maximum(scores, 0, out=scores)
    return positive


def word_weights(counts: Sequence[int]) -> NDArray[np.float64]:
    """What words of such frequencies weigh: the square of what it tells to meet them."""
    weights: NDArray[np.float64] = np.log(sum(counts) / np.array(counts)) ** 2
    return weights


def write_vectors(path: Path, words: Sequence[str], vectors: Matrix, weights: NDArray[np.float64]) -> None:
    """Writes what bot/digest/word_vectors.py reads; a number of a vector keeps eight bits."""
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        vectors=np.round(vectors * STEPS).astype(np.int8),
        weights=weights.astype(np.float32),
    )


def main() -> None:
    """Learns and writes."""
    parser = argparse.ArgumentParser(description="Learn word vectors.")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    begun = time.perf_counter()
    with lzma.open(TEXT, "rt", encoding="utf-8") as file:
        sentences = [subject_words(line) for line in file]
    counted = Counter(word for sentence in sentences for word in sentence)
    kept = {word: times for word, times in counted.most_common() if times >= FEWEST_OCCURRENCES}
    number = {word: at for at, word in enumerate(kept)}
    coded = [[number.get(word, NO_WORD) for word in sentence] for sentence in sentences]
    scores = information(count_neighbours(coded, len(kept), min(NEIGHBOURS, len(kept))))
    vectors = embed(scores, DIMENSIONS, np.random.default_rng(SEED))
    write_vectors(options.out, list(kept), vectors, word_weights(list(kept.values())))
    size = options.out.stat().st_size / 1000
    print(f"{options.out.name}: {len(kept)} words, {size:.0f} kB, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
