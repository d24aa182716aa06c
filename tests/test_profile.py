"""Every command has its handler, and is known to whoever decides what a group is answered."""

from __future__ import annotations

from pathlib import Path

from telegram.ext import CommandHandler

from handlers.profile import COMMANDS, EVERY_COMMAND
from tests.newsroom import scene


async def test_every_command_that_has_a_handler_is_known_and_none_else(tmp_path: Path) -> None:
    async with scene(tmp_path) as bot:
        handlers = [handler for group in bot.application.handlers.values() for handler in group]
    handled = {name for each in handlers if isinstance(each, CommandHandler) for name in each.commands}
    assert handled == EVERY_COMMAND
    assert {name for _, names in COMMANDS for name in names} <= EVERY_COMMAND
