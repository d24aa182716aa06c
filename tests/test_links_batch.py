"""Several links in one message: what a reader sees while they are read, and after."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import telegram

from bot.pipeline import Pipeline
from bot.records import Digest, Request
from bot.runtime.choices import Place
from handlers.links import LinksHandlers
from playground.bot_api import DEFAULT_TOKEN, BotApiServer
from playground.bot_process import BotProcess
from playground.world import Chat, Message, World
from tests.newsroom import ANSWER_TIMEOUT_S, Scene, Website, scene
from tests.test_gather import settled

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
BOAT = (SAMPLES / "perpustakaan-apung.html").read_text(encoding="utf-8")
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")


def page(text: str) -> str:
    """A story as a website shows it, its first line the headline."""
    title, *paragraphs = text.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<title>{title}</title><meta property="og:type" content="article">'
    return f'<html lang="id"><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>'


CHILLI = page(POST)
TRAIN = (SAMPLES / "kereta-pesisir.txt").read_text(encoding="utf-8")


def put_elsewhere(website: Website, path: str) -> str:
    """Put a page where its slowness holds up no other: of one website, one page is asked for at a time."""
    return website.put(path, BOAT).replace(website.host, website.other_host)


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


def line(message: Message, number: int) -> str:
    return next(row for row in message.text.split("\n") if row.startswith(f"{number}. "))


@pytest.fixture
async def bot(data: Path) -> AsyncIterator[Scene]:
    async with scene(data, fetch_timeout_s=60.0) as running:
        yield running


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at the list often, so that nobody has to wait for an edit."""
    monkeypatch.setattr("handlers.links.LIST_PAUSE_S", 0.05)
    monkeypatch.setattr("handlers.links.GROUP_LIST_PAUSE_S", 0.05)


async def test_several_links_become_a_list_of_their_headlines(bot: Scene, reader: Chat) -> None:
    first, second = bot.website.put("/a", BOAT), bot.website.put("/b", CHILLI)
    sent = bot.world.send_text(reader, f"baca ini nanti\n{first}\n{second}")
    (answer,) = await bot.answers(reader)
    assert answer.text.startswith("Both links are read.")
    assert "Suara Timur" in line(answer, 1)
    assert f'<a href="{first}">' in answer.html
    assert f'<a href="{second}">' in answer.html
    assert labels(answer) == ["1", "2"]
    assert answer.payload["reply_to_message"]["message_id"] == sent.message_id


async def test_the_list_fills_in_while_pages_are_waited_for(bot: Scene, reader: Chat) -> None:
    links = [bot.website.put(f"/{number}", BOAT) for number in range(2)]
    slow, released = put_elsewhere(bot.website, "/slow"), bot.website.hold("/slow")
    slower, released_too = put_elsewhere(bot.website, "/slower"), bot.website.hold("/slower")
    bot.world.send_text(reader, "\n".join([*links, slow, slower, links[0] + "?4"]))
    (status,) = await bot.server.wait_for(lambda: bot.bot_messages(reader))
    await bot.server.wait_for(lambda: "Suara Timur" in line(status, 2), ANSWER_TIMEOUT_S)
    assert status.text.startswith("Reading 5 links …")
    await bot.server.wait_for(lambda: line(status, 4).endswith("reading …"), ANSWER_TIMEOUT_S)
    assert line(status, 3).endswith("reading …")
    assert line(status, 5).endswith("waiting")
    assert labels(status) == []
    released.set()
    released_too.set()
    (answer,) = await bot.answers(reader)
    assert answer is status
    assert labels(answer) == ["1", "2", "3", "4", "5"]


async def test_a_number_sends_the_brief_of_its_link(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, f"{bot.website.put('/a', BOAT)} {bot.website.put('/b', CHILLI)}")
    (answer,) = await bot.answers(reader)
    bot.world.press(answer, "2")
    (_, brief) = await bot.answers(reader, 2)
    assert "Wahyu Setiadi" in brief.text
    assert brief.payload["reply_to_message"]["message_id"] == answer.message_id
    await bot.server.wait_for(lambda: labels(answer) == ["1", "✓ 2"])
    shown = brief.text.count("• ")
    bot.world.press(brief, "Longer")
    await bot.server.wait_for(lambda: brief.text.count("• ") > shown)


