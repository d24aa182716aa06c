"""What a bot does with files and with messages that are there already: the methods of the Bot API for them.

In: the world and the parameters of a call. Out: the result as a JSON value, or BotApiError with Telegram's
code and words. What a file is in a message is in `files`, how a message comes into a chat in `sending`.

Which they are stands at the end, in `MEDIA_METHODS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from itertools import pairwise

from playground.checks import Method, Parameters, caption_of, editable, open_chat, topic_of
from playground.files import CAPTIONED, file_content, kind_in
from playground.keyboards import bad_request
from playground.rules import Upload, Violation
from playground.sending import check_rights, edited, sent
from playground.world import COPIED, Chat, Json, Message, World, is_forwardable, origin_of

MAX_MESSAGES_AT_ONCE = 100
ALBUM_MOST = 10
APART = ("document", "audio")
"""The kinds of which an album has nothing else; photos and videos go together."""
REPLACEABLE = frozenset({"photo", "document", "audio", "video", "animation"})
"""The kinds that editMessageMedia takes the place of; it may also add a file to a text."""
SHOWN_ALIKE = ("photo", "video")


# Sending


def sender(kind: str) -> Callable[[World, Parameters], Json]:
    """The method that sends a file of this kind."""
    method = "send" + "".join(word.capitalize() for word in kind.split("_"))

    def send(world: World, p: Parameters) -> Json:
        said = world.caption_content(caption_of(world, method, p)) if kind in CAPTIONED else {}
        if "cover" in p:
            world.violations.append(Violation(method, "a cover is not played here"))
        return sent(world, p, file_content(world, kind, p[kind], p) | said).payload

    send.__doc__ = method
    return send


def send_media_group(world: World, p: Parameters) -> list[Json]:
    """sendMediaGroup"""
    items = p["media"]
    said = [world.caption_content(caption_of(world, "sendMediaGroup", item)) for item in items]
    contents = [_item(world, item) | caption for item, caption in zip(items, said, strict=True)]
    _check_album(contents)
    if len(contents) == 1:
        world.violations.append(Violation("sendMediaGroup", "an album has two items at least"))
    group = {"media_group_id": world.new_media_group()} if len(contents) > 1 else {}
    chat = open_chat(world, p["chat_id"])
    for content in contents:
        check_rights(world, chat, content)
    return [sent(world, p, content | group).payload for content in contents]


def _item(world: World, item: Json) -> Json:
    """The file of an InputMedia as fields of a message."""
    given = item["media"]
    if not isinstance(given, Upload) and (not given or given.startswith("attach://")):
        raise bad_request("can't parse InputMedia: media not found")
    if item["type"] not in CAPTIONED:
        world.violations.append(Violation("InputMedia", f"{item['type']} is not played here"))
        raise bad_request(f'can\'t parse InputMedia: type "{item["type"]}" is unsupported')
    return file_content(world, item["type"], given, item)


def _check_album(contents: list[Json]) -> None:
    kinds = [kind_in(content) or "" for content in contents]
    if not contents:
        raise bad_request("there are no messages to send")
    if len(contents) > ALBUM_MOST:
        raise bad_request("too many messages to send as an album")
    above = {
        "show_caption_above_media" in content
        for content, kind in zip(contents, kinds, strict=True)
        if kind in SHOWN_ALIKE
    }
    if len(above) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")
    for kind in APART:
        if kind in kinds and set(kinds) != {kind}:
            raise bad_request(f"{kind} can't be mixed with other media types")


def edit_message_media(world: World, p: Parameters) -> Json | bool:
    """editMessageMedia"""
    item = p["media"]
    said = world.caption_content(caption_of(world, "editMessageMedia", item))
    message = editable(world, p)
    old = kind_in(message.payload)
    if old not in REPLACEABLE and "text" not in message.payload:
        raise bad_request("message media can't be edited")
    if "inline_message_id" in p and isinstance(item["media"], Upload) and not item["media"].by_address:
        world.violations.append(Violation("editMessageMedia", "an inline message takes no new file"))
        raise bad_request("wrong file identifier/HTTP URL specified")
    content = _item(world, item) | said
    new = kind_in(content)
    if "media_group_id" in message.payload and old != new and not {old, new} <= set(SHOWN_ALIKE):
        raise bad_request("can't change media type in the album")
    return edited(world, message, p, content, replaces_file=True)


# Sending again what is there


def forward_message(world: World, p: Parameters) -> Json:
    """forwardMessage"""
    message = _source(world, p, "forward")
    return _sent_again(world, p, [message], forwards=True)[0].payload


def forward_messages(world: World, p: Parameters) -> list[Json]:
    """forwardMessages"""
    return _numbers(_sent_again(world, p, _sources(world, p), forwards=True))


def copy_message(world: World, p: Parameters) -> Json:
    """copyMessage: without the buttons, and with another caption where one is given."""
    message = _source(world, p, "copy")
    content = _content(message)
    if "caption" in p and kind_in(content) in CAPTIONED:
        content = {name: field for name, field in content.items() if not name.startswith("caption")}
        content |= world.caption_content(caption_of(world, "copyMessage", p))
    if p.get("show_caption_above_media") and kind_in(content) in ("photo", "video", "animation"):
        content["show_caption_above_media"] = True
    return {"message_id": sent(world, p, content).message_id}


def copy_messages(world: World, p: Parameters) -> list[Json]:
    """copyMessages"""
    messages = _sources(world, p)
    without = ("caption", "caption_entities") if p.get("remove_caption") else ()
    return _numbers(_sent_again(world, p, messages, forwards=False, without=without))


def _source(world: World, p: Parameters, doing: str) -> Message:
    """The message to forward or to copy."""
    chat = open_chat(world, p["from_chat_id"])
    message = chat.messages.get(p["message_id"])
    if message is None or message.deleted:
        raise bad_request(f"message to {doing} not found")
    if not _goes_on(message):
        raise bad_request(f"the message can't be {'copied' if doing == 'copy' else 'forwarded'}")
    return message


def _sources(world: World, p: Parameters) -> list[Message]:
    """The messages of which those that are not there, or may not go on, are passed over."""
    numbers = p["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_MESSAGES_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if any(number >= following for number, following in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    chat = open_chat(world, p["from_chat_id"])
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    messages = [message for message in found if not message.deleted and _goes_on(message)]
    if not messages:
        raise bad_request("there are no messages to forward")
    return messages


def _goes_on(message: Message) -> bool:
    return is_forwardable(message) and "has_protected_content" not in message.payload


def _content(message: Message) -> Json:
    return {
        name: deepcopy(message.payload[name])
        for name in COPIED
        if name in message.payload and name != "via_bot"
    }


def _sent_again(
    world: World, p: Parameters, messages: Iterable[Message], *, forwards: bool, without: tuple[str, ...] = ()
) -> list[Message]:
    """The messages sent to another chat; what was one album is one again."""
    chat: Chat = open_chat(world, p["chat_id"])
    topic = topic_of(world, chat, p, None)
    groups: dict[str, str] = {}
    done = []
    for message in messages:
        content = {name: field for name, field in _content(message).items() if name not in without}
        check_rights(world, chat, content)
        if forwards:
            content |= {"forward_origin": origin_of(message)} | _via(message)
        if p.get("protect_content"):
            content["has_protected_content"] = True
        if (group := message.payload.get("media_group_id")) and "message_ids" in p:
            content["media_group_id"] = groups.setdefault(group, world.new_media_group())
        done.append(world.new_message(chat, world.bot, content, topic=topic))
    return done


def _via(message: Message) -> Json:
    return {"via_bot": deepcopy(message.payload["via_bot"])} if "via_bot" in message.payload else {}


def _numbers(messages: Iterable[Message]) -> list[Json]:
    return [{"message_id": message.message_id} for message in messages]


MEDIA_METHODS: Mapping[str, Method] = {
    "sendPhoto": sender("photo"),
    "sendDocument": sender("document"),
    "sendAudio": sender("audio"),
    "sendVideo": sender("video"),
    "sendAnimation": sender("animation"),
    "sendVoice": sender("voice"),
    "sendVideoNote": sender("video_note"),
    "sendSticker": sender("sticker"),
    "sendMediaGroup": send_media_group,
    "editMessageMedia": edit_message_media,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
}
