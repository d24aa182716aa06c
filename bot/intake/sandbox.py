"""Page -> Article in a process of its own, where a crash, a hang or a bomb takes nothing along.

In: a Page. Out: the Article, or its Paging; or the RingkasError that says why there is none. The work is
document's and paging's; here are the processes that do it: how many there are, how long a page may take,
and what happens to one that dies. It must not know what a page is.

A process is started with an empty environment and hands back records and errors only: its answers are
unpickled against a list of what they may hold.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import pickle
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeVar, cast

from bot.errors import ConfigError, RingkasError, Unreadable
from bot.intake.document import read_page
from bot.intake.paging import Paging, paging_of
from bot.intake.sandbox_worker import FRAME, READY, Answer
from bot.records import Article, Page

T = TypeVar("T")

WORKERS = min(2, os.cpu_count() or 1)
"""Reading is work for one core; with two, one page that hangs holds nobody up."""

TIME_LIMIT_S = 20.0
"""For one page. The slowest honest ones take 1 to 3 s on one core (50 dense pages of PDF, 4 MB of HTML)."""

START_LIMIT_S = 60.0
"""For a process to load its libraries; 2 s on an idle core."""

MEMORY_LIMIT_BYTES = 600_000_000
"""For one process."""

TASKS_PER_WORKER = 200
"""Then a fresh process takes its place: libraries that keep a little of every page never keep much."""

ANSWER_LIMIT_BYTES = 32_000_000
"""Several times the longest article that is read; a process that says more is out of its mind."""

_MAY_HOLD = frozenset({Article, Paging, date, datetime, timedelta, timezone})
_MODULES = frozenset({"bot.errors", *(kind.__module__ for kind in _MAY_HOLD)})
"""What an answer may hold beside text, numbers and our errors, and the modules where all of it is."""


COMMAND = "bot.intake.sandbox_worker"
"""The module that the processes run."""

log = logging.getLogger(__name__)


class SandboxBug(RuntimeError):
    """A mistake of ours in a reader, with the traceback that the process sent."""


class Sandbox:
    """Reads pages in processes of its own; for one event loop, any number of pages at once.

    Further pages wait for their turn. Processes start when they are first needed, or at `start`.
    """

    def __init__(
        self,
        *,
        workers: int = WORKERS,
        time_limit_s: float = TIME_LIMIT_S,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
        tasks_per_worker: int = TASKS_PER_WORKER,
    ) -> None:
        self._time_limit_s = time_limit_s
        self._memory_limit_bytes = memory_limit_bytes
        self._tasks_per_worker = tasks_per_worker
        self._count = workers
        self._idle: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(workers):
            self._idle.put_nowait(None)

    async def start(self) -> None:
        """Start every process and wait until it is ready; a page then waits for no library.

        Raises ConfigError where none can be started.
        """
        for worker in [await self._idle.get() for _ in range(self._count)]:
            ready: _Worker | None = None
            try:
                ready = await self._ready(worker)
            except (_Died, TimeoutError, OSError) as exc:
                raise ConfigError(f"the process that reads pages does not start: {COMMAND}") from exc
            finally:
                self._idle.put_nowait(ready)

    async def read(self, page: Page) -> Article:
        """The article of a page or file. Raises what document.read_page raises, and Unreadable."""
        return _checked(await self._ask("article", page), Article)

    async def paging(self, page: Page) -> Paging:
        """The other pages of a fetched page's story. Raises Unreadable."""
        return _checked(await self._ask("paging", page), Paging)

    async def close(self) -> None:
        """End every process; what is being read is finished first."""
        for _ in range(self._count):
            worker = await self._idle.get()
            if worker:
                await worker.end()
        for _ in range(self._count):
            self._idle.put_nowait(None)

    async def _ask(self, reader: str, page: Page) -> object:
        worker = await self._idle.get()
        try:
            worker = await self._ready(worker)
            kind, result = await worker.ask(reader, page, self._time_limit_s)
        except (_Died, TimeoutError) as exc:
            log.warning("a page was given up: its process %s", exc if str(exc) else "took too long")
            await _ended(worker)
            worker = None
            raise Unreadable(url=page.url or "") from exc
        except BaseException:  # a reader who gave up leaves a process behind that is still at it
            await _ended(worker)
            worker = None
            raise
        finally:
            self._idle.put_nowait(worker)
        return _result(kind, result, page)

    async def _ready(self, worker: _Worker | None) -> _Worker:
        if worker and worker.is_fit(self._tasks_per_worker):
            return worker
        await _ended(worker)
        return await _Worker.started(self._memory_limit_bytes)


