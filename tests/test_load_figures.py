"""benchmarks.load_figures: what is made of what was seen; no process and no clock here."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import load_figures

MOMENTS = st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=50)


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert load_figures.percentile([float(number) for number in range(100, 0, -1)], share) == value


@settings(deadline=None, max_examples=50)
@given(values=MOMENTS, share=st.floats(0.01, 1.0))
def test_at_least_that_share_of_the_values_is_not_over_a_percentile(
    values: list[float], share: float
) -> None:
    bound = load_figures.percentile(values, share)
    assert bound in values
    assert sum(value <= bound for value in values) >= share * len(values) - 1e-9


def test_of_no_times_there_is_an_empty_spread() -> None:
    assert load_figures.spread([]) == load_figures.Spread(0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("last_mib", "flat"), [(400.0, True), (419.0, True), (421.0, False), (390.0, True), (800.0, False)]
)
def test_memory_is_flat_when_the_last_quarter_is_hardly_over_the_first(last_mib: float, flat: bool) -> None:
    levels = [400.0] * 5 + [(400.0 + last_mib) / 2] * 10 + [last_mib] * 5
    found = load_figures.memory([(60.0 * at, mib) for at, mib in enumerate(levels)])
    assert (found.first_quarter, found.last_quarter, found.flat) == (400.0, last_mib, flat)


def test_the_slope_of_memory_is_that_of_the_second_half() -> None:
    levels = [0.0] * 10 + [float(number) for number in range(10)]
    assert load_figures.memory([(60.0 * at, mib) for at, mib in enumerate(levels)]).mib_an_hour == 60.0


def test_memory_is_told_for_each_minute() -> None:
    assert load_figures.minutes_of([(5.0, 1.0), (30.0, 3.0), (64.0, 5.0), (65.0, 7.0)]) == [3.0, 7.0]


@pytest.mark.parametrize(("share", "bound"), [(0.5, 0.005), (0.99, 0.1), (1.0, math.inf)])
def test_the_bucket_of_a_share_bounds_it(share: float, bound: float) -> None:
    assert load_figures.bucket_bound({0.005: 80.0, 0.1: 99.0, math.inf: 100.0}, share) == bound


def test_the_lag_is_read_from_the_figures() -> None:
    figures = {
        'ringkas_loop_lag_seconds_bucket{le="0.005"}': 4.0,
        'ringkas_loop_lag_seconds_bucket{le="+Inf"}': 5.0,
        "ringkas_queue_depth": 7.0,
    }
    assert load_figures.lag_buckets(figures) == {0.005: 4.0, math.inf: 5.0}
