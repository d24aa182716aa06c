"""JSON -> World: what a person does on the page, as one of the world's verbs.

In: an order ("send", with who, where and what) as the page's script sends it; out: a changed world, or
`Refused` with words for the person. Nothing that comes in is trusted: it may be any JSON. It must not know
sockets, and decides nothing about what the page shows.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from playground.bot_api import BotApiServer
from playground.faults import Effect
from playground.formatted import utf16_length
from playground.limits import Limits
from playground.records import ADMINISTRATORS, PRESENT
from playground.town import Town
from playground.world import GENERAL, TEXT_LIMIT_UTF16, Chat, Json, Message, User, World, is_forwardable

T = TypeVar("T")

FILE_LIMIT_BYTES = 50 * 1024 * 1024
"""More than a bot may download (20 MB), so that one can see how it takes a file that is too large. All files
that are sent at once have so much together: they come in one message over the page's socket."""
PASTE_LIMIT_UTF16 = 100 * TEXT_LIMIT_UTF16
"""A hundred messages: a book's chapter, and more than any newspaper prints."""
FORWARD_MOST = 100
"""Messages forwarded in one go, as in Telegram's apps."""
TOPIC_LIMIT_UTF16 = 128
"""https://core.telegram.org/bots/api#createforumtopic"""
PIECES_PAUSE_S = 0.15
"""How long after one another the pieces of a long paste reach the bot: an app sends them one by one."""
ALBUM_MOST = 10
LANGUAGES = 12
"""The longest language code that a person may have ("zh-hans")."""


class Refused(Exception):
    """An order that cannot be carried out; the message is for the person at the page."""


