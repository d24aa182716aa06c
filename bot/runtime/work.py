"""Requests that survive whatever happens to the process: put down first, then worked off, each once.

In: an engine, and the one function that answers a payload. Out: payloads put down under an id, answered by
this process or another one, from the step on that was not finished. This module owns DBOS; it must know no
chat library and no stage.

A request is a DBOS workflow: its payload lies in the database before `put_down` returns, an id that is known
already is not taken twice, and each step's result is kept, so that a second run does not do it again. What
runs while the process dies is run again, from its last finished step on; a step has to stand that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, ContextVar
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal, TypeVar

from dbos import (
    DBOS,
    DBOSContextSetAuth,
    DBOSPortableJSONSerializer,
    SetEnqueueOptions,
    SetWorkflowAttributes,
    SetWorkflowID,
    WorkflowStatus,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.runtime.database import alone, is_shared

log = logging.getLogger(__name__)

Lane = Literal["articles", "presses"]
"""Articles of a chat wait for one another; commands and buttons do not wait for them."""

OF_GROUPS = "group articles"
"""The queue of those: Telegram numbers groups below zero."""

FORM = "1"
"""Of what is put down: payloads of another form are not taken up. DBOS calls it the application's version."""

POLL_S = 0.2
"""Pause between two looks for requests: a reader waits half of it; an idle bot keeps 4 % of a core busy."""

GROUP_ARTICLES = 16
"""Articles of groups that a process has in hand, beside those of private chats. One that waits for the next
minute of its group does nothing and holds a place all the while: with one queue for all, two groups at their
limit kept everybody waiting for 50 s (30 articles, one process)."""

CHAT_CONCURRENCY = 2
"""Articles of one chat at a time where one process has them all: a slow page does not hold up the next
article, and a chat that sends a hundred does not hold up the others."""

CHAT_CONCURRENCY_SHARED = 1
"""The same over several processes: two that write to one chat each keep Telegram's limit, and break it
together (benchmarks/load.py counted 3 to 8 messages refused in 200 articles)."""

PUT_DOWN_AT = "put_down_at"
"""Under this name a request has its time, in seconds of the epoch: of DBOS' own, SQLite keeps no fraction."""

GRACE_S = 5
"""How long a stopping process waits for what runs: what follows is to be over within the 10 seconds that
supervisors give, on a busy machine too."""

FAREWELL_S = 2
"""How long what is still running then may take to let go of what it holds; DBOS looks once a second."""

SWEPT_AT_ONCE = 500
"""Finished requests that one transaction deletes."""

_beside: ContextVar[str] = ContextVar("beside", default="")
"""The request for which something is done beside its steps."""

Answer = Callable[[str, str], Awaitable[None]]
"""Takes a request's id and its payload."""
T = TypeVar("T")


