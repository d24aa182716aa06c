"""What outlives a request: the settings of each chat and the digests behind the buttons.

In: an SQLAlchemy address; out: rows as our own records. The only module that imports SQLAlchemy.
Its calls block, so callers in the event loop run them in a thread. This module must know no chat
library and no stage.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.errors import ConfigError
from bot.records import DEFAULT_SENTENCE_COUNT, Digest
from bot.schema import digest_from_json, digest_to_json

DIGEST_ID_BYTES = 9
"""72 random bits, 12 characters: not to be guessed, and short enough for a button's 64 bytes."""

_METADATA = MetaData()

_CHATS = Table(
    "chats",
    _METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("target", String(8)),
    Column("sentence_count", Integer, nullable=False),
)

_DIGESTS = Table(
    "digests",
    _METADATA,
    Column("digest_id", String(16), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("digest", JSON, nullable=False),
)


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat has chosen."""

    target: str | None = None
    """The language of the replies; None: the operator's default."""
    sentence_count: int = DEFAULT_SENTENCE_COUNT


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

    def choose_sentence_count(self, chat_id: int, sentence_count: int) -> None:
        """Keep the length that the chat has chosen."""
        self._choose(chat_id, sentence_count=sentence_count)

    def _choose(self, chat_id: int, **chosen: str | int) -> None:
        """Write the columns that were chosen and no others, so that two choices at once both hold."""
        change = update(_CHATS).where(_CHATS.c.chat_id == chat_id).values(**chosen)
        with self._engine.begin() as connection:
            if connection.execute(change).rowcount:
                return
        try:
            with self._engine.begin() as connection:
                first = asdict(ChatSettings()) | chosen
                connection.execute(insert(_CHATS).values(chat_id=chat_id, **first))
        except IntegrityError:  # somebody else was the first in between
            with self._engine.begin() as connection:
                connection.execute(change)

    def add_digest(self, chat_id: int, digest: Digest) -> str:
        """Keep a digest for the buttons under it; return its id, 12 URL-safe characters."""
        digest_id = secrets.token_urlsafe(DIGEST_ID_BYTES)
        row: dict[str, Any] = {
            "digest_id": digest_id,
            "chat_id": chat_id,
            "created_at": self._now().replace(tzinfo=None),
            "digest": digest_to_json(digest),
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

    def replace_digest(self, chat_id: int, digest_id: str, digest: Digest) -> None:
        """Keep the digest as it is now, where it is kept at all."""
        statement = (
            update(_DIGESTS)
            .where(_DIGESTS.c.digest_id == digest_id, _DIGESTS.c.chat_id == chat_id)
            .values(digest=digest_to_json(digest))
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

    def sweep(self, retention_days: int) -> int:
        """Forget digests older than that many days; return how many."""
        oldest = (self._now() - timedelta(days=retention_days)).replace(tzinfo=None)
        with self._engine.begin() as connection:
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
    """Return the store at an SQLAlchemy address, its tables made where they are missing.

    Raises ConfigError that says what is wrong with the address, without its password.
    """
    try:
        url = make_url(database_url)
        if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, json_serializer=_dump_json)
        _METADATA.create_all(engine)
    except ImportError as exc:
        raise ConfigError(f"DATABASE_URL: its driver {exc.name!r} is not installed here") from exc
    except (SQLAlchemyError, OSError) as exc:
        raise ConfigError(f"DATABASE_URL: {exc.__cause__ or exc}") from exc
    return Store(engine)


def _dump_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
