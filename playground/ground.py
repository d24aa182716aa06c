"""The ground under the small Telegram: who and what there is, how a message is made, what reaches the bot.

In: messages to make and updates to queue, from both sides: people (`places`, `world`) and the bot
(`methods`). Out: the queue of updates, files, records of calls. It does no I/O and knows no HTTP; the
clock comes in as an argument. Whoever wants to hear of changes subscribes; a subscriber is called in
the thread that made the change.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from playground.formatted import (
    FormattedText,
    MessageEntity,
    entity_json,
    utf16_slice,
    with_automatic_entities,
)
from playground.images import size_of
from playground.records import (
    ANONYMOUS_ID,
    CHANNEL_ID,
    DEFAULT_BOT_ID,
    PRESENT,
    TELEGRAM_ID,
    BotProfile,
    Call,
    CallbackQuery,
    Chat,
    ChatAction,
    Draft,
    InlineAnswer,
    InlineQuery,
    Json,
    Message,
    QueuedUpdate,
    StoredFile,
    Topic,
    User,
    Webhook,
    stand_ins,
)
from playground.rules import Violation

QUIET_UPDATES = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that a bot gets only when it names them (getUpdates, `allowed_updates`)."""
CHANGEABLE = (
    "text", "entities", "caption", "caption_entities", "reply_markup", "link_preview_options",
    "show_caption_above_media",
)  # fmt: skip
"""The fields of a message that an edit may change."""
MEDIA = (
    "photo", "document", "audio", "video", "animation", "voice", "video_note", "sticker", "has_media_spoiler",
)  # fmt: skip
"""The fields of a message that make up its file."""
PHOTO_SIDES = (90, 320, 1280)
"""How long the longer side is in the sizes that Telegram makes of a photo."""


