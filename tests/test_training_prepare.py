"""From parallel text to arrays: what is kept, and what a development set keeps out."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from training.translation.prepare import excluded_lines, lines, read_corpora, read_mono

PAIRS = [
    "Kapal tiba di Ambon.\tThe ship reached Ambon.",
    "KAPAL TIBA DI AMBON.\tThe ship reached Ambon.",
    "Nelayan pulang sore hari.\tThe fishermen came home in the afternoon.",
    "Tanpa terjemahan\t",
    '"Pasar ramai."\t"The market was busy."',
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "pasar.tsv.xz"
    path.write_bytes(lzma.compress("\n".join(PAIRS).encode()))
    return path


def test_a_packed_file_is_read_as_a_plain_one(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.tsv").write_text("\n".join(PAIRS), encoding="utf-8")
    assert list(lines(corpus)) == list(lines(tmp_path / "plain.tsv")) == PAIRS


def test_a_pair_is_kept_once_and_only_if_fit(corpus: Path) -> None:
    kept = read_corpora([corpus, corpus], excluded=set())["pasar"]
    assert [first for first, _ in kept] == [
        "Kapal tiba di Ambon.",
        "Nelayan pulang sore hari.",
        "Pasar ramai.",
    ]


def test_a_development_set_keeps_out_what_it_holds_on_either_side(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "dev.en").write_text('"the ship reached ambon."\n', encoding="utf-8")
    (tmp_path / "dev.id").write_text("Pasar  ramai.\n", encoding="utf-8")
    excluded = excluded_lines([tmp_path / "dev.en", tmp_path / "dev.id"])
    assert [first for first, _ in read_corpora([corpus], excluded)["pasar"]] == ["Nelayan pulang sore hari."]


def test_lines_in_one_language_are_kept_once_and_not_from_a_development_set(tmp_path: Path) -> None:
    path = tmp_path / "kabar.id.txt"
    path.write_text("Kapal tiba.\nkapal tiba.\n12 34 56\nPasar ramai.\n", encoding="utf-8")
    assert read_mono(path, {"pasar ramai."}) == ["Kapal tiba."]
