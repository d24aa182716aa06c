"""What a bot can do in the world: the methods of the Bot API, without HTTP.

In: the world and the parameters of a call, already turned into Python values by `rules`. Out: the
result as a JSON value, or BotApiError with Telegram's code and words. getUpdates is not here: it
waits, so it belongs to the server.

Sources: https://core.telegram.org/bots/api; the words of the refusals are those of the Bot API server
(github.com/tdlib/telegram-bot-api).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from urllib.parse import urlsplit

from playground.checks import (
    Parameters,
    caption_of,
    chat_with,
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
from playground.media import MAX_MESSAGES_AT_ONCE, MEDIA_METHODS
from playground.rules import load_rules
from playground.sending import edited, sent
from playground.world import (
    TEXT_LIMIT_UTF16,
    Chat,
    ChatAction,
    Draft,
    Json,
    Message,
    Webhook,
    World,
    member_json,
)

Method = Callable[[World, Parameters], object]

DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024
CALLBACK_ANSWER_LIMIT_UTF16 = 200
MAX_COMMANDS = 100
NAME_LIMIT_UTF16 = 64
DESCRIPTION_LIMIT_UTF16 = 512
SHORT_DESCRIPTION_LIMIT_UTF16 = 120
COMMAND_DESCRIPTION_LIMIT_UTF16 = 256
MAX_REACTIONS_OF_A_CHAT = 11
GENERAL_THREAD_ID = 1
"""General as a thread: good for chat actions; messages for General name no thread."""
DELETABLE_FOR_S = 48 * 3600
"""How long a bot may delete a message after it was sent."""
CHAT_ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
     "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)  # fmt: skip


# Messages


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


# Chats


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


# The bot itself


def get_me(world: World, p: Parameters) -> Json:
    """getMe"""
    return world.bot.to_json() | {
        "can_join_groups": True, "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": world.inline_mode, "can_connect_to_business": False,
        "has_main_web_app": False,
    }  # fmt: skip


def done(world: World, p: Parameters) -> bool:
    """logOut and close, which have nothing to do here."""
    return True


def set_my_commands(world: World, p: Parameters) -> bool:
    """setMyCommands"""
    if len(p["commands"]) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in p["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"]) <= COMMAND_DESCRIPTION_LIMIT_UTF16:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_scope(world, p), _language(p)] = deepcopy(p["commands"])
    return True


def get_my_commands(world: World, p: Parameters) -> list[Json]:
    """getMyCommands"""
    return world.profile.commands.get((_scope(world, p), _language(p)), [])


def delete_my_commands(world: World, p: Parameters) -> bool:
    """deleteMyCommands"""
    world.profile.commands.pop((_scope(world, p), _language(p)), None)
    return True


def _profile_methods(attribute: str, parameter: str, limit_utf16: int) -> tuple[Method, Method]:
    """The setter and the getter of a text that a bot says about itself."""

    def setter(world: World, p: Parameters) -> bool:
        text = p.get(parameter, "")
        if utf16_length(text) > limit_utf16:
            raise bad_request(f"{parameter.removeprefix('short_').upper()}_TOO_LONG")
        getattr(world.profile, attribute)[_language(p)] = text
        return True

    def getter(world: World, p: Parameters) -> Json:
        texts: dict[str, str] = getattr(world.profile, attribute)
        default = world.bot.first_name if parameter == "name" else ""
        return {parameter: texts.get(_language(p)) or texts.get("") or default}

    return setter, getter


# The webhook


def set_webhook(world: World, p: Parameters) -> bool:
    """setWebhook; unlike Telegram it takes plain http to a loopback address."""
    address = urlsplit(p["url"])
    if p["url"] and address.scheme != "https" and address.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = p.get("secret_token")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    world.webhook = Webhook(p["url"], secret, p.get("max_connections", 40))
    set_allowed_updates(world, p)
    if p.get("drop_pending_updates"):
        world.updates.clear()
    return True


def delete_webhook(world: World, p: Parameters) -> bool:
    """deleteWebhook"""
    world.webhook = Webhook()
    if p.get("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, p: Parameters) -> Json:
    """getWebhookInfo"""
    hook = world.webhook
    info: Json = {
        "url": hook.url, "has_custom_certificate": False, "pending_update_count": len(world.updates),
    }  # fmt: skip
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error_date is not None:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    if world.allowed_updates:
        info["allowed_updates"] = sorted(world.allowed_updates)
    return info


def set_allowed_updates(world: World, p: Parameters) -> None:
    """Keeps which updates the bot wants from now on; an empty list stands for the usual ones."""
    if "allowed_updates" in p:
        world.allowed_updates = frozenset(p["allowed_updates"]) or None


_set_name, _get_name = _profile_methods("names", "name", NAME_LIMIT_UTF16)
_set_description, _get_description = _profile_methods("descriptions", "description", DESCRIPTION_LIMIT_UTF16)
_set_short, _get_short = _profile_methods(
    "short_descriptions", "short_description", SHORT_DESCRIPTION_LIMIT_UTF16
)

METHODS: Mapping[str, Method] = {
    **MEDIA_METHODS,
    "getMe": get_me,
    "logOut": done,
    "close": done,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
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
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _set_name,
    "getMyName": _get_name,
    "setMyDescription": _set_description,
    "getMyDescription": _get_description,
    "setMyShortDescription": _set_short,
    "getMyShortDescription": _get_short,
}
"""Every method but getUpdates that the playground knows."""


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


def _scope(world: World, p: Parameters) -> str:
    scope = p.get("scope") or {"type": "default"}
    parts = [scope["type"]]
    if "chat_id" in scope:
        parts.append(str(chat_with(world, scope["chat_id"]).id))
    if "user_id" in scope:
        parts.append(str(scope["user_id"]))
    return ":".join(parts)


def _language(p: Parameters) -> str:
    code: str = p.get("language_code", "")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _preview(p: Parameters) -> Json:
    options = p.get("link_preview_options")
    return {"link_preview_options": deepcopy(options)} if options else {}
