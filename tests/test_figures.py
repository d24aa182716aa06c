"""Dates, times of day and thousands are shown as English writes them, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.fidelity import Roster, lost_names, lost_numbers
from bot.translation.figures import (
    in_english,
    in_indonesian,
    with_clocks,
    with_named_months,
    with_whole_thousands,
)
from bot.translation.lexicon import Lexicon
from bot.translation.piece import piece_of


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
        ("sekitar 14.07 WIB", "around 14.07 p.m. WIB", "around 2:07 p.m. WIB"),
        ("jam 00.15", "at 00:15 am", "at 12:15 a.m."),
        ("Rapat mulai jam 15.00.", "The meeting began at 15.00 p.m.", "The meeting began at 3 p.m."),
    ],
    ids=[
        "full hour", "half", "after midnight", "midnight", "noon", "colon", "range", "from to", "one stop",
        "zone alone", "half named", "small half", "half at the end",
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
        ("pukul 03.30 sore", "at 3:30 p.m."),
        ("pukul 15.30 dengan 15.300 orang", "with 15.300 people"),
        ("pukul 25.00", "at 25.00"),
        ("pukul 15.99", "at 15.99"),
    ],
    ids=["price", "share", "done", "done by half", "a longer number", "no hour", "no minute"],
)
def test_what_is_no_time_of_day_stays(source: str, translation: str) -> None:
    assert with_clocks(source, translation) == translation


@pytest.mark.parametrize(
    ("source", "translation", "shown"),
    [
        ("at 5 a.m. on Monday", "pada 5 a.m. Senin", "pada pukul 05.00 Senin"),
        ("at 5:30 p.m.", "pukul 5:30 p.m.", "pukul 17.30."),
        ("It shut at 9 pm", "Tutup jam 9 pm", "Tutup jam 21.00"),
        ("at 12.15 a.m.", "pukul 12.15 a.m.,", "pukul 00.15,"),
        ("at 5 a.m.", "pada 6 a.m.", "pada 6 a.m."),
        ("at 5 a.m.", "pukul 05.00", "pukul 05.00"),
        ("5 amps", "5 amp", "5 amp"),
    ],
)
def test_an_english_time_stands_on_a_clock_of_24_hours(source: str, translation: str, shown: str) -> None:
    assert in_indonesian(source, translation) == shown


@given(st.integers(0, 23), st.integers(0, 59))
def test_no_two_times_are_shown_alike(hour: int, minute: int) -> None:
    time, later = f"{hour:02}.{minute:02}", f"{(hour + 12) % 24:02}.{minute:02}"
    shown = {with_clocks(f"pukul {written}", written) for written in (time, later)}
    assert len(shown) == 2
    assert not shown & {time, later}


@pytest.mark.parametrize(
    ("source", "translation", "right"),
    [
        ("Senin (12/3/2018)", "Monday (12/3/2018)", "Monday (March 12, 2018)"),
        ("Senin (29/6).", "Monday (29/6).", "Monday (June 29)."),
        ("pada 31/12/2021", "on 31/12/2021", "on December 31, 2021"),
        ("1/2 gelas", "1/2 glass", "1/2 glass"),
        ("Senin (32/1)", "Monday (32/1)", "Monday (32/1)"),
        ("Senin (1/13/2020)", "Monday (1/13/2020)", "Monday (1/13/2020)"),
        ("Senin", "Monday (12/3/2018)", "Monday (12/3/2018)"),
    ],
    ids=["year", "no year", "no brackets", "half", "no day", "no month", "not in the source"],
)
def test_a_month_in_figures_is_named(source: str, translation: str, right: str) -> None:
    assert with_named_months(source, translation) == right


@pytest.mark.parametrize(
    ("translation", "lost"),
    [
        ("on Tuesday (1/12/2026)", False),
        ("on Tuesday, December 1, 2026", False),
        ("on Tuesday, 1 December 2026", False),
        ("on Tuesday (1/12)", True),
        ("on Tuesday, December 2026", True),
    ],
)
def test_a_date_must_stand_whole(translation: str, lost: bool) -> None:
    mentions = piece_of("pada Selasa (1/12/2026)", Roster({}), Lexicon({})).mentions
    assert bool(lost_names(mentions, translation)) is lost


def test_what_is_no_date_must_not_stand() -> None:
    assert piece_of("Nomor (32/1) dan 1/13/2020", Roster({}), Lexicon({})).mentions == ()


@pytest.mark.parametrize(
    ("source", "translation", "shown"),
    [
        ("60 ribu penggemar", "60 thousand fans", "60,000 fans"),
        ("Rp 120 ribu per kilogram", "Rp 120 thousand per kilogram", "Rp 120,000 per kilogram"),
        ("1,5 ribu orang", "1.5 thousand people", "1.5 thousand people"),
        ("60.000 orang", "60 thousand people", "60 thousand people"),
        ("60 ribu triliun", "60 thousand trillion", "60 thousand trillion"),
    ],
    ids=["people", "price", "a part", "not in the source", "of more"],
)
def test_thousands_stand_in_figures(source: str, translation: str, shown: str) -> None:
    assert with_whole_thousands(source, translation) == shown


def test_a_sentence_has_them_all() -> None:
    source = "Sebanyak 60 ribu orang datang pada Senin (12/3) pukul 15.00 WIB."
    translation = "As many as 60 thousand people came on Monday (12/3) at 15.00 WIB."
    assert in_english(source, translation) == (
        "As many as 60,000 people came on Monday (March 12) at 3 p.m. WIB."
    )


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Rapat dibuka pukul 15.00 WIB.", "The meeting was opened at 3 p.m. WIB."),
        ("Buka pukul 09.30-12.00.", "Open from 9:30 a.m. to noon."),
        ("Sebanyak 60 ribu orang datang.", "As many as 60,000 people came."),
    ],
    ids=["time", "noon", "thousands"],
)
def test_what_stands_as_english_writes_it_is_not_lost(source: str, translation: str) -> None:
    assert lost_numbers(source, translation) == ()


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Rapat dibuka pukul 15.00 WIB.", "The meeting was opened at 5 p.m. WIB."),
        ("Sebanyak 60 ribu orang datang.", "As many as 80,000 people came."),
        ("Dari 60 ribu menjadi 60 orang.", "From 60,000 people."),
    ],
    ids=["another time", "other thousands", "one of two"],
)
def test_another_figure_is_lost(source: str, translation: str) -> None:
    assert len(lost_numbers(source, translation)) == 1
