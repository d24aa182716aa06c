"""What sentences are about: their words as dense vectors, in which words of one subject lie close together.

In: sentences and a headline, and a file of vectors that training/word_vectors.py wrote. Out: named numbers
for each sentence. This module must not know what the numbers are for, nor how the vectors were learnt.

A sentence's vector is the mean of its words', the rare ones weighing more; an article's is the mean of its
sentences'. The rows hold every dimension of both, so that trees can tell a match report from a price list,
and how close a sentence lies to the headline, to its neighbours and to the article as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.digest.words import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FIGURE = "0"
"""What stands for every figure: one year is as much of a year as another."""

PREFIX = "subject_"
"""What the names of all these numbers begin with."""

STEPS = 127
"""Steps to each side in which a file keeps the numbers of a vector, whose length is one."""


@dataclass(frozen=True, slots=True)
class WordVectors:
    """A table of words."""

    places: Mapping[str, int]
    """The row of each word."""
    vectors: NDArray[np.int8]
    """A row for each word, of length one in `STEPS`: as the file has them, for as numbers they take 7 MB."""
    weights: Floats
    """What each word weighs in its sentence."""

    def describe(self, texts: Sequence[str], title: str = "") -> list[dict[str, float]]:
        """A row of named numbers for each of an article's sentences, the same names in every row."""
        import numpy as np

        if not texts:
            return []
        own = np.array([self._mean(text) for text in texts])
        article = _unit(own.sum(axis=0))
        close = own @ own.T
        columns = {
            "near_title": own @ self._mean(title),
            "near_lead": close[:, 0],
            "near_article": own @ article,
            "near_before": np.concatenate([[0.0], np.diagonal(close, 1)]),
            "near_after": np.concatenate([np.diagonal(close, 1), [0.0]]),
            "near_any_before": np.array([row[:at].max(initial=0.0) for at, row in enumerate(close)]),
            "near_all": close.mean(axis=1),
        }
        columns |= {f"own_{at}": own[:, at] for at in range(own.shape[1])}
        columns |= {f"article_{at}": np.full(len(own), value) for at, value in enumerate(article)}
        names = [PREFIX + name for name in columns]
        table = np.column_stack(list(columns.values())).tolist()
        return [dict(zip(names, row, strict=True)) for row in table]

    def _mean(self, text: str) -> Floats:
        import numpy as np

        known = [self.places[word] for word in subject_words(text) if word in self.places]
        if not known:
            return np.zeros(self.vectors.shape[1])
        return _unit(self.weights[known] @ (self.vectors[known].astype(np.float64) / STEPS))


def subject_words(text: str) -> list[str]:
    """The words of a text as the table has them: lower case, every figure the same."""
    return [FIGURE if word[0].isdigit() else word for word in words(text)]


def _unit(vector: Floats) -> Floats:
    import numpy as np

    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


@lru_cache(maxsize=1)
def read_vectors(path: Path) -> WordVectors:
    """The vectors of a file. Raises OSError, or ValueError and KeyError for another file."""
    import numpy as np

    with np.load(path, allow_pickle=False) as held:
        listed = held["words"].tobytes().decode("utf-8").split("\n")
        return WordVectors(
            places={word: at for at, word in enumerate(listed)},
            vectors=held["vectors"].astype(np.int8),
            weights=held["weights"].astype(np.float64),
        )
