"""Whole summaries: which sets are listed, and what is said of each."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.rank_sets import LIKELIEST, MAX_SET_SIZE, MOST_PIECES, describe_sets, list_sets

ROW = dict.fromkeys(("quoted", "title", "figures", "names", "lex_rank", "paragraph"), 0.0)


def test_sets_are_made_of_the_likeliest_sentences() -> None:
    log_odds = [float(-at) for at in range(LIKELIEST + 3)]
    sets = list_sets(log_odds, [20] * len(log_odds), range(len(log_odds)))
    assert {at for taken in sets for at in taken} == set(range(LIKELIEST))


def test_a_sentence_that_may_not_be_taken_is_in_no_set() -> None:
    sets = list_sets([3.0, 2.0, 1.0], [30, 30, 30], [0, 2])
    assert sets == [(0,), (2,), (0, 2)]


def test_too_long_sets_are_left_out_while_there_are_others() -> None:
    assert list_sets([0.0, 0.0], [MOST_PIECES, MOST_PIECES], [0, 1]) == [(0,), (1,)]
    assert list_sets([0.0], [MOST_PIECES + 1], [0]) == [(0,)]
    anyhow = list_sets([0.0, 0.0], [MOST_PIECES, MOST_PIECES], [0, 1], any_length=True)
    assert anyhow == [(0,), (1,), (0, 1)]


def described(sets: list[tuple[int, ...]], *texts: str) -> dict[tuple[int, ...], dict[str, float]]:
    counts = [Counter(text.split()) for text in texts]
    kept, names, matrix = describe_sets(sets, [0.0] * len(texts), [ROW] * len(texts), counts)
    return {
        taken: dict(zip(names, row, strict=True)) for taken, row in zip(kept, matrix.tolist(), strict=True)
    }


def test_what_a_set_repeats_and_how_long_it_is_stands_in_its_row() -> None:
    rows = described([(0, 1), (0, 2)], "a b c", "d e", "a b")
    assert rows[0, 1]["repeated"] == 0.0
    assert rows[0, 2]["repeated"] == 2 / 3
    assert [rows[taken]["pieces"] for taken in ((0, 1), (0, 2))] == [5, 5]
    assert [rows[taken]["gaps"] for taken in ((0, 1), (0, 2))] == [0, 1]


def test_the_set_that_shares_most_with_the_others_agrees_most() -> None:
    rows = described([(0,), (1,), (2,)], "a b c d", "a b x y", "c d p q")
    assert max(rows, key=lambda taken: rows[taken]["agreement"]) == (0,)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-9, 9), st.integers(1, 120)), min_size=1, max_size=14))
def test_every_set_is_ascending_and_not_too_many(sentences: list[tuple[float, int]]) -> None:
    log_odds, lengths = [odds for odds, _ in sentences], [length for _, length in sentences]
    sets = list_sets(log_odds, lengths, range(len(sentences)))
    assert sets
    assert all(list(taken) == sorted(set(taken)) and len(taken) <= MAX_SET_SIZE for taken in sets)
