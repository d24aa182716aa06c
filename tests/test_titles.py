"""The table of titles, as its readers ask it."""

from __future__ import annotations

import pytest

from bot.digest.titles import load_titles


@pytest.mark.parametrize(
    ("words", "width"),
    [
        (("wakil", "wali", "kota", "ratna"), 3),
        (("dr", "ratna", "wibisana"), 1),
        (("ratna", "wibisana"), 0),
        (("putri", "ayu"), 0),
        (("imam", "bagas", "permana"), 1),
        ((), 0),
    ],
)
def test_a_title_before_a_name_has_so_many_words(words: tuple[str, ...], width: int) -> None:
    assert load_titles().width_before(words) == width


def test_the_words_are_lower_case_without_a_trailing_dot() -> None:
    titles = load_titles()
    for word in (*titles.kinds, *titles.roles, *titles.honorifics, *titles.name_like):
        assert word == word.lower().rstrip(".")


def test_a_word_that_is_as_often_a_name_heads_no_role() -> None:
    assert load_titles().name_like
    assert load_titles().name_like.isdisjoint(load_titles().roles)
