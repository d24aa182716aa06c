"""A group takes the bot in, changes its mind, becomes a supergroup, puts it out; and what is kept then."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.runtime.choices import Place
from handlers import membership
from playground.world import CallbackQuery, Chat, User
from tests.newsroom import ANSWER_TIMEOUT_S, Scene, scene
from tests.test_conversation import PAGE, POST

QUIET_LOOKS = 6
"""Between being taken up and running a request is neither: longer than the work's own pause between looks."""


@pytest.fixture
async def bot(data: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr(membership, "GREETING_PAUSE_S", 0.3)
    async with scene(data) as running:
        yield running


@pytest.fixture
def alex(bot: Scene) -> User:
    return bot.world.user("Alex")


async def settled(bot: Scene) -> None:
    """Wait until every update so far was worked off: nothing waits, nothing runs, at several looks."""
    work, quiet = bot.durable.work, 0
    async with asyncio.timeout(ANSWER_TIMEOUT_S):
        while quiet < QUIET_LOOKS:
            busy = bot.world.updates or (await asyncio.to_thread(work.waiting))[0] or work.running()
            quiet = 0 if busy else quiet + 1
            await asyncio.sleep(0.05)


async def test_a_group_that_takes_the_bot_in_is_greeted_once(bot: Scene, alex: User) -> None:
    group = bot.world.group("Redaksi", [alex], with_bot=False)
    bot.world.deliver_twice()
    bot.world.add_bot(group)
    (greeting,) = await bot.answers(group)
    assert "/ringkas" in greeting.text
    assert "I see only what is addressed to me" in greeting.text
    bot.world.promote_bot(group, "can_delete_messages")
    bot.world.demote_bot(group)
    await settled(bot)
    assert len(bot.bot_messages(group)) == 1


@pytest.mark.parametrize("reads_all", ["no privacy mode", "administrator"])
async def test_the_greeting_says_when_everything_can_be_seen(bot: Scene, alex: User, reads_all: str) -> None:
    bot.world.privacy_mode = reads_all != "no privacy mode"
    group = bot.world.forum("Redaksi", [alex], ["Politik"], with_bot=False)
    bot.world.add_bot(group, admin=reads_all == "administrator")
    (greeting,) = await bot.answers(group)
    assert "I can see every message here" in greeting.text
    assert greeting.topic is None


async def test_the_greeting_speaks_the_language_of_whoever_took_the_bot_in(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Sari", "id")], with_bot=False)
    bot.world.add_bot(group)
    (greeting,) = await bot.answers(group)
    assert greeting.text.startswith("Saya meringkas artikel berita")


async def test_a_group_in_which_the_bot_may_not_write_is_not_greeted_and_nothing_breaks(
    bot: Scene, alex: User, caplog: pytest.LogCaptureFixture
) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=True, with_bot=False)
    bot.world.set_bot_status(group, "restricted", alex)
    await settled(bot)
    assert bot.bot_messages(group) == []
    assert "bug" not in caplog.text


async def brief_in(bot: Scene, group: Chat, path: str = "/a") -> None:
    seen = len(bot.bot_messages(group))
    bot.world.send_text(group, f"/ringkas {bot.website.put(path, PAGE)}")
    (brief,) = await bot.answers(group, seen=seen)
    assert "Maria Felle" in brief.text


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_group_that_puts_the_bot_out_is_forgotten(bot: Scene, alex: User, supergroup: bool) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=supergroup)
    await brief_in(bot, group)
    bot.durable.choices.choose_target(Place(group.id), "id")
    (digest_id,) = {button["callback_data"].split(":")[1] for button in bot.bot_messages(group)[0].buttons}
    assert bot.durable.store.digest(group.id, digest_id) is not None
    bot.world.kick_bot(group)
    await bot.server.wait_for(lambda: bot.durable.store.digest(group.id, digest_id) is None or None)
    await settled(bot)
    assert bot.durable.choices.settings(Place(group.id)).target is None


async def test_an_article_that_is_being_read_as_the_bot_is_put_out_is_forgotten_too(
    bot: Scene, alex: User
) -> None:
    group = bot.world.group("Redaksi", [alex])
    page = bot.website.hold("/lambat")
    bot.world.send_text(group, f"/ringkas {bot.website.put('/lambat', PAGE)}")
    await bot.server.wait_for(lambda: "/lambat" in bot.website.asked)
    bot.world.kick_bot(group)
    await bot.server.wait_for(lambda: not bot.world.updates)
    page.set()
    await settled(bot)
    assert bot.durable.store.newest_digests(group.id, 10) == ()


async def test_who_takes_the_bot_in_again_is_greeted_again(bot: Scene, alex: User) -> None:
    group = bot.world.group("Redaksi", [alex], with_bot=False)
    bot.world.add_bot(group)
    await bot.answers(group)
    bot.world.kick_bot(group)
    await settled(bot)
    bot.world.add_bot(group)
    assert len(await bot.answers(group, 2)) == 2


