"""The composition root: builds everything once and passes it in.

In: Settings; out: a `Kit` of stages for the command line, or a Telegram application around one. With
handlers/ the only place that names Telegram's types. It must hold no behaviour of its own.
"""

from __future__ import annotations

import asyncio
import logging
import os
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from bot.digest.tagger import Tagger
from bot.errors import ConfigError
from bot.intake.fetch import Fetcher, open_client
from bot.pipeline import SOURCE_LANGUAGE, Pipeline
from bot.records import Request
from bot.settings import Settings, split_host_port
from bot.translation.engine import Engine
from bot.translation.packages import find_packages

if TYPE_CHECKING:
    from telegram.ext import Application

    from bot.runtime.health import HealthServer
    from bot.runtime.store import Store

log = logging.getLogger(__name__)

WARM_UP = (
    "Pemerintah Kota Semarang membuka taman baca di tepi sungai pada hari Minggu. Wali kota "
    "mengatakan taman itu dibangun bersama warga. “Kami ingin anak-anak membaca,” ujarnya."
)
"""An article of our own: digesting it once loads every model and table before a reader waits for them."""

SWEEP_PAUSE_S = 24 * 60 * 60
"""Retention is counted in days, so that once a day will do."""

DATA = Path("var")
"""What the program writes: unpacked and installed packages, and the database by default."""


def shipped_models() -> Path:
    """Return the folder of the models that ship: beside the checkout, or inside an installed wheel."""
    package = Path(__file__).resolve().parent
    return next(path for path in (package / "models", package.parent / "models") if path.is_dir())


class Client(Protocol):
    """Connections that are let go of at the end."""

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Kit:
    """The stages with their collaborators."""

    settings: Settings
    pipeline: Pipeline
    engine: Engine
    targets: tuple[str, ...]
    """The languages that a reader may choose, the articles' own last."""
    client: Client
    workers: Executor

    async def close(self) -> None:
        """Let go of connections and threads; what is running is finished first."""
        await self.client.aclose()
        self.workers.shutdown()


def packages_folder(data: Path = DATA) -> Path:
    """Return where packages are unpacked and installed."""
    return data / "packages"


def build_kit(settings: Settings, *, data: Path = DATA) -> Kit:
    """Return the stages; `data` is written to. Raises ConfigError when a model is missing or broken."""
    engine = Engine(find_packages(shipped_models(), packages_folder(data)))
    targets = (*engine.reachable(SOURCE_LANGUAGE), SOURCE_LANGUAGE)
    client = open_client()
    workers = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="stage")
    pipeline = Pipeline(
        fetcher=Fetcher(
            client,
            timeout_s=settings.fetch_timeout_s,
            limit_bytes=settings.fetch_limit_bytes,
            allow=settings.fetch_allow,
        ),
        tag=Tagger(shipped_models() / "entities.crfsuite"),
        engine=engine,
        targets=targets,
        workers=workers,
    )
    return Kit(settings, pipeline, engine, targets, client, workers)


