"""Marks are taken off a sentence and come back around the words that stand for the marked ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation.marks import (
    Mark,
    with_long_addresses,
    with_marks,
    with_short_addresses,
    within,
    without_marks,
)

PARTS = ["<b>", "</b>", "<i>", "</i>", "**", " ", "satu", "dua,", "🌊", "[tiga](/x)"]


def as_it_stands(start: int, end: int) -> tuple[int, int]:
    return start, end


@pytest.mark.parametrize(
    ("line", "bare", "marked"),
    [
        ("Menteri <b>Perhubungan</b> hadir.", "Menteri Perhubungan hadir.", ["Perhubungan"]),
        ('Naik <a href="https://a.example/*b*">kereta <i>cepat</i></a>.', "Naik kereta cepat.",
         ["cepat", "kereta cepat"]),
        ("Teks **tebal** dan [warta](https://a.example/c_d).", "Teks tebal dan warta.", ["tebal", "warta"]),
        ("Lalu <b> dua </b> , tiga", "Lalu dua , tiga", ["dua"]),
        ("Banjir 🌊, warga pergi 😢.", "Banjir, warga pergi.", ["", ""]),
        ("Warga 🇮🇩 menunggu", "Warga menunggu", [""]),
    ],
)  # fmt: skip
def test_marks_are_taken_off(line: str, bare: str, marked: list[str]) -> None:
    text, marks = without_marks(line)
    assert text == bare
    assert sorted(text[mark.start : mark.end] for mark in marks) == sorted(marked)


@pytest.mark.parametrize(
    "line",
    [
        "Nilai a < b dan 2 * 3 * 4.",
        "Satu <b>dua <br> tiga",
        "🌊 Banjir di Demak 🌊🌊 Warga mengungsi",
        "<b>satu <i>dua</b>",
        "Pakai tanda ** di sini.",
    ],
    ids=["signs of sums", "no other end", "between sentences", "across", "alone"],
)
def test_what_is_no_mark_inside_a_sentence_stays(line: str) -> None:
    text, marks = without_marks(line)
    assert with_marks(text, text, marks, as_it_stands) == line


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=14))
def test_no_word_is_lost(parts: list[str]) -> None:
    line = "".join(parts)
    text, marks = without_marks(line)
    for word in ("satu", "dua,", "tiga"):
        assert text.count(word) == line.count(word)
        assert with_marks(text, text, marks, as_it_stands).count(word) == line.count(word)


@pytest.mark.parametrize(
    ("line", "translation", "places", "expected"),
    [
        ("Menteri <b>Perhubungan</b> hadir.", "The minister of transport came.", {8: (16, 25)},
         "The minister of <b>transport</b> came."),
        ("<b>Menteri hadir</b>.", "The minister came.", {}, "<b>The minister came</b>."),
        ("<b>Menteri hadir.</b>", "The minister came.", {}, "<b>The minister came.</b>"),
        ("Menteri <i>Budi</i> hadir.", "Minister Budi came.", {}, "Minister <i>Budi</i> came."),
        ("Menteri <b>itu</b> hadir.", "The minister came.", {}, "The minister came."),
        ("Menteri [itu](/x) hadir.", "The minister came.", {}, "[The minister came.](/x)"),
        ("Ada <b>satu <i>hal</i></b> baik.", "There is one good thing.", {4: (9, 23), 9: (18, 23)},
         "There is <b>one good <i>thing</i></b>."),
        ("Ada <b>satu</b> <i>hal</i> baik.", "There is one good thing.", {4: (9, 17), 9: (13, 23)},
         "There is <b>one good</b> thing."),
        ("Banjir 🌊, warga pergi 😢.", "Flood, residents left.", {0: (0, 5)}, "Flood 🌊, residents left 😢."),
        ("Warga 🌊 pergi", "Residents left", {}, "Residents left 🌊"),
    ],
    ids=["found", "all but the stop", "all", "a name", "bold is lost", "a link is not", "in each other",
         "across", "pictures", "a picture without a place"],
)  # fmt: skip
def test_marks_come_back_around_what_stands_for_the_marked_words(
    line: str, translation: str, places: dict[int, tuple[int, int]], expected: str
) -> None:
    bare, marks = without_marks(line)
    assert with_marks(bare, translation, marks, lambda start, _: places.get(start)) == expected


def test_a_mark_that_goes_on_behind_a_part_ends_with_it() -> None:
    marks = (Mark(2, 9, "<b>", "</b>"), Mark(5, 5, " 🌊"), Mark(12, 14, "<i>", "</i>"))
    assert within(marks, 0, 5) == (Mark(2, 5, "<b>", "</b>"), Mark(5, 5, " 🌊"))
    assert within(marks, 6, 20) == (Mark(0, 3, "<b>", "</b>"), Mark(6, 8, "<i>", "</i>"))


@pytest.mark.parametrize(
    "line", ["<b>" * 30_000 + "</i>" * 30_000, "<b>a</b>" * 20_000, "**a" * 30_000, "a🌊" * 30_000]
)
def test_long_rows_of_marks_take_no_time(line: str) -> None:
    assert len(without_marks(line)[1]) <= 100


def test_a_long_address_inside_a_sentence_is_shortened_for_the_model_and_comes_back() -> None:
    address = "https://contoh.example/" + "a" * 80
    line, long = with_short_addresses(f"Lihat {address} untuk rincian.")
    assert address not in line
    assert line.split()[0::2] == ["Lihat", "untuk"]
    assert with_long_addresses(line, long) == f"Lihat {address} untuk rincian."
    assert with_long_addresses("See details.", long) == f"See details. {address}"


@pytest.mark.parametrize(
    "line", ["Lihat https://a.example/b untuk rincian.", "https://a.example/" + "a" * 90 + " ada."]
)
def test_other_addresses_stay(line: str) -> None:
    assert with_short_addresses(line) == (line, {})
