"""What Telegram shows of the bot before anybody writes: its commands and descriptions.

In: the bot; out: its settings in each language that there are words for. Telegram shows each person the list
of the narrowest scope that fits them (https://core.telegram.org/bots/api#determining-list-of-commands): in a
group, what only administrators may do is offered to nobody else.
"""

from __future__ import annotations

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
)

from bot.reply.wording import FALLBACK_LANGUAGE, Wording, languages

READING = ("today",)
DECIDING = ("settings", "language", "length", "forget")
EXPLAINING = ("help", "about")

COMMANDS: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), (*READING, *DECIDING, *EXPLAINING)),
    (BotCommandScopeAllGroupChats(), ("ringkas", *READING, *EXPLAINING)),
    (BotCommandScopeAllChatAdministrators(), ("ringkas", *READING, *DECIDING, *EXPLAINING)),
)
"""The commands of private chats, of groups, and of groups' administrators."""

EVERY_COMMAND = frozenset({*READING, *DECIDING, *EXPLAINING, "ringkas", "summary", "start"})
"""Those too that no list shows: the first one of all, and one by another name."""


async def set_profile(bot: Bot) -> None:
    """Set commands and descriptions; the default language's also for everyone else."""
    for language in languages():
        wording = Wording(language)
        for code in (language, None) if language == FALLBACK_LANGUAGE else (language,):
            for scope, names in COMMANDS:
                commands = [(name, wording.text(f"command-{name}")) for name in names]
                await bot.set_my_commands(commands, scope=scope, language_code=code)
            await bot.set_my_description(wording.text("bot-description"), language_code=code)
            await bot.set_my_short_description(wording.text("bot-short-description"), language_code=code)
