"""A small Telegram: people, chats, messages, files, and the updates that a bot gets from them.

In: what people do (send, forward, press, edit, react) and, through `methods`, what the bot does.
Out: the objects of the Bot API as JSON values, and a record of everything that happened for tests to
read. People and places are in `places`, what both sides are made with is in `ground`; this module knows
what people say to one another.

    world = World()
    sari = world.user("Sari", language_code="id")
    chat = world.private_chat(sari)
    world.send_text(chat, "/start")
    ...
    world.messages(chat)[-1].text        what the bot said
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import TypedDict, Unpack

from playground.formatted import FormattedText, plain_text, utf16_length, utf16_slice
from playground.ground import CHANGEABLE, MEDIA, file_json
from playground.places import Places
from playground.records import (
    DEFAULT_BOT_ID,
    GENERAL,
    PRESENT,
    BotApiError,
    Call,
    CallbackQuery,
    Chat,
    ChatAction,
    Draft,
    InlineAnswer,
    InlineQuery,
    InlineResult,
    Json,
    Message,
    StoredFile,
    Topic,
    User,
    Webhook,
    member_json,
)
from playground.telegram_html import parse_html

__all__ = [
    "CAPTION_LIMIT_UTF16", "CHANGEABLE", "DEFAULT_BOT_ID", "GENERAL", "START_PAYLOAD", "TEXT_LIMIT_UTF16",
    "BotApiError", "Call", "CallbackQuery", "Chat", "ChatAction", "Draft", "InlineAnswer", "InlineQuery",
    "InlineResult", "Json", "Message", "StoredFile", "Topic", "User", "Webhook", "World", "cut_paste",
    "is_forwardable", "member_json", "origin_of",
]  # fmt: skip

TEXT_LIMIT_UTF16 = 4096
CAPTION_LIMIT_UTF16 = 1024
QUOTE_LIMIT_UTF16 = 1024
"""How much of a message may be quoted in answer to it."""
START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link may carry: https://core.telegram.org/bots/features#deep-linking."""
INLINE_QUERY_LIMIT_UTF16 = 256
ALBUM_SIZES = range(2, 11)
"""How many photos or files one album has."""
COPIED = (
    "text", "entities", "caption", "caption_entities", "link_preview_options", "show_caption_above_media",
    "via_bot", *MEDIA,
)  # fmt: skip
"""What a forward takes along."""
PAST = 86_400
"""How long ago a forwarded post was published, in seconds: a day, so that it is plainly not now."""


Source = Chat | User | str
"""Where a forward comes from: a channel or group, a person, or the name of one who hides their account."""


class How(TypedDict, total=False):
    """How a person says something: all may be left out."""

    sender: User | None
    """Who; in a private chat the person, in a group its first member."""
    topic: str | None
    """The name of the topic; General where none is named, or the topic of the message that is answered."""
    reply_to: Message | None
    quoting: Message | None
    """A message of another chat that is answered here: the bot is told where it stands, and its beginning."""
    forwarded_from: Source | None
    sender_chat: Chat | None
    """The channel that the sender speaks as. Administrators who hide their name speak as the group anyway."""
    delay_s: float
    """How long the update is on its way to the bot."""
    apart: bool
    """Whether the bot gets it in another answer to getUpdates than what was said before."""


