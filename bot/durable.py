"""What outlives the process, built once. In: Settings; out: a `Durable`.

It must not know Telegram, nor the stages (bot/kit.py).
"""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from typing import IO, Literal

from bot.errors import ConfigError
from bot.runtime.chats import Chats
from bot.runtime.choices import Choices
from bot.runtime.clock import Clock
from bot.runtime.database import Database, claim, is_shared, open_engine
from bot.runtime.holds import Holds
from bot.runtime.ledger import Ledger
from bot.runtime.metrics import Metrics
from bot.runtime.postings import Postings
from bot.runtime.store import Store
from bot.runtime.work import Work
from bot.settings import Settings

ARTICLES_PER_CORE = 2
"""Articles that a worker has in hand: while one waits for its page, the other one is read."""

ONLY_WORKER = "only"
"""SQLite belongs to one process: its work is its successor's."""

Role = Literal["receiver", "worker", "both"]
"""A receiver puts updates down, a worker answers them."""


@dataclass(frozen=True, slots=True)
class Durable:
    """What outlives the process: the database, and the parts that write to it."""

    database: Database
    clock: Clock
    store: Store
    choices: Choices
    chats: Chats
    postings: Postings
    ledger: Ledger
    work: Work
    holds: Holds
    metrics: Metrics
    worker_id: str
    role: Role
    claim: IO[str] | None
    """The lock on an SQLite file."""

    def look(self) -> None:
        """Know what was chosen in other processes, and what time it is for all of them. Blocks."""
        self.choices.look()
        self.clock.look()

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()
        if self.claim:
            self.claim.close()


def build_durable(settings: Settings, role: Role = "both") -> Durable:
    """Return the durable parts; raises ConfigError where the database or the role will not do."""
    database = _open_database(settings, role)
    claimed = claim(database)
    worker_id = _unique_name() if is_shared(database) else ONLY_WORKER
    clock = Clock(database)
    clock.look()
    work = Work(
        database,
        worker_id=worker_id,
        concurrency=ARTICLES_PER_CORE * (os.cpu_count() or 1),
        listens=role != "receiver",
        now=clock,
    )
    return Durable(
        database=database,
        clock=clock,
        store=Store(database, now=clock),
        choices=Choices(database),
        chats=Chats(database, work, now=clock),
        postings=Postings(database, now=clock),
        ledger=Ledger(database),
        work=work,
        holds=Holds(database, work),
        metrics=Metrics(),
        worker_id=worker_id,
        role=role,
        claim=claimed,
    )


def _open_database(settings: Settings, role: Role) -> Database:
    database = open_engine(settings.database_url)
    if role != "both" and not is_shared(database):
        database.dispose()
        raise ConfigError(
            f"--role {role} needs PostgreSQL: DATABASE_URL is an SQLite file, which one process has"
        )
    return database


def _unique_name() -> str:
    """A name for this process that no other one has, on whichever machine."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
