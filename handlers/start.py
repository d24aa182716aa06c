"""/start, /help and /about: what the bot is and how it is used; and where a deep link leads.

In: a command; out: a few sentences, or what the link promised. A link t.me/BOT?start=PAYLOAD arrives as
"/start PAYLOAD", and its payload is PREFIX-REST or a prefix alone. This module must know no stage.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update
from telegram.ext import ContextTypes

from bot.records import Button, Reply
from bot.reply.render import render_message
from handlers.newsroom import Newsroom, is_crowd, place_of_message
from handlers.settings import LANGUAGES_WANTED

READ = "read"
"""Begins the payload that has a promised link read; its token follows."""

HELP = "help"
"""The payload of buttons that lead to an explanation."""

DeepLink = Callable[[Update, ContextTypes.DEFAULT_TYPE, str], Awaitable[bool]]
"""Does what a deep link promised, given what stands after its prefix; False where it is no longer good."""


class StartHandlers:
    """Handlers for those who want to know what this is."""

    def __init__(self, newsroom: Newsroom, deep_links: Mapping[str, DeepLink]) -> None:
        """`deep_links`: the prefix of a payload -> what it does."""
        self._newsroom = newsroom
        self._deep_links = deep_links

    async def on_start_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a deep link promised; without one, greet and say what to send."""
        if update.effective_chat is not None and is_crowd(update.effective_chat):
            await self._say("group-help", update)  # Telegram writes /start for whoever takes the bot in
            return
        payload = " ".join(context.args or ())
        prefix, _, rest = payload.partition("-")
        if payload == HELP:
            await self._say("help", update)
        elif not payload:
            await self._say("start", update)
        elif not (prefix in self._deep_links and await self._deep_links[prefix](update, context, rest)):
            await self._say("start", update, "start-outdated")

    async def on_help_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what can be sent and what the commands do."""
        await self._say("help", update)

    async def on_about_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how it works and where the text goes: nowhere."""
        await self._say("about", update)

    async def _say(self, message_id: str, update: Update, *notes: str) -> None:
        """Say a message, with others below it; under the first words the languages can be had."""
        message = update.effective_message
        if message is None:
            return
        wording = await self._newsroom.wording(update)
        language = wording.language_name(await self._newsroom.target(place_of_message(message)))
        said = [render_message(each, wording, language=language).messages[0] for each in (message_id, *notes)]
        has_choice = message_id == "start" and len(self._newsroom.targets) > 1
        choose = Button(wording.text("button-lang"), LANGUAGES_WANTED)
        await self._newsroom.outbox.send(
            message, Reply(("\n\n".join(said),), ((choose,),) if has_choice else ())
        )
