"""Reply -> Telegram's messages: the only writer.

In: a Reply and the message that it answers; out: messages sent or edited, each as a step of its request, so
that none is sent again when the request is run again. This module must know no stage and no wording.

A message counts as sent when Telegram has answered and that is written down; what was on its way as the
process died is sent again, and its twin taken away. The first message of an answer takes the place of the
status message, and putting the same words into the same place twice changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.records import Attachment, Button, Reply
from bot.runtime.store import Store
from bot.runtime.work import Work
from handlers.order import Order
from handlers.patience import effort, once

log = logging.getLogger(__name__)

CONTENT_ID_DIGITS = 16
"""64 bits: enough to tell the messages of one request apart."""

ANSWERED = frozenset({"replace", "say", "edit", "attach"})
"""The steps after which a request has answered, in whole or in part."""

LOOKS_FOR_QUIET, QUIET_PAUSE_S = 20, 0.5
"""How often, and how long apart, it is looked whether nothing is on its way to a chat."""

TIDIED = 10
"""Messages after the answered one among which a lost one is looked for: each look is a call."""


CLOSED_SIGNS = (
    "topic_closed", "topic_deleted", "thread not found", "not enough rights", "no rights to send",
    "need administrator rights", "chat_write_forbidden", "chat_restricted", "user_banned_in_channel",
    "_forbidden", "chat not found", "chat was deactivated", "replied not found", "replied message not found",
)  # fmt: skip
"""In Telegram's words for a place in which the bot may not write, or whose message is gone that it would
answer: nothing that it did wrong."""


def is_closed(error: TelegramError) -> bool:
    """Whether an error says that the bot may not write where it wanted to, so that nobody is to be told."""
    said = error.message.lower()
    return isinstance(error, Forbidden) or any(sign in said for sign in CLOSED_SIGNS)


class Room:
    """Somebody's private chat, into which the bot writes without answering anything in it."""

    def __init__(self, bot: Bot, person_id: int) -> None:
        self._bot = bot
        self.chat_id = person_id

    def get_bot(self) -> Bot:
        """Return the bot."""
        return self._bot

    async def reply_html(
        self, html: str, *, reply_markup: InlineKeyboardMarkup | None = None, do_quote: bool = False
    ) -> Message:
        """Say something; there is nothing to quote."""
        return await self._bot.send_message(
            self.chat_id, html, parse_mode=ParseMode.HTML, reply_markup=reply_markup
        )

    async def reply_document(self, content: bytes, *, filename: str) -> Message:
        """Send a file."""
        return await self._bot.send_document(self.chat_id, content, filename=filename)


