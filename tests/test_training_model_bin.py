"""CTranslate2's files, written from weights and read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.packages import shipped_file
from training.translation.model_bin import places, read, sinusoids, write
from training.translation.shape import Shape
from training.translation.unpacked import unpacked

SHAPE = Shape(vocabulary=12, width=8, heads=2, feed_forward=16, encoder_layers=2, decoder_layers=1)
SUBWORDS = ["<unk>", "<s>", "</s>", "<pad>", *"abcdefgh"]


def weights() -> dict[str, NDArray[np.float32]]:
    """Random weights of SHAPE; what stands in a matrix depends on the names alone."""
    random, made = np.random.default_rng(1), {}
    heights = {"qkv": 24, "kv": 16, "a": 16, "emb": 12, "bias": 12}
    for name in sorted(set(places(SHAPE).values())):
        owner, _, kind = name.rpartition(".")
        part = owner.rpartition(".")[2] or kind
        height = heights.get(part, 8)
        matrix = kind == "weight" and part in {"qkv", "kv", "q", "o", "a", "b", "emb"}
        size = (height, 16 if part == "b" else 8) if matrix else (height,)
        made[name] = random.standard_normal(size).astype(np.float32)
    return made


def test_float_weights_come_back_as_they_were(tmp_path: Path) -> None:
    write(tmp_path, SHAPE, weights(), SUBWORDS, "float32")
    shape, found = read((tmp_path / "model.bin").read_bytes())
    assert shape == SHAPE
    assert found.keys() == weights().keys()
    assert all(np.array_equal(found[name], value) for name, value in weights().items())


def test_int8_weights_come_back_within_half_a_step(tmp_path: Path) -> None:
    write(tmp_path, SHAPE, weights(), SUBWORDS, "int8")
    _, found = read((tmp_path / "model.bin").read_bytes())
    for name, value in weights().items():
        step = np.abs(value).max(-1, keepdims=True) / 127
        assert (np.abs(found[name] - value) <= 0.51 * step).all(), name


def test_writing_again_what_was_read_gives_the_same_file(tmp_path: Path) -> None:
    write(tmp_path / "one", SHAPE, weights(), SUBWORDS, "int8")
    shape, found = read((tmp_path / "one" / "model.bin").read_bytes())
    write(tmp_path / "two", shape, found, SUBWORDS, "int8")
    assert (tmp_path / "one" / "model.bin").read_bytes() == (tmp_path / "two" / "model.bin").read_bytes()


def test_writing_leaves_the_weights_alone(tmp_path: Path) -> None:
    given = weights()
    write(tmp_path, SHAPE, given, SUBWORDS, "int8")
    assert all(np.array_equal(given[name], value) for name, value in weights().items())


def test_ctranslate2_decodes_with_what_was_written(tmp_path: Path) -> None:
    import ctranslate2

    write(tmp_path, SHAPE, weights(), SUBWORDS, "int8")
    translator = ctranslate2.Translator(str(tmp_path), intra_threads=1)
    (result,) = translator.translate_batch([["a", "b"]], max_decoding_length=5)
    assert set(result.hypotheses[0]) <= set(SUBWORDS)


def test_the_package_that_ships_can_be_gone_on_from() -> None:
    with unpacked(shipped_file()) as folder:
        shape, found = read((folder / "model" / "model.bin").read_bytes())
    assert found["emb.weight"].shape == (shape.vocabulary, shape.width)
    assert len([name for name in found if name.endswith(".att.qkv.weight")]) == (
        shape.encoder_layers + shape.decoder_layers
    )
    assert found["enc.0.ff.a.weight"].shape == (shape.feed_forward, shape.width)


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read(b"\x05\x00\x00\x00\x02\x00X\x00\x01\x00\x00\x00")


def test_positions_are_sines_and_cosines_in_turn() -> None:
    table = sinusoids(3, 4)
    assert table[0].tolist() == [0, 1, 0, 1]
    assert table[2, :2] == pytest.approx([np.sin(2), np.cos(2)])
