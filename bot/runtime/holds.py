"""What one request at a time may do, in whichever process: a job is held by the request that does it.

In: an engine (database.py), the requests, and the name of a job; out: whether this request has it. A hold is
a row under the job's name. A request that is run again after its process died finds its own and goes on; a
hold whose request is over was left by accident, and is taken. This module must know no chat library, no job.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol
from weakref import WeakValueDictionary

from sqlalchemy import Column, Connection, DateTime, String, Table, delete, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.runtime.database import METADATA, Keeping, keeping

LOOK_S = 0.2
"""Between two looks whether another process has let go of a job: as often as requests are looked for."""

_HOLDS = Table(
    "holds",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("request_id", String(64), nullable=False),
    Column("begun_at", DateTime, nullable=False),
    info=keeping(Keeping(at="begun_at", told_by="request")),
)


class Requests(Protocol):
    """What is asked of the work."""

    def request_id(self) -> str: ...

    def is_open(self, request_id: str) -> bool: ...


class Holds:
    """The jobs that are being done, in one database."""

    def __init__(self, engine: Engine, requests: Requests) -> None:
        self._engine = engine
        self._requests = requests
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, *job: str | int) -> bool:
        """Hold a job for the request that is worked on here; return False where another one has it."""
        return await asyncio.to_thread(self._take, _key(job), self._requests.request_id())

    def reserve(self, request_id: str, *job: str | int) -> None:
        """Hold a job for a request that is about to be put down, unless another one has it. Blocks."""
        self._take(_key(job), request_id)

    async def let_go(self, *job: str | int) -> None:
        """Let others have the job."""
        await asyncio.to_thread(self._let_go, _key(job), self._requests.request_id())

    @asynccontextmanager
    async def turn(self, *job: str | int) -> AsyncIterator[None]:
        """Hold a job, as soon as nobody else does, until the work inside is done."""
        async with self._locks.setdefault(_key(job), asyncio.Lock()):  # those of this process look at no row
            while not await self.take(*job):  # noqa: ASYNC110 - another process cannot wake us
                await asyncio.sleep(LOOK_S)
            try:
                yield
            finally:
                await self.let_go(*job)

    def _take(self, key: str, request_id: str) -> bool:
        holder = self._held(key, request_id)
        if holder == request_id:
            return True
        if self._requests.is_open(holder):
            return False
        self._let_go(key, holder)
        return self._held(key, request_id) == request_id

    def _held(self, key: str, request_id: str) -> str:
        """Whose the job is, once this request has tried to have it."""
        try:
            with self._engine.begin() as connection:
                holder = _holder(connection, key)
                if holder is None:
                    row = {"name": key, "request_id": request_id, "begun_at": _now()}
                    connection.execute(insert(_HOLDS).values(**row))
                return request_id if holder is None else holder
        except IntegrityError:  # somebody else was the first in between
            with self._engine.connect() as connection:
                return _holder(connection, key) or ""

    def _let_go(self, key: str, request_id: str) -> None:
        with self._engine.begin() as connection:
            its = (_HOLDS.c.name == key) & (_HOLDS.c.request_id == request_id)
            connection.execute(delete(_HOLDS).where(its))


def _now() -> datetime:
    """UTC without a zone, as the column is."""
    return datetime.now(UTC).replace(tzinfo=None)


def _holder(connection: Connection, key: str) -> str | None:
    return connection.execute(select(_HOLDS.c.request_id).where(_HOLDS.c.name == key)).scalar()


def _key(job: tuple[str | int, ...]) -> str:
    """Jobs have names of any length; a primary key has one."""
    return hashlib.sha256("\n".join(map(str, job)).encode(errors="replace")).hexdigest()