def _result(kind: object, result: object, page: Page) -> object:
    if kind == Answer.DONE:
        return result
    if kind == Answer.REFUSED and isinstance(result, Exception):
        raise result
    if kind == Answer.OUT_OF_MEMORY:
        raise Unreadable(url=page.url or "")
    raise SandboxBug(str(result))


def _checked(answer: object, kind: type[T]) -> T:
    if isinstance(answer, kind):
        return answer
    raise SandboxBug(f"an answer of {type(answer).__name__}")


async def _ended(worker: _Worker | None) -> None:
    if worker:
        await worker.end()


class _Died(Exception):
    """The process ended, or said what no process of ours says."""


class _Worker:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        # Both are there: they are asked for below.
        self._stdin = cast(asyncio.StreamWriter, process.stdin)
        self._stdout = cast(asyncio.StreamReader, process.stdout)
        self._tasks = 0

    @classmethod
    async def started(cls, memory_limit_bytes: int) -> _Worker:
        """A process that is ready for its first task. Raises _Died or TimeoutError."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-B", "-X", "utf8", "-m", COMMAND, str(memory_limit_bytes)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"},
            cwd="/" if os.name == "posix" else None,
            start_new_session=True,  # Ctrl-C is for the bot, which ends its processes itself
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(START_LIMIT_S):
                if await worker._read(len(READY)) != READY:
                    raise _Died("said something else than that it is ready")
        except BaseException:
            await worker.end()
            raise
        return worker

    def is_fit(self, tasks_limit: int) -> bool:
        """Whether the process runs, and has not done its share."""
        return self._process.returncode is None and self._tasks < tasks_limit

    async def ask(self, reader: str, page: Page, time_limit_s: float) -> tuple[object, object]:
        """How the task ended, and with what. Raises _Died or TimeoutError."""
        self._tasks += 1
        task = pickle.dumps((reader, page), protocol=pickle.HIGHEST_PROTOCOL)
        async with asyncio.timeout(time_limit_s):
            try:
                self._stdin.write(FRAME.pack(len(task)) + task)
                await self._stdin.drain()
            except OSError as exc:
                raise _Died("died") from exc
            (length,) = FRAME.unpack(await self._read(FRAME.size))
            if length > ANSWER_LIMIT_BYTES:
                raise _Died("said too much")
            return _unpickled(await self._read(length))

    async def end(self) -> None:
        """Kill the process, and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._stdin.close()

    async def _read(self, count: int) -> bytes:
        try:
            return await self._stdout.readexactly(count)
        except (asyncio.IncompleteReadError, OSError) as exc:
            raise _Died("died") from exc


class _Records(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in _MODULES else None
        if found in _MAY_HOLD or (isinstance(found, type) and issubclass(found, RingkasError)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")


def _unpickled(answer: bytes) -> tuple[object, object]:
    try:
        kind, result = _Records(io.BytesIO(answer)).load()
    except Exception as exc:  # whatever bytes can do to a pickle: no process of ours sent them
        raise _Died("said what is no answer") from exc
    return kind, result


class InProcess:
    """Reads as Sandbox does, in threads of this process: for pages of one's own, and for tests."""

    async def read(self, page: Page) -> Article:
        """The article of a page or file. Raises what document.read_page raises."""
        return await asyncio.to_thread(read_page, page)

    async def paging(self, page: Page) -> Paging:
        """The other pages of a fetched page's story."""
        return await asyncio.to_thread(paging_of, page)

    async def close(self) -> None:
        """There is nothing to let go of."""
