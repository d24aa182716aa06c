"""Roman numerals and codes stand in a translation as they are, or as numbers of order."""

from __future__ import annotations

import pytest

from bot.translation.fidelity import Roster, lost_names
from bot.translation.lexicon import Lexicon
from bot.translation.numerals import number_pairs, numerals, with_years_apart
from bot.translation.piece import piece_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Siswa kelas VII-IX pulang.", ["VII-IX"]),
        ("Guru kelas I dan II dilatih.", ["I", "II"]),
        ("Kelas I, II, dan IV libur.", ["I", "II", "IV"]),
        ("Laba semester I/2026 naik.", ["I"]),
        ("Pada triwulan II-2027 harga turun.", ["II"]),
        ("Pada triwulan V harga turun.", ["V"]),
        ("Perang Dunia II usai.", ["II"]),
        ("Tahap IV–V dimulai.", ["IV–V"]),
        ("Timnas U-23 menang.", ["U-23"]),
        ("Virus H5N1 dan F-16 lewat.", ["H5N1", "F-16"]),
        ("Pesawat MH370 hilang.", ["MH370"]),
        ("Akun X milik V Sari dibuka.", []),
        ("I think that I and he agree.", []),
        ("APBN-2027 senilai Rp500 dibahas pada H-3.", ["H-3"]),
        ("Nilainya Rp5.000 atau US$20.", []),
        ("MIX dan CD dijual di DIII.", []),
        ("Surat Nomor 12/VII/2026 terbit.", []),
    ],
)
def test_numerals_and_codes_are_found(text: str, found: list[str]) -> None:
    assert [forms[0] for _, _, forms in numerals(text)] == found
    assert [text[start:end] for start, end, _ in numerals(text)] == found


@pytest.mark.parametrize(
    ("source", "translation", "lost"),
    [
        ("kelas VII-IX", "VIII-IX grade", True),
        ("kelas VII-IX", "grades VII-IX", False),
        ("kelas VII-IX", "grades 7 to 9", False),
        ("kelas VII-IX", "seventh through ninth graders", False),
        ("semester I/2026", "the first semester of 2026", False),
        ("semester I/2026", "semester I of 2026", False),
        ("kelas III", "grade 34", True),
        ("abad XIX", "the 19th century", False),
        ("abad XII", "the 12th century", False),
        ("abad XXIII", "the 23rd century", False),
        ("World War II", "Perang Dunia Kedua", False),
        ("Timnas U-23", "the 5-23 national team", True),
        ("Timnas U-23", "the U-23 national team", False),
    ],
)
def test_a_numeral_is_lost_where_neither_it_nor_its_number_stands(
    source: str, translation: str, lost: bool
) -> None:
    mentions = piece_of(source, Roster({}), Lexicon({})).mentions
    assert bool(lost_names(mentions, translation)) is lost


def test_a_numeral_that_is_part_of_a_name_is_left_to_the_name() -> None:
    roster = Roster({"Komisi VII DPR": ("House Commission VII",)})
    assert [m.form for m in piece_of("Komisi VII DPR rapat.", roster, Lexicon({})).mentions] == [
        "Komisi VII DPR"
    ]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("semester I/2026", "semester I 2026"),
        ("triwulan II-2027", "triwulan II 2027"),
        ("kelas VII-IX", "kelas VII-IX"),
        ("Nomor 12/I/2026", "Nomor 12/I/2026"),
        ("APBN-2027", "APBN-2027"),
    ],
)
def test_a_model_reads_a_numeral_and_its_year_apart(text: str, apart: str) -> None:
    assert with_years_apart(text) == apart
    assert piece_of(text, Roster({}), Lexicon({})).read == apart


@pytest.mark.parametrize(
    ("source", "translation", "lost"),
    [
        ("Ia tiga atau empat kali datang.", "He came three times.", True),
        ("Ia tiga atau empat kali datang.", "He came three or four times.", False),
        ("Ia tiga sampai empat kali datang.", "He came 3-4 times.", False),
        ("Dua hingga tiga orang datang.", "Two to three people came.", False),
        ("Dua hingga tiga orang datang.", "Two-thirds of the people came.", True),
        ("Two or three people came.", "Dua orang datang.", True),
        ("Two or three people came.", "Dua atau tiga orang datang.", False),
    ],
)
def test_two_numbers_in_words_are_held_to(source: str, translation: str, lost: bool) -> None:
    mentions = piece_of(source, Roster({}), Lexicon({})).mentions
    assert bool(lost_names(mentions, translation)) is lost


@pytest.mark.parametrize(
    "text",
    [
        "Menang tiga atau satu gol.",
        "Dua atau lebih.",
        "Satu atau dua puluh dua-tiga.",
        "Dua atau tıga kali.",
    ],
)
def test_what_is_no_pair_of_numbers_is_not_held_to(text: str) -> None:
    assert [text[start:end] for start, end, _ in number_pairs(text)] == []
