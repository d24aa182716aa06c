"""What was sent to a chat is known to every process, and to the next life of each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.runtime.database import is_shared, open_engine
from bot.runtime.ledger import Ledger, Limit
from bot.runtime.store import Store

CHAT, OTHER_CHAT = -7, -8
ONE, TWO = Limit("messages", 1, 60.0), Limit("writes", 2, 600.0)


async def test_a_limit_that_is_full_says_when_it_opens_and_holds_up_no_other_chat(
    any_database: Engine,
) -> None:
    ledger = Ledger(any_database)
    assert await ledger.take(CHAT, [ONE]) == 0
    assert await ledger.take(CHAT, [ONE]) == pytest.approx(60.0, abs=5.0)
    assert await ledger.take(OTHER_CHAT, [ONE]) == 0


async def test_what_one_limit_refuses_is_counted_by_none(any_database: Engine) -> None:
    ledger = Ledger(any_database)
    assert await ledger.take(CHAT, [ONE, TWO]) == 0
    assert await ledger.take(CHAT, [ONE, TWO]) > 0
    assert await ledger.take(CHAT, [TWO]) == 0
    assert await ledger.take(CHAT, [TWO]) == pytest.approx(600.0, abs=5.0)


async def test_another_process_knows_it_and_the_next_life_of_this_one(any_database: Engine) -> None:
    await Ledger(any_database).take(CHAT, [ONE])
    assert await Ledger(any_database).take(CHAT, [ONE]) > 0


async def test_a_pause_is_kept_for_a_chat_to_which_nothing_was_sent_too(any_database: Engine) -> None:
    ledger = Ledger(any_database)
    await ledger.hold(CHAT, 30.0)
    assert await Ledger(any_database).take(CHAT, [TWO]) == pytest.approx(30.0, abs=5.0)


async def test_of_many_at_once_as_many_as_may_have_their_turn(any_database: Engine) -> None:
    if not is_shared(any_database):
        pytest.skip("one process, in which calls to a chat wait for one another")
    ledger = Ledger(any_database)
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


async def test_a_database_that_fails_holds_up_no_call(any_database: Engine) -> None:
    with any_database.begin() as connection:
        connection.execute(text("DROP TABLE paces"))
    await Ledger(any_database).hold(CHAT, 30.0)
    assert await Ledger(any_database).take(CHAT, [ONE]) == 0


async def test_chats_that_nothing_is_sent_to_are_forgotten_in_time(any_database: Engine) -> None:
    await Ledger(any_database).take(CHAT, [ONE])
    Store(any_database, now=lambda: datetime.now(UTC) + timedelta(days=31)).sweep(30)
    assert await Ledger(any_database).take(CHAT, [ONE]) == 0
