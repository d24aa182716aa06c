"""What the operator's Prometheus sees at /metrics.

In: facts as they happen, and a few looks at what is there when somebody asks; out: Prometheus' text format.
This module owns prometheus_client; it must know no stage and no chat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

STAGE_BUCKETS_S = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""From a cached answer to a slow page; a factor of three tells what matters."""

LAG_BUCKETS_S = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""From nothing to what a reader notices."""

Look = Callable[[], float]
"""Returns a figure as it is now; may be asked from any thread."""


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "ringkas_requests",
            "Requests answered, by what was sent and how it went",
            ("kind", "result"),
            registry=self._registry,
        )
        self._stages = Histogram(
            "ringkas_stage_seconds",
            "Time that a stage took",
            ("stage",),
            buckets=STAGE_BUCKETS_S,
            registry=self._registry,
        )
        self._lag = Histogram(
            "ringkas_loop_lag_seconds",
            "How late the event loop was for what was due",
            buckets=LAG_BUCKETS_S,
            registry=self._registry,
        )
        self._cache = Counter(
            "ringkas_cache",
            "Requests by whether their digest was there",
            ("result",),
            registry=self._registry,
        )
        self._failures = Counter(
            "ringkas_failures",
            "What readers were told instead of a brief",
            ("kind",),
            registry=self._registry,
        )

    def answered(self, kind: str, result: str) -> None:
        """A request has its answer; `kind` is what was sent, `result` "brief" or "failure"."""
        self._requests.labels(kind, result).inc()

    def took(self, timings_ms: Mapping[str, float]) -> None:
        """A digest was made; its stages took these times."""
        for stage, milliseconds in timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def lagged(self, seconds: float) -> None:
        """The event loop came this late to what was due."""
        self._lag.observe(seconds)

    def looked_up(self, *, found: bool) -> None:
        """The cache was asked for a digest."""
        self._cache.labels("hit" if found else "miss").inc()

    def failed(self, kind: str) -> None:
        """A reader was told of a failure; `kind` is its class."""
        self._failures.labels(kind).inc()

    def watch(self, name: str, description: str, look: Look) -> None:
        """Show a figure that is looked up when somebody asks."""
        self._registry.register(_Look(name, description, look))

    def page(self) -> bytes:
        """Return everything in Prometheus' text format. Blocks for as long as the looks do."""
        return generate_latest(self._registry)


class _Look(Collector):
    def __init__(self, name: str, description: str, look: Look) -> None:
        self._name, self._description, self._look = name, description, look

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name the figure without a look at it."""
        yield GaugeMetricFamily(self._name, self._description)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return the figure as it is now."""
        yield GaugeMetricFamily(self._name, self._description, value=self._look())
