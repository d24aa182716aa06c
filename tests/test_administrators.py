"""Who decides for a group is asked of Telegram, once in some minutes, and again where it says otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, ChatMemberUpdated, Update

from handlers.administrators import KNOWN_S, REFUSED_S, Administrators, is_rise_or_fall
from playground.bot_api import DEFAULT_TOKEN, BotApiServer
from playground.records import Json
from playground.world import Chat, User, World


class Clock:
    def __init__(self) -> None:
        self.s = 1_000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    server = BotApiServer(world, DEFAULT_TOKEN)
    async with server, Bot(DEFAULT_TOKEN, base_url=f"{server.url}/bot") as running:
        yield running


def said(bot: Bot, message: Json) -> Update:
    update = Update.de_json({"update_id": 1, "message": message}, bot)
    assert update is not None
    return update


def command(world: World, bot: Bot, chat: Chat, sender: User) -> Update:
    return said(bot, world.send_text(chat, "/settings", sender=sender).payload)


async def test_the_creator_and_administrators_decide_and_members_do_not(world: World, bot: Bot) -> None:
    sari, budi, tono = (world.user(name) for name in ("Sari", "Budi", "Tono"))
    group = world.group("Redaksi", [sari, budi, tono], supergroup=True)
    world.promote(group, budi)
    decide = Administrators().may_change
    assert await decide(command(world, bot, group, sari), bot)
    assert await decide(command(world, bot, group, budi), bot)
    assert not await decide(command(world, bot, group, tono), bot)


async def test_in_a_private_chat_everybody_decides_and_nobody_is_asked(world: World, bot: Bot) -> None:
    chat = world.private_chat(world.user("Alex"))
    assert await Administrators().may_change(command(world, bot, chat, world.person_of(chat)), bot)
    assert world.calls_of("getChatMember") == []


async def test_one_who_speaks_as_the_group_decides_one_who_speaks_as_a_channel_does_not(
    world: World, bot: Bot
) -> None:
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True)
    world.promote(group, sari, anonymous=True)
    channel = world.channel("Kabar")
    decide = Administrators().may_change
    assert await decide(command(world, bot, group, sari), bot)
    as_channel = world.send_text(group, "/settings", sender=budi, sender_chat=channel)
    assert not await decide(said(bot, as_channel.payload), bot)
    assert world.calls_of("getChatMember") == []


@pytest.mark.parametrize(("name", "known_s"), [("Sari", KNOWN_S), ("Budi", REFUSED_S)])
async def test_telegram_is_asked_again_after_some_time(
    world: World, bot: Bot, name: str, known_s: float
) -> None:
    people = [world.user("Sari"), world.user("Budi")]
    group, clock = world.group("Redaksi", people), Clock()
    update = command(world, bot, group, next(user for user in people if user.first_name == name))
    administrators = Administrators(clock)
    for passed_s, asked in ((0, 1), (known_s - 1, 1), (2, 2)):
        clock.s += passed_s
        assert await administrators.may_change(update, bot) == (name == "Sari")
        assert len(world.calls_of("getChatMember")) == asked


async def test_who_falls_is_none_any_more_at_once(world: World, bot: Bot) -> None:
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True)
    world.promote(group, budi)
    administrators = Administrators()
    update = command(world, bot, group, budi)
    assert await administrators.may_change(update, bot)
    world.demote(group, budi)
    await administrators.on_member_changed(
        Update(2, chat_member=change(world, bot, group, budi, "administrator", "member")),
        None,  # type: ignore[arg-type]
    )
    assert not await administrators.may_change(update, bot)


async def test_nobody_decides_where_telegram_does_not_say_and_it_is_asked_again(
    world: World, bot: Bot
) -> None:
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True)
    group.hides_members = True
    administrators = Administrators()
    update = command(world, bot, group, budi)
    assert not await administrators.may_change(update, bot)
    assert not await administrators.may_change(update, bot)
    assert len(world.calls_of("getChatMember")) == 2


def change(world: World, bot: Bot, chat: Chat, user: User, old: str, new: str) -> ChatMemberUpdated:
    rights = {"user": user.to_json()} | dict.fromkeys(RIGHTS, False)
    told = {
        "chat": chat.to_json(), "from": user.to_json(), "date": 1,
        "old_chat_member": rights | {"status": old}, "new_chat_member": rights | {"status": new},
    }  # fmt: skip
    return ChatMemberUpdated.de_json(told, bot)


RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        ("member", "administrator", True),
        ("administrator", "member", True),
        ("administrator", "left", True),
        ("left", "member", False),
        ("member", "left", False),
        ("administrator", "administrator", False),
    ],
)
async def test_only_a_rise_or_a_fall_is_worth_hearing_of(
    world: World, bot: Bot, old: str, new: str, answer: bool
) -> None:
    sari = world.user("Sari")
    group = world.group("Redaksi", [sari])
    assert is_rise_or_fall(change(world, bot, group, sari, old, new)) is answer
