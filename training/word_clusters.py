"""Groups of words that stand among the same neighbours, learnt from plain news text.

In: sentences as words. Out: for each frequent word a coarse and a fine group number. This module must
not know what the groups are for; training/entities.py writes them to bot/data.

The recipe is that of latent semantic analysis over a window of one word: positive pointwise mutual
information of each word with its left and right neighbours (Levy and Goldberg 2014), reduced by a
randomised singular value decomposition (Halko et al. 2011), then spherical k-means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

SEED = 20230915
VOCABULARY_LIMIT = 40_000
"""Words given a group; beyond it the counts (under six) say little and the file grows."""
NEIGHBOUR_LIMIT = 3_000
"""Neighbours counted on each side; the frequent ones carry the grammar that names differ by."""
DIMENSIONS = 100
COARSE_GROUPS = 96
FINE_GROUPS = 768
"""Two grains, as Brown clusters are used at two prefix lengths (Turian et al. 2010)."""
K_MEANS_ROUNDS = 20
SMOOTHING = 0.75
"""Power on the neighbours' frequencies, against the pull of rare ones (Levy et al. 2015)."""


def neighbour_scores(
    sentences: Sequence[Sequence[str]], words: Sequence[str], contexts: Sequence[str]
) -> Matrix:
    """Return positive pointwise mutual information: a row for each word, columns for left and right."""
    row_of = {word: i for i, word in enumerate(words)}
    column_of = {word: i for i, word in enumerate(contexts)}
    counts = np.zeros((len(words), 2 * len(contexts)), dtype=np.float32)
    for sentence in sentences:
        rows = [row_of.get(word) for word in ("", *sentence, "")]
        columns = [column_of.get(word.lower()) for word in ("<s>", *sentence, "</s>")]
        for i, row in enumerate(rows[1:-1], 1):
            if row is None:
                continue
            if (left := columns[i - 1]) is not None:
                counts[row, left] += 1
            if (right := columns[i + 1]) is not None:
                counts[row, len(contexts) + right] += 1
    row_sums = counts.sum(axis=1, keepdims=True) + 1
    column_shares = counts.sum(axis=0, keepdims=True) ** SMOOTHING
    column_shares /= column_shares.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.log(counts / row_sums / column_shares)
    scores[~np.isfinite(scores)] = 0
    positive: Matrix = np.maximum(scores, 0, out=scores)
    return positive


def embed(scores: Matrix, dimensions: int, random: np.random.Generator) -> Matrix:
    """Return unit vectors of the words from a randomised singular value decomposition."""
    probe = random.standard_normal((scores.shape[1], dimensions + 20)).astype(np.float32)
    basis = np.linalg.qr(scores @ probe)[0]
    for _ in range(3):
        basis = np.linalg.qr(scores @ (scores.T @ basis))[0]
    left, sizes, _ = np.linalg.svd(basis.T @ scores, full_matrices=False)
    vectors = (basis @ left)[:, :dimensions] * np.sqrt(sizes[:dimensions])
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9), dtype=np.float32)


def spherical_k_means(vectors: Matrix, groups: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Return a group number in 0..groups-1 for each row of unit vectors."""
    centres = vectors[random.choice(len(vectors), groups, replace=False)]
    nearest = np.zeros(len(vectors), dtype=np.int64)
    for _ in range(K_MEANS_ROUNDS):
        nearest = np.argmax(vectors @ centres.T, axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors)
        centres = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9)
    return nearest


def cluster(sentences: Iterable[Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Return word -> (coarse group, fine group), the most frequent word first."""
    kept = [tuple(sentence) for sentence in sentences]
    counts = Counter(word for sentence in kept for word in sentence)
    lowered = Counter(word.lower() for sentence in kept for word in sentence)
    words = [word for word, count in counts.most_common(VOCABULARY_LIMIT) if count > 4 and word[0].isalpha()]
    contexts = ["<s>", "</s>", *(word for word, _ in lowered.most_common(NEIGHBOUR_LIMIT - 2))]
    random = np.random.default_rng(SEED)
    vectors = embed(neighbour_scores(kept, words, contexts), DIMENSIONS, random)
    coarse = spherical_k_means(vectors, COARSE_GROUPS, random)
    fine = spherical_k_means(vectors, FINE_GROUPS, random)
    return {word: (int(a), int(b)) for word, a, b in zip(words, coarse, fine, strict=True)}
