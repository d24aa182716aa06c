"""What a bot asks about chats and who is in them, and how it leaves.

In: the world and the parameters of a call. Out: the result as a JSON value, or BotApiError with Telegram's
code and words.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.checks import Method, Parameters, open_chat
from playground.keyboards import bad_request
from playground.world import Json, World, member_json

MAX_REACTIONS_OF_A_CHAT = 11


def get_chat(world: World, p: Parameters) -> Json:
    """getChat"""
    chat = open_chat(world, p["chat_id"])
    gifts = dict.fromkeys(
        ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"],
        False,
    )
    linked = {"linked_chat_id": chat.linked.id} if chat.linked else {}
    return chat.to_json() | linked | {
        "accent_color_id": 0, "max_reaction_count": MAX_REACTIONS_OF_A_CHAT, "accepted_gift_types": gifts,
    }  # fmt: skip


def get_chat_member(world: World, p: Parameters) -> Json:
    """getChatMember"""
    chat = open_chat(world, p["chat_id"])
    user = world.users.get(p["user_id"])
    if user is None:
        raise bad_request("user not found")
    is_told = user is world.bot or chat.members.get(world.bot.id) == "administrator"
    if chat.hides_members and not is_told and not world.is_administrator(chat, user):
        raise bad_request("member list is inaccessible")
    return member_json(chat, user)


def get_chat_administrators(world: World, p: Parameters) -> list[Json]:
    """getChatAdministrators; other bots are named only if that is asked for."""
    chat = open_chat(world, p["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    administrators = [world.users[user_id] for user_id in chat.members]
    return [
        member_json(chat, user)
        for user in administrators
        if world.is_administrator(chat, user)
        and (not user.is_bot or user is world.bot or p.get("return_bots"))
    ]


def leave_chat(world: World, p: Parameters) -> bool:
    """leaveChat"""
    chat = open_chat(world, p["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.bot_leaves(chat)
    return True


CHAT_METHODS: Mapping[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