class Orders:
    """Carries out orders in a world."""

    def __init__(self, server: BotApiServer, town: Town) -> None:
        self._server = server
        self._world: World = server.world
        self._town = town
        self._table: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "send": self._send, "files": self._files, "forward": self._forward, "edit": self._edit,
            "delete": self._delete, "react": self._react, "press": self._press, "start": self._start,
            "language": self._language, "privacy": self._privacy, "bot": self._bot, "topic": self._topic,
            "fault": self._fault, "faults_off": self._faults_off, "twice": self._twice,
            "expire": self._expire, "limits": self._limits, "inline": self._inline, "choose": self._choose,
        }  # fmt: skip

    def carry_out(self, order: Any) -> None:
        """Do what was ordered. Raises Refused."""
        if not isinstance(order, dict):
            raise Refused("an order is a JSON object")
        _check_unicode(order)
        verb = self._table.get(str(order.get("order")))
        if verb is None:
            raise Refused(f"there is no order {order.get('order')!r}")
        try:
            verb(order)
        except ValueError as error:
            raise Refused(str(error)) from error

    # What people say

    def _send(self, order: Mapping[str, Any]) -> None:
        chat, text, how = self._place(order), _given(order, "text", str), self._how(order)
        if utf16_length(text) > PASTE_LIMIT_UTF16:
            raise Refused(f"a paste has at most {PASTE_LIMIT_UTF16:,} characters here")
        if utf16_length(text.strip()) > TEXT_LIMIT_UTF16:
            self._world.paste(chat, text, pause_s=PIECES_PAUSE_S, **how)
        else:
            self._world.send_text(chat, text, **how)

    def _files(self, order: Mapping[str, Any]) -> None:
        chat, how = self._place(order), self._how(order)
        caption = _optional(order, "caption")
        given = _given(order, "files", list)
        if not 1 <= len(given) <= ALBUM_MOST:
            raise Refused(f"one to {ALBUM_MOST} files at once")
        files = [_file(file) for file in given]
        if sum(len(content) for _, _, content in files) > FILE_LIMIT_BYTES:
            raise Refused(f"files have at most {FILE_LIMIT_BYTES // 1024 // 1024} MB together here")
        if len(files) > 1:
            self._world.send_album(
                chat, [(name, content) for name, _, content in files], caption=caption, **how
            )
            return
        ((name, media_type, content),) = files
        if media_type.startswith("image/"):
            self._world.send_photo(chat, content, caption=caption, **how)
        else:
            self._world.send_document(chat, content, name, media_type, caption=caption, **how)

    def _forward(self, order: Mapping[str, Any]) -> None:
        chat, source = self._place(order), self._chat(order, "source")
        numbers = _given(order, "messages", list)
        messages = [self._message(source, number) for number in numbers]
        if not 1 <= len(messages) <= FORWARD_MOST:
            raise Refused(f"nothing to forward, or more than {FORWARD_MOST} messages")
        self._world.forward(chat, messages, comment=_optional(order, "comment"), **self._how(order))

    def _edit(self, order: Mapping[str, Any]) -> None:
        self._world.edit_text(self._own_message(order), _given(order, "text", str))

    def _delete(self, order: Mapping[str, Any]) -> None:
        chat = self._chat(order)
        message = self._message(chat, order.get("message"))
        is_admin = self._posts(order, chat) or chat.members.get(self._person(order).id) in ADMINISTRATORS
        if chat.type == "private" or is_admin or message.sender is self._person(order):
            self._world.delete(message)
            return
        raise Refused("only administrators delete what others said")

    def _react(self, order: Mapping[str, Any]) -> None:
        message = self._message(self._chat(order), order.get("message"))
        emoji = order.get("emoji")
        if emoji is not None and not (isinstance(emoji, str) and emoji in self._server.rules.reactions):
            raise Refused("Telegram has no such reaction")
        self._world.react(message, *([emoji] if emoji else []), sender=self._person(order))

    def _press(self, order: Mapping[str, Any]) -> None:
        message = self._message(self._chat(order), order.get("message"))
        self._world.press(message, data=_given(order, "data", str), sender=self._person(order))

    def _start(self, order: Mapping[str, Any]) -> None:
        self._world.start(self._person(order), _optional(order, "payload"))

    def _inline(self, order: Mapping[str, Any]) -> None:
        query = _given(order, "query", str)
        self._world.inline_query(self._person(order), query, chat_type=self._chat(order).type)

    def _choose(self, order: Mapping[str, Any]) -> None:
        query = self._world.inline_queries.get(_given(order, "query", str))
        if query is None or query.sender is not self._person(order):
            raise Refused("those answers are gone")
        numbers = [number for number, one in enumerate(query.results) if one.id == order.get("result")]
        if not numbers:
            raise Refused("there is no such answer")
        self._world.choose(query, self._place(order), numbers[0], **self._how(order))

    # What the makers turn

    def _language(self, order: Mapping[str, Any]) -> None:
        code = _given(order, "code", str)
        if not 2 <= len(code) <= LANGUAGES:
            raise Refused("a language code has two letters")
        self._person(order).language_code = code
        self._world.changed()

    def _privacy(self, order: Mapping[str, Any]) -> None:
        self._world.privacy_mode = _given(order, "on", bool)
        self._world.changed()

    def _bot(self, order: Mapping[str, Any]) -> None:
        """Take the bot in, put it out, raise or lower it."""
        chat, person = self._chat(order), self._person(order)
        done = _given(order, "becomes", str)
        is_in = chat.members.get(self._world.bot.id) in PRESENT
        if chat.type == "private":
            self._block(person, done)
        elif chat.type == "channel" and not self._posts(order, chat):
            raise Refused("only its administrator lets the bot into the channel")
        elif done == "kicked" and is_in:
            self._world.kick_bot(chat, sender=person)
        elif done == "administrator":
            self._world.add_bot(chat, sender=person, admin=True)
        elif done == "member" and chat.type != "channel":
            self._world.add_bot(chat, sender=person)
        else:
            raise Refused(f"the bot cannot become {done!r} here")

    def _block(self, person: User, done: str) -> None:
        """Block the bot, or let it in again: more than that it is to nobody in private."""
        if done not in ("member", "kicked"):
            raise Refused(f"the bot cannot become {done!r} here")
        if done == "member":
            self._world.unblock(person)
        else:
            self._world.block(person)

    def _topic(self, order: Mapping[str, Any]) -> None:
        chat, name = self._chat(order), _given(order, "name", str).strip()
        if not chat.is_forum or self._person(order).id not in chat.members:
            raise Refused("there are no topics here")
        if not 1 <= utf16_length(name) <= TOPIC_LIMIT_UTF16:
            raise Refused(f"a topic's name has 1 to {TOPIC_LIMIT_UTF16} characters")
        self._world.open_topic(chat, name, sender=self._person(order))

    def _fault(self, order: Mapping[str, Any]) -> None:
        faults, kind = self._server.faults, _given(order, "kind", str)
        method, times = str(order.get("method") or "*"), _number(order, "times", 1, 100)
        strikes: Effect = "after" if order.get("after") else "before"
        if method not in ("*", "file") and method not in self._server.rules.methods:
            raise Refused(f"there is no method {method!r}")
        if kind in ("500", "502"):
            faults.fail(method, int(kind), times=times, strikes=strikes)
        elif kind == "429":
            if strikes == "after":
                raise Refused("what Telegram refuses with 429 never takes effect")
            faults.too_many_requests(method, _number(order, "seconds", 3, 60), times=times)
        elif kind == "drop":
            faults.drop(method, times=times, strikes=strikes)
        elif kind == "slow":
            faults.slow(method, _number(order, "seconds", 3, 60), times=times, strikes=strikes)
        else:
            raise Refused(f"there is no fault {kind!r}")
        self._world.changed()

    def _faults_off(self, order: Mapping[str, Any]) -> None:
        self._server.faults.clear()
        self._world.changed()

    def _twice(self, order: Mapping[str, Any]) -> None:
        self._world.deliver_twice(_number(order, "times", 1, 100))

    def _limits(self, order: Mapping[str, Any]) -> None:
        self._server.limits = Limits() if _given(order, "on", bool) else None
        self._world.changed()

    def _expire(self, order: Mapping[str, Any]) -> None:
        self._world.expire_callbacks()

    # Who, where, which

    def _person(self, order: Mapping[str, Any]) -> User:
        user_id = order.get("who")
        if not isinstance(user_id, int) or user_id not in self._town.roles:
            raise Refused("nobody of that name speaks here")
        return self._world.users[user_id]

    def _chat(self, order: Mapping[str, Any], name: str = "chat") -> Chat:
        chat = self._world.chats.get(_given(order, name, int))
        if chat is None:
            raise Refused("there is no such chat")
        if chat.type == "private" and chat.person is not self._person(order):
            raise Refused("that is somebody else's chat")
        return chat

    def _place(self, order: Mapping[str, Any]) -> Chat:
        """The chat, if this person may write there."""
        chat, person = self._chat(order), self._person(order)
        if chat.type == "channel" and not self._posts(order, chat):
            raise Refused("only its administrator posts in the channel")
        if chat.type != "channel" and chat.members.get(person.id) not in PRESENT:
            raise Refused("only its members write there")
        return chat

    def _posts(self, order: Mapping[str, Any], chat: Chat) -> bool:
        """Whether the chat is a channel in whose name this person speaks."""
        return chat.type == "channel" and self._person(order) is self._town.administrator

    def _how(self, order: Mapping[str, Any]) -> Any:
        """Sender, topic and answered message, as the world's verbs take them."""
        chat = self._chat(order)
        how: dict[str, Any] = {}
        if chat.type != "channel":
            how["sender"] = self._person(order)
        if chat.is_forum:
            how["topic"] = self._topic_name(chat, order.get("topic"))
        if order.get("reply_to") is not None:
            how["reply_to"] = self._message(chat, order["reply_to"])
        return how

    def _topic_name(self, chat: Chat, number: Any) -> str:
        if number is None:
            return GENERAL
        topic = chat.topics.get(number) if isinstance(number, int) else None
        if topic is None or topic.deleted:
            raise Refused("that topic is gone")
        return topic.name

    def _message(self, chat: Chat, number: Any) -> Message:
        message = chat.messages.get(number) if isinstance(number, int) else None
        if message is None or message.deleted:
            raise Refused("that message is gone")
        return message

    def _own_message(self, order: Mapping[str, Any]) -> Message:
        message = self._message(self._chat(order), order.get("message"))
        if message.sender is not self._person(order) and not self._posts(order, message.chat):
            raise Refused("only your own messages can be edited")
        if not is_forwardable(message) or {"forward_origin", "via_bot", "sticker"} & message.payload.keys():
            raise Refused("only what you wrote yourself can be edited")
        return message


