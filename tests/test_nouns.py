"""A told noun has the number that the words before it give it."""

from __future__ import annotations

import pytest

from bot.translation.nouns import numbered


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("", "thief"),
        ("Polisi menangkap", "thief"),
        ("Polisi menangkap dua", "thieves"),
        ("Polisi menangkap 12", "thieves"),
        ("Pada 2025", "thief"),
        ("Polisi menangkap tiga orang", "thieves"),
        ("Polisi menangkap satu orang", "thief"),
        ("Ia orang", "thief"),
        ("Para", "thieves"),
        ("Seorang", "thief"),
        ("Salah satu", "thief"),
    ],
)
def test_a_word_that_counts_makes_a_plural(before: str, told: str) -> None:
    assert numbered(f"{before} ", "pencuri", ("thief", "burglar", "thieves", "thiefs")) == told


@pytest.mark.parametrize(
    ("before", "translations", "told"),
    [
        ("seorang ", ("victims", "victim"), "victim"),
        ("satu ", ("buses", "bus"), "bus"),
        ("salah satu ", ("victims", "victim"), "victims"),
        ("dua ", ("baby", "infants", "babies"), "babies"),
        ("dua ", ("policeman", "policemen"), "policemen"),
        ("dua ", ("school child", "school children"), "school children"),
        ("dua ", ("cattle", "cow"), "cattle"),
    ],
)
def test_the_number_is_taken_from_the_translations(
    before: str, translations: tuple[str, ...], told: str
) -> None:
    assert numbered(before, "x", translations) == told
