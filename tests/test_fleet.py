"""benchmarks.fleet: what its processes tell of themselves; none is started here."""

from __future__ import annotations

import pytest

from benchmarks.fleet import figures_of, held_to, so_many_workers


def test_figures_are_read_by_name_with_labels() -> None:
    page = (
        "# TYPE ringkas_loop_lag_seconds histogram\n"
        'ringkas_loop_lag_seconds_bucket{le="+Inf"} 5.0\n'
        "ringkas_queue_depth 7.0\n"
    )
    assert figures_of(page) == {'ringkas_loop_lag_seconds_bucket{le="+Inf"}': 5.0, "ringkas_queue_depth": 7.0}


def test_workers_are_held_to_a_share_from_one_on() -> None:
    assert [(layout.workers, layout.share) for layout in held_to(0.2)] == [(1, 0.2), (2, 0.2), (3, 0.2)]
    assert len({layout.title for layout in held_to(0.2)}) == 3


@pytest.mark.parametrize(("count", "words"), [(1, "1 worker"), (3, "3 workers")])
def test_workers_are_counted_in_words(count: int, words: str) -> None:
    assert so_many_workers(count) == words
