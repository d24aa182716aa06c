"""How soon somebody who has just cloned it sees a brief: `python -m benchmarks.first`.

In: nothing but the samples; out: seconds from the start of `make run`'s own command, without a token, to the
page, to the bot that listens, and to the first brief; and the time of the processor, which other work on the
machine does not lengthen. The sample is sent as the page opens, while the bot is still starting: that is the
one click. Each run has processes and a database of its own. Building the environment, which `make run` does
once, is not among it.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from playground.bot_process import ROOT

RUNS = 5
WANTED_S = 7.0
"""Until the first brief: as long as somebody waits who only wants to see what it is."""
TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 30.0
SAMPLE = "harga-cabai"
ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")

Shown = dict[str, Any]
"""What the page knows, by key."""


@dataclass(frozen=True, slots=True)
class First:
    """Seconds since the command was given."""

    page_s: float
    listening_s: float
    brief_s: float
    processor_s: float
    """Of the processor, from the start to the end."""


async def measure_once(folder: Path) -> First:
    """Start the playground with the bot in an empty folder, click on a sample, wait for its brief."""
    began, spent_s = time.perf_counter(), _children_s()

    def since() -> float:
        return time.perf_counter() - began

    async with asyncio.timeout(TIMEOUT_S), _started(folder) as address, _opened(address) as socket:
        shown: Shown = {}
        await _until(socket, shown, lambda: "samples" in shown)
        page_s = since()
        who = next(value["id"] for key, value in shown.items() if key.startswith("person/"))
        text = next(sample["text"] for sample in shown["samples"] if sample["name"] == SAMPLE)
        await socket.write_message(json.dumps({"order": "send", "who": who, "chat": who, "text": text}))
        await _until(socket, shown, lambda: shown["connection"]["listening"])
        listening_s = since()
        await _until(socket, shown, lambda: bool(_briefs(shown)))
        brief_s = since()
    return First(page_s, listening_s, brief_s, _children_s() - spent_s)


def _children_s() -> float:
    """The processor's time of all processes that were started from here and have ended."""
    used = os.times()
    return used.children_user + used.children_system


def _briefs(shown: Shown) -> list[Shown]:
    messages = [value for key, value in shown.items() if key.startswith("message/")]
    return [message for message in messages if message["by_bot"] and message.get("keyboard")]


async def _until(socket: WebSocketClientConnection, shown: Shown, is_so: Callable[[], bool]) -> None:
    """Take in what the page is told until something is so."""
    while not is_so():
        news = json.loads(await socket.read_message() or "{}").get("news", {})
        shown.update(news.get("put", {}))
        for key in news.get("gone", ()):
            shown.pop(key, None)


@asynccontextmanager
async def _started(folder: Path) -> AsyncIterator[str]:
    """The playground and its bot as processes; yields the page's address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", "--with-bot", "--port", "0", "--api-port", "0",
        cwd=folder, env={"PYTHONPATH": str(ROOT), "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        said = b""
        while (found := ADDRESS.search(said)) is None:
            line = await process.stdout.readline() if process.stdout else b""
            if not line:
                raise RuntimeError(f"the playground said no address: {said.decode()}")
            said += line
        yield found.group().decode()
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), STOP_TIMEOUT_S)


@asynccontextmanager
async def _opened(address: str) -> AsyncIterator[WebSocketClientConnection]:
    url = address.replace("http", "ws") + "/socket"
    socket = await websocket_connect(HTTPRequest(url, headers={"Origin": address}))
    try:
        yield socket
    finally:
        socket.close()


async def measure(runs: int = RUNS) -> list[First]:
    """Return the times of so many starts, one after the other."""
    taken = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="ringkas-first-") as folder:
            taken.append(await measure_once(Path(folder)))
    return taken


def main() -> None:
    """Print the figures."""
    taken = asyncio.run(measure())
    named = {
        "the page": "page_s", "the bot listens": "listening_s", "the brief": "brief_s",
        "the processor's time": "processor_s",
    }  # fmt: skip
    for words, name in named.items():
        times = [getattr(one, name) for one in taken]
        print(f"{words}: median {statistics.median(times):.1f} s, at worst {max(times):.1f} s")
    print(f"of {len(taken)} starts; wanted for the brief: {WANTED_S:.0f} s")


if __name__ == "__main__":
    main()
