"""The page as a person meets it: in a real browser, with the real bot behind it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser import ANSWER_TIMEOUT_MS, ANSWER_TIMEOUT_S, PHONE, WIDE, needs_browser, opened

pytestmark = needs_browser

LAYOUTS = [(WIDE, False), (WIDE, True), (PHONE, False), (PHONE, True)]

OVERFLOWING = """() => {
  const out = [];
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || element.closest('.hidden, svg, pre, [inert]')) continue;
    if (element.matches('input') && getComputedStyle(element).opacity === '0') continue;
    if (box.right > innerWidth + 1 || box.left < -1) out.push(element.tagName + '.' + element.className);
  }
  if (document.documentElement.scrollWidth > innerWidth) out.push('the page scrolls sideways');
  return out;
}"""


async def words(locator: Any) -> str:
    """What stands there, without the line breaks of the layout."""
    return " ".join((await locator.inner_text()).split())


async def overflowing(page: Any) -> list[str]:
    found: list[str] = await page.evaluate(OVERFLOWING)
    return found


async def serious_faults(page: Any) -> list[str]:
    """What axe-core finds that keeps people out."""
    from axe_playwright_python.async_playwright import Axe

    found = await Axe().run(page)
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found.response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


async def test_a_sample_is_one_click_from_its_brief(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.page.click("#sample-harga-cabai-paste")
        brief = await it.answer()
        assert "Wahyu Setiadi" in await brief.inner_text()
        assert await brief.locator("blockquote").count() >= 2
        assert await it.page.locator(".message.own .seen").count() == 1


async def test_a_link_is_read_and_a_button_changes_the_length(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.page.click("#sample-kereta-pesisir-link")
        text = (await it.answer()).locator(".text")
        bullets = (await text.inner_text()).count("•")
        await it.page.click(".keyboard button:has-text('Shorter')")
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            while (await text.inner_text()).count("•") >= bullets:
                await asyncio.sleep(0.1)


async def test_a_post_is_forwarded_from_the_channel_to_the_bot(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.room("Kabar Pesisir")
        await it.page.locator(".share").first.click()
        await it.page.click("dialog button:has-text('Ringkas')")
        await it.answer()
        assert "Forwarded from Kabar Pesisir" in await words(it.page.locator(".message.own"))


async def test_the_group_stays_quiet_until_asked_and_the_answer_stands_in_the_right_topic(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as it:
        newsroom, bot = it.town.newsroom, it.world.bot.username
        await it.room("Ekonomi")
        await it.page.click("#sample-harga-cabai-paste")
        await it.page.wait_for_selector(".message.own .unseen")
        assert it.world.messages(newsroom) == []
        await it.write(f"/ringkas@{bot} http://{it.page.url.split('/')[2]}/berita/kereta-pesisir")
        await it.answer()
        assert len(it.world.messages(newsroom, "Ekonomi")) == len(it.world.messages(newsroom))
        await it.room("Berita")
        await it.page.wait_for_selector(".empty")


async def test_an_expandable_quotation_opens_and_closes_and_a_spoiler_shows(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        chat = it.world.private_chat(it.town.reader)
        lines = "\n".join(f"baris {number}" for number in range(12))
        it.world.send_text(
            chat, f"<blockquote expandable>{lines}</blockquote>\n<tg-spoiler>rahasia</tg-spoiler>", html=True
        )
        quote = it.page.locator("blockquote.expandable")
        await quote.locator(".expander").wait_for()
        closed = (await quote.bounding_box())["height"]
        await quote.locator(".expander").press("Enter")
        opened_height = (await quote.bounding_box())["height"]
        assert opened_height > 2 * closed
        assert await quote.locator(".expander").get_attribute("aria-expanded") == "true"
        await it.page.locator(".spoiler").press("Enter")
        assert await it.page.locator(".shown").inner_text() == "rahasia"


async def test_entities_nest_and_nothing_that_is_sent_becomes_markup(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        chat = it.world.private_chat(it.town.reader)
        html = '😀 <b>tebal <i>miring</i></b> <a href="https://example.com/">sini</a> <code>a&lt;b</code>'
        it.world.send_text(chat, html, html=True)
        it.world.send_text(chat, "<img src=x onerror=alert(1)> & <b>bukan</b>")
        first, second = it.page.locator(".message .text").nth(0), it.page.locator(".message .text").nth(1)
        await second.wait_for()
        assert (
            await first.inner_html()
            == (
                '😀 <strong>tebal <em>miring</em></strong> <a target="_blank" rel="noopener noreferrer" '
                'title="https://example.com/" href="https://example.com/">sini</a> <code>a&lt;b</code>'
            )
            or "<strong>tebal <em>miring</em></strong>" in await first.inner_html()
        )
        assert await second.inner_text() == "<img src=x onerror=alert(1)> & <b>bukan</b>"
        assert await second.locator("*").count() == 0


async def test_a_long_paste_is_sent_in_pieces_and_an_edit_shows_live(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.write("halo")
        await it.page.wait_for_selector(".message.own")
        await it.page.press("#compose", "ArrowUp")
        await it.write("halo lagi")
        await it.page.wait_for_selector(".message.own .meta button")
        assert it.world.conversation(it.world.private_chat(it.town.reader))[0].history == (
            "halo",
            "halo lagi",
        )
        await it.write("kata " * 1500)
        await it.page.locator(".message.own").nth(2).wait_for()


async def test_the_commands_are_offered_in_the_language_of_who_speaks(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        seen = []
        for person in ("Alex", "Sari"):
            await it.page.click(f".person:has-text('{person}')")
            await it.page.type("#compose", "/")
            await it.page.wait_for_selector("#offers [role=option]")
            seen.append(await it.page.locator("#offers").inner_text())
            await it.page.press("#compose", "Escape")
            await it.page.fill("#compose", "")
        assert "/help" in seen[0]
        assert "/help" in seen[1]
        assert seen[0] != seen[1]


async def test_a_file_is_dropped_and_a_document_opens_where_it_can_run_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.page.click("#sample-perpustakaan-apung-file")
        await it.answer()
        async with it.page.context.expect_page() as event:
            await it.page.locator(".message.own .document").click()
        tab = await event.value
        await tab.wait_for_load_state()
        assert "Perpustakaan Apung" in await tab.inner_text("h1")
        await tab.close()


async def test_a_fault_that_is_switched_on_strikes_and_stands_under_refused(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.page.click("#panel-open")
        await it.page.click("#tab-turn")
        await it.page.click("#fault-add")
        await it.page.wait_for_selector(".waiting li")
        await it.write("/help")
        await it.page.wait_for_selector(".message.other", timeout=ANSWER_TIMEOUT_MS)
        await it.page.click("#tab-refused")
        assert "sendMessage 500" in await it.page.inner_text("#panel-body")
        await it.page.click("#tab-traffic")
        await it.page.locator(".events summary").first.click()
        await it.page.locator(".events h4:has-text('Parameters')").wait_for()


@pytest.mark.parametrize(("size", "dark"), LAYOUTS)
async def test_nothing_overflows_and_nobody_is_kept_out(
    tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    async with opened(tmp_path, size, dark=dark) as it:
        places: dict[str, list[str]] = {}

        async def look(name: str) -> None:
            places[name] = await overflowing(it.page) + await serious_faults(it.page)

        await look("empty room")
        await it.page.click("#sample-harga-cabai-paste")
        await it.answer()
        await it.page.wait_for_timeout(300)
        await look("brief")
        await it.page.locator(".message .doing").first.click(force=True)
        await look("menu")
        await it.page.keyboard.press("Escape")
        await it.page.click(".samples-button")
        await look("samples")
        await it.page.keyboard.press("Escape")
        await it.room("Kabar Pesisir")
        await look("channel")
        await it.room("Berita")
        await look("topic")
        await it.page.click(".panel-button" if size == PHONE else "#panel-open")
        for tab in ("traffic", "refused", "clock", "turn"):
            await it.page.click(f"#tab-{tab}")
            await look(tab)
        await it.page.click(".panel [aria-label=Close]")
        if size == PHONE:
            await it.page.click(".back")
            await look("chats")
    assert {name: found for name, found in places.items() if found} == {}, json.dumps(places, indent=1)


async def test_the_colours_follow_the_system_until_somebody_chooses(tmp_path: Path) -> None:
    async with opened(tmp_path, dark=True) as it:
        paper = "getComputedStyle(document.body).backgroundColor"
        dark = await it.page.evaluate(paper)
        await it.page.click(".themes label:has-text('Light')")
        light = await it.page.evaluate(paper)
        await it.page.reload()
        await it.page.wait_for_selector(".card")
        assert await it.page.evaluate(paper) == light != dark
