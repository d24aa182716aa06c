"""The table of words that people write."""

from __future__ import annotations

from training.translation.written import LEAST_SEEN, written

LINES = ["Warga pulang, warga pulang.", "Warga’s rumah"]


def test_a_word_stands_in_enough_lines_and_is_not_known_already() -> None:
    assert list(written(LINES * (LEAST_SEEN // 2), frozenset({"pulang"}))) == ["warga"]


def test_a_word_that_comes_often_in_few_lines_may_be_misspelt() -> None:
    assert list(written(["pulng " * 50] * (LEAST_SEEN - 1), frozenset())) == []
