"""The composition root: builds everything once and passes it in.

In: Settings; out: a `Kit` of stages for the command line, or a Telegram application around one. With
handlers/ the only place that names Telegram's types. It must hold no behaviour of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.digest.tagger import Tagger
from bot.errors import ConfigError
from bot.intake.fetch import Fetcher, open_client
from bot.intake.sandbox import InProcess, Sandbox
from bot.pipeline import LANGUAGES, Pipeline
from bot.records import Request
from bot.settings import Settings, split_host_port
from bot.translation.engine import Engine
from bot.translation.packages import find_packages

if TYPE_CHECKING:
    from telegram.ext import Application, ApplicationBuilder

    from bot.runtime.chats import Chats
    from bot.runtime.choices import Choices
    from bot.runtime.clock import Clock
    from bot.runtime.database import Database
    from bot.runtime.health import HealthServer
    from bot.runtime.holds import Holds
    from bot.runtime.ledger import Ledger
    from bot.runtime.metrics import Metrics
    from bot.runtime.postings import Postings
    from bot.runtime.store import Store
    from bot.runtime.work import Answer, Work
    from handlers.gather import Gatherer
    from handlers.newsroom import Newsroom
    from handlers.patience import PatientLimiter
    from handlers.tries import Tries

log = logging.getLogger(__name__)

WARM_UP = (
    "Pemerintah Kota Semarang membuka taman baca di tepi sungai pada hari Minggu. Wali kota "
    "mengatakan taman itu dibangun bersama warga. “Kami ingin anak-anak membaca,” ujarnya."
)
"""An article of our own: digesting it once loads every model and table before a reader waits for them."""

ARTICLES_PER_CORE = 2
"""Articles that a worker has in hand: while one waits for its page, the other one is read."""

ONLY_WORKER = "only"
"""SQLite belongs to one process: its work is its successor's."""

UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member"]
"""What Telegram is asked for; without a list it leaves out chat_member, which tells of administrators."""

Role = Literal["receiver", "worker", "both"]
"""A receiver puts updates down, a worker answers them."""

DATA = Path("var")
"""What the program writes: unpacked and installed packages, and the database by default."""


def shipped_models() -> Path:
    """Return the folder of the models that ship: beside the checkout, or inside an installed wheel.

    Raises ConfigError where there is none.
    """
    package = Path(__file__).resolve().parent
    folders = (package / "models", package.parent / "models")
    found = next((path for path in folders if path.is_dir()), None)
    if found is None:
        raise ConfigError(f"the folder of the models is missing: {folders[-1]}. Put the release's own back.")
    return found


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
    """The languages that a reader may choose: what the packages reach and the articles' own, Indonesian
    last."""
    client: Client
    reader: Sandbox | InProcess
    workers: Executor

    async def close(self) -> None:
        """Let go of connections, processes and threads; what is running is finished first."""
        await self.client.aclose()
        await self.reader.close()
        self.workers.shutdown()


def packages_folder(data: Path = DATA) -> Path:
    """Return where packages are unpacked and installed."""
    return data / "packages"


def build_kit(settings: Settings, *, data: Path = DATA, sandboxed: bool = False) -> Kit:
    """Return the stages; `data` is written to. Raises ConfigError when a model is missing or broken.

    `sandboxed`: pages and files are read in processes of their own, as is needed where strangers choose them.
    """
    reader = Sandbox() if sandboxed else InProcess()
    engine = Engine(find_packages(shipped_models(), packages_folder(data)))
    reached = {target for source in LANGUAGES for target in engine.reachable(source)}
    targets = (*sorted({*reached, *LANGUAGES} - {LANGUAGES[0]}), LANGUAGES[0])
    client = open_client()
    workers = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="stage")
    pipeline = Pipeline(
        fetcher=Fetcher(
            client,
            timeout_s=settings.fetch_timeout_s,
            limit_bytes=settings.fetch_limit_bytes,
            allow=settings.fetch_allow,
        ),
        reader=reader,
        tag=Tagger(shipped_models() / "entities.npz"),
        engine=engine,
        targets=targets,
        workers=workers,
    )
    return Kit(settings, pipeline, engine, targets, client, reader, workers)


@dataclass(frozen=True, slots=True)
class Durable:
    """What outlives the process: the database, and the parts that write to it."""

    database: Database
    clock: Clock
    store: Store
    choices: Choices
    chats: Chats
    postings: Postings
    ledger: Ledger
    work: Work
    holds: Holds
    metrics: Metrics
    worker_id: str
    role: Role
    claim: IO[str] | None
    """The lock on an SQLite file."""

    def look(self) -> None:
        """Know what was chosen in other processes, and what time it is for all of them. Blocks."""
        self.choices.look()
        self.clock.look()

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()
        if self.claim:
            self.claim.close()


