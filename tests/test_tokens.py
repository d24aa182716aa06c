"""Words and marks with their places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.tokens import tokenize


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dinas Pendidikan (Disdik) Kota Kupang.",
            ["Dinas", "Pendidikan", "(", "Disdik", ")", "Kota", "Kupang", "."],
        ),
        ("Jum'at di Al-Qur’an", ["Jum'at", "di", "Al-Qur’an"]),
        ("M. Rasyid dan A.M. Taufik", ["M.", "Rasyid", "dan", "A.", "M.", "Taufik"]),
        ("Rp2,5 juta, 21.34 WIB (14/9/2023)", ["Rp2,5", "juta", ",", "21.34", "WIB", "(", "14/9/2023", ")"]),
        ("berakhir.Pertama, ia", ["berakhir", ".", "Pertama", ",", "ia"]),
        ("dikutip warta.co.id, MPR/DPR", ["dikutip", "warta.co.id", ",", "MPR", "/", "DPR"]),
        ("“Baik,” katanya", ["“", "Baik", ",", "”", "katanya"]),
    ],
    ids=[
        "brackets",
        "inner marks",
        "initials",
        "figures",
        "a lost space",
        "address and slash",
        "curly quotes",
    ],
)
def test_text_is_cut_into_words_and_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_no_text_has_no_tokens() -> None:
    assert tokenize("") == ()
    assert tokenize(" \n\t ") == ()


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_tokens_cover_all_but_white_space_and_stand_where_they_say(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert "".join(token.text for token in tokens) == "".join(text.split())
