"""What an article says that somebody is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.cast import build_cast
from bot.digest.quotes import find_quotes
from bot.digest.roles import MAX_ROLE_WORDS, role_of
from bot.records import Article, Entity

CASES = tomllib.loads((Path(__file__).parent / "cases" / "roles.toml").read_text("utf-8"))["case"]
NAME = "Ratna Wibisana"
PEOPLE = [Entity(NAME, "person"), Entity("Bagas Permana", "person")]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_role_is_told_in_the_words_of_the_article(case: dict[str, Any]) -> None:
    assert role_of(build_cast(case["text"], PEOPLE, ()), NAME) == (case["role"] or None)


def test_every_quotation_of_a_speaker_has_the_role_that_stands_anywhere_in_the_article() -> None:
    text = f'"Kami siap," kata {NAME}. {NAME} adalah kepala puskesmas. "Obat cukup," ujarnya.'
    quotes = find_quotes(Article(text), (), PEOPLE)
    assert [quote.speaker_role for quote in quotes] == ["kepala puskesmas"] * 2


def test_a_quotation_of_nobody_has_no_role() -> None:
    (quote,) = find_quotes(Article('"Kami siap," kata seorang warga.'), (), ())
    assert quote.speaker_role is None


@given(
    st.lists(st.sampled_from(["Ratna Wibisana", "kepala", "Bupati", ",", ".", "(", ")", "dan", "yang", "x"]))
)
@settings(max_examples=80, deadline=None)
def test_a_role_is_short_and_holds_no_persons_name(words: list[str]) -> None:
    role = role_of(build_cast(" ".join(words), PEOPLE, ()), NAME)
    assert role is None or (role and len(role.split()) <= MAX_ROLE_WORDS and NAME not in role)
