"""Jobs of several requests share a few threads; nobody waits for the whole of another's work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from bot.translation.turns import Job, Turns

WAIT_S = 10.0
"""So long a test waits for a thread before it fails."""


class Bench:
    """One thread, held by a job of its own until the test has queued what it wants to see in order."""

    def __init__(self) -> None:
        self.turns = Turns(1)
        self._done: list[str] = []
        self._go = threading.Event()
        self._futures = self.turns._submit([(1.0, partial(self._go.wait, WAIT_S))], urgent=True)

    def request(self, name: str, costs: list[float], *, urgent: bool) -> None:
        """Queue a request whose jobs write down its name."""
        jobs: list[Job[None]] = [(cost, partial(self._done.append, name)) for cost in costs]
        self._futures += self.turns._submit(jobs, urgent)  # type: ignore[arg-type]

    def order(self) -> str:
        """Let the thread work, and return the names in the order of their turns."""
        self._go.set()
        for future in self._futures:
            future.result(WAIT_S)
        return "".join(self._done)


def ended(turns: Turns) -> None:
    """Wait until the threads of `turns` have gone."""
    for thread in threading.enumerate():
        if thread.name == "translation":
            thread.join(WAIT_S)
    assert turns._waiting == []


def squares(count: int) -> list[Job[int]]:
    def squared(number: int) -> Callable[[], int]:
        return lambda: number * number

    return [(1.0, squared(number)) for number in range(count)]


def test_results_come_in_the_order_of_the_jobs() -> None:
    assert Turns(3).run(squares(20), urgent=True) == [number * number for number in range(20)]


def test_no_jobs_give_no_results() -> None:
    assert Turns(2).run([], urgent=False) == []


def test_a_short_request_comes_between_the_jobs_of_a_long_one() -> None:
    bench = Bench()
    bench.request("a", [10, 10, 10, 10], urgent=True)
    bench.request("b", [10], urgent=True)
    assert bench.order() == "abaaa"


def test_requests_of_like_length_take_turns_by_what_their_jobs_cost() -> None:
    bench = Bench()
    bench.request("a", [10, 10, 10], urgent=False)
    bench.request("b", [5, 5, 5, 5], urgent=False)
    assert bench.order() == "abbabba"


def test_what_somebody_waits_for_goes_before_what_nobody_does() -> None:
    bench = Bench()
    bench.request("a", [1, 1], urgent=False)
    bench.request("b", [50, 50], urgent=True)
    assert bench.order() == "bbaa"


def test_a_request_that_comes_late_does_not_wait_for_what_went_before_it() -> None:
    turns = Turns(1)
    turns.run([(1_000.0, lambda: None)] * 5, urgent=True)
    assert turns._dates[True] <= 4_000.0
    assert turns.run(squares(2), urgent=True) == [0, 1]


def test_a_failure_is_the_request_s_own() -> None:
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError):
        turns.run([(1.0, lambda: 1 // 0), *squares(3)], urgent=True)
    assert turns.run(squares(3), urgent=True) == [0, 1, 4]


def test_after_a_failure_the_rest_of_the_request_is_dropped() -> None:
    seen: list[str] = []
    held = threading.Event()
    jobs: list[Job[Any]] = [
        (1.0, lambda: 1 // 0),
        (1.0, partial(held.wait, WAIT_S)),
        (1.0, partial(seen.append, "late")),
    ]
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError):
        turns.run(jobs, urgent=True)
    held.set()
    ended(turns)
    assert seen == []


def test_threads_end_when_nothing_waits() -> None:
    turns = Turns(4)
    turns.run(squares(12), urgent=True)
    ended(turns)
    assert turns._running == 0


def test_a_thread_that_cannot_be_started_is_told_and_the_next_request_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    turns = Turns(2)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            turns.run(squares(4), urgent=True)
    assert turns.run(squares(2), urgent=True) == [0, 1]
