"""How a message of the bot's comes into a chat, and how it is changed; whatever is in it.

In: the world, the parameters of a call, the content that was made of them. Out: the message, or BotApiError
with Telegram's code and words.
"""

from __future__ import annotations

from playground.checks import (
    Parameters,
    content_of,
    inline_keyboard_of,
    keyboard_of,
    open_chat,
    replied_of,
    topic_of,
)
from playground.files import KINDS, kind_in
from playground.formatted import utf16_length
from playground.keyboards import bad_request
from playground.world import Chat, Json, Message, World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def sent(world: World, p: Parameters, content: Json) -> Message:
    """The message as it is sent."""
    chat = open_chat(world, p["chat_id"])
    check_rights(world, chat, content)
    keyboard = keyboard_of(world, p, chat.type)
    inline = {"reply_markup": keyboard} if "inline_keyboard" in keyboard else {}
    replied = replied_of(world, chat, p)
    topic = topic_of(world, chat, p, replied)
    protected = {"has_protected_content": True} if p.get("protect_content") else {}
    content = content | inline | protected | _quoted(p, replied)
    message = world.new_message(chat, world.bot, content, reply_to=replied, topic=topic)
    if keyboard and not inline:
        message.keyboard = keyboard
    return message


def check_rights(world: World, chat: Chat, content: Json) -> None:
    """Refuse where the bot may not write."""
    if chat.members.get(world.bot.id) == "restricted":
        kind = kind_in(content)
        what = KINDS[kind].plural if kind else "text messages"
        raise bad_request(f"not enough rights to send {what} to the chat")


def edited(
    world: World, message: Message, p: Parameters, content: Json, *, replaces_file: bool = False
) -> Json | bool:
    """The message as it is changed; true where it is one that somebody sent through the bot."""
    chat_type = None if "inline_message_id" in p else message.chat.type
    content = content | inline_keyboard_of(world, p, chat_type)
    if content == content_of(message.payload, with_file=replaces_file):
        raise bad_request(NOT_MODIFIED)
    world.replace_content(message, content, replaces_file=replaces_file)
    return True if "inline_message_id" in p else message.payload


def _quoted(p: Parameters, replied: Message | None) -> Json:
    """The part of the answered message that the answer shows."""
    words = p.get("reply_parameters", {}).get("quote")
    if replied is None or not words:
        return {}
    position = utf16_length(replied.text[: replied.text.index(words)])
    return {"quote": {"text": words, "position": position, "is_manual": True}}
