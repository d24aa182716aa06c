"""The bot as a reader meets it: the real Application, a Bot API server and a website, all on loopback."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler

from bot.app import UPDATES, build_application
from bot.durable import build_durable
from bot.kit import build_kit
from bot.settings import Settings
from playground.bot_api import DEFAULT_TOKEN, BotApiServer
from playground.world import Chat, Message, World

ANSWER_TIMEOUT_S = 60.0
"""How long an answer may take on a busy machine; the usual is under a second."""

WORKING = ("Reading", "Choosing", "Translating", "Membaca", "Memilih", "Menerjemahkan")
"""How a status message begins that is not yet an answer."""


class Website:
    """Pages on loopback: path -> (status, headers, body)."""

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        """`tell` is called when a page is asked for: a world's `changed` lets whoever waits there look."""
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.held: dict[str, asyncio.Event] = {}
        """Pages that are not handed out before their event is set."""
        (socket,) = bind_sockets(0, "127.0.0.1")
        port = socket.getsockname()[1]
        self.host, self.other_host = f"127.0.0.1:{port}", f"127.0.0.2:{port}"
        """One website to us, two to a visitor who asks one page of each at a time."""
        website = self

        class Page(RequestHandler):
            async def get(self, path: str) -> None:
                website.asked.append(path)
                tell()
                if held := website.held.get(path):
                    await held.wait()
                status, headers, body = website.pages.get(path, (404, {}, b"<h1>404</h1>"))
                self.set_status(status)
                self.set_header("Content-Type", "text/html; charset=utf-8")
                for name, value in headers.items():
                    self.set_header(name, value)
                self.finish(body)

        self._server = HTTPServer(WebApplication([("(/.*)", Page)], log_function=lambda handler: None))
        self._server.add_sockets([socket, *bind_sockets(port, "127.0.0.2")])

    def put(
        self, path: str, body: str | bytes, status: int = 200, headers: dict[str, str] | None = None
    ) -> str:
        """Put a page there and return its address."""
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, headers or {}, content)
        return f"http://{self.host}{path}"

    def hold(self, path: str) -> asyncio.Event:
        """Keep a page back until the event is set."""
        return self.held.setdefault(path, asyncio.Event())

    async def close(self) -> None:
        for held in self.held.values():
            held.set()
        self._server.stop()
        await self._server.close_all_connections()


@dataclass(slots=True)
class Scene:
    """Everything that a test of the conversation talks to."""

    world: World
    server: BotApiServer
    website: Website
    settings: Settings
    data: Path
    application: Any = None
    durable: Any = None
    """What the bot keeps, for a look behind the scene."""

    async def start(self) -> None:
        """Start the bot; the store and the packages lie in `data`."""
        kit = build_kit(self.settings, data=self.data)
        self.durable = build_durable(self.settings)
        self.application = build_application(self.settings, kit, self.durable)
        await self.application.initialize()
        await self.application.post_init(self.application)
        await self.application.start()
        await self.application.updater.start_polling(poll_interval=0, timeout=2, allowed_updates=UPDATES)

    async def stop(self) -> None:
        """Stop the bot as a signal would."""
        await self.application.updater.stop()
        await self.application.stop()
        await self.application.post_stop(self.application)
        await self.application.shutdown()
        await self.application.post_shutdown(self.application)

    async def answers(self, chat: Chat, count: int = 1, *, seen: int = 0) -> list[Message]:
        """Return what the bot wrote after its first `seen` messages, once there are `count` and all done."""

        def done() -> list[Message] | None:
            fresh = self.bot_messages(chat)[seen:]
            finished = [message for message in fresh if not message.text.startswith(WORKING)]
            return finished if len(finished) >= count and len(finished) == len(fresh) else None

        answers = await self.server.wait_for(done, timeout_s=ANSWER_TIMEOUT_S)
        assert answers is not None
        return answers

    def bot_messages(self, chat: Chat) -> list[Message]:
        """Return what the bot wrote in a chat so far."""
        return self.world.messages(chat)


@asynccontextmanager
async def scene(folder: Path, **settings: Any) -> AsyncIterator[Scene]:
    """A running bot with an empty memory, its Telegram and a website."""
    world = World()
    website = Website(world.changed)
    async with BotApiServer(world, DEFAULT_TOKEN) as server:
        chosen: dict[str, Any] = {
            "bot_token": SecretStr(DEFAULT_TOKEN),
            "telegram_api_url": server.url,
            "database_url": f"sqlite:///{folder / secrets.token_hex(4)}.db",
            "fetch_allow": frozenset({website.host, website.other_host}),
            "fetch_timeout_s": 5.0,
        }
        running = Scene(world, server, website, Settings(**(chosen | settings)), folder)
        await running.start()
        try:
            yield running
        finally:
            await running.stop()
            await website.close()
            await asyncio.sleep(0)
    assert world.violations == []
