"""Shares a few threads among many requests, so that a long one does not keep a short one waiting.

In: requests, each a row of jobs with their costs. Out: what the jobs return, in order. This module must
not know what a job does.

Urgent jobs go first. Among equals the turn is by start-time fair queueing (Goyal, Vin and Cheng 1996): a
request's jobs are dated one after another from the moment it comes, each as far behind the one before as
that one costs; the earliest date is next. A short request so comes between the jobs of a long one, and a
job that has begun is never broken off. While urgent jobs keep coming, the others wait.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")
Job = tuple[float, Callable[[], ResultT]]
"""What it costs, in any unit that all jobs share, and what is to be done."""


class Turns:
    """A queue and its threads, which are there only while there is work."""

    def __init__(self, threads: int) -> None:
        """`threads`: jobs that run at the same time."""
        self.threads = threads
        self._running = 0
        self._waiting: list[tuple[bool, float, int, Callable[[], Any], Future[Any]]] = []
        self._dates = {True: 0.0, False: 0.0}
        """The date of the job that began last, of the urgent ones and of the others."""
        self._count = 0
        self._lock = threading.Lock()

    def run(self, jobs: Sequence[Job[ResultT]], *, urgent: bool) -> list[ResultT]:
        """The results of a request's jobs, in order; raises what the first of them raised that failed.

        Blocks until they are done. After a failure the request's jobs that have not begun are dropped.
        """
        futures = self._submit(jobs, urgent)
        try:
            return [future.result() for future in futures]
        finally:
            for future in futures:
                future.cancel()

    def _submit(self, jobs: Sequence[Job[ResultT]], urgent: bool) -> list[Future[ResultT]]:
        futures: list[Future[ResultT]] = [Future() for _ in jobs]
        with self._lock:
            date = self._dates[urgent]
            for (cost, work), future in zip(jobs, futures, strict=True):
                heapq.heappush(self._waiting, (not urgent, date, self._count, work, future))
                self._count += 1
                date += cost
            missing = max(0, min(self.threads - self._running, len(jobs)))
            self._running += missing
        self._start(missing, futures)
        return futures

    def _start(self, count: int, futures: Sequence[Future[ResultT]]) -> None:
        """Starts threads. They are no daemons: a model that decodes as the interpreter goes down crashes."""
        for started in range(count):
            try:
                threading.Thread(target=self._work, name="translation").start()
            except RuntimeError:
                with self._lock:
                    self._running -= count - started
                    alone = self._running == 0
                if not alone:
                    return
                for future in futures:
                    future.cancel()
                raise

    def _work(self) -> None:
        while (next_job := self._next()) is not None:
            work, future = next_job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as exc:
                future.set_exception(exc)

    def _next(self) -> tuple[Callable[[], Any], Future[Any]] | None:
        with self._lock:
            if not self._waiting:
                self._running -= 1
                return None
            later, date, _, work, future = heapq.heappop(self._waiting)
            self._dates[not later] = max(self._dates[not later], date)
            return work, future