class Outbox:
    """Sends replies; everything that is sent must arrive, however long Telegram is away."""

    def __init__(self, work: Work, store: Store) -> None:
        self._work = work
        self._store = store
        self._order = Order(store.correspondence)

    async def send(
        self,
        answered: Message | Room,
        reply: Reply,
        *,
        status_id: int | None = None,
        under: int | None = None,
    ) -> tuple[int, ...]:
        """Send a reply under the message that it answers; its first message replaces the status, if given.

        `under`: another message of the chat that it is to answer, by its number. Returns the numbers of its
        messages, of none or a part of them where the chat is closed to us.
        """
        keyboard = keyboard_of(reply.buttons)
        last = len(reply.messages) - 1
        sent: list[int] = []
        for position, html in enumerate(reply.messages):
            markup = keyboard if position == last else None
            in_place = status_id if position == 0 else None
            if in_place and await self._work.step("replace", _replaced, answered, in_place, html, markup):
                sent.append(in_place)
                continue
            said = await self._work.step("say", self._say, answered, html, markup, position, under)
            if said is None:
                return tuple(sent)
            sent.append(said)
        if reply.attachment:
            await self._work.step("attach", self._attach, answered, reply.attachment)
        return tuple(sent)

    async def revise(self, answered: Message, reply: Reply, sent: Sequence[int]) -> tuple[int, ...]:
        """Put a reply into the place of one that was sent before; return the numbers of its messages.

        A message of ours that is gone stays gone: somebody did not want it there.
        """
        keyboard = keyboard_of(reply.buttons)
        last, now = len(reply.messages) - 1, list(sent[: len(reply.messages)])
        for position, html in enumerate(reply.messages):
            markup = keyboard if position == last else None
            if position < len(sent):
                await self._work.step("edit", _edited, answered, sent[position], html, markup)
                continue
            said = await self._work.step("say", self._say, answered, html, markup, position)
            if said is None:
                break
            now.append(said)
        for message_id in sent[len(reply.messages) :]:
            await self._work.step("delete", _deleted, answered, message_id)
        return tuple(now)

    async def announce(self, bot: Bot, chat_id: int, reply: Reply) -> None:
        """Say something in a chat that answers nobody, once: what may have got through is not said again."""
        await self._work.step("announce", self._announce, bot, chat_id, reply.messages[0])

    async def _announce(self, bot: Bot, chat_id: int, html: str) -> int | None:
        sending_id = f"{self._work.request_id()}/announce"
        known = await asyncio.to_thread(self._store.begin_sending, sending_id, chat_id)
        if known.begun:
            return known.message_id
        try:
            message = await bot.send_message(chat_id, html)
        except TelegramError as exc:
            log.info("nothing could be announced: %s", exc)
            return None
        await asyncio.to_thread(self._store.end_sending, sending_id, message.message_id)
        return message.message_id

    async def open(self, room: Room, reply: Reply) -> int | None:
        """Send a status into somebody's private chat; return its number, None where the bot may not write."""
        return await self._work.step("open", self._say, room, reply.messages[0], None, 0)

    async def standing(self) -> tuple[int, int] | None:
        """Return the chat and the number of the status message of this request; None where there is none, or
        the answer stands in its place."""
        done = await asyncio.to_thread(self._work.steps_of, self._work.request_id())
        if ANSWERED.intersection(done):
            return None
        return await asyncio.to_thread(self._store.last_sent, self._work.request_id())

    async def rekey(self, message: Message, rows: tuple[tuple[Button, ...], ...]) -> bool:
        """Put other buttons under a message of ours; return whether they stand there."""
        return await self._work.step("rekey", _rekeyed, message, keyboard_of(rows))

    async def replace(self, answered: Message, reply: Reply, message_id: int) -> bool:
        """Put a reply of one message into a message's place; return False when that cannot be done."""
        keyboard = keyboard_of(reply.buttons)
        return await self._work.step("edit", _edited, answered, message_id, reply.messages[0], keyboard)

    async def send_status(self, answered: Message | Room, reply: Reply) -> int:
        """Send the message whose place the answer will take, as part of a step; return its number.

        Sent once only: a second one would say "reading" for ever when the first had arrived after all.
        Raises TelegramError where it did not get through.
        """
        html = reply.messages[0]

        async def send() -> Message:
            with once():
                return await answered.reply_html(html, do_quote=True)

        if isinstance(answered, Message):
            await self._order.turn(answered)
        try:
            return await self._sent(html, answered, send)
        finally:
            self._begun(answered)

    async def _say(
        self,
        answered: Message | Room,
        html: str,
        markup: InlineKeyboardMarkup | None,
        position: int,
        under: int | None = None,
    ) -> int | None:
        """The number of the message that was sent; None where the chat is closed to us."""

        async def send() -> Message:
            with effort("delivered"):
                if under is not None and isinstance(answered, Message):
                    return await answered.reply_html(html, reply_markup=markup, reply_to_message_id=under)
                return await answered.reply_html(html, reply_markup=markup, do_quote=position == 0)

        try:
            return await self._sent(html, answered, send, content=str(position))
        except (Forbidden, BadRequest) as exc:
            if not is_closed(exc):
                raise
            log.info("the chat is closed to us: %s", exc)
            return None
        finally:
            self._begun(answered)

    def _begun(self, answered: Message | Room) -> None:
        if isinstance(answered, Message):
            self._order.begun(answered)

    async def _attach(self, answered: Message | Room, attachment: Attachment) -> int | None:
        async def send() -> Message:
            with effort("delivered"):
                return await answered.reply_document(attachment.content, filename=attachment.name)

        try:
            return await self._sent("", answered, send, content=attachment.name)
        except (Forbidden, BadRequest) as exc:
            if not is_closed(exc):
                raise
            log.info("files are not wanted here: %s", exc)
            return None

    async def _sent(
        self, html: str, answered: Message | Room, send: Callable[[], Awaitable[Message]], content: str = ""
    ) -> int:
        """Send a message, unless it is known to stand there; take away one that was sent unknown to us."""
        content_id = hashlib.sha256(f"{content} {html}".encode(errors="replace")).hexdigest()
        sending_id = f"{self._work.request_id()}/{content_id[:CONTENT_ID_DIGITS]}"
        known = await asyncio.to_thread(self._store.begin_sending, sending_id, answered.chat_id)
        if known.message_id is not None:
            return known.message_id
        message = await send()
        await asyncio.to_thread(self._store.end_sending, sending_id, message.message_id)
        if known.begun and html and isinstance(answered, Message):
            await self.tidy(answered, html)
        return message.message_id

    async def tidy(self, answered: Message, html: str) -> None:
        """Delete a message of ours that nobody knows of, as part of a step.

        Its sender died between sending it and writing it down, or Telegram's answer was lost. Nothing tells a
        bot what it has sent. But only its own messages can be edited, and putting the same words into the
        same place is refused as no change: that finds it. It stands soon after what it answers, and before
        the last message that is known; what is sent from now on comes later.
        """
        known = await self._known(answered)
        between = range(answered.message_id + 1, max(known, default=0))
        for message_id in [number for number in between if number not in known][:TIDIED]:
            try:
                is_twin = await _stands_there(answered, message_id, html)
            except TelegramError as exc:
                log.warning("looking for a lost message: %s", exc)
                return
            if is_twin:
                await _deleted(answered, message_id)

    async def _known(self, answered: Message) -> frozenset[int]:
        """Our messages after the answered one, once none is on its way; none where that takes too long."""
        for _ in range(LOOKS_FOR_QUIET):
            known = await asyncio.to_thread(
                self._store.sent, answered.chat_id, answered.message_id, self._work.request_id()
            )
            if known is not None:
                return known
            await asyncio.sleep(QUIET_PAUSE_S)
        return frozenset()


