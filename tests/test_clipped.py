"""Which short names of bodies stand for which full ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.clipped import is_clipped, stands_for


def key(name: str) -> tuple[str, ...]:
    return tuple(name.lower().split())


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Kemendikdasmen", "Kementerian Pendidikan Dasar dan Menengah"),
        ("Ditjen Pendis Kemenag", "Direktorat Jenderal Pendidikan Islam Kementerian Agama"),
        ("Kementerian PU", "Kementerian Pekerjaan Umum"),
        ("Bawaslu", "Badan Pengawas Pemilu"),
        ("Poktan Harapan Jaya 1", "Kelompok Tani Harapan Jaya 1"),
        ("Komite FFL", "Komite Festival Film Lumban"),
        ("Kejari OKL", "Kejaksaan Negeri Ogan Komering Lumban"),
        ("Dinas PUPR Sumut", "Dinas Pekerjaan Umum dan Perumahan Rakyat"),
        ("DEMA", "Dewan Mahasiswa"),
    ],
)
def test_words_are_clipped_to_initials_or_to_a_syllable_or_two(short: str, full: str) -> None:
    assert is_clipped(key(short), key(full))
    assert not is_clipped(key(full), key(short))


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Kemenkes", "Kementerian Keuangan"),
        ("MA", "Majelis Adat"),
        ("BPBD Jember", "BPBD Kabupaten Gunungkidul"),
        ("KPU", "KPU Kota Palopo"),
        ("Polda Jatim", "Polda Jawa Barat"),
        ("Persib", "Persija Bandung"),
        ("Dinas Sosial", "Dinas Sosial Kota Palopo"),
    ],
)
def test_what_is_another_body_or_no_shorter_stays_apart(short: str, full: str) -> None:
    assert not is_clipped(key(short), key(full))


words = st.lists(st.text("abdeknprsu", min_size=2, max_size=8), min_size=2, max_size=5)


@given(words)
def test_initials_stand_for_their_words(full: list[str]) -> None:
    assert stands_for("".join(word[0] for word in full), full)


@given(words)
def test_the_first_three_letters_of_each_stand_for_the_words(full: list[str]) -> None:
    assert stands_for("".join(word[:3] for word in full), full)


def test_nothing_stands_for_a_sign_that_has_no_letters() -> None:
    assert not is_clipped(key("PT Bank Pesisir"), ("pt", "", "bank", "tabungan", "pesisir"))
    assert not stands_for("bsn", ["", "bank", "tabungan"])


def test_words_that_are_all_alike_take_no_time() -> None:
    assert not is_clipped((*("abababababab",) * 20, "tu"), ("abababababa",) * 81)
