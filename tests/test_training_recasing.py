"""Capitals given back to text in lower case, by sentences of our own."""

from __future__ import annotations

from training.recasing import Recaser

TEXT = "Kemarin warga Ambon pulang .", "Harga beras di Ambon dan PT Sagu naik ."
PLAIN = [sentence.split() for sentence in TEXT] * 3


def restored(text: str, named: str = "") -> str:
    words = text.split()
    return " ".join(Recaser(PLAIN).restore(words, [word in named.split() for word in words]))


def test_words_are_written_as_plain_text_writes_them_in_mid_sentence() -> None:
    assert restored("lalu warga ambon dan pt sagu pulang") == "Lalu warga Ambon dan PT Sagu pulang"


def test_a_word_after_a_full_stop_begins_with_a_capital() -> None:
    assert restored("pulang . beras naik") == "Pulang . Beras naik"


def test_an_unknown_word_inside_a_name_gets_a_capital() -> None:
    assert restored("kata wiratama , pulang", "wiratama") == "Kata Wiratama , pulang"


def test_a_word_that_is_never_capitalised_stays_as_it_is_inside_a_name_too() -> None:
    assert Recaser(PLAIN * 2).restore(["di", "warga", "ambon"], [False, True, True]) == [
        "Di",
        "warga",
        "Ambon",
    ]


def test_marks_and_numbers_stay_as_they_are() -> None:
    assert restored("( 13 / 8 )") == "( 13 / 8 )"
