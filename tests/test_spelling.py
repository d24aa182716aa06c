"""Two spellings of one word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.spelling import is_misspelt, is_slip_of_the_pen, misspelt_word, one_edit_apart, traces


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("wibisana", "wibisanna", True),
        ("wibisana", "wibisono", False),
        ("wibisana", "wibisama", True),
        ("hartono", "hartoyo", False),
        ("sibisana", "wibisana", False),
        ("wibisana", "wibisana", False),
    ],
)
def test_long_words_one_letter_apart_are_the_same_word(one: str, other: str, same: bool) -> None:
    assert is_misspelt(one, other) is same
    assert is_misspelt(other, one) is same


@settings(max_examples=80, deadline=None)
@given(
    st.text("abcd", min_size=8, max_size=12),
    st.integers(1, 7),
    st.sampled_from([(0, "x"), (1, "x"), (1, "")]),
)
def test_words_one_edit_apart_share_a_trace(word: str, at: int, edit: tuple[int, str]) -> None:
    dropped, put = edit
    other = word[:at] + put + word[at + dropped :]
    assert one_edit_apart(word, other)
    assert not set(traces(word)).isdisjoint(traces(other))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("bagas adi prayoga", "bagas adi prayogo", ("prayoga", "prayogo")),
        ("bagas adi prayoga", "bagas ade prayogo", None),
        ("bagas adi sakti", "bagas ady sakti", None),  # two short names
        ("bagas prayoga", "bagas prayogo", None),  # one word is too little to go by
        ("bagas adi prayoga", "bagas adi prayoga", None),
    ],
)
def test_names_of_three_words_may_differ_by_one_letter_of_one(
    one: str, other: str, apart: tuple[str, str] | None
) -> None:
    assert misspelt_word(one.split(), other.split()) == apart


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("nonato", "nanato", True),
        ("siddiqi", "shiddiqi", True),
        ("ultzy", "ulytz", True),  # the letters in another order
        ("ratna", "ratno", False),  # too short
        ("ratna", "ratna", False),
        ("nonato", "donato", False),
    ],
)
def test_shorter_words_may_be_slips_of_the_pen(one: str, other: str, slip: bool) -> None:
    assert is_slip_of_the_pen(one, other) is slip
