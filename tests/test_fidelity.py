"""Names and numbers that must survive a translation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation.fidelity import (
    Roster,
    english_number,
    english_numbers,
    lost_names,
    lost_numbers,
    stands,
    tidy,
    with_stand_ins,
    without_stand_ins,
)

ROSTER = Roster(
    {
        "Ratna Wijaya": ("Ratna Wijaya",),
        "Ratna": ("Ratna",),
        "AS": ("the US", "US", "American"),
        "Korea Selatan": ("South Korea", "South Korean"),
    }
)


def test_the_longest_name_is_found() -> None:
    assert [m.form for m in ROSTER.find("Ratna Wijaya tiba, kata Ratna.")] == ["Ratna Wijaya", "Ratna"]


def test_a_name_inside_a_word_is_no_mention() -> None:
    assert ROSTER.find("ASEAN dan Ratnasari") == ()


def test_a_name_is_lost_when_none_of_its_forms_stands() -> None:
    mentions = ROSTER.find("Ratna Wijaya ke AS dan Korea Selatan")
    lost = lost_names(mentions, "Ratna Wi went to the American and the Korean city")
    assert [m.form for m in lost] == ["Ratna Wijaya", "Korea Selatan"]


def test_a_form_must_stand_as_words_of_its_own() -> None:
    assert stands(("US",), "the US's plan")
    assert not stands(("US",), "the USSR")


def test_a_source_form_left_in_the_translation_is_settled() -> None:
    assert ROSTER.settle("Ratna left Korea Selatan.") == "Ratna left South Korea."


def test_stand_ins_go_in_and_come_out_again() -> None:
    text = "Ratna bertemu X di Korea Selatan, kata Ratna."
    changed, agreed = with_stand_ins(text, ROSTER.find(text))
    assert changed == "John bertemu X di Maria, kata John."
    assert without_stand_ins("John met X in Maria.", agreed) == "Ratna met X in South Korea."


def test_names_beyond_the_stand_ins_stay() -> None:
    roster = Roster({name: (name,) for name in "ABCDEF"})
    changed, agreed = with_stand_ins("A B C D E F", roster.find("A B C D E F"))
    assert changed.endswith("E F")
    assert len(agreed) == 4


@pytest.mark.parametrize(
    ("source", "translation", "lost"),
    [
        ("Ada 12 warga", "There are 12 residents", []),
        ("Ada 12 warga", "There are twelve residents", []),
        ("Juara 3", "Third place", []),
        ("Ada 45 warga", "There are residents", ["45"]),
        ("Rp1.250,5 juta", "Rp1,250.5 million", []),
        ("2.542.000 orang", "2.542,000 people", []),
        ("pada 2022", "in 20222", ["2022"]),
        ("5 dan 5", "5", ["5"]),
        ("Kamis (14/9/2023)", "Thursday, September 14, 2023", []),
        ("Kamis (14/9/2023)", "Thursday, September 2023", ["14"]),
        ("tanpa angka", "no numbers", []),
    ],
)
def test_a_number_is_lost_when_its_digits_are(source: str, translation: str, lost: list[str]) -> None:
    assert [number.written for number in lost_numbers(source, translation)] == lost


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("1.250", "1,250"),
        ("1.250.000,5", "1,250,000.5"),
        ("2,5", "2.5"),
        ("2023", "2023"),
        ("21.34", "21.34"),
    ],
)
def test_a_number_is_written_the_english_way(indonesian: str, english: str) -> None:
    assert english_number(indonesian) == english


def test_only_numbers_of_the_source_are_rewritten() -> None:
    assert english_numbers("naik 2,5 persen", "up 2,5 percent, v1,7") == "up 2.5 percent, v1,7"


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("in the the US", "in the US"),
        ("the US said", "The US said"),
        ("a the UN plan", "a UN plan"),
        ("to the US", "to the US"),
    ],
)
def test_articles_are_tidied(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_goes_through(source: str, translation: str) -> None:
    mentions = ROSTER.find(source)
    assert set(lost_names(mentions, translation)) <= set(mentions)
    assert lost_numbers(source, source) == ()
    changed, agreed = with_stand_ins(source, mentions)
    assert bool(agreed) == bool(mentions)
    assert (changed == source) == (not mentions)
