"""A subword that a model has hardly seen is spelt out instead."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import sentencepiece

from training.translation.unlearnt import LEAST_SEEN, without_unlearnt

WORDS = (
    "warga", "kota", "membaca", "koran", "pagi", "dan", "desa", "sore", "tahun", "2025", "jembatan", "sungai",
    "pasar", "ikan",
)  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("vocabulary")
    order = random.Random(1)
    lines = (" ".join(order.choices(WORDS, k=8)) for _ in range(200))
    (folder / "text").write_text("\n".join(lines), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "text"), model_prefix=str(folder / "own"), vocab_size=60, model_type="unigram",
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    return Path(folder, "own.model").read_bytes()


def processor(model: bytes) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_proto=model)


def test_what_was_seen_often_stays(model: bytes) -> None:
    size = processor(model).get_piece_size()
    assert without_unlearnt(model, [LEAST_SEEN] * size) == model


def test_what_was_seen_too_seldom_is_spelt_with_others_and_the_ids_stay(model: bytes) -> None:
    before = processor(model)
    pieces = before.encode("warga membaca", out_type=str)
    seen = [float(LEAST_SEEN)] * before.get_piece_size()
    seen[before.piece_to_id(pieces[0])] = 1.0
    after = processor(without_unlearnt(model, seen))
    assert pieces[0] not in after.encode("warga membaca", out_type=str)
    assert after.decode(after.encode("warga membaca")) == "warga membaca"
    assert [after.id_to_piece(at) for at in range(len(seen))] == [
        before.id_to_piece(at) for at in range(len(seen))
    ]


def test_letters_stay_though_nobody_wrote_them(model: bytes) -> None:
    after = processor(without_unlearnt(model, [0.0] * processor(model).get_piece_size()))
    pieces = after.encode("warga kota", out_type=str)
    assert all(len(piece.removeprefix("▁")) <= 1 for piece in pieces)
    assert after.decode(after.encode("warga kota")) == "warga kota"
