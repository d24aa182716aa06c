"""What the parameters of a call stand for: texts, chats, topics, messages; or how the call is refused.

In: the world and parameters as Python values. Out: objects of the world, or BotApiError with Telegram's code
and words; what Telegram would let pass in silence becomes a violation. It changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from playground.formatted import (
    EntityError,
    FormattedText,
    PlaceError,
    entity_from_json,
    plain_text,
    utf16_length,
)
from playground.ground import MEDIA
from playground.keyboards import bad_request, checked_keyboard
from playground.markdown import parse_legacy_markdown, parse_markdown_v2
from playground.reply_keyboards import checked_reply_markup
from playground.rules import Violation
from playground.telegram_html import parse_html
from playground.world import (
    CAPTION_LIMIT_UTF16,
    CHANGEABLE,
    TEXT_LIMIT_UTF16,
    BotApiError,
    Chat,
    Json,
    Message,
    Topic,
    World,
)

Parameters = Mapping[str, Any]
Method = Callable[[World, Parameters], object]
"""What carries out a method of the Bot API."""

PARSERS: Mapping[str, Callable[[str], FormattedText]] = {
    "html": parse_html,
    "markdownv2": parse_markdown_v2,
    "markdown": parse_legacy_markdown,
}
"""Parse mode in lower case -> what reads it."""


def forbidden(words: str) -> BotApiError:
    """A refusal with code 403."""
    return BotApiError(403, f"Forbidden: {words}")


def formatted_of(world: World, method: str, p: Parameters, name: str) -> FormattedText:
    """A text with its entities; markup that Telegram mends silently is a violation."""
    given, mode = p.get(name, ""), p.get("parse_mode", "").lower()
    entities = p.get("caption_entities" if name == "caption" else "entities", [])
    if mode not in ("", "none") and given and mode not in PARSERS:
        raise bad_request("unsupported parse_mode")
    try:
        if mode in PARSERS:
            formatted = PARSERS[mode](given)
        else:
            formatted = plain_text(given, map(entity_from_json, entities))
    except PlaceError as error:
        raise bad_request(str(error)) from None
    except EntityError as error:
        prefix = "" if str(error).startswith("strings must") else "can't parse entities: "
        raise bad_request(f"{prefix}{error}") from None
    world.violations += [Violation(method, f"{name}: {note}") for note in formatted.notes]
    return formatted


def text_of(world: World, method: str, p: Parameters) -> FormattedText:
    """The text of a message; refused where there is none, or too much."""
    formatted = formatted_of(world, method, p, "text")
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > TEXT_LIMIT_UTF16:
        raise bad_request("message is too long")
    return formatted


def caption_of(world: World, method: str, p: Parameters) -> FormattedText:
    """The caption of a file; refused where there is too much."""
    formatted = formatted_of(world, method, p, "caption")
    if utf16_length(formatted.text) > CAPTION_LIMIT_UTF16:
        raise bad_request("message caption is too long")
    return formatted


def topic_of(world: World, chat: Chat, p: Parameters, replied: Message | None) -> Topic | None:
    """The topic that a message goes to: the one named, or that of the message it answers."""
    topic = replied.topic if replied is not None and replied.chat is chat else None
    if "message_thread_id" in p:
        named = topic_with(chat, p["message_thread_id"])
        if replied is not None and topic is not named:
            world.violations.append(Violation("sendMessage", "answers a message of another topic"))
        topic = named
    if topic is not None and topic.closed and chat.members.get(world.bot.id) != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return topic


def topic_with(chat: Chat, thread_id: int) -> Topic:
    """The topic with this thread. General has none, and a chain of answers is no topic."""
    topic = chat.topics.get(thread_id)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    return topic


def chat_with(world: World, chat_id: int | str) -> Chat:
    """The chat with this id or @name; refused where there is none, or where nobody has opened it."""
    if isinstance(chat_id, str):
        names = {f"@{chat.username}".lower(): chat for chat in world.chats.values() if chat.username}
        found = names.get(chat_id.lower())
    else:
        found = world.chats.get(chat_id)
    if found is not None:
        return found
    if chat_id in world.users:
        raise forbidden("bot can't initiate conversation with a user")
    raise bad_request("chat not found")


def open_chat(world: World, chat_id: int | str) -> Chat:
    """The chat, if the bot may write in it."""
    chat = chat_with(world, chat_id)
    if chat.migrated_to is not None:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        raise BotApiError(400, words, migrate_to_chat_id=chat.migrated_to.id)
    status = chat.members.get(world.bot.id, "left")
    if status == "kicked":
        raise forbidden(
            "bot was blocked by the user" if chat.type == "private"
            else f"bot was kicked from the {chat.type} chat"
        )  # fmt: skip
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def replied_of(world: World, chat: Chat, p: Parameters) -> Message | None:
    """The message to be answered; None where there is none and that is allowed."""
    reply = p.get("reply_parameters")
    if not reply:
        return None
    source = chat_with(world, reply["chat_id"]) if "chat_id" in reply else chat
    message = source.messages.get(reply["message_id"])
    if message is None or message.deleted:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    if reply.get("quote", "") not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message


def editable(world: World, p: Parameters) -> Message:
    """The message to be edited: one of the bot's own in a chat, or one that somebody sent through it."""
    if "inline_message_id" in p:
        return inline_message(world, p["inline_message_id"])
    if "chat_id" not in p:
        raise bad_request("chat_id is empty")
    if "message_id" not in p:
        raise bad_request("message identifier is not specified")
    message = open_chat(world, p["chat_id"]).messages.get(p["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot:
        raise bad_request("message can't be edited")
    return message


def inline_message(world: World, inline_id: str) -> Message:
    """The message that somebody sent through the bot, by the id that the bot was told."""
    message = world.inline_messages.get(inline_id)
    if message is None or message.deleted:
        raise bad_request("MESSAGE_ID_INVALID")
    return message


def keyboard_of(world: World, p: Parameters, chat_type: str | None) -> Json:
    """The keyboard under a message, or below the field; empty where there is none."""
    given = p.get("reply_markup") or {}
    if "inline_keyboard" in given:
        return checked_keyboard(given, chat_type, inline_mode=world.inline_mode)
    markup, notes = checked_reply_markup(given, chat_type)
    world.violations += [Violation("reply_markup", note) for note in notes]
    return markup


def inline_keyboard_of(world: World, p: Parameters, chat_type: str | None) -> Json:
    """The same as a field of the message."""
    markup = keyboard_of(world, p, chat_type)
    return {"reply_markup": markup} if markup else {}


def content_of(payload: Json, *, without: str = "", with_file: bool = False) -> Json:
    """What an edit may change, as it stands; `with_file` where it may change the file too."""
    names = (*CHANGEABLE, *MEDIA) if with_file else CHANGEABLE
    return {name: deepcopy(payload[name]) for name in names if name in payload and name != without}
