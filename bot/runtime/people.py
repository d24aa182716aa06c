"""Whose words a request in a group holds: the payload is kept under the group, and belongs to people too.

In: an engine (database.py), requests as they are put down; out: the requests of a person. Calls block, so
callers in the event loop run them in a thread. This module must know no chat library and no payload.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, Connection, DateTime, String, Table, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.runtime.database import METADATA, Keeping, keeping

_REQUESTS = Table(
    "requests",
    METADATA,
    Column("request_id", String(64), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("put_down_at", DateTime, nullable=False, index=True),
    info=keeping(Keeping(at="put_down_at", told_by="open request")),
)


class People:
    """Who is in which request; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def note(self, request_id: str, people: Iterable[int]) -> None:
        """Write down whose words a request holds; one that is known already stays as it is."""
        known = select(_REQUESTS.c.user_id).where(_REQUESTS.c.request_id == request_id)
        at = self._now().replace(tzinfo=None)
        try:
            with self._engine.begin() as connection:
                new = frozenset(people) - frozenset(connection.execute(known).scalars())
                rows = [{"request_id": request_id, "user_id": person, "put_down_at": at} for person in new]
                if rows:
                    connection.execute(insert(_REQUESTS), rows)
        except IntegrityError:  # delivered twice at once: the other one notes the same people
            return


def requests_with(connection: Connection, people: Iterable[int]) -> tuple[str, ...]:
    """Return the requests that hold words of these people."""
    query = select(_REQUESTS.c.request_id).where(_REQUESTS.c.user_id.in_(list(people))).distinct()
    return tuple(connection.execute(query).scalars())
