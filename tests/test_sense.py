"""A translation keeps the "not", the "million" and the day of its source."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.sense import loses_negation, lost_amounts, with_amounts, with_calendar

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


@cases("calendar")
def test_a_day_or_month_that_was_exchanged_is_put_back(case: dict[str, Any]) -> None:
    assert with_calendar(case["source"], case["translation"]) == case["right"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_go_through_and_once_is_enough(source: str, translation: str) -> None:
    right = with_amounts(source, with_calendar(source, translation))
    assert with_amounts(source, right) == right
    assert loses_negation(source, translation) in (True, False)
