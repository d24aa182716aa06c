"""Which article was answered where: so that a group is pointed to an earlier brief instead of given another.

In: an engine (database.py); out: Postings, the newest of each story in each chat. Calls block, so callers in
the event loop run them in a thread. This module must know no chat library, and not when two addresses are one
story: whoever asks says what a story is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.runtime.database import METADATA, Keeping, keeping

POINTED_FOR_S = 24 * 60 * 60
"""How long a group is pointed to an earlier brief: a newsroom's day. After it the brief is far up in the
talk, and the story may have gone on."""

POSTINGS = Table(
    "postings",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("story", String(64), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Column("digest_id", String(16), nullable=False),
    Column("posted_at", DateTime, nullable=False, index=True),
    info=keeping(Keeping(at="posted_at", told_by="digest", is_left_behind=True)),
)


@dataclass(frozen=True, slots=True)
class Posting:
    """A brief that stands in a chat."""

    message_id: int
    digest_id: str


class Postings:
    """The briefs of all chats by story; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def note(self, chat_id: int, stories: Iterable[str], posting: Posting) -> None:
        """Keep where the newest brief of a story stands; a story may have several names.

        A message of ours that showed another story shows it no more.
        """
        keys = {_key(story) for story in stories}
        replaced = delete(POSTINGS).where(
            POSTINGS.c.chat_id == chat_id,
            POSTINGS.c.message_id == posting.message_id,
            POSTINGS.c.story.notin_(keys),
        )
        with self._engine.begin() as connection:
            connection.execute(replaced)
        for key in keys:
            self._note(chat_id, key, posting)

    def earlier(self, chat_id: int, story: str) -> Posting | None:
        """Return the brief of a story that was posted in a chat within POINTED_FOR_S, if there is one."""
        since = self._now().replace(tzinfo=None) - timedelta(seconds=POINTED_FOR_S)
        query = select(POSTINGS).where(
            POSTINGS.c.chat_id == chat_id, POSTINGS.c.story == _key(story), POSTINGS.c.posted_at > since
        )
        with self._engine.connect() as connection:
            return _posting(connection.execute(query).first())

    def _note(self, chat_id: int, key: str, posting: Posting) -> None:
        values = {
            "message_id": posting.message_id,
            "digest_id": posting.digest_id,
            "posted_at": self._now().replace(tzinfo=None),
        }
        here = (POSTINGS.c.chat_id == chat_id) & (POSTINGS.c.story == key)
        with self._engine.begin() as connection:
            if connection.execute(update(POSTINGS).where(here).values(**values)).rowcount:
                return
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(POSTINGS).values(chat_id=chat_id, story=key, **values))
        except IntegrityError:  # somebody else was the first in between
            with self._engine.begin() as connection:
                connection.execute(update(POSTINGS).where(here).values(**values))


def _key(story: str) -> str:
    """Addresses have any length; a column of a primary key has one."""
    return hashlib.sha256(story.encode(errors="replace")).hexdigest()


def _posting(row: Row[Any] | None) -> Posting | None:
    return Posting(row.message_id, row.digest_id) if row else None