async def _stands_there(answered: Message, message_id: int, html: str) -> bool:
    """Whether a message is ours and says just this. Raises TelegramError where nothing tells."""
    try:
        with once():
            await answered.get_bot().edit_message_text(html, chat_id=answered.chat_id, message_id=message_id)
    except BadRequest as exc:
        return _is_unchanged(exc)
    return False


def _is_unchanged(error: TelegramError) -> bool:
    """Whether Telegram says that a message has these words and buttons already."""
    return isinstance(error, BadRequest) and "not modified" in error.message.lower()


async def _edited(
    answered: Message | Room, message_id: int, html: str, markup: InlineKeyboardMarkup | None
) -> bool:
    with effort("delivered"):
        return await edit(answered, message_id, html, markup)


async def _replaced(
    answered: Message | Room, status_id: int, html: str, markup: InlineKeyboardMarkup | None
) -> bool:
    """Turn the status message into the answer; where that fails, take it away."""
    if await _edited(answered, status_id, html, markup):
        return True
    with suppress(TelegramError):
        await answered.get_bot().delete_message(answered.chat_id, status_id)
    return False


async def _deleted(answered: Message, message_id: int) -> None:
    with suppress(TelegramError):
        await answered.get_bot().delete_message(answered.chat_id, message_id)


async def _rekeyed(message: Message, markup: InlineKeyboardMarkup | None) -> bool:
    """Not getting through, or finding these buttons there already, costs nobody what was asked for."""
    try:
        with once():
            # The library would send its default parse mode, which this method does not know.
            await message.edit_reply_markup(markup, api_kwargs={"parse_mode": None})
    except TelegramError as exc:
        log.info("buttons could not be changed: %s", exc)
        return _is_unchanged(exc)
    return True


async def edit(
    answered: Message | Room, message_id: int, html: str, markup: InlineKeyboardMarkup | None = None
) -> bool:
    """Bring a message of ours up to date; return False when that cannot be done."""
    try:
        await answered.get_bot().edit_message_text(
            html,
            chat_id=answered.chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
        )
    except TelegramError as exc:
        if _is_unchanged(exc):
            return True
        log.warning("a message could not be edited: %s", exc)
        return False
    return True


_answered_press: ContextVar[str] = ContextVar("answered_press", default="")
"""The press that was answered last in this request: a second answer is shown to nobody."""


def is_answered(query: CallbackQuery) -> bool:
    """Whether a press was answered already, as far as this request knows."""
    return _answered_press.get() == query.id


async def toast(
    query: CallbackQuery, text: str | None = None, *, alert: bool = False, url: str | None = None
) -> bool:
    """Answer a press, with words where there are any; `alert` makes them stay until they are put away.

    `url`: a link to this bot that the presser's app opens.

    Not getting through is no fault: the work that was asked for goes on. Returns whether it got through.
    """
    _answered_press.set(query.id)
    with suppress(TelegramError), once():
        await query.answer(text, show_alert=alert, url=url)
        return True
    return False


async def react(message: Message, emoji: str | None) -> bool:
    """React to a message, or take the reaction back; where that cannot be done, nothing is lost. Returns
    whether it was."""
    with suppress(TelegramError), once():
        await message.set_reaction(emoji)
        return True
    return False


def as_it_was(message: Message) -> Reply:
    """Return a message of ours as it stood there when somebody pressed a button under it."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    buttons = tuple(
        tuple(Button(each.text, str(each.callback_data or ""), each.url or "") for each in row)
        for row in rows
    )
    return Reply((message.text_html or "",), buttons)


def keyboard_of(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return Telegram's form of the buttons; None when there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.label, callback_data=button.action or None, url=button.url or None
                )
                for button in row
            ]
            for row in rows
        ]
    )
