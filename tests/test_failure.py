"""A press that leads to nothing says so to whoever pressed, and to nobody else in a group."""

from __future__ import annotations

from typing import Any

import pytest

from bot.pipeline import Pipeline
from bot.runtime.store import Store
from playground.world import CallbackQuery, Chat, Message, User
from tests.newsroom import ANSWER_TIMEOUT_S, Scene
from tests.test_conversation import PAGE, PASTE
from tests.test_group_membership import settled


def broken(*args: Any, **kwargs: Any) -> Any:
    raise ZeroDivisionError


@pytest.fixture
def sam(bot: Scene) -> User:
    return bot.world.user("Sam")


@pytest.fixture
def group(bot: Scene, sam: User) -> Chat:
    return bot.world.group("Redaksi", [bot.world.user("Alex"), sam])


@pytest.fixture
async def room(bot: Scene, sam: User) -> Chat:
    """Sam's private chat, in which the bot may write."""
    chat = bot.world.private_chat(sam)
    bot.world.send_text(chat, "/start")
    await bot.answers(chat)
    return chat


async def brief_in(bot: Scene, group: Chat) -> Message:
    article = bot.world.send_text(group, PASTE)
    bot.world.send_text(group, "/ringkas", reply_to=article)
    (brief,) = await bot.answers(group)
    return brief


async def pressed(bot: Scene, message: Message, data: str, sender: User) -> CallbackQuery:
    query = bot.world.press_forged(message, data, sender=sender)
    await bot.server.wait_for(lambda: query.answered, ANSWER_TIMEOUT_S)
    await settled(bot)
    return query


def of(brief: Message, action: str) -> str:
    digest_id = brief.buttons[0]["callback_data"].partition(":")[2]
    return f"{action}:{digest_id}"


@pytest.mark.parametrize(
    ("owner", "name", "action"), [(Pipeline, "next_count", "more"), (Store, "digest", "brief")]
)
async def test_a_fault_pops_up_over_the_chat_of_whoever_pressed(
    bot: Scene, group: Chat, sam: User, owner: type, name: str, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = await brief_in(bot, group)
    monkeypatch.setattr(owner, name, broken)
    query = await pressed(bot, brief, of(brief, action), sam)
    (told,) = query.answers
    assert "something broke here" in told["text"]
    assert told["show_alert"]
    assert bot.bot_messages(group) == [brief]
    assert brief.edit_count == 1


async def test_a_fault_after_the_press_was_answered_is_told_in_the_pressers_private_chat(
    bot: Scene, group: Chat, sam: User, room: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = await brief_in(bot, group)
    monkeypatch.setattr(Pipeline, "resummarise", broken)
    query = await pressed(bot, brief, of(brief, "more"), sam)
    (_, told) = await bot.answers(room, 2)
    assert "something broke here" in told.text
    assert len(query.answers) == 1
    assert bot.bot_messages(group) == [brief]


async def test_who_can_be_told_nowhere_else_is_told_in_the_group(
    bot: Scene, group: Chat, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = await brief_in(bot, group)
    monkeypatch.setattr(Pipeline, "resummarise", broken)
    await pressed(bot, brief, of(brief, "more"), sam)
    (_, told) = await bot.answers(group, 2)
    assert "something broke here" in told.text
    assert told.replied_id == brief.message_id


async def test_a_new_brief_that_cannot_be_made_leaves_the_pointer_and_tells_the_presser_why(
    bot: Scene, group: Chat, sam: User, room: Chat
) -> None:
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(group, f"/ringkas {url}")
    await bot.answers(group)
    bot.world.send_text(group, f"/ringkas {url}")
    brief, pointer = await bot.answers(group, 2)
    shown, buttons = pointer.html, pointer.buttons
    bot.website.put("/a", "", 404)
    await pressed(bot, pointer, buttons[0]["callback_data"], sam)
    (_, told) = await bot.answers(room, 2)
    assert "does not exist" in told.text
    assert (pointer.html, pointer.buttons) == (shown, buttons)
    assert bot.bot_messages(group) == [brief, pointer]


async def test_in_a_private_chat_a_fault_is_told_below_the_brief(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.world.send_text(reader, PASTE)
    (brief,) = await bot.answers(reader)
    monkeypatch.setattr(Pipeline, "next_count", broken)
    assert reader.person is not None
    query = await pressed(bot, brief, of(brief, "more"), reader.person)
    assert query.answers
    (_, told) = await bot.answers(reader, 2)
    assert "something broke here" in told.text
