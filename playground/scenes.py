"""Plays the main scenes on the page in headless Chromium, and keeps a picture of each: `make scenes`.

In: the real bot, behind the page's own server; out: docs/scenes/NAME.png and NAME.dark.png. What is said and
pressed is the same every time, and the clock begins at the same moment.

    python -m playground.scenes [NAME ...] [--into FOLDER]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playground.bot_api import DEFAULT_TOKEN, LOOPBACK, BotApiServer
from playground.bot_process import ROOT, BotProcess
from playground.browser import opened_browser
from playground.ports import free_port, this_or_any
from playground.samples import load_samples
from playground.town import Town, build_town
from playground.web import PageServer
from playground.world import World

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

FOLDER = ROOT / "docs" / "scenes"
WIDE, PHONE = (1280, 800), (390, 844)
BEGINNING = datetime(2026, 4, 20, 2, 15, tzinfo=UTC).timestamp()
"""A quarter past nine in Jakarta, where the page's clock is for the pictures."""
PAGE_PORT = 8090
ANSWER_TIMEOUT_MS = 60_000
SETTLED_MS = 400
"""After the last change: quotations have found their height, and what slides has stopped."""
THEMES = {"light": "", "dark": ".dark"}
VISIBLE_WORDS = """() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const frame = node.parentElement.closest(".log, .panel-body, .chats, .offers, body");
    const { top, bottom } = frame.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    const isRead = boxes.some((box) => box.width > 1 && box.bottom > top && box.top < bottom);
    if (isRead) seen.push(node.textContent);
  }
  return seen.join(" ").replaceAll(/\\s+/g, " ");
}"""
"""What somebody can read on the page at this moment, without scrolling."""


@dataclass(slots=True)
class Stage:
    """A page that is open, and what a person does there."""

    page: Page
    world: World
    town: Town
    host: str

    async def speak_as(self, name: str) -> None:
        """Be somebody else from now on."""
        await self._see_chats()
        await self.page.click(f".person:has-text('{name}')")
        await self._see_talk()

    async def go(self, room: str) -> None:
        """Open a chat or a topic."""
        await self._see_chats()
        await self.page.click(f".chats button:has(b:text-is('{room}'))")

    async def _see_chats(self) -> None:
        if await self.page.locator(".back").is_visible():
            await self.page.click(".back")

    async def _see_talk(self) -> None:
        if await self.page.locator(".talk").is_hidden():
            await self.page.click(".chats button[aria-current=true]")

    async def write(self, text: str) -> None:
        """Write and send."""
        await self.page.fill("#compose", text)
        await self.page.press("#compose", "Enter")

    async def answered(self, count: int = 1) -> Locator:
        """Wait until the bot has written so many messages; return the last."""
        message = self.page.locator(".message.other").nth(count - 1)
        await message.wait_for(timeout=ANSWER_TIMEOUT_MS)
        return message

    async def briefed(self) -> Locator:
        """Wait for a message with buttons, and return it."""
        keyboard = self.page.locator(".message.other:has(.keyboard)").last
        await keyboard.wait_for(timeout=ANSWER_TIMEOUT_MS)
        return keyboard

    async def press(self, label: str) -> None:
        """Press a button under a message."""
        await self.page.locator(f".keyboard button:has-text('{label}')").last.click()

    async def look_at(self, message: Locator) -> None:
        """Bring the beginning of a message into view."""
        await message.evaluate("one => one.scrollIntoView({ block: 'start' })")

    async def show_above(self, message: Locator, pixels: int) -> None:
        """Bring a message into view with so much of what stands above it."""
        await message.evaluate(
            "(one, above) => { const log = document.getElementById('log');"
            " log.scrollTop = one.offsetTop - log.offsetTop - above; }",
            pixels,
        )

    def link(self, sample: str) -> str:
        """The address of a sample as a page of a news website."""
        return f"http://{self.host}/berita/{sample}"


