"""Where beside words of saying somebody may be named."""

from __future__ import annotations

import pytest

from bot.digest.name_candidates import name_candidates


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ('"Ya," kata Ratna Wibisana di Sleman.', "Ratna Wibisana"),
        ('"Ya," kata warga yang lewat, Ratna (32).', "Ratna"),
        ("Ratna Wibisana juga mengatakan hal itu.", "Ratna Wibisana"),
        ("Hal itu disampaikan oleh Ratna Wibisana kemarin.", "Ratna Wibisana"),
        ("Menurut Ratna Wibisana hujan turun.", "Ratna Wibisana"),
        ("Ketua panitia, Ratna Wibisana, datang.", "Ratna Wibisana"),
        ("Di sana Ratna Wibisana (32) menunggu.", "Ratna Wibisana"),
    ],
)
def test_a_name_may_stand_beside_words_of_saying_and_in_apposition(text: str, stretch: str) -> None:
    assert stretch in [text[start:end].strip() for start, end in name_candidates(text)]


@pytest.mark.parametrize(
    "text",
    ['"Ya," katanya.', "Sumber di Raja Ampat mengatakan hal itu.", "Ratna Wibisana pulang.", ""],
    ids=["clitic", "behind a preposition", "no word of saying", "nothing"],
)
def test_nobody_is_looked_for_elsewhere(text: str) -> None:
    assert list(name_candidates(text)) == []
