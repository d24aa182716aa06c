"""World -> JSON: all that the page shows, as one flat picture, and what changed between two of them.

In: a world, the town, the traffic; out: key -> JSON value ("message/5/17"), and a difference of two pictures.
Everything here is pure: the page's server decides when to look and whom to tell. What a person may see is
decided here; how it looks is the page's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.files import FILES, file_name
from playground.formatted import utf16_slice
from playground.message_methods import GENERAL_THREAD_ID
from playground.town import Town
from playground.traffic import Traffic
from playground.world import Chat, Json, Message, User, World

Picture = dict[str, Any]

REPLY_WORDS_UTF16 = 120
"""How much of an answered message stands above the answer."""
SHOWN_TYPES = {
    "text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain",
    "application/pdf": "application/pdf", "image/jpeg": "image/jpeg", "image/png": "image/png",
    "image/webp": "image/webp", "image/gif": "image/gif",
}  # fmt: skip
"""Files that open in a tab; every other kind is handed over to be saved."""


def difference(old: Picture, new: Picture) -> Json:
    """Return what to put and what to take away to make the new of the old; empty for no change."""
    put = {key: value for key, value in new.items() if key not in old or old[key] != value}
    gone = [key for key in old if key not in new]
    return ({"put": put} if put else {}) | ({"gone": gone} if gone else {})


def picture_of(world: World, town: Town, traffic: Traffic) -> Picture:
    """Return all that the page shows of the world."""
    picture: Picture = {"bot": _bot(world), "world": {"privacy": world.privacy_mode}}
    for user_id, role in town.roles.items():
        picture[f"person/{user_id}"] = world.users[user_id].to_json() | {"role": role}
    for chat in list(world.chats.values()):
        picture[f"chat/{chat.id}"] = _chat(world, chat)
        for message in list(chat.messages.values()):
            if not message.deleted:
                picture[f"message/{chat.id}/{message.message_id}"] = _message(world, message)
        if replies := _replies(chat):
            picture[f"replies/{chat.id}"] = replies
        for user_id in town.roles:
            if user_id in chat.members:
                picture[f"commands/{chat.id}/{user_id}"] = commands_for(world, chat, world.users[user_id])
    picture |= _presses(world) | _inline(world) | _traffic(world, traffic)
    return picture


def _bot(world: World) -> Json:
    profile = world.profile
    return world.bot.to_json() | {
        "descriptions": dict(profile.descriptions), "short_descriptions": dict(profile.short_descriptions),
    }  # fmt: skip


def _chat(world: World, chat: Chat) -> Json:
    topics = [
        {"id": topic.thread_id, "name": topic.name, "closed": topic.closed}
        for topic in chat.topics.values()
        if not topic.deleted
    ]
    members = {user_id: status for user_id, status in chat.members.items() if user_id != world.bot.id}
    return chat.to_json() | {
        "topics": topics, "members": {str(user_id): status for user_id, status in members.items()},
        "bot_status": chat.members.get(world.bot.id, "left"),
    }  # fmt: skip


# Messages


def _message(world: World, message: Message) -> Json:
    payload = message.payload
    view: Json = {
        "chat": message.chat.id, "id": message.message_id, "date": payload["date"],
        "from": _author(message), "text": message.text,
        "entities": payload.get("entities") or payload.get("caption_entities") or [],
        "to_bot": message.meant_for_bot, "by_bot": message.sender is world.bot,
    }  # fmt: skip
    optional = {
        "topic": message.topic.thread_id if message.topic else None,
        "edited": payload.get("edit_date"),
        "history": list(message.history[:-1]) or None,
        "forward": _origin(payload["forward_origin"]) if "forward_origin" in payload else None,
        "reply": _reply(message),
        "keyboard": (message.reply_markup or {}).get("inline_keyboard"),
        "reactions": _reactions(message) or None,
        "service": _service(payload),
        "via": payload.get("via_bot", {}).get("username"),
        "album": payload.get("media_group_id"),
        "wants_reply": (message.keyboard or {}).get("force_reply"),
    }
    return view | {name: value for name, value in optional.items() if value is not None} | _media(payload)


def _replies(chat: Chat) -> Json | None:
    """The keyboard of ready answers that the last message with a word about it has put there."""
    for message in reversed(list(chat.messages.values())):
        if message.keyboard is not None:
            rows = message.keyboard.get("keyboard")
            return {"id": message.message_id, **message.keyboard} if rows else None
    return None


def _author(message: Message) -> Json:
    chat = message.payload.get("sender_chat")
    if chat is not None:
        return {"id": chat["id"], "name": chat.get("title", ""), "is_bot": False}
    sender = message.sender
    return {"id": sender.id, "name": sender.first_name, "is_bot": sender.is_bot}


def _origin(origin: Json) -> str:
    for name, field in (("sender_user", "first_name"), ("sender_chat", "title"), ("chat", "title")):
        if name in origin:
            return str(origin[name].get(field, ""))
    return str(origin.get("sender_user_name", ""))


def _reply(message: Message) -> Json | None:
    if message.replied_id is None:
        return None
    replied = message.payload["reply_to_message"]
    author = replied.get("sender_chat", {}).get("title") or replied.get("from", {}).get("first_name", "")
    return {"id": message.replied_id, "name": author, "text": _first_line(replied)}


def _first_line(payload: Json) -> str:
    """What a message is known by elsewhere: its first words, or what kind of file it is."""
    kind = next((kind for kind in FILES if kind in payload), None)
    named = file_name(kind, payload[kind]) if kind else ""
    text = str(
        payload.get("text") or payload.get("caption") or named or ("a photo" if "photo" in payload else "")
    )
    return utf16_slice(text, 0, REPLY_WORDS_UTF16).partition("\n")[0]


def _reactions(message: Message) -> list[Json]:
    by: dict[str, list[int]] = {}
    for user_id, given in message.reactions.items():
        for reaction in given:
            by.setdefault(reaction["emoji"], []).append(user_id)
    return [{"emoji": emoji, "by": user_ids} for emoji, user_ids in by.items()]


def _media(payload: Json) -> Json:
    media: Json = {}
    kind = next((kind for kind in FILES if kind in payload), None)
    if kind is not None:
        file = payload[kind]
        media["document"] = {
            "file": file["file_id"], "name": file_name(kind, file), "size": file["file_size"],
            "mime": file.get("mime_type", ""), "kind": kind, "seconds": file.get("duration"),
            "opens": file.get("mime_type", "") in SHOWN_TYPES,
        }  # fmt: skip
    if sizes := payload.get("photo"):
        largest = sizes[-1]
        media["photo"] = {
            "file": largest["file_id"], "width": largest["width"], "height": largest["height"],
        }  # fmt: skip
    if payload.get("has_media_spoiler"):
        media["veiled"] = True
    if payload.get("show_caption_above_media"):
        media["below"] = True
    if sticker := payload.get("sticker"):
        media["sticker"] = sticker.get("emoji", "")
    return media


def _service(payload: Json) -> Json | None:
    """What Telegram itself writes between messages, to be put into words by the page."""
    if "forum_topic_created" in payload:
        return {"kind": "topic", "name": payload["forum_topic_created"]["name"]}
    for kind in ("forum_topic_closed", "forum_topic_reopened", "migrate_to_chat_id", "migrate_from_chat_id"):
        if kind in payload:
            return {"kind": kind}
    if pinned := payload.get("pinned_message"):
        return {"kind": "pinned", "name": _first_line(pinned)}
    if joined := payload.get("new_chat_members"):
        return {"kind": "joined", "name": ", ".join(user["first_name"] for user in joined)}
    if left := payload.get("left_chat_member"):
        return {"kind": "left", "name": left["first_name"]}
    return None


# Commands


def commands_for(world: World, chat: Chat, user: User) -> list[Json]:
    """Return the commands that this person sees in this chat, by the Bot API's order of scopes and languages.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    for scope in _scopes(chat, user):
        for language in (user.language_code or "", ""):
            if commands := world.profile.commands.get((scope, language)):
                return commands
    return []


