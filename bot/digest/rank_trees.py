"""Gradient-boosted trees, read from a file and asked for their sum.

In: a model file that training/summary.py wrote, and rows of numbers. Out: a number a row. This module must
not know what the numbers mean, nor how the trees were grown. All rows go down all trees at once, a level at a
time: a few array operations instead of a walk for each row and tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy takes a tenth of a second to load, which only those who summarise should pay
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees laid end to end. A leaf leads to itself on both sides."""

    names: tuple[str, ...]
    """The columns of a row, in order."""
    roots: Whole
    """The place of each tree's first node."""
    column: Whole
    """The column that a node asks about."""
    limit: Floats
    """A row with at most this much goes left."""
    left: Whole
    right: Whole
    value: Floats
    """What a leaf adds to the sum."""
    depth: int
    """Steps from the highest root to the deepest leaf."""

    def rate(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """The sum of the trees for each of some rows of named numbers; other names are passed over."""
        import numpy as np

        return self.rate_matrix(np.array([[row[name] for name in self.names] for row in rows], dtype=float))

    def rate_matrix(self, matrix: Floats) -> Floats:
        """The sum of the trees for each row of a matrix with the columns of `names`."""
        import numpy as np

        if not len(matrix):
            return np.zeros(0)
        at = np.broadcast_to(self.roots, (len(matrix), len(self.roots)))
        start = np.arange(len(matrix))[:, None] * matrix.shape[1]
        for _ in range(self.depth):
            asked = np.take(matrix, start + self.column.take(at))  # of the matrix laid end to end
            at = np.where(asked <= self.limit.take(at), self.left.take(at), self.right.take(at))
        total: Floats = self.value.take(at).sum(axis=1)
        return total


def models_folder() -> Path:
    """The folder of the models that ship: beside the checkout, or inside an installed wheel."""
    package = Path(__file__).resolve().parents[1]
    return next(path for path in (package / "models", package.parent / "models") if path.is_dir())


def read_forests(path: Path) -> dict[str, Forest]:
    """The forests of a model file by name. Raises OSError, or ValueError and KeyError for another file."""
    import numpy as np

    with np.load(path, allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    return {
        name: Forest(
            names=tuple(arrays[f"{name}.names"].tolist()),
            roots=arrays[f"{name}.roots"],
            column=arrays[f"{name}.column"].astype(np.int32),
            limit=arrays[f"{name}.limit"],
            left=arrays[f"{name}.left"].astype(np.int32),
            right=arrays[f"{name}.right"].astype(np.int32),
            value=arrays[f"{name}.value"].astype(np.float64),
            depth=int(arrays[f"{name}.depth"]),
        )
        for name in {key.partition(".")[0] for key in arrays}
    }
