"""What outlives a request: digests, attempts begun, messages sent, workers alive.

In: an engine (database.py); out: rows as our own records. The tables are those that the migrations made.
Calls block, so callers in the event loop run them in a thread. This module must know no chat library and no
stage.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import ConfigError
from bot.records import Digest
from bot.runtime.chats import is_in
from bot.runtime.choices import WHOLE_CHAT
from bot.runtime.correspondence import Correspondence
from bot.runtime.database import METADATA, Keeping, keeping, keeping_of, open_engine
from bot.runtime.people import People
from bot.runtime.promises import Promises
from bot.runtime.ticks import Ticks
from bot.runtime.topics import Topics
from bot.schema import digest_from_json, digest_to_json

DIGEST_ID_BYTES = 9
"""72 random bits, 12 characters: not to be guessed, and short enough for a button's 64 bytes."""

ADMISSION_PERIOD_S = 600
"""The period over which a chat's articles are counted: long enough that a morning's batch counts once, short
enough to be waited for."""

ON_ITS_WAY_S = 60
"""A message that was about to be sent this long ago is on its way no more: its sender has died."""

CHECK = "check"
"""Under this name it is counted how often the database was asked to take a write."""

REFUSAL_PAUSE_S = 60
"""Between two refusals that a group is told of: of its 20 messages a minute one may say no."""

OWN_REFUSAL_PAUSE_S = 5
"""The same with one person alone: what is forwarded in one go is refused once, and who sends the next article
by hand is told each time, for nobody else is there to say why nothing comes."""

