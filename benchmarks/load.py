"""The bot under load: digests a minute, times to answer, event loops, memory, Telegram's limits.

    python -m benchmarks.load [--processes one|two|both] [--minutes M] [--rate R] [--backlog N]
    python -m benchmarks.load --soak MINUTES [--rate R]
    python -m benchmarks.load --worker-share SHARE [--backlog N]

In: this project's samples, each article with numbers of its own, against a Bot API server on loopback; the
bot is processes of its own, over SQLite or a PostgreSQL in a temporary folder. Two loads: articles that come
at a rate, whatever becomes of them (open loop), and a backlog that is worked off (saturated). Out: printed,
and written to FOLDER/load.json with drawings beside it; a run replaces what it measured and leaves the rest.

The server and the crowd run here, on the same cores as the bot: what they and PostgreSQL took of the
processor stands in the figures. What one worker more brings cannot be seen where they all want the same
cores: with a share, each worker is held to so much of a core, and the rest of the machine is not what is
wanting. The server answers 429 to what is over Telegram's limits, over any period.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import platform
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from benchmarks.plot import draw_bars
from benchmarks.share import NoSharesError, share_of_a_core
from bot.runtime.database import POSTGRESQL_DRIVER
from playground.bot_api import DEFAULT_TOKEN, LOOPBACK, BotApiServer
from playground.bot_process import BotProcess
from playground.limits import CHANGING, FRESH, Limits
from playground.ports import free_port
from playground.postgres import postgres
from playground.world import Call, Chat, World

RESULTS = Path(__file__).with_name("results")
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MIB = 1 << 20

READERS, GROUPS, ASKERS = 200, 4, 20
"""Private chats that send articles, groups that do, and private chats that ask for /help."""
GROUP_SHARE = 0.1
REPEATED_SHARE = 0.2
"""Of the open loop's articles, those that somebody sent before: the news of the day."""
PRESSED_SHARE = 0.1
"""Of the open loop's briefs, those under which a button is pressed."""
HELP_EVERY_S = 2.0
WARM_UP_ARTICLES = 8
SAMPLE_EVERY_S = 2.0
DRAIN_TIMEOUT_S = 600.0
"""After the last article was sent; what is open then counts as unanswered."""
SOAK_RATE = 20.0
"""Articles a minute, less than a tenth of what one process on two cores can do."""
RATE = 120.0
"""Articles a minute of the open loop: not half of that."""

WORKING = ("Reading the article", "Choosing", "Translating")
"""How a status message begins that is no answer yet."""

GROUPS_REST_S = 65.0
"""After this long without a message or a change a group takes all that it takes in a minute, by the bot's own
count too, which is longer. A backlog is measured from there: what the load before it used up of a group's
minute is no cost of the backlog's."""

FLAT_SHARE = 0.05
"""Memory is flat when the last quarter's median is at most this much over the first quarter's: less than what
the translation memory and the allocator's pools take while they fill."""

Kind = Literal["article", "repeat", "help", "press"]
ARTICLES: tuple[Kind, ...] = ("article", "repeat")
Json = dict[str, Any]
Load = Callable[[], Awaitable[None]]


# Pure


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of times in seconds, by nearest rank; all 0 where there are none."""

    count: int
    p50: float
    p95: float
    p99: float
    largest: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def spread(values: Sequence[float]) -> Spread:
    """Return the percentiles of times."""
    p50, p95, p99, largest = (round(percentile(values, share), 3) for share in (0.5, 0.95, 0.99, 1.0))
    return Spread(len(values), p50, p95, p99, largest)


@dataclass(frozen=True, slots=True)
class Memory:
    """A process' memory over time, in MiB."""

    first_quarter: float
    last_quarter: float
    largest: float
    mib_an_hour: float
    """The slope of the second half, by least squares."""
    flat: bool