class World(Places):
    """All state, what people do, and what a test wants to know."""

    # What people do

    def send_text(
        self, chat: Chat, text: str, *, html: bool = False, link_preview_url: str = "", **how: Unpack[How]
    ) -> Message:
        """A person sends text; with `html=True` the text is markup (for links behind words).

        In a channel it is a post of the channel's. Raises ValueError where Telegram's apps would not send it:
        no text, or over 4,096 UTF-16 units (see `paste`).
        """
        formatted = parse_html(text) if html else plain_text(text)
        check_sendable(formatted)
        content = self.text_content(formatted)
        if link_preview_url:
            content["link_preview_options"] = {"url": link_preview_url}
        return self._say(chat, content, how)

    def start(self, user: User, payload: str = "") -> Message:
        """A person follows a deep link (t.me/bot?start=PAYLOAD), or presses Start without one."""
        if payload and not START_PAYLOAD.fullmatch(payload):
            raise ValueError(f"no deep link carries {payload!r}")
        return self.send_text(self.private_chat(user), f"/start {payload}".strip())

    def paste(
        self,
        chat: Chat,
        text: str,
        *,
        first_piece_utf16: int = TEXT_LIMIT_UTF16,
        pause_s: float = 0.0,
        polls: int = 1,
        **how: Unpack[How],
    ) -> tuple[Message, ...]:
        """A person pastes a text of any length; Telegram's apps cut it into several messages.

        `first_piece_utf16` lets the app cut the first piece earlier, as they do at times (about 3,500). Each
        piece reaches the bot `pause_s` after the one before. They come in that many `polls`, the first ones
        with a single piece each.
        """
        pieces = cut_paste(text, first_piece_utf16)
        return tuple(
            self.send_text(chat, piece, **(how | How(delay_s=number * pause_s, apart=0 < number < polls)))
            for number, piece in enumerate(pieces)
        )

    def send_document(
        self,
        chat: Chat,
        content: bytes,
        file_name: str,
        mime_type: str,
        *,
        caption: str = "",
        size_bytes: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """A person sends a file; `size_bytes` lets a small content pass for a large file."""
        said = self._caption(caption)
        body = self.document_content(content, file_name, mime_type, size_bytes)
        return self._say(chat, body | said, how)

    def send_photo(
        self,
        chat: Chat,
        content: bytes = b"\xff\xd8\xff\xe0 a photo",
        *,
        caption: str = "",
        **how: Unpack[How],
    ) -> Message:
        """A person sends a photo, in the sizes that Telegram makes of it."""
        said = self._caption(caption)
        return self._say(chat, self.photo_content(content) | said, how)

    def send_album(
        self,
        chat: Chat,
        items: int | Sequence[tuple[str, bytes]] = 2,
        *,
        caption: str = "",
        captioned: int = 0,
        **how: Unpack[How],
    ) -> tuple[Message, ...]:
        """A person sends several photos (a number) or files (name and content) as one album.

        Files that are pictures go as photos.

        They are messages of their own with one media_group_id; the caption stands on one of them, the first
        unless `captioned` says which.
        """
        said = self._caption(caption)
        if isinstance(items, int):
            bodies = [self.photo_content(f"photo {number}".encode()) for number in range(items)]
        else:
            bodies = [self._album_item(name, content) for name, content in items]
        if len(bodies) not in ALBUM_SIZES:
            raise ValueError("an album has two to ten items")
        bodies[captioned] |= said
        group = {"media_group_id": self.new_media_group()}
        return tuple(self._say(chat, body | group, how) for body in bodies)

    def _album_item(self, name: str, content: bytes) -> Json:
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if media_type.startswith("image/"):
            return self.photo_content(content)
        return self.document_content(content, name, media_type)

    def send_sticker(self, chat: Chat, emoji: str = "👍", **how: Unpack[How]) -> Message:
        """A person sends a sticker."""
        stored = self.store(emoji.encode(), "stickers", ".webp")
        sticker = file_json(stored, width=512, height=512, type="regular", emoji=emoji)
        sticker |= {"is_animated": False, "is_video": False, "set_name": "loopback"}
        return self._say(chat, {"sticker": sticker}, how)

    def forward(
        self, chat: Chat, messages: Iterable[Message], *, comment: str = "", **how: Unpack[How]
    ) -> tuple[Message, ...]:
        """A person forwards messages in one go, in their order; a comment goes before them as a message.

        Each is a message that names where it comes from; an album stays one album. Raises ValueError for what
        Telegram itself wrote ("Sari joined"), which cannot be forwarded.
        """
        messages = list(messages)
        if not all(is_forwardable(message) for message in messages):
            raise ValueError("what Telegram itself wrote cannot be forwarded")
        if comment:
            self.send_text(chat, comment, **how)
        groups: dict[str, str] = {}
        forwarded = []
        for message in messages:
            content = {name: deepcopy(message.payload[name]) for name in COPIED if name in message.payload}
            if group := message.payload.get("media_group_id"):
                content["media_group_id"] = groups.setdefault(group, self.new_media_group())
            forwarded.append(self._say(chat, {"forward_origin": origin_of(message)} | content, how))
        return tuple(forwarded)

    def press(
        self,
        message: Message,
        label: str | None = None,
        *,
        data: str | None = None,
        sender: User | None = None,
    ) -> CallbackQuery:
        """A person presses a button of the bot's message, found by its label or its data."""
        if message.deleted:
            raise ValueError("the message with the button is deleted")
        fitting = [
            button
            for button in message.buttons
            if "callback_data" in button
            and (label is None or button["text"] == label)
            and (data is None or button["callback_data"] == data)
        ]
        if not fitting:
            raise ValueError(f"no such button among {[button['text'] for button in message.buttons]}")
        return self.press_forged(message, fitting[0]["callback_data"], sender=sender)

    def press_forged(self, message: Message, data: str, *, sender: User | None = None) -> CallbackQuery:
        """A client of somebody's own making presses a button that the message does not have.

        A press on a message that is gone or too old names it by its number alone, with the date 0.
        """
        person = sender or self.person_of(message.chat)
        query = CallbackQuery(
            str(4_000_000_000_000 + next(self._ids)), person, message, data, tuple(message.buttons),
            max(message.chat.messages),
        )  # fmt: skip
        self.callbacks[query.id] = query
        payload: Json = {
            "id": query.id, "from": person.to_json(), "data": data,
            "chat_instance": str(-message.chat.id * 7919),
        }  # fmt: skip
        if message.inline_id is not None:
            payload["inline_message_id"] = message.inline_id
        elif message.deleted or message.too_old:
            payload["message"] = {
                "chat": message.chat.to_json(), "message_id": message.message_id, "date": 0,
            }  # fmt: skip
        else:
            payload["message"] = deepcopy(message.payload)
        self.queue("callback_query", payload)
        return query

    def inline_query(
        self, user: User, text: str = "", *, chat_type: str = "private", offset: str = ""
    ) -> InlineQuery:
        """A person writes "@bot words" somewhere; what they are shown comes into `results` and `button`.

        Within the time that an earlier answer is to be kept, Telegram answers the same words by itself.
        """
        if not self.inline_mode:
            raise ValueError("the bot has no inline mode")
        query = InlineQuery(str(5_000_000_000_000 + next(self._ids)), user, text)
        self.inline_queries[query.id] = query
        for key in ((text, user.id), (text, None)):
            until_s, answer = self.inline_cache.get(key, (0.0, None))
            if answer is not None and not offset and until_s > self.now():
                query.answer, query.from_cache = answer, True
                return query
        payload = {"id": query.id, "from": user.to_json(), "query": text[:INLINE_QUERY_LIMIT_UTF16]}
        self.queue("inline_query", payload | {"offset": offset, "chat_type": chat_type})
        return query

    def choose(self, query: InlineQuery, chat: Chat, number: int = 0, **how: Unpack[How]) -> Message:
        """A person chooses one of the results: it becomes a message of theirs in the chat, via the bot.

        The bot may edit it, by its inline_message_id, where it has a keyboard. It need not be in the chat;
        where it is, it gets the message as any other. With `inline_feedback` it is told what was chosen.
        """
        result = query.results[number]
        content = deepcopy(result.content) | {"via_bot": self.bot.to_json()}
        message = self._say(chat, content, How(sender=query.sender) | how)
        chosen: Json = {"result_id": result.id, "from": query.sender.to_json(), "query": query.text}
        if message.buttons:
            message.inline_id = chosen["inline_message_id"] = f"AgAAAL{next(self._ids):08d}"
            self.inline_messages[message.inline_id] = message
        if self.inline_feedback:
            self.queue("chosen_inline_result", chosen)
        return message

    def edit_text(self, message: Message, text: str) -> Message:
        """A person changes a message of theirs, its caption where it is a file.

        Raises ValueError as `send_text` does; a caption may also be taken away.
        """
        if "text" in message.payload:
            formatted = plain_text(text)
            check_sendable(formatted)
            content = self.text_content(formatted)
        else:
            content = self._caption(text)
        self.replace_content(message, content)
        if self.reaches_bot(message):
            kind = "edited_channel_post" if message.chat.type == "channel" else "edited_message"
            self.queue(kind, deepcopy(message.payload))
        self.changed()
        return message

    def delete(self, message: Message) -> None:
        """A person deletes a message for everybody; Telegram tells bots nothing of it."""
        message.deleted = True
        self.changed()

    def react(self, message: Message, *emoji: str, sender: User | None = None) -> None:
        """A person reacts, or takes the reaction back with none.

        The bot hears of it only where it asks for message_reaction, and in a group only as an administrator.
        """
        chat, person = message.chat, sender or self.person_of(message.chat)
        old = message.reactions.get(person.id, [])
        message.reactions[person.id] = [{"type": "emoji", "emoji": one} for one in emoji]
        actor = {"actor_chat": chat.to_json()} if person.id in chat.anonymous else {"user": person.to_json()}
        if chat.type == "private" or chat.members.get(self.bot.id) == "administrator":
            self.queue("message_reaction", {
                "chat": chat.to_json(), "message_id": message.message_id, "date": int(self.now()),
                "old_reaction": old, "new_reaction": message.reactions[person.id], **actor,
            })  # fmt: skip
        self.changed()

    def expire_callbacks(self) -> None:
        """Makes every press and every inline query so far too old to be answered."""
        for press in self.callbacks.values():
            press.expired = True
        for query in self.inline_queries.values():
            query.expired = True
        self.changed()

    def deliver_twice(self, times: int = 1) -> None:
        """The next `times` updates reach the bot a second time although it has confirmed them."""
        self._extra_deliveries += times

    def new_media_group(self) -> str:
        """The mark of a new album."""
        return str(13_000_000_000_000_000 + next(self._ids))

    # What a test wants to know

    def messages(self, chat: Chat, topic: str | None = None) -> list[Message]:
        """What the bot has said in a chat, or in one topic of it, and not deleted, in order."""
        return [message for message in self.conversation(chat, topic) if message.sender is self.bot]

    def conversation(self, chat: Chat, topic: str | None = None) -> list[Message]:
        """All messages of a chat, or of one topic of it, that are not deleted, in order."""
        place = chat.topic(topic) if topic is not None else None
        return [
            message
            for message in list(chat.messages.values())
            if not message.deleted and (topic is None or message.topic is place)
        ]

    def documents(self, chat: Chat) -> list[tuple[str, bytes]]:
        """The files that the bot has sent to a chat: name and content."""
        payloads = [message.payload for message in self.messages(chat)]
        found = [payload["document"] for payload in payloads if "document" in payload]
        return [(document["file_name"], self.files[document["file_id"]].content) for document in found]

    def chat_actions(self, chat: Chat) -> list[str]:
        """What the bot showed itself to be doing in a chat, in order."""
        return [action.action for action in list(self.actions) if action.chat is chat]

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in list(self.calls) if call.method == method]

    # Inside

    def _caption(self, text: str) -> Json:
        """The caption as fields of a message. Raises ValueError over 1,024 UTF-16 units, as the apps do."""
        formatted = plain_text(text)
        if utf16_length(formatted.text) > CAPTION_LIMIT_UTF16:
            raise ValueError("a caption has at most 1,024 characters")
        return self.caption_content(formatted)

    def _say(self, chat: Chat, content: Json, how: How) -> Message:
        """Adds what somebody says, and queues it for the bot if it reaches the bot."""
        if source := how.get("forwarded_from"):
            content = {"forward_origin": self._origin(source)} | content
        if (quoting := how.get("quoting")) is not None:
            content = external_reply_to(quoting) | content
        sender, spoken_as = self._speaker(chat, how)
        if spoken_as is not None:
            content = {"sender_chat": spoken_as.to_json()} | content
        reply_to = how.get("reply_to")
        topic = chat.topic(name) if (name := how.get("topic")) else reply_to.topic if reply_to else None
        if reply_to is not None and reply_to.deleted:
            reply_to = None
        message = self.new_message(chat, sender, content, reply_to=reply_to, topic=topic)
        self._deliver(message, how)
        if chat.type == "channel" and chat.linked is not None:
            self._post_in_discussion(message, chat.linked, how)
        return message

    def _speaker(self, chat: Chat, how: How) -> tuple[User, Chat | None]:
        """Whom the bot is told as the sender, and the chat in whose name they speak."""
        if chat.type == "channel":
            return self.channel_user, chat
        if chat.migrated_to is not None:
            raise ValueError(f"{chat.title} has become a supergroup")
        person = how.get("sender") or self.person_of(chat)
        if chat.members.get(person.id) not in PRESENT:
            raise ValueError(f"{person.first_name} is not in this chat")
        if (channel := how.get("sender_chat")) is not None:
            return self.channel_user, channel
        if person.id in chat.anonymous:
            return self.anonymous, chat
        return person, None

    def _deliver(self, message: Message, how: How) -> None:
        message.meant_for_bot = self.reaches_bot(message)
        if message.meant_for_bot:
            kind = "channel_post" if message.chat.type == "channel" else "message"
            self.queue(
                kind,
                deepcopy(message.payload),
                delay_s=how.get("delay_s", 0.0),
                apart=how.get("apart", False),
            )
        self.changed()

    def _post_in_discussion(self, post: Message, group: Chat, how: How) -> None:
        content = {name: deepcopy(post.payload[name]) for name in COPIED if name in post.payload}
        content |= {
            "sender_chat": post.chat.to_json(), "forward_origin": origin_of(post),
            "is_automatic_forward": True,
        }  # fmt: skip
        self._deliver(self.new_message(group, self.telegram, content), how)

    def _origin(self, source: Source) -> Json:
        date = int(self.now()) - PAST
        if isinstance(source, User):
            return {"type": "user", "date": date, "sender_user": source.to_json()}
        if isinstance(source, str):
            return {"type": "hidden_user", "date": date, "sender_user_name": source}
        if source.type != "channel":
            return {"type": "chat", "date": date, "sender_chat": source.to_json()}
        number = next(source.counter)
        return {"type": "channel", "date": date, "chat": source.to_json(), "message_id": number}