Play = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A story that ends in a picture."""

    size: tuple[int, int]
    play: Play
    shows: tuple[str, ...]
    """What must be read in the picture, or it is not taken."""


async def start(stage: Stage) -> None:
    """What somebody sees who opens the page."""


async def paste(stage: Stage) -> None:
    """An article is pasted, and its brief comes."""
    await stage.page.click("#sample-harga-cabai-paste")
    await stage.look_at(await stage.briefed())


async def link(stage: Stage) -> None:
    """A link is read."""
    await stage.write(stage.link("kereta-pesisir"))
    await stage.show_above(await stage.briefed(), 130)


async def forward(stage: Stage) -> None:
    """A post of a channel is forwarded to the bot."""
    await stage.go("Kabar Pesisir")
    await stage.page.locator(".share").last.click()
    await stage.page.click("dialog button:has-text('Ringkas')")
    await stage.show_above(await stage.briefed(), 330)


async def group(stage: Stage) -> None:
    """In a topic of the newsroom: nothing for talk, a brief for who asks."""
    await stage.speak_as("Sari")
    await stage.go("Ekonomi")
    await stage.write("Pagi. Siapa yang pegang berita perpustakaan apung?")
    await stage.speak_as("Budi")
    await stage.write(f"/ringkas@{stage.world.bot.username} {stage.link('perpustakaan-apung')}")
    await stage.show_above(await stage.briefed(), 170)


async def hostile(stage: Stage) -> None:
    """Links that lead inside, and text that would be markup."""
    await stage.write("http://169.254.169.254/latest/meta-data/")
    await stage.answered(1)
    await stage.write("<b>Bukan tebal</b> & <script>alert(1)</script>")
    await stage.answered(2)
    await stage.write(f"{stage.link('tidak-ada')}")
    await stage.answered(3)


async def long_paste(stage: Stage) -> None:
    """A paste that the apps cut in two has one answer."""
    await stage.page.click("#sample-kampung-tanggul-paste")
    await stage.show_above(await stage.briefed(), 470)


async def languages(stage: Stage) -> None:
    """The same bot speaks Indonesian to an Indonesian."""
    await stage.speak_as("Sari")
    await stage.write("/start")
    await stage.answered(1)
    await stage.page.type("#compose", "/")
    await stage.page.wait_for_selector("#offers [role=option]")


async def settings(stage: Stage) -> None:
    """The panel with what can be chosen."""
    await stage.write("/settings")
    await stage.answered(1)


async def builders(stage: Stage) -> None:
    """Beside the chat: how long each stage took, and what went by."""
    await stage.write(stage.link("harga-cabai"))
    await stage.look_at(await stage.briefed())
    await stage.page.click("#panel-open")
    await stage.page.click("#tab-clock")
    await stage.page.wait_for_selector(".stages", timeout=ANSWER_TIMEOUT_MS)


SCENES = {
    "start": Scene(
        WIDE,
        start,
        (
            "The bot is listening",
            "What can this bot do?",
            "Start",
            "Harga Cabai Rawit Tembus Rp 120 Ribu, Pemkot Malang Gelar Pasar Murah",
            "Samples",
        ),
    ),
    "start-phone": Scene(
        PHONE,
        start,
        (
            "What can this bot do?",
            "Start",
            "Paste",
            "Link",
            "File",
        ),
    ),
    "paste": Scene(
        WIDE,
        paste,
        (
            "Harga Cabai Rawit Tembus",
            "•",
            "— Wahyu Setiadi",
            "— Nurul Aini",
        ),
    ),
    "link": Scene(
        PHONE,
        link,
        (
            "/berita/kereta-pesisir",
            "Kabar Contoh · 12 August 2025",
            "•",
            "— Hendra Kusnadi",
        ),
    ),
    "forward": Scene(
        PHONE,
        forward,
        (
            "Reporting by Dian Kartika; Editing by Hasan Wael",
            "14 August 2025 · Dian Kartika",
            "The boats will cost Rp 18.6 billion",
        ),
    ),
    "group": Scene(
        WIDE,
        group,
        (
            "Pagi. Siapa yang pegang berita perpustakaan apung?",
            "Maria Felle",
            "Terjemahan lengkap",
            "Bahasa",
        ),
    ),
    "hostile-link": Scene(
        PHONE,
        hostile,
        (
            "I do not open that link: it does not lead to a public web page.",
            "<script>alert(1)</script>",
            "too little for a summary",
            "this page does not exist (status 404)",
        ),
    ),
    "long-paste": Scene(
        PHONE,
        long_paste,
        (
            "mereka tidak perlu lagi membawa sandal",
            "18 April 2026, 6:30 am (GMT+7)",
            "•",
        ),
    ),
    "languages": Scene(
        PHONE,
        languages,
        (
            "Kirimkan artikel berita berbahasa Indonesia atau Inggris",
            "/today",
            "Bahasa ringkasan",
            "Hapus yang tersimpan",
        ),
    ),
    "settings": Scene(
        PHONE,
        settings,
        (
            "Language of briefs: English",
            "Length of summaries",
            "What is shown",
            "Close",
        ),
    ),
    "builders": Scene(
        WIDE,
        builders,
        (
            "The last digest, by the bot’s own clock",
            "fetch",
            "extract",
            "digest",
            "translate",
            "editMessageText",
        ),
    ),
}


async def play(names: Sequence[str], into: Path) -> None:
    """Play the scenes and write their pictures."""
    async with opened_browser() as browser:
        for name in names:
            with tempfile.TemporaryDirectory(prefix="ringkas-scenes-") as folder:
                size_bytes = await _play_one(browser, SCENES[name], into / name, Path(folder))
            print(f"{name}: {size_bytes // 1024} KB", flush=True)


async def _play_one(browser: Browser, scene: Scene, path: Path, folder: Path) -> int:
    """One scene with a bot and a world of its own; returns the bytes of its pictures."""
    began_s = time.monotonic()
    world = World(now=lambda: BEGINNING + time.monotonic() - began_s)
    samples = load_samples()
    town = build_town(world, samples)
    server = BotApiServer(world, DEFAULT_TOKEN)
    page_server = PageServer(server, town, samples, port=this_or_any(PAGE_PORT))
    async with server, page_server:
        health = f"{LOOPBACK}:{free_port()}"
        page_server.figures_url = f"http://{health}/metrics"
        bot = BotProcess(
            {"BOT_TOKEN": DEFAULT_TOKEN, "TELEGRAM_API_URL": server.url, "HEALTH_LISTEN": health,
             "DATABASE_URL": f"sqlite:///{folder / 'scene.db'}", "FETCH_ALLOW": page_server.host},
            folder / "bot.log", folder=folder,
        )  # fmt: skip
        async with bot:
            await bot.start()
            return await _pictures(browser, scene, path, page_server, town)


async def _pictures(browser: Browser, scene: Scene, path: Path, server: PageServer, town: Town) -> int:
    context = await browser.new_context(
        viewport={"width": scene.size[0], "height": scene.size[1]}, timezone_id="Asia/Jakarta", locale="en-GB"
    )
    page = await context.new_page()
    page.set_default_timeout(ANSWER_TIMEOUT_MS)
    await page.goto(server.url)
    await page.wait_for_selector(".card")
    await scene.play(Stage(page, server.world, town, server.host))
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(SETTLED_MS)
    seen = await page.evaluate(VISIBLE_WORDS)
    if missing := [words for words in scene.shows if words not in seen]:
        raise RuntimeError(f"{path.name}: {missing} cannot be read there, but: {seen}")
    size_bytes = 0
    for theme, ending in THEMES.items():
        await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        await page.wait_for_timeout(SETTLED_MS)
        picture = await page.screenshot(path=path.with_name(f"{path.name}{ending}.png"), caret="hide")
        size_bytes += len(picture)
    await context.close()
    return size_bytes


def main(argv: Sequence[str] | None = None) -> int:
    """Play what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m playground.scenes", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(SCENES)} (default: all)")
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="FOLDER", help="default: docs/scenes")
    arguments = parser.parse_args(argv)
    if unknown := set(arguments.names) - set(SCENES):
        parser.error(f"there is no scene {', '.join(sorted(unknown))}")
    arguments.into.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(play(arguments.names or tuple(SCENES), arguments.into))
    except RuntimeError as error:
        print(f"scenes: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
