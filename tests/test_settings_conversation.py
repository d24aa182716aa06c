"""/settings as people use it: alone, as member and administrator of a group, in a topic, after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.world import CallbackQuery, Chat, Message
from tests.newsroom import Scene, scene
from tests.test_conversation import POST


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
async def bot(data: Path) -> AsyncIterator[Scene]:
    async with scene(data) as running:
        yield running


@pytest.fixture
def reader(bot: Scene) -> Chat:
    return bot.world.private_chat(bot.world.user("Alex"))


async def pressed(bot: Scene, message: Message, label: str, **how: object) -> CallbackQuery:
    """Press a button and wait until the panel stands still again."""
    before = message.edit_count
    press = bot.world.press(message, label, **how)  # type: ignore[arg-type]
    await bot.server.wait_for(
        lambda: press.answered and (press.answers[0].get("show_alert") or message.edit_count > before)
    )
    return press


async def panel(bot: Scene, chat: Chat, command: str = "/settings", **how: object) -> Message:
    """Write a command and return what the bot answers."""
    seen = len(bot.bot_messages(chat))
    bot.world.send_text(chat, command, **how)  # type: ignore[arg-type]
    (message,) = await bot.answers(chat, seen=seen)
    return message


async def test_a_reader_changes_language_length_and_parts_in_one_message(bot: Scene, reader: Chat) -> None:
    message = await panel(bot, reader)
    assert "Language of briefs: English" in message.text
    await pressed(bot, message, "Language")
    await pressed(bot, message, "Indonesia")
    await pressed(bot, message, "Length")
    await pressed(bot, message, "One sentence")
    await pressed(bot, message, "What is shown")
    await pressed(bot, message, "✓ Names")
    await pressed(bot, message, "‹ Back")
    assert "Language of briefs: Indonesian" in message.text
    assert "Length of summaries: one sentence" in message.text
    assert "Shown: summary, key quotes" in message.text
    assert len(bot.bot_messages(reader)) == 1
    bot.world.send_text(reader, POST)
    answer = (await bot.answers(reader, 2))[1]
    assert "Harga cabai rawit" in answer.text
    assert "Dinas Perdagangan Kota Malang" not in answer.text.split("—")[-1]


async def test_a_panel_works_after_a_restart(bot: Scene, reader: Chat) -> None:
    message = await panel(bot, reader)
    await pressed(bot, message, "I speak")
    await bot.stop()
    await bot.start()
    await pressed(bot, message, "Indonesia")
    assert message.text.startswith("Pengaturan")
    help_text = await panel(bot, reader, "/help")
    assert "Yang dapat dikirim" in help_text.text or "/settings – bahasa" in help_text.text


async def test_a_closed_panel_keeps_the_words_and_loses_the_buttons(bot: Scene, reader: Chat) -> None:
    message = await panel(bot, reader)
    await pressed(bot, message, "Close")
    assert message.buttons == []
    assert "/settings" in message.text


@pytest.mark.parametrize(
    "forged",
    ["set:c:nonsense", "set:c:language:xx", "set:t:inherit", "set:c:show:everything", "set:c:languages:77"],
)
async def test_a_forged_press_is_answered_and_changes_nothing(bot: Scene, reader: Chat, forged: str) -> None:
    message = await panel(bot, reader)
    press = bot.world.press_forged(message, forged)
    await bot.server.wait_for(lambda: press.answered)
    again = await panel(bot, reader)
    assert again.text.startswith("Settings\nLanguage of briefs: English\nLength of summaries: as needed")


async def test_in_a_group_a_member_sees_the_choices_and_an_administrator_makes_them(bot: Scene) -> None:
    sari, budi = bot.world.user("Sari"), bot.world.user("Budi")
    group = bot.world.group("Redaksi", [sari, budi], supergroup=True)
    shown = await panel(bot, group, f"/settings@{bot.world.bot.username}", sender=budi)
    assert "Only administrators" in shown.text
    assert shown.buttons == []
    message = await panel(bot, group, f"/settings@{bot.world.bot.username}", sender=sari)
    refused = await pressed(bot, message, "Language", sender=budi)
    assert "Only administrators" in refused.answers[0]["text"]
    await pressed(bot, message, "When I answer", sender=sari)
    await pressed(bot, message, "Every link to an article", sender=sari)
    assert "I answer every link to an article" in message.text
    typed = await panel(bot, group, f"/length@{bot.world.bot.username} 1", sender=budi)
    assert "Only administrators" in typed.text


async def test_an_administrator_who_writes_as_the_group_may_choose(bot: Scene) -> None:
    sari, rahasia = bot.world.user("Sari"), bot.world.user("Rahasia")
    group = bot.world.group("Redaksi", [sari, rahasia], supergroup=True)
    bot.world.promote(group, rahasia, anonymous=True)
    message = await panel(bot, group, f"/settings@{bot.world.bot.username}", sender=rahasia)
    await pressed(bot, message, "Length", sender=rahasia)
    await pressed(bot, message, "Long", sender=rahasia)
    assert "Length of summaries: 7 sentences" in message.text


async def test_a_topic_has_its_own_choices_until_it_goes_back_to_the_groups(bot: Scene) -> None:
    sari = bot.world.user("Sari")
    forum = bot.world.forum("Redaksi", [sari], ("Politik", "Daerah"))
    ask = f"/settings@{bot.world.bot.username}"
    message = await panel(bot, forum, ask, sender=sari, topic="Politik")
    assert message.topic is not None
    assert message.topic.name == "Politik"
    assert message.text.startswith("Settings of this group")
    await pressed(bot, message, "Change it for this topic only", sender=sari)
    await pressed(bot, message, "Length", sender=sari)
    await pressed(bot, message, "One sentence", sender=sari)
    assert message.text.startswith("Settings of this topic")
    assert "one sentence" in message.text
    elsewhere = await panel(bot, forum, ask, sender=sari, topic="Daerah")
    assert "Length of summaries: as needed" in elsewhere.text
    await pressed(bot, message, "As in the whole group", sender=sari)
    assert "Length of summaries: as needed" in message.text
