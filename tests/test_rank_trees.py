"""Forests: rows go down their trees, and a model file gives back what was written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.digest.rank import MODEL_FILE
from bot.digest.rank_trees import Forest, models_folder, read_forests
from training.summary import as_forest, write_forests


class GrownTrees:
    """What training asks of LightGBM: a stump on the second column, and a tree of one leaf."""

    def dump_model(self) -> dict[str, object]:
        below = {"split_feature": 0, "threshold": 1.0, "left_child": leaf(1.0), "right_child": leaf(2.0)}
        stump = {"split_feature": 1, "threshold": 0.5, "left_child": below, "right_child": leaf(4.0)}
        return {"tree_info": [{"tree_structure": stump}, {"tree_structure": leaf(10.0)}]}


def leaf(value: float) -> dict[str, float]:
    return {"leaf_value": value}


def forest() -> Forest:
    return as_forest(GrownTrees(), ("length", "place"))


@pytest.mark.parametrize(
    ("length", "place", "sum_of_leaves"), [(0.0, 0.5, 11.0), (1.5, 0.0, 12.0), (0.0, 0.6, 14.0)]
)
def test_a_row_gets_the_sum_of_its_leaves(length: float, place: float, sum_of_leaves: float) -> None:
    assert forest().rate([{"place": place, "unknown": 9.0, "length": length}]).tolist() == [sum_of_leaves]


def test_no_rows_get_no_sums() -> None:
    assert forest().rate_matrix(np.zeros((0, 2))).tolist() == []


def test_a_written_forest_is_read_back(tmp_path: Path) -> None:
    write_forests(tmp_path / "model.npz", {"one": forest(), "other": forest()})
    read = read_forests(tmp_path / "model.npz")
    matrix = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0]])
    assert sorted(read) == ["one", "other"]
    assert read["one"].names == ("length", "place")
    assert read["one"].rate_matrix(matrix).tolist() == forest().rate_matrix(matrix).tolist()


def test_the_shipped_model_is_small_and_holds_both_forests_twice() -> None:
    path = models_folder() / MODEL_FILE
    assert path.stat().st_size < 1_000_000
    assert sorted(read_forests(path)) == ["bare_sentences", "bare_sets", "sentences", "sets"]
