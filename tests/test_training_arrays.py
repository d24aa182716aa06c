"""Arrays of subwords, and the batches that training reads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.translation.arrays import BOS, EOS, MULTIPLE, PAD, Batch, Mixture, Pairs, Ragged, padded

ROWS = st.lists(st.lists(st.integers(4, 65_535), min_size=1, max_size=20), min_size=1, max_size=30)


def corpus(rows: list[list[int]], other: list[list[int]] | None = None) -> Pairs:
    return Pairs(Ragged.of(rows), Ragged.of(rows if other is None else other))


def sources(batches: list[Batch]) -> Counter[tuple[int, ...]]:
    return Counter(
        tuple(row[: row.tolist().index(EOS)].tolist()) for batch in batches for row in batch.source
    )


@given(ROWS)
@settings(deadline=None, max_examples=50)
def test_rows_come_back_as_they_went_in(rows: list[list[int]]) -> None:
    kept = Ragged.of(rows)
    assert [kept[at].tolist() for at in range(len(rows))] == rows
    assert kept.lengths.tolist() == [len(row) for row in rows]
    assert [kept.first(2)[at].tolist() for at in range(min(2, len(rows)))] == rows[:2]


def test_pairs_and_single_rows_survive_the_disk(tmp_path: Path) -> None:
    pairs = corpus([[5, 6], [7]], [[8], [9, 10, 11]])
    pairs.write(tmp_path / "pairs.npz")
    pairs.english.write(tmp_path / "text.en.mono.npz")
    read, text = Pairs.read(tmp_path / "pairs.npz"), Ragged.read(tmp_path / "text.en.mono.npz")
    assert (len(read), read.indonesian[0].tolist(), read.english[1].tolist()) == (2, [5, 6], [9, 10, 11])
    assert text[1].tolist() == [9, 10, 11]


def test_a_table_is_padded_to_a_multiple_with_marks_at_both_ends() -> None:
    rows = [np.array([5, 6, 7], np.uint16), np.array([8], np.uint16)]
    table = padded(rows, before=BOS, after=None)
    assert table.shape == (2, MULTIPLE)
    assert table[:, :4].tolist() == [[BOS, 5, 6, 7], [BOS, 8, PAD, PAD]]
    assert padded(rows, after=EOS)[:, :4].tolist() == [[5, 6, 7, EOS], [8, EOS, PAD, PAD]]


@given(ROWS, st.integers(24, 200))
@settings(deadline=None, max_examples=50)
def test_an_epoch_has_every_pair_once_in_batches_within_the_limit(rows: list[list[int]], tokens: int) -> None:
    batches = list(Mixture([(corpus(rows), 1.0)], "id_en", seed=1).epoch(tokens))
    assert sources(batches) == Counter(map(tuple, rows))
    assert all((batch.source != PAD).sum(1).max() * len(batch.source) <= tokens for batch in batches)


def test_what_is_given_is_what_is_wanted_one_place_later() -> None:
    (batch,) = Mixture([(corpus([[5, 6]], [[7, 8, 9]]), 1.0)], "id_en", seed=1).epoch(100)
    assert batch.source[0, :3].tolist() == [5, 6, EOS]
    assert batch.given[0, :4].tolist() == [BOS, 7, 8, 9]
    assert batch.wanted[0, :4].tolist() == [7, 8, 9, EOS]


def test_the_other_direction_reads_english() -> None:
    (batch,) = Mixture([(corpus([[5, 6]], [[7, 8, 9]]), 1.0)], "en_id", seed=1).epoch(100)
    assert batch.source[0, :4].tolist() == [7, 8, 9, EOS]


@pytest.mark.parametrize(("weight", "times"), [(3.0, 30), (0.3, 3), (2.5, 25), (0.0, 0)])
def test_a_weight_says_how_often_a_corpus_comes_up(weight: float, times: int) -> None:
    weighted, plain = corpus([[at] for at in range(10, 20)]), corpus([[at] for at in range(30, 40)])
    counts = sources(list(Mixture([(weighted, weight), (plain, 1.0)], "id_en", seed=1).epoch(64)))
    assert sum(count for (word,), count in counts.items() if word < 20) == times
    assert sum(count for (word,), count in counts.items() if word >= 30) == 10


def test_a_part_of_a_corpus_is_another_part_in_the_next_epoch() -> None:
    mixture = Mixture([(corpus([[at] for at in range(4, 204)]), 0.5)], "id_en", seed=1)
    assert sources(list(mixture.epoch(64))) != sources(list(mixture.epoch(64)))
