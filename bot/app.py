"""The Telegram application around the stages and what is durable: built once, run until told to stop.

In: Settings, a `Kit`, a `Durable`; out: an application that receives and answers. With handlers/ the only
place that names Telegram's types. It must hold no behaviour of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, ChatMemberHandler, Defaults, InlineQueryHandler

from bot.durable import Durable, Role
from bot.errors import ConfigError
from bot.intake.sandbox import Sandbox
from bot.kit import Kit
from bot.records import Request
from bot.runtime.feedback import Feedback
from bot.runtime.health import HealthServer
from bot.runtime.log import logged_request
from bot.runtime.metrics import CONTENT_TYPE
from bot.runtime.upkeep import Upkeep
from bot.runtime.work import Answer
from bot.settings import Settings, split_host_port
from handlers.administrators import Administrators
from handlers.desks import desks_of, for_messages, for_presses
from handlers.failure import Apology
from handlers.gate import Gate
from handlers.gather import MOST_ROUNDS, Gatherer
from handlers.inbox import Inbox, keep_aside, lane_of
from handlers.inline import InlineHandlers
from handlers.newsroom import Newsroom
from handlers.patience import READ_TIMEOUT_S, PatientLimiter, effort, once
from handlers.profile import set_profile
from handlers.send import Outbox
from handlers.tries import Tries
from handlers.unreadable import ReadableUpdates

log = logging.getLogger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Builder: TypeAlias = ApplicationBuilder[Any, Any, Any, Any, Any, Any]
"""As the library has them; of the six types that it lets a program choose, none is chosen."""

WARM_UP = (
    "Pemerintah Kota Semarang membuka taman baca di tepi sungai pada hari Minggu. Wali kota "
    "mengatakan taman itu dibangun bersama warga. “Kami ingin anak-anak membaca,” ujarnya."
)
"""An article of our own: digesting it once loads every model and table before a reader waits for them."""

UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member"]
"""What Telegram is asked for; without a list it leaves out chat_member, which tells of administrators."""


def build_application(settings: Settings, kit: Kit | None, durable: Durable) -> App:
    """Return the Telegram application: its handlers, limits and what it does as it starts.

    Without a kit it receives and answers nothing itself.
    """
    limiter = PatientLimiter(durable.ledger)
    builder = _speaking(settings, limiter)
    gatherer = Gatherer(durable.work, durable.store.correspondence, durable.holds)
    tries = Tries(durable.work, durable.store)
    life = _Life(settings, kit, durable, limiter, gatherer, tries)
    sort = partial(lane_of, listens=durable.choices.listens)
    builder.post_init(life.begin).post_stop(life.rest).post_shutdown(life.end)
    if durable.role == "worker":
        application = builder.updater(None).build()
    else:
        application = builder.update_queue(
            Inbox(durable.work, sort, gatherer.noted, partial(keep_aside, durable.store, durable.holds))
        ).build()
    if kit is not None:
        _add_handlers(application, kit, durable, tries)
    if durable.role != "worker":
        _add_inline(application, settings, durable)
    return application


def _speaking(settings: Settings, limiter: PatientLimiter) -> Builder:
    """The beginnings of an application: how it speaks to Telegram."""
    if settings.bot_token is None:
        raise ConfigError("BOT_TOKEN is not set")
    return (
        ApplicationBuilder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .read_timeout(READ_TIMEOUT_S)
        .get_updates_request(ReadableUpdates())
        .rate_limiter(limiter)
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                allow_sending_without_reply=False,
            )
        )
    )


def run_application(application: App, settings: Settings, role: Role = "both") -> None:
    """Receive updates until told to stop: by webhook where WEBHOOK_URL is set, else by polling.

    A worker receives none: it answers what others put down.
    """
    log.info("connecting to Telegram at %s", settings.telegram_api_url)
    try:
        asyncio.run(_run(application, _receiving(application, settings, role)))
    except OSError as exc:
        if role == "worker" or not settings.webhook_url:
            raise
        raise ConfigError(
            f"WEBHOOK_LISTEN: cannot listen at {settings.webhook_listen}: {exc.strerror}"
        ) from exc


def _receiving(application: App, settings: Settings, role: Role) -> Callable[[], Awaitable[object]] | None:
    """What begins to receive updates; None for a worker, which receives none."""
    updater = application.updater
    if role == "worker" or updater is None:
        return None
    if not settings.webhook_url:
        return partial(updater.start_polling, allowed_updates=UPDATES, bootstrap_retries=-1)
    if settings.webhook_secret is None:
        raise ConfigError("WEBHOOK_SECRET must be set together with WEBHOOK_URL")
    host, port = split_host_port(settings.webhook_listen)
    return partial(
        updater.start_webhook,
        listen=host,
        port=port,
        url_path=urlsplit(settings.webhook_url).path.lstrip("/"),
        webhook_url=settings.webhook_url,
        secret_token=settings.webhook_secret.get_secret_value(),
        allowed_updates=UPDATES,
        bootstrap_retries=-1,
    )


async def _run(application: App, receive: Callable[[], Awaitable[object]] | None) -> None:
    """Receive and answer until a signal says stop, at the start too.

    What run_polling does; but that one leaves its start where it is as the signal comes, with an error, and
    what is being answered by then with it.
    """
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    told, begun = asyncio.create_task(stopped.wait()), asyncio.create_task(_begin(application, receive))
    try:
        await asyncio.wait({told, begun}, return_when=asyncio.FIRST_COMPLETED)
        if begun.done():
            begun.result()
            await told
        begun.cancel()
        await asyncio.wait({begun})
        if application.updater and application.updater.running:
            await application.updater.stop()
        if application.running:
            await application.stop()
        if application.post_stop:
            await application.post_stop(application)
    finally:
        told.cancel()
        await application.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)


async def _begin(application: App, receive: Callable[[], Awaitable[object]] | None) -> None:
    with effort("delivered"):  # until Telegram is there
        await application.initialize()
    if application.post_init:
        await application.post_init(application)
    if receive is not None:
        await receive()
    await application.start()


def _add_handlers(application: App, kit: Kit, durable: Durable, tries: Tries) -> None:
    newsroom, administrators = _newsroom(kit, durable, tries), Administrators()
    if kit.settings.allowed_chats:
        gate = Gate(kit.settings.allowed_chats, newsroom.outbox, durable.chats)
        application.add_handler(gate.handler(), group=-1)
    desks = desks_of(newsroom, administrators, ZoneInfo(kit.settings.timezone))
    application.add_handlers([*for_messages(desks), *for_presses(desks)])
    risen_or_fallen = ChatMemberHandler(administrators.on_member_changed, ChatMemberHandler.ANY_CHAT_MEMBER)
    application.add_handler(risen_or_fallen, group=1)  # beside what else a change of members leads to
    application.add_error_handler(Apology(newsroom).on_error)


def _newsroom(kit: Kit, durable: Durable, tries: Tries) -> Newsroom:
    return Newsroom(
        pipeline=kit.pipeline,
        store=durable.store,
        choices=durable.choices,
        chats=durable.chats,
        postings=durable.postings,
        holds=durable.holds,
        work=durable.work,
        tries=tries,
        outbox=Outbox(durable.work, durable.store),
        metrics=durable.metrics,
        feedback=Feedback(durable.database, now=durable.clock),
        targets=kit.targets,
        default_target=kit.settings.target_language,
        chat_limit=kit.settings.chat_limit,
    )


def _add_inline(application: App, settings: Settings, durable: Durable) -> None:
    """Whoever receives inline queries answers them too: they cannot wait for a worker."""
    inline = InlineHandlers(
        durable.store,
        durable.choices,
        default_target=settings.target_language,
        allowed_chats=settings.allowed_chats,
    )
    application.add_handler(InlineQueryHandler(inline.on_inline_query, block=False))


class _Life:
    """What happens once before the first update, now and then, and once after the last."""

    def __init__(
        self,
        settings: Settings,
        kit: Kit | None,
        durable: Durable,
        limiter: PatientLimiter,
        gatherer: Gatherer,
        tries: Tries,
    ) -> None:
        self._settings = settings
        self._kit = kit
        self._durable = durable
        self._gatherer = gatherer
        self._tries = tries
        self._health: HealthServer | None = None
        self._untranslated: Exception | None = None
        """Why nothing could be translated at the start."""
        self._upkeep = Upkeep(
            durable.store,
            durable.work,
            durable.metrics,
            worker_id=None if kit is None else durable.worker_id,
            retention_days=settings.retention_days,
            tell_living=lambda count: limiter.pace.share(count),
            look=durable.look,
        )

    async def begin(self, application: App) -> None:
        await self._upkeep.announce()
        if self._kit is not None:
            await self._warm_up(self._kit)
        await self._upkeep.begin()
        await self._durable.work.begin(answer_with(application, self._gatherer, self._tries))
        self._upkeep.go_on()
        if self._durable.role != "worker":
            try:
                await set_profile(application.bot)
            except TelegramError as exc:
                log.warning("commands and descriptions could not be set: %s", exc)
        if self._settings.health_listen:
            self._health = self._serve_health(application, self._settings.health_listen)
        log.info("ready as @%s, %s", application.bot.username, self._durable.role)

    async def rest(self, application: App) -> None:
        """Take up nothing more; Telegram and the stages are still there for what runs."""
        self._upkeep.rest()
        await self._durable.work.end()
        await self._upkeep.end()

    async def end(self, application: App) -> None:
        if self._health:
            await self._health.close()
        if self._kit is not None:
            await self._kit.close()
            await self._forgive()
        self._durable.close()

    async def _forgive(self) -> None:
        try:
            await asyncio.to_thread(self._tries.forgive)
        except Exception as exc:
            log.error("what was cut off counts as begun, the database does not take it back: %s", exc)

    async def _warm_up(self, kit: Kit) -> None:
        if isinstance(kit.reader, Sandbox):
            await kit.reader.start()
        request = Request(text=WARM_UP, target=self._settings.target_language)
        _, untranslated = await kit.pipeline.run(request)
        self._untranslated = untranslated
        if untranslated:
            log.error("nothing can be translated, briefs will be in the original: %s", untranslated)
            log.error("what to mend is said by: python -m bot doctor")

    def _serve_health(self, application: App, address: str) -> HealthServer:
        durable = self._durable

        async def telegram_answers() -> None:
            with once():
                await application.bot.get_me()

        async def database_answers() -> None:
            await asyncio.to_thread(durable.store.check)

        async def models_are_loaded() -> None:
            if self._untranslated:
                raise self._untranslated

        durable.metrics.watch("ringkas_queue_depth", "Requests that wait", lambda: durable.work.waiting()[0])
        durable.metrics.watch(
            "ringkas_queue_age_seconds", "Age of the oldest that waits", lambda: durable.work.waiting()[1]
        )
        if self._kit is not None:
            engine = self._kit.engine
            durable.metrics.watch("ringkas_translation_tokens", "Subwords translated", engine.tokens)
        host, port = split_host_port(address)
        checks = {
            "models": models_are_loaded,
            "telegram": telegram_answers,
            "database": database_answers,
        }
        try:
            return HealthServer(host, port, checks, durable.metrics.page, CONTENT_TYPE)
        except OSError as exc:
            raise ConfigError(f"HEALTH_LISTEN: cannot listen at {address}: {exc.strerror}") from exc


def answer_with(application: App, gatherer: Gatherer, tries: Tries) -> Answer:
    """Return what answers a request: the application's handlers, on the whole of what was put down."""

    async def answer(request_id: str, payload: str) -> None:
        with logged_request(request_id), tries.request():
            put_down = Update.de_json(json.loads(payload), application.bot)
            goodbye = partial(application.process_error, put_down)
            if await tries.given_up(is_press=put_down.callback_query is not None, goodbye=goodbye):
                return
            for update in await gatherer.gathered(put_down):
                async with gatherer.turn(update):
                    await answer_whole(update)

    async def answer_whole(update: Update) -> None:
        for _ in range(MOST_ROUNDS):
            await application.process_update(update)
            changed = await gatherer.again(update)
            if changed is None:
                return
            update = changed

    return answer
