"""What was sent to a chat is known to every process, and to the next life of each."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.runtime.database import is_shared, open_engine
from bot.runtime.ledger import Ledger, Limit
from bot.runtime.store import Store
from playground.postgres import postgres
from tests.conftest import needs_postgres

CHAT, OTHER_CHAT = -7, -8
ONE, TWO = Limit("messages", 1, 60.0), Limit("writes", 2, 600.0)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'ringkas.db'}")
        yield engine
        engine.dispose()
        return
    with postgres() as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


async def test_a_limit_that_is_full_says_when_it_opens_and_holds_up_no_other_chat(engine: Engine) -> None:
    ledger = Ledger(engine)
    assert await ledger.take(CHAT, [ONE]) == 0
    assert await ledger.take(CHAT, [ONE]) == pytest.approx(60.0, abs=5.0)
    assert await ledger.take(OTHER_CHAT, [ONE]) == 0


async def test_what_one_limit_refuses_is_counted_by_none(engine: Engine) -> None:
    ledger = Ledger(engine)
    assert await ledger.take(CHAT, [ONE, TWO]) == 0
    assert await ledger.take(CHAT, [ONE, TWO]) > 0
    assert await ledger.take(CHAT, [TWO]) == 0
    assert await ledger.take(CHAT, [TWO]) == pytest.approx(600.0, abs=5.0)


async def test_another_process_knows_it_and_the_next_life_of_this_one(engine: Engine) -> None:
    await Ledger(engine).take(CHAT, [ONE])
    assert await Ledger(engine).take(CHAT, [ONE]) > 0


async def test_a_pause_is_kept_for_a_chat_to_which_nothing_was_sent_too(engine: Engine) -> None:
    ledger = Ledger(engine)
    await ledger.hold(CHAT, 30.0)
    assert await Ledger(engine).take(CHAT, [TWO]) == pytest.approx(30.0, abs=5.0)


async def test_of_many_at_once_as_many_as_may_have_their_turn(engine: Engine) -> None:
    if not is_shared(engine):
        pytest.skip("one process, in which calls to a chat wait for one another")
    ledger = Ledger(engine)
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: ledger._take(CHAT, [TWO]), range(24)))
    assert waits.count(0.0) == 2


async def test_a_clock_that_is_put_back_keeps_nobody_waiting_for_it(tmp_path: Path) -> None:
    engine, times = open_engine(f"sqlite:///{tmp_path / 'ringkas.db'}"), [100.0, 90_000.0]
    ledger = Ledger(engine, clock=lambda: times[-1])
    assert await ledger.take(CHAT, [ONE]) == 0
    times.pop()
    assert await ledger.take(CHAT, [ONE]) == 0
    engine.dispose()


async def test_a_database_that_fails_holds_up_no_call(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE paces"))
    await Ledger(engine).hold(CHAT, 30.0)
    assert await Ledger(engine).take(CHAT, [ONE]) == 0


async def test_chats_that_nothing_is_sent_to_are_forgotten_in_time(engine: Engine) -> None:
    await Ledger(engine).take(CHAT, [ONE])
    Store(engine, now=lambda: datetime.now(UTC) + timedelta(days=31)).sweep(30)
    assert await Ledger(engine).take(CHAT, [ONE]) == 0
