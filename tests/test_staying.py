"""A bot that is started again whatever ends it waits for its database, until it is told to stop."""

from __future__ import annotations

import signal

import pytest

from bot.errors import ConfigError, DatabaseAwayError
from bot.runtime.database import open_engine
from bot.staying import patiently, stopped_within


def test_a_database_that_comes_late_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    failures = [DatabaseAwayError("DATABASE_URL: refused"), DatabaseAwayError("DATABASE_URL: starting up")]

    def open_it() -> str:
        if failures:
            raise failures.pop(0)
        return "there"

    assert patiently(open_it, pause_s=0.0) == "there"
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "ringkas: DATABASE_URL: refused; again in 0 s",
        "ringkas: DATABASE_URL: starting up; again in 0 s",
    ]


def test_what_does_not_pass_by_itself_is_not_waited_for() -> None:
    def open_it() -> None:
        raise ConfigError("DATABASE_URL: nonsense")

    with pytest.raises(ConfigError, match="nonsense"):
        patiently(open_it, pause_s=0.0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_waits_is_stopped_by_a_signal(number: signal.Signals) -> None:
    def open_it() -> None:
        raise DatabaseAwayError("DATABASE_URL: refused")

    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        signal.raise_signal(number)  # left pending for whoever waits for it
        with pytest.raises(KeyboardInterrupt):
            patiently(open_it, pause_s=60.0)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def test_nobody_says_stop() -> None:
    assert not stopped_within(0.0)


def test_a_server_that_is_not_there_may_come_and_a_wrong_address_does_not() -> None:
    with pytest.raises(DatabaseAwayError, match="refused"):
        open_engine("postgresql://u:pw@127.0.0.1:1/db")
    with pytest.raises(ConfigError) as caught:
        open_engine("oracle://u:pw@h/db")
    assert not isinstance(caught.value, DatabaseAwayError)
