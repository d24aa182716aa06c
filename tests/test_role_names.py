"""What an office is called in English."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation.roles import (
    known_role,
    named_role,
    role_answer,
    role_in_short,
    role_question,
    short_role,
)

CASES = tomllib.loads((Path(__file__).parent / "cases" / "roles_english.toml").read_text("utf-8"))


@pytest.mark.parametrize(("role", "english"), CASES["known"].items())
def test_the_table_knows_offices_with_their_bodies_and_places(role: str, english: str) -> None:
    assert known_role(role, "en") == (english or None)


@pytest.mark.parametrize(("role", "english"), CASES["alone"].items())
def test_a_telling_office_stands_alone_where_the_rest_is_not_known(role: str, english: str) -> None:
    assert known_role(role, "en") is None
    assert short_role(role, "en") == (english or None)


@pytest.mark.parametrize("case", CASES["named"], ids=[case["role"] for case in CASES["named"]])
def test_an_office_of_a_body_that_the_article_names_has_the_name_that_it_has_there(
    case: dict[str, Any],
) -> None:
    assert named_role(case["role"], "en", case["names"]) == (case["english"] or None)


@pytest.mark.parametrize(("role", "english"), CASES["in_short"].items())
def test_an_office_is_told_in_short_where_no_machine_can(role: str, english: str) -> None:
    assert role_in_short(role, "en") == (english or None)
    assert role_in_short(role, "de") is None


@pytest.mark.parametrize("case", CASES["answer"], ids=[case["answer"] for case in CASES["answer"]])
def test_a_machines_answer_is_taken_only_where_it_may_hold(case: dict[str, Any]) -> None:
    assert role_answer(case["answer"], case["role"], "en", case.get("names", {})) == (case["taken"] or None)


def test_another_language_is_asked_for_the_words_alone() -> None:
    assert role_question("juru bicara", "de") == "juru bicara"
    assert known_role("juru bicara", "de") is short_role("juru bicara", "de") is None
    assert role_answer("Sprecherin.", "juru bicara", "de", {}) == "Sprecherin"


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_words_do_no_harm(role: str, answer: str) -> None:
    names = {answer: role}
    asked = (known_role(role, "en"), short_role(role, "en"), role_answer(answer, role, "en", names))
    for english in (*asked, named_role(role, "en", names), role_in_short(role, "en")):
        assert english is None or english
