"""`doctor`: is everything there that the bot needs, and what is to be mended?

In: Settings; out: one finding for each part. A part that fails does not keep the others from being
looked at. This module must know no chat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.errors import ConfigError, RingkasError
from bot.kit import DATA, build_kit
from bot.pipeline import LANGUAGES
from bot.settings import Settings

PROBE = "Pemerintah membuka sekolah baru di Jakarta."


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part; `word` says what to mend where it is not well."""

    part: str
    well: bool
    word: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for settings, models, database and Telegram, in this order."""
    yield Finding("settings", True, f"read; replies in {settings.target_language!r} by default")
    examinations: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("models", _models),
        ("database", _database),
        ("telegram", _telegram),
    )
    for part, look in examinations:
        try:
            yield Finding(part, True, look(settings))
        except (ConfigError, RingkasError, OSError) as exc:
            yield Finding(part, False, str(exc))


def _models(settings: Settings) -> str:
    engine, source, target = build_kit(settings).engine, LANGUAGES[0], settings.target_language
    if target not in (*engine.reachable(source), source):
        raise ConfigError(
            f"no packages lead from {source} to {target}: python -m bot models install {source} {target}"
        )
    translation = engine.translate((PROBE,), source, target)
    reached = "; ".join(f"{code} reaches {', '.join((*engine.reachable(code), code))}" for code in LANGUAGES)
    return f"{reached}; a probe gave {translation[0]!r}; data in {DATA}/"


def _database(settings: Settings) -> str:
    from bot.runtime.store import open_store

    store = open_store(settings.database_url)
    try:
        store.check()
    finally:
        store.close()
    return "takes writes"


def _telegram(settings: Settings) -> str:
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    if settings.bot_token is None:
        raise ConfigError("BOT_TOKEN is not set: write /newbot to @BotFather and put it into .env")
    bot = Bot(settings.bot_token.get_secret_value(), base_url=f"{settings.telegram_api_url}/bot")

    async def name() -> str:
        async with bot:
            return bot.username

    try:
        return f"answers as @{asyncio.run(name())}"
    except InvalidToken as exc:  # whose own words show it
        raise ConfigError(f"Telegram at {settings.telegram_api_url} does not know this BOT_TOKEN") from exc
    except TelegramError as exc:
        raise ConfigError(f"Telegram at {settings.telegram_api_url}: {exc.message}") from exc
