"""What fails is tried three times, in one life of the process or in several, and then somebody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NoArticle
from bot.runtime.store import Store
from handlers.tries import MOST_BEGINNINGS, MOST_GOODBYES, MOST_LIVES, NeverFinishedError, Outcome, Tries
from playground.bot_process import START_TIMEOUT_S
from playground.world import Chat
from tests.newsroom import ANSWER_TIMEOUT_S, WORKING, Scene, Website
from tests.test_conversation import PAGE, PASTE
from tests.test_lasting import DONE_TIMEOUT_S, stopped, town

EACH_TIME = "I tried this 3 times and something broke here each time"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.tries.FAILURE_PAUSES_S", (0.0, 0.0))


class Work:
    """A request that has finished some steps."""

    def __init__(self) -> None:
        self.request, self.step, self.is_failed = "one", 1, False
        self.steps: tuple[str, ...] = ("gather",)

    def request_id(self) -> str:
        return self.request

    def step_number(self) -> int:
        return self.step

    def was_failed(self) -> bool:
        return self.is_failed

    def steps_of(self, request_id: str) -> tuple[str, ...]:
        return self.steps

    async def beside(self, function: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        return await function(*arguments)


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def tries(work: Work, engine: Any) -> Tries:
    return Tries(work, Store(engine))  # type: ignore[arg-type]


def told(error: Exception, tries: int) -> Outcome:
    return {"failure": f"{type(error).__name__} {tries}"}


async def working() -> Outcome:
    return {"digest_id": "a"}


class Killed(BaseException):
    """The process has ended; nobody gets to say anything."""


async def killed_in(tries: Tries, stage: str) -> None:
    """A life of the process that ends in a stage."""

    async def work() -> Outcome:
        raise Killed

    with pytest.raises(Killed), tries.request():
        await tries.stage(stage, work, told)


async def stopped_in(tries: Tries, stage: str) -> None:
    """A life of the process that is told to end while it is in a stage, and has finished another one."""

    async def work() -> Outcome:
        raise asyncio.CancelledError

    async def life() -> None:
        with tries.request():
            assert not await tries.given_up(is_press=True, goodbye=unwanted)
            await tries.stage("accept", working, told)
            await tries.stage(stage, work, told)

    with pytest.raises(asyncio.CancelledError):
        await life()


async def unwanted(error: Exception) -> None:
    raise AssertionError from error


async def test_what_works_at_the_third_try_is_what_comes_of_it(tries: Tries) -> None:
    failures = [OSError(), OSError()]

    async def work() -> Outcome:
        if failures:
            raise failures.pop()
        return {"digest_id": "a"}

    assert await tries.stage("read", work, told) == {"digest_id": "a"}


@pytest.mark.parametrize(("error", "said"), [(OSError(), "OSError 3"), (NoArticle(), "NoArticle 1")])
async def test_a_failure_is_told_at_once_where_it_has_a_reason_else_after_three_tries(
    tries: Tries, error: Exception, said: str
) -> None:
    async def work() -> Outcome:
        raise error

    assert await tries.stage("read", work, told) == {"failure": said}


async def test_a_stage_in_which_the_process_died_three_times_is_not_begun_again(tries: Tries) -> None:
    for _ in range(MOST_BEGINNINGS):
        await killed_in(tries, "read")
    assert await tries.stage("read", working, told) == {"failure": "NeverFinishedError 3"}
    assert await tries.stage("translate", working, told) == {"digest_id": "a"}


async def test_a_stage_may_be_done_anew_in_further_steps_as_often_as_is_wanted(
    tries: Tries, work: Work
) -> None:
    for work.step in range(2 * MOST_BEGINNINGS):
        assert await tries.stage("read", working, told) == {"digest_id": "a"}


async def test_what_a_stop_cut_off_was_not_begun(work: Work, engine: Any) -> None:
    store = Store(engine)
    for _ in range(2 * MOST_LIVES):
        tries = Tries(work, store)  # type: ignore[arg-type]
        await stopped_in(tries, "read")
        tries.forgive()
    assert [store.attempts(beginning) for beginning in ("one", "one/read-1")] == [0, 0]
    assert store.attempts("one/accept-1") == MOST_BEGINNINGS


async def test_a_stop_that_the_process_did_not_survive_counts(tries: Tries) -> None:
    for _ in range(MOST_BEGINNINGS):
        await stopped_in(tries, "read")
    assert await tries.stage("read", working, told) == {"failure": "NeverFinishedError 3"}


async def test_what_may_be_what_the_process_dies_of_has_its_last_try_alone(tries: Tries) -> None:
    stages, busy, busiest = [f"link-{number}" for number in range(4)], 0, 0
    all_of_them = asyncio.Barrier(len(stages))

    async def together() -> Outcome:
        await all_of_them.wait()
        return {}

    async def alone() -> Outcome:
        nonlocal busy, busiest
        busy += 1
        busiest = max(busiest, busy)
        for _ in range(100):  # long enough for another one to come
            await asyncio.to_thread(int)
        busy -= 1
        return {}

    for work in [together] * (MOST_BEGINNINGS - 1) + [alone]:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            await asyncio.gather(*(tries.stage(stage, work, told) for stage in stages))
    assert (busy, busiest) == (0, 1)


@pytest.mark.parametrize(("is_press", "lives"), [(True, MOST_BEGINNINGS), (False, MOST_LIVES)])
async def test_a_request_that_gets_no_further_is_given_up_with_a_word_and_then_without(
    tries: Tries, is_press: bool, lives: int
) -> None:
    goodbyes: list[Exception] = []

    async def goodbye(error: Exception) -> None:
        goodbyes.append(error)

    begun = [
        await tries.given_up(is_press=is_press, goodbye=goodbye) for _ in range(lives + MOST_GOODBYES + 2)
    ]
    assert begun == [False] * lives + [True] * (MOST_GOODBYES + 2)
    assert [type(error) for error in goodbyes] == [NeverFinishedError] * MOST_GOODBYES


async def test_a_request_that_gets_further_in_each_life_goes_on(tries: Tries, work: Work) -> None:
    for _ in range(5 * MOST_LIVES):
        assert not await tries.given_up(is_press=False, goodbye=unwanted)
        work.steps += ("link",)


async def test_while_the_database_fails_nothing_is_counted(tries: Tries, work: Work) -> None:
    for is_failed in [True] * 5 * MOST_LIVES + [False]:
        work.is_failed = is_failed
        assert not await tries.given_up(is_press=True, goodbye=unwanted)
        await killed_in(tries, "read")


def broken(*args: Any, **kwargs: Any) -> Any:
    raise ZeroDivisionError


async def test_a_reader_reads_that_it_was_tried_three_times(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.segment", broken)
    bot.world.send_text(reader, PASTE)
    (answer,) = await bot.answers(reader)
    assert EACH_TIME in answer.text


async def test_a_bug_after_the_last_stage_leaves_no_status_behind(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.newsroom.render_digest", broken)
    bot.world.send_text(reader, PASTE)
    (answer,) = await bot.answers(reader)
    assert answer.text.startswith("Sorry, something broke here")


async def test_a_press_that_ended_the_process_three_times_is_answered_with_that(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.world.send_text(reader, PASTE)
    (brief,) = await bot.answers(reader)
    shown = brief.text
    monkeypatch.setattr(Store, "begin_attempt", lambda store, request_id: MOST_BEGINNINGS)
    press = bot.world.press(brief, "Longer")
    _, apology = await bot.answers(reader, 2)
    assert EACH_TIME in apology.text
    assert (press.answered, brief.text) == (True, shown)


async def test_an_article_that_kills_the_process_is_told_so_in_the_place_of_its_status(
    tmp_path: Path,
) -> None:
    async with town(f"sqlite:///{tmp_path / 'ringkas.db'}", tmp_path) as small_town:
        world, server, chat = small_town.world, small_town.server, small_town.chats[0]
        website = Website(world.changed)
        website.hold("/a")
        async with small_town.bot(FETCH_ALLOW=website.host) as bot:
            world.send_text(chat, website.put("/a", PAGE))
            for life in range(1, MOST_BEGINNINGS + 1):
                await bot.start(ready=False)
                await server.wait_for(lambda: len(website.asked) == life, START_TIMEOUT_S)  # noqa: B023
                await server.wait_for(lambda: world.messages(chat), START_TIMEOUT_S)
                await bot.kill()
            (status,) = world.messages(chat)
            assert status.text.startswith(WORKING)
            await bot.start(ready=False)
            await server.wait_for(lambda: EACH_TIME in status.text, START_TIMEOUT_S)
            assert await bot.stop() == 0
    assert len(world.messages(chat)) == 1
    assert len(website.asked) == MOST_BEGINNINGS
    await website.close()


async def test_an_article_during_which_the_bot_is_stopped_again_and_again_is_answered(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path / 'ringkas.db'}", tmp_path) as small_town:
        world, server, chat = small_town.world, small_town.server, small_town.chats[0]
        website = Website(world.changed)
        page = website.hold("/a")
        async with small_town.bot(FETCH_ALLOW=website.host) as bot:
            world.send_text(chat, website.put("/a", PAGE))
            for life in range(1, MOST_BEGINNINGS + 1):
                await bot.start(ready=False)
                await server.wait_for(lambda: len(website.asked) == life, START_TIMEOUT_S)  # noqa: B023
                await stopped(bot)
            page.set()
            await bot.start(ready=False)
            await server.wait_for(small_town.reader.answers, DONE_TIMEOUT_S)
    (brief,) = world.messages(chat)
    assert brief.buttons
    await website.close()
