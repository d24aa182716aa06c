"""Who a text names, under which names and in which office."""

from __future__ import annotations

from bot.digest.cast import Cast, build_cast
from bot.digest.name_candidates import name_candidates
from bot.records import Entity


def cast_of(text: str, *people: str) -> Cast:
    return build_cast(text, [Entity(name, "person") for name in people], name_candidates(text))


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
    assert list(cast_of(text, "Ratna Wibisana").people) == ["Ratna Wibisana"]


def test_a_name_glued_to_the_words_around_it_is_still_found() -> None:
    text = 'Ia pulang setelahRatna Wibisanamenjawab. "Kami menang," kata Wibisana.'
    assert list(cast_of(text, "Wibisana").people) == ["Ratna Wibisana"]


def test_the_longest_form_at_a_place_is_the_one_meant() -> None:
    cast = cast_of("Sari Utami Dewi datang, lalu Sari.", "Sari Utami Dewi")
    assert [cast.text[m.start : m.end] for m in cast.mentions] == ["Sari Utami Dewi", "Sari"]


def test_mentions_are_found_between_two_places() -> None:
    cast = cast_of("Ratna Wibisana menelepon Bagas Permana.", "Ratna Wibisana", "Bagas Permana")
    assert [mention.name for mention in cast.people_between(10, 40)] == ["Bagas Permana"]


def test_somebody_is_named_before_a_place_when_a_mention_ends_there() -> None:
    cast = build_cast(
        "Ratna datang. Ratna pulang.", [Entity("Ratna", "person"), Entity("Bagas", "person")], ()
    )
    assert [cast.is_named_before("Ratna", at) for at in (0, 4, 5, 27)] == [False, False, True, True]
    assert not cast.is_named_before("Bagas", 27)


def test_two_thousand_people_are_read() -> None:
    letters = "abcdefghijklm"
    names = [f"Arga{a}{b}{c} Bima{c}{a}" for a in letters for b in letters for c in letters][:2000]
    cast = cast_of(" ".join(f'"Ya," kata {name}.' for name in names), *names)
    assert len(cast.mentions) == 2000


def test_a_person_who_is_only_called_by_a_surname_keeps_it() -> None:
    text = "Presiden Wibisana tiba. Kapolri Ratna Sari Wibisana hadir. Lalu Wibisana pulang."
    cast = cast_of(text, "Wibisana", "Ratna Sari Wibisana")
    assert [mention.name for mention in cast.mentions] == ["Wibisana", "Ratna Sari Wibisana", "Wibisana"]
