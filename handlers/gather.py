"""Messages put together again before anybody answers them: pieces of a paste, albums, what was edited.

In: an update as it was put down; out: the updates to answer, in which one message holds the whole article, as
if Telegram had no longest message; none where another request answers for it, or nothing is to be said. What
belongs together is judged by bot/intake/joining.py and kept in the store, before a request begins: the last
piece's request may begin after the first one's has ended.

A message may change, or go on, while it is answered. Whoever answers looks once more when done (`again`), and
whoever comes meanwhile leaves it to that look, so that none is lost and none answered twice. This module must
know no wording.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from copy import deepcopy
from datetime import timedelta
from itertools import pairwise
from typing import Any

from telegram import (
    Bot,
    Document,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.intake.joining import Origin, Piece, groups, joint, pause_s, utf16_length
from bot.runtime.correspondence import Correspondence, Letter
from bot.runtime.holds import Holds
from bot.runtime.work import Lane, Work
from handlers.article import COMMAND_IN_CAPTION, is_asked, is_request
from handlers.forget import forgets
from handlers.group import READING, unasked
from handlers.membership import has_gone
from handlers.message import (
    TOGETHER,
    answered_by,
    begins_with_command,
    content_of,
    holds_an_article,
    is_readable,
    names_bot,
    sent_at,
    text_of,
    writer_of,
)
from handlers.newsroom import is_crowd
from handlers.overheard import Overheard
from handlers.patience import once
from handlers.send import react

LOOK_S = 0.1
"""Between two looks for the next piece."""

LOOKED_BACK = timedelta(minutes=5)
"""How far before a message its article may have begun: 80 pieces, the most, in 1.5 seconds each."""

LOOKED_AHEAD = timedelta(minutes=2)
"""How far after a message its article may go on: longer than a torn sentence is waited for."""

REMARK_S = 1.0
"""How long words that are no article wait for one that follows them: both are sent at one press."""

MOST_ROUNDS = 5
"""How often a message that changes while it is answered is answered again; the next edit comes by itself."""

ALBUM_BREAK = "\n\n"
"""Between the captions of an album."""

Json = dict[str, Any]


class Gatherer:
    """Notes what people write as it arrives, and hands out whole articles when it is answered."""

    def __init__(self, work: Work, correspondence: Correspondence, holds: Holds) -> None:
        self._work = work
        self._holds = holds
        self._overheard = Overheard()
        self._letters = correspondence
        self._opened_at = correspondence.now()

    async def noted(self, update: Update, lane: Lane | None) -> Lane | None:
        """Note the message of an update; return the update's lane, None where it is not for us.

        `lane` is what the update asks for by itself; pieces and edits of what we have are ours as well.
        """
        if (gone := has_forgotten(update)) is not None:
            self._overheard.forget(gone)
        if update.edited_message is not None:
            return await asyncio.to_thread(self._note_edit, update.edited_message, lane)
        if update.message is None:
            return lane
        return await asyncio.to_thread(self._note, update.message, lane)

    async def gathered(self, update: Update) -> tuple[Update, ...]:
        """Return what is to be answered, as part of a request; waits for what may still come."""
        if update.edited_message is not None:
            return await self._edited(update, update.edited_message)
        message = update.message
        if message is None:
            return (update,)
        decided = await self._work.step("gather", self._decide, message)
        if decided is None:
            return (update,)
        if decided["bringer_id"] != message.message_id:
            return ()
        leader_id = decided["leader_id"]
        if is_crowd(message.chat) and await asyncio.to_thread(self._is_asked_for, message):
            return ()
        if leader_id == message.message_id:
            is_about_next = _has_no_article(message) and await self._work.step("next", self._joined, message)
            if is_about_next and not is_crowd(message.chat):
                return ()
            return (await self._whole(update, message.chat_id, leader_id) or update,)
        return await self._answered(update, message.chat_id, {leader_id})

    def turn(self, update: Update) -> AbstractAsyncContextManager[None]:
        """Let one request at a time answer a message: who comes with its edit finds what was said to it."""
        message = update.message
        if message is None or _is_command(message):
            return nullcontext()
        return self._holds.turn("message", message.chat_id, message.message_id)

    async def again(self, update: Update) -> Update | None:
        """Return the update with its message as it is by now; None where nothing has changed meanwhile, or
        where it is a command by now: its edit is a request of its own."""
        message = update.message
        if message is None:
            return None
        whole = await self._whole(update, message.chat_id, message.message_id)
        if whole is None or whole.message is None or _is_command(whole.message):
            return None
        return whole if content_of(whole.message) != content_of(message) else None

    def _note(self, message: Message, lane: Lane | None) -> Lane | None:
        if lane is None and not self._goes_on(message):
            if is_crowd(message.chat):
                self._overheard.hear(writer_of(message), message)
            return None
        self._letters.note(writer_of(message), message.message_id, sent_at(message), message.to_dict())
        self._note_answered(message)
        return lane or "articles"

    def _note_answered(self, message: Message) -> None:
        """Note the message that a request answers, for the day that it is edited."""
        about = answered_by(message)
        if about is None or about is not message.reply_to_message or not text_of(about):
            return
        pieces = self._heard_with(about)
        for piece in pieces:
            is_alone = len(pieces) == 1
            self._letters.note(
                writer_of(piece), piece.message_id, sent_at(piece), piece.to_dict(), alone=is_alone
            )
        numbers = [piece.message_id for piece in pieces]
        self._letters.join(message.chat_id, numbers, numbers[0])

    def _heard_with(self, about: Message) -> tuple[Message, ...]:
        """The pieces of the text that a message is a piece of, as far as they were heard; else it alone."""
        heard = {each.message_id: each for each in self._overheard.by(writer_of(about))}
        heard.setdefault(about.message_id, about)  # what it answers itself is told by the heard one alone
        groups_of = _grouped([heard[number] for number in sorted(heard)], about.get_bot())
        return tuple(heard[number] for group in groups_of if about.message_id in group for number in group)

    def _note_edit(self, message: Message, lane: Lane | None) -> Lane | None:
        chat_id, message_id = message.chat_id, message.message_id
        letter = self._letters.letter(chat_id, message_id)
        if lane is None and (letter is None or _is_command(message)):
            self._overheard.change(message)
            return None
        said = message.to_dict()
        if letter is None:
            self._letters.note(writer_of(message), message_id, sent_at(message), said, alone=True)
        elif not _is_outdated(message, letter):
            joined = letter.message.get("reply_to_message") if _was_joined(letter, message) else None
            self._letters.edit(chat_id, message_id, said | ({"reply_to_message": joined} if joined else {}))
        self._note_answered(message)
        return lane or "articles"

    def _goes_on(self, message: Message) -> bool:
        """Whether a message that asks for nothing is a further piece of one that did."""
        bot, at = message.get_bot(), sent_at(message)
        before = self._letters.written(writer_of(message), at - LOOKED_BACK, at)
        if not before:
            return False
        messages = [*(_read(letter, bot) for letter in before), message]
        if _has_no_article(messages[-2]) and _is_about(messages[-2], message):
            return True
        if not text_of(message):
            return False
        return any(group[-1] == message.message_id and len(group) > 1 for group in _grouped(messages, bot))

    async def _decide(self, message: Message) -> Json | None:
        """Which article a message belongs to, and whose request answers for it; None: it was never noted."""
        is_shown = False
        while True:
            letters = await asyncio.to_thread(self._around, message)
            own = next((each for each in letters if each.message_id == message.message_id), None)
            if own is None:
                return None
            if own.leader_id is not None:
                return {"leader_id": own.leader_id, "bringer_id": own.bringer_id}
            group, left_s = self._group(letters, message)
            if left_s <= 0:
                break
            if not is_shown and group[0] == message.message_id:
                await _show_reading(message)
                is_shown = True
            await asyncio.sleep(min(left_s, LOOK_S))
        joined = await asyncio.to_thread(self._letters.join, message.chat_id, group, message.message_id)
        return {"leader_id": joined.leader_id, "bringer_id": joined.bringer_id} if joined else None

    async def _joined(self, message: Message) -> bool:
        """Whether an article comes right after words without one, which are then about it: Telegram's apps
        send what is said to a forward as a message before it. Who asks in a group, asks in answer to it."""
        for _ in range(round(REMARK_S / LOOK_S)):
            letters = await asyncio.to_thread(self._around, message)
            later = [each for each in letters if each.message_id > message.message_id]
            if later:
                if not _is_about(message, _read(later[0], message.get_bot())):
                    return False
                asked = message.to_dict() | {"reply_to_message": later[0].message}
                await asyncio.to_thread(self._letters.edit, message.chat_id, message.message_id, asked)
                return True
            await asyncio.sleep(LOOK_S)
        return False

    def _is_asked_for(self, message: Message) -> bool:
        """Whether the words before an article ask for it, so that their request answers."""
        before = [each for each in self._around(message) if each.message_id < message.message_id]
        words = _read(before[-1], message.get_bot()) if before else None
        if words is None or not _is_about(words, message):
            return False
        answered = words.reply_to_message
        is_joined = answered is not None and answered.message_id == message.message_id
        return is_joined or _has_no_article(words)

    def _around(self, message: Message) -> tuple[Letter, ...]:
        at = sent_at(message)
        return self._letters.written(writer_of(message), at - LOOKED_BACK, at + LOOKED_AHEAD)

    def _group(self, letters: Sequence[Letter], message: Message) -> tuple[tuple[int, ...], float]:
        """The messages of one article, and how many seconds longer to wait for more of them."""
        bot = message.get_bot()
        messages = [_read(letter, bot) for letter in letters]
        group = next(each for each in _grouped(messages, bot) if message.message_id in each)
        last = next(each for each in letters if each.message_id == group[-1])
        pause = pause_s(_piece(_read(last, bot), bot, Counter()))
        is_over = letters[-1].message_id > last.message_id and not message.media_group_id
        age = self._letters.now() - max(last.noted_at, self._opened_at)
        return group, 0.0 if is_over else pause - age.total_seconds()

    async def _edited(self, update: Update, message: Message) -> tuple[Update, ...]:
        """What was answered with the message in it, and the message itself where it asks for something now.

        What is not answered yet will be, as it is by then.
        """
        own_id = message.message_id
        if _is_command(message):
            return (_fresh(update, message.to_dict()),)
        letter = await asyncio.to_thread(self._letters.letter, message.chat_id, own_id)
        leader_id = letter.leader_id if letter and letter.leader_id else own_id
        answered = await self._answered(update, message.chat_id, {leader_id, own_id})
        if letter is None or letter.leader_id != own_id or _was_joined(letter, message):
            return answered
        is_among_them = any(each.message and each.message.message_id == own_id for each in answered)
        asks = is_request(message) or (not answered and bool(unasked(message)))
        own = await self._whole(update, message.chat_id, own_id) if asks and not is_among_them else None
        return (*answered, own) if own else answered

    async def _answered(self, update: Update, chat_id: int, message_ids: set[int]) -> tuple[Update, ...]:
        answers = [
            await asyncio.to_thread(self._letters.answers_about, chat_id, each) for each in message_ids
        ]
        asked = sorted({answer.message_id for each in answers for answer in each})
        wholes = [await self._whole(update, chat_id, message_id) for message_id in asked]
        return tuple(whole for whole in wholes if whole is not None)

    async def _whole(self, update: Update, chat_id: int, leader_id: int) -> Update | None:
        """An update with the whole article in its message, as it is now; None where it is kept no longer."""
        message = await asyncio.to_thread(self._message, chat_id, leader_id)
        if message is None:
            return None
        return _fresh(update, message)

    def _message(self, chat_id: int, leader_id: int) -> Json | None:
        pieces = self._letters.article(chat_id, leader_id)
        if not pieces:
            return None
        message = merged([piece.message for piece in pieces])
        replied = message.get("reply_to_message")
        if replied:
            about = self._letters.letter(chat_id, replied["message_id"])
            if about is not None:
                parts = self._letters.article(chat_id, about.leader_id or about.message_id) or (about,)
                message["reply_to_message"] = merged([part.message for part in parts])
        return message


def merged(messages: Sequence[Json]) -> Json:
    """Return the pieces of an article as one message, as the Bot API writes one, numbered as the first.

    What was said twice is there once, and of several files the first one that can be read.
    """
    whole = deepcopy(messages[0])
    name, entities_name = ("text", "entities") if "text" in whole else ("caption", "caption_entities")
    text, entities, said = "", [], set[str]()
    for before, message in pairwise([{}, *messages]):
        words = _words(message)
        if words and words not in said:
            if text:
                text += ALBUM_BREAK if message.get("media_group_id") else joint(_words(before) or text, words)
            start = utf16_length(text)
            found = message.get("entities") or message.get("caption_entities") or []
            entities += [entity | {"offset": entity["offset"] + start} for entity in found]
            text += words
            said.add(words)
        if not _has_readable_file(whole) and _has_readable_file(message):
            whole["document"] = message["document"]
    return whole | ({name: text, entities_name: entities} if text else {})


def has_forgotten(update: Update) -> int | None:
    """Return the chat that an update has us forget: somebody presses so, or puts the bot out."""
    change = update.my_chat_member
    return change.chat.id if change is not None and has_gone(change) else forgets(update)


def _fresh(update: Update, message: Json) -> Update:
    """An update with a message as if it had just been sent."""
    return Update.de_json({"update_id": update.update_id, "message": message}, update.get_bot())


async def _show_reading(message: Message) -> None:
    """Show whoever asked that more is waited for; where nobody did, react as to a link that is read."""
    is_unasked = (
        is_crowd(message.chat)
        and not is_asked(message, message.get_bot())
        and not begins_with_command(message)
    )
    if is_unasked and unasked(message):
        await react(message, READING)
    elif not is_unasked:
        with suppress(TelegramError), once():
            await message.reply_chat_action(ChatAction.TYPING)


def _has_no_article(message: Message) -> bool:
    """Whether somebody says something to the bot, or asks it in a group, and brings no article."""
    is_bare = bool(message.text) and not (message.forward_origin or holds_an_article(message))
    if answered_by(message) is not None:
        return False
    if is_crowd(message.chat):
        return is_bare and is_asked(message, message.get_bot()) and not _is_command(message)
    return is_bare and not begins_with_command(message)


def _was_joined(letter: Letter, message: Message) -> bool:
    """Whether the words of a letter answer an article by our doing only: Telegram says nothing of it."""
    kept, told = letter.message.get("reply_to_message"), message.reply_to_message
    if kept is None or "forum_topic_created" in kept:
        return False
    return told is None or told.forum_topic_created is not None


def _is_outdated(message: Message, letter: Letter) -> bool:
    """Whether an edit is from before what is known: sent to two receivers, it may reach one of them late."""
    edited_at = message.edit_date
    return edited_at is not None and edited_at.timestamp() < letter.message.get("edit_date", 0)


def _is_about(words: Message, article: Message) -> bool:
    """Whether words were sent at one press with an article that follows them."""
    return article.date - words.date <= TOGETHER and holds_an_article(article)


def _words(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _has_readable_file(message: Json) -> bool:
    document = message.get("document")
    return document is not None and is_readable(Document.de_json(document))


def _grouped(messages: Sequence[Message], bot: Bot) -> tuple[tuple[int, ...], ...]:
    files = Counter(
        message.media_group_id
        for message in messages
        if message.media_group_id and message.document and is_readable(message.document)
    )
    return groups([_piece(message, bot, files) for message in messages])


def _piece(message: Message, bot: Bot, files: Counter[str]) -> Piece:
    """A message as a piece; `files`: how many readable files each album has, of which each is an article."""
    album = message.media_group_id or ""
    is_article_file = files[album] > 1 and message.document is not None and is_readable(message.document)
    is_file = message.effective_attachment is not None and (not album or is_article_file)
    replied = message.reply_to_message
    return Piece(
        number=message.message_id,
        text=text_of(message),
        at_s=message.date.timestamp(),
        album="" if is_article_file else album,
        origin=_origin(message.forward_origin),
        answers=replied.message_id if replied and not replied.forum_topic_created else 0,
        begins_anew=is_file or begins_with_command(message) or names_bot(message, bot.username, bot.id),
    )


def _origin(origin: MessageOrigin | None) -> Origin | None:
    if origin is None:
        return None
    at_s = origin.date.timestamp()
    if isinstance(origin, MessageOriginChannel):
        return Origin(f"channel {origin.chat.id}", at_s, origin.message_id)
    if isinstance(origin, MessageOriginChat):
        return Origin(f"chat {origin.sender_chat.id}", at_s)
    if isinstance(origin, MessageOriginUser):
        return Origin(f"user {origin.sender_user.id}", at_s)
    name = origin.sender_user_name if isinstance(origin, MessageOriginHiddenUser) else ""
    return Origin(f"name {name}", at_s)


def _read(letter: Letter, bot: Bot) -> Message:
    return Message.de_json(letter.message, bot)


def _is_command(message: Message) -> bool:
    """Whether a message is a command that asks for no article."""
    return begins_with_command(message) and not re.match(COMMAND_IN_CAPTION, text_of(message))