async def test_one_bad_link_does_not_hurt_the_others(bot: Scene, reader: Chat) -> None:
    links = [
        bot.website.put("/hilang", "", 404),
        bot.website.put("/a", BOAT),
        "http://127.0.0.1:9/rahasia",
        bot.website.put("/kosong", "<html><body><p>Halo</p></body></html>"),
    ]
    bot.world.send_text(reader, " ".join(links))
    (answer,) = await bot.answers(reader)
    assert answer.text.startswith("1 of 4 links could be read.")
    assert line(answer, 1).endswith("no such page")
    assert line(answer, 3).endswith("not a public page of the web")
    assert labels(answer) == ["2"]


async def test_a_bug_in_one_link_does_not_hurt_the_others(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.tries.FAILURE_PAUSES_S", (0.0,))
    read = Pipeline.read

    async def broken(self: Pipeline, request: Request) -> Digest:
        if request.links[0].endswith("/b"):
            raise ZeroDivisionError
        return await read(self, request)

    monkeypatch.setattr(Pipeline, "read", broken)
    bot.world.send_text(reader, f"{bot.website.put('/a', BOAT)} {bot.website.put('/b', BOAT)}")
    (answer,) = await bot.answers(reader)
    assert line(answer, 2).endswith("could not be read")
    assert labels(answer) == ["1"]


async def test_a_link_of_a_list_and_the_same_link_alone_are_opened_once(bot: Scene, reader: Chat) -> None:
    first, second = bot.website.put("/a", BOAT), bot.website.put("/b", CHILLI)
    bot.world.send_text(reader, first)
    await bot.answers(reader)
    bot.world.send_text(reader, f"{first} {second}")
    await bot.answers(reader, 2)
    bot.world.send_text(reader, second)
    await bot.answers(reader, 3)
    assert sorted(bot.website.asked) == ["/a", "/b"]


async def test_of_more_than_ten_links_the_first_ten_are_read(bot: Scene, reader: Chat) -> None:
    links = [bot.website.put(f"/{number}", CHILLI) for number in range(12)]
    bot.world.send_text(reader, "\n".join(links))
    (answer,) = await bot.answers(reader)
    assert "has 12 links; these are the first 10" in answer.text
    assert len(bot.website.asked) == 10
    assert labels(answer) == [str(number) for number in range(1, 11)]


async def test_a_channels_post_with_one_link_and_its_footer_is_one_article(bot: Scene, reader: Chat) -> None:
    channel = bot.world.channel("Kabar Pesisir", "kabarpesisir")
    link = bot.website.put("/a", BOAT)
    post = f"Perahu berlayar lagi\n{link}\n\nIkuti: https://instagram.com/kabar https://t.me/kabarpesisir"
    bot.world.send_text(reader, post, forwarded_from=channel)
    (answer,) = await bot.answers(reader)
    assert "Maria Felle" in answer.text


async def test_in_a_group_a_list_is_read_when_asked_and_a_brief_comes_once(bot: Scene) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam])
    links = f"{bot.website.put('/a', BOAT)} {bot.website.put('/b', CHILLI)}"
    bot.world.send_text(group, links, sender=alex)
    bot.world.send_text(group, f"/ringkas {links}", sender=sam)
    (answer,) = await bot.answers(group)
    bot.world.press(answer, "1", sender=alex)
    await bot.answers(group, 2)
    await bot.server.wait_for(lambda: labels(answer) == ["✓ 1", "2"])
    query = bot.world.press(answer, "✓ 1", sender=sam)
    await bot.server.wait_for(lambda: query.answered)
    assert query.answers[0]["text"] == "That brief stands in this chat already."
    assert len(bot.bot_messages(group)) == 2
    bot.world.send_text(group, f"/ringkas {links.split()[0]}", sender=sam)
    (*_, pointer) = await bot.answers(group, 3)
    assert pointer.text.startswith("The brief of this article is here already")


