"""What a bot does with messages: sends, edits, deletes, pins, reacts, answers presses; files apart (`media`).

In: the world and the parameters of a call, already turned into Python values by `rules`. Out: the result as
a JSON value, or BotApiError with Telegram's code and words.

Sources: https://core.telegram.org/bots/api; the words of the refusals are those of the Bot API server
(github.com/tdlib/telegram-bot-api).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from playground.checks import (
    Method,
    Parameters,
    caption_of,
    content_of,
    editable,
    formatted_of,
    open_chat,
    text_of,
    topic_with,
)
from playground.files import CAPTIONED, kind_in
from playground.formatted import utf16_length
from playground.inline import answer_inline_query
from playground.keyboards import bad_request
from playground.media import MAX_MESSAGES_AT_ONCE
from playground.rules import load_rules
from playground.sending import edited, sent
from playground.world import TEXT_LIMIT_UTF16, Chat, ChatAction, Draft, Json, Message, World

DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024
CALLBACK_ANSWER_LIMIT_UTF16 = 200
GENERAL_THREAD_ID = 1
"""General as a thread: good for chat actions; messages for General name no thread."""
DELETABLE_FOR_S = 48 * 3600
"""How long a bot may delete a message after it was sent."""
CHAT_ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
     "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)  # fmt: skip


# Texts


def send_message(world: World, p: Parameters) -> Json:
    """sendMessage"""
    content = world.text_content(text_of(world, "sendMessage", p))
    return sent(world, p, content | _preview(p)).payload


def edit_message_text(world: World, p: Parameters) -> Json | bool:
    """editMessageText"""
    content = world.text_content(text_of(world, "editMessageText", p)) | _preview(p)
    message = editable(world, p)
    if "text" not in message.payload:
        raise bad_request("there is no text in the message to edit")
    return edited(world, message, p, content)


def edit_message_caption(world: World, p: Parameters) -> Json | bool:
    """editMessageCaption"""
    content = world.caption_content(caption_of(world, "editMessageCaption", p))
    if p.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    message = editable(world, p)
    if kind_in(message.payload) not in CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    return edited(world, message, p, content)


def edit_message_reply_markup(world: World, p: Parameters) -> Json | bool:
    """editMessageReplyMarkup"""
    message = editable(world, p)
    return edited(world, message, p, content_of(message.payload, without="reply_markup"))


# Taking away and pinning


def delete_message(world: World, p: Parameters) -> bool:
    """deleteMessage"""
    chat = open_chat(world, p["chat_id"])
    message = chat.messages.get(p["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if not _may_delete(world, message):
        raise bad_request("message can't be deleted")
    message.deleted = True
    return True


def delete_messages(world: World, p: Parameters) -> bool:
    """deleteMessages: what is not there is passed over, what may not be deleted stays."""
    chat = open_chat(world, p["chat_id"])
    if not p["message_ids"]:
        raise bad_request("message identifiers are not specified")
    if len(p["message_ids"]) > MAX_MESSAGES_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    found = [chat.messages[number] for number in p["message_ids"] if number in chat.messages]
    for message in found:
        message.deleted = message.deleted or _may_delete(world, message)
    return True


def pin_chat_message(world: World, p: Parameters) -> bool:
    """pinChatMessage"""
    chat = _pinning_chat(world, p)
    message = chat.messages.get(p["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to pin not found")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
        world.new_message(chat, world.bot, {"pinned_message": deepcopy(message.payload)}, topic=message.topic)
    return True


def unpin_chat_message(world: World, p: Parameters) -> bool:
    """unpinChatMessage: the message named, or else the one pinned last."""
    chat = _pinning_chat(world, p)
    number = p.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def unpin_all_chat_messages(world: World, p: Parameters) -> bool:
    """unpinAllChatMessages"""
    _pinning_chat(world, p).pinned.clear()
    return True


# What shows for a while, and answers


def send_message_draft(world: World, p: Parameters) -> bool:
    """sendMessageDraft: a text as it comes into being, in private chats; it leaves no message behind."""
    chat = open_chat(world, p["chat_id"])
    if chat.type != "private":
        raise bad_request("message drafts can be sent to private chats only")
    if not p["draft_id"]:
        raise bad_request("draft identifier must be non-zero")
    if "message_thread_id" in p:
        topic_with(chat, p["message_thread_id"])
    formatted = formatted_of(world, "sendMessageDraft", p, "text")
    if utf16_length(formatted.text) > TEXT_LIMIT_UTF16:
        raise bad_request("message is too long")
    world.drafts.append(Draft(chat, p["draft_id"], formatted.text))
    return True


def send_chat_action(world: World, p: Parameters) -> bool:
    """sendChatAction"""
    if p["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat, thread_id = open_chat(world, p["chat_id"]), p.get("message_thread_id")
    if thread_id is not None and not (chat.is_forum and thread_id == GENERAL_THREAD_ID):
        topic_with(chat, thread_id)
    world.actions.append(ChatAction(chat, p["action"], thread_id))
    return True


def set_message_reaction(world: World, p: Parameters) -> bool:
    """setMessageReaction"""
    reactions = p.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(r["type"] != "emoji" or r["emoji"] not in load_rules().reactions for r in reactions):
        raise bad_request("REACTION_INVALID")
    chat = open_chat(world, p["chat_id"])
    if chat.allowed_reactions is not None and any(
        r["emoji"] not in chat.allowed_reactions for r in reactions
    ):
        raise bad_request("REACTION_INVALID")
    message = chat.messages.get(p["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to react not found")
    message.reactions[world.bot.id] = deepcopy(reactions)
    return True


def answer_callback_query(world: World, p: Parameters) -> bool:
    """answerCallbackQuery"""
    query = world.callbacks.get(p["callback_query_id"])
    if query is None or query.expired:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(p.get("text", "")) > CALLBACK_ANSWER_LIMIT_UTF16:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answers.append({name: value for name, value in p.items() if name != "callback_query_id"})
    return True


def get_file(world: World, p: Parameters) -> Json:
    """getFile"""
    stored = world.files.get(p["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size_bytes > DOWNLOAD_LIMIT_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size_bytes,
        "file_path": stored.path,
    }  # fmt: skip


# Inside


def _may_delete(world: World, message: Message) -> bool:
    """Whether the bot may: all in private chats, its own elsewhere, that of others as an administrator."""
    chat, is_young = message.chat, world.now() - message.payload["date"] < DELETABLE_FOR_S
    rights = chat.rights.get(world.bot.id, frozenset())
    return "can_delete_messages" in rights or (
        is_young and (message.sender is world.bot or chat.type == "private")
    )


def _pinning_chat(world: World, p: Parameters) -> Chat:
    chat = open_chat(world, p["chat_id"])
    if chat.type != "private" and "can_pin_messages" not in chat.rights.get(world.bot.id, ()):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _preview(p: Parameters) -> Json:
    options = p.get("link_preview_options")
    return {"link_preview_options": deepcopy(options)} if options else {}


MESSAGE_METHODS: Mapping[str, Method] = {
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "sendMessageDraft": send_message_draft,
    "setMessageReaction": set_message_reaction,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getFile": get_file,
}
