"""Machines whose clocks differ agree on the time by the database that they share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.durable import build_durable
from bot.runtime.clock import Clock, own_time
from bot.runtime.correspondence import Writer
from bot.runtime.database import is_shared, open_engine
from bot.settings import Settings
from playground.postgres import postgres
from tests.conftest import needs_postgres

NEAR = timedelta(seconds=1)
APART = (timedelta(seconds=30), timedelta(seconds=-30))


def showing(ahead: timedelta) -> Callable[[], datetime]:
    return lambda: own_time() + ahead


@pytest.mark.parametrize("ahead", APART)
def test_a_clock_that_is_off_is_set_by_the_database_that_several_share(
    any_database: Engine, ahead: timedelta
) -> None:
    clock = Clock(any_database, own=showing(ahead))
    clock.look()
    is_right = abs(clock() - own_time()) < NEAR
    assert is_right == is_shared(any_database)


@needs_postgres
def test_a_clock_that_is_off_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    with postgres() as url:
        engine = open_engine(url)
        clock = Clock(engine, own=showing(APART[0]))
        clock.look()
        clock.look()
        engine.dispose()
    (told,) = [record for record in caplog.records if record.name == "bot.runtime.clock"]
    assert "differ" in told.getMessage()


@needs_postgres
async def test_all_that_is_written_down_for_others_has_the_database_s_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A receiver half a minute ahead: whoever answers would wait that much longer for the rest of a paste."""
    with postgres() as url:
        monkeypatch.setattr("bot.runtime.clock.own_time", showing(APART[0]))
        durable = build_durable(Settings(bot_token=SecretStr("1:a"), database_url=url))
        letters, store = durable.store.correspondence, durable.store
        letters.note(Writer(7, 0, 7), 1, datetime(2026, 3, 9), {"text": "Halo"})  # noqa: DTZ001 - as kept
        store.begin_sending("one/status", 7)
        noted = letters.letter(7, 1)
        with durable.database.connect() as connection:
            now = connection.execute(select(func.clock_timestamp())).scalar_one().astimezone(UTC)
        await durable.work.end()
        durable.close()
    assert noted is not None
    for moment in (noted.noted_at, letters.now(), store.now()):
        assert abs(moment - now.replace(tzinfo=None)) < NEAR