def build_application(kit: Kit, store: Store) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return the Telegram application: its handlers, limits and what it does as it starts."""
    from telegram import LinkPreviewOptions
    from telegram.constants import ParseMode
    from telegram.ext import ApplicationBuilder, Defaults

    from handlers.patience import READ_TIMEOUT_S, PatientLimiter

    if kit.settings.bot_token is None:
        raise ConfigError("BOT_TOKEN is not set")
    life = _Life(kit, store)
    application = (
        ApplicationBuilder()
        .token(kit.settings.bot_token.get_secret_value())
        .base_url(f"{kit.settings.telegram_api_url}/bot")
        .base_file_url(f"{kit.settings.telegram_api_url}/file/bot")
        .read_timeout(READ_TIMEOUT_S)
        .concurrent_updates(True)
        .rate_limiter(PatientLimiter())
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                allow_sending_without_reply=True,
            )
        )
        .post_init(life.begin)
        .post_shutdown(life.end)
        .build()
    )
    _add_handlers(application, kit, store)
    return application


def run_application(application: Application[Any, Any, Any, Any, Any, Any], settings: Settings) -> None:
    """Receive updates until told to stop: by webhook where WEBHOOK_URL is set, else by polling."""
    log.info("connecting to Telegram at %s", settings.telegram_api_url)
    updates = ["message", "callback_query"]
    if not settings.webhook_url:
        application.run_polling(allowed_updates=updates, bootstrap_retries=-1)
        return
    if settings.webhook_secret is None:
        raise ConfigError("WEBHOOK_SECRET must be set together with WEBHOOK_URL")
    host, port = split_host_port(settings.webhook_listen)
    try:
        application.run_webhook(
            listen=host,
            port=port,
            url_path=urlsplit(settings.webhook_url).path.lstrip("/"),
            webhook_url=settings.webhook_url,
            secret_token=settings.webhook_secret.get_secret_value(),
            allowed_updates=updates,
            bootstrap_retries=-1,
        )
    except OSError as exc:
        raise ConfigError(
            f"WEBHOOK_LISTEN: cannot listen at {settings.webhook_listen}: {exc.strerror}"
        ) from exc


def _add_handlers(application: Application[Any, Any, Any, Any, Any, Any], kit: Kit, store: Store) -> None:
    from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

    from handlers import buttons, settings
    from handlers.article import ARTICLE_COMMANDS, COMMAND_IN_CAPTION, ArticleHandlers
    from handlers.failure import on_error
    from handlers.gate import Gate
    from handlers.newsroom import Newsroom
    from handlers.start import StartHandlers

    newsroom = Newsroom(kit.pipeline, store, kit.targets, kit.settings.target_language)
    start, article = StartHandlers(newsroom), ArticleHandlers(newsroom)
    choices, presses = settings.SettingsHandlers(newsroom), buttons.ButtonHandlers(newsroom)
    fresh = filters.UpdateType.MESSAGE
    private, group = fresh & filters.ChatType.PRIVATE, fresh & filters.ChatType.GROUPS

    if kit.settings.allowed_chats:
        application.add_handler(Gate(kit.settings.allowed_chats).handler(), group=-1)
    application.add_handlers(
        [
            CommandHandler("start", start.on_start_command, fresh),
            CommandHandler("help", start.on_help_command, fresh),
            CommandHandler("about", start.on_about_command, fresh),
            CommandHandler("language", choices.on_language_command, fresh),
            CommandHandler("length", choices.on_length_command, fresh),
            CommandHandler(ARTICLE_COMMANDS, article.on_summary_command, fresh),
            MessageHandler(fresh & filters.CaptionRegex(COMMAND_IN_CAPTION), article.on_summary_command),
            MessageHandler(private & filters.COMMAND, start.on_help_command),
            MessageHandler(private & ~filters.StatusUpdate.ALL, article.on_article),
            MessageHandler(group & ~filters.COMMAND & ~filters.StatusUpdate.ALL, article.on_group_message),
            CallbackQueryHandler(choices.on_language_pressed, settings.LANGUAGE_PRESSED),
            CallbackQueryHandler(choices.on_length_pressed, settings.LENGTH_PRESSED),
            CallbackQueryHandler(presses.on_digest_button, buttons.DIGEST_PRESSED),
            CallbackQueryHandler(presses.on_unknown_button),
        ]
    )
    application.add_error_handler(on_error)


class _Life:
    """What happens once before the first update, once a day, and once after the last."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit = kit
        self._store = store
        self._health: HealthServer | None = None
        self._sweeping: asyncio.Task[None] | None = None

    async def begin(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        from telegram.error import TelegramError

        from handlers.profile import set_profile

        settings = self._kit.settings
        _, untranslated = await self._kit.pipeline.run(Request(text=WARM_UP, target=settings.target_language))
        if untranslated:
            log.error("nothing can be translated, briefs will be in the original: %s", untranslated)
        self._sweeping = asyncio.create_task(self._sweep_daily())
        try:
            await set_profile(application.bot)
        except TelegramError as exc:
            log.warning("commands and descriptions could not be set: %s", exc)
        if settings.health_listen:
            self._health = self._serve_health(application, settings.health_listen)
        log.info("ready as @%s", application.bot.username)

    async def end(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        if self._sweeping:
            self._sweeping.cancel()
        if self._health:
            await self._health.close()
        await self._kit.close()
        self._store.close()

    async def _sweep_daily(self) -> None:
        while True:
            swept = await asyncio.to_thread(self._store.sweep, self._kit.settings.retention_days)
            log.info("swept %d digests older than %d days", swept, self._kit.settings.retention_days)
            await asyncio.sleep(SWEEP_PAUSE_S)

    def _serve_health(
        self, application: Application[Any, Any, Any, Any, Any, Any], address: str
    ) -> HealthServer:
        from bot.runtime.health import HealthServer
        from bot.runtime.metrics import CONTENT_TYPE, Metrics

        async def telegram_answers() -> None:
            await application.bot.get_me()

        async def database_answers() -> None:
            await asyncio.to_thread(self._store.check)

        host, port = split_host_port(address)
        checks = {"telegram": telegram_answers, "database": database_answers}
        try:
            return HealthServer(host, port, checks, Metrics().page, CONTENT_TYPE)
        except OSError as exc:
            raise ConfigError(f"HEALTH_LISTEN: cannot listen at {address}: {exc.strerror}") from exc