async def test_numbers_that_are_pressed_at_the_same_moment_are_all_marked(bot: Scene, reader: Chat) -> None:
    links = [
        bot.website.put(path, story) for path, story in (("/a", BOAT), ("/b", CHILLI), ("/c", page(TRAIN)))
    ]
    bot.world.send_text(reader, "\n".join(links))
    (answer,) = await bot.answers(reader)
    for number in ("1", "3", "2"):
        bot.world.press(answer, number)
    await bot.server.wait_for(lambda: labels(answer) == ["✓ 1", "✓ 2", "✓ 3"], ANSWER_TIMEOUT_S)
    assert len(bot.bot_messages(reader)) == 4


async def test_a_number_that_two_press_at_the_same_moment_in_a_group_is_one_brief(bot: Scene) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam])
    links = f"{bot.website.put('/a', BOAT)} {bot.website.put('/b', CHILLI)}"
    bot.world.send_text(group, f"/ringkas {links}", sender=sam)
    (answer,) = await bot.answers(group)
    presses = [bot.world.press(answer, "1", sender=each) for each in (alex, sam)]
    await bot.server.wait_for(lambda: all(query.answered for query in presses))
    await bot.server.wait_for(lambda: labels(answer) == ["✓ 1", "2"], ANSWER_TIMEOUT_S)
    assert len(bot.bot_messages(group)) == 2


async def test_a_list_is_in_the_readers_own_language(bot: Scene) -> None:
    chat = bot.world.private_chat(bot.world.user("Rina", "id"))
    bot.world.send_text(chat, f"{bot.website.put('/a', BOAT)} {bot.website.put('/b', '', 404)}")
    (answer,) = await bot.answers(chat)
    assert answer.text.startswith("1 dari 2 tautan dapat dibaca.")
    assert line(answer, 2).endswith("halamannya tidak ada")


async def test_a_list_counts_as_as_many_articles_as_it_has_links(data: Path) -> None:
    async with scene(data, chat_limit=3) as bot:
        reader = bot.world.private_chat(bot.world.user("Alex"))
        links = [bot.website.put(f"/{number}", CHILLI) for number in range(3)]
        bot.world.send_text(reader, " ".join(links))
        await bot.answers(reader)
        bot.world.send_text(reader, links[0])
        (_, refusal) = await bot.answers(reader, 2)
        assert refusal.text.startswith("That was a lot of articles")


async def test_what_of_a_list_could_not_be_read_does_not_count(data: Path) -> None:
    async with scene(data, chat_limit=3) as bot:
        reader = bot.world.private_chat(bot.world.user("Alex"))
        dead = [bot.website.put(f"/dead-{number}", "", 404) for number in range(2)]
        bot.world.send_text(reader, " ".join([bot.website.put("/a", CHILLI), *dead]))
        await bot.answers(reader)
        bot.world.send_text(reader, bot.website.put("/b", BOAT))
        (_, brief) = await bot.answers(reader, 2)
        assert not brief.text.startswith("That was a lot of articles")


async def test_a_brief_that_is_no_longer_kept_is_said_to_be_so(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, f"{bot.website.put('/a', BOAT)} {bot.website.put('/b', CHILLI)}")
    (answer,) = await bot.answers(reader)
    query = bot.world.press_forged(answer, "brief:none")
    await bot.server.wait_for(lambda: query.answered)
    assert "no longer keep" in query.answers[0]["text"]