def _scopes(chat: Chat, user: User) -> Iterator[str]:
    if chat.type == "private":
        yield from (f"chat:{chat.id}", "all_private_chats", "default")
        return
    is_admin = chat.members.get(user.id) in ("creator", "administrator")
    yield f"chat_member:{chat.id}:{user.id}"
    if is_admin:
        yield f"chat_administrators:{chat.id}"
    yield f"chat:{chat.id}"
    if is_admin:
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")


# What happens


def _presses(world: World) -> Picture:
    return {
        f"press/{query.id}": {
            "chat": query.message.chat.id, "message": query.message.message_id, "data": query.data,
            "by": query.sender.id, "answers": list(query.answers), "expired": query.expired,
        }
        for query in list(world.callbacks.values())
    }  # fmt: skip


def _inline(world: World) -> Picture:
    """The last answer to each person's words behind the bot's name."""
    picture: Picture = {}
    for query in list(world.inline_queries.values()):
        if query.answer is not None:
            results = [
                {"id": result.id, "title": result.title, "description": result.description}
                for result in query.results
            ]
            picture[f"inline/{query.sender.id}"] = {
                "id": query.id, "query": query.text, "results": results, "button": query.button,
            }  # fmt: skip
    return picture


def _traffic(world: World, traffic: Traffic) -> Picture:
    picture: Picture = {
        f"traffic/{event.number}": {
            "kind": event.kind, "at": event.at_s, "name": event.name, "status": event.status,
            "content": event.content, "description": event.description, "result": event.result,
        }
        for event in traffic.events
    }  # fmt: skip
    for number, violation in enumerate(list(world.violations)):
        picture[f"violation/{number}"] = {"method": violation.method, "words": violation.words}
    for (chat_id, thread_id), (action, at_s) in traffic.typing.items():
        room = "" if thread_id in (None, GENERAL_THREAD_ID) else thread_id
        picture[f"typing/{chat_id}/{room}"] = {"action": action, "at": at_s}
    for chat_id, text in traffic.drafts.items():
        picture[f"draft/{chat_id}"] = text
    picture["answers"] = [
        {"update": one.update_id, "kind": one.kind, "chat": one.chat_id, "words": one.words,
         "marks": [list(mark) for mark in one.marks]}
        for one in traffic.answers
    ]  # fmt: skip
    return picture
