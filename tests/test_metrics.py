"""What happened is told in Prometheus' text format."""

from __future__ import annotations

from bot.runtime.metrics import Metrics


def lines(metrics: Metrics) -> list[str]:
    return metrics.page().decode().splitlines()


def test_requests_are_counted_by_kind_and_result() -> None:
    metrics = Metrics()
    metrics.answered("link", "brief")
    metrics.answered("link", "brief")
    metrics.answered("paste", "failure")
    assert 'ringkas_requests_total{kind="link",result="brief"} 2.0' in lines(metrics)
    assert 'ringkas_requests_total{kind="paste",result="failure"} 1.0' in lines(metrics)


def test_a_stage_s_time_falls_into_its_bucket_in_seconds() -> None:
    metrics = Metrics()
    metrics.took({"fetch": 200.0})
    assert 'ringkas_stage_seconds_bucket{le="0.1",stage="fetch"} 0.0' in lines(metrics)
    assert 'ringkas_stage_seconds_bucket{le="0.3",stage="fetch"} 1.0' in lines(metrics)


def test_the_cache_s_hits_and_what_readers_were_told_are_counted() -> None:
    metrics = Metrics()
    metrics.looked_up(found=True)
    metrics.failed("FetchTimeout")
    assert 'ringkas_cache_total{result="hit"} 1.0' in lines(metrics)
    assert 'ringkas_failures_total{kind="FetchTimeout"} 1.0' in lines(metrics)


def test_the_loop_s_lateness_falls_into_its_bucket() -> None:
    metrics = Metrics()
    metrics.lagged(0.03)
    assert 'ringkas_loop_lag_seconds_bucket{le="0.02"} 0.0' in lines(metrics)
    assert 'ringkas_loop_lag_seconds_bucket{le="0.05"} 1.0' in lines(metrics)


def test_a_watched_figure_is_looked_up_when_it_is_asked_for() -> None:
    metrics, depth = Metrics(), [3.0]
    metrics.watch("ringkas_queue_depth", "Requests that wait", lambda: depth[0])
    depth[0] = 5.0
    assert "ringkas_queue_depth 5.0" in lines(metrics)


def test_two_bots_in_one_process_count_apart() -> None:
    first, second = Metrics(), Metrics()
    first.answered("link", "brief")
    assert not any("ringkas_requests_total{" in line for line in lines(second))
