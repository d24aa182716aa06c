"""byline: who wrote a story, for which outlet and when."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.byline import Byline, declared_authors, names_staff, opens_with_author, read_byline
from bot.intake.dates import WIB

BYLINES = {
    "Tim - detikNews": Byline(site="detikcom"),
    "Rina Lestari - detikNews": Byline(authors=("Rina Lestari",), site="detikcom"),
    "Penulis: Rina Lestari": Byline(authors=("Rina Lestari",)),
    "Reporter: Rina Lestari | Editor: Dian Wita": Byline(authors=("Rina Lestari",)),
    "CNN Indonesia": Byline(site="CNN Indonesia"),
    "Jakarta, CNN Indonesia": Byline(site="CNN Indonesia"),
}


@pytest.mark.parametrize("line", BYLINES)
def test_a_byline_says_who_and_where(line: str) -> None:
    assert read_byline(line) == BYLINES[line]


@pytest.mark.parametrize(
    "line",
    [
        "Oleh sebab itu, warga diminta bersabar.",
        "Presiden tiba di Jakarta",
        "Jadwal 12 Mei 2024 Persib - Persija",
        "Pabrik Tahu di Kota Lama Tutup | tempo.co",
        "Selasa besok sekolah libur",
    ],
)
def test_a_sentence_or_headline_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


def test_a_byline_gives_author_outlet_and_moment_at_once() -> None:
    byline = read_byline("Rina Lestari - detikNews Selasa, 14 Okt 2025 10:32 WIB")
    assert byline == Byline(("Rina Lestari",), datetime(2025, 10, 14, 10, 32, tzinfo=WIB), "detikcom")


@pytest.mark.parametrize(
    ("declared", "names"),
    [
        ("Rangga Wiratama", ("Rangga Wiratama",)),
        ("Rangga Wiratama, Sekar Ayu", ("Rangga Wiratama", "Sekar Ayu")),
        ("Rangga Wiratama, S.Sos, M.Si, dan Sekar Ayu", ("Rangga Wiratama", "Sekar Ayu")),
        ("oleh Rangga Wiratama - detikNews", ("Rangga Wiratama",)),
        ("Pewarta: RANGGA WIRATAMA Editor: Sekar Ayu", ("Rangga Wiratama",)),
        ("Rangga Wiratama diperbarui 3 Mei 2024", ("Rangga Wiratama",)),
        ("Jakarta, ANTARA", ()),
        ("Tim Redaksi", ()),
        ("admin", ()),
        ("https://www.facebook.com/kabar", ()),
        ("", ()),
    ],
)
def test_declared_authors_are_people(declared: str, names: tuple[str, ...]) -> None:
    assert declared_authors(declared) == names


def test_a_label_announces_the_staff() -> None:
    assert names_staff("Editor: Dian Wita")
    assert not names_staff("Editor: Dian Wita. Warga menunggu hujan.")
    assert opens_with_author("Pewarta : Rina Lestari")
    assert not opens_with_author("Editor: Dian Wita")


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_line_is_read(text: str) -> None:
    read_byline(text)
    assert all(name.strip() for name in declared_authors(text))
