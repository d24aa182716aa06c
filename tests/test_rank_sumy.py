"""What sumy makes of our own words."""

from __future__ import annotations

import pytest

from bot.digest.rank_sumy import rate_with_sumy

TEXTS = (
    "Warga desa membangun jembatan gantung.",
    "Jembatan gantung itu dipakai warga desa.",
    "Warga desa senang dengan jembatan.",
    "Harga cabai turun di pasar kota.",
)


def test_what_shares_no_word_with_the_rest_is_the_least_central() -> None:
    ratings = rate_with_sumy(TEXTS, "lex_rank")
    assert len(ratings) == len(TEXTS)
    assert min(ratings) == ratings[3]


def test_the_words_may_be_given() -> None:
    assert rate_with_sumy(TEXTS, "lex_rank", [["a"], ["a", "b"], ["b"], ["c"]])[1] > 0


@pytest.mark.parametrize("name", ["lex_rank", "lsa"])
def test_a_matrix_of_zeros_gives_numbers(name: str) -> None:
    assert all(rating == rating for rating in rate_with_sumy(["Warga.", "Desa."], name))