def memory(samples: Sequence[tuple[float, float]]) -> Memory:
    """Return what became of (seconds, MiB); at least four of them."""
    quarter = len(samples) // 4
    first, last = (
        statistics.median(mib for _, mib in part) for part in (samples[:quarter], samples[-quarter:])
    )
    half = samples[len(samples) // 2 :]
    slope = statistics.linear_regression(*zip(*half, strict=True)).slope * 3600
    largest = max(mib for _, mib in samples)
    return Memory(
        round(first, 1), round(last, 1), round(largest, 1), round(slope, 1), last <= first * (1 + FLAT_SHARE)
    )


def bucket_bound(buckets: Mapping[float, float], share: float) -> float:
    """Return the bound of the histogram bucket (bound -> how many up to it) in which a share is reached."""
    total = max(buckets.values(), default=0.0)
    return next((bound for bound in sorted(buckets) if buckets[bound] >= share * total), 0.0)


def figures_of(page: str) -> dict[str, float]:
    """Return the figures of a page in Prometheus' text format, by name with labels."""
    lines = (line.rpartition(" ") for line in page.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def lag_buckets(figures: Mapping[str, float]) -> dict[float, float]:
    """Return the histogram of the event loop's lag."""
    pattern = re.compile(r'ringkas_loop_lag_seconds_bucket\{le="(.+)"\}')
    return {float(found[1]): value for name, value in figures.items() if (found := pattern.fullmatch(name))}


def varied(article: str, number: int) -> str:
    """Return the article with a number in each sentence, so that no sentence was translated before."""
    return re.sub(r"(?<=[\w)])\.(?=[\s\"”]|$)", f" pada hari ke-{number}.", article)


# The crowd, and the Telegram that it is in


@dataclass(slots=True)
class Asked:
    """Something that a person wants, and when what came."""

    kind: Kind
    at_s: float
    first_s: float | None = None
    done_s: float | None = None
    is_brief: bool = False


class Crowd:
    """Readers in private chats and groups."""

    def __init__(self, world: World, seed: int = 1) -> None:
        self._world, self._dice = world, random.Random(seed)  # noqa: S311 - no secret
        self._readers = [world.private_chat(world.user(f"Reader {number}")) for number in range(READERS)]
        self._askers = [world.private_chat(world.user(f"Asker {number}")) for number in range(ASKERS)]
        people = [chat.person for chat in self._readers if chat.person]
        self._groups = [world.group(f"Desk {number}", people[number::GROUPS]) for number in range(GROUPS)]
        self._samples = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
        self._articles: list[str] = []
        self._open: dict[tuple[str, int], Asked] = {}
        self._calls_read = 0
        self._groups_rested_at_s = 0.0
        self.asked: list[Asked] = []
        self.pressed_share = 0.0

    def send_article(self, repeated_share: float = 0.0) -> None:
        """Somebody pastes an article, now and then one that was there before."""
        is_repeat = bool(self._articles) and self._dice.random() < repeated_share
        if not is_repeat:
            number = len(self._articles)
            self._articles.append(varied(self._samples[number % len(self._samples)], 1_000 + number))
        article = self._dice.choice(self._articles) if is_repeat else self._articles[-1]
        if self._dice.random() < GROUP_SHARE:
            self._send(
                "repeat" if is_repeat else "article", self._dice.choice(self._groups), f"/ringkas {article}"
            )
        else:
            self._send("repeat" if is_repeat else "article", self._dice.choice(self._readers), article)

    def ask_for_help(self) -> None:
        """Somebody else presses /help."""
        self._send("help", self._dice.choice(self._askers), "/help")

    def _send(self, kind: Kind, chat: Chat, words: str) -> None:
        asked = Asked(kind, time.monotonic())
        message = self._world.send_text(chat, words)
        self._expect((str(chat.id), message.message_id), asked)

    def _expect(self, key: tuple[str, int], asked: Asked) -> None:
        self._open[key] = asked
        self.asked.append(asked)

    @property
    def waiting(self) -> int:
        """How many wait for their answer, as of the last look."""
        return len(self._open)

    def look(self) -> None:
        """See what the bot has said since the last look."""
        calls = self._world.calls[self._calls_read :]
        self._calls_read += len(calls)
        for call in calls:
            if call.ok and call.method == "answerCallbackQuery":
                self._seen(("press", int(call.parameters["callback_query_id"])), call, done=True)
            if not call.ok or call.method not in FRESH | CHANGING:
                continue
            if int(call.parameters.get("chat_id", 0)) < 0:
                self._groups_rested_at_s = call.at_s + GROUPS_REST_S
            if "reply_to_message" in call.result:
                answered = call.result["reply_to_message"]["message_id"]
                working = str(call.result.get("text", "")).startswith(WORKING)
                self._seen((str(call.result["chat"]["id"]), answered), call, done=not working)

    def groups_rest_s(self, now_s: float) -> float:
        """Return in how many seconds the groups have their whole minute again, as of the last look."""
        return max(0.0, self._groups_rested_at_s - now_s)

    def _seen(self, key: tuple[str, int], call: Call, *, done: bool) -> None:
        asked = self._open.get(key)
        if asked is None:
            return
        asked.first_s = asked.first_s or call.at_s
        if not done:
            return
        asked.done_s = call.at_s
        del self._open[key]
        if asked.kind in ARTICLES:
            asked.is_brief = "reply_markup" in call.result
            if asked.is_brief and self._dice.random() < self.pressed_share:
                self._press(call.result)

    def _press(self, shown: Mapping[str, Any]) -> None:
        message = self._world.chats[shown["chat"]["id"]].messages[shown["message_id"]]
        query = self._world.press(message, data=self._dice.choice(message.buttons)["callback_data"])
        self._expect(("press", int(query.id)), Asked("press", time.monotonic()))

    async def come(self, rate: float, minutes: float) -> None:
        """Send articles at a rate a minute, at random moments, whatever becomes of them."""
        self.pressed_share, ends_s = PRESSED_SHARE, time.monotonic() + 60 * minutes
        due_s = time.monotonic()
        while (due_s := due_s + self._dice.expovariate(rate / 60)) < ends_s:
            await asyncio.sleep(max(0.0, due_s - time.monotonic()))
            self.send_article(REPEATED_SHARE)
        await asyncio.sleep(max(0.0, ends_s - time.monotonic()))
        self.pressed_share = 0.0

    async def come_at_once(self, articles: int) -> None:
        """Send so many different articles now."""
        for _ in range(articles):
            self.send_article()
            await asyncio.sleep(0)

    async def keep_asking(self) -> None:
        """Ask for help again and again."""
        while True:
            self.ask_for_help()
            await asyncio.sleep(HELP_EVERY_S)

    async def keep_looking(self) -> None:
        """Look again and again."""
        while True:
            self.look()
            await asyncio.sleep(0.05)

    async def answered(self, asked: Sequence[Asked], timeout_s: float) -> bool:
        """Return whether all of these got their answer, as soon as they have or after so long."""
        ends_s = time.monotonic() + timeout_s
        while any(one.done_s is None for one in asked):
            if time.monotonic() >= ends_s:
                return False
            await asyncio.sleep(0.05)
        return True


# The bot's processes


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
            f"receiver + {_workers(count)}, each held to {share:g} of a core, PostgreSQL", count, share=share
        )
        for count in range(1, MOST_HELD + 1)
    )


