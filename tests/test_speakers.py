"""Whom a reporting clause means."""

from __future__ import annotations

import pytest

from bot.digest.cast import Cast, build_cast
from bot.digest.speakers import clause_after, clause_before, load_speech, name_places, phrase_end, points_back
from bot.records import Entity


def cast_of(text: str, *people: str) -> Cast:
    return build_cast(text, [Entity(name, "person") for name in people], name_places(text))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Ratna Wibisana di Jakarta", "Ratna Wibisana"),
        ("Ratna Wibisana menambahkan", "Ratna Wibisana"),
        ("Firman M. Nur, Senin", "Firman M. Nur"),
        ("pejabat tersebut.", "pejabat tersebut"),
        ("Menteri Desa dan Daerah Ratna", "Menteri Desa dan Daerah Ratna"),
        ("Kombes Pol. Bagas Permana di Sleman", "Kombes Pol. Bagas Permana"),
        ("Ketua Badan Siaga Bencana (BSB) Sleman itu", "Ketua Badan Siaga Bencana (BSB) Sleman itu"),
        ("Bagas (32) warga", "Bagas"),
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


def test_the_table_holds_lower_case_words() -> None:
    assert load_speech().clause_words == {word.lower() for word in load_speech().clause_words}
    assert load_speech().weak_stems
