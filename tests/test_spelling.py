"""Two spellings of one word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.spelling import is_coined, is_misspelt, one_edit_apart, traces


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


@pytest.mark.parametrize(
    ("short", "full", "coined"),
    [
        ("Danwib", ("danarto", "wibisana"), True),  # how two words begin
        ("Danwia", ("danarto", "wibisana"), True),  # letters left out behind the second
        ("Danria", ("danarto", "wibisana"), False),
        ("DW", ("danarto", "wibisana"), True),
        ("DA", ("danarto", "wibisana"), False),
        ("Wibi", ("danarto", "wibisana"), True),  # how one begins, far from the whole
        ("Danar", ("danarto", "wibisana"), False),
        ("Rnata", ("danarto", "sarnata"), True),  # how one ends
        ("Nata", ("danarto", "sarnata"), False),
        ("Danarto", ("danarto", "wibisana"), False),
        ("DW", ("danarto",), False),
    ],
)
def test_nicknames_are_made_of_the_parts_of_a_name(short: str, full: tuple[str, ...], coined: bool) -> None:
    assert is_coined(short, full) is coined


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
