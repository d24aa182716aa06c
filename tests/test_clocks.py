"""Times of day are shown as English writes them, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.clocks import with_clocks


@pytest.mark.parametrize(
    ("source", "translation", "shown"),
    [
        ("pukul 15.00 WIB", "at 15.00 WIB", "at 3 p.m. WIB"),
        ("Pukul 09.30 Wita", "At 09.30 Wita", "At 9:30 a.m. Wita"),
        ("jam 00.15", "at 00.15", "at 12:15 a.m."),
        ("pukul 24.00 WIT", "at 24.00 WIT", "at midnight WIT"),
        ("pukul 12.00", "at 12.00", "at noon"),
        ("pukul 12.05", "at 12:05", "at 12:05 p.m."),
        ("pukul 09.00-11.30 WIB", "at 09.00-11.30 WIB", "at 9 a.m.-11:30 a.m. WIB"),
        ("pukul 15.00 hingga 19.00", "from 15.00 to 19.00", "from 3 p.m. to 7 p.m."),
        ("Rapat mulai jam 15.00.", "The meeting began at 15.00.", "The meeting began at 3 p.m."),
        ("sekitar 21.45 WIB", "around 21.45 WIB", "around 9:45 p.m. WIB"),
    ],
    ids=[
        "full hour", "half", "after midnight", "midnight", "noon", "colon", "range", "from to", "one stop",
        "zone alone",
    ],
)  # fmt: skip
def test_a_time_of_day_stands_on_a_clock_of_twelve_hours(source: str, translation: str, shown: str) -> None:
    assert with_clocks(source, translation) == shown


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Rp 15.30 per lembar", "Rp 15.30 a sheet"),
        ("naik 12.05 persen", "up 12.05 percent"),
        ("pukul 15.00", "at 3 p.m."),
        ("pukul 15.00", "at 15.00 a.m."),
        ("pukul 15.30 dengan 15.300 orang", "with 15.300 people"),
        ("pukul 25.00", "at 25.00"),
        ("pukul 15.99", "at 15.99"),
    ],
    ids=["price", "share", "done", "done by half", "a longer number", "no hour", "no minute"],
)
def test_what_is_no_time_of_day_stays(source: str, translation: str) -> None:
    assert with_clocks(source, translation) == translation


@given(st.integers(0, 23), st.integers(0, 59))
def test_no_two_times_are_shown_alike(hour: int, minute: int) -> None:
    time, later = f"{hour:02}.{minute:02}", f"{(hour + 12) % 24:02}.{minute:02}"
    shown = {with_clocks(f"pukul {written}", written) for written in (time, later)}
    assert len(shown) == 2
    assert not shown & {time, later}