def _workers(count: int) -> str:
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
        cpu_s = {name: _cpu_s(bot.pid) for name, bot in self.bots.items()}
        cpu_s["server and crowd"] = time.process_time()
        if postmaster := _postmaster(self._database_url):
            cpu_s["PostgreSQL"] = _cpu_s(postmaster)
        figures = {name: await self._figures(name) for name in self.bots}
        database = await asyncio.to_thread(_database_figures, self._database_url)
        return Cost(time.monotonic(), cpu_s, _machine_cpu_s(), _idle_s(), figures, database)

    async def keep_sampling(self) -> None:
        """Look at memory and queue again and again."""
        while True:
            figures = await self._figures(next(iter(self.bots)))
            self.samples.append(
                Sample(
                    time.monotonic(),
                    {name: _rss_mib(bot.pid) for name, bot in self.bots.items()},
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


@contextmanager
def _database(layout: Layout, folder: Path) -> Iterator[str]:
    if layout.workers:
        with postgres() as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'load.db'}"


@asynccontextmanager
async def _fleet(layout: Layout, api_url: str, database_url: str, folder: Path) -> AsyncIterator[Fleet]:
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
                group.hold(_family(bots[name].pid))
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


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        tasks = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [pid, *(one for words in tasks for child in words.split() for one in _family(int(child)))]


def _cpu_s(pid: int) -> float:
    """Processor time of a process, of those below it, and of those that were."""
    ticks = 0
    for one in _family(pid):
        with suppress(FileNotFoundError):  # it has ended meanwhile
            stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stat[11:15]))  # utime, stime, cutime, cstime: proc_pid_stat(5)
    return ticks / os.sysconf("SC_CLK_TCK")


