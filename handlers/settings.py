"""/settings, /language and /length: what a chat or a topic may choose, by a word or by a button.

In: a command or a press; out: a panel, or the word that it is saved. In a group administrators choose, for
everyone; the others see what is chosen. This module must know no stage.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast, get_args

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.records import Part, Reply
from bot.reply.panel import (
    READERS_OWN,
    Page,
    Scope,
    View,
    render_languages,
    render_length_saved,
    render_lengths,
    render_panel,
    render_state,
)
from bot.reply.render import render_message
from bot.reply.wording import LENGTHS, language_meant, languages, length_meant
from bot.runtime.choices import WHOLE_CHAT, Place
from handlers.administrators import Administrators
from handlers.newsroom import Newsroom, place_of
from handlers.send import toast

LANGUAGE_PRESSED = r"^language:([a-z]{2,3})$"
LENGTH_PRESSED = r"^length:(\w{1,10})$"
"""A name of LENGTHS, or the number that stands on panels of earlier versions."""

PANEL_PRESSED = r"^set:([ct]):([a-z]{1,10})(?::([a-z0-9-]{1,12}))?$"


class SettingsHandlers:
    """Handlers for what a chat or a topic chooses."""

    def __init__(self, newsroom: Newsroom, administrators: Administrators) -> None:
        self._newsroom = newsroom
        self._administrators = administrators

    async def on_settings_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the panel; in a group without its buttons to those who may not choose."""
        wording, view = await self._newsroom.wording(update), await self._view(update)
        if await self._administrators.may_change(update, context.bot):
            await self._answer(update, render_panel(view, wording))
        else:
            await self._answer(update, render_state(view, wording, "settings-admins"))

    async def on_panel_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn the panel to another page, or take what the button stands for."""
        query = update.callback_query
        if query is None or context.match is None:
            return
        wording = await self._newsroom.wording(update)
        if not await self._administrators.may_change(update, context.bot):
            await toast(query, wording.text("settings-admins-toast"), alert=True)
            return
        scope: Scope = "t" if context.match.group(1) == "t" else "c"
        name, value = context.match.group(2), context.match.group(3)
        if name == "close":
            reply = render_state(await self._view(update, scope), wording, "settings-closed")
            await self._bring_up_to_date(update, reply)
        elif name in get_args(Page):
            await toast(query)
            position = int(value) if value and value.isdecimal() else 0
            reply = render_panel(await self._view(update, scope), wording, cast("Page", name), position)
            await self._put(update, reply)
        elif choice := self._choice(name, value, _within(place_of(update), scope)):
            await asyncio.to_thread(choice)
            await toast(query, wording.text("settings-saved"))
            page: Page = "parts" if name in ("show", "hide") else "home"
            wording = await self._newsroom.wording(update)  # which may just have been chosen
            await self._put(update, render_panel(await self._view(update, scope), wording, page))
        else:
            await toast(query, wording.text("expired"), alert=True)

    async def on_language_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the languages, or take the one that stands after the command."""
        wanted = " ".join(context.args or ())
        if await self._is_allowed(update, context):
            await self._answer(update, await self._choose_language(update, wanted))

    async def on_length_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the lengths, or take the one that stands after the command."""
        wanted = " ".join(context.args or ())
        if await self._is_allowed(update, context):
            await self._answer(update, await self._choose_length(update, wanted))

    async def on_language_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the language of the button."""
        wanted = context.match.group(1) if context.match else ""
        if await self._is_allowed(update, context):
            await self._bring_up_to_date(update, await self._choose_language(update, wanted))

    async def on_length_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the length of the button."""
        wanted = context.match.group(1) if context.match else ""
        if await self._is_allowed(update, context):
            await self._bring_up_to_date(update, await self._choose_length(update, wanted))

    async def _is_allowed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> bool:
        """Whether this person may choose here; who may not is told."""
        if await self._administrators.may_change(update, context.bot):
            return True
        wording = await self._newsroom.wording(update)
        if update.callback_query:
            await toast(update.callback_query, wording.text("settings-admins-toast"), alert=True)
        else:
            await self._answer(update, render_message("settings-admins", wording))
        return False

    async def _view(self, update: Update, scope: Scope | None = None) -> View:
        """What a panel shows; without a scope, the topic's own choices where it has any."""
        newsroom, place, chat = self._newsroom, place_of(update), update.effective_chat
        in_topic = place.topic_id != WHOLE_CHAT
        own = in_topic and await asyncio.to_thread(newsroom.choices.has_own, place)
        scope = scope or ("t" if own else "c")
        settings = await newsroom.settings(_within(place, scope))
        return View(
            kind="private" if chat is None or chat.type == ChatType.PRIVATE else "group",
            targets=newsroom.targets,
            target=settings.target or newsroom.default_target,
            sentence_count=settings.sentence_count,
            parts=settings.parts,
            interface=settings.interface,
            every_link=settings.every_link,
            scope=scope,
            in_topic=in_topic,
            own=own,
        )

    def _choice(self, name: str, value: str | None, place: Place) -> Callable[[], None] | None:
        """What keeps the choice that a button stands for; None where it stands for none that can be had."""
        choices = self._newsroom.choices
        match name, value:
            case "language", str() if value in self._newsroom.targets:
                return partial(choices.choose_target, place, value)
            case "length", str() if value in LENGTHS:
                return partial(choices.choose_sentence_count, place, LENGTHS[value])
            case "show" | "hide", str() if value in get_args(Part):
                return partial(self._choose_part, place, cast("Part", value), shown=name == "show")
            case "interface", str() if value == READERS_OWN or value in languages():
                return partial(choices.choose_interface, place, None if value == READERS_OWN else value)
            case "mode", "quiet" | "links":
                return partial(choices.choose_every_link, place, every_link=value == "links")
            case "inherit", None if place.topic_id != WHOLE_CHAT:
                return partial(choices.inherit, place)
        return None

    def _choose_part(self, place: Place, part: Part, *, shown: bool) -> None:
        parts = self._newsroom.choices.settings(place).parts
        self._newsroom.choices.choose_parts(place, parts | {part} if shown else parts - {part})

    async def _chosen_place(self, update: Update) -> Place:
        """Where a typed choice holds: in the topic that has choices of its own, else in the whole chat."""
        place = place_of(update)
        own = await asyncio.to_thread(self._newsroom.choices.has_own, place)
        return place if own else replace(place, topic_id=WHOLE_CHAT)

    async def _choose_language(self, update: Update, wanted: str) -> Reply:
        wording, targets = await self._newsroom.wording(update), self._newsroom.targets
        place = await self._chosen_place(update)
        code = language_meant(wanted, targets, wording)
        if code is None:
            current = await self._newsroom.target(place)
            return render_languages(targets, current, wording, refused=wanted)
        await asyncio.to_thread(self._newsroom.choices.choose_target, place, code)
        return render_message("language-saved", wording, language=wording.language_name(code))

    async def _choose_length(self, update: Update, wanted: str) -> Reply:
        wording, place = await self._newsroom.wording(update), await self._chosen_place(update)
        try:
            count = length_meant(wanted, wording)
        except ValueError:
            current = (await self._newsroom.settings(place)).sentence_count
            return render_lengths(current, wording, refused=wanted)
        await asyncio.to_thread(self._newsroom.choices.choose_sentence_count, place, count)
        return render_length_saved(count, wording)

    async def _answer(self, update: Update, reply: Reply) -> None:
        if update.effective_message:
            await self._newsroom.outbox.send(update.effective_message, reply)

    async def _bring_up_to_date(self, update: Update, reply: Reply) -> None:
        if update.callback_query:
            await toast(update.callback_query)
        await self._put(update, reply)

    async def _put(self, update: Update, reply: Reply) -> None:
        """Put a reply into the place of the message that was pressed, or under it where that is gone."""
        message = update.effective_message
        if message is None:
            return
        if not await self._newsroom.outbox.replace(message, reply, message.message_id):
            await self._newsroom.outbox.send(message, reply)


def _within(place: Place, scope: Scope) -> Place:
    """The place itself, or the whole chat around it."""
    return place if scope == "t" else replace(place, topic_id=WHOLE_CHAT)
