"""Who a text names, and whom a reporting clause means."""

from __future__ import annotations

import pytest

from bot.digest.cast import Cast, build_cast, load_roles, name_in, office_words
from bot.digest.speakers import clause_after, clause_before, load_speech, name_places, phrase_end, points_back
from bot.records import Entity


def cast_of(text: str, *people: str) -> Cast:
    return build_cast(text, [Entity(name, "person") for name in people], name_places(text))


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
        ("Ratna Wibisana", "Ratna Wibisana"),
    ],
)
def test_titles_and_offices_are_taken_off_a_name(run: str, name: str) -> None:
    assert name_in(run) == name


def test_short_forms_of_an_office_are_the_same_office() -> None:
    assert office_words("Menlu Korsel itu") == office_words("Menteri Luar Negeri Korea Selatan")


def test_an_office_is_held_by_the_person_named_with_it() -> None:
    cast = cast_of("Gubernur Banten Ratna Wibisana hadir.", "Ratna Wibisana")
    assert cast.holder("gubernur tersebut") == "Ratna Wibisana"
    assert cast.holder("bupati tersebut") is None


def test_an_office_named_after_a_comma_counts_too() -> None:
    cast = cast_of("Ratna Wibisana, pelatih kiper, hadir.", "Ratna Wibisana")
    assert cast.holder("pelatih itu") == "Ratna Wibisana"


def test_an_office_that_two_people_hold_tells_nobody() -> None:
    cast = cast_of(
        "Menteri Ratna Wibisana dan Menteri Bagas Permana hadir.", "Ratna Wibisana", "Bagas Permana"
    )
    assert cast.holder("menteri itu") is None


def test_a_shared_short_name_means_whoever_was_named_last() -> None:
    text = "Budi Santosa datang. Budi Hartawan pulang. Lalu Budi tidur."
    cast = cast_of(text, "Budi Santosa", "Budi Hartawan")
    assert cast.mentions[-1].name == "Budi Hartawan"


def test_a_month_is_not_a_person_of_that_name() -> None:
    cast = cast_of("Juli Rahmawati lahir pada 22 Juli 1990.", "Juli Rahmawati")
    assert len(cast.mentions) == 1


def test_a_misspelt_surname_is_still_the_same_person() -> None:
    text = '"Kami menang," kata Wibisanna. Ratna Wibisana pulang.'
    assert "Wibisanna" in cast_of(text, "Ratna Wibisana").surfaces
    assert cast_of(text, "Ratna Wibisana").people == ["Ratna Wibisana"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Ratna Wibisana di Jakarta", "Ratna Wibisana"),
        ("Ratna Wibisana menambahkan", "Ratna Wibisana"),
        ("Firman M. Nur, Senin", "Firman M. Nur"),
        ("pejabat tersebut.", "pejabat tersebut"),
        ("Menteri Desa dan Daerah Ratna", "Menteri Desa dan Daerah Ratna"),
    ],
)
def test_the_phrase_of_the_speaker_ends_where_the_clause_goes_on(text: str, phrase: str) -> None:
    assert text[: phrase_end(text, 0)] == phrase


def test_an_everyday_word_reports_only_after_a_comma() -> None:
    cast = cast_of('"Bulan" terang Ratna', "Ratna")
    assert clause_after(cast, 7, comma=False) is None
    clause = clause_after(cast, 7, comma=True)
    assert clause is not None
    assert clause.speaker == "Ratna"


def test_a_new_sentence_after_a_quote_is_no_reporting_clause() -> None:
    cast = cast_of('"Kami menang." Ratna juga menegaskan aturan baru.', "Ratna")
    assert clause_after(cast, 14, comma=False) is None


def test_a_title_after_a_word_of_naming_has_no_reporting_clause() -> None:
    text = "Ratna membaca buku "
    assert clause_before(cast_of(text, "Ratna"), 0, len(text)) is None


def test_itu_does_not_point_back_to_somebody_brought_in_unnamed() -> None:
    text = "Seorang warga datang. Kata warga itu"
    assert not points_back(cast_of(text), "warga itu", 22)
    assert points_back(cast_of("Ratna datang."), "politikus itu", 13)


def test_the_tables_hold_lower_case_words_once() -> None:
    for words in (load_speech().clause_words, load_roles().roles, load_roles().fields):
        assert words == {word.lower() for word in words}
    assert load_speech().weak_stems