async def test_a_process_killed_in_the_middle_of_a_list_goes_on_where_it_was(tmp_path: Path) -> None:
    world, website = World(), Website()
    links = [website.put("/a", BOAT), website.put("/b", CHILLI)]
    slow, released = put_elsewhere(website, "/c"), website.hold("/c")
    async with BotApiServer(world, DEFAULT_TOKEN) as server:
        reader = world.private_chat(world.user("Alex"))
        settings = {
            "BOT_TOKEN": DEFAULT_TOKEN,
            "TELEGRAM_API_URL": server.url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'ringkas.db'}",
            "FETCH_ALLOW": f"{website.host},{website.other_host}",
            "FETCH_TIMEOUT_S": str(ANSWER_TIMEOUT_S),
        }
        async with BotProcess(settings, tmp_path / "bot.log") as process:
            await process.start()
            world.send_text(reader, " ".join([*links, slow]))
            (status,) = await server.wait_for(lambda: world.messages(reader))
            await server.wait_for(
                lambda: line(status, 1).endswith("Timur") and "reading" in line(status, 3), ANSWER_TIMEOUT_S
            )
            await process.kill()
            released.set()
            await process.start()
            await server.wait_for(lambda: labels(status), ANSWER_TIMEOUT_S)
            assert await process.stop() == 0
    assert world.messages(reader) == [status]
    assert labels(status) == ["1", "2", "3"]
    assert website.asked.count("/a") == 1
    assert world.violations == []
    await website.close()


@pytest.fixture
async def edited(bot: Scene, reader: Chat) -> tuple[Message, Message, str, str]:
    """A message with two links, and the list that answers it."""
    first, second = bot.website.put("/a", BOAT), bot.website.put("/b", CHILLI)
    sent = bot.world.send_text(reader, f"{first}\n{second}")
    (answer,) = await bot.answers(reader)
    await bot.server.wait_for(lambda: labels(answer) == ["1", "2"])
    await settled(bot)
    return sent, answer, first, second


async def test_a_link_that_is_added_joins_the_list_in_its_place_and_alone_is_read(
    bot: Scene, reader: Chat, edited: tuple[Message, Message, str, str]
) -> None:
    sent, answer, first, second = edited
    added = bot.website.put("/c", page(TRAIN))
    bot.world.edit_text(sent, f"{added}\n{first}\n{second}")
    await bot.server.wait_for(lambda: labels(answer) == ["1", "2", "3"], ANSWER_TIMEOUT_S)
    assert answer.text.startswith("All 3 links are read.")
    assert "Suara Timur" in line(answer, 2)
    assert sorted(bot.website.asked) == ["/a", "/b", "/c"]
    assert bot.bot_messages(reader) == [answer]
    bot.world.press(answer, "1")
    (_, brief) = await bot.answers(reader, 2)
    assert "Lestari Handayani" in brief.text


