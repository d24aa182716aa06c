"""What the topics of groups are called: Telegram tells it as a topic is opened or renamed, and in passing.

In: an engine (database.py), names as they are seen; out: the names of a chat's topics, as far as they are
known. Calls block, so callers in the event loop run them in a thread. This module must know no chat library.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, DateTime, String, Table, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.runtime.choices import Place
from bot.runtime.database import METADATA, Keeping, keeping

NAME_LIMIT_CHARS = 128
"""The longest name of a topic: https://core.telegram.org/bots/api#createforumtopic."""

_TOPICS = Table(
    "topics",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(NAME_LIMIT_CHARS), nullable=False),
    Column("seen_at", DateTime, nullable=False, index=True),
    info=keeping(Keeping(at="seen_at")),
)


class Topics:
    """The topics of all chats in one database; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def note(self, place: Place, name: str, *, renamed: bool = False) -> None:
        """Keep the name of a topic; one that is known stays unless the topic was `renamed`."""
        here = (_TOPICS.c.chat_id == place.chat_id) & (_TOPICS.c.topic_id == place.topic_id)
        values = {"name": name[:NAME_LIMIT_CHARS], "seen_at": self._now().replace(tzinfo=None)}
        with self._engine.connect() as connection:
            known = connection.execute(select(_TOPICS.c.name).where(here)).scalar()
        if known is not None and not renamed:
            return
        try:
            with self._engine.begin() as connection:
                if not connection.execute(update(_TOPICS).where(here).values(**values)).rowcount:
                    new = insert(_TOPICS).values(chat_id=place.chat_id, topic_id=place.topic_id, **values)
                    connection.execute(new)
        except IntegrityError:  # somebody else was the first in between
            return

    def names(self, chat_id: int) -> dict[int, str]:
        """Return the names of a chat's topics by their numbers, as far as they are known."""
        query = select(_TOPICS.c.topic_id, _TOPICS.c.name).where(_TOPICS.c.chat_id == chat_id)
        with self._engine.connect() as connection:
            return {row.topic_id: row.name for row in connection.execute(query)}
