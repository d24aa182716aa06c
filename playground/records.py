"""What the small Telegram is made of: people, chats, topics, messages, files, presses, calls.

In: nothing; these are plain objects which `ground`, `places` and `world` make and change. Out: the
objects of the Bot API as JSON values. They know no rule about who may do what.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.formatted import FormattedText, MessageEntity, entity_from_json
from playground.telegram_html import to_html

Json = dict[str, Any]

DEFAULT_BOT_ID = 7_000_000_001
GENERAL = "General"
"""The topic that every forum has; its messages carry no thread."""
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
"""The statuses of those who are in a chat."""
ADMINISTRATORS = frozenset({"creator", "administrator"})
"""The statuses of those who may change a chat's settings."""


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
        return present(
            id=self.id, is_bot=self.is_bot, first_name=self.first_name, username=self.username,
            language_code=self.language_code,
        )  # fmt: skip


TELEGRAM_ID = 777_000
"""Telegram itself: in whose name a channel's posts come into its discussion group."""
ANONYMOUS_ID = 1_087_968_824
"""@GroupAnonymousBot: in whose name administrators speak who hide theirs."""
CHANNEL_ID = 136_817_688
"""@Channel_Bot: in whose name people speak as a channel."""


def stand_ins() -> tuple[User, User, User]:
    """Telegram, the anonymous administrator and the channel: who stands in for whom a bot is not told."""
    return (
        User(TELEGRAM_ID, "Telegram"),
        User(ANONYMOUS_ID, "Group", "GroupAnonymousBot", is_bot=True),
        User(CHANNEL_ID, "Channel", "Channel_Bot", is_bot=True),
    )


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; its id is that of the service message that opened it."""

    thread_id: int
    name: str
    closed: bool = False
    deleted: bool = False


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
    """User id → status (creator, administrator, member, restricted, left, kicked), the bot's own included."""
    messages: dict[int, Message] = field(default_factory=dict)
    """All that were ever sent, deleted ones too."""
    last_bot_id: int | None = None
    """The last bot that wrote here: plain commands are meant for it."""
    counter: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    """Thread id → topic; General is not among them."""
    anonymous: set[int] = field(default_factory=set)
    """The administrators who hide their names."""
    rights: dict[int, frozenset[str]] = field(default_factory=dict)
    """What administrators may do ("can_delete_messages"), by user id."""
    linked: Chat | None = None
    """The channel of a discussion group, or the discussion group of a channel."""
    migrated_to: Chat | None = None
    """The supergroup that a group has become."""
    hides_members: bool = False
    """Whether only administrators are told who is in it."""
    allowed_reactions: frozenset[str] | None = None
    """The emoji that may be set here; None where all may."""
    pinned: list[int] = field(default_factory=list)
    """The ids of pinned messages, the last one last."""

    def to_json(self) -> Json:
        """The Bot API's Chat."""
        name = self.person.first_name if self.person else None
        username = self.person.username if self.person else self.username
        return present(
            id=self.id, type=self.type, title=self.title, username=username, first_name=name,
            is_forum=self.is_forum or None,
        )  # fmt: skip

    def topic(self, name: str) -> Topic | None:
        """The topic of this name; None for General. Raises ValueError where there is none."""
        if name == GENERAL:
            return None
        for topic in self.topics.values():
            if topic.name == name and not topic.deleted:
                return topic
        raise ValueError(f"no topic {name!r} in {self.title!r}")


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
    too_old: bool = False
    """Whether a press under it tells the bot its number alone, as it does once a message is old."""
    meant_for_bot: bool = False
    """Whether it reached the bot by the rules of privacy mode."""
    keyboard: Json | None = None
    """A reply keyboard or its removal, which the payload does not show."""
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    """User id → what they reacted with."""
    inline_id: str | None = None
    """By which the bot may edit a message that a person sent through it."""

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
    def topic(self) -> Topic | None:
        """The topic that it stands in; None in General and where there are no topics."""
        if not self.payload.get("is_topic_message"):
            return None
        return self.chat.topics[self.payload["message_thread_id"]]

    @property
    def replied_id(self) -> int | None:
        """The number of the message that a person or bot answered with it.

        In a topic Telegram puts the service message that opened it where no other message is answered:
        that is none.
        """
        replied = self.payload.get("reply_to_message")
        if replied is None or "forum_topic_created" in replied:
            return None
        return int(replied["message_id"])

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
    def emoji(self) -> tuple[str, ...]:
        """What everybody reacted with, in order."""
        return tuple(reaction["emoji"] for given in self.reactions.values() for reaction in given)

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
    """What the bot showed itself to be doing ("typing"), and in which topic."""

    chat: Chat
    action: str
    thread_id: int | None = None


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """A press on a button, and what the bot answered."""

    id: str
    sender: User
    message: Message
    data: str
    buttons: tuple[Json, ...] = ()
    """What stood under the message when it was pressed."""
    after_id: int = 0
    """The last message of the chat at that time."""
    answers: list[Json] = field(default_factory=list)
    expired: bool = False

    @property
    def answered(self) -> bool:
        """Whether the bot has answered: until then the button shows that it is working."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as the bot showed it while it came into being."""

    chat: Chat
    draft_id: int
    text: str


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One of the things that a person may choose: what the list shows, and the message it becomes."""

    id: str
    title: str
    description: str
    content: Json


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What a person sees under "@bot words": a list, and perhaps a button over it."""

    results: tuple[InlineResult, ...]
    button: Json | None = None
    next_offset: str = ""


@dataclass(slots=True, eq=False)
class InlineQuery:
    """Words that a person wrote behind the bot's name, and what came of them."""

    id: str
    sender: User
    text: str
    answer: InlineAnswer | None = None
    from_cache: bool = False
    """Whether Telegram answered it by itself, so that the bot never heard of it."""
    expired: bool = False

    @property
    def results(self) -> tuple[InlineResult, ...]:
        """What may be chosen; nothing before the bot has answered."""
        return self.answer.results if self.answer else ()

    @property
    def button(self) -> Json | None:
        """The button over the results."""
        return self.answer.button if self.answer else None


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
    due_s: float = 0.0
    """When it reaches the server, by the world's clock; nothing behind it comes earlier."""
    apart: bool = False
    """Whether it comes in another answer to getUpdates than those before it."""

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


_ADMIN_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
    "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
"""What ChatMemberAdministrator must say."""
_MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
"""What ChatMemberRestricted must say; here a restricted member may do none of it."""


def member_json(chat: Chat, user: User, status: str | None = None) -> Json:
    """The Bot API's ChatMember, with the status that the chat knows unless another one is given."""
    status = status or chat.members.get(user.id, "left")
    member: Json = {"status": status, "user": user.to_json()}
    if status == "creator":
        member["is_anonymous"] = user.id in chat.anonymous
    elif status == "administrator":
        member |= dict.fromkeys(_ADMIN_RIGHTS, False)
        member |= dict.fromkeys(chat.rights.get(user.id, ()), True)
        member["is_anonymous"] = user.id in chat.anonymous
    elif status == "restricted":
        member |= {"is_member": True, "until_date": 0} | dict.fromkeys(_MEMBER_RIGHTS, False)
    elif status == "kicked":
        member["until_date"] = 0
    return member


def present(**fields: Any) -> Json:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
