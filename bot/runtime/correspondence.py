"""What people wrote that is ours, which messages are one, and where each was answered.

In: an engine (database.py), messages as JSON; out: letters and answers. A letter is a message that asks for
something, or goes on from one that does; several are one article when their leader, the first of them, says
so. Calls block, so callers in the event loop run them in a thread. This module must know no chat library, and
not which messages belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Index,
    Row,
    String,
    Table,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.runtime.database import METADATA, Keeping, keeping

_LETTERS = Table(
    "letters",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("sent_at", DateTime, nullable=False),
    Column("noted_at", DateTime, nullable=False, index=True),
    Column("message", JSON, nullable=False),
    Column("leader_id", BigInteger),
    Column("bringer_id", BigInteger),
    Index("ix_letters_writer", "chat_id", "user_id", "sent_at"),
    info=keeping(Keeping(at="noted_at", is_left_behind=True)),
)

_ANSWERS = Table(
    "answers",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", BigInteger, nullable=False),
    Column("answer_ids", JSON, nullable=False),
    Column("content", String(64), nullable=False),
    Column("is_brief", Boolean, nullable=False),
    Column("answered_at", DateTime, nullable=False, index=True),
    Column("lines", JSON),
    info=keeping(Keeping(at="answered_at", told_by="letter", is_left_behind=True)),
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes in a chat, or in one topic of it."""

    chat_id: int
    topic_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that was noted."""

    message_id: int
    message: dict[str, Any]
    """As it was last edited."""
    noted_at: datetime
    """UTC, without a zone."""
    leader_id: int | None
    """The first message of its article; None: not decided yet."""
    bringer_id: int | None
    """The message whose request answers for it: its leader's, or that of a piece which came late."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a message was answered."""

    message_id: int
    article_id: int
    """Where the article stood: the message itself, or the one that it replies to."""
    answer_ids: tuple[int, ...]
    """Our messages, in order; none where a message was looked at and nothing said."""
    content: str
    """Tells whether the article is still the one that was read; at most 64 characters."""
    is_brief: bool
    """False: it says why there is none."""
    lines: dict[str, Any] | None = None
    """Of a list of links: what became of each that could be read, as JSON under its address."""