def _machine_cpu_s() -> float:
    """Processor time of everybody: all but idle and waiting for disks, proc_stat(5)."""
    user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _idle_s() -> float:
    """What the cores that we may use had nothing to do, proc_stat(5)."""
    ours = {f"cpu{core}" for core in os.sched_getaffinity(0)}
    lines = [line.split() for line in Path("/proc/stat").read_text().splitlines()]
    return sum(int(line[4]) + int(line[5]) for line in lines if line[0] in ours) / os.sysconf("SC_CLK_TCK")


def _rss_mib(pid: int) -> float:
    pages = 0
    for one in _family(pid):
        with suppress(FileNotFoundError):
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def _postmaster(database_url: str) -> int | None:
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


# A measurement


async def observe(
    fleet: Fleet, server: BotApiServer, crowd: Crowd, load: Load, *, helps: bool = True
) -> Json:
    """Put a load on the bot until all is answered; return the figures. `helps`: somebody asks for help."""
    server.limits = limits = Limits()
    first_sample, first_asked = len(fleet.samples), len(crowd.asked)
    before = await fleet.cost()
    async with asyncio.TaskGroup() as tasks:
        looking = tasks.create_task(crowd.keep_looking())
        running = [tasks.create_task(fleet.keep_sampling())]
        running += [tasks.create_task(crowd.keep_asking())] if helps else []
        await load()
        loaded_s = time.monotonic()
        answered = await crowd.answered(crowd.asked[first_asked:], DRAIN_TIMEOUT_S)
        for task in running:
            task.cancel()
        await crowd.answered(crowd.asked[first_asked:], DRAIN_TIMEOUT_S if answered else 0.0)
        looking.cancel()
    after, asked = await fleet.cost(), crowd.asked[first_asked:]
    articles = sum(one.kind in ARTICLES for one in asked)
    figures = _answers(asked, before.at_s, loaded_s) | _costs(before, after, articles)
    return figures | _queue(fleet.samples[first_sample:]) | _limits(limits)


def _answers(asked: Sequence[Asked], began_s: float, loaded_s: float) -> Json:
    """What came of what was asked, and when."""
    articles = [one for one in asked if one.kind in ARTICLES]
    briefs = [one for one in articles if one.is_brief and one.done_s]
    ended_s = max(loaded_s, *(one.done_s or 0.0 for one in briefs))

    def times(kinds: Sequence[Kind], moment: Literal["first_s", "done_s"]) -> Json:
        found = [(getattr(one, moment), one.at_s) for one in asked if one.kind in kinds]
        return _plain(spread([moment_s - at_s for moment_s, at_s in found if moment_s]))

    return {
        "asked": dict(Counter(one.kind for one in asked)),
        "briefs": len(briefs),
        "failures": sum(one.done_s is not None and not one.is_brief for one in articles),
        "unanswered": sum(one.done_s is None for one in asked),
        "seconds": round(ended_s - began_s, 1),
        "digests_a_minute": round(60 * len(briefs) / max(0.001, ended_s - began_s), 1),
        "first_reply_s": times(ARTICLES, "first_s"),
        "brief_s": times(("article",), "done_s"),
        "repeat_s": times(("repeat",), "done_s"),
        "help_s": times(("help",), "done_s"),
        "press_s": times(("press",), "done_s"),
    }


