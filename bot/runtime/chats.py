"""What is kept of a chat as a whole: where it is met, moved, and forgotten with all that belongs to it.

In: an engine (database.py) and the requests; out: rows moved or deleted in every table that has a chat or a
person in it, whichever module it belongs to. Calls block, so callers in the event loop run them in a thread.
This module must know no chat library and no table's meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Table,
    and_,
    case,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.runtime.correspondence import forget_quoting
from bot.runtime.database import METADATA, Keeping, keeping, keeping_of
from bot.runtime.feedback import forget_votes
from bot.runtime.people import requests_with

CHAT, PERSON = "chat_id", "user_id"
"""How a column is named that says whose a row is; a person's own chat has the person's number."""

DIGEST = "digest_id"
"""A row without an owner that is about a digest is its chat's."""

REQUEST = "request_id"
"""How a column is named that says which request made a row."""

DIGESTS, LETTERS = "digests", "letters"
"""The tables that rows of others hang on: they go after them."""

NOWHERE = 0
"""In the place of such a number: the message is known to have been there, and can be reached no more."""

_GROUPS = Table(
    "groups",
    METADATA,
    Column(CHAT, BigInteger, primary_key=True, autoincrement=False),
    Column("met_at", DateTime, nullable=False),
    Column("former_chat_id", BigInteger, index=True),
    info=keeping(Keeping(at="met_at", is_swept=False)),
)


class Requests(Protocol):
    """What is asked of the work."""

    def put_down_at(self) -> datetime | None: ...

    def forget(self, chat: str, before: datetime | None) -> int: ...

    def forget_these(self, request_ids: Collection[str], before: datetime | None) -> int: ...

    def begun(self, chat: str, request_ids: Collection[str], before: datetime | None) -> frozenset[str]: ...

    def since(self, chat: str, request_ids: Collection[str], at: datetime) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much of a chat was there, and is no more."""

    digests: int
    choices: int
    """Places of it that had chosen something."""
    requests: int
    """Messages and presses that were kept to be answered."""


class Chats:
    """All chats in one database; safe to call from several threads."""

    def __init__(
        self, engine: Engine, requests: Requests, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._engine = engine
        self._requests = requests
        self._now = now

    def meet(self, chat_id: int) -> bool:
        """Write down that a group is known; return whether it was not."""
        try:
            with self._engine.begin() as connection:
                self._write_down(connection, chat_id)
        except IntegrityError:
            return False
        return True

    def former(self, chat_id: int) -> int | None:
        """Return the number of the group that has become this supergroup, if we saw it."""
        query = select(_GROUPS.c.former_chat_id).where(_GROUPS.c.chat_id == chat_id)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def forget(self, chat_id: int, *, rest: bool = False) -> Forgotten:
        """Delete all that belongs to a chat, or to the person whose chat it is; return how much it was.

        A person's words in groups go too. A request that is being worked on is left, see `begun`: whoever
        forgets the `rest` when it has ended deletes it with what it has left. What was put down after the
        request that forgets stays, with all that comes of it: whoever speaks again wants an answer.
        """
        numbers = {number for number in (chat_id, self.former(chat_id)) if number is not None}
        before, with_words = self._requests.put_down_at(), self._with_words_of(numbers)
        requests = sum(self._requests.forget(str(number), before) for number in numbers)
        requests += self._requests.forget_these(with_words, before)
        spared = _Spared(before, self._since(numbers, with_words, before), self.begun(chat_id))
        with self._engine.begin() as connection:
            forget_votes(connection, numbers, before)
            forget_quoting(connection, numbers, before)
            gone = {
                table.name: connection.execute(delete(table).where(owned)).rowcount
                for table in sorted(METADATA.sorted_tables, key=_turn)
                if not (rest and keeping_of(table).told_by == "nothing")
                if (owned := _owned_by(table, numbers, spared)) is not None
            }
        return Forgotten(gone.get("digests", 0), gone.get("choices", 0), requests)

    def begun(self, chat_id: int) -> frozenset[str]:
        """Return which requests of a chat, or with words of a person, are being worked on, of those that were
        put down before the one that asks."""
        before = self._requests.put_down_at()
        return self._requests.begun(str(chat_id), self._with_words_of({chat_id}), before)

    def _since(self, numbers: set[int], with_words: Collection[str], at: datetime | None) -> frozenset[str]:
        if at is None:
            return frozenset()
        return frozenset().union(*(self._requests.since(str(number), with_words, at) for number in numbers))

    def _with_words_of(self, people: set[int]) -> tuple[str, ...]:
        with self._engine.connect() as connection:
            return requests_with(connection, people)

    def move(self, chat_id: int, new_chat_id: int) -> None:
        """Let a supergroup have all that belongs to the group that it was; what it has itself stays."""
        with self._engine.begin() as connection:
            for table in METADATA.sorted_tables:
                if CHAT in table.c and table is not _GROUPS:
                    _move(connection, table, chat_id, new_chat_id)
            connection.execute(delete(_GROUPS).where(_GROUPS.c.chat_id.in_((chat_id, new_chat_id))))
            self._write_down(connection, new_chat_id, former=chat_id)

    def _write_down(self, connection: Connection, chat_id: int, former: int | None = None) -> None:
        met_at = self._now().replace(tzinfo=None)
        connection.execute(insert(_GROUPS).values(chat_id=chat_id, met_at=met_at, former_chat_id=former))


def is_in(column: Column[Any], chat_id: int) -> ColumnElement[bool]:
    """Whether a row is a chat's, or the supergroup's that it has become while a request was under way."""
    return or_(
        column == chat_id, column.in_(select(_GROUPS.c.chat_id).where(_GROUPS.c.former_chat_id == chat_id))
    )


@dataclass(frozen=True, slots=True)
class _Spared:
    """What is not forgotten yet, or not at all."""

    since: datetime | None
    """What was made at this time or later stays, where a row tells no more."""
    requests: frozenset[str]
    """Requests that were put down since then: what they made stays."""
    left: frozenset[str]
    """Requests that are being worked on."""


def _turn(table: Table) -> int:
    """When it is a table's turn: what hangs on the rows of another one goes before they do."""
    return 1 if table.name in (DIGESTS, LETTERS) else 0


