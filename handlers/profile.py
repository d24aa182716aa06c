"""What Telegram shows of the bot before anybody writes: its commands and descriptions.

In: the bot; out: four settings in each language that there are words for.
"""

from __future__ import annotations

from telegram import Bot

from bot.reply.wording import FALLBACK_LANGUAGE, Wording, languages

COMMANDS = ("ringkas", "today", "settings", "language", "length", "forget", "help", "about")


async def set_profile(bot: Bot) -> None:
    """Set commands and descriptions; the default language's also for everyone else."""
    for language in languages():
        wording = Wording(language)
        for code in (language, None) if language == FALLBACK_LANGUAGE else (language,):
            commands = [(command, wording.text(f"command-{command}")) for command in COMMANDS]
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(wording.text("bot-description"), language_code=code)
            await bot.set_my_short_description(wording.text("bot-short-description"), language_code=code)
