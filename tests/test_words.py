"""The words of a text for comparing it with another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.words import content_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harga naik Rp 1.250", ["harga", "naik", "rp", "1.250"]),
        ("Ropi’i, Jum'at (14/9)", ["ropi’i", "jum'at", "14/9"]),
        ("sekurang-kurangnya dua", ["sekurang-kurangnya", "dua"]),
        ("… – !", []),
    ],
    ids=["figures", "inner marks", "doubled words", "marks only"],
)
def test_words_are_lower_case_and_in_order(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_stop_words_are_no_content() -> None:
    assert content_words("Harga beras yang dan gula itu") == ["harga", "beras", "gula"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_content_words_are_some_of_the_words(text: str) -> None:
    assert set(content_words(text)) <= set(words(text))
