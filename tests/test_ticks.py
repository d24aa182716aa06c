"""What was asked for under a list is known to whoever asks next, at the same moment too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy.engine import Engine

from bot.runtime.store import Store
from bot.runtime.ticks import Ticks

LIST, OTHER_LIST = (-7, 12), (-7, 13)


def test_a_list_has_the_ticks_of_all_and_no_other_ones(engine: Engine) -> None:
    ticks = Ticks(engine)
    assert ticks.tick(*LIST, "one") == {"one"}
    assert ticks.tick(*OTHER_LIST, "two") == {"two"}
    assert ticks.tick(*LIST, "three") == ticks.tick(*LIST, "one") == {"one", "three"}


def test_ticks_of_the_same_moment_are_all_kept(engine: Engine) -> None:
    ticks, names = Ticks(engine), [f"digest {number % 4}" for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: ticks.tick(*LIST, name), names))
    assert ticks.ticked(*LIST) == set(names)


def test_ticks_are_forgotten_in_time(engine: Engine) -> None:
    Ticks(engine).tick(*LIST, "one")
    Store(engine, now=lambda: datetime.now(UTC) + timedelta(days=31)).sweep(30)
    assert Ticks(engine).ticked(*LIST) == frozenset()
