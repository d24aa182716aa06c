"""When each chat was last written to, by whichever process: Telegram counts them all together.

In: an engine (database.py), a chat and the limits that a call to it falls under; out: that the call's turn
has come, which is then written down, or how long it is to wait. What is written down outlives the process, so
that a start begins no new minute. Times are the database's where processes share one.

This module must know no chat library, and not what Telegram's limits are.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    DateTime,
    Double,
    Table,
    extract,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.runtime.database import METADATA, Keeping, is_shared, keeping

log = logging.getLogger(__name__)

_PACES = Table(
    "paces",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("moments", JSON, nullable=False),
    Column("resumes_at", Double, nullable=False),
    Column("used_at", DateTime, nullable=False),
    info=keeping(Keeping(at="used_at")),
)
"""Of each chat: what was sent lately by the name of its limit, in seconds of the epoch, and until when
Telegram wants nothing. No index on `used_at`, so that a row's new version stands beside its old one."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many calls in any period."""

    name: str
    most: int
    period_s: float


class Ledger:
    """The last calls to all chats in one database; safe to call from several threads and processes."""

    def __init__(self, engine: Engine, *, clock: Callable[[], float] = time.time) -> None:
        """`clock` counts where the database belongs to one process; elsewhere the database's own does."""
        self._engine = engine
        self._clock = clock
        self.is_shared = is_shared(engine)
        """Whether others may write to the same chats."""

    async def take(self, chat_id: int, limits: Sequence[Limit]) -> float:
        """Write a call down and return 0, or return in how many seconds it may be tried again.

        A database that does not answer holds up no call: 0, and the process' own count is all there is.
        """
        try:
            return await asyncio.to_thread(self._take, chat_id, limits)
        except SQLAlchemyError as exc:
            log.warning("what was sent to a chat cannot be looked up: %s", exc)
            return 0.0

    async def hold(self, chat_id: int, pause_s: float) -> None:
        """Write down that Telegram wants nothing for a chat for so long."""
        try:
            await asyncio.to_thread(self._hold, chat_id, pause_s)
        except SQLAlchemyError as exc:
            log.warning("a pause for a chat cannot be kept: %s", exc)

    def _take(self, chat_id: int, limits: Sequence[Limit]) -> float:
        try:
            with self._engine.begin() as connection:
                row = self._row(connection, chat_id)
                now_s, kept = (row.now_s, row.moments) if row else (self._now_s(connection), {})
                lately = {limit.name: _lately(kept, limit, now_s) for limit in limits}
                free_at = [
                    lately[limit.name][-limit.most] + limit.period_s
                    for limit in limits
                    if len(lately[limit.name]) >= limit.most
                ]
                wait_s = max([row.resumes_at if row else 0.0, *free_at]) - now_s
                if wait_s > 0:
                    return float(wait_s)
                taken = {name: [*moments, now_s] for name, moments in lately.items()}
                self._write(connection, chat_id, is_new=row is None, moments={**kept, **taken})
                return 0.0
        except IntegrityError:  # somebody else was the first in between
            return self._take(chat_id, limits)

    def _hold(self, chat_id: int, pause_s: float) -> None:
        try:
            with self._engine.begin() as connection:
                row = self._row(connection, chat_id)
                until_s = (row.now_s if row else self._now_s(connection)) + pause_s
                self._write(connection, chat_id, is_new=row is None, resumes_at=until_s)
        except IntegrityError:
            self._hold(chat_id, pause_s)

    def _row(self, connection: Connection, chat_id: int) -> Any:
        """What is known of a chat, kept from others until the transaction ends."""
        found = select(_PACES, self._now().label("now_s")).where(_PACES.c.chat_id == chat_id)
        return connection.execute(found.with_for_update()).first()

    def _write(self, connection: Connection, chat_id: int, *, is_new: bool, **values: Any) -> None:
        values["used_at"] = datetime.now(UTC).replace(tzinfo=None)
        if is_new:
            row = {"chat_id": chat_id, "moments": {}, "resumes_at": 0.0, **values}
            connection.execute(insert(_PACES).values(**row))
        else:
            connection.execute(update(_PACES).where(_PACES.c.chat_id == chat_id).values(**values))

    def _now_s(self, connection: Connection) -> float:
        return float(connection.execute(select(self._now())).scalar_one())

    def _now(self) -> Any:
        """Seconds of the epoch, as an expression; not those at which the transaction began."""
        if is_shared(self._engine):
            return extract("epoch", func.clock_timestamp()).cast(Double)
        return literal(self._clock(), Double)


def _lately(kept: Mapping[str, Sequence[float]], limit: Limit, now_s: float) -> list[float]:
    """The calls of a limit's last period; what lies in the future was written before a clock was put back."""
    moments = kept.get(limit.name, ())
    return [moment for moment in moments if now_s - limit.period_s < moment < now_s + limit.period_s]