def _costs(before: Cost, after: Cost, articles: int) -> Json:
    """What it cost, and how late the event loops were."""
    cpu_s = {name: round(spent - before.cpu_s[name], 1) for name, spent in after.cpu_s.items()}
    elapsed_s, busy_s = after.at_s - before.at_s, after.machine_cpu_s - before.machine_cpu_s
    of_bot_s = sum(spent for name, spent in cpu_s.items() if name != "server and crowd")
    lag = {}
    for name, figures in after.figures.items():
        then = lag_buckets(before.figures[name])
        buckets = {bound: count - then.get(bound, 0.0) for bound, count in lag_buckets(figures).items()}
        p50, p99, largest = (bucket_bound(buckets, share) for share in (0.5, 0.99, 1.0))
        lag[name] = {"p50_under": p50, "p99_under": p99, "largest_under": largest}
    written = {name: value - before.database.get(name, 0.0) for name, value in after.database.items()}
    hits = 'ringkas_cache_total{result="hit"}'
    return {
        "observed_s": round(elapsed_s, 1),
        "cpu_s": cpu_s,
        "cores_busy": round(sum(cpu_s.values()) / elapsed_s, 2),
        "cores_idle": round((after.idle_s - before.idle_s) / elapsed_s, 2),
        "cores_busy_with_others": round((busy_s - sum(cpu_s.values())) / elapsed_s, 2),
        "digests_a_core_minute": round(60 * articles / max(0.001, of_bot_s), 1),
        "loop_lag_s": lag,
        "database_an_article": {name: round(value / max(1, articles), 1) for name, value in written.items()},
        "cache_hits": sum(
            figures.get(hits, 0.0) - before.figures[name].get(hits, 0.0)
            for name, figures in after.figures.items()
        ),
    }


def _queue(samples: Sequence[Sample]) -> Json:
    names = samples[0].rss_mib if samples else ()
    return {
        "queue": {
            "depth_median": statistics.median(sample.depth for sample in samples),
            "depth_largest": max(sample.depth for sample in samples),
            "age_largest_s": round(max(sample.age_s for sample in samples), 1),
        },
        "memory_mib": {
            name: _plain(memory([(sample.at_s, sample.rss_mib[name]) for sample in samples]))
            for name in (names if len(samples) >= 4 else ())
        },
    }


def _limits(limits: Limits) -> Json:
    return {
        "telegram": {
            "writes": limits.writes,
            "most_in_a_second": limits.busiest,
            "over_a_limit": dict(limits.broken),
            "answered_429": limits.refused,
        }
    }


@asynccontextmanager
async def _stage(layout: Layout, folder: Path) -> AsyncIterator[tuple[Fleet, BotApiServer, Crowd]]:
    """Everything started."""
    server = BotApiServer(World())
    with _database(layout, folder) as database_url:
        async with server, _fleet(layout, server.url, database_url, folder) as fleet:
            yield fleet, server, Crowd(server.world)


async def measure(layout: Layout, options: argparse.Namespace, folder: Path) -> Json:
    """Return a layout's figures, load by load."""
    found: Json = {}
    rate = options.rate or RATE
    async with _stage(layout, folder) as (fleet, server, crowd):
        await observe(fleet, server, crowd, lambda: crowd.come_at_once(WARM_UP_ARTICLES))
        if layout.open_loop:
            figures = await observe(fleet, server, crowd, lambda: crowd.come(rate, options.minutes))
            found["open loop"] = figures | {"rate": rate}
            show(f"{layout.title}: open loop of {rate:g} articles a minute", figures)
        await asyncio.sleep(crowd.groups_rest_s(time.monotonic()))
        # What comes at a rate, whatever the workers can do, would take more from one than from each of two.
        found["saturated"] = await observe(
            fleet, server, crowd, lambda: crowd.come_at_once(options.backlog), helps=not layout.share
        )
        show(f"{layout.title}: saturated", found["saturated"])
    return found


