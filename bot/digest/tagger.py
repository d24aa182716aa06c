"""Names of persons, organizations and places in a tokenized sentence, by a linear-chain CRF.

In: tokens of one sentence. Out: a BIO tag for each. This module alone knows the model's file; it must not
know articles, entities or how mentions are joined.

The model is a table of weights: how much each feature speaks for each tag, and how much each tag for the
next. What a word by itself adds, wherever it stands in the window, is summed once and kept.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.digest.name_features import Style, Word, context_features, read_word
from bot.errors import ConfigError

if TYPE_CHECKING:  # numpy takes a tenth of a second to load, which only those who tag should pay
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
"""The tags in the order of the model's columns."""

_WORD_LIMIT = 16_384
"""Words whose sums are kept: a few long articles' worth of different words, some 5 MB."""
_PLACES = 5
"""Places of a word in the window: here, before, after, far before, far after."""
_MEND = "Restore the file, or remake it with: python -m training.entities"


class Tagger:
    """The trained model: callable with the tokens of one sentence, from any thread."""

    def __init__(self, path: Path, *, style: Style = "listed") -> None:
        """Load the model at `path`. Raises ConfigError when it is missing or no model."""
        self._style: Style = style
        self._sums: dict[str, tuple[Word, Floats]] = {}
        try:
            self._read(path)
        except OSError as exc:
            raise ConfigError(f"The model of names cannot be read: {path} ({exc.strerror}). {_MEND}") from exc
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as exc:
            raise ConfigError(f"The model of names is damaged: {path}. {_MEND}") from exc

    def _read(self, path: Path) -> None:
        """Read the arrays. Raises what NumPy raises for a damaged file, ValueError where they do not fit."""
        import numpy as np

        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as held:
            names = held["features"].tobytes().decode("utf-8").split("\n")
            weights = held["weights"].astype(np.float32) * np.float32(held["scale"])
            self._between: Floats = held["between"].astype(np.float32)
            self._first: Floats = held["first"].astype(np.float32)
            self._last: Floats = held["last"].astype(np.float32)
        width = len(TAGS)
        shapes = (weights.shape, self._between.shape, self._first.shape, self._last.shape)
        if shapes != ((len(names), width), (width, width), (width,), (width,)):
            raise ValueError("the arrays of the model do not fit each other")
        # Features are looked up by their hashes in order: a dictionary of the names takes 25 MB more.
        hashes = np.fromiter(map(hash, names), dtype=np.int64, count=len(names))
        order = hashes.argsort()
        self._hashes = hashes[order]
        self._weights: Floats = np.vstack([weights[order], np.zeros((1, width), dtype=np.float32)])

    def __call__(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """Return a tag for each token: O, B-PER, I-PER, B-ORG, I-ORG, B-LOC or I-LOC."""
        if not tokens:
            return ()
        return tuple(TAGS[tag] for tag in self._best_path(self._scores(tokens)))

    def _word(self, text: str) -> tuple[Word, Floats]:
        """Return a word and how much it speaks for each tag, from each place in the window."""
        found = self._sums.get(text)
        if found is None:
            import numpy as np

            word = read_word(text)
            places = (word.here, word.before, word.after, word.far_before, word.far_after)
            sums = [self._weights[self._rows(features)].sum(axis=0) for features in places]
            if len(self._sums) >= _WORD_LIMIT:
                self._sums.clear()
            found = self._sums[text] = word, np.concatenate(sums)
        return found

    def _rows(self, features: Sequence[str]) -> NDArray[np.int64]:
        """Return the row of weights of each feature, that of zeros for one that was not learnt."""
        import numpy as np

        wanted = np.fromiter(map(hash, features), dtype=np.int64, count=len(features))
        found = self._hashes.searchsorted(wanted)
        found[self._hashes.take(found, mode="clip") != wanted] = len(self._hashes)
        return found

    def _scores(self, tokens: Sequence[str]) -> Floats:
        """Return how much speaks for each tag, a row for each token."""
        import numpy as np

        known = [self._word(token) for token in tokens]
        features: list[str] = []
        starts = []
        for own_features in context_features([word for word, _ in known], self._style):
            starts.append(len(features))
            features += own_features
        scores: Floats = np.add.reduceat(self._weights[self._rows(features)], starts, axis=0)
        own = np.concatenate([sums for _, sums in known]).reshape(len(tokens), _PLACES, len(TAGS))
        scores += own[:, 0]
        scores[1:] += own[:-1, 1]
        scores[:-1] += own[1:, 2]
        scores[2:] += own[:-2, 3]
        scores[:-2] += own[2:, 4]
        return scores

    def _best_path(self, scores: Floats) -> list[int]:
        """Return the columns of the likeliest tags together (Viterbi)."""
        into = self._between.T  # a row for each tag that is come to
        best = self._first + scores[0]
        came_from = []
        for score in scores[1:]:
            ways = into + best
            came_from.append(ways.argmax(axis=1))
            best = ways.max(axis=1) + score
        path = [int((best + self._last).argmax())]
        for back in reversed(came_from):
            path.append(int(back[path[-1]]))
        return path[::-1]