def _check_unicode(value: Any) -> None:
    """Refuse halves of characters, which JSON can write and nothing can send on."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and not one.isascii():
            try:
                one.encode()
            except UnicodeEncodeError:
                raise Refused("that is no Unicode text") from None


def _given(order: Mapping[str, Any], name: str, type_: type[T]) -> T:
    value = order.get(name)
    if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
        raise Refused(f"{name} is missing")
    return value


def _optional(order: Mapping[str, Any], name: str) -> str:
    """A text that may be left out."""
    return _given(order, name, str) if order.get(name) is not None else ""


def _number(order: Mapping[str, Any], name: str, default: int, most: int) -> int:
    value = order.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise Refused(f"{name} is a number from 1 to {most}")
    return value


def _file(file: Json) -> tuple[str, str, bytes]:
    if not isinstance(file, dict):
        raise Refused("a file is a JSON object")
    name, media_type = _given(file, "name", str), _given(file, "mime", str)
    try:
        content = base64.b64decode(_given(file, "content", str), validate=True)
    except ValueError as error:
        raise Refused("that file came damaged") from error
    if len(content) > FILE_LIMIT_BYTES:
        raise Refused(f"a file has at most {FILE_LIMIT_BYTES // 1024 // 1024} MB here")
    return name, media_type or "application/octet-stream", content
