"""Names that are made of ordinary words stay as they are."""

from __future__ import annotations

import pytest

from bot.translation.fidelity import Roster
from bot.translation.kept import kept_names
from bot.translation.lexicon import Lexicon
from bot.translation.piece import piece_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kebakaran di Pasar Minggu padam.", ["Pasar Minggu"]),
        ("Ia ke pasar Minggu pagi.", []),
        ("Ia ke Pasar Minggunya.", []),
        ("Kata dia kepada detikSumut.", ["detikSumut"]),
        ("Dalam detik itu ia kepadadetikSumut.", []),
    ],
)
def test_a_name_of_ordinary_words_is_found(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end, _ in kept_names(text)] == names


def test_a_longer_name_that_was_agreed_upon_goes_before() -> None:
    roster = Roster({"Stasiun Pasar Minggu": ("Pasar Minggu Station",)})
    mentions = piece_of("Ia tiba di Stasiun Pasar Minggu.", roster, Lexicon({})).mentions
    assert [mention.agreed for mention in mentions] == [("Pasar Minggu Station",)]
