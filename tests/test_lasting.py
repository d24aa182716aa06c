"""The bot as processes that are killed, stopped and cut off from Telegram: every request is answered once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from benchmarks.kill import Reader, count_answers
from playground.bot_api import DEFAULT_TOKEN, BotApiServer
from playground.bot_process import BotProcess
from playground.postgres import postgres
from playground.world import Message, World, cut_paste
from tests.conftest import needs_postgres
from tests.newsroom import Website
from tests.test_conversation import PAGE
from tests.test_gather import LONG, NAMES

SAMPLE = (Path(__file__).resolve().parents[1] / "samples" / "harga-cabai.txt").read_text(encoding="utf-8")
DONE_TIMEOUT_S = 120.0
END_LIMIT_S = 10
"""What a supervisor gives a process that it has asked to end."""


class Town:
    """A few readers, a Bot API server, and the settings of bots that answer there."""

    def __init__(self, world: World, server: BotApiServer, database_url: str, folder: Path) -> None:
        self.world, self.server, self._folder = world, server, folder
        self.chats = [world.private_chat(world.user(f"Reader {number}")) for number in range(4)]
        self.reader = Reader(world, self.chats)
        self._settings = {
            "BOT_TOKEN": DEFAULT_TOKEN,
            "TELEGRAM_API_URL": server.url,
            "DATABASE_URL": database_url,
        }
        self._sent = 0

    def bot(self, role: str = "both", **settings: str) -> BotProcess:
        return BotProcess(self._settings | settings, self._folder / f"{role}-{id(object())}.log", role=role)

    def send(self, count: int) -> None:
        for _ in range(count):
            self._sent += 1
            chat = self.chats[self._sent % len(self.chats)]
            article = SAMPLE.replace("120.000", f"{120_000 + self._sent}")
            self.world.send_text(chat, article if chat.type == "private" else f"/ringkas {article}")

    async def all_answered(self) -> None:
        def is_over() -> bool:
            """A status of which the bot lost sight is looked for after the answer."""
            return len(self.reader.answers()) >= self._sent and not self.reader.working()

        await self.server.wait_for(is_over, DONE_TIMEOUT_S)

    def assert_each_answered_once(self) -> None:
        assert len(self.reader.answers()) == self._sent
        assert set(self.reader.answers().values()) == {1}
        assert self.reader.working() == 0


@asynccontextmanager
async def town(database_url: str, folder: Path) -> AsyncIterator[Town]:
    world = World()
    async with BotApiServer(world, DEFAULT_TOKEN) as server:
        yield Town(world, server, database_url, folder)


@pytest.fixture
async def small_town(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(f"sqlite:///{tmp_path / 'ringkas.db'}", tmp_path) as running:
        yield running


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


async def test_killed_at_random_it_answers_every_request_once(tmp_path: Path) -> None:
    count = await count_answers(requests=12, kills=4, seed=7, folder=tmp_path)
    assert (count.answered_once, count.answered_again, count.unanswered) == (12, 0, 0)
    assert (count.left_working, count.pieces_answered) == (0, 0)


async def test_what_telegram_was_told_has_arrived_is_answered_after_a_kill(small_town: Town) -> None:
    async with small_town.bot() as bot:
        await bot.start()
        small_town.send(6)
        await small_town.server.wait_for(lambda: not small_town.world.pending())
        await bot.kill()
        await bot.start()
        await small_town.all_answered()
    small_town.assert_each_answered_once()


@pytest.mark.parametrize("received", [1, 2])
async def test_killed_between_the_pieces_of_a_paste_it_answers_the_whole_once(
    small_town: Town, received: int
) -> None:
    world, chat = small_town.world, small_town.chats[0]
    pieces = cut_paste(LONG)
    async with small_town.bot() as bot:
        await bot.start()
        first, *_ = [world.send_text(chat, piece) for piece in pieces[:received]]
        await small_town.server.wait_for(lambda: not world.updates)
        await bot.kill()
        for piece in pieces[received:]:
            world.send_text(chat, piece)
        await bot.start()
        await small_town.server.wait_for(
            lambda: names_told(world.messages(chat)) == set(NAMES), DONE_TIMEOUT_S
        )
        last = world.send_text(chat, "Banyak sekali")
        await small_town.server.wait_for(lambda: len(small_town.reader.answers()) > 1, DONE_TIMEOUT_S)
        await bot.stop()
    asked = {(chat.id, first.message_id): 1, (chat.id, last.message_id): 1}
    assert small_town.reader.answers() == asked


def names_told(messages: list[Message]) -> set[str]:
    return {name for name in NAMES for message in messages if name in message.text}


async def test_pieces_that_come_twice_are_one_answer(small_town: Town) -> None:
    world, chat = small_town.world, small_town.chats[0]
    async with small_town.bot() as bot:
        await bot.start()
        world.deliver_twice(4)
        first, *_ = world.paste(chat, LONG)
        last = world.send_text(chat, "Banyak sekali")
        await small_town.server.wait_for(lambda: len(small_town.reader.answers()) > 1, DONE_TIMEOUT_S)
        await bot.stop()
    asked = {(chat.id, first.message_id): 1, (chat.id, last.message_id): 1}
    assert small_town.reader.answers() == asked


async def test_an_update_that_comes_twice_is_answered_once(small_town: Town) -> None:
    async with small_town.bot() as bot:
        await bot.start()
        small_town.world.deliver_twice(2)
        small_town.send(2)
        await small_town.all_answered()
        await bot.stop()
    small_town.assert_each_answered_once()


async def test_while_telegram_is_away_nothing_is_lost(small_town: Town) -> None:
    async with small_town.bot() as bot:
        await bot.start()
        small_town.send(6)
        await small_town.server.wait_for(small_town.reader.working)
        await small_town.server.go_away()
        async with asyncio.timeout(DONE_TIMEOUT_S):
            while "Telegram is away" not in bot.said():
                await asyncio.sleep(0.05)
        small_town.send(2)
        small_town.server.come_back()
        await small_town.all_answered()
    small_town.assert_each_answered_once()


async def test_a_stopped_bot_ends_in_time_and_leaves_the_rest_to_its_next_life(small_town: Town) -> None:
    async with small_town.bot() as bot:
        await bot.start()
        small_town.send(8)
        await small_town.server.wait_for(small_town.reader.working)
        await stopped(bot)
        await bot.start()
        await small_town.all_answered()
    small_town.assert_each_answered_once()


async def stopped(bot: BotProcess, *, complains: bool = False) -> None:
    """Tell a bot to stop: it does so in time, and without a complaint unless Telegram is away."""
    async with asyncio.timeout(END_LIMIT_S):
        assert await bot.stop() == 0
    said = bot.said()
    assert complains or "Traceback" not in said, said[-4_000:]


async def test_stopped_while_it_waits_for_updates_it_ends_in_time(small_town: Town) -> None:
    async with small_town.bot() as bot:
        await bot.start()
        await small_town.server.wait_for(lambda: small_town.server.is_polled, DONE_TIMEOUT_S)
        await stopped(bot)


async def test_stopped_while_it_starts_it_ends_in_time_and_answers_in_its_next_life(small_town: Town) -> None:
    faults = small_town.server.faults
    faults.slow("deleteWebhook", delay_s=4 * END_LIMIT_S)
    small_town.send(1)
    async with small_town.bot() as bot:
        await bot.start()
        await small_town.server.wait_for(lambda: not faults.waiting, DONE_TIMEOUT_S)
        await stopped(bot)
        await bot.start()
        await small_town.all_answered()
    small_town.assert_each_answered_once()


async def test_stopped_while_it_waits_for_a_page_it_ends_in_time_and_reads_it_in_its_next_life(
    small_town: Town,
) -> None:
    website, chat = Website(small_town.world.changed), small_town.chats[0]
    page = website.hold("/a")
    small_town.world.send_text(chat, website.put("/a", PAGE))
    async with small_town.bot(FETCH_ALLOW=website.host) as bot:
        await bot.start()
        await small_town.server.wait_for(lambda: website.asked, DONE_TIMEOUT_S)
        await stopped(bot)
        page.set()
        await bot.start()
        await small_town.server.wait_for(small_town.reader.answers, DONE_TIMEOUT_S)
    assert website.asked == ["/a", "/a"]
    (brief,) = small_town.world.messages(chat)
    assert brief.buttons
    await website.close()


async def test_stopped_while_it_translates_it_ends_in_time_and_does_so_in_its_next_life(
    small_town: Town,
) -> None:
    world, chat = small_town.world, small_town.chats[0]
    long = "\n\n".join(f"Pada hari ke-{day} pedagang menjual {day * 7} kilogram cabai." for day in range(900))
    world.send_document(chat, f"{SAMPLE}\n\n{long}".encode(), "artikel.txt", "text/plain")
    async with small_town.bot() as bot:
        await bot.start()
        brief = await small_town.server.wait_for(
            lambda: next((each for each in world.messages(chat) if each.buttons), None), DONE_TIMEOUT_S
        )
        assert brief is not None
        world.press(brief, "Full translation")
        await small_town.server.wait_for(small_town.reader.working, DONE_TIMEOUT_S)
        await stopped(bot)
        await bot.start()
        await small_town.server.wait_for(lambda: files_in(world.messages(chat)), DONE_TIMEOUT_S)
        await stopped(bot)
    assert len(files_in(world.messages(chat))) == 1
    assert small_town.reader.working() == 0


def files_in(messages: list[Message]) -> list[Message]:
    return [message for message in messages if "document" in message.payload]


async def test_stopped_while_telegram_takes_its_time_it_ends_in_time_and_says_everything_once(
    small_town: Town,
) -> None:
    faults = small_town.server.faults
    faults.slow("editMessageText", delay_s=4 * END_LIMIT_S)
    async with small_town.bot() as bot:
        await bot.start()
        small_town.send(1)
        await small_town.server.wait_for(lambda: not faults.waiting, DONE_TIMEOUT_S)
        await stopped(bot)
        await bot.start()
        await small_town.all_answered()
    small_town.assert_each_answered_once()


async def test_stopped_while_telegram_is_away_it_ends_in_time_and_answers_when_both_are_back(
    small_town: Town,
) -> None:
    async with small_town.bot() as bot:
        await bot.start()
        small_town.send(4)
        await small_town.server.wait_for(small_town.reader.working)
        await small_town.server.go_away()
        await stopped(bot, complains=True)
        small_town.server.come_back()
        await bot.start()
        await small_town.all_answered()
    small_town.assert_each_answered_once()


@needs_postgres
async def test_a_worker_takes_over_from_one_that_was_killed(tmp_path: Path, postgres_url: str) -> None:
    async with town(postgres_url, tmp_path) as running:
        receiver, first, second = running.bot("receiver"), running.bot("worker"), running.bot("worker")
        async with receiver, first, second:
            await asyncio.gather(receiver.start(), first.start())
            running.send(6)
            await running.server.wait_for(running.reader.working)
            await first.kill()
            await second.start()
            running.send(6)
            await running.all_answered()
            assert "taken over" in second.said()
            assert await second.stop() == 0
            assert await receiver.stop() == 0
    running.assert_each_answered_once()


async def test_a_receiver_alone_needs_a_database_that_others_can_reach(small_town: Town) -> None:
    async with small_town.bot("receiver") as bot:
        with pytest.raises(RuntimeError, match="needs PostgreSQL"):
            await bot.start()
