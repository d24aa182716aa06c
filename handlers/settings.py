"""/settings, /language and /length: what a place may choose, by a word or by a button.

In: a command or a press; out: a panel, or the word that it is saved. A place is a private chat, a group, or
one topic of a group, whose choices stand before the group's. This module must know no stage.
"""

from __future__ import annotations

import asyncio
from typing import Literal

from telegram import Chat, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.records import Reply
from bot.reply.panel import (
    AS_GROUP,
    Press,
    Scope,
    State,
    What,
    after,
    press_of,
    render_panel,
    render_question,
    render_saved,
    render_state,
    saved,
)
from bot.reply.render import render_message
from bot.reply.wording import Wording, language_meant, length_meant
from bot.runtime.choices import WHOLE_CHAT, Choice, Place
from handlers.administrators import Administrators
from handlers.forget import FORGETTING
from handlers.newsroom import Newsroom, is_crowd, place_of_message
from handlers.patience import once
from handlers.send import toast

PANEL_PRESSED = r"^settings:"
"""All of them, so that one of another version is answered as what it is."""

LANGUAGE_PRESSED = r"^language:([\w-]{2,8})$"
LANGUAGES_WANTED = "languages"
"""Under the first words: has the question of /language asked."""

LENGTH_PRESSED = r"^length:(\w{1,10})$"
"""A name of LENGTHS, or the number that stands on panels of earlier versions."""

KEPT_AS: dict[What, Choice] = {
    "language": "target",
    "length": "sentence_count",
    "parts": "parts",
    "interface": "interface",
    "mode": "every_link",
}