def origin_of(message: Message) -> Json:
    """The Bot API's MessageOrigin of a message that is forwarded: a forward of a forward names the first."""
    payload = message.payload
    if "forward_origin" in payload:
        return deepcopy(payload["forward_origin"])
    date = {"date": payload["date"]}
    if message.chat.type == "channel":
        return {"type": "channel", "chat": payload["chat"], "message_id": message.message_id} | date
    if "sender_chat" in payload:
        return {"type": "chat", "sender_chat": payload["sender_chat"]} | date
    return {"type": "user", "sender_user": payload["from"]} | date


def external_reply_to(message: Message) -> Json:
    """What a bot is told of a message of another chat that somebody answers.

    That is where it stands, its file, and its beginning as a quotation, in which links are plain text:
    https://core.telegram.org/bots/api#externalreplyinfo and #textquote.
    """
    payload = message.payload
    answered = {"origin": origin_of(message)} | {name: payload[name] for name in MEDIA if name in payload}
    if message.chat.type in ("supergroup", "channel"):
        answered |= {"chat": message.chat.to_json(), "message_id": message.message_id}
    words = utf16_slice(message.text, 0, QUOTE_LIMIT_UTF16)
    return {"external_reply": answered} | ({"quote": {"text": words, "position": 0}} if words else {})


