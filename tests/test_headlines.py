"""Headlines are read as sentences and written as headlines, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.headlines import as_a_headline, in_small_letters, is_headline


@pytest.mark.parametrize(
    ("language", "line", "sentence"),
    [
        ("id", "Warga Papanggo Akan Dievakuasi ke Sekolah", "Warga Papanggo akan dievakuasi ke sekolah"),
        ("id", "3.282 Petugas Disiagakan Hadapi Banjir", "3.282 petugas disiagakan hadapi banjir"),
        ("id", "Jelang Natal, Rumah di Kolombia Rusak", "Jelang Natal, rumah di Kolombia rusak"),
        ("id", "DPR Bahas Anggaran Rumah Sakit", "DPR bahas anggaran rumah sakit"),
        ("en", "Police Found a Stolen Bicycle in Jakarta", "Police found a stolen bicycle in Jakarta"),
        ("en", "33rd Annual Festival Begins at kompas.com", "33rd annual festival begins at kompas.com"),
    ],
)
def test_a_headline_becomes_a_sentence(language: str, line: str, sentence: str) -> None:
    assert is_headline(line, language)
    assert in_small_letters(line, language) == sentence


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("id", "Warga Papanggo akan dievakuasi ke sekolah"),
        ("id", "Bentrokan suku di Kenya"),
        ("id", "Warga Mengungsi ke Balai Desa."),
        ("id", "Rumah Sakit Daerah"),
        ("id", "Ratna Wibisana dan Bagas Permana"),
        ("id", "Kementerian Perhubungan"),
        ("fr", "Les Habitants Sont Évacués Demain"),
        ("en", "Residents of Papanggo will be evacuated to the hall"),
        ("en", '"Angola: Country Makes Progress ""in Everything"""'),
        ("en", ""),
    ],
)
def test_sentences_names_and_other_languages_are_no_headlines(language: str, line: str) -> None:
    assert not is_headline(line, language)


def test_names_keep_their_capitals() -> None:
    line = "Aktor Bintang Cahaya Membeli Rumah Baru"
    assert in_small_letters(line, "id", [(6, 20)]) == "Aktor Bintang Cahaya membeli rumah baru"
    written = as_a_headline("the actor von der Bintang buys a house", "en", ["von der Bintang"])
    assert written == "The Actor von der Bintang Buys a House"


@pytest.mark.parametrize(
    ("language", "text", "headline"),
    [
        ("en", "residents flee to the village hall", "Residents Flee to the Village Hall"),
        ("en", "the two-year plan on kompas.com", "The Two-year Plan on Kompas.com"),
        ("en", "the iPhone and e-KTP sell well", "The iPhone and e-KTP Sell Well"),
        ("id", "warga mengungsi ke balai desa", "Warga Mengungsi ke Balai Desa"),
    ],
)
def test_a_translation_gets_the_capitals_of_headlines(language: str, text: str, headline: str) -> None:
    assert as_a_headline(text, language) == headline


@given(st.text(max_size=80), st.sampled_from(["id", "en", "fr"]))
def test_only_letters_change_their_case(text: str, language: str) -> None:
    assert in_small_letters(text, language).casefold() == text.casefold()
    assert as_a_headline(text, language).casefold() == text.casefold()
