"""Links that a button has promised to read, each under a token that fits into a deep link.

In: an engine (database.py), a person and a link; out: the token, and the link again for that person alone.
Calls block, so callers in the event loop run them in a thread. This module must know no chat library.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, DateTime, String, Table, Text, delete, insert, select
from sqlalchemy.engine import Engine

from bot.runtime.database import METADATA, Keeping, keeping

TOKEN_BYTES = 9
"""72 random bits, 12 characters of those that a deep link takes: not to be guessed."""

MOST_PROMISES = 20
"""For one person: who asks for more has let the oldest go."""

_PROMISES = Table(
    "promises",
    METADATA,
    Column("token", String(16), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("link", Text, nullable=False),
    Column("promised_at", DateTime, nullable=False, index=True),
    info=keeping(Keeping(at="promised_at")),
)


class Promises:
    """The promises in one database; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def promise(self, chat_id: int, link: str) -> str:
        """Keep a link for a private chat; return its token, the same one for the same link."""
        here = _PROMISES.c.chat_id == chat_id
        known = select(_PROMISES.c.token).where(here, _PROMISES.c.link == link)
        newest = select(_PROMISES.c.token).where(here).order_by(_PROMISES.c.promised_at.desc())
        with self._engine.begin() as connection:
            if token := connection.execute(known).scalar():
                return str(token)
            kept = connection.execute(newest.limit(MOST_PROMISES - 1)).scalars().all()
            connection.execute(delete(_PROMISES).where(here, _PROMISES.c.token.notin_(kept)))
            token = secrets.token_urlsafe(TOKEN_BYTES)
            row = {"token": token, "chat_id": chat_id, "link": link, "promised_at": self._now_bare()}
            connection.execute(insert(_PROMISES).values(**row))
        return token

    def link(self, chat_id: int, token: str) -> str | None:
        """Return what was promised to this private chat; None where the token is not known there."""
        query = select(_PROMISES.c.link).where(_PROMISES.c.token == token, _PROMISES.c.chat_id == chat_id)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def _now_bare(self) -> datetime:
        return self._now().replace(tzinfo=None)