async def test_a_link_that_is_taken_out_leaves_the_list_and_what_was_pressed_keeps_its_mark(
    bot: Scene, reader: Chat, edited: tuple[Message, Message, str, str]
) -> None:
    sent, answer, first, second = edited
    third = bot.website.put("/c", page(TRAIN))
    bot.world.edit_text(sent, f"{first}\n{second}\n{third}")
    await bot.server.wait_for(lambda: labels(answer) == ["1", "2", "3"], ANSWER_TIMEOUT_S)
    bot.world.press(answer, "2")
    await bot.server.wait_for(lambda: labels(answer) == ["1", "✓ 2", "3"], ANSWER_TIMEOUT_S)
    await settled(bot)
    bot.world.edit_text(sent, f"{second}\n{third}")
    await bot.server.wait_for(lambda: labels(answer) == ["✓ 1", "2"], ANSWER_TIMEOUT_S)
    assert answer.text.startswith("Both links are read.")
    assert sorted(bot.website.asked) == ["/a", "/b", "/c"]


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Marks are set once this is: a press may be overtaken by an edit."""
    allowed, mark = asyncio.Event(), LinksHandlers._mark

    async def late(self: LinksHandlers, message: telegram.Message, digest_id: str) -> None:
        await allowed.wait()
        await mark(self, message, digest_id)

    monkeypatch.setattr(LinksHandlers, "_mark", late)
    return allowed


@pytest.mark.parametrize(
    ("order", "then"), [((2, 1, 0), ["1", "✓ 2", "3"]), ((0,), [])], ids=["a list", "one brief"]
)
async def test_a_mark_that_comes_after_an_edit_brings_no_old_button_back(
    bot: Scene,
    reader: Chat,
    edited: tuple[Message, Message, str, str],
    marking: asyncio.Event,
    order: tuple[int, ...],
    then: list[str],
) -> None:
    sent, answer, *links = edited
    bot.world.press(answer, "2")
    await bot.answers(reader, 2)
    links.append(bot.website.put("/c", page(TRAIN)))
    bot.world.edit_text(sent, "\n".join(links[number] for number in order))
    await bot.server.wait_for(lambda: "All 3" in answer.text or "Maria" in answer.text, ANSWER_TIMEOUT_S)
    now = labels(answer)
    marking.set()
    await settled(bot)
    assert labels(answer) == (then or now)


async def test_a_list_that_is_edited_to_one_link_becomes_its_brief_and_a_list_again(
    bot: Scene, reader: Chat, edited: tuple[Message, Message, str, str]
) -> None:
    sent, answer, first, second = edited
    bot.world.edit_text(sent, first)
    await bot.server.wait_for(lambda: "Maria Felle" in answer.text, ANSWER_TIMEOUT_S)
    await settled(bot)
    bot.world.edit_text(sent, f"{second}\n{first}")
    await bot.server.wait_for(lambda: labels(answer) == ["1", "2"], ANSWER_TIMEOUT_S)
    assert sorted(bot.website.asked) == ["/a", "/b"]
    assert bot.bot_messages(reader) == [answer]


async def test_a_link_that_could_not_be_read_is_tried_again_with_the_edit(bot: Scene, reader: Chat) -> None:
    first, second = bot.website.put("/a", BOAT), bot.website.put("/b", "", 404)
    sent = bot.world.send_text(reader, f"{first}\n{second}")
    (answer,) = await bot.answers(reader)
    await settled(bot)
    bot.website.put("/b", CHILLI)
    bot.world.edit_text(sent, f"{first}\n{second}\n{bot.website.put('/c', page(TRAIN))}")
    await bot.server.wait_for(lambda: labels(answer) == ["1", "2", "3"], ANSWER_TIMEOUT_S)
    assert sorted(bot.website.asked) == ["/a", "/b", "/b", "/c"]


async def test_an_edit_while_the_list_is_read_is_followed_when_it_is_done(bot: Scene, reader: Chat) -> None:
    links = [bot.website.put("/a", BOAT), put_elsewhere(bot.website, "/slow")]
    released = bot.website.hold("/slow")
    sent = bot.world.send_text(reader, "\n".join(links))
    (status,) = await bot.server.wait_for(lambda: bot.bot_messages(reader))
    bot.world.edit_text(sent, "\n".join([*links, bot.website.put("/c", CHILLI)]))
    await bot.server.wait_for(lambda: not bot.world.updates)
    released.set()
    await bot.server.wait_for(lambda: labels(status) == ["1", "2", "3"], ANSWER_TIMEOUT_S)
    assert sorted(bot.website.asked) == ["/a", "/c", "/slow"]
    assert await bot.answers(reader) == [status]


async def test_links_that_a_group_sees_read_unasked_become_no_list_by_an_edit(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")], bot_is_admin=True)
    bot.durable.choices.choose_every_link(Place(group.id), every_link=True)
    first, second = bot.website.put("/a", BOAT), bot.website.put("/b", CHILLI)
    sent = bot.world.send_text(group, f"{first} {second}")
    briefs = await bot.answers(group, 2)
    shown = [brief.text for brief in briefs]
    await settled(bot)
    bot.world.edit_text(sent, f"{first} {second} {bot.website.put('/c', page(TRAIN))}")
    assert [message.text for message in await settled(bot)] == shown
