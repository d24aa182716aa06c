"""What is put down is answered once, whatever happens to the process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy.exc import OperationalError

from bot.runtime.database import open_engine
from bot.runtime.work import CHAT_CONCURRENCY, Work
from tests.mortal import STEPS

DONE_TIMEOUT_S = 30.0


class Answers:
    """Answers requests, and counts how many of a chat it works on at a time."""

    def __init__(self) -> None:
        self.answered: list[str] = []
        self.busiest = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self._busy = 0

    async def __call__(self, request_id: str, payload: str) -> None:
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        await self.gate.wait()
        self._busy -= 1
        self.answered.append(request_id)

    async def count(self, wanted: int) -> None:
        async with asyncio.timeout(DONE_TIMEOUT_S):
            while len(self.answered) < wanted:
                await asyncio.sleep(0.01)


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[Work]:
    engine = open_engine(f"sqlite:///{tmp_path / 'work.db'}")
    work = Work(engine, worker_id="only", concurrency=8)
    yield work
    await work.end()
    engine.dispose()


async def test_groups_that_wait_for_their_turn_hold_up_no_private_chat(work: Work) -> None:
    waiting, answered = asyncio.Event(), Answers()

    async def answer(request_id: str, payload: str) -> None:
        if request_id.startswith("group"):
            await waiting.wait()
        await answered(request_id, payload)

    await work.begin(answer)
    for number in range(10):
        await work.put_down(f"group {number}", "articles", str(-number - 1), "{}")
    await work.put_down("private", "articles", "7", "{}")
    await answered.count(1)
    assert answered.answered == ["private"]
    waiting.set()
    await answered.count(11)


async def test_a_request_is_open_until_it_is_answered_and_asking_leaves_no_step(work: Work) -> None:
    seen: list[bool] = []

    async def answer(request_id: str, payload: str) -> None:
        seen.extend(await asyncio.to_thread(lambda: [*map(work.is_open, (request_id, "unheard of"))]))

    await work.begin(answer)
    await work.put_down("a", "presses", "7", "{}")
    async with asyncio.timeout(DONE_TIMEOUT_S):
        while await asyncio.to_thread(work.is_open, "a"):
            await asyncio.sleep(0.01)
    assert seen == [True, False]
    assert await DBOS.list_workflow_steps_async("a") == []


async def test_a_request_put_down_twice_is_answered_once(work: Work) -> None:
    answers = Answers()
    await work.begin(answers)
    for request_id in ("a", "a", "b"):
        await work.put_down(request_id, "articles", "7", "{}")
    await answers.count(2)
    await work.put_down("a", "articles", "7", "{}")
    await work.put_down("c", "presses", "7", "{}")
    await answers.count(3)
    assert sorted(answers.answered) == ["a", "b", "c"]


async def test_one_chat_s_articles_do_not_take_every_place(work: Work) -> None:
    answers = Answers()
    await work.begin(answers)
    answers.gate.clear()
    for number in range(6):
        await work.put_down(f"a{number}", "articles", "7", "{}")
    await work.put_down("press", "presses", "7", "{}")
    async with asyncio.timeout(DONE_TIMEOUT_S):
        while work.running() < CHAT_CONCURRENCY + 1:
            await asyncio.sleep(0.01)
    depth, age_s = await asyncio.to_thread(work.waiting)
    answers.gate.set()
    await answers.count(7)
    assert depth == 6 - CHAT_CONCURRENCY
    assert age_s >= 0
    assert answers.busiest == CHAT_CONCURRENCY + 1


async def test_a_finished_request_is_forgotten_after_its_time(work: Work) -> None:
    answers = Answers()
    await work.begin(answers)
    await work.put_down("a", "articles", "7", "text of an article")
    await answers.count(1)
    now = datetime.now(UTC)
    assert await asyncio.to_thread(work.sweep, now - timedelta(days=1)) == 0
    async with asyncio.timeout(DONE_TIMEOUT_S):  # its end is written a moment after its answer
        while not await asyncio.to_thread(work.sweep, now + timedelta(minutes=1)):
            await asyncio.sleep(0.01)
    await work.put_down("a", "articles", "7", "so long forgotten that it counts as new")
    await answers.count(2)


async def test_a_request_that_the_database_failed_is_taken_up_again(work: Work) -> None:
    runs: list[str] = []

    async def done() -> str:
        return "done"

    async def failing() -> str:
        raise OperationalError("COMMIT", {}, OSError("database or disk is full"))

    async def answer(request_id: str, payload: str) -> None:
        assert work.was_failed() == bool(runs)
        runs.append(await work.step("first", done))
        with suppress(OperationalError):  # as a library would that hands errors to a handler of its own
            if len(runs) == 1:
                await work.step("second", failing)

    await work.begin(answer)
    await work.put_down("a", "articles", "7", "{}")
    async with asyncio.timeout(DONE_TIMEOUT_S):
        while not runs or work.running():
            await asyncio.sleep(0.01)
        assert await asyncio.to_thread(work.take_over, frozenset({"only"})) == 0
        assert await asyncio.to_thread(work.take_over, frozenset({"only"})) == 1
        while len(runs) < 2 or work.running():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("deadly_step", STEPS)
def test_a_killed_process_s_request_goes_on_from_its_last_finished_step(
    tmp_path: Path, deadly_step: str
) -> None:
    def run(*arguments: str) -> list[str]:
        command = [sys.executable, "-m", "tests.mortal", f"sqlite:///{tmp_path / 'work.db'}", *arguments]
        finished = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert "Traceback" not in finished.stderr
        return [line.split()[1] for line in finished.stdout.splitlines()]

    died_in = STEPS.index(deadly_step)
    assert run(deadly_step) == list(STEPS[: died_in + 1])
    assert run() == list(STEPS[died_in:])


async def test_a_chat_s_requests_are_forgotten_those_that_wait_too(work: Work) -> None:
    answers = Answers()
    await work.begin(answers)
    await work.put_down("answered", "presses", "7", "text of an article")
    await answers.count(1)
    answers.gate.clear()
    for number in range(CHAT_CONCURRENCY + 2):
        await work.put_down(f"a{number}", "articles", "7", "{}")
    await work.put_down("other", "presses", "8", "{}")
    async with asyncio.timeout(DONE_TIMEOUT_S):
        while work.running() < CHAT_CONCURRENCY + 1:
            await asyncio.sleep(0.01)
    assert await asyncio.to_thread(work.forget, "7") == 1 + 2
    answers.gate.set()
    await answers.count(1 + CHAT_CONCURRENCY + 1)
    await work.put_down("last", "articles", "7", "{}")
    await answers.count(1 + CHAT_CONCURRENCY + 2)
    assert sorted(answers.answered) == ["a0", "a1", "answered", "last", "other"]
