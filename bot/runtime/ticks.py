"""Which briefs were asked for under a list: of two presses at the same moment neither sees the other's mark.

In: an engine (database.py), a list's message and the digest of a number; out: all that were asked for there.
Calls block, so callers in the event loop run them in a thread. This module must know no chat library.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, DateTime, String, Table, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.runtime.database import METADATA, Keeping, keeping

_TICKS = Table(
    "ticks",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("digest_id", String(16), primary_key=True),
    Column("ticked_at", DateTime, nullable=False),
    info=keeping(Keeping(at="ticked_at", told_by="digest", is_left_behind=True)),
)


class Ticks:
    """The ticks of all lists in one database; safe to call from several threads and processes."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def tick(self, chat_id: int, message_id: int, digest_id: str) -> frozenset[str]:
        """Keep that a brief was asked for under a list; return all that were."""
        row = {"chat_id": chat_id, "message_id": message_id, "digest_id": digest_id}
        known = self.ticked(chat_id, message_id)
        if digest_id in known:
            return known
        with suppress(IntegrityError), self._engine.begin() as connection:  # where somebody else is first
            now = self._now().replace(tzinfo=None)
            connection.execute(insert(_TICKS).values(**row, ticked_at=now))
        return self.ticked(chat_id, message_id)

    def ticked(self, chat_id: int, message_id: int) -> frozenset[str]:
        """Return which digests were asked for under a list."""
        here = (_TICKS.c.chat_id == chat_id) & (_TICKS.c.message_id == message_id)
        with self._engine.connect() as connection:
            return frozenset(connection.execute(select(_TICKS.c.digest_id).where(here)).scalars())
