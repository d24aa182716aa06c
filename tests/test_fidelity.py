"""Names and numbers that must survive a translation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation.fidelity import (
    Roster,
    as_subject,
    english_number,
    english_numbers,
    indonesian_numbers,
    lost_names,
    lost_numbers,
    stand_ins,
    stands,
    tidy,
    with_articles,
    with_capital,
    with_dates,
    with_listed,
    with_rupiah,
    without_open_end,
    without_site,
    without_stand_ins,
    without_stutter,
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


def test_the_office_of_a_mayor_is_no_part_of_a_city() -> None:
    cities = Roster({"Kota Ternate": ("Ternate City",), "Ternate": ("Ternate",)})
    assert [m.form for m in cities.find("Wali Kota Ternate di Kota Ternate.")] == ["Ternate", "Kota Ternate"]


def test_a_name_is_lost_when_none_of_its_forms_stands() -> None:
    mentions = ROSTER.find("Ratna Wijaya ke AS dan Korea Selatan")
    lost = lost_names(mentions, "Ratna Wi went to the American and the Korean city")
    assert [m.form for m in lost] == ["Ratna Wijaya", "Korea Selatan"]


def test_a_form_must_stand_as_words_of_its_own() -> None:
    assert stands(("US",), "the US's plan")
    assert not stands(("US",), "the USSR")


def test_a_source_form_left_in_the_translation_is_settled() -> None:
    assert ROSTER.settle("Ratna left Korea Selatan.") == "Ratna left South Korea."


NATIONS = Roster({name: (name,) for name in ("Iran", "Laos", "Kenya", "Malta")})


@pytest.mark.parametrize(
    ("source", "translation", "mended"),
    [
        ("Iran, Laos, Kenya, dan Malta.", "Iran, Kenya, and Malta.", "Iran, Laos, Kenya, and Malta."),
        ("Iran, Laos dan Kenya.", "Iran and Kenya.", "Iran, Laos and Kenya."),
        ("Iran bertemu Laos, Kenya.", "Iran met Kenya.", "Iran met Kenya."),
        ("Iran, Laos, Kenya.", "Iran met Kenya.", "Iran met Kenya."),
        ("Iran, Laos, Kenya.", "Iran, Laos, Kenya.", "Iran, Laos, Kenya."),
    ],
)
def test_a_name_that_a_list_lost_stands_between_its_neighbours(
    source: str, translation: str, mended: str
) -> None:
    assert with_listed(source, translation, NATIONS.find(source)) == mended


def test_before_a_verb_no_adjective_will_do_for_a_country() -> None:
    us, korea = ROSTER.find("AS Korea Selatan")
    assert as_subject(us).agreed == ("the US", "US")
    assert as_subject(korea).agreed == ("South Korea",)


def test_each_name_has_a_stand_in_that_the_text_has_not() -> None:
    text = "Ratna bertemu X di Korea Selatan, kata Ratna."
    chosen = stand_ins(text, ROSTER.find(text))
    assert [(agreed[0], word) for agreed, word in chosen.items()] == [
        ("Ratna", "John"),
        ("South Korea", "Maria"),
    ]


def test_stand_ins_come_out_again() -> None:
    restored = without_stand_ins("John met X in Maria.", {"John": "Ratna", "Maria": "South Korea"})
    assert restored == "Ratna met X in South Korea."


def test_names_beyond_the_stand_ins_have_none() -> None:
    roster = Roster({name: (name,) for name in "ABCDEF"})
    assert list(stand_ins("A B C D E F", roster.find("A B C D E F"))) == [("A",), ("B",), ("C",), ("D",)]


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
        ("Proyek Rp 8,4 triliun", "The Rp 8.4 trillion project", []),
        ("selama 2,5 jam", "for 2.5 hours", []),
        ("Selasa (12/8/2025)", "Tuesday (12/8/2025)", []),
        ("pukul 21.34 WIB", "at 21:34 WIB", ["21.34"]),
        ("turun 3,75 persen", "fell 3.75 percent", []),
        ("tumbuh 2-4 persen", "growth of 2-4 percent", []),
        ("tumbuh 2-4 persen", "growth of two to four percent", []),
        ("HUT ke-79", "the 79th anniversary", []),
        ("presiden ke-7", "the seventh president", []),
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


@pytest.mark.parametrize(
    ("source", "translation", "written"),
    [
        ("menembus Rp 120.000 per kg", "over 120,000 per kg", "over Rp 120,000 per kg"),
        ("naik Rp120 ribu", "up Rp. 120 thousand", "up Rp 120 thousand"),
        ("naik Rp 50 ribu", "up 50 thousand rupiah", "up 50 thousand rupiah"),
        ("naik Rp 50 ribu", "up IDR 50 thousand", "up IDR 50 thousand"),
        ("Rp 5 juta untuk 5 warga", "5 million for 5 residents", "5 million for 5 residents"),
        ("ada 50 warga", "there are 50 residents", "there are 50 residents"),
        (
            "Rp 1,5 triliun menjadi Rp 2 triliun",
            "Rp1.5 trillion to 2 trillion",
            "Rp 1.5 trillion to Rp 2 trillion",
        ),
    ],
)
def test_a_sum_keeps_its_currency(source: str, translation: str, written: str) -> None:
    assert with_rupiah(source, translation) == written


def test_a_website_that_the_model_added_goes() -> None:
    assert without_site("Perpustakaan berlayar", "Library sails · World News") == "Library sails"
    assert without_site("Cuaca · Bali", "Weather · Bali") == "Weather · Bali"


@pytest.mark.parametrize(
    ("translation", "restored"),
    [
        ("the closeness of the John and Maria", "the closeness of South Korea and the US"),
        ("They left the John.", "They left South Korea."),
        ("the John army", "the South Korea army"),
        ("John's army", "South Korea's army"),
    ],
)
def test_the_article_before_a_stand_in_goes_where_it_was_the_stand_ins(
    translation: str, restored: str
) -> None:
    assert without_stand_ins(translation, {"John": "South Korea", "Maria": "the US"}) == restored


def test_only_numbers_of_the_source_are_rewritten() -> None:
    assert english_numbers("naik 2,5 persen", "up 2,5 percent, v1,7") == "up 2.5 percent, v1,7"


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("in the the US", "in the US"),
        ("the US said", "The US said"),
        ("a the UN plan", "a UN plan"),
        ("to the US", "to the US"),
        ("the United States (the US) says", "The United States (US) says"),
        ("Head the City Trade Office", "Head of the City Trade Office"),
        ("they head the Commission", "they head the Commission"),
        ("Lukas Roring, Ratna Wijaya, Ratna Wijaya, and I", "Lukas Roring, Ratna Wijaya, and I"),
        ("Ratna Wijaya Ratna Wijaya's plan", "Ratna Wijaya's plan"),
        ("Bali, Bali", "Bali, Bali"),
        ("The US Department of Justice (US) said", "The US Department of Justice said"),
        ("The US office of the (US)", "The US office of the (US)"),
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
    assert bool(stand_ins(source, mentions)) == bool(mentions)


@pytest.mark.parametrize(
    ("translation", "right"),
    [
        ("on Monday (272/2023)", "on Monday (27/2/2023)"),
        ("on Monday (27/2/2023)", "on Monday (27/2/2023)"),
        ("on Monday, February 27", "on Monday, February 27"),
        ("some 27 people in 2023", "some 27 people in 2023"),
    ],
    ids=["run together", "right", "in words", "other numbers"],
)
def test_a_date_in_figures_keeps_its_strokes(translation: str, right: str) -> None:
    assert with_dates("pada Senin (27/2/2023)", translation) == right


@pytest.mark.parametrize(
    ("source", "translation", "right"),
    [
        ("Selasa (1/12/2026)", "Tuesday (1/12, 2026)", "Tuesday (1/12/2026)"),
        ("Selasa (01/12/2026)", "Tuesday (1/12 2026)", "Tuesday (01/12/2026)"),
        ("Sabtu (28/11/2026)", "Saturday (November 28/2026)", "Saturday (28/11/2026)"),
        ("Sabtu (28/11/2026)", "Saturday (28 November/2026)", "Saturday (28/11/2026)"),
        ("Sabtu (28/11/2026)", "Saturday (November 28, 2026)", "Saturday (November 28, 2026)"),
        ("Sabtu (28/11/2026)", "Saturday, 28 November 2026", "Saturday, 28 November 2026"),
        ("Selasa (1/12/2026)", "Tuesday (11/12, 2026)", "Tuesday (11/12, 2026)"),
        ("edisi 1/13/2026", "edition 1/13, 2026", "edition 1/13/2026"),
    ],
)  # fmt: skip
def test_a_date_in_figures_is_put_together_again(source: str, translation: str, right: str) -> None:
    assert with_dates(source, translation) == right


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("tanggal 1/12/2023 dan 11/2/2023", "on 1/12/2023 and 11/2/2023"),
        ("tanggal 11/2/2023, nomor 1122023", "on 11/2/2023, no 1122023"),
    ],
    ids=["dates of the same digits", "a number of the same digits"],
)
def test_dates_that_are_right_are_left(source: str, translation: str) -> None:
    assert with_dates(source, translation) == translation


@pytest.mark.parametrize("number", ["192.168.100.100", "0.125", "0.500.000"])
def test_what_is_no_number_of_thousands_keeps_its_points(number: str) -> None:
    assert english_number(number) == number


@pytest.mark.parametrize(
    ("source", "translation", "written"),
    [
        ("It cost $1,250.5 million.", "Biayanya 1,250.5 juta dolar.", "Biayanya 1.250,5 juta dolar."),
        (
            "Up 2.5 percent to Rp 14,500.",
            "Naik 2.5 persen menjadi Rp 14,500.",
            "Naik 2,5 persen menjadi Rp 14.500.",
        ),
        ("It closed at 9.30 p.m.", "Tutup pukul 9.30 malam.", "Tutup pukul 9.30 malam."),
        ("In 2025", "Pada 2025", "Pada 2025"),
    ],
)
def test_numbers_of_english_news_are_written_the_indonesian_way(
    source: str, translation: str, written: str
) -> None:
    assert indonesian_numbers(source, translation) == written


@pytest.mark.parametrize(
    ("source", "translation", "once"),
    [
        ("Kota Yogyakarta", "the City City City of Yogyakarta", "the City of Yogyakarta"),
        ("kata Ekhwanto, Selasa", "said Ekhwanto, Ekhwanto", "said Ekhwanto"),
        ("di pos balai", "at the post hall the post hall", "at the post hall"),
        ("Pagi, pagi sekali", "Early, early in the morning", "Early, early in the morning"),
        ("warga yang", "those that that is", "those that is"),
        ("kota kotanya", "a city citywide", "a city citywide"),
    ],
    ids=["word", "comma", "group", "the source does so", "small word", "a beginning"],
)
def test_what_is_said_twice_in_a_row_is_said_once(source: str, translation: str, once: str) -> None:
    assert without_stutter(source, translation) == once


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("a elephant", "an elephant"),
        ("An university", "A university"),
        ("a used car, a user", "a used car, a user"),
        ("an one-off", "a one-off"),
        ("a hour", "a hour"),
        ("a US plan, an MP", "a US plan, an MP"),
        ("plan a, old", "plan a, old"),
    ],
)
def test_english_articles_agree_with_the_sound_that_follows(written: str, right: str) -> None:
    assert with_articles(written) == right


@pytest.mark.parametrize(
    ("source", "written", "right"),
    [
        ("Hadiah itu mahal", "prize is dear", "Prize is dear"),
        ("iPhone itu mahal", "iPhone is dear", "iPhone is dear"),
        ("Ponsel iPhone mahal", "iPhone is dear", "iPhone is dear"),
        ("dan mahal", "and dear", "and dear"),
        ("Mahal", "", ""),
    ],
)
def test_a_translation_begins_with_a_capital_where_its_source_does(
    source: str, written: str, right: str
) -> None:
    assert with_capital(source, written) == right


@pytest.mark.parametrize(
    ("source", "translation", "closed"),
    [
        ("Tarif naik 1 Desember", "Rates rise on December 1,", "Rates rise on December 1"),
        ("Tarif naik,", "Rates rise,", "Rates rise,"),
        ("Tarif naik.", "Rates rise.", "Rates rise."),
    ],
)
def test_no_comma_ends_what_had_none(source: str, translation: str, closed: str) -> None:
    assert without_open_end(source, translation) == closed
