"""A story that somebody has had read is not read again for readers of other languages: only translated."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.world import Chat
from tests.newsroom import Scene
from tests.test_conversation import PAGE
from tests.test_links_batch import page

SCHOOL = (Path(__file__).resolve().parents[1] / "samples" / "school-boats.txt").read_text(encoding="utf-8")


@pytest.fixture
def rina(bot: Scene) -> Chat:
    """The private chat of somebody whose Telegram is in Indonesian."""
    return bot.world.private_chat(bot.world.user("Rina", "id"))


async def brief(bot: Scene, chat: Chat, text: str) -> str:
    seen = len(bot.bot_messages(chat))
    bot.world.send_text(chat, text)
    (answer,) = await bot.answers(chat, seen=seen)
    return answer.html


async def test_a_brief_answers_the_same_link_of_a_reader_whose_telegram_is_in_another_language(
    bot: Scene, reader: Chat, rina: Chat, asked: list[str]
) -> None:
    url = bot.website.put("/a", PAGE)
    first = await brief(bot, reader, url)
    asked.clear()
    second = await brief(bot, rina, url)
    assert bot.website.asked == ["/a"]
    assert asked == []
    opening = first.partition("</b>")[0]
    assert second.startswith(opening)


async def test_an_english_story_is_read_once_and_translated_for_who_reads_indonesian(
    bot: Scene, reader: Chat, rina: Chat, asked: list[str]
) -> None:
    url = bot.website.put("/school", page(SCHOOL).replace('lang="id"', 'lang="en"'))
    english = await brief(bot, reader, url)
    assert asked == []
    indonesian = await brief(bot, rina, url)
    assert asked
    assert bot.website.asked == ["/school"]
    assert english.partition("</b>")[0] != indonesian.partition("</b>")[0]
    asked.clear()
    assert await brief(bot, rina, url) == indonesian
    assert await brief(bot, reader, url) == english
    assert asked == []
    assert bot.website.asked == ["/school"]


async def test_who_chose_the_articles_own_language_gets_it_from_what_others_read(
    bot: Scene, reader: Chat, rina: Chat, asked: list[str]
) -> None:
    url = bot.website.put("/a", PAGE)
    await brief(bot, reader, url)
    await brief(bot, rina, "/language id")
    asked.clear()
    assert "Perpustakaan" in await brief(bot, rina, url)
    assert asked == []
    assert bot.website.asked == ["/a"]
    links = f"{url}\n{bot.website.put('/b', '', 404)}"
    assert "Perpustakaan" in await brief(bot, rina, links)
    assert bot.website.asked == ["/a", "/b"]


async def test_inline_mode_offers_a_brief_only_in_the_askers_language(
    bot: Scene, reader: Chat, rina: Chat
) -> None:
    url = bot.website.put("/school", page(SCHOOL).replace('lang="id"', 'lang="en"'))
    await brief(bot, reader, url)
    assert rina.person is not None
    query = bot.world.inline_query(rina.person, url)
    await bot.server.wait_for(lambda: query.answer)
    assert query.results == ()
    await brief(bot, rina, url)
    again = bot.world.inline_query(rina.person, f"{url} ")
    await bot.server.wait_for(lambda: again.answer)
    assert len(again.results) == 1
