"""/today: what a chat or a topic has had read since midnight."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playground.world import Chat, Message
from tests.newsroom import Scene, scene
from tests.test_group_membership import settled

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PAGE = (SAMPLES / "perpustakaan-apung.html").read_text(encoding="utf-8")
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")


def where_it_is_noon() -> str:
    """A time zone in which no day ends while a test runs."""
    west = datetime.now(UTC).hour - 12
    return f"Etc/GMT{west:+d}"


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


@pytest.fixture
async def bot(data: Path) -> AsyncIterator[Scene]:
    async with scene(data, timezone=where_it_is_noon()) as running:
        yield running


async def test_a_day_without_articles_says_how_to_fill_it(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, "/today")
    (answer,) = await bot.answers(reader)
    assert answer.text.startswith("Nothing has been read here today.")
    assert answer.buttons == []


async def test_what_was_read_is_listed_with_a_number_for_each_brief(bot: Scene, reader: Chat) -> None:
    link = bot.website.put("/a", PAGE)
    for number, sent in enumerate((POST, link, link), 1):
        bot.world.send_text(reader, sent)
        await bot.answers(reader, number)
    bot.world.send_text(reader, "/today")
    answer = (await bot.answers(reader, 4))[3]
    assert ": 2 articles so far." in answer.text
    assert f'<a href="{link}">' in answer.html
    assert labels(answer) == ["1", "2"]
    bot.world.press(answer, "1")
    brief = (await bot.answers(reader, 5))[4]
    assert "Wahyu Setiadi" in brief.text


async def test_the_list_and_its_briefs_are_in_the_language_that_was_chosen_since(
    bot: Scene, reader: Chat
) -> None:
    bot.world.send_text(reader, POST)
    await bot.answers(reader)
    for number, (language, headline) in enumerate((("id", "Harga Cabai Rawit"), ("en", "chili"))):
        bot.world.send_text(reader, f"/language {language}")
        await bot.answers(reader, 2 + 3 * number)
        bot.world.send_text(reader, "/today")
        listed = (await bot.answers(reader, 3 + 3 * number))[-1]
        bot.world.press(listed, "1")
        brief = (await bot.answers(reader, 4 + 3 * number))[-1]
        assert headline in listed.text
        assert headline in brief.text


async def test_a_number_pressed_twice_in_a_moment_is_one_brief(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    await bot.answers(reader)
    bot.world.send_text(reader, "/today")
    (_, answer) = await bot.answers(reader, 2)
    bot.world.press(answer, "1")
    await bot.answers(reader, 3)
    first = deepcopy(answer)
    first.payload["reply_markup"]["inline_keyboard"][0][0]["text"] = "1"
    query = bot.world.press(first, "1")
    await bot.server.wait_for(lambda: query.answered)
    assert len(bot.bot_messages(reader)) == 3


async def test_links_of_one_message_are_in_the_list_of_the_day(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, f"{bot.website.put('/a', PAGE)} {bot.website.put('/b', '', 404)}")
    await bot.answers(reader)
    bot.world.send_text(reader, "/today")
    (_, answer) = await bot.answers(reader, 2)
    assert ": one article so far." in answer.text


async def test_what_others_read_is_in_no_list_of_mine(bot: Scene, reader: Chat) -> None:
    other = bot.world.private_chat(bot.world.user("Budi"))
    bot.world.send_text(other, POST)
    await bot.answers(other)
    bot.world.send_text(reader, "/today")
    (answer,) = await bot.answers(reader)
    assert answer.text.startswith("Nothing has been read here today.")


async def test_what_was_read_yesterday_is_not_listed(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    await bot.answers(reader)
    database = sqlite3.connect(bot.settings.database_url.removeprefix("sqlite:///"))
    database.execute("UPDATE digests SET created_at = datetime(created_at, '-1 day')")
    database.commit()
    database.close()
    bot.world.send_text(reader, "/today")
    (_, answer) = await bot.answers(reader, 2)
    assert answer.text.startswith("Nothing has been read here today.")


async def test_in_a_supergroup_each_time_leads_to_the_brief(bot: Scene) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam], supergroup=True)
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}", sender=alex)
    (brief,) = await bot.answers(group)
    bot.world.send_text(group, "/today", sender=sam)
    (_, answer) = await bot.answers(group, 2)
    number = str(group.id).removeprefix("-100")
    assert f'<a href="https://t.me/c/{number}/{brief.message_id}">' in answer.html


async def test_a_topic_has_a_day_of_its_own(bot: Scene) -> None:
    forum = bot.world.forum("Redaksi", [bot.world.user("Alex")], ("Politik", "Daerah"))
    bot.world.send_text(forum, f"/ringkas {bot.website.put('/a', PAGE)}", topic="Daerah")
    await bot.answers(forum)
    for topic in ("Politik", "Daerah"):
        bot.world.send_text(forum, "/today", topic=topic)
    answers = await bot.answers(forum, 3)
    said = {answer.topic.name: answer.text for answer in answers[1:] if answer.topic}
    assert said["Politik"].startswith("Nothing has been read here today. What you ask for with /ringkas")
    assert ": one article so far." in said["Daerah"]
    assert said["Daerah"].endswith("This topic only. In General, /today lists the whole group.")


async def test_in_general_the_whole_group_s_day_is_listed_topic_by_topic(bot: Scene) -> None:
    forum = bot.world.forum("Redaksi", [bot.world.user("Alex")], ("Politik", "Daerah"))
    place = {"Politik": bot.website.put("/a", PAGE), "General": bot.website.put("/b", PAGE)}
    for count, (topic, link) in enumerate(place.items(), 1):
        bot.world.send_text(forum, f"/ringkas {link}", topic=None if topic == "General" else topic)
        await bot.answers(forum, count)
    article = bot.world.send_text(forum, POST, topic="Daerah")
    bot.world.send_text(forum, "/ringkas", topic="Daerah", reply_to=article)
    await bot.answers(forum, 3)
    bot.world.send_text(forum, "/today", topic="Daerah")
    await bot.answers(forum, 4)
    bot.world.send_text(forum, "/today")
    answer = (await bot.answers(forum, 5))[4]
    assert ": 3 articles so far." in answer.text
    headings = [row for row in answer.text.split("\n") if row in {"Politik", "Daerah", "General"}]
    assert headings == ["Politik", "General", "Daerah"]
    politics = forum.topic("Politik")
    assert politics is not None
    assert f'<a href="https://t.me/c/{str(forum.id)[4:]}/{politics.thread_id}"><b>Politik' in answer.html
    bot.world.press(answer, "3")
    brief = (await bot.answers(forum, 6))[5]
    assert "Wahyu Setiadi" in brief.text
    assert brief.topic is None or brief.topic.name == "General"


async def test_a_topic_is_called_what_it_is_called_now(bot: Scene) -> None:
    forum = bot.world.forum("Redaksi", [bot.world.user("Alex")], ())
    bot.world.open_topic(forum, "Olahraga")
    await bot.server.wait_for(lambda: not bot.world.updates)
    bot.world.send_text(forum, f"/ringkas {bot.website.put('/a', PAGE)}", topic="Olahraga")
    await bot.answers(forum)
    bot.world.send_text(forum, "/today")
    (_, answer) = await bot.answers(forum, 2)
    assert "\nOlahraga\n1. " in answer.text


async def test_what_was_read_before_the_group_became_a_supergroup_is_listed_and_leads_nowhere_else(
    bot: Scene,
) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}")
    await bot.answers(group)
    supergroup = bot.world.migrate(group)
    await settled(bot)
    bot.world.send_text(supergroup, "/today")
    (answer,) = await bot.answers(supergroup)
    assert ": one article so far." in answer.text
    assert "https://t.me/c/" not in answer.html
    bot.world.press(answer, "1")
    (_, brief) = await bot.answers(supergroup, 2)
    assert "Maria Felle" in brief.text
    bot.world.send_text(supergroup, "/today")
    again = (await bot.answers(supergroup, 3))[2]
    assert f'<a href="https://t.me/c/{str(supergroup.id)[4:]}/{brief.message_id}">' in again.html


async def test_the_day_is_told_in_the_readers_own_language(bot: Scene) -> None:
    chat = bot.world.private_chat(bot.world.user("Rina", "id"))
    bot.world.send_text(chat, POST)
    await bot.answers(chat)
    bot.world.send_text(chat, "/today")
    (_, answer) = await bot.answers(chat, 2)
    assert "sejauh ini 1 artikel." in answer.text