class Work:
    """The requests of one process; one at a time in a process, since DBOS has a global state."""

    def __init__(
        self,
        engine: Engine,
        *,
        worker_id: str,
        concurrency: int,
        listens: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`worker_id` is this process' name, `concurrency` how many articles it works on at a time.

        With `listens` false requests are put down here and worked off elsewhere.
        """
        self._engine = engine
        self._concurrency = concurrency
        self._worker_id = worker_id
        self._now = now
        self._running: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._broken: set[str] = set()
        """Requests of which a step could not be kept: the database failed them, so that they are not over."""
        self._failed: set[str] = set()
        """Requests that the database failed in this life of the process, until they are over."""
        self._idle: frozenset[str] = frozenset()
        """Requests that are begun here and not running, as of the last look."""
        DBOS(
            config={
                "name": "ringkas",
                "system_database_engine": engine,
                "system_database_url": engine.url.render_as_string(hide_password=False),
                "application_version": FORM,
                "executor_id": worker_id,
                "serializer": DBOSPortableJSONSerializer(),
                "use_listen_notify": False,
                "log_level": "WARNING",
            }
        )
        _log_as_everybody()
        if not listens:
            DBOS.listen_queues([])

    async def begin(self, answer: Answer) -> None:
        """Take up what an earlier life of this process left, then whatever is put down."""

        async def answer_request(request_id: str, payload: str) -> None:
            self._running.add(request_id)
            if task := asyncio.current_task():
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            try:
                await answer(request_id, payload)
                if request_id in self._broken:
                    self._failed.add(request_id)
                    # Ends the run without an outcome, so that the request stays begun and is taken up again.
                    raise asyncio.CancelledError
                self._failed.discard(request_id)
            except SQLAlchemyError as exc:
                self._failed.add(request_id)
                log.error("the database failed request %s: %s", request_id, exc)
                raise asyncio.CancelledError from exc
            finally:
                self._running.discard(request_id)
                self._broken.discard(request_id)

        self._workflow = DBOS.workflow(name="answer", max_recovery_attempts=None)(answer_request)
        DBOS.launch()
        of_a_chat = CHAT_CONCURRENCY_SHARED if is_shared(self._engine) else CHAT_CONCURRENCY
        self._queues = {
            name: await DBOS.register_queue_async(
                name,
                worker_concurrency=in_hand,
                partition_concurrency=of_a_chat,
                polling_interval_sec=POLL_S,
                on_conflict="always_update",
            )
            for name, in_hand in (("articles", self._concurrency), (OF_GROUPS, GROUP_ARTICLES))
        }
        self._queues |= {
            "presses": await DBOS.register_queue_async(
                "presses", polling_interval_sec=POLL_S, on_conflict="always_update"
            ),
        }

    async def put_down(self, request_id: str, lane: Lane, chat: str, payload: str) -> None:
        """Keep a request: once this returns it will be answered. A known id changes nothing."""
        key = chat if lane == "articles" else None
        queue = OF_GROUPS if lane == "articles" and chat.startswith("-") else lane
        with (
            SetWorkflowID(request_id),
            SetEnqueueOptions(queue_partition_key=key),
            DBOSContextSetAuth(chat, None),  # the one mark that both databases can look for
            SetWorkflowAttributes({PUT_DOWN_AT: self._now().timestamp()}),
        ):
            await self._queues[queue].enqueue_async(self._workflow, request_id, payload)

    async def step(self, name: str, function: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        """Return what the function returned, now or when this step of the request was done before.

        Results are JSON: no tuples, no records. An exception is kept as well, and becomes another one when
        it is replayed: let a step return what went wrong.
        """

        async def run() -> T:
            return await function(*arguments)

        try:
            return await DBOS.run_step_async({"name": name}, run)
        except SQLAlchemyError:
            self._broken.add(self.request_id())
            raise

    def request_id(self) -> str:
        """Return the id of the request that is worked on here."""
        return DBOS.workflow_id or _beside.get()

    def step_number(self) -> int | None:
        """Return the number of the step that is done here, the same in each life; None outside of a step."""
        number: int | None = DBOS.step_id
        return number

    def was_failed(self) -> bool:
        """Whether the request that is worked on here is run again because the database failed it: a disk that
        is full for an hour is no fault of the request's."""
        return self.request_id() in self._failed

    def steps_of(self, request_id: str) -> tuple[str, ...]:
        """Return the names of the steps that a request has finished, in order. Blocks.

        Asking is no step itself; see `is_open`.
        """
        look = partial(DBOS.list_workflow_steps, request_id, load_output=False)
        return tuple(step["function_name"] for step in Context().run(look))

    async def beside(self, function: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        """Do something for the request that is worked on here, and keep none of its steps: for what is not
        done each time that the request is run."""

        async def do() -> T:
            _beside.set(request_id)
            return await function(*arguments)

        request_id = self.request_id()
        return await asyncio.create_task(do(), context=Context())

    def is_open(self, request_id: str) -> bool:
        """Return whether a request waits or is worked on, here or elsewhere. Blocks.

        Outside of the request that asks: within it the answer would be kept as one of its steps.
        """
        look = partial(DBOS.list_workflows, workflow_ids=[request_id], load_input=False, load_output=False)
        known = Context().run(look)
        return any(workflow.status in ("ENQUEUED", "PENDING") for workflow in known)

    def running(self) -> int:
        """How many requests this process is working on."""
        return len(self._running)

    def waiting(self) -> tuple[int, float]:
        """Return how many requests nobody works on yet, and the oldest one's age in seconds. Blocks."""
        queued = DBOS.list_queued_workflows(status="ENQUEUED", load_input=False)
        created = [workflow.created_at for workflow in queued if workflow.created_at]
        return len(queued), max(0.0, self._now().timestamp() - min(created) / 1000) if created else 0.0

    def take_over(self, living: frozenset[str]) -> int:
        """Take up what nobody works on though it was begun; return how much that is. Blocks.

        `living`: the names of all processes that work; what others began is left over. So is what this one
        began and is not running, seen at two looks: the database failed in the middle. One process at a time
        looks, so that nothing is begun twice.
        """
        with alone(self._engine):
            begun = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
            own = {workflow.workflow_id for workflow in begun if workflow.executor_id == self._worker_id}
            idle = frozenset(own - self._running)
            left = [
                workflow
                for workflow in begun
                if workflow.executor_id not in living or workflow.workflow_id in idle & self._idle
            ]
            self._idle = idle
            for workflow in left:
                DBOS.resume_workflow(workflow.workflow_id, queue_name=workflow.queue_name)
        return len(left)

    def sweep(self, before: datetime) -> int:
        """Forget requests that were finished before a time, payload and results; return how many. Blocks."""
        swept = 0
        while finished := DBOS.list_workflows(
            completed_before=before.isoformat(), limit=SWEPT_AT_ONCE, load_input=False, load_output=False
        ):
            DBOS.delete_workflows([workflow.workflow_id for workflow in finished])
            swept += len(finished)
        return swept

    def put_down_at(self) -> datetime | None:
        """Return when the request that is worked on here was put down, UTC without a zone; None where there
        is none. Blocks."""
        own = next(iter(_known({self.request_id()} - {""})), None)
        return None if own is None else datetime.fromtimestamp(_at_s(own), UTC).replace(tzinfo=None)

    def begun(
        self, chat: str, request_ids: Collection[str] = (), before: datetime | None = None
    ) -> frozenset[str]:
        """Return which requests of a chat, or of these, are being worked on, this one left out. Blocks.

        `before`: only those that were put down before a time.
        """
        known = DBOS.list_workflows(user=chat, status="PENDING", load_input=False, load_output=False)
        known += _known(request_ids, status="PENDING")
        begun = (workflow.workflow_id for workflow in known if _is_older(workflow, before))
        return frozenset(begun) - {self.request_id()}

    def since(self, chat: str, request_ids: Collection[str], at: datetime) -> frozenset[str]:
        """Return which requests of a chat, or of these, were put down at a time or after it. Blocks."""
        known = DBOS.list_workflows(user=chat, load_input=False, load_output=False) + _known(request_ids)
        return frozenset(workflow.workflow_id for workflow in known if not _is_older(workflow, at))

    def forget(self, chat: str, before: datetime | None = None) -> int:
        """Forget the requests of a chat, those that wait too; return how many. Blocks.

        What is being worked on is left: see `begun`. `before`: so is what was put down at a time or after it.
        """
        return _forgotten(DBOS.list_workflows(user=chat, load_input=False, load_output=False), before)

    def forget_these(self, request_ids: Collection[str], before: datetime | None = None) -> int:
        """Forget requests as `forget` does; return how many. Blocks."""
        return _forgotten(_known(request_ids), before)

    async def end(self) -> None:
        """Take up nothing more, wait a while for what runs, and leave the rest to the next start."""
        longest_s = GRACE_S + FAREWELL_S if self._running else 0
        end = partial(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=longest_s)
        ended = asyncio.get_running_loop().run_in_executor(None, end)
        if self._tasks:
            _, left = await asyncio.wait(set(self._tasks), timeout=GRACE_S)
            for task in left:  # while the database is there: what is cut off leaves no outcome
                task.cancel()
            log.info("left to the next start: %d", len(left))
        await ended
        # DBOS made its threads the loop's own and has taken them along.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="last"))


def _known(request_ids: Collection[str], status: str | None = None) -> list[WorkflowStatus]:
    """The requests of these that are kept, asked for in parts: a statement takes so many ids."""
    ids = list(request_ids)
    parts = [ids[start : start + SWEPT_AT_ONCE] for start in range(0, len(ids), SWEPT_AT_ONCE)]
    return [
        workflow
        for part in parts
        for workflow in DBOS.list_workflows(
            workflow_ids=part, status=status, load_input=False, load_output=False
        )
    ]


def _is_older(workflow: WorkflowStatus, than: datetime | None) -> bool:
    """Whether a request was put down before a time, UTC without a zone; where none is given, it was."""
    return than is None or _at_s(workflow) < than.replace(tzinfo=UTC).timestamp()


def _at_s(workflow: WorkflowStatus) -> float:
    """When a request was put down, in seconds of the epoch."""
    return float((workflow.attributes or {}).get(PUT_DOWN_AT, (workflow.created_at or 0) / 1000))


def _forgotten(known: Iterable[WorkflowStatus], before: datetime | None) -> int:
    """Delete the requests from before a time that are not being worked on; return how many."""
    forgotten = [
        workflow.workflow_id
        for workflow in known
        if workflow.status != "PENDING" and _is_older(workflow, before)
    ]
    DBOS.delete_workflows(forgotten)
    return len(forgotten)


def _log_as_everybody() -> None:
    """DBOS writes to standard error by a handler of its own; ours hides secrets and knows JSON."""
    logger = logging.getLogger("dbos")
    logger.handlers.clear()
    logger.propagate = True