async def soak(options: argparse.Namespace, folder: Path) -> Json:
    """Return the figures of a low steady rate, and print memory every minute."""
    rate = options.rate or SOAK_RATE
    async with _stage(ONE[0], folder) as (fleet, server, crowd):
        telling = asyncio.create_task(_tell_each_minute(fleet, crowd))
        found = await observe(fleet, server, crowd, lambda: crowd.come(rate, options.soak))
        telling.cancel()
        by_minute = minutes_of([(sample.at_s, sample.rss_mib["bot"]) for sample in fleet.samples])
    show(f"soak of {options.soak:g} minutes at {rate:g} articles a minute", found)
    return found | {"rate": rate, "minutes": options.soak, "mib_by_minute": by_minute}


async def _tell_each_minute(fleet: Fleet, crowd: Crowd) -> None:
    began_s = time.monotonic()
    print("minute      MiB   asked  waiting")
    while True:
        await asyncio.sleep(60)
        minute, mib = (time.monotonic() - began_s) / 60, fleet.samples[-1].rss_mib["bot"]
        print(f"{minute:6.0f} {mib:8.1f} {len(crowd.asked):7} {crowd.waiting:8}", flush=True)


def minutes_of(samples: Sequence[tuple[float, float]]) -> list[float]:
    """Return the median MiB of each minute of (seconds, MiB)."""
    by_minute: dict[int, list[float]] = {}
    for at_s, mib in samples:
        by_minute.setdefault(int((at_s - samples[0][0]) // 60), []).append(mib)
    return [round(statistics.median(values), 1) for _, values in sorted(by_minute.items())]


# Showing


def show(title: str, found: Mapping[str, Any]) -> None:
    """Print one load's figures."""
    print(f"\n{title}")
    print(f"  asked {found['asked']}; briefs {found['briefs']}, failures {found['failures']}, "
          f"unanswered {found['unanswered']}, from the cache {found['cache_hits']:.0f}")  # fmt: skip
    print(f"  {found['digests_a_minute']:.1f} digests a minute over {found['seconds']:.0f} s; "
          f"{found['digests_a_core_minute']:.1f} a core-minute of the bot's and the database's")  # fmt: skip
    print(f"  processor, s: {found['cpu_s']}; {found['cores_busy']} cores busy, and "
          f"{found['cores_busy_with_others']} with what is not ours; {found['cores_idle']} idle")  # fmt: skip
    for name in ("first_reply_s", "brief_s", "repeat_s", "help_s", "press_s"):
        one = found[name]
        if one["count"]:
            print(f"  {name:14} {one['count']:5} × p50 {one['p50']:7.3f}  p95 {one['p95']:7.3f}  "
                  f"p99 {one['p99']:7.3f}  largest {one['largest']:7.3f}")  # fmt: skip
    for name, lag in found["loop_lag_s"].items():
        print(f"  loop lag of {name}: p50 under {lag['p50_under']} s, p99 under {lag['p99_under']} s, "
              f"largest under {lag['largest_under']} s")  # fmt: skip
    for name, one in found["memory_mib"].items():
        print(f"  memory of {name}, MiB: first quarter {one['first_quarter']}, last {one['last_quarter']}, "
              f"largest {one['largest']}, {'flat' if one['flat'] else 'not flat'}")  # fmt: skip
    print(f"  queue: {found['queue']}")
    print(f"  database, for each article: {found['database_an_article']}")
    print(f"  Telegram: {found['telegram']}", flush=True)


def _plain(record: Spread | Memory) -> Json:
    return {name: getattr(record, name) for name in record.__slots__}


def _json_ready(found: Any) -> Any:
    """Infinity, which JSON does not know, as null: over the last bucket's bound."""
    if isinstance(found, Mapping):
        return {key: _json_ready(value) for key, value in found.items()}
    return None if found == math.inf else found


def write(folder: Path, found: Mapping[str, Any]) -> None:
    """FOLDER/load.json, what was measured before and is not now kept, and drawings."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "load.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept["layouts"] = kept.get("layouts", {}) | found.get("layouts", {})
    kept |= {name: value for name, value in found.items() if name != "layouts"}
    path.write_text(json.dumps(_json_ready(kept), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _draw(folder, kept)


def _draw(folder: Path, kept: Mapping[str, Any]) -> None:
    loads = [
        (f"{title}, {load}", one) for title, each in kept["layouts"].items() for load, one in each.items()
    ]
    rates = [(title, one["digests_a_minute"]) for title, one in loads if title.endswith("saturated")]
    times = [
        (f"{title}: {words} {share}", one[name][share])
        for title, one in loads
        if title.endswith("open loop")
        for name, words in (("help_s", "/help"), ("first_reply_s", "first reply"), ("brief_s", "brief"))
        for share in ("p50", "p95", "p99")
    ]
    by_minute = kept.get("soak", {}).get("mib_by_minute", [])
    minutes = [(f"minute {number + 1}", mib) for number, mib in enumerate(by_minute)]
    for name, title, bars in (
        ("load.svg", "digests a minute, a backlog worked off", rates),
        ("load.times.svg", "seconds to answer, open loop", times),
        ("load.memory.svg", "memory of the process under a steady load, MiB", minutes),
    ):
        if bars:
            draw_bars(folder / name, title, bars)


def machine() -> Json:
    """What it was measured on, and how busy that was before."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "article_words": [len(path.read_text("utf-8").split()) for path in sorted(SAMPLES.glob("*.txt"))],
        "load_average_before": [round(value, 2) for value in os.getloadavg()],
    }


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--processes", choices=("one", "two", "both"), default="both")
    parser.add_argument("--minutes", type=float, default=2.0, help="of the open loop")
    parser.add_argument("--rate", type=float, help=f"articles a minute ({RATE:g}; a soak {SOAK_RATE:g})")
    parser.add_argument("--backlog", type=int, default=120, help="articles that are there at once")
    parser.add_argument(
        "--worker-share",
        type=float,
        metavar="SHARE",
        help=f"only one to {MOST_HELD} workers over PostgreSQL, each held to this share of a core",
    )
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="only a steady load for so long")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FOLDER")
    options = parser.parse_args()
    if options.worker_share is not None:
        try:
            with share_of_a_core(options.worker_share):
                pass
        except NoSharesError as exc:
            parser.exit(1, f"--worker-share: {exc}\n")
    found: Json = {"machine": machine()}
    print(found["machine"])
    with tempfile.TemporaryDirectory() as folder:
        if options.soak:
            found = {"soak": asyncio.run(soak(options, Path(folder))) | found["machine"]}
        else:
            share = options.worker_share
            chosen = (
                held_to(share) if share else {"one": ONE, "two": TWO, "both": ONE + TWO}[options.processes]
            )
            found["layouts"] = {
                layout.title: asyncio.run(measure(layout, options, Path(folder))) for layout in chosen
            }
            if share:
                shown = found.pop("machine")
                found["layouts"] = {
                    title: each | {"machine": shown} for title, each in found["layouts"].items()
                }
            _show_ratios(found["layouts"])
            _show_gains(chosen, found["layouts"])
    write(options.out, found)


def _show_ratios(layouts: Mapping[str, Json]) -> None:
    rates = {title: each["saturated"]["digests_a_minute"] for title, each in layouts.items()}
    for one, two in ((TWO[0], TWO[1]), (TWO[2], TWO[3])):
        if one.title in rates and two.title in rates:
            print(f"\n{two.title}: {rates[two.title] / rates[one.title]:.2f} times {one.title}")


def _show_gains(chosen: Sequence[Layout], layouts: Mapping[str, Json]) -> None:
    """Print what each number of workers that are held to a share does, beside one alone."""
    rates = [layouts[layout.title]["saturated"]["digests_a_minute"] for layout in chosen]
    for layout, rate in zip(chosen, rates, strict=True):
        if layout.share:
            saturated = layouts[layout.title]["saturated"]
            used = [spent for name, spent in saturated["cpu_s"].items() if name.startswith("worker")]
            full = sum(used) / (len(used) * layout.share * saturated["observed_s"])
            print(f"{_workers(layout.workers):10} {rate:6.1f} digests a minute, {rate / rates[0]:.2f} times "
                  f"one; {full:.0%} of the shares used, {saturated['cores_idle']} cores idle")  # fmt: skip


if __name__ == "__main__":
    main()
