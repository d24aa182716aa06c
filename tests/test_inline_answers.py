"""Inline mode: what somebody sees who writes a link behind the bot's name, and where its button leads."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from playground.world import InlineQuery, User
from tests.newsroom import Scene, scene

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PAGE = (SAMPLES / "perpustakaan-apung.html").read_text(encoding="utf-8")


@pytest.fixture
def alex(bot: Scene) -> User:
    return bot.world.user("Alex")


@pytest.fixture
def link(bot: Scene) -> str:
    return bot.website.put("/daerah/perpustakaan-apung", PAGE)


async def asked(bot: Scene, person: User, words: str) -> InlineQuery:
    query = bot.world.inline_query(person, words, chat_type="supergroup")
    await bot.server.wait_for(lambda: query.answer)
    return query


async def read(bot: Scene, person: User, link: str) -> None:
    bot.world.send_text(bot.world.private_chat(person), link)
    await bot.answers(bot.world.private_chat(person))


def payload(query: InlineQuery) -> str:
    assert query.button is not None
    return str(query.button["start_parameter"])


async def test_a_link_that_was_read_is_offered_as_a_brief_at_once(bot: Scene, alex: User, link: str) -> None:
    await read(bot, bot.world.user("Budi"), link)
    query = await asked(bot, alex, link)
    (result,) = query.results
    assert result.title
    assert "Suara Timur" in result.description
    group = bot.world.group("Redaksi", [alex], with_bot=False)
    message = bot.world.choose(query, group)
    assert f'<a href="{link}">' in message.html
    assert "<blockquote expandable>" in message.html
    assert message.buttons == []
    assert len(bot.website.asked) == 1


async def test_a_link_that_nobody_read_gets_a_button_that_reads_it_in_private(
    bot: Scene, alex: User, link: str
) -> None:
    query = await asked(bot, alex, link)
    assert query.results == ()
    assert query.button is not None
    assert query.button["text"] == "Read this article in my private chat"
    assert bot.website.asked == []
    bot.world.start(alex, payload(query))
    (answer,) = await bot.answers(bot.world.private_chat(alex))
    assert f'<a href="{link}">' in answer.html
    assert answer.buttons


async def test_a_brief_of_an_article_in_the_askers_own_language_is_offered_untranslated(
    bot: Scene, alex: User, link: str
) -> None:
    await read(bot, bot.world.user("Budi"), link)
    chat = bot.world.private_chat(alex)
    bot.world.send_text(chat, "/language Indonesia")
    await bot.answers(chat)
    (result,) = (await asked(bot, alex, link)).results
    assert result.title == "Perpustakaan Apung Kembali Berlayar di Danau Sentani"


async def test_a_promise_holds_for_whom_it_was_made_and_over_a_restart(
    bot: Scene, alex: User, link: str
) -> None:
    token = payload(await asked(bot, alex, link))
    await bot.stop()
    await bot.start()
    stranger = bot.world.user("Budi")
    bot.world.start(stranger, token)
    (refusal,) = await bot.answers(bot.world.private_chat(stranger))
    assert "no longer good" in refusal.text
    assert bot.website.asked == []
    bot.world.start(alex, token)
    await bot.answers(bot.world.private_chat(alex))
    assert len(bot.website.asked) == 1


@pytest.mark.parametrize("words", ["", "x" * 300], ids=["nothing", "more than Telegram hands on"])
async def test_without_a_link_a_hint_leads_to_the_help(bot: Scene, alex: User, words: str) -> None:
    query = await asked(bot, alex, words)
    assert query.results == ()
    bot.world.start(alex, payload(query))
    (answer,) = await bot.answers(bot.world.private_chat(alex))
    assert answer.text.startswith("I am Ringkas")


async def test_words_find_what_the_asker_has_read_and_nothing_of_others(
    bot: Scene, alex: User, link: str
) -> None:
    budi = bot.world.user("Budi")
    await read(bot, budi, link)
    (result,) = (await asked(bot, budi, "danau perpus")).results
    assert result.title
    query = await asked(bot, alex, "danau perpus")
    assert query.results == ()
    assert query.button is not None
    assert query.button["text"].startswith("You have read nothing like that")


async def test_while_somebody_types_nothing_is_answered_or_written_down(
    bot: Scene, alex: User, link: str
) -> None:
    typed = [bot.world.inline_query(alex, link[:end]) for end in range(len(link) - 5, len(link))]
    query = await asked(bot, alex, link)
    assert [each.answer for each in typed] == [None] * 5
    database = sqlite3.connect(bot.settings.database_url.removeprefix("sqlite:///"))
    assert database.execute("SELECT link FROM promises").fetchall() == [(link,)]
    assert database.execute("SELECT count(*) FROM workflow_status").fetchall() == [(0,)]
    database.close()
    bot.world.start(alex, payload(query))
    (answer,) = await bot.answers(bot.world.private_chat(alex))
    assert f'<a href="{link}">' in answer.html


async def test_an_answer_is_the_askers_own_and_soon_asked_for_anew(bot: Scene, alex: User, link: str) -> None:
    await asked(bot, alex, link)
    (call,) = bot.world.calls_of("answerInlineQuery")
    assert call.parameters["is_personal"] is True
    assert call.parameters["cache_time"] <= 10


async def test_a_query_that_is_too_old_is_no_fault(
    bot: Scene, alex: User, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    query = bot.world.inline_query(alex, link)
    query.expired = True
    await bot.server.wait_for(lambda: bot.world.calls_of("answerInlineQuery"))
    await asked(bot, alex, "")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_stranger_is_offered_nothing(data: Path) -> None:
    async with scene(data, allowed_chats=frozenset({-1})) as bot:
        query = await asked(bot, bot.world.user("Alex"), bot.website.put("/a", PAGE))
        assert query.results == ()
        assert query.button is None


@pytest.mark.parametrize("outdated", ["read-AAAAAAAAAAAA", "read", "nothing-7", "x"])
async def test_a_deep_link_that_is_no_longer_good_is_said_to_be_so(
    bot: Scene, alex: User, outdated: str
) -> None:
    bot.world.start(alex, outdated)
    (answer,) = await bot.answers(bot.world.private_chat(alex))
    assert answer.text.startswith("Send me a news article")
    assert answer.text.endswith("no longer good. Send me the article itself.")