def is_forwardable(message: Message) -> bool:
    """Whether somebody said it: what Telegram itself writes into a chat stays there."""
    return any(name in message.payload for name in COPIED if name != "via_bot")


def check_sendable(formatted: FormattedText) -> None:
    """Raise ValueError where Telegram's apps would not send the text."""
    if not formatted.text:
        raise ValueError("a person cannot send an empty message")
    if utf16_length(formatted.text) > TEXT_LIMIT_UTF16:
        raise ValueError("over 4,096 UTF-16 units: use World.paste, which cuts as Telegram's apps do")


def cut_paste(text: str, first_piece_utf16: int = TEXT_LIMIT_UTF16) -> list[str]:
    """Cuts text as Telegram's apps do: at most 4,096 UTF-16 units, at a line's end or else a space.

    The first piece may be shorter, as the apps make it at times: it then has at most so many units.
    """
    pieces: list[str] = []
    rest, limit_utf16 = text.strip(), first_piece_utf16
    while utf16_length(rest) > TEXT_LIMIT_UTF16:
        head = utf16_slice(rest, 0, limit_utf16).rstrip("�")
        cut = max(head.rfind("\n"), head.rfind(" "))
        cut = cut if cut > len(head) // 2 else len(head)
        pieces.append(rest[:cut].strip())
        rest, limit_utf16 = rest[cut:].strip(), TEXT_LIMIT_UTF16
    return [*pieces, rest] if rest else pieces
