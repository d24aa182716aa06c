"""The page as a person meets it: in a real browser, with the real bot behind it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from zlib import compress, crc32

import pytest
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from playground.ports import free_port
from tests.browser import (
    ANSWER_TIMEOUT_MS,
    ANSWER_TIMEOUT_S,
    PHONE,
    WIDE,
    Opened,
    needs_browser,
    opened,
    opened_alone,
)

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


async def laid_out(page: Any) -> None:
    """Wait until what changed has its place, and whoever watches places and scrolling has been told."""
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


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


async def test_an_expandable_quotation_opens_and_closes_and_a_spoiler_shows() -> None:
    async with opened_alone() as it:
        lines = "\n".join(f"baris {number}" for number in range(12))
        html = f"<blockquote expandable>{lines}</blockquote>\n<tg-spoiler>rahasia</tg-spoiler>"
        await it.call("sendMessage", chat_id=it.private.id, text=html, parse_mode="HTML")
        quote = it.page.locator("blockquote.expandable")
        await quote.locator(".expander").wait_for()
        heights = [(await quote.bounding_box())["height"]]
        for _ in range(2):
            await quote.locator(".expander").press("Enter")
            heights.append((await quote.bounding_box())["height"])
        assert heights[1] > 2 * heights[0]
        assert heights[2] == heights[0]
        await it.page.locator(".spoiler").press("Enter")
        assert await it.page.locator(".shown").inner_text() == "rahasia"


async def test_a_short_expandable_quotation_has_nothing_to_open() -> None:
    async with opened_alone() as it:
        html = "<blockquote expandable>satu baris</blockquote>"
        await it.call("sendMessage", chat_id=it.private.id, text=html, parse_mode="HTML")
        await it.page.locator("blockquote.expandable").wait_for()
        await laid_out(it.page)
        assert await it.page.locator(".expander").is_hidden()


async def test_entities_nest_and_nothing_that_is_sent_becomes_markup() -> None:
    async with opened_alone() as it:
        html = '😀 <b>tebal <i>miring</i></b> <a href="https://example.com/">sini</a> <code>a&lt;b</code>'
        it.world.send_text(it.private, html, html=True)
        it.world.send_text(it.private, "<img src=x onerror=alert(1)> & <b>bukan</b>")
        first, second = it.page.locator(".message .text").nth(0), it.page.locator(".message .text").nth(1)
        await second.wait_for()
        markup = await first.inner_html()
        assert markup.startswith("😀 <strong>tebal <em>miring</em></strong> <a ")
        assert markup.endswith(">sini</a> <code>a&lt;b</code>")
        assert await first.locator("a").get_attribute("rel") == "noopener noreferrer"
        assert await second.inner_text() == "<img src=x onerror=alert(1)> & <b>bukan</b>"
        assert await second.locator("*").count() == 0


KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Tekan", "callback_data": "a"}, {"text": "Salin", "copy_text": {"text": "disalin"}}],
        [{"text": "Cari", "switch_inline_query_current_chat": "cabai"}],
        [{"text": "Masuk", "url": "https://t.me/ringkas_test_bot?start=abc"}],
    ]
}


async def pressed(it: Opened) -> str:
    """Press the first button, and return the number of the press."""
    await it.page.click(".keyboard button:has-text('Tekan')")
    await it.page.wait_for_selector(".keyboard [aria-busy=true]")
    return list(it.world.callbacks)[-1]


async def test_a_press_waits_for_its_answer_which_is_a_note_or_a_box() -> None:
    async with opened_alone() as it:
        await it.call("sendMessage", chat_id=it.private.id, text="halo", reply_markup=KEYBOARD)
        await it.call("answerCallbackQuery", callback_query_id=await pressed(it), text="sebentar")
        await it.page.wait_for_selector(".toast:has-text('sebentar')")
        assert await it.page.locator("[aria-busy=true]").count() == 0
        number = await pressed(it)
        await it.call("answerCallbackQuery", callback_query_id=number, text="penting", show_alert=True)
        assert await it.page.inner_text("dialog .alert-words") == "penting"
        await it.page.keyboard.press("Escape")
        await it.page.locator("dialog").wait_for(state="detached")


async def test_buttons_copy_search_and_follow_deep_links() -> None:
    async with opened_alone() as it:
        await it.call("sendMessage", chat_id=it.private.id, text="halo", reply_markup=KEYBOARD)
        await it.page.click(".keyboard button:has-text('Salin')")
        await it.page.wait_for_selector(".toast:has-text('Copied')")
        assert await it.page.evaluate("navigator.clipboard.readText()") == "disalin"
        await it.page.click(".keyboard button:has-text('Cari')")
        assert await it.page.input_value("#compose") == f"@{it.world.bot.username} cabai"
        await it.page.fill("#compose", "")
        await it.page.click(".keyboard button:has-text('Masuk')")
        await it.page.locator(".message.own", has_text="/start abc").wait_for()


async def test_words_behind_the_bots_name_bring_a_list_to_choose_from() -> None:
    async with opened_alone() as it:
        await it.room("Berita")
        await it.page.type("#compose", f"@{it.world.bot.username} cabai")
        queries = it.world.inline_queries
        await it.server.wait_for(lambda: queries, ANSWER_TIMEOUT_S)
        article = {
            "type": "article", "id": "1", "title": "Harga cabai", "description": "Ringkas",
            "input_message_content": {"message_text": "Harga cabai naik."},
        }  # fmt: skip
        await it.call("answerInlineQuery", inline_query_id=next(iter(queries)), results=[article])
        await it.page.wait_for_selector("#offers [role=option]:has-text('Harga cabai')")
        await it.page.press("#compose", "Enter")
        await it.page.locator(".message.own", has_text="Harga cabai naik.").wait_for()
        assert await it.page.locator(".message.own", has_text="via @ringkas_test_bot").count() == 1
        assert it.world.conversation(it.town.newsroom, "Berita")[-1].sender is it.town.reader


async def test_a_room_without_words_is_read_from_its_beginning_and_the_first_words_stand_at_its_end() -> None:
    async with opened_alone(PHONE) as it:
        await it.room("Berita")
        await it.page.locator(".empty h2").wait_for()
        await laid_out(it.page)
        assert await it.page.evaluate("document.getElementById('log').scrollTop") == 0
        await it.write("halo")
        box = await it.page.locator(".message.own").bounding_box()
        foot = await it.page.locator("#foot").bounding_box()
        assert 0 <= foot["y"] - (box["y"] + box["height"]) < 20


async def test_ready_answers_stand_below_the_field_until_one_is_taken_or_they_are_taken_away() -> None:
    async with opened_alone() as it:
        rows = [[{"text": "Ya"}, {"text": "Tidak"}], [{"text": "Nomor saya", "request_contact": True}]]
        keyboard = {"keyboard": rows, "one_time_keyboard": True, "input_field_placeholder": "Ya atau tidak"}
        await it.call("sendMessage", chat_id=it.private.id, text="Lanjut?", reply_markup=keyboard)
        offered = it.page.locator(".replies button")
        await offered.nth(2).wait_for()
        assert await offered.nth(2).is_disabled()
        assert await it.page.get_attribute("#compose", "placeholder") == "Ya atau tidak"
        await offered.nth(0).click()
        await it.page.locator(".message.own", has_text="Ya").wait_for()
        assert await it.page.locator(".replies").is_hidden()
        await it.call("sendMessage", chat_id=it.private.id, text="Lagi?", reply_markup={"keyboard": rows})
        await offered.nth(0).wait_for()
        gone = {"remove_keyboard": True}
        await it.call("sendMessage", chat_id=it.private.id, text="Sudah", reply_markup=gone)
        await it.page.locator(".replies").wait_for(state="hidden")


async def test_what_stands_at_the_end_stays_in_sight_where_the_field_takes_more_room() -> None:
    async with opened_alone() as it:
        for number in range(30):
            it.world.send_text(it.private, f"baris {number}")
        await it.page.locator(".message", has_text="baris 29").wait_for()
        keyboard = {"keyboard": [["Ya"], ["Tidak"], ["Entah"], ["Nanti"]]}
        await it.call("sendMessage", chat_id=it.private.id, text="Pilih satu", reply_markup=keyboard)
        await it.page.locator(".replies button").first.wait_for()
        for written in ("", "baris\n" * 6):
            await it.page.fill("#compose", written)
            await laid_out(it.page)
            asked = await it.page.locator(".message.other").bounding_box()
            foot = await it.page.locator("#foot").bounding_box()
            assert 0 <= foot["y"] - (asked["y"] + asked["height"]) < 20


async def test_what_can_be_done_with_a_tall_message_stays_in_reach() -> None:
    async with opened_alone(PHONE) as it:
        await it.call("sendMessage", chat_id=it.private.id, text="baris\n" * 200)
        message = it.page.locator(".message.other")
        for where in ("start", "end"):
            await message.evaluate("(one, where) => one.scrollIntoView({ block: where })", where)
            await laid_out(it.page)
            before = await it.page.evaluate("document.getElementById('log').scrollTop")
            await message.locator(".doing").click()
            await it.page.wait_for_selector("[role=menu]")
            assert await it.page.evaluate("document.getElementById('log').scrollTop") == before
            await it.page.keyboard.press("Escape")


async def test_long_words_names_and_files_stay_within_the_page() -> None:
    async with opened_alone((320, 640)) as it:
        word = "Donaudampfschifffahrtsgesellschaftskapitän" * 8
        rows = [[{"text": word[:60], "callback_data": "a"}] * 2, [{"text": "0", "callback_data": "b"}] * 8]
        keyboard = {"inline_keyboard": rows}
        await it.call("sendMessage", chat_id=it.private.id, text=word, reply_markup=keyboard)
        await it.upload(
            "sendDocument", "document", f"{word[:200]}.pdf", chat_id=it.private.id, content=b"isi"
        )
        await it.write(f"https://example.org/{word}")
        it.world.open_topic(it.town.newsroom, word[:128], sender=it.town.administrator)
        await it.page.locator(".message.own").wait_for()
        assert await overflowing(it.page) == []
        await it.page.click(".back")
        await it.page.locator(".topic-row").last.click()
        await it.page.locator(".talk-title .room").wait_for()
        assert await overflowing(it.page) == []


async def test_a_message_that_wants_an_answer_opens_one() -> None:
    async with opened_alone() as it:
        wanted = {"force_reply": True}
        await it.call("sendMessage", chat_id=it.private.id, text="Judulnya?", reply_markup=wanted)
        await it.page.locator(".about", has_text="Reply to Ringkas").wait_for()
        await it.write("Harga cabai")
        await it.page.locator(".message.own .replied", has_text="Judulnya?").wait_for()
        assert await it.page.locator(".about").is_hidden()


async def test_what_the_bot_does_shows_as_it_happens() -> None:
    async with opened_alone() as it:
        message = it.world.send_text(it.private, "halo")
        await it.call("sendChatAction", chat_id=it.private.id, action="typing")
        await it.page.wait_for_selector(".doing-words:has-text('is writing')")
        await it.call("sendMessageDraft", chat_id=it.private.id, draft_id=1, text="Harga ca")
        await it.page.wait_for_selector(".draft:has-text('Harga ca')")
        sent = await it.call("sendMessage", chat_id=it.private.id, text="Membaca")
        await it.page.locator(".message.other:not(.draft)").wait_for()
        assert await it.page.locator(".doing-words, .draft").count() == 0
        await it.call("editMessageText", chat_id=it.private.id, message_id=sent["message_id"], text="Selesai")
        await it.page.locator(".message.other", has_text="Selesai").wait_for()
        reaction = [{"type": "emoji", "emoji": "👀"}]
        await it.call(
            "setMessageReaction", chat_id=it.private.id, message_id=message.message_id, reaction=reaction
        )
        await it.page.wait_for_selector(".own .reaction:has-text('👀')")
        await it.call("deleteMessage", chat_id=it.private.id, message_id=sent["message_id"])
        await it.page.locator(".message.other").wait_for(state="detached")


async def test_several_messages_are_chosen_and_forwarded_in_one_go() -> None:
    async with opened_alone() as it:
        await it.room("Kabar Pesisir")
        await it.page.locator(".message .doing").nth(1).click()
        await it.page.click("[role=menuitem]:has-text('Select several')")
        await it.page.locator(".pick").nth(2).check()
        await it.page.click(".selection-bar .primary")
        await it.page.fill("dialog #comment", "baca ini")
        await it.page.click("dialog button:has-text('Ekonomi')")
        await it.page.locator(".message.own").nth(2).wait_for()
        said = it.world.conversation(it.town.newsroom, "Ekonomi")[1:]
        assert said[0].text == "baca ini"
        assert ["forward_origin" in message.payload for message in said] == [False, True, True]


async def test_everything_is_reached_by_keyboard() -> None:
    async with opened_alone() as it:
        for text in ("satu", "dua", "tiga"):
            await it.write(text)
        await it.page.locator(".message.own").nth(2).wait_for()
        await it.page.focus("#log")
        for key in ("ArrowUp", "ArrowUp", "Tab", "Enter"):
            await it.page.keyboard.press(key)
        await it.page.wait_for_selector("[role=menu]")
        assert await it.page.evaluate("document.activeElement.innerText") == "Reply"
        await it.page.keyboard.press("Enter")
        assert await it.page.evaluate("document.activeElement.id") == "compose"
        await it.write("jawaban")
        answer = it.page.locator(".message.own", has_text="jawaban")
        assert "dua" in await answer.locator(".replied").inner_text()


FOCUSED = "document.activeElement.id || document.activeElement.getAttribute('aria-label')"


async def test_the_focus_stays_near_where_something_went_away() -> None:
    async with opened_alone() as it:
        for text in ("satu", "dua"):
            await it.write(text)
        await it.page.locator(".message.own").nth(1).wait_for()
        await it.do(1, "Select several")
        await it.page.click("[aria-label='Stop selecting']")
        assert await it.page.evaluate(FOCUSED) == "log"
        await it.page.locator(".message .doing").nth(1).press("Enter")
        await it.page.wait_for_selector("[role=menu]")
        await it.page.keyboard.press("Tab")
        await it.page.locator("[role=menu]").wait_for(state="detached")
        await it.page.locator(".message .doing").nth(1).press("Enter")
        await it.page.locator("[role=menuitem]", has_text="Delete").press("Enter")
        await it.page.locator(".message.own").nth(1).wait_for(state="detached")
        assert (await it.page.evaluate(FOCUSED)).startswith("You, ")


async def test_on_a_phone_the_focus_goes_with_the_view_and_stays_in_the_panel() -> None:
    async with opened_alone(PHONE) as it:
        await it.page.locator(".back").press("Enter")
        assert await it.page.evaluate("document.activeElement.closest('#chats') !== null")
        await it.page.locator(".topic-row").nth(1).press("Enter")
        assert await it.page.evaluate(FOCUSED) == "log"
        await it.page.locator(".panel-button").press("Enter")
        for _ in range(20):
            await it.page.keyboard.press("Tab")
            assert await it.page.evaluate("document.activeElement.closest('.side, .talk') === null")
        await it.page.locator("#panel-body").press("Escape")
        assert await it.page.evaluate("document.activeElement.matches('.panel-button')")


async def test_the_head_of_the_conversation_says_where_no_bot_is_there() -> None:
    async with opened_alone(PHONE) as it:
        said = it.page.locator(".talk-title p")
        assert await said.inner_text() == "Waiting for a bot"
        polling = asyncio.create_task(it.call("getUpdates", timeout=30))
        await it.page.wait_for_selector(".talk-title p:not(.wait-words)")
        assert await said.inner_text() == "bot"
        await it.write("halo")
        await polling
        await it.page.locator(".talk-title .wait-words").wait_for()


async def test_a_long_paste_is_sent_in_pieces_and_an_edit_shows_live() -> None:
    async with opened_alone() as it:
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


async def test_a_file_is_answered_and_a_document_opens_where_it_can_run_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.page.click("#sample-perpustakaan-apung-file")
        await it.answer()
        async with it.page.context.expect_page() as event:
            await it.page.locator(".message.own .document").click()
        tab = await event.value
        await tab.wait_for_load_state()
        assert "Perpustakaan Apung" in await tab.inner_text("h1")
        await tab.close()


async def test_a_translation_too_long_for_a_message_opens_as_a_page_in_both_languages(tmp_path: Path) -> None:
    async with opened(tmp_path) as it:
        await it.page.click("#sample-kampung-tanggul-link")
        await it.answer()
        await it.page.click(".keyboard button:has-text('Full translation')")
        document = it.page.locator(".message.other .document", has_text=".html")
        await document.wait_for(timeout=ANSWER_TIMEOUT_MS)
        async with it.page.context.expect_page() as event:
            await document.click()
        tab = await event.value
        await tab.wait_for_load_state()
        assert await tab.locator("[lang=id]").count() > 10
        assert await tab.locator("[lang=en]").count() > 10
        await tab.locator("a[href^='#']").first.click()
        assert "#" in tab.url
        await tab.close()


def picture(width: int = 120, height: int = 80) -> bytes:
    """A real picture, all of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + crc32(kind + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    rows = (b"\0" + b"\x35\x5c\xa8" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")


PICTURE = picture()
DROP = """() => {
  const transfer = new DataTransfer();
  transfer.items.add(new File(["Harga cabai"], "catatan.txt", { type: "text/plain" }));
  for (const kind of ["dragover", "drop"]) {
    document.getElementById("log").dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}"""


async def test_a_file_that_is_dropped_is_sent() -> None:
    async with opened_alone() as it:
        await it.page.evaluate(DROP)
        await it.page.locator(".message.own .document", has_text="catatan.txt").wait_for()
        (message,) = it.world.conversation(it.private)
        assert it.world.files[message.payload["document"]["file_id"]].content == b"Harga cabai"


async def test_an_album_is_shown_answered_forwarded_and_deleted_as_one() -> None:
    async with opened_alone() as it:
        it.world.send_album(it.private, [(f"{name}.png", PICTURE) for name in "abc"], caption="tiga foto")
        shown = it.page.locator(".message.own")
        await shown.locator(".album .photo").nth(2).wait_for()
        assert await shown.count() == 1
        assert await shown.get_attribute("aria-label") is not None
        assert await words(shown.locator(".text")) == "tiga foto"
        boxes = [await shown.locator(".photo").nth(number).bounding_box() for number in range(3)]
        assert boxes[0]["width"] > 1.9 * boxes[1]["width"]
        assert boxes[1]["y"] == boxes[2]["y"] > boxes[0]["y"]
        await it.do(0, "Forward")
        await it.page.click("dialog button:has-text('Ekonomi')")
        await it.page.locator(".message.own .album").wait_for()
        said = it.world.conversation(it.town.newsroom, "Ekonomi")[1:]
        assert len({message.payload["media_group_id"] for message in said}) == 1
        await it.room("Ringkas")
        await it.do(0, "Delete")
        await shown.wait_for(state="detached")
        assert it.world.conversation(it.private) == []


async def test_files_of_every_kind_are_shown_by_what_they_are() -> None:
    async with opened_alone() as it:
        content: dict[str, Any] = {"chat_id": it.private.id, "content": b"isi"}
        await it.upload(
            "sendAudio", "audio", "lagu.mp3", title="Pagi", performer="Sari", duration=65, **content
        )
        await it.upload("sendVoice", "voice", "a.ogg", duration=7, **content)
        await it.upload("sendAnimation", "animation", "kucing.mp4", **content)
        await it.upload("sendPhoto", "photo", "a.png", has_spoiler=True, **content | {"content": PICTURE})
        await it.page.locator(".photo.veiled").click()  # the last to come
        await it.page.locator(".photo:not(.veiled) img").wait_for()
        seen = [await words(one) for one in await it.page.locator(".document-words").all()]
        assert seen == [
            "Sari – Pagi 1:05 · 3 B · to be saved",
            "voice note 0:07 · 3 B · to be saved",
            "kucing.mp4 3 B · to be saved",
        ]


async def test_a_file_that_is_dropped_while_editing_is_not_sent_and_the_edit_goes_on() -> None:
    async with opened_alone() as it:
        await it.write("halo")
        await it.page.wait_for_selector(".message.own")
        await it.do(0, "Edit")
        await it.page.fill("#compose", "halo lagi")
        await it.page.evaluate(DROP)
        await it.page.wait_for_selector(".toast:has-text('leave the edit first')")
        await it.page.press("#compose", "Enter")
        await it.page.locator(".message.own", has_text="halo lagi").wait_for()
        assert [message.text for message in it.world.conversation(it.private)] == ["halo lagi"]


async def test_the_channels_administrator_edits_its_posts_and_a_reader_is_offered_nothing_in_vain() -> None:
    async with opened_alone() as it:
        await it.room("Kabar Pesisir")
        await it.page.locator(".message .doing").first.click()
        offered = await it.page.locator("[role=menuitem]").all_inner_texts()
        assert [words for words in offered if words in ("Reply", "Edit", "Delete")] == []
        await it.page.keyboard.press("Escape")
        await it.speak_as("Budi")
        await it.do(0, "Edit")
        await it.write("Diralat.")
        await it.page.locator(".message", has_text="Diralat.").wait_for()
        await it.do(1, "Reply")
        await it.write("Lihat atas.")
        await it.page.locator(".message", has_text="Lihat atas.").locator(".replied").wait_for()
        await it.do(0, "Delete")
        await it.page.locator(".message", has_text="Diralat.").wait_for(state="detached")
        assert it.world.conversation(it.town.channel)[-1].replied_id == 2


async def test_the_button_over_inline_answers_leads_to_the_private_chat() -> None:
    async with opened_alone() as it:
        await it.room("Berita")
        await it.page.type("#compose", f"@{it.world.bot.username} x")
        queries = it.world.inline_queries
        await it.server.wait_for(lambda: queries, ANSWER_TIMEOUT_S)
        button = {"text": "Baca di sini", "start_parameter": "abc"}
        await it.call("answerInlineQuery", inline_query_id=next(iter(queries)), results=[], button=button)
        await it.page.click("#offers [role=option]:has-text('Baca di sini')")
        await it.page.locator(".message.own", has_text="/start abc").wait_for()
        assert [message.text for message in it.world.conversation(it.private)] == ["/start abc"]


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


async def test_telegrams_limits_are_switched_on_and_off_in_the_panel() -> None:
    async with opened_alone() as it:
        await it.page.click("#panel-open")
        await it.page.click("#tab-turn")
        await it.page.check("#limits")
        await it.server.wait_for(lambda: it.server.limits)
        await it.call("sendMessage", chat_id=it.private.id, text="satu")
        with pytest.raises(AssertionError, match="Too Many Requests: retry after 1"):
            await it.call("sendMessage", chat_id=it.private.id, text="dua")
        await it.page.click("#tab-refused")
        await it.page.locator(".plain li", has_text="sendMessage 429").wait_for()
        await it.page.click("#tab-turn")
        await it.page.uncheck("#limits")
        await it.server.wait_for(lambda: it.server.limits is None)
        await it.call("sendMessage", chat_id=it.private.id, text="tiga")


async def test_the_next_update_is_delivered_twice_and_presses_grow_too_old_where_asked() -> None:
    async with opened_alone() as it:
        await it.call("sendMessage", chat_id=it.private.id, text="halo", reply_markup=KEYBOARD)
        await it.page.click("#panel-open")
        await it.page.click("#tab-turn")
        await it.page.click("#twice")
        number = await pressed(it)
        (first,) = await it.call("getUpdates")
        offset = first["update_id"] + 1
        assert await it.call("getUpdates", offset=offset) == [first]
        assert await it.call("getUpdates", offset=offset) == []
        await it.page.click("#expire")
        await it.page.locator(".keyboard [aria-busy=true]").wait_for(state="detached")
        with pytest.raises(AssertionError, match="query is too old"):
            await it.call("answerCallbackQuery", callback_query_id=number)


FIGURES = """
ringkas_stage_seconds_sum{{stage="fetching"}} {0}
ringkas_stage_seconds_count{{stage="fetching"}} {1}
ringkas_stage_seconds_sum{{stage="translation"}} {2}
ringkas_stage_seconds_count{{stage="translation"}} {1}
"""


async def test_the_clock_shows_each_stage_of_the_last_digest_and_what_followed_each_update() -> None:
    figures = [FIGURES.format(0.25, 1, 1.5), FIGURES.format(0.75, 2, 2.0)]

    class Figures(RequestHandler):
        def get(self) -> None:
            self.finish(figures[0])

    bot = HTTPServer(Application([("/metrics", Figures)], log_function=lambda handler: None))
    bot.listen(port := free_port(), "127.0.0.1")
    async with opened_alone() as it:
        it.served.figures_url = f"http://127.0.0.1:{port}/metrics"
        await it.page.click("#panel-open")
        await it.page.click("#tab-clock")
        await it.write("harga cabai")
        await it.call("sendMessage", chat_id=it.private.id, text="Harga cabai naik.")
        stages = it.page.locator(".stages")
        await stages.wait_for()
        assert await words(stages) == "Fetching 250 ms Translation 1.50 s"
        assert "sendMessage Harga cabai naik." in await words(it.page.locator(".answers"))
        figures.pop(0)
        await it.write("lagi")
        await it.page.locator(".stages dd", has_text="500 ms").first.wait_for()
        assert await it.page.locator(".stages dd", has_text="500 ms").count() == 2
    bot.stop()


async def test_who_blocked_the_bot_is_offered_to_let_it_in_again() -> None:
    async with opened_alone() as it:
        await it.page.click("#panel-open")
        await it.page.click("#tab-turn")
        await it.page.select_option("#becomes", "kicked")
        await it.page.click("#foot button:has-text('Unblock')")
        await it.page.locator("#compose").wait_for()
        assert it.private.members[it.world.bot.id] == "member"


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
        await laid_out(it.page)
        await look("brief")
        await it.page.locator(".message .doing").first.click(force=True)
        await look("menu")
        await it.page.keyboard.press("Escape")
        await it.page.click(".samples-button")
        await look("samples")
        await it.page.keyboard.press("Escape")
        await it.page.type("#compose", "/")
        await it.page.wait_for_selector("#offers [role=option]")
        await look("commands")
        await it.page.fill("#compose", "")
        await it.room("Kabar Pesisir")
        await look("channel")
        await it.page.locator(".share").last.click()
        await look("forward")
        await it.page.keyboard.press("Escape")
        await it.do(0, "Select several")
        await look("selection")
        await it.page.click("[aria-label='Stop selecting']")
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


async def test_the_colours_follow_the_system_until_somebody_chooses() -> None:
    async with opened_alone() as it:
        await it.page.emulate_media(color_scheme="dark")
        paper = "getComputedStyle(document.body).backgroundColor"
        dark = await it.page.evaluate(paper)
        await it.page.click(".themes label:has-text('Light')")
        light = await it.page.evaluate(paper)
        await it.page.reload()
        await it.page.wait_for_selector(".card")
        assert await it.page.evaluate(paper) == light != dark
