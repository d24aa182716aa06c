"""Where the phrase for a speaker ends, and whom it means."""

from __future__ import annotations

import pytest

from bot.digest.cast import Cast, build_cast
from bot.digest.name_candidates import name_candidates
from bot.digest.speaker_phrases import phrase_end, points_back, read_phrase
from bot.records import Entity


def cast_of(text: str, *people: str) -> Cast:
    return build_cast(text, [Entity(name, "person") for name in people], name_candidates(text))


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


@pytest.mark.parametrize(
    "text",
    [
        "Ratna Wibisana di Jakarta",
        "Menteri Desa Ratna Wibisana, Senin",
        "warga yang melintas, Ratna Wibisana (32).",
        "seorang warga bernama Ratna Wibisana.",
        "Ekonom Utama untuk Bank Samudra Ratna Wibisana.",
    ],
    ids=["name", "office and name", "apposition", "called", "field between"],
)
def test_a_phrase_means_the_person_whom_it_names(text: str) -> None:
    assert read_phrase(cast_of(text, "Ratna Wibisana"), 0).speaker == "Ratna Wibisana"


@pytest.mark.parametrize("text", ["istri Ratna Wibisana", "warga Ratna Wibisana itu"])
def test_a_phrase_with_the_name_of_somebody_else_means_nobody_by_name(text: str) -> None:
    phrase = read_phrase(cast_of(text, "Ratna Wibisana"), 0)
    assert (phrase.speaker, phrase.mention) == (None, text)


def test_itu_does_not_point_back_to_somebody_brought_in_unnamed() -> None:
    text = "Seorang warga datang. Kata warga itu"
    assert not points_back(cast_of(text), "warga itu", 22)
    assert points_back(cast_of("Ratna datang."), "politikus itu", 13)
