"""Two workers over one PostgreSQL, as processes of their own, and people who press the same at one moment."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from sqlalchemy import text

from bot.runtime.database import open_engine
from playground.bot_api import DEFAULT_TOKEN, BotApiServer
from playground.bot_process import BotProcess
from playground.postgres import postgres
from playground.world import CallbackQuery, Chat, Message, World
from tests.conftest import needs_postgres
from tests.newsroom import Website
from tests.test_conversation import PAGE

TIMEOUT_S = 60.0
MOST_PRESSES = 200
"""So many fall to one worker alone only when there is no other."""


class Newsroom:
    """A group, its members, and what the database says of their presses."""

    def __init__(self, world: World, server: BotApiServer, database_url: str, website: Website) -> None:
        self.world, self.server, self.website = world, server, website
        self.people = [world.user(f"Editor {number}") for number in range(4)]
        self.group: Chat = world.group("Redaksi", self.people, supergroup=True)
        self._engine = open_engine(database_url)

    async def ask(self, url: str, answers: int) -> Message:
        """Have an article read; the newest answer, as soon as it has its buttons."""
        self.world.send_text(self.group, f"/ringkas {url}")
        await self.server.wait_for(
            lambda: len(self.said()) == answers and bool(self.said()[-1].buttons), TIMEOUT_S
        )
        return self.said()[-1]

    def said(self) -> list[Message]:
        return [message for message in self.world.messages(self.group) if message.sender.is_bot]

    async def press_together(self, message: Message, data: str, times: int) -> list[CallbackQuery]:
        """Somebody else each time, at one moment; all are answered."""
        presses = [
            self.world.press_forged(message, data, sender=self.people[at % len(self.people)])
            for at in range(times)
        ]
        await self.server.wait_for(lambda: all(press.answered for press in presses), TIMEOUT_S)
        return presses

    def workers_since(self, known: frozenset[str]) -> set[str]:
        """Which workers have taken up requests that were not there before."""
        return {worker for request, worker in self._requests() if request not in known and worker}

    def requests(self) -> frozenset[str]:
        return frozenset(request for request, _ in self._requests())

    def _requests(self) -> list[tuple[str, str]]:
        query = text(
            "SELECT workflow_uuid, executor_id FROM dbos.workflow_status WHERE queue_name = 'presses'"
        )
        with self._engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def close(self) -> None:
        self._engine.dispose()


@asynccontextmanager
async def newsroom(folder: Path) -> AsyncIterator[Newsroom]:
    world, website = World(), Website()
    with postgres() as url:
        async with BotApiServer(world, DEFAULT_TOKEN) as server:
            settings = {
                "BOT_TOKEN": DEFAULT_TOKEN,
                "TELEGRAM_API_URL": server.url,
                "DATABASE_URL": url,
                "FETCH_ALLOW": website.host,
            }
            roles = ("receiver", "worker", "worker")
            bots = [BotProcess(settings, folder / f"{at}.log", role=role) for at, role in enumerate(roles)]
            async with bots[0], bots[1], bots[2]:
                await asyncio.gather(*(bot.start() for bot in bots))
                room = Newsroom(world, server, url, website)
                with closing(room):
                    yield room
    await website.close()


@needs_postgres
async def test_a_brief_that_many_want_anew_at_one_moment_is_made_once_by_whichever_worker(
    tmp_path: Path,
) -> None:
    async with newsroom(tmp_path) as room:
        url = room.website.put("/a", PAGE)
        await room.ask(url, 1)
        pointer = await room.ask(url, 2)
        known, page, told = room.requests(), room.website.hold("/a"), list[str]()
        (again,) = [button["callback_data"] for button in pointer.buttons if "callback_data" in button]
        while len(room.workers_since(known)) < 2 and len(told) < MOST_PRESSES:
            presses = await room.press_together(pointer, again, 2)
            told += [str(press.answers[0].get("text", "")) for press in presses]
        page.set()
        await room.server.wait_for(lambda: len(pointer.buttons) > 1, TIMEOUT_S)
        assert len(room.workers_since(known)) == 2
        assert Counter(told) == {"": 1, "I am still working on this one.": len(told) - 1}
        assert room.website.asked == ["/a", "/a"]
        assert len(room.said()) == 2
