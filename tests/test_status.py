"""What a reader sees while a brief is being translated: its beginning, as soon as it can be had."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from bot.translation.engine import Engine
from playground.world import Chat, Message
from tests.newsroom import ANSWER_TIMEOUT_S, Scene
from tests.test_conversation import POST
from tests.test_pipeline import part

OPENING_TEXTS = 3
"""A headline, a sentence, and perhaps an office; a brief has more."""


class SlowEngine:
    """Holds back translations of more texts than so many."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.most_texts = 1_000
        self.released = threading.Event()
        translate = Engine.translate

        def slow(engine: Engine, texts: Sequence[str], *args: Any, **kwargs: Any) -> Any:
            if len(texts) > self.most_texts:
                self.released.wait(ANSWER_TIMEOUT_S)
            return translate(engine, texts, *args, **kwargs)

        monkeypatch.setattr(Engine, "translate", slow)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowEngine]:
    monkeypatch.setattr("handlers.status.STATUS_AFTER_S", 0.05)
    monkeypatch.setattr("handlers.status.GROUP_STATUS_AFTER_S", 0.05)
    monkeypatch.setattr("handlers.status.BETTER_WITHIN_S", 0.05)
    slow = SlowEngine(monkeypatch)
    yield slow
    slow.released.set()


def is_preview(message: Message) -> bool:
    return message.text.startswith("Translating …\n\n")


async def previews(bot: Scene, chat: Chat) -> list[str]:
    """What stood in the place of the brief before it, once it is there."""
    (brief,) = await bot.answers(chat)
    assert "Wahyu Setiadi" in brief.text
    return [said for said in brief.history if said.startswith("Translating …\n\n")]


async def test_the_beginning_is_translated_and_shown_while_the_rest_takes_long(
    bot: Scene, reader: Chat, engine: SlowEngine
) -> None:
    engine.most_texts = OPENING_TEXTS
    bot.world.send_text(reader, POST)
    (status,) = await bot.server.wait_for(lambda: bot.bot_messages(reader))
    await bot.server.wait_for(lambda: is_preview(status) and "Harga" not in status.text, ANSWER_TIMEOUT_S)
    _, headline, *_, sentence = status.text.split("\n\n")
    assert sentence.startswith("• ")
    engine.released.set()
    *_, last = await previews(bot, reader)
    (brief,) = bot.bot_messages(reader)
    assert sentence in last
    assert headline in brief.text
    assert sentence in brief.text


async def test_the_original_beginning_is_shown_where_no_translation_comes_in_time(
    bot: Scene, reader: Chat, engine: SlowEngine
) -> None:
    engine.most_texts = 0
    bot.world.send_text(reader, POST)
    (status,) = await bot.server.wait_for(lambda: bot.bot_messages(reader))
    await bot.server.wait_for(lambda: "• Harga" in status.text, ANSWER_TIMEOUT_S)
    assert "Harga Cabai Rawit" in status.text
    engine.released.set()
    assert await previews(bot, reader)


async def test_of_a_story_on_several_pages_it_is_told_which_one_is_read(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.status.STATUS_AFTER_S", 0.0)
    host = bot.website.host
    links = "".join(f'<a href="http://{host}/lumbung?page={number}">{number}</a>' for number in (2, 3))
    url = bot.website.put("/lumbung", part(1, links=f"<div>{links}</div>"))
    bot.world.send_text(reader, url)
    (brief,) = await bot.answers(reader)
    told = [said for said in brief.history if "page" in said]
    assert told[0] == "Reading the article … page 2 of 3"


async def test_a_brief_that_is_there_soon_has_no_preview(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.status.STATUS_AFTER_S", ANSWER_TIMEOUT_S)
    bot.world.send_text(reader, POST)
    assert await previews(bot, reader) == []


async def test_in_a_group_a_preview_is_one_edit_of_the_few_that_there_are(
    bot: Scene, engine: SlowEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.status.BETTER_WITHIN_S", ANSWER_TIMEOUT_S)
    engine.most_texts = OPENING_TEXTS
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    article = bot.world.send_text(group, POST)
    bot.world.send_text(group, "/ringkas", reply_to=article)
    (status,) = await bot.server.wait_for(lambda: bot.bot_messages(group))
    await bot.server.wait_for(lambda: is_preview(status), ANSWER_TIMEOUT_S)
    engine.released.set()
    (preview,) = await previews(bot, group)
    assert "Harga" not in preview
    assert status.edit_count == 2
