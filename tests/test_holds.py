"""A job is done by one request at a time, in whichever process, and is not left undone when that dies."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine

from bot.runtime.holds import Holds
from bot.runtime.store import Store

JOB = ("story", -7, "kabar.example/a")


class Request:
    """The request that a process works on; all that are begun are open until they are said to be over."""

    def __init__(self, request_id: str, over: set[str]) -> None:
        self._id, self._over = request_id, over

    def request_id(self) -> str:
        return self._id

    def is_open(self, request_id: str) -> bool:
        return request_id not in self._over


@pytest.fixture
def over() -> set[str]:
    return set()


@pytest.fixture
def one(any_database: Engine, over: set[str]) -> Holds:
    return Holds(any_database, Request("one", over))


@pytest.fixture
def two(any_database: Engine, over: set[str]) -> Holds:
    return Holds(any_database, Request("two", over))


async def test_what_one_process_does_another_one_does_not(one: Holds, two: Holds) -> None:
    assert await one.take(*JOB)
    assert not await two.take(*JOB)
    assert await two.take("story", -8, "kabar.example/a")
    await one.let_go(*JOB)
    assert await two.take(*JOB)


async def test_a_request_that_is_run_again_finds_its_own_job(
    any_database: Engine, one: Holds, two: Holds
) -> None:
    assert await one.take(*JOB)
    assert await Holds(any_database, Request("one", set())).take(*JOB)
    assert not await two.take(*JOB)


async def test_what_a_request_left_that_is_over_is_taken(one: Holds, two: Holds, over: set[str]) -> None:
    assert await one.take(*JOB)
    over.add("one")
    assert await two.take(*JOB)


async def test_nobody_lets_go_of_another_ones_job(one: Holds, two: Holds) -> None:
    assert await one.take(*JOB)
    await two.let_go(*JOB)
    assert not await two.take(*JOB)


async def test_of_many_at_once_one_has_it(any_database: Engine) -> None:
    holds = [Holds(any_database, Request(str(number), set())) for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        had = list(threads.map(lambda each: asyncio.run(each.take(*JOB)), holds))
    assert sum(had) == 1


async def test_turns_in_two_processes_do_not_overlap(one: Holds, two: Holds) -> None:
    said: list[str] = []

    async def work(holds: Holds, name: str) -> None:
        async with holds.turn(*JOB):
            said.append(f"{name} begins")
            await asyncio.sleep(0)
            said.append(f"{name} ends")

    await asyncio.gather(work(one, "one"), work(two, "two"), work(one, "one"))
    assert [line.split()[1] for line in said] == ["begins", "ends"] * 3
    assert all(said[at].split()[0] == said[at + 1].split()[0] for at in (0, 2, 4))


async def test_a_turn_whose_work_fails_is_over(one: Holds, two: Holds) -> None:
    with pytest.raises(ZeroDivisionError):
        async with one.turn(*JOB):
            raise ZeroDivisionError
    assert await two.take(*JOB)


async def test_jobs_that_were_left_are_forgotten_in_time(
    any_database: Engine, one: Holds, two: Holds
) -> None:
    await one.take(*JOB)
    Store(any_database, now=lambda: datetime.now(UTC) + timedelta(days=31)).sweep(30)
    assert await two.take(*JOB)
