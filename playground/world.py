"""A small Telegram: people, chats, messages, files, and the updates that a bot gets from them.

In: what people do (send, forward, press, edit, block) and, through `methods`, what the bot does.
Out: the objects of the Bot API as JSON values, and a record of everything that happened for tests to
read. It does no I/O and knows no HTTP; the clock comes in as an argument. Whoever wants to hear of
changes subscribes; a subscriber is called in the thread that made the change.

    world = World()
    sari = world.user("Sari", language_code="id")
    chat = world.private_chat(sari)
    world.send_text(chat, "/start")
    ...
    world.messages(chat)[-1].text        what the bot said
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from playground.rules import Violation
from playground.telegram_html import (
    FormattedText,
    MessageEntity,
    entity_from_json,
    entity_json,
    parse_html,
    plain_text,
    to_html,
    utf16_length,
    utf16_slice,
    with_automatic_entities,
)

Json = dict[str, Any]

TEXT_LIMIT_UTF16 = 4096
CAPTION_LIMIT_UTF16 = 1024
DEFAULT_BOT_ID = 7_000_000_001
QUIET_UPDATES = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that a bot gets only when it names them (getUpdates, `allowed_updates`)."""
CHANGEABLE = ("text", "entities", "caption", "caption_entities", "reply_markup", "link_preview_options")
"""The fields of a message that an edit may change."""
SUPERGROUP_ID_BASE = -1_000_000_000_000
PAST = 86_400
"""How long ago a forwarded post was published, in seconds: a day, so that it is plainly not now."""