_DIGESTS = Table(
    "digests",
    METADATA,
    Column("digest_id", String(16), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("digest", JSON, nullable=False),
    Column("request_key", String(64), index=True),
    Column("translations", JSON),
    Column("topic_id", BigInteger),
    Column("message_id", BigInteger),
    Column("target", String(8)),
    Column("request_id", String(64)),
    info=keeping(Keeping(at="created_at", told_by="request", message="message_id")),
)

_ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("request_id", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("begun_at", DateTime, nullable=False, index=True),
    info=keeping(Keeping(at="begun_at", told_by="request")),
)

_ADMISSIONS = Table(
    "admissions",
    METADATA,
    Column("request_id", String(64), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("asked_at", DateTime, nullable=False, index=True),
    Column("admitted", Boolean, nullable=False),
    info=keeping(Keeping(at="asked_at", told_by="request")),
)

_SENDINGS = Table(
    "sendings",
    METADATA,
    Column("sending_id", String(128), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("message_id", BigInteger),
    Column("begun_at", DateTime, nullable=False, index=True),
    info=keeping(Keeping(at="begun_at", told_by="sending")),
)

_WORKERS = Table(
    "workers",
    METADATA,
    Column("worker_id", String(64), primary_key=True),
    Column("seen_at", DateTime, nullable=False),
    info=keeping(Keeping(at="seen_at")),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A chat has sent too much."""

    retry_after_s: float
    told: bool
    """Whether it is to be told, as none was within the pause: a hundred refusals are a storm too."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known of a message that is about to be sent."""

    begun: bool
    """Whether it was about to be sent before, so that it may stand in the chat already."""
    message_id: int | None
    """Where it stands, when that is known."""


@dataclass(frozen=True, slots=True)
class Made:
    """A digest, and where and when it was made."""

    digest_id: str
    digest: Digest
    made_at: datetime
    """UTC, without a zone."""
    message_id: int
    """The message that shows it, or the list of links that it belongs to; NOWHERE where that is in a group
    that has become another one."""
    topic_id: int
    """The topic in which it was asked for; WHOLE_CHAT in no topic."""


class Store:
    """Digests and the progress of requests in one database; safe to call from several threads."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now
        self.promises = Promises(engine, now=now)
        self.correspondence = Correspondence(engine, now=now)
        self.people = People(engine, now=now)
        self.topics = Topics(engine, now=now)
        self.ticks = Ticks(engine, now=now)

    def add_digest(
        self,
        chat_id: int,
        digest: Digest,
        request_key: str | None = None,
        *,
        topic_id: int = 0,
        request_id: str | None = None,
    ) -> str:
        """Keep a digest for the buttons under it; return its id, 12 URL-safe characters.

        `request_key` says what was asked for (at most 64 characters), so that the same is found again;
        `request_id` by which request, so that it is forgotten with it.
        """
        digest_id = secrets.token_urlsafe(DIGEST_ID_BYTES)
        row: dict[str, Any] = {
            "digest_id": digest_id,
            "chat_id": chat_id,
            "created_at": self.now(),
            "digest": digest_to_json(digest),
            "request_key": request_key,
            "topic_id": topic_id,
            "target": digest.target,
            "request_id": request_id,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_DIGESTS).values(**row))
        return digest_id

    def digest(self, chat_id: int, digest_id: str) -> Digest | None:
        """Return a digest that was made in this chat; None when it is no longer kept."""
        query = select(_DIGESTS.c.digest).where(
            _DIGESTS.c.digest_id == digest_id, is_in(_DIGESTS.c.chat_id, chat_id)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return digest_from_json(row.digest) if row else None

    def digest_anywhere(self, digest_id: str) -> tuple[int, Digest] | None:
        """Return a digest with the chat where it was made, for whoever has its id: nobody guesses one."""
        query = select(_DIGESTS.c.chat_id, _DIGESTS.c.digest).where(_DIGESTS.c.digest_id == digest_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return (row.chat_id, digest_from_json(row.digest)) if row else None

    def keep_translation(self, digest_id: str, digest: Digest) -> None:
        """Keep the digest as it is in its language, beside what is shown, as long as that is kept."""
        this = _DIGESTS.c.digest_id == digest_id
        with self._engine.begin() as connection:
            row = connection.execute(select(_DIGESTS.c.translations).where(this)).first()
            kept = {**((row and row.translations) or {}), digest.target: digest_to_json(digest)}
            connection.execute(update(_DIGESTS).where(this).values(translations=kept))

    def translation(self, digest_id: str, target: str) -> Digest | None:
        """Return a digest as it was in another language; None where it never was."""
        query = select(_DIGESTS.c.translations).where(_DIGESTS.c.digest_id == digest_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        kept = ((row and row.translations) or {}).get(target)
        return digest_from_json(kept) if kept else None

    def digest_for(self, request_key: str, target: str | None = None) -> Digest | None:
        """Return the newest digest that answered the same request, in whatever chat, if there is one; with a
        target the newest in that language."""
        query = select(_DIGESTS.c.digest).where(_DIGESTS.c.request_key == request_key)
        if target is not None:
            query = query.where(_DIGESTS.c.target == target)
        query = query.order_by(_DIGESTS.c.created_at.desc()).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return digest_from_json(row.digest) if row else None

    def newest_digests(self, chat_id: int, limit: int) -> tuple[Digest, ...]:
        """Return what was made in this chat, the newest first, `limit` at most."""
        query = select(_DIGESTS.c.digest).where(_DIGESTS.c.chat_id == chat_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_DIGESTS.c.created_at.desc()).limit(limit)).all()
        return tuple(digest_from_json(row.digest) for row in rows)

    def made_since(self, chat_id: int, topic_id: int | None, since: datetime) -> tuple[Made, ...]:
        """Return what a place has had of what was made since a time (UTC without a zone), the oldest first;
        without a topic the whole chat, whatever its topics.

        What was read and not posted, such as a link that nobody asked about, it has not had.
        """
        query = select(_DIGESTS).where(
            _DIGESTS.c.chat_id == chat_id,
            _DIGESTS.c.created_at >= since,
            _DIGESTS.c.message_id.is_not(None),
        )
        if topic_id is not None:
            query = query.where(_DIGESTS.c.topic_id == topic_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_DIGESTS.c.created_at)).all()
        return tuple(
            Made(
                row.digest_id,
                digest_from_json(row.digest),
                row.created_at,
                row.message_id,
                row.topic_id or WHOLE_CHAT,
            )
            for row in rows
        )

    def stands_at(self, chat_id: int, digest_id: str, message_id: int) -> None:
        """Keep which message of the chat shows a digest."""
        here = (_DIGESTS.c.digest_id == digest_id) & (_DIGESTS.c.chat_id == chat_id)
        with self._engine.begin() as connection:
            connection.execute(update(_DIGESTS).where(here).values(message_id=message_id))

    def replace_digest(
        self, chat_id: int, digest_id: str, digest: Digest, request_key: str | None = None
    ) -> None:
        """Keep the digest as it is now, where it is kept at all; with a key it answers that request again.

        Without a key it answers no further request: not every length and state of it is what was asked for.
        """
        statement = (
            update(_DIGESTS)
            .where(_DIGESTS.c.digest_id == digest_id, is_in(_DIGESTS.c.chat_id, chat_id))
            .values(digest=digest_to_json(digest), request_key=request_key, target=digest.target)
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

    def attempts(self, request_id: str) -> int:
        """Return how often a request's work was begun."""
        query = select(_ATTEMPTS.c.count).where(_ATTEMPTS.c.request_id == request_id)
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

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
                first = {"request_id": request_id, "count": 1, "begun_at": self.now()}
                connection.execute(insert(_ATTEMPTS).values(**first))
        return int(count or 1)

    def take_back_attempts(self, request_ids: Collection[str]) -> None:
        """Count one beginning less of the work of each of these."""
        less = update(_ATTEMPTS).where(_ATTEMPTS.c.request_id.in_(list(request_ids)))
        with self._engine.begin() as connection:
            connection.execute(less.values(count=_ATTEMPTS.c.count - 1))

    def begin_sending(self, sending_id: str, chat_id: int) -> Sending:
        """Write down that a message is about to be sent; return what was known of it."""
        query = select(_SENDINGS.c.message_id).where(_SENDINGS.c.sending_id == sending_id)
        with self._engine.begin() as connection:
            known = connection.execute(query).first()
            if known is None:
                row = {"sending_id": sending_id, "chat_id": chat_id, "begun_at": self.now()}
                connection.execute(insert(_SENDINGS).values(**row))
        return Sending(known is not None, known.message_id if known else None)

    def end_sending(self, sending_id: str, message_id: int) -> None:
        """Write down where a message stands."""
        change = update(_SENDINGS).where(_SENDINGS.c.sending_id == sending_id)
        with self._engine.begin() as connection:
            connection.execute(change.values(message_id=message_id))

    def last_sent(self, request_id: str) -> tuple[int, int] | None:
        """Return the chat and the number of the last message that a request has sent, if there is one."""
        query = select(_SENDINGS.c.chat_id, _SENDINGS.c.message_id).where(
            _SENDINGS.c.sending_id.startswith(f"{request_id}/", autoescape=True),
            _SENDINGS.c.message_id.is_not(None),
        )
        with self._engine.connect() as connection:
            row = connection.execute(query.order_by(_SENDINGS.c.begun_at.desc())).first()
        return (row.chat_id, row.message_id) if row else None

    def sent(self, chat_id: int, after: int, request_id: str) -> frozenset[int] | None:
        """Return which messages of a chat, of those after a message, are known to be ours.

        None while another request's message is on its way there, so that not all are known.
        """
        here = select(_SENDINGS.c.message_id).where(_SENDINGS.c.chat_id == chat_id)
        lately = self.now() - timedelta(seconds=ON_ITS_WAY_S)
        on_its_way = here.where(
            _SENDINGS.c.message_id.is_(None),
            _SENDINGS.c.begun_at > lately,
            _SENDINGS.c.sending_id.notlike(f"{request_id}/%"),
        )
        with self._engine.connect() as connection:
            if connection.execute(on_its_way).first() is not None:
                return None
            return frozenset(connection.execute(here.where(_SENDINGS.c.message_id > after)).scalars())

    def refusal(
        self,
        request_id: str,
        chat_id: int,
        limit: int,
        articles: int = 1,
        *,
        pause_s: float = REFUSAL_PAUSE_S,
    ) -> Refusal | None:
        """Let a request in and return None, unless its chat has had `limit` within ADMISSION_PERIOD_S.

        A request that was let in once stays in. One of several articles counts as that many; it comes in
        whole where one of them would, since nobody wants half a list. `pause_s`: between two refusals that
        are told.
        """
        now = self.now()
        recent = (
            select(_ADMISSIONS.c.request_id, _ADMISSIONS.c.asked_at, _ADMISSIONS.c.admitted)
            .where(_ADMISSIONS.c.chat_id == chat_id)
            .where(_ADMISSIONS.c.asked_at > now - timedelta(seconds=ADMISSION_PERIOD_S))
            .order_by(_ADMISSIONS.c.asked_at)
        )
        with self._engine.begin() as connection:
            rows = connection.execute(recent).all()
            known = next((row for row in rows if row.request_id == request_id), None)
            admitted = [row.asked_at for row in rows if row.admitted]
            welcome = known.admitted if known else len(admitted) < limit
            if known is None:
                row = {"chat_id": chat_id, "asked_at": now, "admitted": welcome}
                names = _admissions(request_id, articles if welcome else 1)
                rows_now = [{"request_id": name, **row} for name in names]
                connection.execute(insert(_ADMISSIONS), rows_now)
        if welcome:
            return None
        asked_at = known.asked_at if known else now
        is_full = len(admitted) >= limit  # not where something was given back since
        free_at = admitted[-limit] + timedelta(seconds=ADMISSION_PERIOD_S) if is_full else now
        before = [row.asked_at for row in rows if not row.admitted and row.request_id != request_id]
        told = _is_told(before, asked_at, timedelta(seconds=pause_s))
        return Refusal(max(1.0, (free_at - now).total_seconds()), told)

    def give_back(self, request_id: str, articles: int, unread: int) -> None:
        """Count no longer `unread` of the `articles` that a request was let in with: they turned out to be
        none. They count while they are looked at, so that no chat has more than its limit under way."""
        names = _admissions(request_id, articles)[max(0, articles - unread) :]
        with self._engine.begin() as connection:
            connection.execute(delete(_ADMISSIONS).where(_ADMISSIONS.c.request_id.in_(names)))

    def beat(self, worker_id: str) -> None:
        """Write down that a worker is alive."""
        with self._engine.begin() as connection:
            seen = {"seen_at": _database_now(connection)}
            change = update(_WORKERS).where(_WORKERS.c.worker_id == worker_id).values(**seen)
            if not connection.execute(change).rowcount:
                connection.execute(insert(_WORKERS).values(worker_id=worker_id, **seen))

    def leave(self, worker_id: str) -> None:
        """Strike a worker off."""
        with self._engine.begin() as connection:
            connection.execute(delete(_WORKERS).where(_WORKERS.c.worker_id == worker_id))

    def workers(self) -> dict[str, float]:
        """Return how long ago each worker was alive, in seconds by the database's clock."""
        with self._engine.connect() as connection:
            now = _database_now(connection)
            rows = connection.execute(select(_WORKERS.c.worker_id, _WORKERS.c.seen_at)).all()
        return {row.worker_id: (now - row.seen_at).total_seconds() for row in rows}

    def sweep(self, retention_days: int) -> int:
        """Forget what is older than that many days; return how many digests that was."""
        oldest = self.now() - timedelta(days=retention_days)
        with self._engine.begin() as connection:
            gone = {
                table.name: connection.execute(delete(table).where(table.c[kept.at] < oldest)).rowcount
                for table in METADATA.sorted_tables
                if (kept := keeping_of(table)).is_swept and kept.at
            }
        return gone[_DIGESTS.name]

    def now(self) -> datetime:
        """The clock of the processes, UTC without a zone, as the columns are."""
        return self._now().replace(tzinfo=None)

    def check(self) -> None:
        """Raise ConfigError when the database does not take a row: a full disk takes less."""
        try:
            self.begin_attempt(CHECK)
        except SQLAlchemyError as exc:
            raise ConfigError(f"DATABASE_URL: {exc.__cause__ or exc}") from exc

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


def open_store(database_url: str) -> Store:
    """Return the store at an SQLAlchemy address; raises ConfigError as open_engine does."""
    return Store(open_engine(database_url))


def _admissions(request_id: str, articles: int) -> tuple[str, ...]:
    """The names under which the articles of one request are counted."""
    return (request_id, *(f"{request_id}/{number}" for number in range(1, articles)))


def _is_told(before: Sequence[datetime], asked_at: datetime, pause: timedelta) -> bool:
    """Whether a refusal is told: the first is, and the first after each pause.

    `before`: when the earlier ones were, in order. Pauses are counted from what was told: who asks on and on
    is told now and then.
    """
    told_at: datetime | None = None
    for moment in (*(each for each in before if each <= asked_at), asked_at):
        is_told = told_at is None or moment - told_at >= pause
        told_at = moment if is_told else told_at
    return is_told


def _database_now(connection: Connection) -> datetime:
    """The database's clock, UTC without a zone: machines' own clocks differ."""
    now = connection.execute(select(func.current_timestamp())).scalar_one()
    return now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
