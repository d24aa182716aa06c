"""The figures of a load: from what was asked and what it cost to shares, percentiles and times.

In: what a crowd asked, costs before and after, samples of memory and queue, what Telegram's limits saw. Out:
plain figures, ready for JSON. Nothing here looks at a clock or a process.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.crowd import ARTICLES, Asked, Kind
from benchmarks.fleet import Cost, Sample
from playground.limits import Limits

FLAT_SHARE = 0.05
"""Memory is flat when the last quarter's median is at most this much over the first quarter's: less than what
the translation memory and the allocator's pools take while they fill."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of times in seconds, by nearest rank; all 0 where there are none."""

    count: int
    p50: float
    p95: float
    p99: float
    largest: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def spread(values: Sequence[float]) -> Spread:
    """Return the percentiles of times."""
    p50, p95, p99, largest = (round(percentile(values, share), 3) for share in (0.5, 0.95, 0.99, 1.0))
    return Spread(len(values), p50, p95, p99, largest)


@dataclass(frozen=True, slots=True)
class Memory:
    """A process' memory over time, in MiB."""

    first_quarter: float
    last_quarter: float
    largest: float
    mib_an_hour: float
    """The slope of the second half, by least squares."""
    flat: bool


def memory(samples: Sequence[tuple[float, float]]) -> Memory:
    """Return what became of (seconds, MiB); at least four of them."""
    quarter = len(samples) // 4
    first, last = (
        statistics.median(mib for _, mib in part) for part in (samples[:quarter], samples[-quarter:])
    )
    half = samples[len(samples) // 2 :]
    slope = statistics.linear_regression(*zip(*half, strict=True)).slope * 3600
    largest = max(mib for _, mib in samples)
    return Memory(
        round(first, 1), round(last, 1), round(largest, 1), round(slope, 1), last <= first * (1 + FLAT_SHARE)
    )


def bucket_bound(buckets: Mapping[float, float], share: float) -> float:
    """Return the bound of the histogram bucket (bound -> how many up to it) in which a share is reached."""
    total = max(buckets.values(), default=0.0)
    return next((bound for bound in sorted(buckets) if buckets[bound] >= share * total), 0.0)


def lag_buckets(figures: Mapping[str, float]) -> dict[float, float]:
    """Return the histogram of the event loop's lag."""
    pattern = re.compile(r'ringkas_loop_lag_seconds_bucket\{le="(.+)"\}')
    return {float(found[1]): value for name, value in figures.items() if (found := pattern.fullmatch(name))}


def minutes_of(samples: Sequence[tuple[float, float]]) -> list[float]:
    """Return the median MiB of each minute of (seconds, MiB)."""
    by_minute: dict[int, list[float]] = {}
    for at_s, mib in samples:
        by_minute.setdefault(int((at_s - samples[0][0]) // 60), []).append(mib)
    return [round(statistics.median(values), 1) for _, values in sorted(by_minute.items())]


def answers(asked: Sequence[Asked], began_s: float, loaded_s: float) -> Json:
    """What came of what was asked, and when."""
    articles = [one for one in asked if one.kind in ARTICLES]
    briefs = [one for one in articles if one.is_brief and one.done_s]
    ended_s = max(loaded_s, *(one.done_s or 0.0 for one in briefs))

    def times(kinds: Sequence[Kind], moment: Literal["first_s", "done_s"]) -> Json:
        found = [(getattr(one, moment), one.at_s) for one in asked if one.kind in kinds]
        return _plain(spread([moment_s - at_s for moment_s, at_s in found if moment_s]))

    return {
        "asked": dict(Counter(one.kind for one in asked)),
        "briefs": len(briefs),
        "failures": sum(one.done_s is not None and not one.is_brief for one in articles),
        "unanswered": sum(one.done_s is None for one in asked),
        "seconds": round(ended_s - began_s, 1),
        "digests_a_minute": round(60 * len(briefs) / max(0.001, ended_s - began_s), 1),
        "first_reply_s": times(ARTICLES, "first_s"),
        "brief_s": times(("article",), "done_s"),
        "repeat_s": times(("repeat",), "done_s"),
        "help_s": times(("help",), "done_s"),
        "press_s": times(("press",), "done_s"),
    }


def costs(before: Cost, after: Cost, articles: int) -> Json:
    """What it cost, and how late the event loops were."""
    cpu_s = {name: round(spent - before.cpu_s[name], 1) for name, spent in after.cpu_s.items()}
    elapsed_s, busy_s = after.at_s - before.at_s, after.machine_cpu_s - before.machine_cpu_s
    of_bot_s = sum(spent for name, spent in cpu_s.items() if name != "server and crowd")
    written = {name: value - before.database.get(name, 0.0) for name, value in after.database.items()}
    hits = 'ringkas_cache_total{result="hit"}'
    return {
        "observed_s": round(elapsed_s, 1),
        "cpu_s": cpu_s,
        "cores_busy": round(sum(cpu_s.values()) / elapsed_s, 2),
        "cores_idle": round((after.idle_s - before.idle_s) / elapsed_s, 2),
        "cores_busy_with_others": round((busy_s - sum(cpu_s.values())) / elapsed_s, 2),
        "digests_a_core_minute": round(60 * articles / max(0.001, of_bot_s), 1),
        "loop_lag_s": {name: _lag(before.figures[name], now) for name, now in after.figures.items()},
        "database_an_article": {name: round(value / max(1, articles), 1) for name, value in written.items()},
        "cache_hits": sum(
            figures.get(hits, 0.0) - before.figures[name].get(hits, 0.0)
            for name, figures in after.figures.items()
        ),
    }


def _lag(before: Mapping[str, float], after: Mapping[str, float]) -> Json:
    """Under which bounds the lags between two pages of figures were."""
    then = lag_buckets(before)
    buckets = {bound: count - then.get(bound, 0.0) for bound, count in lag_buckets(after).items()}
    p50, p99, largest = (bucket_bound(buckets, share) for share in (0.5, 0.99, 1.0))
    return {"p50_under": p50, "p99_under": p99, "largest_under": largest}


def queue_and_memory(samples: Sequence[Sample]) -> Json:
    """How long the queue got, and what became of each process' memory."""
    names = samples[0].rss_mib if samples else ()
    return {
        "queue": {
            "depth_median": statistics.median(sample.depth for sample in samples),
            "depth_largest": max(sample.depth for sample in samples),
            "age_largest_s": round(max(sample.age_s for sample in samples), 1),
        },
        "memory_mib": {
            name: _plain(memory([(sample.at_s, sample.rss_mib[name]) for sample in samples]))
            for name in (names if len(samples) >= 4 else ())
        },
    }


def over_limits(limits: Limits) -> Json:
    """How much was written, and what of it was over Telegram's limits."""
    return {
        "telegram": {
            "writes": limits.writes,
            "most_in_a_second": limits.busiest,
            "over_a_limit": dict(limits.broken),
            "answered_429": limits.refused,
        }
    }


def _plain(record: Spread | Memory) -> Json:
    return {name: getattr(record, name) for name in record.__slots__}