class Correspondence:
    """Letters and answers in one database; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def note(
        self,
        writer: Writer,
        message_id: int,
        sent_at: datetime,
        message: dict[str, Any],
        *,
        alone: bool = False,
    ) -> None:
        """Note a message; one that is known already stays as it is. `sent_at`: UTC, without a zone.

        `alone`: it is no request of its own, and goes on from none.
        """
        row = {
            "chat_id": writer.chat_id,
            "message_id": message_id,
            "topic_id": writer.topic_id,
            "user_id": writer.user_id,
            "sent_at": sent_at,
            "noted_at": self.now(),
            "message": message,
            "leader_id": message_id if alone else None,
            "bringer_id": message_id if alone else None,
        }
        known = select(_LETTERS.c.message_id).where(*_is(_LETTERS, writer.chat_id, message_id))
        try:
            with self._engine.begin() as connection:
                if connection.execute(known).first() is None:
                    connection.execute(insert(_LETTERS).values(**row))
        except IntegrityError:  # delivered twice at once
            return

    def edit(self, chat_id: int, message_id: int, message: dict[str, Any]) -> None:
        """Put the message as it is now in the place of what was noted, if anything was."""
        change = update(_LETTERS).where(*_is(_LETTERS, chat_id, message_id)).values(message=message)
        with self._engine.begin() as connection:
            connection.execute(change)

    def letter(self, chat_id: int, message_id: int) -> Letter | None:
        """Return a message that was noted."""
        with self._engine.connect() as connection:
            row = connection.execute(select(_LETTERS).where(*_is(_LETTERS, chat_id, message_id))).first()
        return _letter(row) if row else None

    def written(self, writer: Writer, since: datetime, until: datetime) -> tuple[Letter, ...]:
        """Return what somebody wrote in a place between two times, in order."""
        query = select(_LETTERS).where(
            _LETTERS.c.chat_id == writer.chat_id,
            _LETTERS.c.topic_id == writer.topic_id,
            _LETTERS.c.user_id == writer.user_id,
            _LETTERS.c.sent_at.between(since, until),
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_LETTERS.c.message_id)).all()
        return tuple(_letter(row) for row in rows)

    def join(self, chat_id: int, message_ids: Sequence[int], bringer_id: int) -> Letter | None:
        """Decide, once and for all, that messages are one article; return the bringer's letter as decided.

        The first of them leads. Where it was decided before, what is new among the others came late: it joins
        the same article, and the bringer's request answers for it. What is decided stays.
        """
        these = (_LETTERS.c.chat_id == chat_id) & _LETTERS.c.message_id.in_(message_ids)
        with self._engine.begin() as connection:
            first = connection.execute(
                select(_LETTERS.c.leader_id).where(*_is(_LETTERS, chat_id, message_ids[0]))
            ).scalar()
            decided = {
                "leader_id": message_ids[0] if first is None else first,
                "bringer_id": message_ids[0] if first is None else bringer_id,
            }
            connection.execute(
                update(_LETTERS).where(these, _LETTERS.c.leader_id.is_(None)).values(**decided)
            )
        return self.letter(chat_id, bringer_id)

    def article(self, chat_id: int, leader_id: int) -> tuple[Letter, ...]:
        """Return the messages that are one article, in order."""
        query = select(_LETTERS).where(_LETTERS.c.chat_id == chat_id, _LETTERS.c.leader_id == leader_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_LETTERS.c.message_id)).all()
        return tuple(_letter(row) for row in rows)

    def keep_answer(self, chat_id: int, answer: Answer) -> None:
        """Keep where a message was answered, in the place of its earlier answer."""
        row = {
            "article_id": answer.article_id,
            "answer_ids": list(answer.answer_ids),
            "content": answer.content,
            "is_brief": answer.is_brief,
            "answered_at": self.now(),
            "lines": answer.lines,
        }
        change = update(_ANSWERS).where(*_is(_ANSWERS, chat_id, answer.message_id)).values(**row)
        try:
            with self._engine.begin() as connection:
                if not connection.execute(change).rowcount:
                    new = insert(_ANSWERS).values(chat_id=chat_id, message_id=answer.message_id, **row)
                    connection.execute(new)
        except IntegrityError:  # somebody else was the first in between
            with self._engine.begin() as connection:
                connection.execute(change)

    def answer(self, chat_id: int, message_id: int) -> Answer | None:
        """Return how a message was answered; None where nothing was said to it."""
        with self._engine.connect() as connection:
            row = connection.execute(select(_ANSWERS).where(*_is(_ANSWERS, chat_id, message_id))).first()
        return _answer(row) if row and row.answer_ids else None

    def answers_about(self, chat_id: int, message_id: int) -> tuple[Answer, ...]:
        """Return the answers to a message and to those who asked about it, in order, silence among them."""
        query = select(_ANSWERS).where(
            _ANSWERS.c.chat_id == chat_id,
            or_(_ANSWERS.c.message_id == message_id, _ANSWERS.c.article_id == message_id),
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_ANSWERS.c.message_id)).all()
        return tuple(_answer(row) for row in rows)

    def now(self) -> datetime:
        """Our clock, UTC without a zone, as the columns are."""
        return self._now().replace(tzinfo=None)


def forget_quoting(connection: Connection, people: Collection[int], before: datetime | None = None) -> None:
    """Forget what others wrote about messages of these people, or did `before` a time: it holds their words
    too."""
    theirs = _LETTERS.alias()
    about = select(_ANSWERS.c.message_id).where(
        _ANSWERS.c.chat_id == _LETTERS.c.chat_id,
        _ANSWERS.c.message_id == _LETTERS.c.message_id,
        theirs.c.chat_id == _ANSWERS.c.chat_id,
        theirs.c.message_id == _ANSWERS.c.article_id,
        theirs.c.user_id.in_(list(people)),
    )
    older = () if before is None else (_LETTERS.c.noted_at < before,)
    connection.execute(delete(_LETTERS).where(about.exists(), *older))


def _is(table: Table, chat_id: int, message_id: int) -> tuple[Any, Any]:
    return table.c.chat_id == chat_id, table.c.message_id == message_id


def _letter(row: Row[Any]) -> Letter:
    return Letter(row.message_id, row.message, row.noted_at, row.leader_id, row.bringer_id)


def _answer(row: Row[Any]) -> Answer:
    return Answer(row.message_id, row.article_id, tuple(row.answer_ids), row.content, row.is_brief, row.lines)
