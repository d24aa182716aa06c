"""A translation keeps the "not", the "million" and the day of its source."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.sense import (
    loses_negation,
    lost_amounts,
    with_amounts,
    with_calendar,
    with_english_months,
    with_whole_dates,
)

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "sense.toml").read_text(encoding="utf-8")
)


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[kind], ids=[case["id"] for case in CASES[kind]])


@cases("negation")
def test_a_negation_must_have_its_like(case: dict[str, Any]) -> None:
    assert loses_negation(case["source"], case["translation"]) is case["lost"]


@cases("amount")
def test_a_number_counts_as_many_times_as_in_the_source(case: dict[str, Any]) -> None:
    assert with_amounts(case["source"], case["translation"]) == case["right"]
    assert lost_amounts(case["source"], case["translation"]) == (case["translation"] != case["right"])


@cases("whole_date")
def test_the_day_and_the_year_stand_by_their_month(case: dict[str, Any]) -> None:
    assert with_whole_dates(case["source"], case["translation"]) == case["right"]


@pytest.mark.parametrize(
    ("translation", "right"),
    [
        ("Rates rise on 1 desember", "Rates rise on December 1"),
        ("Open until 10 Oktober 2026.", "Open until October 10, 2026."),
        ("On 3 april, 4 mei", "On April 3, May 4"),
        ("From 5-10 mei 2026", "From 5-10 May 2026"),
        ("On 3 April 2026 there may be 5 may trees", "On 3 April 2026 there may be 5 may trees"),
    ],
)
def test_a_month_that_stayed_indonesian_is_named(translation: str, right: str) -> None:
    assert with_english_months(translation) == right


@cases("calendar")
def test_a_day_or_month_that_was_exchanged_is_put_back(case: dict[str, Any]) -> None:
    assert with_calendar(case["source"], case["translation"]) == case["right"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_go_through_and_once_is_enough(source: str, translation: str) -> None:
    right = with_amounts(source, with_calendar(source, translation))
    assert with_amounts(source, right) == right
    assert loses_negation(source, translation) in (True, False)


EN_ID = ("en", "id")


@pytest.mark.parametrize(
    ("source", "translation", "lost"),
    [
        ("They didn’t come.", "Mereka datang.", True),
        ("They didn't come.", "Mereka tidak datang.", False),
        ("He left without a word.", "Ia pergi tanpa sepatah kata.", False),
        ("Not only rice was dear.", "Beras dan gula mahal.", False),
        ("Nobody was hurt.", "Semua orang terluka.", True),
        ("The mayor came.", "Wali kota datang.", False),
    ],
)
def test_what_english_denies_is_denied_in_indonesian(source: str, translation: str, lost: bool) -> None:
    assert loses_negation(source, translation, EN_ID) == lost


def test_amounts_and_days_of_english_are_put_right_in_indonesian() -> None:
    assert (
        with_amounts("It cost $2.5 billion.", "Biayanya 2,5 juta dolar.", EN_ID)
        == "Biayanya 2,5 miliar dolar."
    )
    assert with_amounts("Up 12 percent.", "Naik 12.", EN_ID) == "Naik 12 persen."
    assert with_calendar("It opened on Monday.", "Dibuka pada Selasa.", EN_ID) == "Dibuka pada Senin."