async def test_who_takes_the_bot_in_again_at_once_is_greeted_all_the_same(bot: Scene, alex: User) -> None:
    group = bot.world.group("Redaksi", [alex], with_bot=False)
    bot.world.add_bot(group)
    await bot.answers(group)
    bot.world.kick_bot(group)
    bot.world.add_bot(group)
    bot.world.send_text(group, "/help")
    said = [message.text for message in await bot.answers(group, 3)]
    await settled(bot)
    assert sum("I see only what is addressed to me" in text for text in said) == 2
    assert not await asyncio.to_thread(bot.durable.chats.meet, group.id)


@pytest.mark.parametrize("leaves_old", [False, True])
async def test_a_group_that_becomes_a_supergroup_keeps_everything_and_is_not_greeted_again(
    bot: Scene, alex: User, leaves_old: bool
) -> None:
    group = bot.world.group("Redaksi", [alex], with_bot=False)
    bot.world.add_bot(group)
    await bot.answers(group)
    await brief_in(bot, group)
    bot.durable.choices.choose_target(Place(group.id), "id")
    bot.durable.choices.choose_every_link(Place(group.id), every_link=True)
    supergroup = bot.world.migrate(group, leaves_old=leaves_old)
    await settled(bot)
    assert bot.bot_messages(supergroup) == []
    assert bot.durable.choices.settings(Place(supergroup.id)).target == "id"
    assert bot.durable.choices.listens(Place(supergroup.id))
    bot.world.send_text(supergroup, f"/ringkas {bot.website.put('/b', PAGE)}")
    (brief,) = await bot.answers(supergroup)
    assert "Perpustakaan" in brief.text


async def test_an_answer_that_was_under_way_arrives_in_the_supergroup(bot: Scene, alex: User) -> None:
    group = bot.world.group("Redaksi", [alex])
    page = bot.website.hold("/lambat")
    bot.world.send_text(group, f"/ringkas {bot.website.put('/lambat', PAGE)}")
    await bot.server.wait_for(lambda: "/lambat" in bot.website.asked)
    supergroup = bot.world.migrate(group)
    page.set()
    (brief,) = await bot.answers(supergroup)
    assert "Maria Felle" in brief.text


async def test_forgetting_asks_first_and_says_what_was_deleted(bot: Scene) -> None:
    reader = bot.world.private_chat(bot.world.user("Alex"))
    bot.world.send_text(reader, POST)
    (brief,) = await bot.answers(reader)
    bot.world.send_text(reader, "/forget")
    (_, question) = await bot.answers(reader, 2)
    assert [button["text"] for button in question.buttons] == ["Delete all", "Keep it"]
    bot.world.press(question, "Delete all")
    await bot.server.wait_for(lambda: question.edit_count)
    assert question.text.startswith("Deleted: the settings, one brief and ")
    assert question.buttons == []
    press = bot.world.press(brief, "Longer")
    await bot.server.wait_for(lambda: press.answered)
    assert press.answers[0]["show_alert"]


def is_answered(press: CallbackQuery) -> bool:
    return bool(press.answered)


async def test_what_is_sent_after_the_deletion_is_answered_and_kept(bot: Scene) -> None:
    room = bot.world.private_chat(bot.world.user("Alex"))
    page = bot.website.hold("/lambat")
    bot.world.send_text(room, bot.website.put("/lambat", PAGE))
    await bot.server.wait_for(lambda: "/lambat" in bot.website.asked)
    bot.world.send_text(room, "/forget")
    await bot.server.wait_for(lambda: len(bot.bot_messages(room)) == 2)
    question = bot.bot_messages(room)[1]
    bot.world.press(question, "Delete all")
    bot.world.send_text(room, POST)
    await bot.server.wait_for(lambda: question.edit_count)
    bot.world.send_text(room, "/length 2")
    await bot.server.wait_for(lambda: len(bot.bot_messages(room)) == 4 and bot.bot_messages(room)[2].buttons)
    brief = bot.bot_messages(room)[2]
    page.set()
    await settled(bot)
    (kept,) = bot.durable.store.newest_digests(room.id, 10)
    assert "Harga Cabai" in kept.article.title
    assert bot.durable.choices.settings(Place(room.id)).sentence_count == 2
    press = bot.world.press(brief, "Longer")
    await bot.server.wait_for(partial(is_answered, press))
    assert not press.answers[0].get("show_alert")


async def test_what_is_chosen_right_after_the_deletion_is_kept(bot: Scene) -> None:
    room = bot.world.private_chat(bot.world.user("Alex"))
    bot.world.send_text(room, "/language indonesia")
    bot.world.send_text(room, "/forget")
    question = next(said for said in await bot.answers(room, 2) if said.buttons)
    bot.server.faults.slow("answerCallbackQuery", 1.0)
    bot.world.press(question, "Delete all")
    bot.world.send_text(room, "/length 2")
    await settled(bot)
    assert question.edit_count
    chosen = bot.durable.choices.settings(Place(room.id))
    assert (chosen.target, chosen.sentence_count) == (None, 2)


