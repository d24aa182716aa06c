"""A promised link is kept for one person, for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.runtime.database import open_engine
from bot.runtime.promises import MOST_PROMISES, Promises

ALEX, BUDI = 7, 8
LINK = "https://kabar.example/a"


@pytest.fixture
def clock() -> list[datetime]:
    return [datetime(2026, 1, 1, tzinfo=UTC)]


@pytest.fixture
def promises(tmp_path: Path, clock: list[datetime]) -> Promises:
    return Promises(open_engine(f"sqlite:///{tmp_path / 'ringkas.db'}"), now=lambda: clock[0])


def test_a_token_stands_for_a_link_and_for_one_person(promises: Promises) -> None:
    token = promises.promise(ALEX, LINK)
    assert promises.link(ALEX, token) == LINK
    assert promises.link(BUDI, token) is None
    assert promises.promise(ALEX, LINK) == token
    assert promises.promise(BUDI, LINK) != token


def test_who_asks_for_many_keeps_the_newest(promises: Promises, clock: list[datetime]) -> None:
    tokens = []
    for number in range(MOST_PROMISES + 1):
        clock[0] += timedelta(seconds=1)
        tokens.append(promises.promise(ALEX, f"{LINK}/{number}"))
    assert [promises.link(ALEX, token) is None for token in tokens] == [True] + [False] * MOST_PROMISES
