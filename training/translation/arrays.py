"""Keeps subwords as arrays and cuts them into batches. In: NAME.npz files. Out: batches of padded rows.

It must not know the network, nor how text became subwords.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

UNK, BOS, EOS, PAD = 0, 1, 2, 3
"""Ids of the special subwords, as prepare.py asks SentencePiece to number them."""
MULTIPLE = 8
"""Padded lengths are multiples of this: matrix units like it, and few shapes repeat."""

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one batch: `source` and `wanted` end with EOS, `given` begins with BOS; PAD after."""

    source: Ids
    given: Ids
    wanted: Ids


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths in one array."""

    flat: NDArray[np.uint16]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int] | NDArray[np.uint16]]) -> Ragged:
        """Keep rows of ids under 65,536."""
        flat = [np.asarray(row, np.uint16) for row in rows]
        empty = np.zeros(0, np.uint16)
        return cls(np.concatenate([empty, *flat]), np.cumsum([len(row) for row in rows], dtype=np.int64))

    def first(self, count: int) -> Ragged:
        """Return the first rows."""
        ends = self.ends[:count]
        return Ragged(self.flat[: ends[-1] if len(ends) else 0], ends)

    def write(self, path: Path) -> None:
        """Write NAME.mono.npz: text in one language."""
        np.savez_compressed(path, flat=self.flat, ends=self.ends)

    @classmethod
    def read(cls, path: Path) -> Ragged:
        """Read what `write` wrote."""
        with np.load(path) as file:
            return cls(file["flat"], file["ends"])

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Return how long each row is."""
        return np.diff(self.ends, prepend=0)

    def __getitem__(self, row: int) -> NDArray[np.uint16]:
        return self.flat[self.ends[row - 1] if row else 0 : self.ends[row]]


class Pairs:
    """One corpus in subwords."""

    def __init__(self, indonesian: Ragged, english: Ragged) -> None:
        self.indonesian, self.english = indonesian, english

    def __len__(self) -> int:
        return len(self.indonesian.ends)

    def write(self, path: Path) -> None:
        """Write NAME.npz."""
        np.savez_compressed(
            path, id=self.indonesian.flat, en=self.english.flat,
            id_ends=self.indonesian.ends, en_ends=self.english.ends,
        )  # fmt: skip

    @classmethod
    def read(cls, path: Path) -> Pairs:
        """Read what `write` wrote."""
        with np.load(path) as file:
            return cls(Ragged(file["id"], file["id_ends"]), Ragged(file["en"], file["en_ends"]))


class Mixture:
    """Several corpora, each with a weight: how often its pairs come up in one epoch; 0.3: three in ten do."""

    def __init__(self, corpora: Sequence[tuple[Pairs, float]], direction: str, seed: int) -> None:
        """`direction`: "id_en" or "en_id"."""
        sides = [(pairs.indonesian, pairs.english) for pairs, _ in corpora]
        self._sides = sides if direction == "id_en" else [(english, other) for other, english in sides]
        self._weights = [weight for _, weight in corpora]
        self._random = np.random.default_rng(seed)

    def epoch(self, tokens: int) -> Iterator[Batch]:
        """Return the batches of one epoch in random order, each within `tokens` padded subwords a side."""
        rows = np.concatenate([self._drawn(at) for at in range(len(self._sides))])
        lengths = np.empty(len(rows), np.int64)
        for at, (source, target) in enumerate(self._sides):
            mine = rows[:, 0] == at
            longest = np.maximum(source.lengths, target.lengths) + 1
            lengths[mine] = longest[rows[mine, 1]]
        order = np.argsort(lengths + self._random.random(len(rows)) * 2, kind="stable")
        batches = list(_cut(order, lengths, tokens))
        self._random.shuffle(batches)
        for batch in batches:
            yield self._batch(rows[batch])

    def _drawn(self, at: int) -> NDArray[np.int64]:
        count = len(self._sides[at][0].ends)
        whole, part = divmod(self._weights[at], 1)
        some = self._random.permutation(count)[: round(part * count)]
        chosen = np.concatenate([np.tile(np.arange(count), int(whole)), some])
        return np.stack([np.full(len(chosen), at), chosen], 1)

    def _batch(self, rows: NDArray[np.int64]) -> Batch:
        sources = [self._sides[at][0][row] for at, row in rows]
        targets = [self._sides[at][1][row] for at, row in rows]
        return Batch(padded(sources, after=EOS), padded(targets, before=BOS), padded(targets, after=EOS))


def _cut(order: NDArray[np.int64], lengths: NDArray[np.int64], tokens: int) -> Iterator[list[int]]:
    """Return runs of rows in the order of their lengths, each run's padded size within `tokens`."""
    batch: list[int] = []
    longest = 0
    for row, length in zip(order.tolist(), lengths[order].tolist(), strict=True):
        longest = max(longest, length)
        if batch and longest * (len(batch) + 1) > tokens:
            yield batch
            batch, longest = [], length
        batch.append(row)
    if batch:
        yield batch


def padded(rows: Sequence[NDArray[np.uint16]], *, before: int | None = None, after: int | None = None) -> Ids:
    """Return a table with a line for each row, `before` in front and `after` behind it, PAD after that."""
    start = 0 if before is None else 1
    lengths = np.array([len(row) for row in rows])
    table = np.full((len(rows), -(-(int(lengths.max()) + 1) // MULTIPLE) * MULTIPLE), PAD, np.int64)
    columns = np.arange(table.shape[1]) - start
    table[(columns >= 0) & (columns < lengths[:, None])] = np.concatenate(rows)
    if before is not None:
        table[:, 0] = before
    if after is not None:
        table[np.arange(len(rows)), lengths + start] = after
    return table
