"""Names and offices in noun phrases."""

from __future__ import annotations

import pytest

from bot.digest.phrases import has_role, load_phrase_words, name_in, office_words, phrase_before


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("Presiden Ratna Wibisana", "Ratna Wibisana"),
        ("Kasi Humas Polres Sleman AKP Bagas Permana", "Bagas Permana"),
        ("Menteri Kesehatan Ratna Wibisana", "Ratna Wibisana"),
        ("Juru Bicara KPK Bagas Permana", "Bagas Permana"),
        ("Pak Bagas", "Bagas"),
        ("Dr. Ratna Wibisana", "Ratna Wibisana"),
        ("Polrestabes Bandung", ""),
        ("Senin", ""),
        ("Kombes Pol", ""),
        ("Daripada Mangkrak Banyak Sampahnya Ratna", "Ratna"),
        ("Koordinator Komunitas Pemilu Bersih Ratna Wibisana", "Ratna Wibisana"),
        ("Sonya Wibisana", "Sonya Wibisana"),
        ("Ratna Wibisana", "Ratna Wibisana"),
    ],
)
def test_titles_and_offices_are_taken_off_a_name(run: str, name: str) -> None:
    assert name_in(run) == name


def test_short_forms_of_an_office_are_the_same_office() -> None:
    assert office_words("Menlu Korsel itu") == office_words("Menteri Luar Negeri Korea Selatan")


def test_the_office_before_a_name_is_read_back_to_its_first_word() -> None:
    text = "Kemarin, Menteri Kesehatan Ratna"
    assert phrase_before(text, text.index("Ratna")) == "Menteri Kesehatan"


def test_a_relation_is_no_office() -> None:
    assert phrase_before("Menurut istri Bagas", 14) == ""


def test_an_office_is_a_role_and_a_name_is_none() -> None:
    assert has_role("gubernur tersebut")
    assert not has_role("Ratna Wibisana")


def test_months_are_no_names_but_those_people_bear() -> None:
    assert "desember" in load_phrase_words().not_names
    assert "juli" not in load_phrase_words().not_names
