"""The page in a real browser: the bot of `newsroom`, the page's server, and Debian's Chromium."""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from playground.browser import CHROMIUM, opened_browser
from playground.samples import load_samples
from playground.town import Town, build_town
from playground.web import PageServer
from playground.world import World
from tests.newsroom import Scene, scene

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
    scene: Scene
    town: Town

    @property
    def world(self) -> World:
        """The world behind it."""
        return self.scene.world

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


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@asynccontextmanager
async def opened(folder: Path, size: tuple[int, int] = WIDE, *, dark: bool = False) -> AsyncIterator[Opened]:
    """The page, open for the reader, with a running bot behind it."""
    port = free_port()
    async with scene(folder, fetch_allow=frozenset({f"127.0.0.1:{port}"})) as running:
        samples = load_samples()
        town = build_town(running.world, samples)
        async with (
            PageServer(running.server, town, samples, port=port) as served,
            opened_browser() as browser,
        ):
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
            )
            page = await context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.set_default_timeout(ANSWER_TIMEOUT_MS)
            await page.goto(served.url)
            await page.wait_for_selector(".card, .message")
            yield Opened(page, running, town)
            assert faults == []
