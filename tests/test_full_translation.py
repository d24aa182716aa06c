"""The file of a full translation, as the person opens it who got it from the bot: in a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from playground.browser import opened_browser
from playground.world import Chat
from tests.browser import PHONE, WIDE, needs_browser
from tests.newsroom import ANSWER_TIMEOUT_S, Scene, scene
from tests.test_conversation import SAMPLES

pytestmark = needs_browser

REPORT = (SAMPLES / "kampung-tanggul.html").read_text(encoding="utf-8")

BRIGHTNESS = """() => ["backgroundColor", "color"].map((name) => {
  const [red, green, blue] = getComputedStyle(document.body)[name].match(/\\d+/g).map(Number);
  return (red + green + blue) / 3;
})"""
"""Of the paper and the ink, 0 to 255 each."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the bot sends for a long article, saved as the reader's Telegram saves it."""
    name, content = asyncio.run(_played(tmp_path_factory.mktemp("data")))
    file = tmp_path_factory.mktemp("saved") / name
    file.write_bytes(content)
    return file


async def _played(folder: Path) -> tuple[str, bytes]:
    async with scene(folder) as bot:
        return await _sent(bot, bot.world.private_chat(bot.world.user("Sari")))


async def _sent(bot: Scene, reader: Chat) -> tuple[str, bytes]:
    bot.world.send_text(reader, bot.website.put("/laporan/kampung-tanggul", REPORT))
    (brief,) = await bot.answers(reader)
    bot.world.press(brief, "Full translation")
    await bot.server.wait_for(lambda: bot.world.documents(reader), ANSWER_TIMEOUT_S)
    ((name, content),) = bot.world.documents(reader)
    return name, content


@pytest.fixture
async def page(file: Path) -> AsyncIterator[Any]:
    async with opened_browser() as browser:
        tab = await browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
        complaints: list[str] = []
        tab.on("console", lambda message: complaints.append(message.text))
        await tab.goto(file.as_uri())
        yield tab
        assert complaints == []


async def boxes(page: Any, which: str) -> list[dict[str, float]]:
    return [await each.bounding_box() for each in await page.locator(f".pair .{which}").all()]


async def test_every_sentence_stands_beside_its_own_and_on_a_phone_above_it(page: Any) -> None:
    translations, originals = await boxes(page, "translation"), await boxes(page, "source")
    assert len(translations) == len(originals) > 30
    assert all(left["y"] == right["y"] for left, right in zip(translations, originals, strict=True))
    assert all(left["x"] < right["x"] for left, right in zip(translations, originals, strict=True))
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    translations, originals = await boxes(page, "translation"), await boxes(page, "source")
    assert all(upper["y"] < lower["y"] for upper, lower in zip(translations, originals, strict=True))
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_quotes_and_names_are_marked_in_both_languages(page: Any) -> None:
    quoted = page.locator(".pair", has_text="Dulu laut masuk ke dapur kami.")
    assert (await quoted.locator(".source mark").inner_text()).endswith("mengetuk pintu untuk pergi ke laut,")
    assert len(await quoted.locator(".translation mark").inner_text()) > 20
    for column, name in (("source", "Universitas Diponegoro"), ("translation", "Diponegoro University")):
        marked = page.locator(f".{column} .organization", has_text=name).first
        assert "underline" in await marked.evaluate("node => getComputedStyle(node).textDecorationLine")
    assert "— Sri Wahyuningrum" in await page.locator(".speaker").first.inner_text()


async def test_a_number_leads_to_its_sentence_and_lights_both_languages(page: Any) -> None:
    pair = page.locator("#s20")
    before = await pair.evaluate("node => getComputedStyle(node).backgroundColor")
    await pair.locator(".number").click()
    assert page.url.endswith("#s20")
    assert await pair.evaluate("node => getComputedStyle(node).backgroundColor") != before


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
async def test_it_is_light_or_dark_as_the_readers_device_is_and_paper_is_white(
    page: Any, scheme: str, is_dark: bool
) -> None:
    await page.emulate_media(color_scheme=scheme)
    paper, ink = await page.evaluate(BRIGHTNESS)
    assert (paper < 60, ink > 200) == (is_dark, is_dark)
    assert abs(paper - ink) > 150
    await page.emulate_media(color_scheme=scheme, media="print")
    assert await page.evaluate(BRIGHTNESS) == [255, 0]


async def test_it_is_printed_on_a_few_pages_with_both_languages(page: Any, tmp_path: Path) -> None:
    printed = await page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert 2 <= printed.count(b"/Type /Page\n") <= 6
