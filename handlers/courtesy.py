"""Thanks and greetings are returned, with a reaction or in a line; wishes are told where they are fulfilled.

In: a message that holds no article; out: whether it was a courtesy, which is then returned. This module must
know no stage.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from telegram import Message
from telegram.constants import ReactionEmoji

from bot.reply.courtesy import Courtesy, courtesy_in
from bot.reply.render import render_message
from bot.reply.wording import Wording
from handlers.newsroom import Newsroom, is_crowd, place_of_message
from handlers.send import react

REACTIONS: Mapping[Courtesy, str] = {
    "thanks": ReactionEmoji.RED_HEART,
    "fine": ReactionEmoji.THUMBS_UP,
}

ADDRESSED = re.compile(r"@\w+")
"""Whom a courtesy names: the bot in a group."""


async def returned(message: Message, newsroom: Newsroom, wording: Wording) -> bool:
    """Return a courtesy, where a message is one, and whether it was.

    In a group only what a reaction answers: a greeting there is a question how the bot is used.
    """
    courtesy = _courtesy(message)
    if courtesy is None or (courtesy not in REACTIONS and is_crowd(message.chat)):
        return False
    if courtesy in REACTIONS:
        reaction = REACTIONS[courtesy]
        if not await newsroom.work.step("react", react, message, reaction) and courtesy == "thanks":
            await newsroom.outbox.send(message, render_message("welcome", wording))
        return True
    language = wording.language_name(await newsroom.target(place_of_message(message)))
    await newsroom.outbox.send(message, render_message(courtesy, wording, language=language))
    return True


def _courtesy(message: Message) -> Courtesy | None:
    """A forwarded word of thanks is somebody else's."""
    if message.forward_origin:
        return None
    if message.sticker:
        return courtesy_in(message.sticker.emoji or "")
    return courtesy_in(ADDRESSED.sub(" ", message.text)) if message.text else None