class BotApiError(Exception):
    """A refusal in the Bot API's own words."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(slots=True, eq=False)
class User:
    """Somebody on Telegram, a bot too."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def to_json(self) -> Json:
        """The Bot API's User."""
        return _present(
            id=self.id, is_bot=self.is_bot, first_name=self.first_name, username=self.username,
            language_code=self.language_code,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, a group or a channel, with its members by id."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    person: User | None = None
    """The other side of a private chat."""
    members: dict[int, str] = field(default_factory=dict)
    """User id → status (creator, administrator, member, left, kicked), the bot's own included."""
    messages: dict[int, Message] = field(default_factory=dict)
    """All that were ever sent, deleted ones too."""
    last_bot_id: int | None = None
    """The last bot that wrote here: plain commands are meant for it."""
    counter: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def to_json(self) -> Json:
        """The Bot API's Chat."""
        name = self.person.first_name if self.person else None
        username = self.person.username if self.person else self.username
        return _present(id=self.id, type=self.type, title=self.title, username=username, first_name=name)


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now, with its earlier versions."""

    chat: Chat
    sender: User
    payload: Json
    """The Bot API's Message."""
    versions: list[Json] = field(default_factory=list)
    """Earlier payloads, the first one first."""
    deleted: bool = False
    meant_for_bot: bool = False
    """Whether it reached the bot by the rules of privacy mode."""
    keyboard: Json | None = None
    """A reply keyboard or its removal, which the payload does not show."""
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def message_id(self) -> int:
        """Its number in the chat."""
        return int(self.payload["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption of a file."""
        return str(self.payload.get("text", self.payload.get("caption", "")))

    @property
    def entities(self) -> tuple[MessageEntity, ...]:
        """The entities of the text or caption."""
        data: list[Json] = self.payload.get("entities") or self.payload.get("caption_entities") or []
        return tuple(entity_from_json(entity) for entity in data)

    @property
    def html(self) -> str:
        """The text or caption with its markup."""
        return to_html(FormattedText(self.text, self.entities))

    @property
    def reply_markup(self) -> Json | None:
        """The inline keyboard."""
        return self.payload.get("reply_markup")

    @property
    def buttons(self) -> list[Json]:
        """The buttons of the inline keyboard, row after row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def edit_count(self) -> int:
        """How often it was changed."""
        return len(self.versions)

    @property
    def history(self) -> tuple[str, ...]:
        """The texts it has had, the present one last."""
        payloads = [*self.versions, self.payload]
        return tuple(str(payload.get("text", payload.get("caption", ""))) for payload in payloads)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the server; `size_bytes` may be more than the content that is kept."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ChatAction:
    """What the bot showed itself to be doing ("typing")."""

    chat: Chat
    action: str


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """A press on a button, and what the bot answered."""

    id: str
    sender: User
    message: Message
    data: str
    answers: list[Json] = field(default_factory=list)
    expired: bool = False

    @property
    def answered(self) -> bool:
        """Whether the bot has answered: until then the button shows that it is working."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot's: `status` is the HTTP status, 0 where no answer got through."""

    method: str
    parameters: Mapping[str, Any]
    status: int
    result: Any = None
    description: str | None = None
    at_s: float = field(default_factory=time.monotonic)
    """When it was answered, by a clock that only differences mean something on."""

    @property
    def ok(self) -> bool:
        """Whether it was answered with a result."""
        return self.status == 200


@dataclass(slots=True, eq=False)
class QueuedUpdate:
    """An update on its way; it leaves the queue when it was confirmed `deliveries` times."""

    kind: str
    payload: Json
    deliveries: int = 1

    @property
    def update_id(self) -> int:
        """Its number in the order of updates."""
        return int(self.payload["update_id"])


@dataclass(slots=True)
class BotProfile:
    """What a bot says about itself, by language code ("" for everyone)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    """(scope, language code) → commands; a scope is "default", "chat:5", "chat_member:5:7" …"""


@dataclass(slots=True)
class Webhook:
    """Where updates are to be delivered; no address means that the bot asks for them itself."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


class World:
    """All state, what people do, and what a test wants to know."""

    def __init__(
        self,
        *,
        bot_name: str = "Ringkas",
        bot_username: str = "ringkas_test_bot",
        bot_id: int = DEFAULT_BOT_ID,
        privacy_mode: bool = True,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.bot = User(bot_id, bot_name, bot_username, is_bot=True)
        self.privacy_mode = privacy_mode
        self.users: dict[int, User] = {bot_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.updates: list[QueuedUpdate] = []
        self.allowed_updates: frozenset[str] | None = None
        self.webhook = Webhook()
        self.profile = BotProfile()
        self.callbacks: dict[str, CallbackQuery] = {}
        self.actions: list[ChatAction] = []
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

    # People and places

    def user(
        self,
        name: str,
        language_code: str | None = "en",
        *,
        username: str | None = None,
        is_bot: bool = False,
    ) -> User:
        """Somebody new."""
        user = User(1_000_000 + next(self._ids), name, username, language_code, is_bot)
        self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """The chat of this person with the bot, opened (they have pressed Start)."""
        if user.id not in self.chats:
            members = {user.id: "member", self.bot.id: "member"}
            self.chats[user.id] = Chat(user.id, "private", person=user, members=members)
        return self.chats[user.id]

    def group(
        self, title: str, members: Iterable[User], *, supergroup: bool = False, bot_is_admin: bool = False
    ) -> Chat:
        """A group that the bot is in already; the first member made it."""
        number = 1_000 + next(self._ids)
        chat_id = SUPERGROUP_ID_BASE - number if supergroup else -number
        chat = Chat(chat_id, "supergroup" if supergroup else "group", title)
        for index, member in enumerate(members):
            chat.members[member.id] = "member" if index else "creator"
        chat.members[self.bot.id] = "administrator" if bot_is_admin else "member"
        self.chats[chat.id] = chat
        return chat

    def channel(self, title: str, username: str | None = None) -> Chat:
        """A channel to forward from; the bot is not in it."""
        chat = Chat(SUPERGROUP_ID_BASE - 1_000 - next(self._ids), "channel", title, username)
        self.chats[chat.id] = chat
        return chat

    # What people do

    def send_text(
        self,
        chat: Chat,
        text: str,
        *,
        sender: User | None = None,
        html: bool = False,
        reply_to: Message | None = None,
        forwarded_from: Chat | User | None = None,
    ) -> Message:
        """A person sends text; with `html=True` the text is markup (for links behind words).

        Raises ValueError where Telegram's apps would not send it: no text, or over 4,096 UTF-16 units
        (see `paste`).
        """
        formatted = parse_html(text) if html else plain_text(text)
        if not formatted.text:
            raise ValueError("a person cannot send an empty message")
        if utf16_length(formatted.text) > TEXT_LIMIT_UTF16:
            raise ValueError("over 4,096 UTF-16 units: use World.paste, which cuts as Telegram's apps do")
        return self._from_person(chat, sender, self.text_content(formatted), reply_to, forwarded_from)

    def paste(self, chat: Chat, text: str, *, sender: User | None = None) -> tuple[Message, ...]:
        """A person pastes a text of any length; Telegram's apps cut it into several messages."""
        return tuple(self.send_text(chat, piece, sender=sender) for piece in cut_paste(text))

    def send_document(
        self,
        chat: Chat,
        content: bytes,
        file_name: str,
        mime_type: str,
        *,
        caption: str = "",
        size_bytes: int | None = None,
        sender: User | None = None,
        reply_to: Message | None = None,
        forwarded_from: Chat | User | None = None,
    ) -> Message:
        """A person sends a file; `size_bytes` lets a small content pass for a large file."""
        body = self.document_content(content, file_name, mime_type, size_bytes)
        body |= self.caption_content(plain_text(caption))
        return self._from_person(chat, sender, body, reply_to, forwarded_from)

    def send_photo(
        self,
        chat: Chat,
        content: bytes = b"\xff\xd8\xff\xe0 a photo",
        *,
        caption: str = "",
        sender: User | None = None,
        forwarded_from: Chat | User | None = None,
    ) -> Message:
        """A person sends a photo, in the sizes that Telegram makes of it."""
        sizes = []
        for width, height in ((90, 60), (320, 213), (1280, 853)):
            stored = self.store(content + bytes((width % 256,)), "photos", ".jpg")
            sizes.append(_file_json(stored, width=width, height=height))
        body = {"photo": sizes} | self.caption_content(plain_text(caption))
        return self._from_person(chat, sender, body, None, forwarded_from)

    def send_sticker(self, chat: Chat, emoji: str = "👍", *, sender: User | None = None) -> Message:
        """A person sends a sticker."""
        stored = self.store(emoji.encode(), "stickers", ".webp")
        sticker = _file_json(stored, width=512, height=512, type="regular", emoji=emoji)
        sticker |= {"is_animated": False, "is_video": False, "set_name": "loopback"}
        return self._from_person(chat, sender, {"sticker": sticker}, None, None)

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
        """A client of somebody's own making presses a button that the message does not have."""
        person = sender or self._person_of(message.chat)
        query = CallbackQuery(str(4_000_000_000_000 + next(self._ids)), person, message, data)
        self.callbacks[query.id] = query
        payload = {
            "id": query.id, "from": person.to_json(), "message": deepcopy(message.payload),
            "chat_instance": str(-message.chat.id * 7919), "data": query.data,
        }  # fmt: skip
        self._queue("callback_query", payload)
        return query

    def edit_text(self, message: Message, text: str) -> Message:
        """A person changes a message of theirs."""
        content = self.text_content(plain_text(text))
        if "text" not in message.payload:
            content = self.caption_content(plain_text(text))
        self.replace_content(message, content)
        if self._reaches_bot(message):
            self._queue("edited_message", deepcopy(message.payload))
        self.changed()
        return message

    def block(self, user: User) -> None:
        """A person blocks the bot."""
        self._set_bot_status(self.private_chat(user), "kicked", user)

    def unblock(self, user: User) -> None:
        """A person lets the bot in again."""
        self._set_bot_status(self.private_chat(user), "member", user)

    def kick_bot(self, chat: Chat, *, sender: User | None = None) -> None:
        """Somebody puts the bot out of a group."""
        self._set_bot_status(chat, "kicked", sender or self._person_of(chat))

    def add_bot(self, chat: Chat, *, sender: User | None = None, admin: bool = False) -> None:
        """Somebody takes the bot into a group, or makes it an administrator."""
        status = "administrator" if admin else "member"
        self._set_bot_status(chat, status, sender or self._person_of(chat))

    def expire_callbacks(self) -> None:
        """Makes every press so far too old to be answered."""
        for query in self.callbacks.values():
            query.expired = True

    def deliver_twice(self, times: int = 1) -> None:
        """The next `times` updates reach the bot a second time although it has confirmed them."""
        self._extra_deliveries += times

    # What a test wants to know

    def messages(self, chat: Chat) -> list[Message]:
        """What the bot has said in a chat and not deleted, in order."""
        return [message for message in self.conversation(chat) if message.sender is self.bot]

    def conversation(self, chat: Chat) -> list[Message]:
        """All messages of a chat that are not deleted, in order."""
        return [message for message in list(chat.messages.values()) if not message.deleted]

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
        return {"document": _file_json(stored, file_name=file_name, mime_type=mime_type)}

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
        self, chat: Chat, sender: User, content: Json, *, reply_to: Message | None = None
    ) -> Message:
        """Adds a message to a chat, without telling anybody yet."""
        payload: Json = {
            "message_id": next(chat.counter), "date": int(self.now()), "chat": chat.to_json(),
            "from": sender.to_json(), **content,
        }  # fmt: skip
        if reply_to is not None:
            quoted = deepcopy(reply_to.payload)
            quoted.pop("reply_to_message", None)
            payload["reply_to_message"] = quoted
        message = Message(chat, sender, payload)
        chat.messages[message.message_id] = message
        if sender.is_bot:
            chat.last_bot_id = sender.id
        return message

    def replace_content(self, message: Message, content: Json) -> None:
        """Puts new text or caption, keyboard and preview in place of the old ones, and keeps those."""
        message.versions.append(deepcopy(message.payload))
        for name in CHANGEABLE:
            message.payload.pop(name, None)
        message.payload |= content
        message.payload["edit_date"] = int(self.now())

    # The queue of updates

    def pending(self, limit: int = 100) -> list[Json]:
        """The updates that wait, the oldest first."""
        return [update.payload for update in self.updates[:limit]]

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

    def _queue(self, kind: str, payload: Json) -> None:
        wanted = kind in self.allowed_updates if self.allowed_updates else kind not in QUIET_UPDATES
        if wanted:
            update = QueuedUpdate(kind, {"update_id": next(self._update_ids), kind: payload})
            if self._extra_deliveries:
                self._extra_deliveries -= 1
                update.deliveries = 2
            self.updates.append(update)
        self.changed()

    # Inside

    def _formatted(self, formatted: FormattedText, text_name: str, entities_name: str) -> Json:
        full = with_automatic_entities(formatted)
        users = {user.id: user.to_json() for user in self.users.values()}
        entities = [
            entity_json(entity, users)
            for entity in full.entities
            if entity.user_id is None or entity.user_id in users
        ]
        return {text_name: full.text} | ({entities_name: entities} if entities else {})

    def _person_of(self, chat: Chat) -> User:
        if chat.person is not None:
            return chat.person
        return next(self.users[user_id] for user_id in chat.members if not self.users[user_id].is_bot)

    def _from_person(
        self,
        chat: Chat,
        sender: User | None,
        content: Json,
        reply_to: Message | None,
        forwarded_from: Chat | User | None,
    ) -> Message:
        person = sender or self._person_of(chat)
        if chat.members.get(person.id) in (None, "left", "kicked"):
            raise ValueError(f"{person.first_name} is not in this chat")
        if forwarded_from is not None:
            content = {"forward_origin": self._origin(forwarded_from)} | content
        message = self.new_message(chat, person, content, reply_to=reply_to)
        message.meant_for_bot = self._reaches_bot(message)
        if message.meant_for_bot:
            self._queue("message", deepcopy(message.payload))
        self.changed()
        return message

    def _origin(self, source: Chat | User) -> Json:
        date = int(self.now()) - PAST
        if isinstance(source, User):
            return {"type": "user", "date": date, "sender_user": source.to_json()}
        number = next(source.counter)
        return {"type": "channel", "date": date, "chat": source.to_json(), "message_id": number}

    def _reaches_bot(self, message: Message) -> bool:
        """The rules of privacy mode: https://core.telegram.org/bots/features#privacy-mode."""
        chat = message.chat
        status = chat.members.get(self.bot.id)
        if status in (None, "left", "kicked") or (message.sender.is_bot and chat.type != "channel"):
            return False
        if chat.type == "private" or not self.privacy_mode or status == "administrator":
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

    def _set_bot_status(self, chat: Chat, status: str, actor: User) -> None:
        old = chat.members.get(self.bot.id, "left")
        chat.members[self.bot.id] = status
        payload = {
            "chat": chat.to_json(), "from": actor.to_json(), "date": int(self.now()),
            "old_chat_member": member_json(self.bot, old), "new_chat_member": member_json(self.bot, status),
        }  # fmt: skip
        self._queue("my_chat_member", payload)


def cut_paste(text: str) -> list[str]:
    """Cuts text as Telegram's apps do: at most 4,096 UTF-16 units, at a line's end or else a space."""
    pieces = []
    rest = text.strip()
    while utf16_length(rest) > TEXT_LIMIT_UTF16:
        head = utf16_slice(rest, 0, TEXT_LIMIT_UTF16).rstrip("�")
        cut = max(head.rfind("\n"), head.rfind(" "))
        cut = cut if cut > len(head) // 2 else len(head)
        pieces.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*pieces, rest] if rest else pieces


ADMIN_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
    "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
"""What ChatMemberAdministrator must say; here an administrator may do nothing in particular."""


def member_json(user: User, status: str) -> Json:
    """The Bot API's ChatMember."""
    member: Json = {"status": status, "user": user.to_json()}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= dict.fromkeys(ADMIN_RIGHTS, False)
    elif status == "kicked":
        member["until_date"] = 0
    return member


def _file_json(stored: StoredFile, **more: Any) -> Json:
    return {
        "file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size_bytes, **more,
    }  # fmt: skip


def _present(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value is not None}
