"""What outlives a request: settings of chats, digests, attempts begun, workers alive.

In: an engine (database.py); out: rows as our own records. The tables are those that the migrations made.
Calls block, so callers in the event loop run them in a thread. This module must know no chat library and no
stage.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.errors import ConfigError
from bot.records import Digest
from bot.runtime.database import open_engine
from bot.schema import digest_from_json, digest_to_json

DIGEST_ID_BYTES = 9
"""72 random bits, 12 characters: not to be guessed, and short enough for a button's 64 bytes."""

_METADATA = MetaData()

_CHATS = Table(
    "chats",
    _METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("target", String(8)),
    Column("sentence_count", Integer),
)

_DIGESTS = Table(
    "digests",
    _METADATA,
    Column("digest_id", String(16), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("digest", JSON, nullable=False),
    Column("request_key", String(64), index=True),
)

_ATTEMPTS = Table(
    "attempts",
    _METADATA,
    Column("request_id", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("begun_at", DateTime, nullable=False, index=True),
)

_WORKERS = Table(
    "workers",
    _METADATA,
    Column("worker_id", String(64), primary_key=True),
    Column("seen_at", DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat has chosen."""

    target: str | None = None
    """The language of the replies; None: the operator's default."""
    sentence_count: int | None = None
    """The length of the summaries; None: as many sentences as tell the story."""


class Store:
    """Chat settings and digests in one database; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def settings(self, chat_id: int) -> ChatSettings:
        """Return what the chat has chosen, the defaults where it has chosen nothing."""
        query = select(_CHATS.c.target, _CHATS.c.sentence_count).where(_CHATS.c.chat_id == chat_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return ChatSettings(row.target, row.sentence_count) if row else ChatSettings()

    def choose_target(self, chat_id: int, target: str) -> None:
        """Keep the language that the chat has chosen."""
        self._choose(chat_id, target=target)

    def choose_sentence_count(self, chat_id: int, sentence_count: int | None) -> None:
        """Keep the length that the chat has chosen; None: as many sentences as tell the story."""
        self._choose(chat_id, sentence_count=sentence_count)

    def _choose(self, chat_id: int, **chosen: str | int | None) -> None:
        """Write the columns that were chosen and no others, so that two choices at once both hold."""
        change = update(_CHATS).where(_CHATS.c.chat_id == chat_id).values(**chosen)
        with self._engine.begin() as connection:
            if connection.execute(change).rowcount:
                return
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_CHATS).values(chat_id=chat_id, **chosen))
        except IntegrityError:  # somebody else was the first in between
            with self._engine.begin() as connection:
                connection.execute(change)

    def add_digest(self, chat_id: int, digest: Digest, request_key: str | None = None) -> str:
        """Keep a digest for the buttons under it; return its id, 12 URL-safe characters.

        `request_key` says what was asked for (at most 64 characters), so that the same is found again.
        """
        digest_id = secrets.token_urlsafe(DIGEST_ID_BYTES)
        row: dict[str, Any] = {
            "digest_id": digest_id,
            "chat_id": chat_id,
            "created_at": self._now().replace(tzinfo=None),
            "digest": digest_to_json(digest),
            "request_key": request_key,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_DIGESTS).values(**row))
        return digest_id

    def digest(self, chat_id: int, digest_id: str) -> Digest | None:
        """Return a digest that was made in this chat; None when it is no longer kept."""
        query = select(_DIGESTS.c.digest).where(
            _DIGESTS.c.digest_id == digest_id, _DIGESTS.c.chat_id == chat_id
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return digest_from_json(row.digest) if row else None

    def digest_for(self, request_key: str) -> Digest | None:
        """Return the newest digest that answered the same request, in whatever chat, if there is one."""
        query = (
            select(_DIGESTS.c.digest)
            .where(_DIGESTS.c.request_key == request_key)
            .order_by(_DIGESTS.c.created_at.desc())
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return digest_from_json(row.digest) if row else None

    def replace_digest(self, chat_id: int, digest_id: str, digest: Digest) -> None:
        """Keep the digest as it is now, where it is kept at all."""
        statement = (
            update(_DIGESTS)
            .where(_DIGESTS.c.digest_id == digest_id, _DIGESTS.c.chat_id == chat_id)
            .values(digest=digest_to_json(digest))
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

    def begin_attempt(self, request_id: str) -> int:
        """Count one more beginning of a request's work; return how many there are now."""
        again = (
            update(_ATTEMPTS)
            .where(_ATTEMPTS.c.request_id == request_id)
            .values(count=_ATTEMPTS.c.count + 1)
            .returning(_ATTEMPTS.c.count)
        )
        with self._engine.begin() as connection:
            count = connection.execute(again).scalar()
            if count is None:
                first = {"request_id": request_id, "count": 1, "begun_at": self._now().replace(tzinfo=None)}
                connection.execute(insert(_ATTEMPTS).values(**first))
        return int(count or 1)

    def beat(self, worker_id: str) -> None:
        """Write down that a worker is alive."""
        with self._engine.begin() as connection:
            seen = {"seen_at": _database_now(connection)}
            change = update(_WORKERS).where(_WORKERS.c.worker_id == worker_id).values(**seen)
            if not connection.execute(change).rowcount:
                connection.execute(insert(_WORKERS).values(worker_id=worker_id, **seen))

    def leave(self, worker_id: str) -> bool:
        """Strike a worker off; return whether it stood there. Of several who try, one is told yes."""
        with self._engine.begin() as connection:
            return bool(
                connection.execute(delete(_WORKERS).where(_WORKERS.c.worker_id == worker_id)).rowcount
            )

    def workers(self) -> dict[str, float]:
        """Return how long ago each worker was alive, in seconds by the database's clock."""
        with self._engine.connect() as connection:
            now = _database_now(connection)
            rows = connection.execute(select(_WORKERS.c.worker_id, _WORKERS.c.seen_at)).all()
        return {row.worker_id: (now - row.seen_at).total_seconds() for row in rows}

    def sweep(self, retention_days: int) -> int:
        """Forget what is older than that many days; return how many digests that was."""
        oldest = (self._now() - timedelta(days=retention_days)).replace(tzinfo=None)
        with self._engine.begin() as connection:
            connection.execute(delete(_ATTEMPTS).where(_ATTEMPTS.c.begun_at < oldest))
            return connection.execute(delete(_DIGESTS).where(_DIGESTS.c.created_at < oldest)).rowcount

    def check(self) -> None:
        """Raise ConfigError when the database does not take a write."""
        try:
            self.sweep(retention_days=36_500)
        except SQLAlchemyError as exc:
            raise ConfigError(f"DATABASE_URL: {exc.__cause__ or exc}") from exc

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


def open_store(database_url: str) -> Store:
    """Return the store at an SQLAlchemy address; raises ConfigError as open_engine does."""
    return Store(open_engine(database_url))


def _database_now(connection: Connection) -> datetime:
    """The database's clock, UTC without a zone: machines' own clocks differ."""
    now = connection.execute(select(func.current_timestamp())).scalar_one()
    return now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
