"""A process shows that it is alive, takes over from the dead, and forgets in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from bot.runtime import upkeep
from bot.runtime.metrics import Metrics
from bot.runtime.store import Store, open_store
from bot.runtime.upkeep import Upkeep


class Requests:
    """Remembers who was said to be alive, and fails when told to."""

    def __init__(self) -> None:
        self.living: list[frozenset[str]] = []
        self.swept_before: list[datetime] = []

    def take_over(self, living: frozenset[str]) -> int:
        self.living.append(living)
        return 0

    def sweep(self, before: datetime) -> int:
        self.swept_before.append(before)
        raise OSError("disk full")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'ringkas.db'}")


def process(
    store: Store,
    work: Requests,
    worker_id: str | None = "me",
    told: Callable[[int], None] = print,
    looked: Callable[[], object] = dict,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    clock_s: Callable[[], float] = time.monotonic,
) -> Upkeep:
    return Upkeep(
        store,
        work,
        Metrics(),
        worker_id=worker_id,
        retention_days=3,
        tell_living=told,
        look=looked,
        pause=pause,
        clock_s=clock_s,
    )


async def test_a_worker_is_known_before_it_takes_up_work_and_gone_when_it_ends(store: Store) -> None:
    duties = process(store, Requests())
    await duties.begin()
    assert set(store.workers()) == {"me"}
    await duties.end()
    assert store.workers() == {}
    store.close()


async def test_what_others_began_is_taken_over_once_they_are_silent(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, told = Requests(), list[int]()
    duties = process(store, work, told=told.append)
    store.beat("other")
    await duties.beat_once("me")
    monkeypatch.setattr(upkeep, "DEAD_AFTER_S", -1.0)
    await duties.beat_once("me")
    assert work.living == [frozenset({"me", "other"}), frozenset()]
    assert told == [2, 0]
    store.close()


async def test_a_worker_that_joins_others_sends_nothing_before_all_have_their_new_share(store: Store) -> None:
    shares = dict[str, int]()

    def worker(name: str) -> Upkeep:
        return process(store, Requests(), name, partial(shares.__setitem__, name), pause=others_beat)

    async def others_beat(seconds: float) -> None:
        assert seconds > upkeep.LISTEN_LOOK_S
        for name in list(shares):
            await worker(name).look_once()
        assert set(shares.values()) == {len(store.workers())}

    for name in ("first", "second", "third"):
        await worker(name).begin()
    assert shares == {"first": 3, "second": 3, "third": 3}
    store.close()


@pytest.mark.parametrize(
    ("loading_s", "waited_s"),
    [(0.5, [2.5]), (5.0, []), (upkeep.DEAD_AFTER_S + 5.0, [upkeep.HEARD_AFTER_S])],
)
async def test_a_worker_that_joins_others_loads_its_models_while_they_hear_of_it(
    store: Store, loading_s: float, waited_s: list[float]
) -> None:
    pauses, moments = list[float](), iter((100.0, 100.0 + loading_s, 100.0 + loading_s))

    async def wait(seconds: float) -> None:
        pauses.append(seconds)

    store.beat("other")
    duties = process(store, Requests(), pause=wait, clock_s=lambda: next(moments))
    await duties.announce()
    assert set(store.workers()) == {"me", "other"}
    await duties.begin()
    assert pauses == waited_s
    store.close()


async def test_a_worker_alone_waits_for_nobody(store: Store) -> None:
    shares, pauses = list[int](), list[float]()

    async def wait(seconds: float) -> None:
        pauses.append(seconds)

    await process(store, Requests(), told=shares.append, pause=wait).begin()
    assert (shares, pauses) == ([1], [])
    store.close()


async def test_a_process_that_answers_nothing_is_no_worker(store: Store) -> None:
    duties = process(store, Requests(), worker_id=None)
    await duties.begin()
    assert store.workers() == {}
    store.close()


async def test_a_duty_that_fails_is_logged_and_does_not_end_the_others(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, metrics = Requests(), Metrics()
    monkeypatch.setattr(upkeep, "LAG_LOOK_S", 0.0)
    monkeypatch.setattr(upkeep, "SWEEP_PAUSE_S", 0.0)
    duties = Upkeep(store, work, metrics, worker_id=None, retention_days=3, tell_living=print, look=dict)
    duties.go_on()
    while len(work.swept_before) < 2 or "ringkas_loop_lag_seconds_count 0.0" in metrics.page().decode():
        await asyncio.sleep(0)
    duties.rest()
    assert "disk full" in caplog.text
    store.close()


async def test_what_was_chosen_is_known_before_work_is_taken_up_and_looked_at_again_and_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[str]()

    def look() -> None:
        looks.append("look")
        if len(looks) == 2:
            raise OSError("database away")

    monkeypatch.setattr(upkeep, "LISTEN_LOOK_S", 0.0)
    duties = process(store, Requests(), looked=look)
    await duties.begin()
    assert looks == ["look"]
    duties.go_on()
    async with asyncio.timeout(10):
        while len(looks) < 4:
            await asyncio.sleep(0)
    duties.rest()
    await duties.end()
    store.close()
