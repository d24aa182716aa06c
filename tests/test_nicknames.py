"""Nicknames that are made of the parts of a name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.nicknames import is_coined, marks_of_name, marks_of_nickname


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
        ("Zul", ("zulkieflimana",), True),  # the shorter, the farther
        ("Zul", ("zulkifli",), False),
        ("Benny", ("benyamin", "wibisana"), True),  # how English makes one
        ("Benny", ("benita",), False),
        ("Benry", ("benyamin",), False),
        ("Henny", ("suhenny",), True),
        ("Adi", ("adiwijaya",), True),
        ("Danarto", ("danarto", "wibisana"), False),
        ("DW", ("", "wibisana"), False),
        ("DW", ("danarto",), False),
    ],
)
def test_nicknames_are_made_of_the_parts_of_a_name(short: str, full: tuple[str, ...], coined: bool) -> None:
    assert is_coined(short, full) is coined


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text("abcd", min_size=3, max_size=12), min_size=1, max_size=3),
    st.text("abcd", min_size=2, max_size=7),
    st.booleans(),
)
def test_a_name_and_a_nickname_made_of_it_share_a_mark(full: list[str], short: str, initials: bool) -> None:
    nickname = "".join(word[0] for word in full).upper() if initials else short
    if is_coined(nickname, full):
        assert not marks_of_name(full).isdisjoint(marks_of_nickname(nickname))