class Ground:
    """All state, and what both sides are made with."""

    def __init__(
        self,
        *,
        bot_name: str = "Ringkas",
        bot_username: str = "ringkas_test_bot",
        bot_id: int = DEFAULT_BOT_ID,
        privacy_mode: bool = True,
        inline_mode: bool = True,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.bot = User(bot_id, bot_name, bot_username, is_bot=True)
        self.privacy_mode = privacy_mode
        self.inline_mode = inline_mode
        self.inline_feedback = False
        """Whether the bot is told what people chose (@BotFather's /setinlinefeedback)."""
        self.users: dict[int, User] = {user.id: user for user in (self.bot, *stand_ins())}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.updates: list[QueuedUpdate] = []
        self.allowed_updates: frozenset[str] | None = None
        self.webhook = Webhook()
        self.profile = BotProfile()
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, Message] = {}
        self.inline_cache: dict[tuple[str, int | None], tuple[float, InlineAnswer]] = {}
        """(words, user where personal) → until when the answer holds, and the answer."""
        self.actions: list[ChatAction] = []
        self.drafts: list[Draft] = []
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.now = now
        self._subscribers: list[Callable[[], None]] = []
        self._ids = itertools.count(1)
        self._update_ids = itertools.count(100_001)
        self._extra_deliveries = 0

    # Who hears of it

    def subscribe(self, subscriber: Callable[[], None]) -> Callable[[], None]:
        """Calls `subscriber` after every change; the answer takes it off the list again."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def changed(self) -> None:
        """Tells the subscribers that something happened."""
        for subscriber in tuple(self._subscribers):
            subscriber()

    # What both sides are made with

    def text_content(self, formatted: FormattedText) -> Json:
        """Text and entities as fields of a message."""
        return self._formatted(formatted, "text", "entities")

    def caption_content(self, formatted: FormattedText) -> Json:
        """Caption and entities as fields of a message; nothing where there is no caption."""
        return self._formatted(formatted, "caption", "caption_entities") if formatted.text else {}

    def document_content(
        self, content: bytes, file_name: str, mime_type: str, size_bytes: int | None = None
    ) -> Json:
        """A file as field of a message, stored."""
        suffix = "." + file_name.rpartition(".")[2] if "." in file_name else ""
        stored = self.store(content, "documents", suffix, size_bytes)
        return {"document": file_json(stored, file_name=file_name, mime_type=mime_type)}

    def photo_content(self, content: bytes) -> Json:
        """A photo as field of a message, in the sizes that Telegram makes of it, stored."""
        sizes = []
        for width, height in _photo_sizes(size_of(content) or (1280, 853)):
            stored = self.store(content + bytes((width % 256,)), "photos", ".jpg")
            sizes.append(file_json(stored, width=width, height=height))
        return {"photo": sizes}

    def store(self, content: bytes, folder: str, suffix: str, size_bytes: int | None = None) -> StoredFile:
        """Keeps a file and gives it its ids and its path."""
        number = next(self._ids)
        unique_id = "AgAD" + hashlib.sha256(content).hexdigest()[:12]
        stored = StoredFile(
            f"BQACAgUAAxkBAAI{number:08d}{unique_id}", unique_id, f"{folder}/file_{number}{suffix}", content,
            len(content) if size_bytes is None else size_bytes,
        )  # fmt: skip
        self.files[stored.file_id] = stored
        return stored

    def new_message(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
    ) -> Message:
        """Adds a message to a chat, without telling anybody yet.

        In a topic it carries the topic's thread, and answers the message that opened the topic where it
        answers no other. Elsewhere in a supergroup an answer carries the id of the message that began
        the chain of answers: a thread too, but none that one can send to.
        """
        payload: Json = {"message_id": next(chat.counter), "date": int(self.now()), "chat": chat.to_json()}
        if chat.type != "channel":
            payload["from"] = sender.to_json()
        payload |= content
        if topic is not None:
            payload |= {"message_thread_id": topic.thread_id, "is_topic_message": True}
            reply_to = reply_to or chat.messages.get(topic.thread_id)
        elif reply_to is not None and chat.type == "supergroup" and reply_to.chat is chat:
            payload["message_thread_id"] = reply_to.payload.get("message_thread_id", reply_to.message_id)
        if reply_to is not None:
            quoted = deepcopy(reply_to.payload)
            quoted.pop("reply_to_message", None)
            payload["reply_to_message"] = quoted
        message = Message(chat, sender, payload)
        chat.messages[message.message_id] = message
        if sender.is_bot and "sender_chat" not in payload:
            chat.last_bot_id = sender.id
        return message

    def service_message(
        self, chat: Chat, sender: User, content: Json, *, topic: Topic | None = None
    ) -> Message:
        """Adds what Telegram itself writes into a chat ("Sari added Ringkas"); it reaches every bot there."""
        message = self.new_message(chat, sender, content, topic=topic)
        if chat.members.get(self.bot.id) in PRESENT:
            self.queue("message", deepcopy(message.payload))
        return message

    def keep_inline_answer(
        self, query: InlineQuery, answer: InlineAnswer, *, cache_s: int, is_personal: bool
    ) -> None:
        """Shows an answer to who asked, and to whoever asks the same in the next `cache_s` seconds."""
        query.answer = answer
        key = (query.text, query.sender.id if is_personal else None)
        self.inline_cache[key] = (self.now() + cache_s, answer)
        self.changed()

    def replace_content(self, message: Message, content: Json, *, replaces_file: bool = False) -> None:
        """Puts new text or caption, keyboard and preview in place of the old ones, and keeps those.

        The file stays, unless another one comes in its place.
        """
        message.versions.append(deepcopy(message.payload))
        for name in (*CHANGEABLE, *MEDIA) if replaces_file else CHANGEABLE:
            message.payload.pop(name, None)
        message.payload |= content
        message.payload["edit_date"] = int(self.now())

    # The queue of updates

    def pending(self, limit: int = 100) -> list[Json]:
        """The updates that one answer to getUpdates brings, the oldest first."""
        arrived: list[Json] = []
        for update in self.updates[:limit]:
            if update.due_s > self.now() or (update.apart and arrived):
                break
            arrived.append(update.payload)
        return arrived

    def next_due_s(self) -> float | None:
        """In how many seconds the oldest update arrives, 0 where it has; None where none is on its way."""
        return max(0.0, self.updates[0].due_s - self.now()) if self.updates else None

    def confirm(self, offset: int) -> None:
        """Takes the updates before `offset` off the queue; from the end of it where it is negative."""
        if offset < 0:
            del self.updates[:offset]
            return
        for update in tuple(self.updates):
            if update.update_id < offset:
                self.delivered(update)

    def delivered(self, update: QueuedUpdate) -> None:
        """Takes an update off the queue, unless it is to come once more."""
        update.deliveries -= 1
        if update.deliveries <= 0 and update in self.updates:
            self.updates.remove(update)

    def queue(self, kind: str, payload: Json, *, delay_s: float = 0.0, apart: bool = False) -> None:
        """Puts an update on its way to the bot, if the bot wants this kind."""
        wanted = kind in self.allowed_updates if self.allowed_updates else kind not in QUIET_UPDATES
        if wanted:
            due_s = self.now() + delay_s if delay_s else 0.0
            update = QueuedUpdate(
                kind, {"update_id": next(self._update_ids), kind: payload}, due_s=due_s, apart=apart
            )
            if self._extra_deliveries:
                self._extra_deliveries -= 1
                update.deliveries = 2
            self.updates.append(update)
        self.changed()

    # What reaches the bot

    def reaches_bot(self, message: Message) -> bool:
        """The rules of privacy mode: https://core.telegram.org/bots/features#privacy-mode."""
        chat = message.chat
        status = chat.members.get(self.bot.id)
        if status not in PRESENT or (message.sender.is_bot and "sender_chat" not in message.payload):
            return False
        if chat.type in ("private", "channel") or not self.privacy_mode or status == "administrator":
            return True
        if message.payload.get("via_bot", {}).get("id") == self.bot.id:
            return True
        replied_id = message.payload.get("reply_to_message", {}).get("message_id")
        replied = chat.messages.get(replied_id) if replied_id else None
        if replied is not None and (replied.sender is self.bot or replied.meant_for_bot):
            return True
        return any(self._addresses_bot(message, entity) for entity in message.entities)

    def _addresses_bot(self, message: Message, entity: MessageEntity) -> bool:
        words = utf16_slice(message.text, entity.offset, entity.length).lower()
        me = f"@{self.bot.username}".lower()
        if entity.type == "mention":
            return words == me
        if entity.type == "text_mention":
            return entity.user_id == self.bot.id
        if entity.type != "bot_command" or entity.offset:
            return False
        if "@" in words:
            return words.endswith(me)
        return message.chat.last_bot_id in (None, self.bot.id)

    # Inside

    @property
    def telegram(self) -> User:
        """Telegram itself."""
        return self.users[TELEGRAM_ID]

    @property
    def anonymous(self) -> User:
        """Who stands in for an administrator who hides their name."""
        return self.users[ANONYMOUS_ID]

    @property
    def channel_user(self) -> User:
        """Who stands in for a person who speaks as a channel."""
        return self.users[CHANNEL_ID]

    def _formatted(self, formatted: FormattedText, text_name: str, entities_name: str) -> Json:
        full = with_automatic_entities(formatted)
        users = {user.id: user.to_json() for user in self.users.values()}
        entities = [
            entity_json(entity, users)
            for entity in full.entities
            if entity.user_id is None or entity.user_id in users
        ]
        return {text_name: full.text} | ({entities_name: entities} if entities else {})


def _photo_sizes(size: tuple[int, int]) -> list[tuple[int, int]]:
    """The sizes of a photo up to its own, which is never made larger."""
    width, height = size
    longest = max(size)
    sides = [side for side in PHOTO_SIDES if side < longest] + [min(longest, PHOTO_SIDES[-1])]
    return [
        (max(1, round(width * side / longest)), max(1, round(height * side / longest)))
        for side in dict.fromkeys(sides)
    ]


def file_json(stored: StoredFile, **more: Any) -> Json:
    """The fields that all kinds of files have, and those given."""
    return {
        "file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size_bytes, **more,
    }  # fmt: skip
