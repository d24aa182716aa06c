"""What readers found right or wrong in a brief, for the operator.

In: an engine (database.py), a press by somebody; out: votes, one of each person about each digest. Of the
person nothing is kept but a hash that is another one for each digest: it tells that two presses are one
person's, and not whose. Calls block, so callers in the event loop run them in a thread. This module must know
no chat library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, Column, Connection, DateTime, String, Table, delete, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import column, table

from bot.records import Fault
from bot.runtime.database import METADATA, Keeping, keeping

Verdict = Literal["good", "wrong"]

VOTER_DIGITS = 16
"""64 bits of a hash: the few who press under one digest are told apart."""

_FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("digest_id", String(16), primary_key=True),
    Column("voter", String(16), primary_key=True),
    Column("verdict", String(8), nullable=False),
    Column("fault", String(16)),
    Column("target", String(8), nullable=False),
    Column("given_at", DateTime, nullable=False, index=True),
    info=keeping(Keeping(at="given_at", told_by="digest")),
)

_DIGESTS = table("digests", column("digest_id"), column("digest", JSON))
"""The store's table, as far as a report needs it."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thinks of one digest."""

    digest_id: str
    verdict: Verdict
    fault: Fault | None
    """What was wrong, where they said so."""
    target: str
    """The language in which they read it."""
    given_at: datetime
    """UTC, without a zone."""
    headline: str = ""
    """The original one; empty once the digest is no longer kept, as is the link."""
    url: str = ""


class Feedback:
    """The votes in one database; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def vote(
        self, digest_id: str, person_id: int, verdict: Verdict, target: str, fault: Fault | None = None
    ) -> None:
        """Keep what somebody thinks of a digest, in the place of what they thought before.

        What was wrong stays where they say again that something was.
        """
        voter = _voter(digest_id, person_id)
        here = (_FEEDBACK.c.digest_id == digest_id) & (_FEEDBACK.c.voter == voter)
        given_at = self._now().replace(tzinfo=None)
        row: dict[str, Any] = {"verdict": verdict, "fault": fault, "target": target, "given_at": given_at}
        asks_only = verdict == "wrong" and fault is None
        changed = {name: value for name, value in row.items() if not (asks_only and name == "fault")}
        change = update(_FEEDBACK).where(here).values(**changed)
        try:
            with self._engine.begin() as connection:
                if not connection.execute(change).rowcount:
                    connection.execute(insert(_FEEDBACK).values(digest_id=digest_id, voter=voter, **row))
        except IntegrityError:  # somebody else was the first in between
            with self._engine.begin() as connection:
                connection.execute(change)

    def votes(self, since_days: int | None = None) -> tuple[Vote, ...]:
        """Return the votes of the last days, or all, the newest first."""
        query = (
            select(_FEEDBACK, _DIGESTS.c.digest)
            .outerjoin(_DIGESTS, _DIGESTS.c.digest_id == _FEEDBACK.c.digest_id)
            .order_by(_FEEDBACK.c.given_at.desc(), _FEEDBACK.c.digest_id)
        )
        if since_days is not None:
            oldest = self._now().replace(tzinfo=None) - timedelta(days=since_days)
            query = query.where(_FEEDBACK.c.given_at >= oldest)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Vote(
                row.digest_id,
                row.verdict,
                row.fault,
                row.target,
                row.given_at,
                headline=row.digest["title"]["source"] if row.digest else "",
                url=(row.digest["url"] or "") if row.digest else "",
            )
            for row in rows
        )


def forget_votes(connection: Connection, people: Collection[int], before: datetime | None = None) -> None:
    """Forget what these people said of any digest, or did `before` a time: whoever knows them can tell their
    hashes."""
    query = select(_FEEDBACK.c.digest_id, _FEEDBACK.c.voter)
    votes = connection.execute(query if before is None else query.where(_FEEDBACK.c.given_at < before)).all()
    for vote in votes:
        if vote.voter in {_voter(vote.digest_id, person) for person in people}:
            theirs = (_FEEDBACK.c.digest_id == vote.digest_id) & (_FEEDBACK.c.voter == vote.voter)
            connection.execute(delete(_FEEDBACK).where(theirs))


def _voter(digest_id: str, person_id: int) -> str:
    return hashlib.sha256(f"{digest_id}/{person_id}".encode()).hexdigest()[:VOTER_DIGITS]
