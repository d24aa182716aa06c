"""The page in a real browser: the bot of `newsroom`, the page's server, and Debian's Chromium."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
from tornado.httpclient import AsyncHTTPClient

from playground.bot_api import BotApiServer
from playground.browser import CHROMIUM, opened_browser
from playground.ports import free_port
from playground.samples import load_samples
from playground.town import Town, build_town
from playground.web import PageServer
from playground.world import Chat, World
from tests.newsroom import scene

ANSWER_TIMEOUT_S = 60.0
ANSWER_TIMEOUT_MS = ANSWER_TIMEOUT_S * 1000
WIDE, PHONE = (1280, 800), (390, 844)

needs_browser = pytest.mark.skipif(
    find_spec("playwright") is None or shutil.which(CHROMIUM) is None,
    reason="Chromium is not installed (on Debian: apt-get install chromium), or playwright is not",
)


@dataclass(slots=True)
class Opened:
    """A page that is open, and what is behind it."""

    page: Any
    """Playwright's Page."""
    server: BotApiServer
    town: Town
    served: PageServer

    @property
    def world(self) -> World:
        """The world behind it."""
        return self.server.world

    @property
    def private(self) -> Chat:
        """The reader's chat with the bot."""
        return self.world.private_chat(self.town.reader)

    async def call(self, method: str, **parameters: Any) -> Any:
        """Do what a bot does; raises AssertionError where it is refused."""
        url = f"{self.server.url}/bot{self.server.token}/{method}"
        headers = {"Content-Type": "application/json"}
        answer = await AsyncHTTPClient().fetch(
            url, method="POST", headers=headers, body=json.dumps(parameters), raise_error=False
        )
        assert answer.code == 200, answer.body
        return json.loads(answer.body)["result"]

    async def upload(self, method: str, field: str, name: str, *, content: bytes, **parameters: Any) -> Any:
        """Send a file as a bot does; raises AssertionError where it is refused."""
        url = f"{self.server.url}/bot{self.server.token}/{method}"
        sent = {key: str(value) for key, value in parameters.items()}
        async with httpx.AsyncClient() as client:
            answer = await client.post(url, data=sent, files={field: (name, content)})
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    async def speak_as(self, name: str) -> None:
        """Be somebody else from now on."""
        await self.page.click(f".person:has-text('{name}')")

    async def do(self, number: int, deed: str) -> None:
        """Open the menu of a message, counted from 0, and choose in it."""
        await self.page.locator(".message .doing").nth(number).click(force=True)
        await self.page.click(f"[role=menuitem]:has-text('{deed}')")

    async def room(self, name: str) -> None:
        """Open a chat or a topic by its name."""
        if await self.page.locator(".back").is_visible():
            await self.page.click(".back")
        await self.page.click(f".chats button:has(b:text-is('{name}'))")

    async def write(self, text: str) -> None:
        """Write a message and send it."""
        await self.page.fill("#compose", text)
        await self.page.press("#compose", "Enter")

    async def answer(self) -> Any:
        """Wait for the last message's buttons: the brief is there. Return its element."""
        await self.page.wait_for_selector(".message.other:last-of-type .keyboard", timeout=ANSWER_TIMEOUT_MS)
        return self.page.locator(".message.other").last


@asynccontextmanager
async def opened(folder: Path, size: tuple[int, int] = WIDE, *, dark: bool = False) -> AsyncIterator[Opened]:
    """The page, open for the reader, with a running bot behind it."""
    port = free_port()
    async with (
        scene(folder, fetch_allow=frozenset({f"127.0.0.1:{port}"})) as running,
        shown(running.server, port, size, dark) as it,
    ):
        yield it


@asynccontextmanager
async def opened_alone(size: tuple[int, int] = WIDE) -> AsyncIterator[Opened]:
    """The page without a bot: what a bot would do is done by `Opened.call`."""
    async with BotApiServer(World()) as server, shown(server, 0, size, False) as it:
        yield it


@asynccontextmanager
async def shown(server: BotApiServer, port: int, size: tuple[int, int], dark: bool) -> AsyncIterator[Opened]:
    """The page of a server, in a browser; it must end without an error on its console."""
    samples = load_samples()
    town = build_town(server.world, samples)
    async with PageServer(server, town, samples, port=port) as served, opened_browser() as browser:
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
        )
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.set_default_timeout(ANSWER_TIMEOUT_MS)
        await page.goto(served.url)
        await page.wait_for_selector(".card, .message")
        yield Opened(page, server, town, served)
        assert faults == []