class SettingsHandlers:
    """Handlers for what a place chooses."""

    def __init__(self, newsroom: Newsroom, administrators: Administrators) -> None:
        self._newsroom = newsroom
        self._administrators = administrators

    async def on_settings_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what is chosen here, to those who may not change it without buttons."""
        message = update.effective_message
        if message is None:
            return
        may_change = await self._may_change(update)
        wording = await self._newsroom.wording(update)
        state = await self._state(message, _place_meant(message, "topic"))
        panel = (
            render_panel(state, wording) if may_change else render_state(state, wording, "settings-admins")
        )
        await self._newsroom.outbox.send(message, panel)

    async def on_language_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the languages, or take the one that stands after the command."""
        await self._on_typed(update, "language", " ".join(context.args or ()))

    async def on_length_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the lengths, or take the one that stands after the command."""
        await self._on_typed(update, "length", " ".join(context.args or ()))

    async def on_panel_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show a panel, or take what the button says."""
        await self._on_pressed(update, press_of((update.callback_query and update.callback_query.data) or ""))

    async def on_language_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the language of the button under the question of /language."""
        value = context.match.group(1) if context.match else ""
        await self._on_pressed(update, Press("topic", "language", value), closes=True)

    async def on_languages_wanted(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask for the language, as /language does."""
        if update.callback_query:
            await toast(update.callback_query)
            await self._on_typed(update, "language", "")

    async def on_length_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the length of the button under the question of /length."""
        value = context.match.group(1) if context.match else ""
        await self._on_pressed(update, Press("topic", "length", value), closes=True)

    async def _on_typed(self, update: Update, what: Literal["language", "length"], words: str) -> None:
        message = update.effective_message
        if message is None or not await self._let(update):
            return
        wording, place = await self._newsroom.wording(update), _place_meant(message, "topic")
        state = await self._state(message, place)
        try:
            press = Press("topic", what, _meant(what, words, state, wording))
        except ValueError:
            reply = render_question(state, wording, what, refused=words)
        else:
            await self._choose(press, state, place)
            reply = render_saved(await self._state(message, place), wording, what)
        await self._newsroom.outbox.send(message, reply)

    async def _on_pressed(self, update: Update, press: Press | None, *, closes: bool = False) -> None:
        """`closes`: the question is gone once it is answered."""
        query, message = update.callback_query, update.effective_message
        if query is None:
            return
        if press is None or message is None or not message.is_accessible:
            wording = await self._newsroom.wording(update)
            await toast(query, wording.text("settings-outdated"), alert=True)
            return
        if not await self._let(update):
            return
        # The panel that is shown last must know of all presses.
        async with self._newsroom.holds.turn("settings", message.chat_id):
            reply = await self._pressed(update, message, press, closes=closes)
            shown = await self._newsroom.outbox.replace(message, reply, message.message_id)
            if not shown and press.what != "close":
                await self._newsroom.outbox.send(message, reply)

    async def _pressed(self, update: Update, message: Message, press: Press, *, closes: bool) -> Reply:
        """Do what a press says, answer it, and return what is to stand in the panel's place."""
        newsroom, place = self._newsroom, _place_meant(message, press.scope)
        said = None
        if press.chooses:
            try:
                await self._choose(press, await self._state(message, place), place)
            except ValueError:
                said, closes = "settings-outdated", False
        wording, state = await newsroom.wording(update), await self._state(message, place)
        words = wording.text(said) if said else _said(press, state, wording)
        if update.callback_query:
            await toast(update.callback_query, words, alert=said is not None)
        if closes and press.what != "main" and press.what != "close":
            return render_saved(state, wording, press.what)
        next_panel = "main" if press.chooses and press.what not in ("parts", "close") else press.what
        return render_panel(state, wording, next_panel, page=press.page)

    async def _choose(self, press: Press, state: State, place: Place) -> None:
        """Keep what a press chooses, once a chat that is being forgotten has nothing chosen any more.

        Raises ValueError for what cannot be chosen (any more).
        """
        async with self._newsroom.holds.turn(FORGETTING, place.chat_id):
            await self._keep(press, state, place)

    async def _keep(self, press: Press, state: State, place: Place) -> None:
        choices = self._newsroom.choices
        if press.value == AS_GROUP and place.topic_id != WHOLE_CHAT:
            names = [choice for what, choice in KEPT_AS.items() if press.what in (what, "main")]
            await asyncio.to_thread(choices.take_back, place, names)
            return
        chosen = after(press, state)
        match press.what:
            case "language":
                await asyncio.to_thread(choices.choose_target, place, chosen.target)
            case "length":
                await asyncio.to_thread(choices.choose_sentence_count, place, chosen.sentence_count)
            case "parts":
                await asyncio.to_thread(choices.choose_parts, place, chosen.parts)
            case "interface":
                await asyncio.to_thread(choices.choose_interface, place, chosen.interface)
            case "mode":
                await asyncio.to_thread(choices.choose_every_link, place, every_link=chosen.every_link)

    async def _let(self, update: Update) -> bool:
        """Whether somebody may choose here; who may not is told so, and what they may do instead."""
        if await self._may_change(update):
            return True
        wording = await self._newsroom.wording(update)
        if update.callback_query:
            await toast(update.callback_query, wording.text("settings-admins"), alert=True)
        elif update.effective_message:
            refusal = render_message("settings-admins", wording)
            await self._newsroom.outbox.send(update.effective_message, refusal)
        return False

    async def _may_change(self, update: Update) -> bool:
        may_change = self._administrators.may_change
        return await self._newsroom.work.step("may change", may_change, update, update.get_bot())

    async def _state(self, message: Message, place: Place) -> State:
        """What holds in a place, for a panel that stands where the message does."""
        newsroom, chat = self._newsroom, message.chat
        settings = await newsroom.settings(place)
        own = await asyncio.to_thread(newsroom.choices.own, place)
        crowd = is_crowd(chat)
        return State(
            target=settings.target or newsroom.default_target,
            targets=newsroom.targets,
            sentence_count=settings.sentence_count,
            parts=settings.parts,
            interface=settings.interface,
            every_link=settings.every_link,
            where="own" if not crowd else "group" if place.topic_id == WHOLE_CHAT else "topic",
            in_topic=crowd and place_of_message(message).topic_id != WHOLE_CHAT,
            own=frozenset(what for what, choice in KEPT_AS.items() if choice in own),
            sees_all=not crowd or await self._sees_all(chat, message),
        )

    async def _sees_all(self, chat: Chat, message: Message) -> bool:
        """Whether the bot gets a group's messages that are not addressed to it."""
        bot = message.get_bot()
        if await self._administrators.is_one(bot, chat.id, bot.id):
            return True
        try:
            with once():
                return bool((await bot.get_me()).can_read_all_group_messages)
        except TelegramError:
            return True  # nobody is told of a lack that is not known


def _place_meant(message: Message, scope: Scope) -> Place:
    """The chat as a whole, or the topic that a panel stands in; a private chat has one place only."""
    whole = Place(message.chat.id)
    return place_of_message(message) if scope == "topic" and is_crowd(message.chat) else whole


def _meant(what: What, words: str, state: State, wording: Wording) -> str:
    """The value of a press that chooses what somebody typed; raises ValueError where it cannot be had."""
    if what == "length":
        count = length_meant(words, wording)
        return "free" if count is None else str(count)
    code = language_meant(words, state.targets, wording)
    if code is None:
        raise ValueError(f"{words!r} is no language of a brief")
    return code


def _said(press: Press, state: State, wording: Wording) -> str | None:
    """What pops up over the chat; nothing where the panel alone has changed."""
    if not press.chooses or press.what == "close":
        return None
    return saved(state, wording, press.what, as_group=press.value == AS_GROUP)
