"""A deeper network that computes what the one did of which it was made."""

from __future__ import annotations

from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from tests.test_training_model_bin import SHAPE, SUBWORDS, weights
from training.translation.grow import grown
from training.translation.model_bin import write
from training.translation.shape import Shape


def scores(folder: Path, shape: Shape, arrays: dict[str, np.ndarray]) -> list[float]:
    write(folder, shape, arrays, SUBWORDS, "float32")
    (result,) = ctranslate2.Translator(str(folder)).score_batch([["a", "b", "</s>"]], [["c", "d"]])
    return list(result.log_probs)


def test_a_grown_network_gives_every_word_the_chance_that_it_had(tmp_path: Path) -> None:
    shape, more = grown(SHAPE, weights(), 5)
    assert shape.encoder_layers == 5
    before, after = scores(tmp_path / "a", SHAPE, weights()), scores(tmp_path / "b", shape, more)
    assert after == pytest.approx(before, abs=1e-4)


def test_the_old_layers_stay_and_the_new_ones_can_learn() -> None:
    _, more = grown(SHAPE, weights(), 3)
    assert all(np.array_equal(more[name], value) for name, value in weights().items())
    assert np.abs(more["enc.2.att.qkv.weight"]).min() > 0
    assert not more["enc.2.att.o.weight"].any()


def test_a_network_does_not_shrink() -> None:
    with pytest.raises(ValueError, match="2 encoder layers"):
        grown(SHAPE, weights(), 1)
