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
import os
import platform
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.crowd import ARTICLES, SAMPLES, Crowd
from benchmarks.fleet import MOST_HELD, ONE, TWO, Fleet, Layout, database_for, held_to, started
from benchmarks.load_figures import Json, answers, costs, minutes_of, over_limits, queue_and_memory
from benchmarks.load_report import show, show_gains, show_ratios, write
from benchmarks.share import NoSharesError, share_of_a_core
from playground.bot_api import BotApiServer
from playground.limits import Limits
from playground.world import World

RESULTS = Path(__file__).with_name("results")
WARM_UP_ARTICLES = 8
"""So many are sent before anything is measured: models load and memories fill with the first."""
DRAIN_TIMEOUT_S = 600.0
"""After the last article was sent; what is open then counts as unanswered."""
SOAK_RATE = 20.0
"""Articles a minute, less than a tenth of what one process on two cores can do."""
RATE = 120.0
"""Articles a minute of the open loop: not half of that."""

Load = Callable[[], Awaitable[None]]


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
    figures = answers(asked, before.at_s, loaded_s) | costs(before, after, articles)
    return figures | queue_and_memory(fleet.samples[first_sample:]) | over_limits(limits)


@asynccontextmanager
async def _stage(layout: Layout, folder: Path) -> AsyncIterator[tuple[Fleet, BotApiServer, Crowd]]:
    """Everything started."""
    server = BotApiServer(World())
    with database_for(layout, folder) as database_url:
        async with server, started(layout, server.url, database_url, folder) as fleet:
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


def machine() -> Json:
    """What it was measured on, and how busy that was before."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "article_words": [len(path.read_text("utf-8").split()) for path in sorted(SAMPLES.glob("*.txt"))],
        "load_average_before": [round(value, 2) for value in os.getloadavg()],
    }


def _each_layout(options: argparse.Namespace, folder: Path, measured_on: Json) -> Json:
    """The figures of the chosen layouts, and the machine: with each where it is held to a share of it."""
    share = options.worker_share
    chosen = held_to(share) if share else {"one": ONE, "two": TWO, "both": ONE + TWO}[options.processes]
    layouts = {layout.title: asyncio.run(measure(layout, options, folder)) for layout in chosen}
    show_ratios(layouts)
    show_gains(chosen, layouts)
    if share:
        return {"layouts": {title: each | {"machine": measured_on} for title, each in layouts.items()}}
    return {"machine": measured_on, "layouts": layouts}


def _options() -> argparse.Namespace:
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
    return options


def main() -> None:
    """Measure, print, write."""
    options, measured_on = _options(), machine()
    print(measured_on)
    with tempfile.TemporaryDirectory() as folder:
        if options.soak:
            found = {"soak": asyncio.run(soak(options, Path(folder))) | measured_on}
        else:
            found = _each_layout(options, Path(folder), measured_on)
    write(options.out, found)


if __name__ == "__main__":
    main()