def _owned_by(table: Table, numbers: set[int], spared: _Spared) -> ColumnElement[bool] | None:
    """Whose rows are meant, but for the spared ones; None where the table's belong to nobody."""
    columns = [table.c[name] for name in (CHAT, PERSON) if name in table.c]
    if not columns and DIGEST not in table.c:
        return None
    if not columns:
        digests = METADATA.tables[DIGESTS]
        theirs = (digests.c[CHAT].in_(numbers), *_not_spared(digests, spared))
        return table.c[DIGEST].in_(select(digests.c[DIGEST]).where(*theirs))
    return and_(or_(*(column.in_(numbers) for column in columns)), *_not_spared(table, spared))


def _not_spared(table: Table, spared: _Spared) -> Iterator[ColumnElement[bool]]:
    """That a row is not spared, as its table says that it is told."""
    digests, letters, kept = METADATA.tables[DIGESTS], METADATA.tables[LETTERS], keeping_of(table)
    if kept.told_by == "open request":
        yield table.c[REQUEST].notin_(spared.requests | spared.left)
    elif kept.told_by == "sending":
        yield from (
            ~table.c["sending_id"].startswith(f"{each}/", autoescape=True) for each in spared.requests
        )
    elif kept.told_by == "request":
        yield or_(table.c[REQUEST].is_(None), table.c[REQUEST].notin_(spared.requests))
    elif kept.told_by == "digest":
        of_spared = select(digests.c[DIGEST]).where(digests.c[REQUEST].in_(spared.requests))
        yield table.c[DIGEST].notin_(of_spared)
    elif spared.since is None:
        return
    elif kept.told_by == "letter":
        same = [letters.c[name] == table.c[name] for name in (CHAT, "message_id")]
        yield ~select(letters.c[CHAT]).where(*same, letters.c["noted_at"] >= spared.since).exists()
    elif kept.told_by == "time" and kept.at:
        yield table.c[kept.at] < spared.since


def _move(connection: Connection, table: Table, chat_id: int, new_chat_id: int) -> None:
    theirs = table.c[CHAT] == chat_id
    if keeping_of(table).is_left_behind:
        connection.execute(delete(table).where(theirs))
        return
    if CHAT in table.primary_key.columns:
        new = table.alias()
        others = [column.name for column in table.primary_key if column.name != CHAT]
        same = [table.c[name] == new.c[name] for name in others]
        taken = select(new.c[CHAT]).where(new.c[CHAT] == new_chat_id, *same).exists()
        connection.execute(delete(table).where(theirs, taken))
    connection.execute(update(table).where(theirs).values({CHAT: new_chat_id, **_out_of_reach(table)}))


def _out_of_reach(table: Table) -> dict[str, Any]:
    """The number of a message that stays behind, where a row has one."""
    if (name := keeping_of(table).message) is None:
        return {}
    return {name: case((table.c[name].is_(None), None), else_=NOWHERE)}
