"""Which words have a capital inside sentences."""

from __future__ import annotations

from training.translation.capitals import capitals

KNOWN = frozenset({"kolombia", "rumah", "natal"})


def test_a_word_with_a_capital_more_often_than_not_is_one() -> None:
    texts = ["warga di Kolombia pulang ke rumah saat natal"] * 2 + ["warga di Kolombia merayakan hari Natal"]
    assert list(capitals(texts, KNOWN)) == ["kolombia"]


def test_the_first_word_and_headlines_tell_nothing() -> None:
    texts = ["Rumah warga kosong", "Warga Kembali ke Rumah Sejak Natal"] * 3
    assert list(capitals(texts, KNOWN)) == []
