"""The time that all processes agree on: the database's, wherever machines' own clocks stand.

In: an engine (database.py); out: the time. How far the own clock is off is looked up now and then, so that
nobody asks the database each time. This module must know no table.

What one process writes down another one reads: with clocks half a minute apart a worker would take each
message for one that came half a minute ago, and not wait for the rest of a paste.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.runtime.database import is_shared

log = logging.getLogger(__name__)

LOOKS = 3
"""How often the database is asked at a look: the quickest answer tells the time best."""

WORTH_TELLING = timedelta(seconds=2)
"""Clocks that are set by a time server differ by milliseconds."""


def own_time() -> datetime:
    """Return what this machine's clock shows, UTC."""
    return datetime.now(UTC)


class Clock:
    """The database's time, UTC; our own where the database belongs to one process. Safe for threads."""

    def __init__(self, engine: Engine, *, own: Callable[[], datetime] | None = None) -> None:
        self._engine = engine
        self._own = own or own_time
        self._ahead = timedelta(0)
        """How far the database's clock is ahead of ours."""

    def __call__(self) -> datetime:
        """Return the time; it goes back where the clock of one of the two was put back."""
        return self._own() + self._ahead

    def look(self) -> None:
        """Look how far the two clocks are apart. Blocks."""
        if not is_shared(self._engine):
            return
        ahead = min(self._compared() for _ in range(LOOKS))[1]
        if abs(ahead - self._ahead) > WORTH_TELLING:
            log.warning("this machine's clock and the database's differ by %s; its own is not used", ahead)
        self._ahead = ahead

    def _compared(self) -> tuple[timedelta, timedelta]:
        """How long the database took to answer, and how far ahead it was halfway."""
        with self._engine.connect() as connection:
            asked_at = self._own()
            there: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            took = self._own() - asked_at
        return took, there - asked_at - took / 2
