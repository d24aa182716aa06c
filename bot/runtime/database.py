"""The database that everything durable shares: the connection, and the tables brought up to date.

In: an SQLAlchemy address; out: an engine whose tables are those of the newest version. This module owns
alembic; it must know no row. The migrations stand in bot/runtime/migrations, one file for each change.

SQLite belongs to one process on one machine; PostgreSQL to as many as there are.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, Table, create_engine, event, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.errors import ConfigError, DatabaseAwayError

MIGRATIONS = Path(__file__).with_name("migrations")

POSTGRESQL_DRIVER = "postgresql+psycopg"
"""The driver in the lock; an address that names none means this one."""

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one of the same SQLite file: slow disks take seconds."""

POOL_SIZE, POOL_OVERFLOW = 10, 20
"""Connections kept and lent beyond that: the threads that write at a time."""

LOCK = 7_164_657
"""PostgreSQL's advisory lock for what one process does at a time; any number would do."""


METADATA = MetaData()
"""Collects the tables that runtime declares, so that a test can hold them against the migrations."""

ToldBy = Literal["time", "request", "open request", "sending", "digest", "letter", "nothing"]
"""How it is known whether a row came after its chat's word to forget, and stays: by its own time; by its
request; by its request, which may not be worked on either; by the request that its sending is named after; by
the digest or the letter that it is about; or not at all, so that it goes once and is not looked for again."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a table says of its rows to whoever forgets, moves or sweeps them and knows none of them."""

    at: str | None
    """The column with the time that counts for a row; None where it has none."""
    told_by: ToldBy = "time"
    is_swept: bool = True
    """Whether a row goes when it is RETENTION_DAYS old; else it stays as long as its chat."""
    is_left_behind: bool = False
    """Whether rows are about messages by their numbers: those stay in the group that became a supergroup, and
    in it others have the same numbers."""
    message: str | None = None
    """A column with the number of a message, of rows that move though the message does not."""


def keeping(of: Keeping) -> dict[str, Any]:
    """Return a table's `info`: each table that is declared says how its rows are kept."""
    return {"keeping": of}


def keeping_of(table: Table) -> Keeping:
    """Return what a table says of its rows; raises KeyError where it says nothing."""
    kept: Keeping = table.info["keeping"]
    return kept


Database = Engine
"""What open_engine returns, for those who pass it on."""


def open_engine(database_url: str) -> Engine:
    """Return the engine of a database at its newest version, made where it is missing.

    Raises ConfigError that says what is wrong with the address, without its password; DatabaseAwayError where
    nothing is and the database does not answer.
    """
    try:
        url = _completed(make_url(database_url))
        # Errors are logged, and what a statement was given is what people wrote.
        engine = create_engine(url, json_serializer=_dump_json, hide_parameters=True, **_pool(url))
        if url.get_backend_name() == "sqlite":
            _tune_sqlite(engine)
        with alone(engine) as connection:
            _migrate(connection)
    except ImportError as exc:
        raise ConfigError(f"DATABASE_URL: its driver {exc.name!r} is not installed here") from exc
    except OperationalError as exc:
        file = f": {url.database}" if url.get_backend_name() == "sqlite" else ""
        raise DatabaseAwayError(f"DATABASE_URL: {exc.__cause__ or exc}{file}") from exc
    except (SQLAlchemyError, OSError, CommandError) as exc:
        raise ConfigError(f"DATABASE_URL: {exc.__cause__ or exc}") from exc
    return engine


def is_shared(engine: Engine) -> bool:
    """Whether several processes may work on the database at once."""
    return engine.dialect.name != "sqlite"


def claim(engine: Engine) -> IO[str] | None:
    """Keep an SQLite file to this process until what is returned is closed; None where it may be shared.

    Raises ConfigError when another process has it: two would work off the same requests twice.
    """
    if is_shared(engine) or not engine.url.database:
        return None
    lock = Path(f"{engine.url.database}.lock").open("w", encoding="utf-8")  # noqa: SIM115 - held on purpose
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        lock.close()
        raise ConfigError(f"DATABASE_URL: another process is working with {engine.url.database}") from exc
    return lock


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Lend a connection in a transaction during which every other process that asks for this waits.

    SQLite has one process, which needs no lock against others.
    """
    with engine.begin() as connection:
        if is_shared(engine):
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        yield connection


def _completed(url: URL) -> URL:
    """The address with our driver and, for SQLite, with a folder to lie in."""
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername=POSTGRESQL_DRIVER)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    return url


def _pool(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {}
    return {"pool_size": POOL_SIZE, "max_overflow": POOL_OVERFLOW, "pool_pre_ping": True}


def _tune_sqlite(engine: Engine) -> None:
    """Readers beside one writer (WAL), writers in turn (IMMEDIATE), and no wait for the disk at each commit.

    With synchronous=NORMAL a commit outlives any death of the process; a loss of power may take the last
    ones (https://www.sqlite.org/pragma.html#pragma_synchronous).
    """

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for setting in (
            "journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {setting}")


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # whether it can be written to is known at the start
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)

    def steps(revision: Any, context: MigrationContext) -> Any:
        return scripts._upgrade_revs("head", revision)

    with EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()


def _dump_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