def kept_of(bot: Scene, group: Chat) -> dict[str, list[str]]:
    """What the database holds of a group: the payloads of its requests, its letters, the votes."""
    questions = {
        "payloads": f"SELECT inputs FROM workflow_input WHERE inputs LIKE '%{group.id}%'",
        "letters": f"SELECT message FROM letters WHERE chat_id = {group.id}",
        "votes": "SELECT voter FROM feedback",
        "briefs": f"SELECT digest_id FROM digests WHERE chat_id = {group.id}",
    }
    with closing(sqlite3.connect(bot.settings.database_url.removeprefix("sqlite:///"))) as database:
        return {name: [str(row[0]) for row in database.execute(query)] for name, query in questions.items()}


async def test_who_wants_to_be_forgotten_is_forgotten_in_groups_too(bot: Scene, alex: User) -> None:
    sam = bot.world.user("Sam")
    group = bot.world.group("Redaksi", [sam, alex], supergroup=True)
    article = bot.world.send_text(group, POST, sender=alex)
    bot.world.send_text(group, "/ringkas", sender=sam, reply_to=article)
    await bot.answers(group)
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}", sender=alex)
    (_, own) = await bot.answers(group, 2)
    bot.world.send_text(group, "/help", sender=sam)
    await bot.answers(group, 3)
    good = f"good:{own.buttons[0]['callback_data'].partition(':')[2]}"
    for person in (alex, sam):
        press = bot.world.press_forged(own, good, sender=person)
        await bot.server.wait_for(partial(is_answered, press))
    await settled(bot)
    before = kept_of(bot, group)
    room = bot.world.private_chat(alex)
    bot.world.send_text(room, "/forget")
    (question,) = await bot.answers(room)
    bot.world.press(question, "Delete all")
    await bot.server.wait_for(lambda: question.edit_count)
    await settled(bot)
    after = kept_of(bot, group)
    assert str(alex.id) in "".join(before["payloads"] + before["letters"])
    assert str(alex.id) not in "".join(after["payloads"] + after["letters"])
    assert (len(before["payloads"]), len(after["payloads"])) == (5, 1)
    assert (len(before["votes"]), len(after["votes"])) == (2, 1)
    assert after["briefs"] == before["briefs"]


async def test_who_would_rather_keep_it_keeps_it(bot: Scene) -> None:
    reader = bot.world.private_chat(bot.world.user("Sari", "id"))
    bot.durable.choices.choose_target(Place(reader.id), "id")
    bot.world.send_text(reader, "/forget")
    (question,) = await bot.answers(reader)
    bot.world.press(question, "Biarkan")
    await bot.server.wait_for(lambda: question.edit_count)
    assert question.text == "Tidak ada yang dihapus."
    assert bot.durable.choices.settings(Place(reader.id)).target == "id"


async def test_a_group_is_forgotten_at_the_word_of_its_administrators_alone(bot: Scene, alex: User) -> None:
    sam = bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam], supergroup=True)
    bot.durable.choices.choose_target(Place(group.id), "id")
    bot.world.send_text(group, "/forget", sender=sam)
    (refusal,) = await bot.answers(group)
    assert "Only an administrator" in refusal.text
    bot.world.promote(group, alex, anonymous=True)
    bot.world.send_text(group, "/forget", sender=alex)
    (_, question) = await bot.answers(group, 2)
    press = bot.world.press(question, "Delete all", sender=sam)
    await bot.server.wait_for(lambda: press.answered)
    assert "Only an administrator" in press.answers[0]["text"]
    assert bot.durable.choices.settings(Place(group.id)).target == "id"
    bot.world.press(question, "Delete all", sender=alex)
    await bot.server.wait_for(lambda: question.edit_count)
    assert bot.durable.choices.settings(Place(group.id)).target is None


async def test_a_group_that_is_not_served_hears_nothing_and_its_number_is_in_the_log(
    data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(membership, "GREETING_PAUSE_S", 0.0)
    async with scene(data, allowed_chats=frozenset({7})) as bot:
        group = bot.world.group("Redaksi", [bot.world.user("Alex")], with_bot=False)
        bot.world.add_bot(group)
        await settled(bot)
        assert bot.bot_messages(group) == []
        assert f"taken into the group {group.id}" in caplog.text
        bot.durable.choices.choose_target(Place(group.id), "id")
        bot.world.kick_bot(group)
        await settled(bot)
        assert bot.durable.choices.settings(Place(group.id)).target is None


async def test_a_group_that_is_served_stays_so_as_a_supergroup(data: Path) -> None:
    async with scene(data, allowed_chats=frozenset({-1_001, -1_002, -1_003})) as bot:
        group = bot.world.group("Redaksi", [bot.world.user("Alex")])
        assert group.id in bot.settings.allowed_chats
        supergroup = bot.world.migrate(group)
        await settled(bot)
        bot.world.send_text(supergroup, "/ringkas")
        (answer,) = await bot.answers(supergroup)
        assert answer.text.startswith("In a group")
