"""The bot's processes for a measurement: which there are, over which database, and what they use up.

In: a layout, and the address of a Bot API server. Out: the running processes; what they have cost by a moment
and what there is at one: processor, memory, queue, database, their own figures. This module must not know who
uses the bot, nor what is made of the costs.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from benchmarks.proc import cpu_s, family, idle_s, machine_cpu_s, rss_mib
from benchmarks.share import share_of_a_core
from bot.runtime.database import POSTGRESQL_DRIVER
from playground.bot_api import DEFAULT_TOKEN, LOOPBACK
from playground.bot_process import BotProcess
from playground.ports import free_port
from playground.postgres import postgres

SAMPLE_EVERY_S = 2.0
"""Fine enough for the queue of a backlog; reading the figures costs the bot next to nothing at that rate."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which processes there are."""

    title: str
    workers: int
    """0: one process over SQLite."""
    open_loop: bool = False
    core_each: bool = False
    """Whether each worker has one core, and not all there are."""
    share: float = 0.0
    """How much of a core each worker is held to; 0: to nothing."""


ONE = (Layout("one process, SQLite", 0, open_loop=True),)
TWO = (
    Layout("receiver + 1 worker, PostgreSQL", 1),
    Layout("receiver + 2 workers, PostgreSQL", 2, open_loop=True),
    Layout("receiver + 1 worker on one core, PostgreSQL", 1, core_each=True),
    Layout("receiver + 2 workers on a core each, PostgreSQL", 2, core_each=True),
)

MOST_HELD = 3
"""Workers that are held to a share, from one on."""


def held_to(share: float) -> tuple[Layout, ...]:
    """Return the layouts in which each worker has a share of a core."""
    return tuple(
        Layout(
            f"receiver + {so_many_workers(count)}, each held to {share:g} of a core, PostgreSQL",
            count,
            share=share,
        )
        for count in range(1, MOST_HELD + 1)
    )


def so_many_workers(count: int) -> str:
    """Return "1 worker" or "2 workers"."""
    return "1 worker" if count == 1 else f"{count} workers"


@dataclass(frozen=True, slots=True)
class Cost:
    """What has been used up by a moment."""

    at_s: float
    cpu_s: Mapping[str, float]
    machine_cpu_s: float
    """By everybody on the machine."""
    idle_s: float
    """What our cores had to spare."""
    figures: Mapping[str, Mapping[str, float]]
    """Process -> its /metrics."""
    database: Mapping[str, float]


@dataclass(slots=True)
class Sample:
    """What there is at a moment."""

    at_s: float
    rss_mib: Mapping[str, float]
    depth: float
    age_s: float


class Fleet:
    """The running processes of a layout, and what they cost."""

    def __init__(self, bots: Mapping[str, BotProcess], health: Mapping[str, str], database_url: str) -> None:
        self.bots, self._health, self._database_url = bots, health, database_url
        self._client = httpx.AsyncClient(timeout=30.0)
        self.samples: list[Sample] = []

    async def cost(self) -> Cost:
        """Return what has been used up by now."""
        spent_s = {name: cpu_s(bot.pid) for name, bot in self.bots.items()}
        spent_s["server and crowd"] = time.process_time()
        if postmaster := _postmaster(self._database_url):
            spent_s["PostgreSQL"] = cpu_s(postmaster)
        figures = {name: await self._figures(name) for name in self.bots}
        database = await asyncio.to_thread(_database_figures, self._database_url)
        return Cost(time.monotonic(), spent_s, machine_cpu_s(), idle_s(), figures, database)

    async def keep_sampling(self) -> None:
        """Look at memory and queue again and again."""
        while True:
            figures = await self._figures(next(iter(self.bots)))
            self.samples.append(
                Sample(
                    time.monotonic(),
                    {name: rss_mib(bot.pid) for name, bot in self.bots.items()},
                    figures["ringkas_queue_depth"],
                    figures["ringkas_queue_age_seconds"],
                )
            )
            await asyncio.sleep(SAMPLE_EVERY_S)

    async def _figures(self, name: str) -> dict[str, float]:
        response = await self._client.get(f"http://{self._health[name]}/metrics")
        return figures_of(response.raise_for_status().text)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()


def figures_of(page: str) -> dict[str, float]:
    """Return the figures of a page in Prometheus' text format, by name with labels."""
    lines = (line.rpartition(" ") for line in page.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


@contextmanager
def database_for(layout: Layout, folder: Path) -> Iterator[str]:
    """Yield the address of a database of the kind that the layout wants, empty, while this is open."""
    if layout.workers:
        with postgres() as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'load.db'}"


@asynccontextmanager
async def started(layout: Layout, api_url: str, database_url: str, folder: Path) -> AsyncIterator[Fleet]:
    """Yield the layout's processes, up and well; they end with this. `folder` is for their logs."""
    roles = {"bot": "both"}
    if layout.workers:
        roles = {"receiver": "receiver"} | {f"worker {at + 1}": "worker" for at in range(layout.workers)}
    cores = sorted(os.sched_getaffinity(0))
    async with AsyncExitStack() as stack:
        bots, health = {}, {}
        for number, (name, role) in enumerate(roles.items()):
            health[name] = f"{LOOPBACK}:{free_port()}"
            settings = {
                "BOT_TOKEN": DEFAULT_TOKEN,
                "TELEGRAM_API_URL": api_url,
                "DATABASE_URL": database_url,
                "HEALTH_LISTEN": health[name],
                "CHAT_LIMIT": str(1_000_000),
            }
            is_held = layout.share > 0 and role == "worker"
            group = stack.enter_context(share_of_a_core(layout.share)) if is_held else None
            bots[name] = BotProcess(settings, folder / f"{name}.log", role=role)
            await stack.enter_async_context(bots[name])
            with _on_core(cores[number % len(cores)] if layout.core_each and role == "worker" else None):
                await bots[name].start()
            if group is not None:
                group.hold(family(bots[name].pid))
        fleet = Fleet(bots, health, database_url)
        stack.push_async_callback(fleet.close)
        yield fleet


@contextmanager
def _on_core(core: int | None) -> Iterator[None]:
    """Let processes that are started here have one core, or all of ours."""
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, all_cores if core is None else {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_cores)


def _postmaster(database_url: str) -> int | None:
    """The process above all of PostgreSQL's; None over SQLite."""
    folder = make_url(database_url).query.get("host")
    return int((Path(str(folder)) / "data" / "postmaster.pid").read_text().split()[0]) if folder else None


def _database_figures(database_url: str) -> dict[str, float]:
    """What the database holds and has written: PostgreSQL counts rows and transactions, SQLite only bytes."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return {"bytes": float(Path(str(url.database)).stat().st_size)}
    engine = create_engine(url.set(drivername=POSTGRESQL_DRIVER))
    query = text(
        "SELECT pg_database_size(datname) AS bytes, xact_commit AS transactions, tup_inserted + tup_updated"
        " + tup_deleted AS rows_written FROM pg_stat_database WHERE datname = current_database()"
    )
    with engine.connect() as connection:
        row = connection.execute(query).one()
    engine.dispose()
    return {name: float(value) for name, value in row._asdict().items()}
