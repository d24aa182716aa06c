"""Word vectors: what sentences are about, learnt from the words around words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.digest.rank_features import VECTORS_FILE
from bot.digest.rank_trees import models_folder
from bot.digest.word_vectors import STEPS, WordVectors, read_vectors, subject_words
from training.word_vectors import NO_WORD, count_neighbours, information, word_weights, write_vectors


def vectors() -> WordVectors:
    """Two subjects: ships to the right, prices upwards."""
    return WordVectors(
        places={"kapal": 0, "laut": 1, "harga": 2, "dan": 3},
        vectors=np.array([[127, 0], [127, 0], [0, 127], [76, 102]], dtype=np.int8),
        weights=np.array([4.0, 4.0, 4.0, 0.0]),
    )


def test_sentences_of_one_subject_lie_close_together() -> None:
    rows = vectors().describe(["Kapal berlayar.", "Laut tenang.", "Harga naik."], "Kapal")
    assert [round(row["subject_near_title"], 6) for row in rows] == [1.0, 1.0, 0.0]
    assert [round(row["subject_near_after"], 6) for row in rows] == [1.0, 0.0, 0.0]
    assert rows[0]["subject_near_article"] > rows[2]["subject_near_article"]


def test_every_row_has_what_the_article_is_about() -> None:
    rows = vectors().describe(["Kapal berlayar.", "Harga naik."])
    assert rows[0].keys() == rows[1].keys()
    assert [row["subject_article_0"] for row in rows] == pytest.approx([0.5**0.5] * 2)


def test_a_word_without_weight_says_nothing() -> None:
    both = vectors().describe(["kapal dan", "kapal"])
    assert both[0]["subject_own_1"] == both[1]["subject_own_1"] == 0.0


@pytest.mark.parametrize("texts", [["Tak dikenal."], ["", "..."], []])
def test_unknown_words_have_no_subject(texts: list[str]) -> None:
    rows = vectors().describe(texts, "Entah")
    assert len(rows) == len(texts)
    assert not any(value for row in rows for value in row.values())


def test_a_figure_is_a_figure() -> None:
    assert subject_words("Rp 1.250 pada 2024") == ["rp", "0", "pada", "0"]


def test_neighbours_count_less_from_afar_and_not_across_sentences() -> None:
    counts = count_neighbours([[0, 1, 2], [2, NO_WORD, 0]], words=3, contexts=3)
    assert counts.tolist() == [[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]


def test_what_stands_together_by_chance_tells_nothing() -> None:
    alike = information(np.full((3, 3), 1000.0, dtype=np.float32))
    assert alike == pytest.approx(np.zeros((3, 3)), abs=0.01)


def test_rare_words_weigh_more() -> None:
    often, rarely = word_weights([90, 10])
    assert 0 < often < rarely


def test_written_vectors_are_read_back(tmp_path: Path) -> None:
    table = np.array([[1.0, 0.0], [0.0, -1.0]], dtype=np.float32)
    write_vectors(tmp_path / "v.npz", ["kapal", "harga"], table, np.array([2.0, 3.0]))
    read = read_vectors(tmp_path / "v.npz")
    assert read.places == {"kapal": 0, "harga": 1}
    assert read.vectors.tolist() == (table * STEPS).tolist()
    assert read.weights.tolist() == [2.0, 3.0]


def test_the_shipped_vectors_know_what_belongs_together() -> None:
    path = models_folder() / VECTORS_FILE
    assert path.stat().st_size < 1_000_000
    rows = read_vectors(path).describe(
        ["Polisi menangkap pelaku.", "Gol dicetak pada menit akhir."], "Tersangka"
    )
    assert rows[0]["subject_near_title"] > rows[1]["subject_near_title"] + 0.3