def build_durable(settings: Settings, role: Role = "both") -> Durable:
    """Return the durable parts; raises ConfigError where the database or the role will not do."""
    from bot.runtime.chats import Chats
    from bot.runtime.choices import Choices
    from bot.runtime.clock import Clock
    from bot.runtime.database import claim, is_shared
    from bot.runtime.holds import Holds
    from bot.runtime.ledger import Ledger
    from bot.runtime.metrics import Metrics
    from bot.runtime.postings import Postings
    from bot.runtime.store import Store
    from bot.runtime.work import Work

    database = _open_database(settings, role)
    claimed = claim(database)
    worker_id = _unique_name() if is_shared(database) else ONLY_WORKER
    clock = Clock(database)
    clock.look()
    work = Work(
        database,
        worker_id=worker_id,
        concurrency=ARTICLES_PER_CORE * (os.cpu_count() or 1),
        listens=role != "receiver",
        now=clock,
    )
    return Durable(
        database=database,
        clock=clock,
        store=Store(database, now=clock),
        choices=Choices(database),
        chats=Chats(database, work, now=clock),
        postings=Postings(database, now=clock),
        ledger=Ledger(database),
        work=work,
        holds=Holds(database, work),
        metrics=Metrics(),
        worker_id=worker_id,
        role=role,
        claim=claimed,
    )


def _open_database(settings: Settings, role: Role) -> Database:
    from bot.runtime.database import is_shared, open_engine

    database = open_engine(settings.database_url)
    if role != "both" and not is_shared(database):
        database.dispose()
        raise ConfigError(
            f"--role {role} needs PostgreSQL: DATABASE_URL is an SQLite file, which one process has"
        )
    return database


def _unique_name() -> str:
    """A name for this process that no other one has, on whichever machine."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


def build_application(
    settings: Settings, kit: Kit | None, durable: Durable
) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return the Telegram application: its handlers, limits and what it does as it starts.

    Without a kit it receives and answers nothing itself.
    """
    from handlers.gather import Gatherer
    from handlers.inbox import Inbox, keep_aside, lane_of
    from handlers.patience import PatientLimiter
    from handlers.tries import Tries

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


def _speaking(
    settings: Settings, limiter: PatientLimiter
) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    """The beginnings of an application: how it speaks to Telegram."""
    from telegram import LinkPreviewOptions
    from telegram.constants import ParseMode
    from telegram.ext import ApplicationBuilder, Defaults

    from handlers.patience import READ_TIMEOUT_S
    from handlers.unreadable import ReadableUpdates

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


def run_application(
    application: Application[Any, Any, Any, Any, Any, Any], settings: Settings, role: Role = "both"
) -> None:
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


def _receiving(
    application: Application[Any, Any, Any, Any, Any, Any], settings: Settings, role: Role
) -> Callable[[], Awaitable[object]] | None:
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


async def _run(
    application: Application[Any, Any, Any, Any, Any, Any], receive: Callable[[], Awaitable[object]] | None
) -> None:
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


async def _begin(
    application: Application[Any, Any, Any, Any, Any, Any], receive: Callable[[], Awaitable[object]] | None
) -> None:
    from handlers.patience import effort

    with effort("delivered"):  # until Telegram is there
        await application.initialize()
    if application.post_init:
        await application.post_init(application)
    if receive is not None:
        await receive()
    await application.start()


def _add_handlers(
    application: Application[Any, Any, Any, Any, Any, Any], kit: Kit, durable: Durable, tries: Tries
) -> None:
    from telegram.ext import ChatMemberHandler

    from handlers.administrators import Administrators
    from handlers.desks import desks_of, for_messages, for_presses
    from handlers.failure import Apology
    from handlers.gate import Gate

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
    from bot.runtime.feedback import Feedback
    from handlers.newsroom import Newsroom
    from handlers.send import Outbox

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


def _add_inline(
    application: Application[Any, Any, Any, Any, Any, Any], settings: Settings, durable: Durable
) -> None:
    """Whoever receives inline queries answers them too: they cannot wait for a worker."""
    from telegram.ext import InlineQueryHandler

    from handlers.inline import InlineHandlers

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
        from bot.runtime.upkeep import Upkeep

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

    async def begin(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        from telegram.error import TelegramError

        from handlers.profile import set_profile

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

    async def rest(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take up nothing more; Telegram and the stages are still there for what runs."""
        self._upkeep.rest()
        await self._durable.work.end()
        await self._upkeep.end()

    async def end(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
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

    def _serve_health(
        self, application: Application[Any, Any, Any, Any, Any, Any], address: str
    ) -> HealthServer:
        from bot.runtime.health import HealthServer
        from bot.runtime.metrics import CONTENT_TYPE
        from handlers.patience import once

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


def answer_with(
    application: Application[Any, Any, Any, Any, Any, Any], gatherer: Gatherer, tries: Tries
) -> Answer:
    """Return what answers a request: the application's handlers, on the whole of what was put down."""
    from telegram import Update

    from bot.runtime.log import logged_request
    from handlers.gather import MOST_ROUNDS

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
